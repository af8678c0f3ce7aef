//! Tenants as they are declared in `deevnet_tenants`.

use std::sync::Arc;

use serde::Serialize;

use super::reader::{Key, Reader};
use crate::declared::Value;
use crate::source::Spanned;

/// A logical workload namespace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Tenant {
    /// Its name.
    pub name: Spanned<Arc<str>>,
    /// The one number that its overlay is numbered from.
    pub index: Option<Spanned<i64>>,
}

/// Reads the list of tenants.
pub(super) fn read_tenants(reader: &mut Reader<'_>, value: &Value) -> Vec<Tenant> {
    let key = Key::new("deevnet_tenants");
    let mut tenants = Vec::new();
    for item in reader.list(key, value) {
        let Some(map) = reader.map(key, item) else { continue };
        reader.require(key, map, item.span(), &["name"]);
        let Some(name) = map.get("name").and_then(|value| reader.text(key.child("name"), value)) else { continue };
        let index = map.get("index").and_then(|value| reader.integer(key.child("index"), value));
        tenants.push(Tenant { name, index });
    }
    tenants
}
