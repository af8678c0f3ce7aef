//! How a tenant gets its network: on a VLAN, or as an overlay.

use crate::model::{Segment, Substrate, Tenant, is_core_segment};
use crate::tenant::{MacPolicy, WorkloadClass, mac_policy};

/// What a tenant's network is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TenantNetwork {
    /// A VLAN of its own with a segment, which the core router serves.
    Vlan,
    /// An overlay that is numbered from the tenant's index.
    Overlay,
}

crate::named::named!(TenantNetwork, "network of a tenant":
    Vlan => "vlan",
    Overlay => "overlay",
);

impl Substrate {
    /// What a new tenant's network is, or one's that does not say it itself.
    ///
    /// Where `deevnet_tenant_numbering` is declared tenants are overlays. Where it is not they are on VLANs, unless
    /// tenants are declared with an index and none of them has a segment.
    pub fn tenant_network(&self) -> TenantNetwork {
        let has_segment = |tenant: &Tenant| tenant.segment.is_some() || self.conventional_segment(tenant).is_some();
        let is_overlay = self.tenant_numbering.is_declared()
            || (!self.tenants.iter().any(has_segment) && self.tenants.iter().any(|tenant| tenant.index.is_some()));
        if is_overlay { TenantNetwork::Overlay } else { TenantNetwork::Vlan }
    }

    /// What a tenant's network is: a VLAN where it names its segment, or else what the substrate's tenants have.
    pub fn network_of_tenant(&self, tenant: &Tenant) -> TenantNetwork {
        if tenant.segment.is_some() { TenantNetwork::Vlan } else { self.tenant_network() }
    }

    /// The segment of a tenant on VLANs: the one it names, or else `tenant_<index>`, `tenant_<name>` or `<name>`.
    pub fn segment_of_tenant(&self, tenant: &Tenant) -> Option<&Segment> {
        match (&tenant.segment, self.network_of_tenant(tenant)) {
            (Some(segment), _) => self.segments.get(&segment.value),
            (None, TenantNetwork::Vlan) => self.conventional_segment(tenant),
            (None, TenantNetwork::Overlay) => None,
        }
    }

    /// The first tenant whose own segment is the one of a name.
    pub fn tenant_with_segment(&self, segment: &str) -> Option<&Tenant> {
        let is_its = |tenant: &&Tenant| self.segment_of_tenant(tenant).is_some_and(|own| *own.name == *segment);
        self.tenants.iter().find(is_its)
    }

    /// Where the MAC addresses of a class of workloads come from: as declared for it or its plane, or by default.
    pub fn mac_policy_of_class(&self, class: WorkloadClass) -> MacPolicy {
        mac_policy::policy_of(&self.mac_policies, class)
    }

    /// Where the MAC addresses of a tenant's workloads of a class come from: the tenant's own policy comes first.
    pub fn mac_policy_of_tenant(&self, tenant: &Tenant, class: WorkloadClass) -> MacPolicy {
        tenant.mac_policy.map_or_else(|| self.mac_policy_of_class(class), |policy| policy.value)
    }

    fn conventional_segment(&self, tenant: &Tenant) -> Option<&Segment> {
        let name = &tenant.name.value;
        let by_index = tenant.index.map(|index| segment_name(index.value));
        let names = by_index.into_iter().chain([format!("tenant_{name}"), name.to_string()]);
        names.into_iter().filter(|name| !is_core_segment(name)).find_map(|name| self.segments.get(name.as_str()))
    }
}

/// The name of the segment that a tenant with an index has by convention: `tenant_<index>`.
pub fn segment_name(index: super::TenantIndex) -> String {
    format!("tenant_{index}")
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::declared::testing::declared_from_json;

    fn substrate(json: &Value) -> Substrate {
        crate::check(&declared_from_json(&json!({ "substrate": json }))).substrate
    }

    fn networks(json: &Value) -> Vec<(TenantNetwork, Option<String>)> {
        let substrate = substrate(json);
        let network = |tenant: &Tenant| {
            let segment = substrate.segment_of_tenant(tenant).map(|segment| segment.name.to_string());
            (substrate.network_of_tenant(tenant), segment)
        };
        substrate.tenants.iter().map(network).collect()
    }

    #[test]
    fn a_segment_is_found_by_name_or_by_convention() {
        let segments = json!({
            "workshop": { "vlan_id": 50 }, "tenant_2": { "vlan_id": 51 }, "tenant_ink": { "vlan_id": 52 },
            "music": { "vlan_id": 53 },
        });
        let tenants = json!([
            { "name": "oak", "segment": "workshop" }, { "name": "elm", "index": 2 }, { "name": "ink" },
            { "name": "music", "index": 7 }, { "name": "none", "index": 9 },
        ]);
        let found = networks(&json!({ "deevnet_tenants": tenants, "deevnet_vlans": segments }));
        let names: Vec<Option<&str>> = found.iter().map(|(_, segment)| segment.as_deref()).collect();
        assert_eq!(names, [Some("workshop"), Some("tenant_2"), Some("tenant_ink"), Some("music"), None]);
        assert!(found.iter().all(|(network, _)| *network == TenantNetwork::Vlan));
    }

    #[test]
    fn the_declaration_chooses_the_network() {
        let indexed = json!([{ "name": "oak", "index": 1 }]);
        let overlay = [(TenantNetwork::Overlay, None)];
        assert_eq!(networks(&json!({ "deevnet_tenants": indexed })), overlay);
        let numbering = json!({ "vrf_base": 10_000, "vnet_base": 20_000, "vmid_base": 10_000 });
        let segments = json!({ "tenant_1": { "vlan_id": 50 } });
        let both =
            json!({ "deevnet_tenants": indexed, "deevnet_vlans": segments, "deevnet_tenant_numbering": numbering });
        assert_eq!(networks(&both), overlay);
        assert_eq!(networks(&json!({ "deevnet_tenants": [{ "name": "oak" }] })), [(TenantNetwork::Vlan, None)]);
        let broken = json!({ "deevnet_tenants": [{ "name": "oak" }], "deevnet_tenant_numbering": {} });
        assert_eq!(networks(&broken), overlay);
        assert_eq!(substrate(&json!({})).tenant_network(), TenantNetwork::Vlan);
    }

    #[test]
    fn the_nearest_mac_policy_holds() {
        let policies = json!({ "tenant": "deterministic", "ephemeral": "hypervisor-assigned" });
        let tenants = json!([{ "name": "oak", "index": 1, "mac_policy": "observed" }, { "name": "elm", "index": 2 }]);
        let substrate = substrate(&json!({ "deevnet_tenants": tenants, "deevnet_mac_policies": policies }));
        let policy = |tenant: usize, class| substrate.mac_policy_of_tenant(&substrate.tenants[tenant], class);
        assert_eq!(policy(0, WorkloadClass::Ephemeral), MacPolicy::Observed);
        assert_eq!(policy(1, WorkloadClass::Ephemeral), MacPolicy::HypervisorAssigned);
        assert_eq!(policy(1, WorkloadClass::Experiment), MacPolicy::Deterministic);
    }
}
