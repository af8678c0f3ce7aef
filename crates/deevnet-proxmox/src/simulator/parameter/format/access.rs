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
