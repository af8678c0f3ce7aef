//! Tickets.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::simulator::access::{Caller, ticket};
use crate::simulator::parameter::{Parameter, format};
use crate::simulator::route::{Answer, Call, Endpoint, Permission, Refusal, Reply};
use crate::simulator::state::Node;
use crate::transport::Method;

/// The calls of this area.
pub(crate) static ENDPOINTS: &[Endpoint] = &[
    Endpoint::new(Method::Get, "/access/ticket", &[], Permission::World, |_, _| Reply::null()),
    Endpoint::new(Method::Post, "/access/ticket", &[LOGIN], Permission::World, log_in).ticket_only(),
];

const LOGIN: &[Parameter] = &[
    Parameter::text("username").max_length(64),
    Parameter::text("password"),
    Parameter::formatted("realm", &format::REALM).optional().max_length(32),
    Parameter::text("otp").optional(),
    Parameter::text("path").optional().requires("privs").max_length(64),
    Parameter::formatted("privs", &format::PRIVILEGE_LIST).optional().requires("path").max_length(64),
    Parameter::boolean("new-format").optional(),
    Parameter::text("tfa-challenge").optional(),
];

fn log_in(node: &mut Node, call: &Call) -> Answer {
    let user = match call.get("realm") {
        Some(realm) => format!("{}@{realm}", call.text("username")),
        None => call.text("username").to_owned(),
    };
    let known = node.access.users.get(&user).and_then(|user| user.password.as_deref());
    if known != Some(call.text("password")) && ticket::user_of(node, call.text("password")) != Some(user.as_str()) {
        return Err(Refusal::status(401, "authentication failure\n"));
    }
    let ticket = ticket::issue(node, &user);
    let capabilities = capabilities(node, &Caller::with_ticket(&user));
    let data = json!({
        "username": user, "ticket": ticket.text, "CSRFPreventionToken": ticket.prevention_token, "cap": capabilities,
    });
    Ok(data.into())
}

/// The privileges that matter to menus, by area.
fn capabilities(node: &Node, caller: &Caller) -> Value {
    let mut areas: BTreeMap<&str, Map<String, Value>> = BTreeMap::new();
    for (area, path, prefixes) in [
        ("vms", "/vms", &["VM.", "Permissions.Modify"][..]),
        ("storage", "/storage", &["Datastore.", "Permissions.Modify"]),
        ("access", "/access", &["User.", "Group.", "Permissions.Modify"]),
        ("nodes", "/nodes", &["Sys.", "Permissions.Modify"]),
        ("sdn", "/sdn", &["SDN.", "Permissions.Modify"]),
        ("mapping", "/mapping", &["Mapping.", "Permissions.Modify"]),
        ("dc", "/", &["SDN.", "Sys.Audit", "Sys.Modify"]),
    ] {
        let held = node.privileges(caller, path).into_keys();
        let shown = held.filter(|privilege| prefixes.iter().any(|prefix| privilege.starts_with(prefix)));
        areas.insert(area, shown.map(|privilege| (privilege, json!(1))).collect());
    }
    json!(areas)
}
