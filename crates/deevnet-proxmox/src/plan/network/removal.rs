//! Networks of tenants that have no workload on a node any more.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{DELETED, NetworkChange, field, tenant_of};
use crate::plan::change::FieldChange;
use crate::plan::operation::SdnObject;
use crate::survey::{NodeState, ZoneState};

/// An owned zone that nothing needs any more.
#[derive(Debug)]
pub(in crate::plan) struct Removal {
    pub(in crate::plan) tenant: Arc<str>,
    pub(in crate::plan) changes: Vec<NetworkChange>,
    /// The VNets that guests are attached to, each with the difference that stays.
    pub(in crate::plan) in_use: Vec<FieldChange>,
}

/// The tenant of a zone that is surely of this substrate: it has VNets, and each of them says so.
pub(in crate::plan) fn owner<'z>(id: &str, zone: &'z ZoneState, substrate: &str) -> Option<&'z str> {
    let mut tenants = zone.vnets.values().map(|vnet| tenant_of(vnet.options.get("alias")?, substrate));
    let first = tenants.next()??;
    (first == id && tenants.all(|tenant| tenant == Some(first))).then_some(first)
}

impl Removal {
    /// The zones of a node whose tenants are not among those that are needed there.
    pub(in crate::plan) fn all(
        node: &NodeState,
        substrate: &str,
        needed: &BTreeSet<Arc<str>>,
        in_use: &BTreeSet<String>,
    ) -> Vec<Self> {
        let zones = node.sdn.zones.iter().filter(|(id, _)| !needed.contains(id.as_str()));
        let owned = zones.filter_map(|(id, zone)| Some((owner(id, zone, substrate)?, id, zone)));
        owned.map(|(tenant, id, zone)| Self::of(tenant, id, zone, in_use)).collect()
    }

    /// Subnets go before their VNets, and VNets before their zone.
    fn of(tenant: &str, id: &str, zone: &ZoneState, in_use: &BTreeSet<String>) -> Self {
        let used = zone.vnets.keys().filter(|vnet| in_use.contains(*vnet));
        let in_use: Vec<FieldChange> =
            used.map(|vnet| field(&SdnObject::Vnet { id: vnet.clone() }, "id", Some(vnet), None)).collect();
        let stays = |state: &Option<String>| state.as_deref() != Some(DELETED);
        let mut changes = Vec::new();
        if in_use.is_empty() {
            let vnets = || zone.vnets.iter().filter(|(_, vnet)| stays(&vnet.state));
            for (name, vnet) in vnets() {
                let subnets = vnet.subnets.iter().filter(|(_, subnet)| stays(&subnet.state));
                changes.extend(subnets.map(|(subnet, found)| {
                    let cidr = found.options.get("cidr").cloned().unwrap_or_else(|| cidr_of(subnet, id));
                    NetworkChange::remove(SdnObject::Subnet { vnet: name.clone(), cidr, id: subnet.clone() })
                }));
            }
            changes.extend(vnets().map(|(name, _)| NetworkChange::remove(SdnObject::Vnet { id: name.clone() })));
            if stays(&zone.state) {
                changes.push(NetworkChange::remove(SdnObject::Zone { id: id.to_owned() }));
            }
        }
        Self { tenant: tenant.into(), changes, in_use }
    }
}

/// The network of a subnet's ID (`zone-network-length`).
fn cidr_of(subnet: &str, zone: &str) -> String {
    subnet.strip_prefix(zone).unwrap_or(subnet).trim_start_matches('-').replacen('-', "/", 1)
}
