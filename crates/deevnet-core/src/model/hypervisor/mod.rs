//! Hypervisors: standalone nodes of one plane, and what they offer to machines.

mod automation;
mod budget;
mod endpoint;
mod node_name;
mod storage;

use std::sync::Arc;

use serde::Serialize;

pub use automation::{Automation, OperatingSystem};
pub use budget::{Overcommit, OvercommitRatio, Reserve};
pub use endpoint::Endpoint;
pub use node_name::NodeName;
pub use storage::{Storage, StorageId, StorageKind};

use super::proxmox::read_form;
use super::reader::{Key, Reader};
use crate::declared::{Map, Value, Variables};
use crate::name::Form;
use crate::source::{Span, Spanned};
use crate::tenant::Plane;
use storage::read_storages;

const HYPERVISOR_KEYS: &[&str] = &[
    "plane",
    "node",
    "endpoint",
    "storages",
    "bridge",
    "vlan_aware",
    "template_prefixes",
    "standalone",
    "operating_system",
    "automation",
    "reserve",
    "overcommit",
];

/// A node that runs virtual machines (`deevnet_hypervisor`, `proxmox_node`, or the form `hv` alone).
///
/// A node stands alone: no cluster, no shared storage, no quorum. Everything here is declared and nothing is asked of
/// the node; what is not declared is not known, and checks that need it say nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Hypervisor {
    /// Where it is declared.
    #[serde(skip)]
    pub span: Span,
    /// The plane it serves.
    pub plane: Option<Spanned<Plane>>,
    /// Its node name in Proxmox VE.
    pub node: Option<Spanned<NodeName>>,
    /// Where its API answers.
    pub endpoint: Option<Spanned<Endpoint>>,
    /// Its storages, in order of declaration.
    pub storages: Vec<Storage>,
    /// The bridge that machines are attached to.
    pub bridge: Option<Spanned<Arc<str>>>,
    /// Whether the bridge keeps the VLAN tags of machines.
    pub vlan_aware: Option<Spanned<bool>>,
    /// How the names of its templates begin, in order of declaration.
    pub template_prefixes: Vec<Spanned<Arc<str>>>,
    /// Whether it stands alone; a cluster is not supported.
    pub standalone: Option<Spanned<bool>>,
    /// What it runs.
    pub operating_system: OperatingSystem,
    /// How it is installed and filled.
    pub automation: Automation,
    /// What it keeps for itself.
    pub reserve: Reserve,
    /// How far it may be promised twice.
    pub overcommit: Overcommit,
}

impl Hypervisor {
    /// Whether it stands alone, as everything that is not said to be in a cluster does.
    pub fn is_standalone(&self) -> bool {
        self.standalone.is_none_or(|flag| flag.value)
    }

    /// The storage of an ID.
    pub fn storage(&self, id: &StorageId) -> Option<&Storage> {
        self.storages.iter().find(|storage| storage.name.value == *id)
    }

    /// Reads what makes a host a hypervisor.
    ///
    /// A host is one where `deevnet_hypervisor` says so or its form does. `proxmox_node` alone makes one only where
    /// the host has no other form, because a group may hand the variable down to hosts that are none.
    pub(super) fn read(reader: &mut Reader<'_>, variables: &Variables, form: Option<Form>, host: Span) -> Option<Self> {
        let own = variables.get("deevnet_hypervisor");
        let node = variables.get("proxmox_node");
        let is_one = match form {
            Some(form) => form == Form::Hypervisor,
            None => node.is_some_and(|node| !node.is_null()),
        };
        if !is_one && own.is_none() {
            return None;
        }
        let mut hypervisor = Self::empty(own.map_or(host, Value::span));
        let key = Key::new("deevnet_hypervisor");
        if let Some(map) = own.and_then(|value| reader.map(key, value)) {
            hypervisor.read_fields(reader, key, map);
        }
        hypervisor.fill_in(reader, node, variables.get("proxmox_node_network"));
        Some(hypervisor)
    }

    fn empty(span: Span) -> Self {
        Self {
            span,
            plane: None,
            node: None,
            endpoint: None,
            storages: Vec::new(),
            bridge: None,
            vlan_aware: None,
            template_prefixes: Vec::new(),
            standalone: None,
            operating_system: OperatingSystem::default(),
            automation: Automation::default(),
            reserve: Reserve::default(),
            overcommit: Overcommit::default(),
        }
    }

    fn read_fields(&mut self, reader: &mut Reader<'_>, key: Key<'_>, map: &Map) {
        for (name, span, value) in map.text_entries() {
            let key = key.child(name);
            match name {
                "plane" => self.plane = reader.named(key, value),
                "node" => self.node = read_form(reader, key, value),
                "endpoint" => self.endpoint = read_form(reader, key, value),
                "storages" => self.storages = read_storages(reader, key, value),
                "bridge" => self.bridge = reader.text(key, value),
                "vlan_aware" => self.vlan_aware = reader.boolean(key, value),
                "template_prefixes" => {
                    self.template_prefixes =
                        reader.list(key, value).iter().filter_map(|item| reader.text(key, item)).collect();
                }
                "standalone" => self.standalone = reader.boolean(key, value),
                "operating_system" => {
                    self.operating_system = OperatingSystem::read(reader, key, value).unwrap_or_default();
                }
                "automation" => self.automation = Automation::read(reader, key, value).unwrap_or_default(),
                "reserve" => self.reserve = Reserve::read(reader, key, value).unwrap_or_default(),
                "overcommit" => self.overcommit = Overcommit::read(reader, key, value).unwrap_or_default(),
                _ => reader.unknown_key(key, span, HYPERVISOR_KEYS),
            }
        }
    }

    /// Takes what the estate's automation declares for itself, where `deevnet_hypervisor` does not say it.
    fn fill_in(&mut self, reader: &mut Reader<'_>, node: Option<&Value>, network: Option<&Value>) {
        if self.node.is_none() {
            self.node = node.and_then(|value| read_form(reader, Key::new("proxmox_node"), value));
        }
        let key = Key::new("proxmox_node_network");
        let Some(bridge) = network.and_then(|value| value.get("bridge")) else { return };
        let key = key.child("bridge");
        if self.bridge.is_none() {
            self.bridge = bridge.get("name").and_then(|value| reader.text(key.child("name"), value));
        }
        if self.vlan_aware.is_none() {
            self.vlan_aware = bridge.get("vlan_aware").and_then(|value| reader.boolean(key.child("vlan_aware"), value));
        }
    }
}
