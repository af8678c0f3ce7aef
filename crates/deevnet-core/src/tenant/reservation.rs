//! Names that no tenant can have, because the firewall policy means something else by them.

use std::fmt;

use super::TenantName;
use crate::model::{Segment, Substrate, Tenant, is_core_segment};
use crate::network::VlanBand;
use crate::policy::space::is_word;

/// What the policy means by a name that a tenant would have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum NameReservation {
    /// A word for a place: `any`, `self`, `internet` or `wan`.
    Word,
    /// A segment of the segmentation standard, declared or not.
    CoreSegment,
    /// A declared segment that is not the tenant's own.
    Segment,
}

impl fmt::Display for NameReservation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(match self {
            NameReservation::Word => "a word of the firewall policy",
            NameReservation::CoreSegment => "a segment of the segmentation standard",
            NameReservation::Segment => "a declared segment that is not the tenant's own",
        })
    }
}

impl NameReservation {
    /// Why a name is kept from every tenant of every substrate.
    fn of_standard(name: &TenantName) -> Option<Self> {
        let name = name.as_str();
        if is_word(name) {
            return Some(NameReservation::Word);
        }
        let is_core = is_core_segment(name) || is_core_segment(&format!("tenant_{name}"));
        is_core.then_some(NameReservation::CoreSegment)
    }
}

impl Substrate {
    /// Why a new tenant cannot have a name; its segment would be another one than that of the name.
    pub(super) fn reservation_of_name(&self, name: &TenantName) -> Option<NameReservation> {
        let is_declared = self.segments.contains_key(name.as_str());
        NameReservation::of_standard(name).or(is_declared.then_some(NameReservation::Segment))
    }

    /// Why a declared tenant cannot have its name.
    pub(crate) fn reservation_of_tenant(&self, tenant: &Tenant) -> Option<NameReservation> {
        let name = &tenant.name.value;
        NameReservation::of_standard(name).or_else(|| {
            let segment = self.segments.get(name.as_str())?;
            (!self.is_own_segment(tenant, segment)).then_some(NameReservation::Segment)
        })
    }

    /// The names by which rules mean a tenant, besides that of its segment: none that is something else's.
    pub(super) fn zone_names_of_tenant(&self, tenant: &Tenant) -> impl Iterator<Item = String> {
        let name = &tenant.name.value;
        let short = self.reservation_of_tenant(tenant).is_none().then(|| name.to_string());
        let long = format!("tenant_{name}");
        short.into_iter().chain((!is_core_segment(&long)).then_some(long))
    }

    /// Whether a tenant names a segment as its own, or has it by convention on a VLAN of the tenant band.
    fn is_own_segment(&self, tenant: &Tenant, segment: &Segment) -> bool {
        let is_its = self.segment_of_tenant(tenant).is_some_and(|own| own.name == segment.name);
        let is_tenants =
            || segment.vlan_id.is_none_or(|vlan| self.vlan_bands.band_of(vlan.value) == Some(VlanBand::Tenant));
        is_its && (tenant.segment.is_some() || is_tenants())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::declared::testing::declared_from_json;
    use crate::policy::{Analysis, ZoneKind};

    #[test]
    fn a_segment_of_the_standard_keeps_its_kind_and_its_users() {
        for (name, kind) in [
            ("guest", ZoneKind::Guest),
            ("iot", ZoneKind::Iot),
            ("platform", ZoneKind::Internal),
            ("storage", ZoneKind::Internal),
            ("trusted", ZoneKind::Internal),
        ] {
            let owns = json!({ "name": name, "segment": name });
            for tenant in [json!({ "name": name }), json!({ "name": name, "index": 7 }), owns] {
                let substrate = json!({
                    "deevnet_site_octet": 20,
                    "deevnet_tenants": [tenant],
                    "deevnet_vlans": { name: { "vlan_id": 20, "subnet": "10.20.20.0/24" } },
                    "firewall_zone_policies": [{ "from_zone": name, "to_zone": "internet", "action": "pass" }],
                });
                let checked = crate::check(&declared_from_json(&json!({ "substrate": substrate })));
                let analysis = Analysis::of(&checked.substrate);
                assert_eq!(analysis.zone(name).unwrap().kind, kind, "{name}");
                let tenant = &checked.substrate.tenants[0];
                let users = usize::from(tenant.segment.is_some());
                assert_eq!(checked.substrate.tenant_users(tenant).len(), users, "{name}");
            }
        }
    }
}
