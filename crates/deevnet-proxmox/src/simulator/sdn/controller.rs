//! Calls about controllers.

use serde_json::Value;

use super::format;
use super::kind::Kind;
use super::object::{LOCK, UPDATE, VIEW, section};
use crate::simulator::parameter::Parameter;
use crate::simulator::parameter::format::NODE;
use crate::simulator::release::Release;
use crate::simulator::route::{Answer, Call, Endpoint, Permission, Reply};
use crate::simulator::state::Node;
use crate::transport::Method;

const LIST: &str = "/cluster/sdn/controllers";
const ONE: &str = "/cluster/sdn/controllers/{controller}";
const ALL: Permission = Permission::All("/sdn/controllers", &["SDN.Allocate"]);
const TYPES: &[&str] = &["bgp", "evpn", "faucet", "isis"];

const ID: &[Parameter] = &[
    Parameter::formatted("controller", &format::CONTROLLER_ID).releases(&[Release::V8_4]),
    Parameter::matching("controller", &format::CONTROLLER).max_length(64).releases(&[Release::V9_2]),
];

const OPTIONS: &[Parameter] = &[
    Parameter::between("asn", 0, 4_294_967_296).optional().releases(&[Release::V8_4]),
    Parameter::between("asn", 0, 4_294_967_295).optional().releases(&[Release::V9_2]),
    Parameter::boolean("bgp-multipath-as-path-relax").optional(),
    Parameter::boolean("ebgp").optional(),
    Parameter::integer("ebgp-multihop").optional(),
    Parameter::formatted("fabric", &format::FABRIC).optional().releases(&[Release::V9_2]),
    Parameter::text("isis-domain").optional(),
    Parameter::formatted("isis-ifaces", &format::INTERFACES).optional(),
    Parameter::formatted("isis-net", &format::ISIS_NET).optional().releases(&[Release::V8_4]),
    Parameter::formatted("isis-net", &format::ISIS_NET).optional().max_length(50).releases(&[Release::V9_2]),
    Parameter::text("loopback").optional(),
    Parameter::formatted("node", &NODE).optional(),
    Parameter::formatted("peers", &format::IP_LIST).optional(),
];

/// The calls of this area.
pub(crate) static ENDPOINTS: &[Endpoint] = &[
    Endpoint::new(Method::Get, LIST, &[&[Parameter::choice("type", TYPES).optional()], VIEW], Permission::User, list),
    Endpoint::new(Method::Post, LIST, &[&[Parameter::choice("type", TYPES)], ID, OPTIONS, LOCK], ALL, |node, call| {
        node.create_sdn_object(call, Kind::Controller, call.text("controller"), section(call, Kind::Controller))
    }),
    Endpoint::new(
        Method::Get,
        ONE,
        &[ID, VIEW],
        Permission::All("/sdn/controllers/{controller}", &["SDN.Allocate"]),
        |node, call| node.sdn_object(call, Kind::Controller),
    ),
    Endpoint::new(Method::Put, ONE, &[ID, OPTIONS, UPDATE, LOCK], ALL, |node, call| {
        node.update_sdn_object(call, Kind::Controller)
    }),
    Endpoint::new(Method::Delete, ONE, &[ID, LOCK], ALL, |node, call| node.delete_sdn_object(call, Kind::Controller)),
];

fn list(node: &mut Node, call: &Call) -> Answer {
    let rows = node.sdn_rows(call, Kind::Controller);
    let shown = rows.filter(|(id, _)| node.shows_sdn(call, &format!("/sdn/controllers/{id}")));
    Ok(Reply::from(shown.map(|(_, row)| row).collect::<Vec<Value>>()))
}
