//! What uses a tenant, with its place.

use deevnet_core::Position;
use deevnet_core::tenant::TenantUse;
use serde::Serialize;

use super::workplace::Reading;
use crate::printable::printable;

/// A use in JSON.
#[derive(Serialize)]
pub(super) struct User<'a> {
    description: &'a str,
    position: Option<Position>,
}

/// All uses, for JSON.
pub(super) fn all<'a>(reading: &Reading, users: &'a [TenantUse]) -> Vec<User<'a>> {
    let user = |user: &'a TenantUse| User { description: &user.description, position: reading.position(user.span) };
    users.iter().map(user).collect()
}

/// All uses, one a line.
pub(super) fn lines(reading: &Reading, users: &[TenantUse]) -> String {
    let mut text = String::new();
    for user in users {
        let place = reading.position(user.span).map(|position| format!("{}:{}: ", position.path, position.line));
        text.push_str(&printable(&format!("  {}{}", place.unwrap_or_default(), user.description)));
        text.push('\n');
    }
    text
}
