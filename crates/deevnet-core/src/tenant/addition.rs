//! Adding a tenant: what it is given, and what has to be declared for it.

use std::net::Ipv4Addr;
use std::sync::Arc;

use ipnet::Ipv4Net;
use serde::Serialize;

use super::network::TenantNetwork;
use super::{
    MacPolicy, NameReservation, NoFreeIndexError, Requirement, TenantIndex, TenantName, TenantRecord, TenantUse,
    VnetId, VnetNumber, WorkloadClass, segment_name,
};
use crate::model::{NumberingState, Segment, Substrate, Tenant};
use crate::network::{SiteBlock, VlanBand, VlanId};
use crate::source::{Span, Spanned};
use crate::vlan_plan::BandFullError;

/// The host numbers of the dynamic pool that the plan gives a segment.
const POOL: (u8, u8) = (100, 200);

/// A tenant that somebody wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TenantRequest {
    /// Its name.
    pub name: TenantName,
    /// What its workloads are for; the default where nothing is said.
    pub class: Option<WorkloadClass>,
    /// Where their MAC addresses come from; the policy of their class where nothing is said.
    pub mac_policy: Option<MacPolicy>,
}

/// A tenant that can be added, with everything that it is given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct TenantAddition {
    /// The entry of `deevnet_tenants`; `None` where the tenant is declared already.
    pub tenant: Option<NewTenant>,
    /// The entry of `deevnet_vlans`; `None` where the tenant needs no segment, or takes one that is declared.
    pub segment: Option<NewSegment>,
    /// Everything that follows from its declaration.
    pub record: TenantRecord,
    /// What uses its segment, VLAN, subnet, VMIDs or name before it is declared; empty where it is declared already.
    pub users: Vec<TenantUse>,
    /// What the devices need for it, by device.
    pub needs: Vec<Requirement>,
}

/// An entry of `deevnet_tenants` that is to be written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct NewTenant {
    /// Its name.
    pub name: TenantName,
    /// The index that it is given.
    pub index: TenantIndex,
    /// Its class, where one was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub class: Option<WorkloadClass>,
    /// Its MAC policy, where one was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mac_policy: Option<MacPolicy>,
}

/// An entry of `deevnet_vlans` that is to be written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct NewSegment {
    /// Its name, the key of the entry.
    #[serde(skip)]
    pub name: String,
    /// The VLAN that it is given.
    pub vlan_id: VlanId,
    /// The subnet of that VLAN.
    pub subnet: Ipv4Net,
    /// The first address of the subnet.
    pub gateway: Ipv4Addr,
    /// The first address of its dynamic pool.
    pub dhcp_range_start: Ipv4Addr,
    /// The last address of its dynamic pool.
    pub dhcp_range_end: Ipv4Addr,
}

impl TenantAddition {
    /// Whether the tenant is declared already and nothing has to be written.
    pub fn is_unchanged(&self) -> bool {
        self.tenant.is_none() && self.segment.is_none()
    }
}

impl Substrate {
    /// Plans a new tenant: the next free index and, on VLANs, the next free VLAN of the tenant band, with everything that
    /// follows.
    ///
    /// A tenant that is declared already with what is asked for needs nothing. Nothing that is declared ever moves.
    ///
    /// # Errors
    /// When the name cannot be taken, the tenant is declared with something else, or no number is free.
    pub fn plan_tenant(&self, request: &TenantRequest) -> Result<TenantAddition, AddTenantError> {
        if let Some(tenant) = self.tenants.iter().find(|tenant| tenant.name.value == request.name) {
            self.require_same(tenant, request)?;
            let record = self.tenant_record(tenant);
            let needs = self.tenant_requirements(&record);
            return Ok(TenantAddition { tenant: None, segment: None, record, users: Vec::new(), needs });
        }
        if let Some(reservation) = self.reservation_of_name(&request.name) {
            return Err(AddTenantError::NameReserved { name: request.name.clone(), reservation });
        }
        self.require_free_name(&request.name)?;
        let network = self.tenant_network();
        if network == TenantNetwork::Overlay {
            self.require_overlay_name(&request.name)?;
        }
        if request.mac_policy == Some(MacPolicy::Deterministic) && !self.derives_macs(network) {
            return Err(AddTenantError::Underivable { name: request.name.clone() });
        }
        let index = self.free_tenant_index()?;
        let segment = match network {
            TenantNetwork::Overlay => None,
            TenantNetwork::Vlan => self.new_segment(index)?,
        };
        let tenant =
            NewTenant { name: request.name.clone(), index, class: request.class, mac_policy: request.mac_policy };
        Ok(self.addition(tenant, segment))
    }

