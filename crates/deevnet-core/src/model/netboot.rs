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
    /// What people call the image it boots (`image_name`).
    pub image_name: Option<Spanned<Arc<str>>>,
    /// The folder below the boot server's root that holds the kernel (`dest_subdir`).
    pub dest_subdir: Option<Spanned<Arc<str>>>,
    /// The kernel's options (`boot_options`).
    pub boot_options: Option<Spanned<Arc<str>>>,
    /// Whether something of what it boots stood there and could not be read.
    #[serde(skip)]
    pub image_rejected: bool,
}

impl NetbootEntry {
    /// Whether it says the same; hosts that inherit a list each have a copy where positions are unknown.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        fn said<T>(spanned: Option<&Spanned<T>>) -> Option<&T> {
            spanned.map(|spanned| &spanned.value)
        }
        let texts = |entry: &'_ Self| {
            let texts = [&entry.hostname, &entry.image_name, &entry.dest_subdir, &entry.boot_options];
            texts.map(|text| said(text.as_ref()).cloned())
        };
        said(self.mac.as_ref()) == said(other.mac.as_ref()) && texts(self) == texts(other)
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
        reader.about(hostname.as_ref().map(|name| Subject::device(Arc::clone(&name.value))));
        let mut image_rejected = false;
        let mut text = |name| {
            let value = map.get(name)?;
            let text = reader.text(key.child(name), value);
            image_rejected |= text.is_none() && !value.is_null();
            text
        };
        let (image_name, dest_subdir, boot_options) = (text("image_name"), text("dest_subdir"), text("boot_options"));
        reader.about(None);
        entries.push(NetbootEntry { hostname, mac, image_name, dest_subdir, boot_options, image_rejected });
    }
    entries
}
