//! Forms of users, realms and paths.

use super::{Format, is_made_of};
use crate::simulator::parameter::Pattern;

/// A realm.
pub(crate) static REALM: Format = Format::new("pve-realm", |text| {
    let starts = text.bytes().next().is_some_and(|first| first.is_ascii_alphabetic());
    if starts && text.len() >= 2 && is_made_of(text, b".-_") {
        return Ok(());
    }
    Err(format!("value '{text}' does not look like a valid realm\n"))
});

/// Privileges.
pub(crate) static PRIVILEGE_LIST: Format = Format::list("pve-priv", |_| Ok(()));

/// A user, or one of a user's tokens.
pub(crate) static USER_OR_TOKEN: Pattern = Pattern {
    text: r"(?^:^(?^:[^\s:/]+)\@(?^:[A-Za-z][A-Za-z0-9\.\-_]+)(?:!(?^:[A-Za-z][A-Za-z0-9\.\-_]+))?$)",
    matches: |text| text.rsplit_once('@').is_some_and(|(user, realm)| !user.is_empty() && is_made_of(realm, b".-_!")),
};

/// Names of roles.
pub(crate) static ROLE_LIST: Format = Format::list("pve-roleid", |text| identifier("role name", text));

/// Names of groups.
pub(crate) static GROUP_LIST: Format = Format::list("pve-groupid", |text| identifier("group name", text));

/// The name of a user, with the realm.
pub(crate) static USER: Format = Format::new("pve-userid", user);

/// Names of users, with the realms.
pub(crate) static USER_LIST: Format = Format::list("pve-userid", user);

/// Tokens in full.
pub(crate) static TOKEN_LIST: Format = Format::list("pve-tokenid", |text| match text.split_once('!') {
    Some((name, token)) if is_token_name(token) => user(name),
    _ => Err(format!("value '{text}' does not look like a valid token ID\n")),
});

/// The name of a token among those of a user.
pub(crate) static TOKEN_NAME: Pattern = Pattern { text: r"(?^:[A-Za-z][A-Za-z0-9\.\-_]+)", matches: is_token_name };

fn is_token_name(text: &str) -> bool {
    text.len() >= 2 && text.starts_with(|first: char| first.is_ascii_alphabetic()) && is_made_of(text, b".-_")
}

fn identifier(what: &str, text: &str) -> Result<(), String> {
    if is_made_of(text, b".-_") {
        return Ok(());
    }
    Err(format!("{what} '{text}' contains invalid characters\n"))
}

fn user(text: &str) -> Result<(), String> {
    let parsed = text.rsplit_once('@').filter(|(name, _)| (1..=60).contains(&name.len()));
    match parsed {
        Some((name, realm)) if !name.contains([' ', ':', '/']) && (REALM.rule)(realm).is_ok() => Ok(()),
        _ => Err(format!("value '{text}' does not look like a valid user name\n")),
    }
}
