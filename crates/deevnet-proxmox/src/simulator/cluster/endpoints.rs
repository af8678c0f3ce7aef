//! Calls about the whole installation.

use serde_json::{Value, json};

use super::resources;
use crate::simulator::parameter::Parameter;
use crate::simulator::route::{Answer, Call, Endpoint, Permission, Refusal, Reply};
use crate::simulator::state::Node;
use crate::transport::Method;

const AUDIT: Permission = Permission::All("/", &["Sys.Audit"]);

/// The lowest number that is given to a guest.
const FIRST_GUEST: u32 = 100;

/// The highest number that is given without being asked for.
const LAST_GUEST: u32 = 1_000_000;

/// The calls of this area.
pub(crate) static ENDPOINTS: &[Endpoint] = &[
    Endpoint::new(
        Method::Get,
        "/cluster/nextid",
        &[&[Parameter::vmid("vmid").optional()]],
        Permission::User,
        next_number,
    ),
    Endpoint::new(Method::Get, "/cluster/options", &[], AUDIT, |_, _| {
        Ok(json!({ "allowed-tags": [], "description": "", "mac_prefix": "BC:24:11" }).into())
    }),
    Endpoint::new(Method::Get, "/cluster/status", &[], AUDIT, status),
    Endpoint::new(
        Method::Get,
        "/cluster/resources",
        &[&[Parameter::choice("type", &["vm", "storage", "node", "sdn"]).optional()]],
        Permission::User,
        resources::list,
    ),
    Endpoint::new(Method::Get, "/cluster/log", &[], Permission::User, none),
    Endpoint::new(Method::Get, "/cluster/ha/resources", &[], AUDIT, none),
];

fn none(_: &mut Node, _: &Call) -> Answer {
    Ok(Reply::from(Vec::<Value>::new()))
}

/// The lowest free number as text, or the number asked for if it is free.
fn next_number(node: &mut Node, call: &Call) -> Answer {
    if call.get("vmid").is_some() {
        let vmid = call.vmid();
        return if node.has_guest(vmid) {
            Err(Refusal::parameter("vmid", format!("VM {vmid} already exists")))
        } else {
            Ok(Value::from(vmid.to_string()).into())
        };
    }
    let free = (FIRST_GUEST..=LAST_GUEST).find(|vmid| !node.has_guest(*vmid));
    let free = free.ok_or_else(|| Refusal::failure("unable to get any free VMID"))?;
    Ok(Value::from(free.to_string()).into())
}

fn status(node: &mut Node, _: &Call) -> Answer {
    let name = &*node.name;
    let mut addresses = node.interfaces.values().filter_map(|interface| interface.options.get("address"));
    let address = addresses.next().cloned().unwrap_or_else(|| "127.0.0.1".into());
    let row = json!({
        "id": format!("node/{name}"), "name": name, "type": "node", "ip": address, "nodeid": 0, "level": "", "local": 1,
        "online": 1,
    });
    Ok(Reply::from(vec![row]))
}
