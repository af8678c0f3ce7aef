//! The substrate as a whole.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use super::host::Host;
use super::identity::AssignedIdentity;
use super::netboot::{NetbootEntry, read_netboot};
use super::policy::{Policy, read_action, read_matching, read_never, read_rules};
use super::reader::{Key, Reader};
use super::segment::Segment;
use super::switching::{PortRole, SwitchProfile, read_profile, read_role};
use super::tenant::{
    NumberingState, SoftwareDefinedNetwork, Tenant, read_fabric, read_mac_policies, read_numbering, read_tenants,
};
use super::vlan_bands::read_bands;
use crate::declared::{Declared, Value, Variables};
use crate::finding::Finding;
use crate::hardware::{HardwareProfile, ProfileId};
use crate::mac::{MacNamespace, Vmid};
use crate::name::{DnsLabel, DomainName, Grammar};
use crate::network::SegmentPlan;
use crate::rules;
use crate::source::{Span, Spanned};
use crate::tenant::{MacPolicy, PolicyScope};
use crate::vlan_plan::VlanBands;

/// The range that management VMIDs are allocated from, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct VmidRange {
    /// The first.
    pub start: Vmid,
    /// The last.
    pub end: Vmid,
}

/// One self-contained environment: its plan, its policy and its hosts.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Substrate {
    /// Its name (`deevnet_substrate`), the first label of its domain.
    pub name: Option<Spanned<DnsLabel>>,
    /// The domain above it (`deevnet_root_domain`).
    pub root_domain: Option<Spanned<DomainName>>,
    /// The grammar of host names (`deevnet_name_grammar`); either where nothing is declared.
    pub name_grammar: Grammar,
    /// The second octet of its /16 (`deevnet_site_octet`, or that of the management subnet).
    pub site_octet: Option<Spanned<u8>>,
    /// Its two-digit code in fixed-width names (`deevnet_site_code`).
    pub site_code: Option<Spanned<Arc<str>>>,
    /// The namespace of assigned MAC addresses (`deevnet_mac_namespace`).
    pub mac_namespace: Option<Spanned<MacNamespace>>,
    /// The range of management VMIDs (`deevnet_mgmt_vmid_range`).
    pub vmid_range: Option<Spanned<VmidRange>>,
    /// The tenants (`deevnet_tenants`).
    pub tenants: Vec<Tenant>,
    /// What the overlays of tenants are numbered from (`deevnet_tenant_numbering`).
    pub tenant_numbering: NumberingState,
    /// How the overlays of tenants are made on a node (`deevnet_sdn`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sdn: Option<SoftwareDefinedNetwork>,
    /// The MAC policies of planes and workload classes (`deevnet_mac_policies`).
    pub mac_policies: BTreeMap<PolicyScope, Spanned<MacPolicy>>,
    /// The segments by name (`deevnet_vlans`).
    pub segments: BTreeMap<Arc<str>, Segment>,
    /// The bands of VLAN IDs: the standard ones, or those that `deevnet_vlan_bands` declares instead.
    pub vlan_bands: VlanBands,
    /// The switch profiles by name.
    pub switch_profiles: BTreeMap<Arc<str>, SwitchProfile>,
    /// The port roles by name.
    pub port_roles: BTreeMap<Arc<str>, PortRole>,
    /// The firewall policy.
    pub policy: Policy,
    /// The MAC addresses restated for network boot, each list once.
    pub netboot: Vec<NetbootEntry>,
    /// The hosts by name.
    pub hosts: BTreeMap<Arc<str>, Host>,
    /// The identities of hosts that no group lists, by their names: nobody else is given them.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub orphans: BTreeMap<Arc<str>, AssignedIdentity>,
    /// The profiles of the hosts' hardware.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub profiles: BTreeMap<ProfileId, Arc<HardwareProfile>>,
}

impl Substrate {
    /// The substrate's own domain, `<substrate>.<root domain>`, where both are declared.
    pub fn domain(&self) -> Option<DomainName> {
        let name = &self.name.as_ref()?.value;
        let root = &self.root_domain.as_ref()?.value;
        format!("{name}.{root}").parse().ok()
    }

