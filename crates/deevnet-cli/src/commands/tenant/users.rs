//! What uses a tenant, with its place.

use deevnet_registry::TenantUser;

use crate::printable::printable;

/// All uses, one a line.
pub(super) fn lines(users: &[TenantUser]) -> String {
    let mut text = String::new();
    for user in users {
        let place = user.position.as_ref().map(|position| format!("{}:{}: ", position.path, position.line));
        text.push_str(&printable(&format!("  {}{}", place.unwrap_or_default(), user.description)));
        text.push('\n');
    }
    text
}