    fn require_same(&self, tenant: &Tenant, request: &TenantRequest) -> Result<(), AddTenantError> {
        let name = &tenant.name.value;
        let differs = |what, declared: &str, wanted: &str| AddTenantError::Differs {
            name: name.clone(),
            what,
            declared: declared.to_owned(),
            wanted: wanted.to_owned(),
        };
        let class = tenant.class();
        if let Some(wanted) = request.class.filter(|wanted| *wanted != class) {
            return Err(differs("class", class.name(), wanted.name()));
        }
        let policy = self.mac_policy_of_tenant(tenant, class);
        match request.mac_policy {
            Some(wanted) if wanted != policy => Err(differs("MAC policy", policy.name(), wanted.name())),
            _ => Ok(()),
        }
    }

    fn require_free_name(&self, name: &TenantName) -> Result<(), AddTenantError> {
        let taken = |by: String| Err(AddTenantError::NameTaken { name: name.clone(), by });
        if self.name.as_ref().is_some_and(|own| own.value.as_str() == name.as_str()) {
            return taken("the substrate".to_owned());
        }
        if self.hosts.contains_key(name.as_str()) {
            return taken("a host".to_owned());
        }
        for host in self.hosts.values() {
            let mut services = host.interfaces.values().flat_map(|interface| &interface.publication.cnames);
            if services.any(|service| service.name.value.eq_ignore_ascii_case(name.as_str())) {
                return taken(format!("a service of {}", host.name));
            }
        }
        Ok(())
    }

    fn require_overlay_name(&self, name: &TenantName) -> Result<(), AddTenantError> {
        if self.tenant_numbering == NumberingState::Invalid {
            return Err(AddTenantError::NumberingInvalid);
        }
        if !name.is_zone_id() {
            return Err(AddTenantError::ZoneIdTooShort { name: name.clone() });
        }
        let prefix = VnetId::prefix(name);
        match self.tenants.iter().find(|tenant| VnetId::prefix(&tenant.name.value) == prefix) {
            Some(other) => Err(AddTenantError::VnetIdTaken { name: name.clone(), other: other.name.value.clone() }),
            None => Ok(()),
        }
    }

    fn derives_macs(&self, network: TenantNetwork) -> bool {
        network == TenantNetwork::Overlay && self.tenant_numbering.bases().is_some() && self.mac_namespace.is_some()
    }

    /// The segment of an index, unless it is declared and free.
    fn new_segment(&self, index: TenantIndex) -> Result<Option<NewSegment>, AddTenantError> {
        let name = segment_name(index);
        if self.segments.contains_key(name.as_str()) {
            return Ok(None);
        }
        let site = SiteBlock::new(self.site_octet.ok_or(AddTenantError::NoSite)?.value);
        let vlan_id = self.vlan_plan().free(VlanBand::Tenant)?;
        let subnet = site.segment_subnet(vlan_id).ok_or(AddTenantError::NoSubnet { vlan_id })?;
        let subnets = self.segments.values().filter_map(|segment| Some((segment, segment.subnet?.value)));
        for (segment, other) in subnets {
            if subnet.contains(&other) || other.contains(&subnet) {
                return Err(AddTenantError::SubnetTaken { vlan_id, subnet, segment: Arc::clone(&segment.name) });
            }
        }
        let [first, second, third, _] = subnet.network().octets();
        let host = |number| Ipv4Addr::new(first, second, third, number);
        Ok(Some(NewSegment {
            name,
            vlan_id,
            subnet,
            gateway: SiteBlock::gateway(subnet).ok_or(AddTenantError::NoSubnet { vlan_id })?,
            dhcp_range_start: host(POOL.0),
            dhcp_range_end: host(POOL.1),
        }))
    }

    /// What follows for a tenant once it is declared.
    fn addition(&self, new: NewTenant, segment: Option<NewSegment>) -> TenantAddition {
        let mut after = self.clone();
        let mut tenant = Tenant::named(Spanned::new(new.name.clone(), Span::NONE));
        tenant.index = Some(Spanned::new(new.index, Span::NONE));
        tenant.class = new.class.map(|class| Spanned::new(class, Span::NONE));
        tenant.mac_policy = new.mac_policy.map(|policy| Spanned::new(policy, Span::NONE));
        if let Some(segment) = &segment {
            after.segments.insert(segment.name.as_str().into(), Segment::from(segment));
        }
        after.tenants.push(tenant.clone());
        let record = after.tenant_record(&tenant);
        let (users, needs) = (after.tenant_users(&tenant), after.tenant_requirements(&record));
        TenantAddition { tenant: Some(new), segment, record, users, needs }
    }
}