    /// The tenant that a segment or zone belongs to: `tenant_<number>`, or a declared tenant's name with or without
    /// that prefix.
    ///
    /// A segment of the standard is no tenant's by its name, nor are `tenant_transit` and `tenant_underlay`, the fabric
    /// below the tenants.
    pub fn tenant_of_segment<'n>(&self, name: &'n str) -> Option<&'n str> {
        if super::is_core_segment(name) {
            return None;
        }
        let suffix = name.strip_prefix("tenant_");
        let is_number = |text: &&str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if let Some(number) = suffix.filter(is_number) {
            return Some(number);
        }
        let tenant = suffix.unwrap_or(name);
        self.tenants.iter().any(|declared| declared.name.value.as_str() == tenant).then_some(tenant)
    }

    /// The segments that are complete enough to look addresses up in.
    pub fn plan(&self) -> SegmentPlan {
        SegmentPlan::new(self.segments.values().filter_map(Segment::for_plan))
    }

    /// Reads a declaration: the model of what is valid and the findings about the rest.
    pub(crate) fn read(declared: &Declared) -> (Self, Vec<Finding>) {
        let mut reader = Reader::new(&declared.sources);
        let mut substrate = Self::default();
        substrate.read_variables(&mut reader, &declared.substrate);
        substrate.read_hosts(&mut reader, declared);
        substrate.read_orphans(&mut reader, declared);
        (substrate, reader.into_findings())
    }

    fn read_variables(&mut self, reader: &mut Reader<'_>, variables: &Variables) {
        for (name, value) in variables.iter() {
            let key = Key::new(name);
            match name {
                "deevnet_substrate" => self.name = read_name(reader, key, value),
                "deevnet_root_domain" => self.root_domain = read_name(reader, key, value),
                "deevnet_name_grammar" => self.read_grammar(reader, key, value),
                "deevnet_site_octet" => self.site_octet = read_octet(reader, key, value),
                "deevnet_site_code" => self.site_code = reader.text_or_number(key, value),
                "deevnet_mac_namespace" => self.mac_namespace = read_namespace(reader, key, value),
                "deevnet_mgmt_vmid_range" => self.vmid_range = read_vmid_range(reader, key, value),
                "deevnet_tenants" => self.tenants = read_tenants(reader, value),
                "deevnet_tenant_numbering" => self.tenant_numbering = read_numbering(reader, key, value),
                "deevnet_sdn" => self.sdn = read_fabric(reader, key, value),
                "deevnet_mac_policies" => self.mac_policies = read_mac_policies(reader, key, value),
                "deevnet_vlan_bands" => self.vlan_bands = read_bands(reader, key, value),
                "deevnet_vlans" => self.read_segments(reader, key, value),
                "deevnet_switch_profiles" => self.read_profiles(reader, key, value),
                "deevnet_port_roles" => self.read_roles(reader, key, value),
                "firewall_zone_policies" => self.policy.rules = read_rules(reader, value),
                "firewall_internet_zones" => {
                    self.policy.internet_zones =
                        reader.list(key, value).iter().filter_map(|item| reader.text(key, item)).collect();
                }
                "firewall_default_action" => self.policy.default_action = read_action(reader, key, value),
                "firewall_match" => self.policy.matching = read_matching(reader, key, value),
                "firewall_never" => self.policy.never = read_never(reader, value),
                _ => {}
            }
        }
        if self.site_octet.is_none() {
            self.site_octet = self.octet_of_management();
        }
    }

    fn read_grammar(&mut self, reader: &mut Reader<'_>, key: Key<'_>, value: &Value) {
        let Some(text) = reader.text(key, value) else { return };
        match text.value.parse() {
            Ok(grammar) => self.name_grammar = grammar,
            Err(_) => {
                let _: Option<()> = reader.reject(key, value, "`classic`, `fixed-width` or `either`");
            }
        }
    }

    fn read_segments(&mut self, reader: &mut Reader<'_>, key: Key<'_>, value: &Value) {
        let Some(map) = reader.map(key, value) else { return };
        for (name, span, value) in map.text_entries() {
            let segment = Segment::read(reader, key.child(name), name, span, value);
            self.segments.insert(Arc::clone(&segment.name), segment);
        }
    }

    fn read_profiles(&mut self, reader: &mut Reader<'_>, key: Key<'_>, value: &Value) {
        let Some(map) = reader.map(key, value) else { return };
        for (name, span, value) in map.text_entries() {
            if let Some(profile) = read_profile(reader, key.child(name), name, span, value) {
                self.switch_profiles.insert(Arc::clone(&profile.name), profile);
            }
        }
    }

    fn read_roles(&mut self, reader: &mut Reader<'_>, key: Key<'_>, value: &Value) {
        let Some(map) = reader.map(key, value) else { return };
        for (name, _, value) in map.text_entries() {
            if let Some(role) = read_role(reader, key.child(name), name, value) {
                self.port_roles.insert(Arc::clone(&role.name), role);
            }
        }
    }

    /// Reads the hosts; a list of network boot entries that several hosts inherit is read once.
    fn read_orphans(&mut self, reader: &mut Reader<'_>, declared: &Declared) {
        for orphan in &declared.orphans {
            let left = AssignedIdentity::left_by(reader, orphan);
            if !left.is_empty() {
                self.orphans.insert(Arc::clone(&orphan.name), left);
            }
        }
    }

    fn read_hosts(&mut self, reader: &mut Reader<'_>, declared: &Declared) {
        let mut netboot: BTreeMap<Span, &Value> = BTreeMap::new();
        let mut placeless: Vec<&Value> = Vec::new();
        for declared_host in &declared.hosts {
            let host = Host::read(reader, declared_host, self.name_grammar);
            self.hosts.insert(Arc::clone(&host.name), host);
            match declared_host.variables.get("bootstrap_grub_mac_configs") {
                Some(value) if value.span() == Span::NONE => placeless.push(value),
                Some(value) => drop(netboot.entry(value.span()).or_insert(value)),
                None => {}
            }
        }
        for value in netboot.into_values().chain(placeless) {
            for entry in read_netboot(reader, value) {
                if !self.netboot.iter().any(|known| known.is_same(&entry)) {
                    self.netboot.push(entry);
                }
            }
        }
    }

    fn octet_of_management(&self) -> Option<Spanned<u8>> {
        let subnet = self.segments.get("management")?.subnet?;
        let octets = subnet.value.network().octets();
        (octets[0] == 10).then(|| Spanned::new(octets[1], subnet.span))
    }
}

