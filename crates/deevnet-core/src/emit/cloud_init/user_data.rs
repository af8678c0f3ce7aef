//! Who may log in to a machine, as cloud-config.

use std::fmt::{self, Write};

use super::scalar::Quoted;
use crate::emit::header::Header;
use crate::emit::machine::{MachineUser, PublishedMachine};
use crate::emit::published::Published;

/// The file of a machine; its first line tells cloud-init what it is.
pub(super) fn text(
    published: &Published,
    machine: &PublishedMachine,
    user: &MachineUser,
) -> Result<String, fmt::Error> {
    let mut text = format!("#cloud-config\n# {}\n", Header(published));
    writeln!(text, "hostname: {}", Quoted(machine.label.as_str()))?;
    if let Some(full_name) = &machine.full_name {
        writeln!(text, "fqdn: {}", Quoted(full_name.as_ref()))?;
    }
    if let Some(name) = &user.name {
        writeln!(text, "user: {}", Quoted(name.as_str()))?;
    }
    for (place, key) in user.keys.iter().enumerate() {
        text.push_str(if place == 0 { "ssh_authorized_keys:\n" } else { "" });
        writeln!(text, "  - {}", Quoted(key))?;
    }
    if let Some(upgrade) = user.upgrade {
        writeln!(text, "package_upgrade: {upgrade}")?;
    }
    Ok(text)
}
