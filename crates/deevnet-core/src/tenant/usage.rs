//! What still uses a tenant, and so keeps it from being removed.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use ipnet::Ipv4Net;
use serde::Serialize;

use super::TenantRecord;
use crate::mac::Vmid;
use crate::model::{
    Host, Interface, Segment, Substrate, Tenant, VirtualMachine, VlanReference, VlanSelection, ZoneRule,
};
use crate::network::VlanId;
use crate::source::{Span, Spanned};

/// Something that uses a tenant's name, segment, VLAN, subnet or VMIDs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[non_exhaustive]
pub struct TenantUse {
    /// What uses it and how, as a sentence has it: `port 1/0/3 of access-sw01 carries tenant_1`.
    pub description: String,
    /// Where it is declared.
    #[serde(skip)]
    pub span: Span,
}

impl fmt::Display for TenantUse {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.description)
    }
}

impl Substrate {
    /// Everything that uses a tenant, in the order of a report: workloads, hosts, ports, rules.
    ///
    /// A trunk that carries all VLANs uses none in particular, nor does a rule about a network that is wider than the
    /// tenant's.
    pub fn tenant_users(&self, tenant: &Tenant) -> Vec<TenantUse> {
        let record = self.tenant_record(tenant);
        let target = Target::of(self, tenant, &record);
        let mut users = Users::default();
        users.workloads(tenant);
        users.segment(&target, self, tenant);
        for host in self.hosts.values() {
            users.host(&target, host);
        }
        users.switching(&target, self);
        users.policy(&target, self);
        users.0
    }
}

/// What is looked for.
#[derive(Debug)]
struct Target<'a> {
    segment: Option<&'a Segment>,
    vlan: Option<VlanId>,
    subnet: Option<Ipv4Net>,
    vmids: Option<(Vmid, Vmid)>,
    /// The names of its zone.
    zones: BTreeSet<String>,
}

impl<'a> Target<'a> {
    fn of(substrate: &'a Substrate, tenant: &Tenant, record: &TenantRecord) -> Self {
        let segment = substrate.segment_of_tenant(tenant);
        let own = segment.map(|segment| segment.name.to_string());
        let vmids = record.overlay.as_ref().and_then(|overlay| overlay.first_vmid.zip(overlay.last_vmid));
        Self {
            segment,
            vlan: segment.and_then(|segment| segment.vlan_id).map(|vlan| vlan.value),
            subnet: record.subnet,
            vmids,
            zones: substrate.zone_names_of_tenant(tenant).chain(own).collect(),
        }
    }

    fn is_segment(&self, name: &str) -> bool {
        self.segment.is_some_and(|segment| *segment.name == *name)
    }

    fn is_vlan(&self, vlan: VlanId) -> bool {
        self.vlan == Some(vlan)
    }

    fn is_referred_to(&self, reference: &VlanReference) -> bool {
        match reference {
            VlanReference::Id(id) => self.is_vlan(*id),
            VlanReference::Segment(name) => self.is_segment(name),
        }
    }

    fn is_within(&self, network: Ipv4Net) -> bool {
        self.subnet.is_some_and(|subnet| subnet.contains(&network))
    }

    fn is_vmid(&self, vmid: Vmid) -> bool {
        self.vmids.is_some_and(|(first, last)| (first..=last).contains(&vmid))
    }
}

#[derive(Debug, Default)]
struct Users(Vec<TenantUse>);

impl Users {
    fn add(&mut self, description: String, span: Span) {
        self.0.push(TenantUse { description, span });
    }

    fn workloads(&mut self, tenant: &Tenant) {
        for workload in &tenant.workloads {
            self.add(format!("the workload `{}` is its own", workload.name.value), workload.span);
        }
    }

