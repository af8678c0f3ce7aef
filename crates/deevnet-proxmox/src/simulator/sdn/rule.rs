//! What has to hold between the objects of software-defined networks.

use std::net::IpAddr;

use super::complaint::Complaint;
use super::file::{File, Section};
use super::kind::Kind;
use super::place::Place;
use super::state::{Sdn, does_not_exist};
use super::subnet::SubnetId;

impl Sdn {
    /// Checks an object that is to be written.
    pub(super) fn check_object(&self, kind: Kind, id: &str, section: &Section) -> Result<(), Complaint> {
        match kind {
            Kind::Zone => self.check_zone(id, section),
            Kind::Vnet => self.check_vnet(id, section),
            Kind::Subnet => self.check_subnet(id, section),
            Kind::Controller => Ok(()),
        }
    }

    /// Checks that nothing needs an object that is to be deleted.
    pub(super) fn check_unused(&self, kind: Kind, id: &str) -> Result<(), Complaint> {
        let user = |file: &File, key: &str| {
            file.iter().find(|(_, section)| section.get(key) == Some(id)).map(|(user, _)| user.clone())
        };
        match kind {
            Kind::Zone => user(&self.files.vnets, "zone").map_or(Ok(()), |vnet| {
                Err(Complaint::at(Place::ZoneDeletion, format!("zone {id} is used by vnet {vnet}")))
            }),
            Kind::Vnet => user(&self.files.subnets, "vnet")
                .map_or(Ok(()), |_| Err(Complaint::of_parameter("vnet", "Can't delete vnet if subnets exists"))),
            Kind::Controller => user(&self.files.zones, "controller")
                .map_or(Ok(()), |zone| Err(Complaint::new(format!("controller {id} is used by zone {zone}")))),
            Kind::Subnet => Ok(()),
        }
    }

    fn check_zone(&self, id: &str, section: &Section) -> Result<(), Complaint> {
        if section.kind != "evpn" {
            return Ok(());
        }
        let controller = section.get("controller").unwrap_or_default();
        match self.files.controllers.get(controller) {
            None => return Err(Complaint::new(format!("controller {controller} don't exist"))),
            Some(found) if found.kind != "evpn" => {
                return Err(Complaint::new(format!("{controller} is not a evpn controller type")));
            }
            Some(_) => {}
        }
        let number = section.get("vrf-vxlan");
        let is_same = |(other, zone): &(&String, &Section)| *other != id && zone.get("vrf-vxlan") == number;
        match self.files.zones.iter().find(is_same) {
            Some((other, _)) => {
                let number = number.unwrap_or_default();
                Err(Complaint::new(format!("vrf-vxlan {number} is already declared in {other}")))
            }
            None => Ok(()),
        }
    }

    fn check_vnet(&self, id: &str, section: &Section) -> Result<(), Complaint> {
        let zone_id = section.get("zone").unwrap_or_default();
        let Some(zone) = self.files.zones.get(zone_id) else {
            return Err(Complaint::at(Place::VnetCreation, "cannot lookup undefined type!"));
        };
        let tag = section.get("tag");
        check_tag(&zone.kind, tag).map_err(|text| Complaint::of_parameter("tag", text))?;
        let shares_tag = |(other, vnet): &(&String, &Section)| {
            *other != id && vnet.get("zone") == Some(zone_id) && vnet.get("tag") == tag
        };
        match (tag, self.files.vnets.iter().find(shares_tag)) {
            (Some(tag), Some((other, _))) => {
                Err(Complaint::of_parameter("tag", &format!("tag {tag} already exist in vnet {other}")))
            }
            _ => Ok(()),
        }
    }

    fn check_subnet(&self, id: &str, section: &Section) -> Result<(), Complaint> {
        let vnet = section.get("vnet").unwrap_or_default();
        if !self.files.vnets.contains_key(vnet) {
            return Err(Complaint::new(does_not_exist(Kind::Vnet, vnet)));
        }
        let (Some(subnet), Some(gateway)) = (id.parse::<SubnetId>().ok(), section.get("gateway")) else {
            return Ok(());
        };
        match gateway.parse::<IpAddr>() {
            Ok(address) if subnet.contains(address) => Ok(()),
            _ => Err(Complaint::of_parameter("gateway", &format!("{gateway} is not in subnet {}", subnet.cidr()))),
        }
    }
}

/// Checks the tag of a VNet in a zone of a type.
fn check_tag(zone: &str, tag: Option<&str>) -> Result<(), &'static str> {
    let number = tag.and_then(|tag| tag.parse::<u64>().ok());
    match (zone, number) {
        ("simple", Some(_)) => Err("vlan tag is not allowed on simple zone"),
        ("vlan" | "qinq", None) => Err("missing vlan tag"),
        ("vlan" | "qinq", Some(4097..)) => Err("vlan tag max value is 4096"),
        ("vxlan" | "evpn", None) => Err("missing vxlan tag"),
        ("vxlan" | "evpn", Some(16_777_217..)) => Err("vxlan tag max value is 16777216"),
        _ => Ok(()),
    }
}
