//! Calls about the node itself.

use serde_json::{Value, json};

use super::figures::{row, status};
use super::index;
use crate::simulator::route::{Answer, Call, Endpoint, Permission, Reply};
use crate::simulator::state::Node;
use crate::transport::Method;

const AUDIT: Permission = Permission::All("/nodes/{node}", &["Sys.Audit"]);

/// The calls of this area.
pub(crate) static ENDPOINTS: &[Endpoint] = &[
    Endpoint::new(Method::Get, "/nodes", &[], Permission::User, list),
    Endpoint::new(Method::Get, "/nodes/{node}", &[], Permission::User, |node, _| {
        Ok(Reply::from(index::rows(node.release)))
    }),
    Endpoint::new(Method::Get, "/nodes/{node}/status", &[], AUDIT, |node, _| Ok(status(node).into())),
    Endpoint::new(Method::Get, "/nodes/{node}/version", &[], Permission::User, |node, _| {
        let release = node.release;
        let (version, number) = (release.version(), release.number());
        Ok(json!({ "version": version, "release": number, "repoid": release.repository_id() }).into())
    }),
    Endpoint::new(Method::Get, "/nodes/{node}/dns", &[], AUDIT, |_, _| {
        Ok(json!({ "dns1": "192.0.2.53", "search": "example.net" }).into())
    }),
    Endpoint::new(Method::Get, "/nodes/{node}/time", &[], AUDIT, |node, _| {
        let time = node.clock.time();
        Ok(json!({ "timezone": "Etc/UTC", "time": time, "localtime": time }).into())
    }),
];

fn list(node: &mut Node, call: &Call) -> Answer {
    let with_figures = node.allows(&call.caller, &format!("/nodes/{}", node.name), "Sys.Audit");
    let mut row = row(node, with_figures);
    row.insert("ssl_fingerprint".to_owned(), node.fingerprint.as_str().into());
    Ok(Reply::from(vec![Value::Object(row)]))
}
