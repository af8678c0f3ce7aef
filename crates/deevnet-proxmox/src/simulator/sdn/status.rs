//! What the network of a node has of the zones that are in force.

use serde_json::{Value, json};

use super::kind::Kind;
use super::zone;
use crate::simulator::release::Release;
use crate::simulator::route::{Answer, Call, Endpoint, Permission, Reply};
use crate::simulator::state::Node;
use crate::transport::Method;

const READ: Permission = Permission::Any("/sdn/zones/{zone}", &["SDN.Audit"]);

/// The calls of this area.
pub(crate) static ENDPOINTS: &[Endpoint] = &[
    Endpoint::new(Method::Get, "/nodes/{node}/sdn/zones", &[], Permission::User, zones),
    Endpoint::new(Method::Get, "/nodes/{node}/sdn/zones/{zone}", &[zone::ID], READ, |node, _| {
        let names: &[&str] =
            if node.release >= Release::V9_2 { &["content", "bridges", "ip-vrf"] } else { &["content"] };
        Ok(Reply::from(names.iter().map(|name| json!({ "subdir": name })).collect::<Vec<Value>>()))
    }),
    Endpoint::new(Method::Get, "/nodes/{node}/sdn/zones/{zone}/content", &[zone::ID], READ, content),
];

impl Node {
    /// The zones in force on this node, each with its status.
    pub(crate) fn zone_statuses(&self, call: &Call) -> Vec<(String, &'static str)> {
        let is_here = |nodes: Option<&str>| nodes.is_none_or(|nodes| nodes.split(',').any(|node| node == &*self.name));
        let zones = self.sdn.running(Kind::Zone).filter(|(_, zone, _)| is_here(zone.get("nodes")));
        let shown = zones.filter(|(id, _, _)| self.shows_sdn(call, &format!("/sdn/zones/{id}")));
        shown.map(|(id, _, is_generated)| (id.to_owned(), if is_generated { "available" } else { "pending" })).collect()
    }
}

fn zones(node: &mut Node, call: &Call) -> Answer {
    let zones = node.zone_statuses(call).into_iter();
    Ok(Reply::from(zones.map(|(zone, status)| json!({ "zone": zone, "status": status })).collect::<Vec<Value>>()))
}

fn content(node: &mut Node, call: &Call) -> Answer {
    let vnets = node.sdn.running(Kind::Vnet).filter(|(_, vnet, _)| vnet.get("zone") == Some(call.text("zone")));
    let row = |(id, _, is_generated): (&str, _, bool)| {
        if is_generated {
            return json!({ "vnet": id, "status": "available" });
        }
        let text = "local sdn network configuration is not yet generated, please reload";
        json!({ "vnet": id, "status": "pending", "statusmsg": text })
    };
    Ok(Reply::from(vnets.map(row).collect::<Vec<Value>>()))
}
