//! What runs on a hypervisor and how it gets there, as declared facts.

use std::sync::Arc;

use serde::Serialize;

use crate::declared::Value;
use crate::model::reader::{Key, Reader};
use crate::source::Spanned;

pub(in crate::model) const SYSTEM_KEYS: &[&str] = &["name", "version", "base"];
pub(in crate::model) const AUTOMATION_KEYS: &[&str] = &["installation", "post_install", "provisioning", "templates"];

/// The operating system of a hypervisor.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[non_exhaustive]
pub struct OperatingSystem {
    /// Its name, such as `Proxmox VE`.
    pub name: Option<Spanned<Arc<str>>>,
    /// Its version, such as `8.4.1`.
    pub version: Option<Spanned<Arc<str>>>,
    /// The distribution below it, such as `Debian 12`.
    pub base: Option<Spanned<Arc<str>>>,
}

/// How a hypervisor is installed and what fills it: facts for people, which no check judges.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[non_exhaustive]
pub struct Automation {
    /// How the operating system gets on it, such as `manual-iso`.
    pub installation: Option<Spanned<Arc<str>>>,
    /// What configures it afterwards, such as `ansible`.
    pub post_install: Option<Spanned<Arc<str>>>,
    /// What creates its machines, such as `ansible` or `terraform`.
    pub provisioning: Option<Spanned<Arc<str>>>,
    /// What builds the templates they are cloned from, such as `packer`.
    pub templates: Option<Spanned<Arc<str>>>,
}

impl OperatingSystem {
    pub(super) fn read(reader: &mut Reader<'_>, key: Key<'_>, value: &Value) -> Option<Self> {
        let mut system = Self::default();
        for (name, span, value) in reader.map(key, value)?.text_entries() {
            let key = key.child(name);
            match name {
                "name" => system.name = reader.text(key, value),
                "version" => system.version = reader.text_or_number(key, value),
                "base" => system.base = reader.text(key, value),
                _ => reader.unknown_key(key, span, SYSTEM_KEYS),
            }
        }
        Some(system)
    }
}

impl Automation {
    pub(super) fn read(reader: &mut Reader<'_>, key: Key<'_>, value: &Value) -> Option<Self> {
        let mut automation = Self::default();
        for (name, span, value) in reader.map(key, value)?.text_entries() {
            let key = key.child(name);
            match name {
                "installation" => automation.installation = reader.text(key, value),
                "post_install" => automation.post_install = reader.text(key, value),
                "provisioning" => automation.provisioning = reader.text(key, value),
                "templates" => automation.templates = reader.text(key, value),
                _ => reader.unknown_key(key, span, AUTOMATION_KEYS),
            }
        }
        Some(automation)
    }
}