    fn segment(&mut self, target: &Target<'_>, substrate: &Substrate, tenant: &Tenant) {
        let Some(segment) = target.segment else { return };
        if let Some(ssid) = &segment.wifi_ssid {
            self.add(format!("the SSID `{}` leads to {}", ssid.value, segment.name), ssid.span);
        }
        let shares = |other: &&Tenant| {
            other.name.value != tenant.name.value
                && substrate.segment_of_tenant(other).is_some_and(|own| own.name == segment.name)
        };
        for other in substrate.tenants.iter().filter(shares) {
            self.add(format!("the tenant `{}` has the segment {} too", other.name.value, segment.name), other.span);
        }
    }

    fn host(&mut self, target: &Target<'_>, host: &Host) {
        for interface in host.interfaces.values() {
            self.interface(target, host, interface);
        }
        if let Some(vmid) = host.vmid().filter(|vmid| target.is_vmid(vmid.value)) {
            self.add(format!("{} has VMID {}", host.name, vmid.value), vmid.span);
        }
        if let Some(machine) = &host.machine {
            self.machine(target, host, machine);
        }
    }

    fn interface(&mut self, target: &Target<'_>, host: &Host, interface: &Interface) {
        let label = format!("{} ({})", host.name, interface.name);
        if let Some(segment) = interface.segment.as_ref().filter(|segment| target.is_segment(&segment.value)) {
            self.add(format!("{label} is on {}", segment.value), segment.span);
        } else if let Some(address) =
            interface.address.value.fixed().filter(|address| target.is_within((*address).into()))
        {
            self.add(format!("{label} has the address {address}"), interface.address.span);
        }
    }

    fn machine(&mut self, target: &Target<'_>, host: &Host, machine: &VirtualMachine) {
        let tags = machine.vlan_tag.iter().chain(machine.nics.iter().filter_map(|nic| nic.vlan_tag.as_ref()));
        for tag in tags.filter(|tag| target.is_vlan(tag.value)) {
            self.add(format!("the machine {} has the VLAN tag {}", host.name, tag.value), tag.span);
        }
        for segment in machine.nics.iter().filter_map(|nic| nic.segment.as_ref()) {
            if target.is_segment(&segment.value) {
                self.add(format!("the machine {} is on {}", host.name, segment.value), segment.span);
            }
        }
        if let Some(address) = machine.static_ip.filter(|address| target.is_within(Ipv4Net::from(address.value.addr())))
        {
            self.add(format!("the machine {} has the address {}", host.name, address.value.addr()), address.span);
        }
    }

    fn switching(&mut self, target: &Target<'_>, substrate: &Substrate) {
        for profile in substrate.switch_profiles.values() {
            let own = profile.native_vlan.iter().chain(&profile.vlan);
            let references = own.chain(listed(profile.allowed_vlans.as_ref()));
            self.references(target, &format!("the switch profile {}", profile.name), references);
        }
        for host in substrate.hosts.values() {
            let Some(ports) = &host.switch_ports else { continue };
            for port in &ports.trunk {
                let references = port.native_vlan.iter().chain(listed(Some(&port.allowed_vlans)));
                self.references(target, &port_label(host, port.interface.as_ref()), references);
            }
            for port in &ports.access {
                self.references(target, &port_label(host, port.interface.as_ref()), port.vlan_id.iter());
            }
        }
    }

