//! The software-defined network of a node.

use std::collections::BTreeMap;

use futures_util::future::join_all;

use super::look::Look;
use super::parts::Part;
use super::together::inconsistent;
use crate::request::{SdnControllers, SdnRow, SdnSubnets, SdnVnets, SdnZones};
use crate::survey::{SdnState, SubnetState, VnetState, ZoneState};

/// The state of an object that will be gone.
const DELETED: &str = "deleted";

impl Look<'_> {
    /// The zones with their VNets and subnets, and the controllers, as they will be once everything that waits is applied.
    pub(super) async fn sdn(self) -> Part<SdnState> {
        let (zones, vnets, controllers) =
            tokio::join!(self.client.call(&SdnZones), self.client.call(&SdnVnets), self.client.call(&SdnControllers));
        let mut gaps = Vec::new();
        let zones = Part::of("SDN zones", zones).take_into(&mut gaps);
        let vnets = Part::of("SDN VNets", vnets).take_into(&mut gaps);
        let controllers = Part::of("SDN controllers", controllers).take_into(&mut gaps);
        let subnets = join_all(vnets.iter().map(|vnet| self.subnets(vnet))).await;
        let subnets: Vec<Vec<SdnRow>> = subnets.into_iter().map(|part| part.take_into(&mut gaps)).collect();

        let waits = |row: &SdnRow| row.state.is_some();
        let has_pending = [&zones, &vnets, &controllers].into_iter().chain(&subnets).flatten().any(waits);
        let mut network = SdnState {
            zones: zones.into_iter().filter_map(zone).collect(),
            controllers: controllers.iter().filter_map(controller).collect(),
            has_pending,
        };
        for (row, subnets) in vnets.into_iter().zip(subnets) {
            let Some((id, zone, vnet)) = vnet(row, subnets) else { continue };
            match network.zones.get_mut(&zone) {
                Some(zone) => drop(zone.vnets.insert(id, vnet)),
                None => gaps
                    .push(inconsistent("SDN zones", format!("VNet `{id}` is in zone `{zone}`, which is not listed"))),
            }
        }
        Part { found: network, gaps }
    }

    /// The subnets of a VNet; one that will be gone has none that stay, and is not asked.
    async fn subnets(self, vnet: &SdnRow) -> Part<Vec<SdnRow>> {
        match vnet.get("vnet") {
            Some(id) if vnet.state.as_deref() != Some(DELETED) => {
                let subnets = self.client.call(&SdnSubnets { vnet: id.to_owned() }).await;
                Part::of(&format!("subnets of VNet {id}"), subnets)
            }
            _ => Part::default(),
        }
    }
}

fn zone(row: SdnRow) -> Option<(String, ZoneState)> {
    let mut options = row.effective();
    let (id, kind) = (options.remove("zone")?, options.remove("type").unwrap_or_default());
    Some((id, ZoneState { kind, options, state: row.state, vnets: BTreeMap::new() }))
}

/// A VNet with its ID and that of its zone.
fn vnet(row: SdnRow, subnets: Vec<SdnRow>) -> Option<(String, String, VnetState)> {
    let mut options = row.effective();
    let (id, zone) = (options.remove("vnet")?, options.remove("zone")?);
    options.remove("type");
    let subnets = subnets.into_iter().filter_map(subnet).collect();
    Some((id, zone, VnetState { options, state: row.state, subnets }))
}

fn subnet(row: SdnRow) -> Option<(String, SubnetState)> {
    let mut options = row.effective();
    let id = options.remove("subnet")?;
    // These say again what the ID says, and where the subnet is.
    for key in ["id", "type", "zone", "vnet", "network", "mask"] {
        options.remove(key);
    }
    Some((id, SubnetState { options, state: row.state }))
}

fn controller(row: &SdnRow) -> Option<(String, BTreeMap<String, String>)> {
    let mut options = row.effective();
    let id = options.remove("controller")?;
    (row.state.as_deref() != Some(DELETED)).then_some((id, options))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(json: &str) -> SdnRow {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn objects_are_as_they_will_be() {
        let (id, changed) =
            zone(row(r#"{"zone": "lab", "type": "simple", "digest": null, "mtu": 1400, "dhcp": "dnsmasq",
                "state": "changed", "pending": {"mtu": 1450, "dhcp": "deleted"}}"#))
            .unwrap();
        assert_eq!((id.as_str(), changed.kind.as_str(), changed.state.as_deref()), ("lab", "simple", Some("changed")));
        assert_eq!(changed.options, [("mtu".to_owned(), "1450".to_owned())].into());

        let subnets = vec![row(
            r#"{"subnet": "lab-10.20.0.0-24", "id": "lab-10.20.0.0-24", "cidr": "10.20.0.0/24", "zone": "lab", "vnet": "vnet1",
                "network": "10.20.0.0", "mask": "24", "type": "subnet", "dhcp-range": [], "digest": null, "state": "new",
                "pending": {"gateway": "10.20.0.1", "snat": 1}}"#,
        )];
        let new = row(
            r#"{"vnet": "vnet1", "type": "vnet", "digest": null, "state": "new", "pending": {"zone": "lab", "tag": 20}}"#,
        );
        let (id, zone, vnet) = vnet(new, subnets).unwrap();
        insta::assert_snapshot!(format!("{id} in {zone}: {}", serde_json::to_string(&vnet).unwrap()), @r#"vnet1 in lab: {"options":{"tag":"20"},"state":"new","subnets":{"lab-10.20.0.0-24":{"options":{"cidr":"10.20.0.0/24","gateway":"10.20.0.1","snat":"1"},"state":"new"}}}"#);
    }

    #[test]
    fn a_controller_that_will_be_gone_is_gone() {
        let gone = row(r#"{"controller": "evpn1", "type": "evpn", "asn": 65020, "state": "deleted", "pending": {}}"#);
        assert_eq!(controller(&gone), None);
        let new = row(r#"{"controller": "evpn1", "type": "evpn", "state": "new", "pending": {"asn": 65020}}"#);
        assert_eq!(controller(&new).unwrap().1.len(), 2);
    }
}