fn read_name<T: std::str::FromStr<Err: std::fmt::Display>>(
    reader: &mut Reader<'_>,
    key: Key<'_>,
    value: &Value,
) -> Option<Spanned<T>> {
    let text = reader.text(key, value)?;
    match text.value.parse() {
        Ok(name) => Some(Spanned::new(name, text.span)),
        Err(error) => {
            let finding = reader
                .finding(&rules::NAME_NOT_DNS, text.span, format!("`{key}` is \"{}\": {error}", text.value))
                .with_value(text.value.as_ref());
            reader.push(finding);
            None
        }
    }
}

fn read_octet(reader: &mut Reader<'_>, key: Key<'_>, value: &Value) -> Option<Spanned<u8>> {
    let number = reader.integer(key, value)?;
    match u8::try_from(number.value) {
        Ok(octet) => Some(Spanned::new(octet, number.span)),
        Err(_) => reader.reject(key, value, "an octet, 0 to 255"),
    }
}

fn read_namespace(reader: &mut Reader<'_>, key: Key<'_>, value: &Value) -> Option<Spanned<MacNamespace>> {
    let text = reader.text(key, value)?;
    match text.value.parse() {
        Ok(namespace) => Some(Spanned::new(namespace, text.span)),
        Err(error) => {
            let finding = reader
                .finding(&rules::MAC_WRONG_NAMESPACE, text.span, format!("`{key}` is \"{}\": {error}", text.value))
                .with_value(text.value.as_ref())
                .with_hint("write three octets of a locally administered unicast address, such as 02:de:20");
            reader.push(finding);
            None
        }
    }
}

fn read_vmid_range(reader: &mut Reader<'_>, key: Key<'_>, value: &Value) -> Option<Spanned<VmidRange>> {
    let map = reader.map(key, value)?;
    let mut read_end = |name: &str| {
        let value = map.get(name)?;
        super::machine::read_vmid(reader, key.child(name), value)
    };
    let (start, end) = (read_end("start")?.value, read_end("end")?.value);
    if start <= end {
        return Some(Spanned::new(VmidRange { start, end }, value.span()));
    }
    reader.reject(key, value, "a range whose start is not above its end")
}
