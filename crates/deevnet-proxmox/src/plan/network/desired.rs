//! Networks of tenants as the declaration wants them.

use std::collections::BTreeMap;
use std::sync::Arc;

use deevnet_core::model::{Substrate, ZoneType};
use deevnet_core::tenant::TenantRecord;

use super::alias;
use crate::plan::operation::SdnObject;

/// The network of a tenant on a node: a zone, its VNets, and the subnet of the first of them.
#[derive(Debug, Clone)]
pub(in crate::plan) struct DesiredNetwork {
    pub(in crate::plan) tenant: Arc<str>,
    pub(in crate::plan) zone_type: ZoneType,
    /// The controller of its zone, which is there already.
    pub(in crate::plan) controller: Option<String>,
    /// The number of the substrate's autonomous system, which that controller has.
    pub(in crate::plan) autonomous_system: Option<u32>,
    /// The options of its zone, without the type.
    pub(super) zone: BTreeMap<String, String>,
    /// Its VNets by ID, with their options, without the zone.
    pub(super) vnets: BTreeMap<String, BTreeMap<String, String>>,
    /// Its subnet with its options.
    pub(super) subnet: Option<(SdnObject, BTreeMap<String, String>)>,
}

/// Why a network cannot be planned, and what a person can do.
type Problem = (String, String);

/// What a declaration wants of a tenant's network.
pub(in crate::plan) fn read(
    substrate: &Substrate,
    name: &str,
    record: &TenantRecord,
) -> Result<DesiredNetwork, Problem> {
    let tenant = record.name.as_str();
    let problem = |message: String, hint: &str| Err((message, hint.to_owned()));
    let Some(overlay) = &record.overlay else {
        return problem(format!("{tenant} has no overlay"), "declare its index");
    };
    let Some((sdn, zone_type)) = substrate.sdn.as_ref().and_then(|sdn| Some((sdn, sdn.zone_type?.value))) else {
        let message = format!("the tenant {tenant} is an overlay, and nothing says how overlays are made");
        return problem(message, "declare `deevnet_sdn` with the `zone_type` simple, vxlan or evpn");
    };
    let mut zone = BTreeMap::new();
    let mut controller = None;
    match zone_type {
        ZoneType::Simple => {}
        ZoneType::Vxlan if sdn.peers.is_empty() => {
            let message = format!("the zone of {tenant} is VXLAN, and no node is named that carries it");
            return problem(message, "declare `deevnet_sdn.peers`");
        }
        ZoneType::Vxlan => {
            let peers: Vec<String> = sdn.peers.iter().map(|peer| peer.value.to_string()).collect();
            zone.insert("peers".to_owned(), peers.join(","));
        }
        ZoneType::Evpn => {
            let (Some(own), Some(vni)) = (&sdn.controller, overlay.vrf_vni) else {
                let message = format!("the zone of {tenant} is EVPN, and has no controller or no number");
                return problem(
                    message,
                    "declare `deevnet_sdn.controller`, the tenant's index and `deevnet_tenant_numbering`",
                );
            };
            controller = Some(own.value.to_string());
            zone.insert("controller".to_owned(), own.value.to_string());
            zone.insert("vrf-vxlan".to_owned(), vni.to_string());
        }
    }
    zone.extend(sdn.mtu.map(|mtu| ("mtu".to_owned(), mtu.value.to_string())));
    let vnets = overlay.vnets.iter().map(|vnet| {
        let mut options = BTreeMap::from([("alias".to_owned(), alias(name, tenant))]);
        let vni = vnet.vni.filter(|_| zone_type != ZoneType::Simple);
        options.extend(vni.map(|vni| ("tag".to_owned(), vni.to_string())));
        (vnet.id.to_string(), options)
    });
    let vnets: BTreeMap<String, BTreeMap<String, String>> = vnets.collect();
    let is_numbered = zone_type == ZoneType::Simple || vnets.values().all(|options| options.contains_key("tag"));
    if !is_numbered {
        let message = format!("the VNets of {tenant} have no numbers");
        return problem(message, "declare the tenant's index and `deevnet_tenant_numbering`");
    }
    let subnet = record.subnet.zip(overlay.vnets.first()).map(|(subnet, vnet)| {
        let id = format!("{tenant}-{}-{}", subnet.network(), subnet.prefix_len());
        let gateway = record.gateway.map(|gateway| ("gateway".to_owned(), gateway.to_string()));
        let object = SdnObject::Subnet { vnet: vnet.id.to_string(), cidr: subnet.to_string(), id };
        (object, gateway.into_iter().collect())
    });
    let autonomous_system = overlay.autonomous_system;
    Ok(DesiredNetwork { tenant: tenant.into(), zone_type, controller, autonomous_system, zone, vnets, subnet })
}
