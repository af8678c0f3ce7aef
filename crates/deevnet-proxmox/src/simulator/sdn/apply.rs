//! The one call that puts all changes in force, and the index.

use serde_json::{Value, json};

use super::lock;
use super::object::LOCK;
use crate::simulator::release::Release;
use crate::simulator::route::{Answer, Call, Endpoint, Permission, Reply};
use crate::simulator::state::{Node, Outcome};
use crate::transport::Method;

/// The digest of an empty file.
const EMPTY: &str = "da39a3ee5e6b4b0d3255bfef95601890afd80709";

/// The calls of this area.
pub(crate) static ENDPOINTS: &[Endpoint] = &[
    Endpoint::new(Method::Get, "/cluster/sdn", &[], Permission::All("/sdn", &["SDN.Audit"]), index),
    Endpoint::new(
        Method::Put,
        "/cluster/sdn",
        &[LOCK, lock::RELEASE],
        Permission::All("/sdn", &["SDN.Allocate"]),
        apply,
    ),
    Endpoint::new(Method::Get, "/cluster/sdn/ipams", &[], Permission::User, |node, call| {
        let shown = node.shows_sdn(call, "/sdn/ipams/pve");
        let rows = shown.then(|| json!({ "ipam": "pve", "type": "pve", "digest": EMPTY }));
        Ok(Reply::from(rows.into_iter().collect::<Vec<Value>>()))
    }),
    Endpoint::new(Method::Get, "/cluster/sdn/dns", &[], Permission::User, |_, _| Ok(Reply::from(Vec::<Value>::new()))),
];

fn index(node: &mut Node, _: &Call) -> Answer {
    let mut names = vec!["vnets", "zones", "controllers", "ipams", "dns"];
    if node.release >= Release::V9_2 {
        names.push("fabrics");
    }
    Ok(Reply::from(names.into_iter().map(|id| json!({ "id": id })).collect::<Vec<Value>>()))
}

/// Puts what is configured in force at once; the task that the call gives then reloads the network of the node.
fn apply(node: &mut Node, call: &Call) -> Answer {
    node.require_sdn_lock(call, "could not commit SDN config")?;
    node.sdn.apply();
    node.release_sdn_lock(call);
    let duration = node.options.task_duration;
    let upid = node.start_task(call, "reloadnetworkall", "", duration, |node, log| {
        log.line(format!("{}: reloading network config", node.name));
        node.sdn.reload();
        Ok(Outcome::Ok)
    });
    Ok(upid.into())
}
