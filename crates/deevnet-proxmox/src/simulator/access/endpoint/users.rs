//! Users, realms and roles.

use serde_json::{Value, json};

use crate::simulator::parameter::Parameter;
use crate::simulator::route::{Answer, Call, Endpoint, Permission};
use crate::simulator::state::Node;
use crate::transport::Method;

/// The calls of this area.
pub(crate) static ENDPOINTS: &[Endpoint] = &[
    Endpoint::new(Method::Get, "/access", &[], Permission::User, index),
    Endpoint::new(Method::Get, "/access/domains", &[], Permission::World, domains),
    Endpoint::new(Method::Get, "/access/roles", &[], Permission::User, roles),
    Endpoint::new(
        Method::Get,
        "/access/users",
        &[&[Parameter::boolean("enabled").optional(), Parameter::boolean("full").optional()]],
        Permission::User,
        users,
    ),
];

fn index(_: &mut Node, _: &Call) -> Answer {
    let names = [
        "users",
        "groups",
        "roles",
        "acl",
        "domains",
        "openid",
        "tfa",
        "ticket",
        "password",
        "permissions",
        "vncticket",
    ];
    Ok(names.map(|name| json!({ "subdir": name })).to_vec().into())
}

fn domains(_: &mut Node, _: &Call) -> Answer {
    let realms = json!([
        { "realm": "pam", "type": "pam", "comment": "Linux PAM standard authentication" },
        { "realm": "pve", "type": "pve", "comment": "Proxmox VE authentication server" },
    ]);
    Ok(realms.into())
}

fn roles(node: &mut Node, _: &Call) -> Answer {
    let rows = node.roles().into_iter().map(|(name, privileges)| {
        let special = u8::from(!node.access.roles.contains_key(&name));
        json!({ "roleid": name, "privs": privileges.join(","), "special": special })
    });
    Ok(rows.collect::<Vec<Value>>().into())
}

fn users(node: &mut Node, call: &Call) -> Answer {
    let all = node.allows(&call.caller, "/access/groups", "User.Modify")
        || node.allows(&call.caller, "/access/groups", "Sys.Audit");
    let users = node.access.users.iter();
    let shown = users.filter(|(name, _)| all || call.caller.user() == *name);
    let rows = shown.map(|(name, user)| {
        let realm = name.rsplit_once('@').map_or("pam", |(_, realm)| realm);
        let mut row = json!({ "userid": name, "enable": 1, "expire": 0, "realm-type": realm });
        if let Some(comment) = &user.comment {
            row["comment"] = json!(comment);
        }
        if call.flag("full") {
            let tokens = user.tokens.iter().map(|(name, token)| super::tokens::row(name, token));
            row["tokens"] = tokens.collect::<Vec<Value>>().into();
            row["groups"] = json!("");
        }
        row
    });
    Ok(rows.collect::<Vec<Value>>().into())
}