    fn references<'r>(
        &mut self,
        target: &Target<'_>,
        holder: &str,
        mut references: impl Iterator<Item = &'r Spanned<VlanReference>>,
    ) {
        if let Some(reference) = references.find(|reference| target.is_referred_to(&reference.value)) {
            self.add(format!("{holder} carries {}", reference.value), reference.span);
        }
    }

    fn policy(&mut self, target: &Target<'_>, substrate: &Substrate) {
        for rule in &substrate.policy.rules {
            self.rule(target, "the firewall", rule);
        }
        for zone in substrate.policy.internet_zones.iter().filter(|zone| target.zones.contains(&*zone.value)) {
            self.add(format!("the zone {} may reach the internet", zone.value), zone.span);
        }
        for never in &substrate.policy.never {
            let zones = [&never.from_zone, &never.to_zone].into_iter().flatten();
            if zones.clone().any(|zone| target.zones.contains(&*zone.value)) {
                let (from, to) = (zone_text(never.from_zone.as_ref()), zone_text(never.to_zone.as_ref()));
                self.add(format!("the firewall must never permit {from} -> {to}"), never.span);
            }
        }
        for host in substrate.hosts.values() {
            for zone in host.zones.iter().filter(|zone| target.zones.contains(&*zone.name.value)) {
                self.add(format!("the firewall of {} has the zone {}", host.name, zone.name.value), zone.name.span);
            }
        }
        for host in substrate.hosts.values().filter(|host| host.zone_rules != substrate.policy.rules) {
            for rule in &host.zone_rules {
                self.rule(target, &format!("the firewall of {}", host.name), rule);
            }
        }
    }

    fn rule(&mut self, target: &Target<'_>, firewall: &str, rule: &ZoneRule) {
        let zones = [&rule.from_zone, &rule.to_zone].into_iter().flatten();
        let zone = zones.map(|zone| &zone.value).find(|zone| target.zones.contains(&***zone));
        let written = format!("{} -> {}", zone_text(rule.from_zone.as_ref()), zone_text(rule.to_zone.as_ref()));
        if zone.is_some() {
            self.add(format!("{firewall} has the rule {written}"), rule.span);
            return;
        }
        let networks = rule.narrow.iter().filter(|(field, _)| field.ends_with("_net"));
        if let Some((field, network)) =
            networks.clone().find(|(_, text)| network(text).is_some_and(|net| target.is_within(net)))
        {
            self.add(format!("{firewall} has the rule {written} ({field} {network})"), rule.span);
        }
    }
}

fn listed(selection: Option<&VlanSelection>) -> &[Spanned<VlanReference>] {
    match selection {
        Some(VlanSelection::Listed(references)) => references,
        Some(VlanSelection::All) | None => &[],
    }
}

fn port_label(host: &Host, interface: Option<&Spanned<Arc<str>>>) -> String {
    crate::vlan_plan::port_label(host, interface)
}

fn zone_text(zone: Option<&Spanned<Arc<str>>>) -> &str {
    zone.map_or("?", |zone| &zone.value)
}

