//! MAC addresses restated for network boot (`bootstrap_grub_mac_configs`).

use std::sync::Arc;

use serde::Serialize;

use super::interface::{MacState, read_mac};
use super::reader::{Key, Reader};
use crate::declared::Value;
use crate::finding::Subject;
use crate::source::Spanned;

/// One machine that boots from the network by its MAC address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct NetbootEntry {
    /// The inventory hostname it is for.
    pub hostname: Option<Spanned<Arc<str>>>,
    /// The MAC address, restated.
    pub mac: Option<Spanned<MacState>>,
}

impl NetbootEntry {
    /// Whether it says the same; hosts that inherit a list each have a copy where positions are unknown.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        let said = |entry: &Self| {
            (entry.hostname.as_ref().map(|name| Arc::clone(&name.value)), entry.mac.map(|mac| mac.value))
        };
        said(self) == said(other)
    }
}

/// Reads the list of network boot entries.
pub(super) fn read_netboot(reader: &mut Reader<'_>, value: &Value) -> Vec<NetbootEntry> {
    let key = Key::new("bootstrap_grub_mac_configs");
    let mut entries = Vec::new();
    for item in reader.list(key, value) {
        let Some(map) = reader.map(key, item) else { continue };
        let hostname = map.get("hostname").and_then(|value| reader.text(key.child("hostname"), value));
        reader.about(hostname.as_ref().map(|name| Subject::host(Arc::clone(&name.value))));
        let mac = map.get("mac").and_then(|value| read_mac(reader, key.child("mac"), value));
        reader.about(None);
        entries.push(NetbootEntry { hostname, mac });
    }
    entries
}
