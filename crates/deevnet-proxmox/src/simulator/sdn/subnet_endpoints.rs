//! Calls about the subnets of VNets.

use serde_json::Value;

use super::format;
use super::kind::Kind;
use super::object::{LOCK, UPDATE, VIEW, section};
use super::subnet::SubnetId;
use super::vnet;
use crate::simulator::parameter::Parameter;
use crate::simulator::route::{Answer, Call, Endpoint, Permission, Refusal, Reply};
use crate::simulator::state::Node;
use crate::transport::Method;

const LIST: &str = "/cluster/sdn/vnets/{vnet}/subnets";
const ONE: &str = "/cluster/sdn/vnets/{vnet}/subnets/{subnet}";
const ID: &[Parameter] = &[Parameter::formatted("subnet", &format::SUBNET_ID)];
const VNET: &[Parameter] = &[Parameter::text("vnet")];
const OTHER_VNET: &[Parameter] = &[Parameter::text("vnet").optional()];

const OPTIONS: &[Parameter] = &[
    Parameter::formatted("dhcp-dns-server", &format::IP).optional(),
    Parameter::array("dhcp-range", &format::DHCP_RANGE).optional(),
    Parameter::formatted("dnszoneprefix", &format::DNS_NAME).optional(),
    Parameter::formatted("gateway", &format::IP).optional(),
    Parameter::boolean("snat").optional(),
];

/// The calls of this area.
pub(crate) static ENDPOINTS: &[Endpoint] = &[
    Endpoint::new(Method::Get, LIST, &[vnet::ID, VIEW], Permission::User, list),
    Endpoint::new(
        Method::Post,
        LIST,
        &[&[Parameter::choice("type", &["subnet"])], ID, VNET, OPTIONS, LOCK],
        Permission::User,
        create,
    ),
    Endpoint::new(Method::Get, ONE, &[ID, vnet::ID, VIEW], Permission::User, |node, call| {
        node.require_vnet(call, "SDN.Audit")?;
        node.sdn_object(call, Kind::Subnet)
    }),
    Endpoint::new(Method::Put, ONE, &[ID, OTHER_VNET, OPTIONS, UPDATE, LOCK], Permission::User, |node, call| {
        node.require_vnet(call, "SDN.Allocate")?;
        node.update_sdn_object(call, Kind::Subnet)
    }),
    Endpoint::new(Method::Delete, ONE, &[ID, vnet::ID, LOCK], Permission::User, |node, call| {
        node.require_vnet(call, "SDN.Allocate")?;
        node.delete_sdn_object(call, Kind::Subnet)
    }),
];

fn list(node: &mut Node, call: &Call) -> Answer {
    node.require_vnet(call, "SDN.Audit")?;
    let vnet = call.text("vnet");
    let rows = node.sdn_rows(call, Kind::Subnet).filter(|(_, row)| row["vnet"] == vnet);
    Ok(Reply::from(rows.map(|(_, row)| row).collect::<Vec<Value>>()))
}

/// Creates a subnet; its ID is made of the zone and the network.
fn create(node: &mut Node, call: &Call) -> Answer {
    node.require_vnet(call, "SDN.Allocate")?;
    let zone = node.sdn.zone_of(call.text("vnet")).unwrap_or_default();
    let id = SubnetId::new(zone, call.text("subnet"));
    let id =
        id.map_err(|_| Refusal::parameter("subnet", "invalid format - value does not look like a valid network\n"))?;
    node.create_sdn_object(call, Kind::Subnet, &id.to_string(), section(call, Kind::Subnet))
}