/// A network as rules have it: with a prefix length, or a single address.
fn network(text: &str) -> Option<Ipv4Net> {
    text.parse().ok().or_else(|| text.parse().ok().map(|address: std::net::Ipv4Addr| address.into()))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::declared::testing::declared_from_json;
    use crate::model::Substrate;

    fn substrate(substrate: &Value, hosts: &Value) -> Substrate {
        crate::check(&declared_from_json(&json!({ "substrate": substrate, "hosts": hosts }))).substrate
    }

    fn users(substrate: &Substrate, tenant: usize) -> String {
        let users = substrate.tenant_users(&substrate.tenants[tenant]);
        users.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    }

    fn classic() -> Value {
        json!({
            "deevnet_site_octet": 20,
            "deevnet_tenants": [{ "name": "oak", "index": 1 }, { "name": "elm", "index": 2, "workloads": [{ "name": "api" }] }],
            "deevnet_vlans": {
                "tenant_1": { "vlan_id": 50, "subnet": "10.20.50.0/24", "gateway": "10.20.50.1" },
                "tenant_2": { "vlan_id": 51, "subnet": "10.20.51.0/24", "gateway": "10.20.51.1", "wifi_ssid": "Elm" },
            },
        })
    }

    #[test]
    fn every_use_of_a_segment_is_found() {
        let mut variables = classic();
        variables["deevnet_switch_profiles"] = json!({
            "all": { "mode": "trunk", "native_vlan": 999, "allowed_vlans": "all" },
            "some": { "mode": "trunk", "native_vlan": 999, "allowed_vlans": ["tenant_1", 99] },
        });
        variables["firewall_zone_policies"] = json!([
            { "from_zone": "tenant_1", "to_zone": "platform", "action": "pass" },
            { "from_zone": "trusted", "to_zone": "lab", "action": "pass", "destination_net": "10.20.50.9" },
            { "from_zone": "trusted", "to_zone": "lab", "action": "pass", "destination_net": "10.20.0.0/16" },
            { "from_zone": "trusted", "to_zone": "tenant_10", "action": "pass" },
        ]);
        variables["firewall_internet_zones"] = json!(["oak", "tenant_2"]);
        variables["firewall_never"] = json!([{ "from_zone": "guest", "to_zone": "tenant_1", "reason": "apart" }]);
        let interface = |value: Value| json!({ "env": { "interfaces": { "eth0": value } } });
        let hosts = json!({
            "core-rt01": { "firewall_zones": [{ "name": "tenant_1" }] },
            "pi01": interface(json!({ "ip": "dhcp", "segment": "tenant_1" })),
            "pi02": interface(json!({ "ip": "10.20.50.7" })),
            "pi03": interface(json!({ "ip": "10.20.51.7" })),
            "api-vm01": { "mgmt_vm": { "vlan_tag": 50, "static_ip": "10.20.50.8/24", "nics": [{ "segment": "tenant_1" }] } },
            "access-sw01": { "switch_ports": {
                "trunk": [{ "interface": "1/0/1", "allowed_vlans": "all" }, { "interface": "1/0/2", "allowed_vlans": [50] }],
                "access": [{ "interface": "1/0/3", "vlan_id": "tenant_1" }, { "interface": "1/0/4", "vlan_id": 51 }],
            } },
        });
        let substrate = substrate(&variables, &hosts);
        insta::assert_snapshot!(users(&substrate, 0), @"
        the machine api-vm01 has the VLAN tag 50
        the machine api-vm01 is on tenant_1
        the machine api-vm01 has the address 10.20.50.8
        pi01 (eth0) is on tenant_1
        pi02 (eth0) has the address 10.20.50.7
        the switch profile some carries tenant_1
        port 1/0/2 of access-sw01 carries 50
        port 1/0/3 of access-sw01 carries tenant_1
        the firewall has the rule tenant_1 -> platform
        the firewall has the rule trusted -> lab (destination_net 10.20.50.9)
        the zone oak may reach the internet
        the firewall must never permit guest -> tenant_1
        the firewall of core-rt01 has the zone tenant_1
        ");
        insta::assert_snapshot!(users(&substrate, 1), @"
        the workload `api` is its own
        the SSID `Elm` leads to tenant_2
        pi03 (eth0) has the address 10.20.51.7
        port 1/0/4 of access-sw01 carries 51
        the zone tenant_2 may reach the internet
        ");
    }

    #[test]
    fn every_use_of_an_overlay_is_found() {
        let mut variables = classic();
        variables["deevnet_tenant_numbering"] = json!({ "vrf_base": 10_000, "vnet_base": 20_000, "vmid_base": 10_000 });
        let hosts = json!({
            "api-vm01": { "mgmt_vm": { "vmid": 10_045 } },
            "web-vm01": { "deevnet_assigned_vmid": 10_080 },
            "pi01": { "env": { "interfaces": { "eth0": { "ip": "10.20.129.10" } } } },
        });
        let substrate = substrate(&variables, &hosts);
        insta::assert_snapshot!(users(&substrate, 0), @"
        api-vm01 has VMID 10045
        pi01 (eth0) has the address 10.20.129.10
        ");
        insta::assert_snapshot!(users(&substrate, 1), @"
        the workload `api` is its own
        web-vm01 has VMID 10080
        ");
    }

    #[test]
    fn what_nobody_uses_can_go() {
        let substrate = substrate(&classic(), &json!({}));
        let removal = substrate.plan_tenant_removal("oak").unwrap();
        assert_eq!(removal.segment.as_deref(), Some("tenant_1"));
        insta::assert_snapshot!(substrate.plan_tenant_removal("elm").unwrap_err(), @"the tenant `elm` is still in use");
        let unknown = substrate.plan_tenant_removal("aok").unwrap_err();
        insta::assert_snapshot!(unknown, @"no tenant `aok` is declared");
        insta::assert_snapshot!(unknown.hint(), @"did you mean `oak`?");
    }
}