impl From<&NewSegment> for Segment {
    fn from(new: &NewSegment) -> Self {
        let mut segment = Segment::named(new.name.as_str(), Span::NONE);
        segment.vlan_id = Some(Spanned::new(new.vlan_id, Span::NONE));
        segment.subnet = Some(Spanned::new(new.subnet, Span::NONE));
        segment.gateway = Some(Spanned::new(new.gateway, Span::NONE));
        segment.dhcp_range_start = Some(Spanned::new(new.dhcp_range_start, Span::NONE));
        segment.dhcp_range_end = Some(Spanned::new(new.dhcp_range_end, Span::NONE));
        segment
    }
}

/// The error of a tenant that cannot be added.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AddTenantError {
    /// It is declared with something else than what is asked for.
    #[error("the tenant `{name}` is declared with the {what} `{declared}`, not `{wanted}`")]
    Differs {
        /// Its name.
        name: TenantName,
        /// What differs.
        what: &'static str,
        /// What is declared, or holds by default.
        declared: String,
        /// What is asked for.
        wanted: String,
    },
    /// Something else has its name.
    #[error("`{name}` is the name of {by} already")]
    NameTaken {
        /// The name.
        name: TenantName,
        /// What has it.
        by: String,
    },
    /// The firewall policy means something else by its name.
    #[error("no tenant can be called `{name}`: that is the name of {reservation}")]
    NameReserved {
        /// The name.
        name: TenantName,
        /// What the policy means by it.
        reservation: NameReservation,
    },
    /// Another tenant's VNets would have the same IDs.
    #[error(
        "the VNets of `{name}` would have the same IDs as those of `{other}`: `{}`",
        VnetId::of(name, VnetNumber::MIN)
    )]
    VnetIdTaken {
        /// Its name.
        name: TenantName,
        /// The other tenant.
        other: TenantName,
    },
    /// Its name is no ID of a zone.
    #[error("`{name}` has one character, and Proxmox VE refuses a zone ID of a single letter")]
    ZoneIdTooShort {
        /// Its name.
        name: TenantName,
    },
    /// The bases that it would be numbered from are not usable.
    #[error("tenants cannot be numbered from what `deevnet_tenant_numbering` declares")]
    NumberingInvalid,
    /// Deterministic MAC addresses where nothing derives them.
    #[error("no VMID follows for `{name}` that a MAC address could be derived from")]
    Underivable {
        /// Its name.
        name: TenantName,
    },
    /// No index is free.
    #[error(transparent)]
    NoFreeIndex(#[from] NoFreeIndexError),
    /// No VLAN is free.
    #[error(transparent)]
    BandFull(#[from] BandFullError),
    /// The address block of the substrate is not known.
    #[error("the substrate's octet is not declared, so a VLAN has no subnet")]
    NoSite,
    /// A VLAN whose ID is no octet of a subnet.
    #[error("the free VLAN {vlan_id} has no subnet: its ID does not fit an octet")]
    NoSubnet {
        /// The VLAN.
        vlan_id: VlanId,
    },
    /// A VLAN whose subnet a segment on another VLAN has.
    #[error("the free VLAN {vlan_id} has the subnet {subnet}, which the segment `{segment}` uses")]
    SubnetTaken {
        /// The VLAN.
        vlan_id: VlanId,
        /// Its subnet.
        subnet: Ipv4Net,
        /// The segment.
        segment: Arc<str>,
    },
}

impl AddTenantError {
    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            AddTenantError::Differs { .. } => "change the entry in `deevnet_tenants`, or leave the option out",
            AddTenantError::NameTaken { .. }
            | AddTenantError::NameReserved { .. }
            | AddTenantError::ZoneIdTooShort { .. } => "choose another name",
            AddTenantError::VnetIdTaken { .. } => "choose a name that differs in its first six characters",
            AddTenantError::NumberingInvalid => "see `deevnet check`",
            AddTenantError::Underivable { .. } => {
                "declare `deevnet_tenant_numbering` and `deevnet_mac_namespace`, or leave `--mac-policy` out"
            }
            AddTenantError::NoFreeIndex(error) => error.hint(),
            AddTenantError::BandFull(error) => error.hint(),
            AddTenantError::NoSite => "declare `deevnet_site_octet`",
            AddTenantError::NoSubnet { .. } => "give the tenant band a range up to 255 in `deevnet_vlan_bands`",
            AddTenantError::SubnetTaken { .. } => "give that segment the subnet of its own VLAN",
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::declared::testing::declared_from_json;

    fn substrate(substrate: &Value, hosts: &Value) -> Substrate {
        crate::check(&declared_from_json(&json!({ "substrate": substrate, "hosts": hosts }))).substrate
    }

    fn request(name: &str) -> TenantRequest {
        TenantRequest { name: name.parse().unwrap(), class: None, mac_policy: None }
    }

    fn classic() -> Value {
        json!({
            "deevnet_substrate": "lab",
            "deevnet_site_octet": 20,
            "deevnet_tenants": [{ "name": "oak", "index": 2, "class": "experiment" }],
            "deevnet_vlans": {
                "tenant_1": { "vlan_id": 50, "subnet": "10.20.50.0/24", "gateway": "10.20.50.1" },
                "tenant_2": { "vlan_id": 51, "subnet": "10.20.51.0/24", "gateway": "10.20.51.1" },
                "tenant_3": { "vlan_id": 52 },
            },
        })
    }

    #[test]
    fn names_of_segments_and_words_are_refused() {
        let mut json = classic();
        json["deevnet_vlans"]["lounge"] = json!({ "vlan_id": 36 });
        let told = |json: &Value| {
            let substrate = substrate(json, &json!({}));
            let refused = ["guest", "wan", "storage", "transit", "lounge"]
                .map(|name| substrate.plan_tenant(&request(name)).unwrap_err().to_string());
            refused.join("\n")
        };
        insta::assert_snapshot!(told(&json), @"
        no tenant can be called `guest`: that is the name of a segment of the segmentation standard
        no tenant can be called `wan`: that is the name of a word of the firewall policy
        no tenant can be called `storage`: that is the name of a segment of the segmentation standard
        no tenant can be called `transit`: that is the name of a segment of the segmentation standard
        no tenant can be called `lounge`: that is the name of a declared segment that is not the tenant's own
        ");
        let on_vlans = told(&json);
        json["deevnet_tenant_numbering"] = json!({ "vrf_base": 10_000, "vnet_base": 20_000, "vmid_base": 10_000 });
        assert_eq!(told(&json), on_vlans);
    }

    #[test]
    fn what_stands_for_a_new_tenant_already_is_told() {
        let mut json = classic();
        json["deevnet_vlans"]["iot"] = json!({ "vlan_id": 30, "subnet": "10.20.30.0/24", "gateway": "10.20.30.1" });
        json["firewall_default_action"] = json!("deny");
        let zone = |addition: &TenantAddition| {
            let zone = addition.needs.iter().find(|need| need.text.contains("firewall zone")).unwrap();
            zone.text.clone()
        };
        let addition = substrate(&json, &json!({})).plan_tenant(&request("elm")).unwrap();
        assert_eq!(
            (zone(&addition).as_str(), addition.users.len()),
            ("a firewall zone `tenant_1`, which nothing reaches by default", 0)
        );
        json["firewall_zone_policies"] = json!([
            { "from_zone": "iot", "to_zone": "tenant_1", "action": "pass", "protocol": "tcp", "destination_port": 80 },
        ]);
        let host = json!({ "pi01": { "env": { "interfaces": { "eth0": { "ip": "10.20.50.9" } } } } });
        let addition = substrate(&json, &host).plan_tenant(&request("elm")).unwrap();
        assert_eq!(zone(&addition), "a firewall zone `tenant_1`, which the rules that stand open to iot");
        let users: Vec<String> = addition.users.iter().map(ToString::to_string).collect();
        assert_eq!(users, ["pi01 (eth0) has the address 10.20.50.9", "the firewall has the rule iot -> tenant_1"]);
        json["firewall_default_action"] = json!("pass");
        let addition = substrate(&json, &json!({})).plan_tenant(&request("elm")).unwrap();
        assert_eq!(
            zone(&addition),
            "a firewall zone `tenant_1`, which everything reaches that no rule blocks: so `firewall_default_action` has it"
        );
    }

    #[test]
    fn a_segment_that_nobody_has_is_taken_over_and_an_incomplete_one_passed_by() {
        let mut json = classic();
        let addition = substrate(&json, &json!({})).plan_tenant(&request("elm")).unwrap();
        assert_eq!((addition.tenant.unwrap().index.get(), addition.segment), (1, None));
        assert_eq!(addition.record.segment.unwrap().vlan_id.unwrap().get(), 50);
        json["deevnet_tenants"].as_array_mut().unwrap().push(json!({ "name": "elm", "index": 1 }));
        let addition = substrate(&json, &json!({})).plan_tenant(&request("ash")).unwrap();
        insta::assert_snapshot!(serde_json::to_string(&(addition.tenant, addition.segment)).unwrap(), @r#"[{"name":"ash","index":4},{"vlan_id":53,"subnet":"10.20.53.0/24","gateway":"10.20.53.1","dhcp_range_start":"10.20.53.100","dhcp_range_end":"10.20.53.200"}]"#);
    }

    #[test]
    fn a_tenant_that_is_declared_needs_nothing_or_is_another_one() {
        let substrate = substrate(&classic(), &json!({}));
        assert!(substrate.plan_tenant(&request("oak")).unwrap().is_unchanged());
        let same = TenantRequest { class: Some(WorkloadClass::Experiment), ..request("oak") };
        assert!(substrate.plan_tenant(&same).unwrap().is_unchanged());
        let other = TenantRequest { class: Some(WorkloadClass::Ephemeral), ..request("oak") };
        let error = substrate.plan_tenant(&other).unwrap_err();
        insta::assert_snapshot!(error, @"the tenant `oak` is declared with the class `experiment`, not `ephemeral`");
        let other = TenantRequest { mac_policy: Some(MacPolicy::Observed), ..request("oak") };
        let error = substrate.plan_tenant(&other).unwrap_err();
        insta::assert_snapshot!(error, @"the tenant `oak` is declared with the MAC policy `hypervisor-assigned`, not `observed`");
    }

    #[test]
    fn what_cannot_be_given_is_told() {
        let host = json!({ "pi01": { "env": { "interfaces": { "eth0": { "dns": { "cnames": ["music"] } } } } } });
        let refused =
            |json: &Value, name: &str| substrate(json, &host).plan_tenant(&request(name)).unwrap_err().to_string();
        let mut texts = vec![refused(&classic(), "lab"), refused(&classic(), "pi01"), refused(&classic(), "music")];
        let deterministic = TenantRequest { mac_policy: Some(MacPolicy::Deterministic), ..request("elm") };
        texts.push(substrate(&classic(), &host).plan_tenant(&deterministic).unwrap_err().to_string());
        let mut overlay = classic();
        overlay["deevnet_tenant_numbering"] = json!({ "vrf_base": 10_000, "vnet_base": 20_000, "vmid_base": 10_000 });
        overlay["deevnet_tenants"] = json!([{ "name": "grooveiq", "index": 1 }]);
        texts.extend([refused(&overlay, "groovetv"), refused(&overlay, "g")]);
        overlay["deevnet_tenant_numbering"] = json!({});
        texts.push(refused(&overlay, "music2"));
        let mut wide = classic();
        wide["deevnet_tenants"] = json!([{ "name": "oak", "segment": "tenant_1" }]);
        wide["deevnet_vlans"]["odd"] = json!({ "vlan_id": 70, "subnet": "10.20.53.0/24" });
        wide["deevnet_vlans"].as_object_mut().unwrap().remove("tenant_2");
        wide["deevnet_vlans"]["tenant_5"] = json!({ "vlan_id": 51 });
        texts.push(refused(&wide, "elm"));
        wide.as_object_mut().unwrap().remove("deevnet_site_octet");
        texts.push(refused(&wide, "elm"));
        insta::assert_snapshot!(texts.join("\n"), @"
        `lab` is the name of the substrate already
        `pi01` is the name of a host already
        `music` is the name of a service of pi01 already
        no VMID follows for `elm` that a MAC address could be derived from
        the VNets of `groovetv` would have the same IDs as those of `grooveiq`: `groove0`
        `g` has one character, and Proxmox VE refuses a zone ID of a single letter
        tenants cannot be numbered from what `deevnet_tenant_numbering` declares
        the free VLAN 53 has the subnet 10.20.53.0/24, which the segment `odd` uses
        the substrate's octet is not declared, so a VLAN has no subnet
        ");
    }
}
