//! What a machine is told at its first boot.

use std::sync::Arc;

use serde::Serialize;

use crate::declared::Value;
use crate::model::reader::{Key, Reader};
use crate::source::Spanned;

pub(in crate::model) const CLOUD_INIT_KEYS: &[&str] = &["user", "ssh_keys", "search_domain", "upgrade"];

/// What cloud-init configures at the first boot (`cloud_init`); addresses come from the machine itself.
///
/// There is no password here: one would stand in the clear on the machine's configuration drive.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[non_exhaustive]
pub struct CloudInit {
    /// The user that it creates.
    pub user: Option<Spanned<Arc<str>>>,
    /// The public keys that may log in.
    pub ssh_keys: Vec<Spanned<Arc<str>>>,
    /// The domain that short names are looked up in.
    pub search_domain: Option<Spanned<Arc<str>>>,
    /// Whether packages are upgraded.
    pub upgrade: Option<Spanned<bool>>,
}

impl CloudInit {
    pub(super) fn read(reader: &mut Reader<'_>, key: Key<'_>, value: &Value) -> Option<Self> {
        let mut cloud_init = Self::default();
        for (name, span, value) in reader.map(key, value)?.text_entries() {
            let key = key.child(name);
            match name {
                "user" => cloud_init.user = reader.text(key, value),
                "ssh_keys" => {
                    cloud_init.ssh_keys =
                        reader.list(key, value).iter().filter_map(|item| reader.text(key, item)).collect();
                }
                "search_domain" => cloud_init.search_domain = reader.text(key, value),
                "upgrade" => cloud_init.upgrade = reader.boolean(key, value),
                _ => reader.unknown_key(key, span, CLOUD_INIT_KEYS),
            }
        }
        Some(cloud_init)
    }
}
