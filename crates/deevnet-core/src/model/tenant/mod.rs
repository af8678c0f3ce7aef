//! Tenants as they are declared in `deevnet_tenants`, and what is declared for all of them.

mod fabric;
mod numbering;
mod policy;
mod word;
mod workload;

use std::sync::Arc;

use serde::Serialize;

use super::reader::{Key, Reader};
use crate::declared::{Map, Value};
use crate::rules;
use crate::source::{Span, Spanned};
use crate::tenant::{MacPolicy, TenantIndex, TenantName, WorkloadClass};
pub(super) use fabric::{SDN_KEYS, read_fabric};
pub use fabric::{SoftwareDefinedNetwork, ZoneType};
pub use numbering::NumberingState;
pub(super) use numbering::{BASES, read_numbering};
pub(super) use policy::read_mac_policies;
use word::{read_class, read_mac_policy};
pub(super) use workload::OWN_KEYS;
pub use workload::Workload;

pub(super) const TENANT_KEYS: &[&str] = &["name", "index", "segment", "class", "mac_policy", "vnets", "workloads"];

/// A logical namespace of workloads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Tenant {
    /// Where it is declared.
    #[serde(skip)]
    pub span: Span,
    /// Its name.
    pub name: Spanned<TenantName>,
    /// The one number that its overlay is numbered from, and that its segment is usually named by.
    pub index: Option<Spanned<TenantIndex>>,
    /// Whether an index is declared that is none; it is reported already.
    #[serde(skip)]
    pub(crate) has_invalid_index: bool,
    /// The segment that it names as its own.
    pub segment: Option<Spanned<Arc<str>>>,
    /// What its workloads are for, where they do not say it themselves.
    pub class: Option<Spanned<WorkloadClass>>,
    /// Where the MAC addresses of its workloads come from, before any policy of their class.
    pub mac_policy: Option<Spanned<MacPolicy>>,
    /// The names of its VNets; the place of each is its number.
    pub vnets: Vec<Spanned<Arc<str>>>,
    /// Its workloads, in order of declaration.
    pub workloads: Vec<Workload>,
}

/// Reads the list of tenants; one whose name cannot be a tenant's stays out.
pub(super) fn read_tenants(reader: &mut Reader<'_>, value: &Value) -> Vec<Tenant> {
    let key = Key::new("deevnet_tenants");
    let items = reader.list(key, value);
    items.iter().filter_map(|item| Tenant::read(reader, key, item)).collect()
}

impl Tenant {
    /// Its class, where one is declared, or else the default.
    pub fn class(&self) -> WorkloadClass {
        self.class.map(|class| class.value).unwrap_or_default()
    }

    /// A tenant of which nothing is known but its name.
    pub(crate) fn named(name: Spanned<TenantName>) -> Self {
        Self {
            span: name.span,
            name,
            index: None,
            has_invalid_index: false,
            segment: None,
            class: None,
            mac_policy: None,
            vnets: Vec::new(),
            workloads: Vec::new(),
        }
    }

    fn read(reader: &mut Reader<'_>, key: Key<'_>, item: &Value) -> Option<Self> {
        let map = reader.map(key, item)?;
        reader.require(key, map, item.span(), &["name"]);
        let name = read_tenant_name(reader, key.child("name"), map.get("name")?)?;
        let mut tenant = Self { span: item.span(), ..Self::named(name) };
        tenant.read_fields(reader, key, map);
        Some(tenant)
    }

    fn read_fields(&mut self, reader: &mut Reader<'_>, key: Key<'_>, map: &Map) {
        for (name, span, value) in map.text_entries() {
            let key = key.child(name);
            match name {
                "index" => self.read_index(reader, key, value),
                "segment" => self.segment = reader.text(key, value),
                "class" => self.class = read_class(reader, key, value),
                "mac_policy" => self.mac_policy = read_mac_policy(reader, key, value),
                "vnets" => {
                    self.vnets = reader.list(key, value).iter().filter_map(|item| reader.text(key, item)).collect();
                }
                "workloads" => {
                    let items = reader.list(key, value);
                    self.workloads = items.iter().filter_map(|item| Workload::read(reader, key, item)).collect();
                }
                _ => reader.unknown_key(key, span, TENANT_KEYS),
            }
        }
    }

    fn read_index(&mut self, reader: &mut Reader<'_>, key: Key<'_>, value: &Value) {
        self.has_invalid_index = !value.is_null();
        let Some(number) = reader.integer(key, value) else { return };
        if let Ok(index) = number.value.to_string().parse::<TenantIndex>() {
            self.index = Some(Spanned::new(index, number.span));
            self.has_invalid_index = false;
            return;
        }
        let (first, last) = (TenantIndex::MIN, TenantIndex::LAST_ALLOCATABLE);
        let name = &self.name.value;
        let message = format!("the index of the tenant `{name}` is {}; an index is {first} to {last}", number.value);
        let finding = reader
            .finding(&rules::TENANT_INDEX_INVALID, number.span, message)
            .with_value(number.value.to_string())
            .with_hint("give it the lowest free index, as `deevnet tenant add` does");
        reader.push(finding);
    }
}

fn read_tenant_name(reader: &mut Reader<'_>, key: Key<'_>, value: &Value) -> Option<Spanned<TenantName>> {
    let text = reader.text(key, value)?;
    match text.value.parse::<TenantName>() {
        Ok(name) => Some(Spanned::new(name, text.span)),
        Err(error) => {
            let finding = reader
                .finding(
                    &rules::TENANT_NAME_MALFORMED,
                    text.span,
                    format!("`{key}` is \"{}\", which is no tenant's name: {error}", text.value),
                )
                .with_value(text.value.as_ref())
                .with_hint(error.hint());
            reader.push(finding);
            None
        }
    }
}
