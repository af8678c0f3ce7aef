//! Rights: who has which role where, and what that allows.

use serde_json::{Map, Value, json};

use crate::simulator::access::{Caller, normalised};
use crate::simulator::parameter::{Parameter, format};
use crate::simulator::route::{Answer, Call, Endpoint, Permission, Refusal, Reply};
use crate::simulator::setup::Holder;
use crate::simulator::state::{AclEntry, Node};
use crate::transport::Method;

/// The calls of this area.
pub(crate) static ENDPOINTS: &[Endpoint] = &[
    Endpoint::new(Method::Get, "/access/acl", &[], Permission::User, list),
    Endpoint::new(Method::Put, "/access/acl", &[ACL], Permission::User, change),
    Endpoint::new(
        Method::Get,
        "/access/permissions",
        &[&[Parameter::text("path").optional(), Parameter::matching("userid", &format::USER_OR_TOKEN).optional()]],
        Permission::User,
        permissions,
    ),
];

const ACL: &[Parameter] = &[
    Parameter::text("path"),
    Parameter::formatted("roles", &format::ROLE_LIST),
    Parameter::formatted("users", &format::USER_LIST).optional(),
    Parameter::formatted("groups", &format::GROUP_LIST).optional(),
    Parameter::formatted("tokens", &format::TOKEN_LIST).optional(),
    Parameter::boolean("propagate").optional(),
    Parameter::boolean("delete").optional(),
];

/// The paths that permissions are told of where none is asked for.
const TOP: [&str; 8] = ["/", "/access", "/access/groups", "/nodes", "/pool", "/sdn", "/storage", "/vms"];

fn list(node: &mut Node, call: &Call) -> Answer {
    let all = node.allows(&call.caller, "/access", "Sys.Audit");
    let shown =
        node.access.acl.iter().filter(|entry| all || node.allows(&call.caller, &entry.path, "Permissions.Modify"));
    let rows = shown.map(|entry| {
        let (kind, name) = match &entry.holder {
            Holder::User(name) => ("user", name),
            Holder::Group(name) => ("group", name),
            Holder::Token(name) => ("token", name),
        };
        json!({
            "path": entry.path, "type": kind, "ugid": name, "roleid": entry.role, "propagate": u8::from(entry.propagate),
        })
    });
    Ok(rows.collect::<Vec<Value>>().into())
}

fn change(node: &mut Node, call: &Call) -> Answer {
    node.require(call, call.text("path"), &["Permissions.Modify"])?;
    let path = normalised(call.text("path"))
        .ok_or_else(|| Refusal::parameter("path", format!("invalid ACL path '{}'", call.text("path"))))?;
    let holders = holders(node, call)?;
    for role in call.list("roles") {
        if !node.has_role(role) {
            return Err(Refusal::failure(format!("ACL update failed: role '{role}' does not exist")));
        }
        for holder in &holders {
            let same = |entry: &AclEntry| entry.path == path && entry.holder == *holder && entry.role == role;
            node.access.acl.retain(|entry| !same(entry));
            if !call.flag("delete") {
                let (path, holder, role) = (path.clone(), holder.clone(), role.to_owned());
                let propagate = call.get("propagate") != Some("0");
                node.access.acl.insert(AclEntry { path, holder, role, propagate });
            }
        }
    }
    Reply::null()
}

fn holders(node: &Node, call: &Call) -> Result<Vec<Holder>, Refusal> {
    let mut holders = Vec::new();
    for user in call.list("users") {
        if !node.access.users.contains_key(user) {
            return Err(Refusal::failure(format!("ACL update failed: user '{user}' does not exist")));
        }
        holders.push(Holder::User(user.to_owned()));
    }
    for group in call.list("groups") {
        if !node.access.groups.contains_key(group) {
            return Err(Refusal::failure(format!("ACL update failed: group '{group}' does not exist")));
        }
        holders.push(Holder::Group(group.to_owned()));
    }
    for token in call.list("tokens") {
        let known = token.split_once('!').and_then(|(user, name)| node.access.users.get(user)?.tokens.get(name));
        if known.is_none() {
            return Err(Refusal::failure(format!("ACL update failed: no such token '{token}'")));
        }
        holders.push(Holder::Token(token.to_owned()));
    }
    Ok(holders)
}

fn permissions(node: &mut Node, call: &Call) -> Answer {
    let caller = asked_for(node, call)?;
    let paths: Vec<String> = if let Some(path) = call.get("path") {
        vec![path.to_owned()]
    } else {
        let entries = node.access.acl.iter().map(|entry| entry.path.clone());
        TOP.into_iter().map(str::to_owned).chain(entries).collect()
    };
    let mut answer = Map::new();
    for path in paths {
        let held = node.privileges(&caller, &path);
        if !held.is_empty() {
            let held = held.into_iter().map(|(name, below)| (name, json!(u8::from(below))));
            answer.insert(path, held.collect::<Map<String, Value>>().into());
        }
    }
    Ok(Reply::from(Value::Object(answer)))
}

/// Whose permissions are asked for: the caller's own, or another's where the caller may see them.
fn asked_for(node: &Node, call: &Call) -> Result<Caller, Refusal> {
    let Some(name) = call.get("userid").filter(|name| *name != call.caller.to_string()) else {
        return Ok(call.caller.clone());
    };
    node.require(call, "/access", &["Sys.Audit"])?;
    Ok(match name.split_once('!') {
        Some((user, token)) => Caller::with_token(user, token),
        None => Caller::with_ticket(name),
    })
}
