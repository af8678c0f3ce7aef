//! The credentials of a request.

use super::{Caller, ticket};
use crate::simulator::route::Refusal;
use crate::simulator::state::Node;
use crate::transport::Method;

/// The credentials of a request, as its headers have them.
#[derive(Debug, Default)]
pub(crate) struct Credentials<'a> {
    /// The header `Authorization`.
    pub(crate) authorization: Option<&'a str>,
    /// The header `Cookie`.
    pub(crate) cookie: Option<&'a str>,
    /// The header `CSRFPreventionToken`.
    pub(crate) prevention_token: Option<&'a str>,
}

/// Who has the credentials.
///
/// # Errors
///
/// With status 401 and no body where there are none or they are not valid.
pub(crate) fn authenticate(node: &Node, credentials: &Credentials<'_>, method: Method) -> Result<Caller, Refusal> {
    let token = credentials.authorization.and_then(|value| value.strip_prefix("PVEAPIToken"));
    if let Some(token) = token.filter(|token| token.starts_with(['=', ' '])) {
        return by_token(node, &token[1..]);
    }
    let mut cookies = credentials.cookie.unwrap_or_default().split(';');
    let Some(ticket) = cookies.find_map(|cookie| cookie.trim().strip_prefix("PVEAuthCookie=")) else {
        return Err(Refusal::bare(401, "No ticket"));
    };
    let ticket = decoded(ticket);
    let user = ticket::user_of(node, &ticket).filter(|user| node.access.users.contains_key(*user));
    let user = user.ok_or_else(|| Refusal::bare(401, "Authentication failed!"))?;
    let token = credentials.prevention_token.unwrap_or_default();
    if method != Method::Get && !ticket::is_prevention_token(node, user, token) {
        return Err(Refusal::bare(401, "Permission denied - invalid csrf token"));
    }
    Ok(Caller::with_ticket(user))
}

fn by_token(node: &Node, token: &str) -> Result<Caller, Refusal> {
    let parsed = token.split_once('!').and_then(|(user, rest)| {
        let (name, secret) = rest.split_once(['=', ':'])?;
        Some((user, name, secret))
    });
    let known = parsed.filter(|(user, name, secret)| {
        let token = node.access.users.get(*user).and_then(|user| user.tokens.get(*name));
        token.is_some_and(|token| token.secret == *secret && (token.expire == 0 || token.expire > node.clock.time()))
    });
    match known {
        Some((user, name, _)) => Ok(Caller::with_token(user, name)),
        None => Err(Refusal::bare(401, "Authentication failed!")),
    }
}

fn decoded(cookie: &str) -> String {
    let plain = cookie.replace('+', "%2B");
    form_urlencoded::parse(plain.as_bytes()).next().map(|(text, _)| text.into_owned()).unwrap_or_default()
}
