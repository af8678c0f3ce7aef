//! Calls about the server itself.

use serde_json::{Value, json};

use crate::simulator::route::{Answer, Call, Endpoint, Permission};
use crate::simulator::state::Node;
use crate::transport::Method;

/// The calls of this area.
pub(crate) static ENDPOINTS: &[Endpoint] = &[
    Endpoint::new(Method::Get, "/", &[], Permission::User, index),
    Endpoint::new(Method::Get, "/version", &[], Permission::User, version),
];

fn index(_: &mut Node, _: &Call) -> Answer {
    let names = ["version", "cluster", "nodes", "storage", "access", "pools"];
    Ok(names.map(|name| json!({ "subdir": name })).to_vec().into())
}

fn version(node: &mut Node, _: &Call) -> Answer {
    let release = node.release;
    let answer: Value =
        json!({ "version": release.version(), "release": release.number(), "repoid": release.repository_id() });
    Ok(answer.into())
}
