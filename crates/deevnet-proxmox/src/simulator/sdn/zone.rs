//! Calls about zones.

use serde_json::Value;

use super::format;
use super::kind::Kind;
use super::object::{LOCK, UPDATE, VIEW, section};
use crate::simulator::parameter::Parameter;
use crate::simulator::release::Release;
use crate::simulator::route::{Answer, Call, Endpoint, Permission, Reply};
use crate::simulator::state::Node;
use crate::transport::Method;

const ALLOCATE: &[&str] = &["SDN.Allocate"];
const ONE: Permission = Permission::All("/sdn/zones/{zone}", ALLOCATE);

/// The types of zones.
const TYPES: &[&str] = &["evpn", "faucet", "qinq", "simple", "vlan", "vxlan"];

/// The zone that a call is about.
pub(super) const ID: &[Parameter] = &[
    Parameter::formatted("zone", &format::ZONE_ID).releases(&[Release::V8_4]),
    Parameter::matching("zone", &format::ID).max_length(format::MAX_ID).releases(&[Release::V9_2]),
];

const OPTIONS: &[Parameter] = &[
    Parameter::boolean("advertise-subnets").optional(),
    Parameter::text("bridge").optional(),
    Parameter::boolean("bridge-disable-mac-learning").optional(),
    Parameter::text("controller").optional(),
    Parameter::choice("dhcp", &["dnsmasq"]).optional(),
    Parameter::boolean("disable-arp-nd-suppression").optional(),
    Parameter::text("dns").optional(),
    Parameter::formatted("dnszone", &format::DNS_NAME).optional(),
    Parameter::integer("dp-id").optional(),
    Parameter::formatted("exitnodes", &format::NODES).optional(),
    Parameter::boolean("exitnodes-local-routing").optional(),
    Parameter::formatted("exitnodes-primary", &crate::simulator::parameter::format::NODE).optional(),
    Parameter::formatted("fabric", &format::FABRIC).optional().releases(&[Release::V9_2]),
    Parameter::text("ipam").optional(),
    Parameter::formatted("mac", &format::MAC).optional(),
    Parameter::integer("mtu").optional(),
    Parameter::formatted("nodes", &format::NODES).optional(),
    Parameter::formatted("peers", &format::IP_LIST).optional(),
    Parameter::text("reversedns").optional(),
    Parameter::formatted("rt-import", &format::ROUTE_TARGETS).optional(),
    Parameter::at_least("tag", 0).optional(),
    Parameter::choice("vlan-protocol", &["802.1q", "802.1ad"]).optional(),
    Parameter::integer("vrf-vxlan").optional().releases(&[Release::V8_4]),
    Parameter::between("vrf-vxlan", 1, 16_777_215).optional().releases(&[Release::V9_2]),
    Parameter::between("vxlan-port", 1, 65536).optional(),
];

/// The calls of this area.
pub(crate) static ENDPOINTS: &[Endpoint] = &[
    Endpoint::new(
        Method::Get,
        "/cluster/sdn/zones",
        &[&[Parameter::choice("type", TYPES).optional()], VIEW],
        Permission::User,
        list,
    ),
    Endpoint::new(
        Method::Post,
        "/cluster/sdn/zones",
        &[&[Parameter::choice("type", TYPES)], ID, OPTIONS, LOCK],
        Permission::All("/sdn/zones", ALLOCATE),
        create,
    ),
    Endpoint::new(Method::Get, "/cluster/sdn/zones/{zone}", &[ID, VIEW], ONE, |node, call| {
        node.sdn_object(call, Kind::Zone)
    }),
    Endpoint::new(Method::Put, "/cluster/sdn/zones/{zone}", &[ID, OPTIONS, UPDATE, LOCK], ONE, |node, call| {
        node.update_sdn_object(call, Kind::Zone)
    }),
    Endpoint::new(Method::Delete, "/cluster/sdn/zones/{zone}", &[ID, LOCK], ONE, |node, call| {
        node.delete_sdn_object(call, Kind::Zone)
    }),
];

fn list(node: &mut Node, call: &Call) -> Answer {
    let rows = node.sdn_rows(call, Kind::Zone).filter(|(id, _)| node.shows_sdn(call, &format!("/sdn/zones/{id}")));
    Ok(Reply::from(rows.map(|(_, row)| row).collect::<Vec<Value>>()))
}

/// Creates a zone; one of the type `evpn` is given a MAC address for its gateways where it has none.
fn create(node: &mut Node, call: &Call) -> Answer {
    let mut section = section(call, Kind::Zone);
    if section.kind == "evpn" {
        section.options.entry("mac".to_owned()).or_insert_with(|| node.random.mac());
    }
    node.create_sdn_object(call, Kind::Zone, call.text("zone"), section)
}
