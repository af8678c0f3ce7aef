//! API tokens.

use serde_json::{Value, json};

use crate::simulator::parameter::{Parameter, format};
use crate::simulator::release::Release;
use crate::simulator::route::{Answer, Call, Endpoint, Permission, Refusal, Reply};
use crate::simulator::setup::Holder;
use crate::simulator::state::{Node, Token};
use crate::transport::Method;

const TOKENS: &str = "/access/users/{userid}/token";
const TOKEN: &str = "/access/users/{userid}/token/{tokenid}";
const USER_ID: &[Parameter] = &[Parameter::formatted("userid", &format::USER).max_length(64)];
const TOKEN_ID: &[Parameter] = &[Parameter::matching("tokenid", &format::TOKEN_NAME)];
const OPTIONS: &[Parameter] = &[
    Parameter::text("comment").optional(),
    Parameter::at_least("expire", 0).optional(),
    Parameter::boolean("privsep").optional(),
];
const REGENERATION: &[Parameter] = &[
    Parameter::formatted("delete", &format::CONFIGURATION_ID_LIST).optional().releases(&[Release::V9_2]),
    Parameter::boolean("regenerate").optional().releases(&[Release::V9_2]),
];

/// The calls of this area.
pub(crate) static ENDPOINTS: &[Endpoint] = &[
    Endpoint::new(Method::Get, TOKENS, &[USER_ID], Permission::User, list),
    Endpoint::new(Method::Get, TOKEN, &[USER_ID, TOKEN_ID], Permission::User, show),
    Endpoint::new(Method::Post, TOKEN, &[USER_ID, TOKEN_ID, OPTIONS], Permission::User, create),
    Endpoint::new(Method::Put, TOKEN, &[USER_ID, TOKEN_ID, OPTIONS, REGENERATION], Permission::User, change),
    Endpoint::new(Method::Delete, TOKEN, &[USER_ID, TOKEN_ID], Permission::User, delete),
];

/// A token as a list of tokens has it.
pub(super) fn row(name: &str, token: &Token) -> Value {
    let mut row = details(token);
    row["tokenid"] = json!(name);
    row
}

fn details(token: &Token) -> Value {
    let mut details = json!({ "privsep": u8::from(token.privilege_separated), "expire": token.expire });
    if let Some(comment) = &token.comment {
        details["comment"] = json!(comment);
    }
    details
}

/// A user may see and change the tokens of its own; others need a right over users.
fn require(node: &Node, call: &Call) -> Result<(), Refusal> {
    if call.caller.user() == call.text("userid") {
        return Ok(());
    }
    node.require(call, "/access/groups", &["User.Modify"])
}

fn list(node: &mut Node, call: &Call) -> Answer {
    require(node, call)?;
    let user = node.access.users.get(call.text("userid")).into_iter();
    let rows = user.flat_map(|user| user.tokens.iter()).map(|(name, token)| row(name, token));
    Ok(rows.collect::<Vec<Value>>().into())
}

fn show(node: &mut Node, call: &Call) -> Answer {
    require(node, call)?;
    Ok(details(token(node, call)?).into())
}

fn create(node: &mut Node, call: &Call) -> Answer {
    require(node, call)?;
    let (user, name) = (call.text("userid"), call.text("tokenid"));
    let secret = node.random.uuid();
    let Some(state) = node.access.users.get_mut(user) else {
        return Err(Refusal::failure(format!("no such user ('{user}')")));
    };
    if state.tokens.contains_key(name) {
        return Err(Refusal::parameter("tokenid", "Token already exists."));
    }
    let mut token = Token { secret: secret.clone(), privilege_separated: true, ..Token::default() };
    set(&mut token, call);
    let info = details(&token);
    state.tokens.insert(name.to_owned(), token);
    Ok(json!({ "full-tokenid": format!("{user}!{name}"), "value": secret, "info": info }).into())
}

fn change(node: &mut Node, call: &Call) -> Answer {
    require(node, call)?;
    let secret = call.flag("regenerate").then(|| node.random.uuid());
    let token = token(node, call)?;
    set(token, call);
    if call.list("delete").contains(&"comment") {
        token.comment = None;
    }
    let mut answer = details(token);
    if let Some(secret) = secret {
        token.secret.clone_from(&secret);
        answer["value"] = json!(secret);
    }
    Ok(answer.into())
}

fn delete(node: &mut Node, call: &Call) -> Answer {
    require(node, call)?;
    token(node, call)?;
    let (user, name) = (call.text("userid"), call.text("tokenid"));
    if let Some(state) = node.access.users.get_mut(user) {
        state.tokens.remove(name);
    }
    let holder = Holder::Token(format!("{user}!{name}"));
    node.access.acl.retain(|entry| entry.holder != holder);
    Reply::null()
}

fn set(token: &mut Token, call: &Call) {
    if let Some(comment) = call.get("comment") {
        token.comment = Some(comment.to_owned());
    }
    if let Some(expire) = call.integer("expire") {
        token.expire = expire;
    }
    if call.get("privsep").is_some() {
        token.privilege_separated = call.flag("privsep");
    }
}

fn token<'a>(node: &'a mut Node, call: &Call) -> Result<&'a mut Token, Refusal> {
    let (user, name) = (call.text("userid"), call.text("tokenid"));
    let found = node.access.users.get_mut(user).and_then(|state| state.tokens.get_mut(name));
    found.ok_or_else(|| Refusal::failure(format!("no such token '{name}' for user '{user}'")))
}
