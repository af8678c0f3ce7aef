//! Calls about VNets.

use serde_json::Value;

use super::format;
use super::kind::Kind;
use super::object::{LOCK, UPDATE, VIEW, section};
use super::state::does_not_exist;
use crate::simulator::parameter::Parameter;
use crate::simulator::release::Release;
use crate::simulator::route::{Answer, Call, Endpoint, Permission, Refusal, Reply};
use crate::simulator::state::Node;
use crate::transport::Method;

/// The VNet that a call is about.
pub(super) const ID: &[Parameter] = &[
    Parameter::formatted("vnet", &format::VNET_ID).releases(&[Release::V8_4]),
    Parameter::matching("vnet", &format::ID).max_length(format::MAX_ID).releases(&[Release::V9_2]),
];

const OPTIONS: &[Parameter] = &[
    Parameter::matching("alias", &format::ALIAS).optional().max_length(256),
    Parameter::boolean("isolate-ports").optional(),
    Parameter::integer("tag").optional().releases(&[Release::V8_4]),
    Parameter::between("tag", 1, 16_777_215).optional().releases(&[Release::V9_2]),
    Parameter::boolean("vlanaware").optional(),
];

/// The calls of this area.
pub(crate) static ENDPOINTS: &[Endpoint] = &[
    Endpoint::new(Method::Get, "/cluster/sdn/vnets", &[VIEW], Permission::User, list),
    Endpoint::new(
        Method::Post,
        "/cluster/sdn/vnets",
        &[&[Parameter::choice("type", &["vnet"]).optional(), Parameter::text("zone")], ID, OPTIONS, LOCK],
        Permission::All("/sdn/zones/{zone}", &["SDN.Allocate"]),
        |node, call| node.create_sdn_object(call, Kind::Vnet, call.text("vnet"), section(call, Kind::Vnet)),
    ),
    Endpoint::new(Method::Get, "/cluster/sdn/vnets/{vnet}", &[ID, VIEW], Permission::User, |node, call| {
        node.require_vnet(call, "SDN.Audit")?;
        node.sdn_object(call, Kind::Vnet)
    }),
    Endpoint::new(
        Method::Put,
        "/cluster/sdn/vnets/{vnet}",
        &[&[Parameter::text("zone").optional()], ID, OPTIONS, UPDATE, LOCK],
        Permission::User,
        |node, call| {
            node.require_vnet(call, "SDN.Allocate")?;
            node.update_sdn_object(call, Kind::Vnet)
        },
    ),
    Endpoint::new(Method::Delete, "/cluster/sdn/vnets/{vnet}", &[ID, LOCK], Permission::User, |node, call| {
        node.require_vnet(call, "SDN.Allocate")?;
        node.delete_sdn_object(call, Kind::Vnet)
    }),
];

impl Node {
    /// Requires a privilege on the VNet that a call is about, which has to exist.
    pub(super) fn require_vnet(&self, call: &Call, privilege: &str) -> Result<(), Refusal> {
        let vnet = call.text("vnet");
        let zone = self.sdn.zone_of(vnet).ok_or_else(|| Refusal::failure(does_not_exist(Kind::Vnet, vnet)))?;
        self.require(call, &format!("/sdn/zones/{zone}/{vnet}"), &[privilege])
    }
}

fn list(node: &mut Node, call: &Call) -> Answer {
    let is_shown = |id: &str| {
        let zone = node.sdn.zone_of(id).unwrap_or_default();
        node.shows_sdn(call, &format!("/sdn/zones/{zone}/{id}"))
    };
    let rows = node.sdn_rows(call, Kind::Vnet).filter(|(id, _)| is_shown(id));
    Ok(Reply::from(rows.map(|(_, row)| row).collect::<Vec<Value>>()))
}
