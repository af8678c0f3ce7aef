//! Hypervisors: standalone nodes of one plane, and what they offer to machines.

mod automation;
mod budget;
mod endpoint;
mod fingerprint;
mod node_name;
mod storage;
mod tls;

use std::sync::Arc;

use serde::Serialize;

pub(super) use automation::{AUTOMATION_KEYS, SYSTEM_KEYS};
pub use automation::{Automation, OperatingSystem};
pub(super) use budget::{OVERCOMMIT_KEYS, RESERVE_KEYS};
pub use budget::{Overcommit, OvercommitRatio, Reserve};
pub use endpoint::Endpoint;
pub use fingerprint::CertificateFingerprint;
pub use node_name::NodeName;
pub(super) use storage::STORAGE_KEYS;
pub use storage::{Storage, StorageId, StorageKind};
pub(super) use tls::TLS_KEYS;
pub use tls::Tls;

use super::proxmox::read_form;
use super::reader::{Key, Reader};
use crate::declared::{Map, Value, Variables};
use crate::name::Form;
use crate::source::{Span, Spanned};
use crate::tenant::Plane;
use storage::read_storages;

pub(super) const HYPERVISOR_KEYS: &[&str] = &[
    "plane",
    "node",
    "endpoint",
    "tls",
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
    /// Whether it has a `deevnet_hypervisor`.
    #[serde(skip)]
    pub is_declared: bool,
    /// The plane it serves.
    pub plane: Option<Spanned<Plane>>,
    /// Its node name in Proxmox VE.
    pub node: Option<Spanned<NodeName>>,
    /// Where its API answers.
    pub endpoint: Option<Spanned<Endpoint>>,
    /// How its certificate is verified.
    pub tls: Tls,
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
        let mut hypervisor = Self::empty(own.map_or(host, Value::span), own.is_some_and(|own| !own.is_null()));
        let key = Key::new("deevnet_hypervisor");
        if let Some(map) = own.and_then(|value| reader.map(key, value)) {
            hypervisor.read_fields(reader, key, map);
        }
        hypervisor.fill_in(reader, node, variables.get("proxmox_node_network"));
        Some(hypervisor)
    }

    fn empty(span: Span, is_declared: bool) -> Self {
        Self {
            span,
            is_declared,
            plane: None,
            node: None,
            endpoint: None,
            tls: Tls::default(),
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
                "tls" => self.tls = Tls::read(reader, key, value).unwrap_or_default(),
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

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::declared::testing::{declared_from_json, messages};
    use crate::model::Hypervisor;
    use crate::rules::{PROXMOX_VALUE_INVALID, UNKNOWN_KEY, WRONG_TYPE};
    use crate::tenant::Plane;

    fn read(host: &Value) -> Option<Hypervisor> {
        let checked = crate::check(&declared_from_json(&json!({ "hosts": { "node-x": host } })));
        checked.substrate.hosts["node-x"].hypervisor.clone()
    }

    #[test]
    fn a_whole_declaration_is_read() {
        let hypervisor = read(&json!({ "deevnet_hypervisor": {
            "plane": "tenant",
            "node": "pve2",
            "endpoint": "https://10.20.99.22",
            "tls": { "fingerprint": "ab".repeat(32) },
            "storages": [{ "name": "local-lvm", "size": "1 TB", "kind": "lvmthin" }],
            "bridge": "vmbr0",
            "vlan_aware": true,
            "template_prefixes": ["fedora-server-"],
            "operating_system": { "name": "Proxmox VE", "version": "8.4.1", "base": "Debian 12" },
            "automation": { "installation": "manual-iso", "templates": "packer" },
            "reserve": { "memory": 2048, "threads": 1, "storage": "64" },
            "overcommit": { "threads": 2.5, "memory": 1 },
        } }))
        .unwrap();
        let shown = serde_json::to_string_pretty(&hypervisor).unwrap();
        insta::assert_snapshot!(shown, @r#"
        {
          "plane": "tenant",
          "node": "pve2",
          "endpoint": "https://10.20.99.22:8006",
          "tls": {
            "ca_file": null,
            "fingerprint": "AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB",
            "insecure": null
          },
          "storages": [
            {
              "name": "local-lvm",
              "size": "1 TB",
              "kind": "lvmthin"
            }
          ],
          "bridge": "vmbr0",
          "vlan_aware": true,
          "template_prefixes": [
            "fedora-server-"
          ],
          "standalone": null,
          "operating_system": {
            "name": "Proxmox VE",
            "version": "8.4.1",
            "base": "Debian 12"
          },
          "automation": {
            "installation": "manual-iso",
            "post_install": null,
            "provisioning": null,
            "templates": "packer"
          },
          "reserve": {
            "memory": "2048 MiB",
            "threads": 1,
            "storage": "64 GiB"
          },
          "overcommit": {
            "threads": "2.5",
            "memory": "1"
          }
        }
        "#);
        assert!(hypervisor.is_standalone());
    }

    #[test]
    fn what_the_automation_declares_fills_the_gaps() {
        let network = json!({ "bridge": { "name": "vmbr0", "vlan_aware": true, "vids": "2-4094" }, "vlans": [] });
        let filled = read(&json!({
            "infrastructure": { "form": "hv" }, "proxmox_node": "pve", "proxmox_node_network": network,
        }));
        let filled = filled.unwrap();
        assert_eq!(filled.node.unwrap().value.as_str(), "pve");
        assert_eq!((&*filled.bridge.unwrap().value, filled.vlan_aware.unwrap().value), ("vmbr0", true));
        let own = json!({ "node": "pve1", "bridge": "vmbr1", "vlan_aware": false });
        let own = read(&json!({ "deevnet_hypervisor": own, "proxmox_node": "pve", "proxmox_node_network": network }));
        let own = own.unwrap();
        assert_eq!(own.node.unwrap().value.as_str(), "pve1");
        assert_eq!((&*own.bridge.unwrap().value, own.vlan_aware.unwrap().value), ("vmbr1", false));
    }

    #[test]
    fn a_host_is_a_hypervisor_by_its_form_or_its_declaration() {
        assert!(read(&json!({ "infrastructure": { "form": "hv" } })).is_some());
        assert!(read(&json!({ "deevnet_hypervisor": { "plane": "management" } })).unwrap().plane.is_some());
        assert!(read(&json!({ "proxmox_node": "pve" })).is_some());
        assert!(read(&json!({ "infrastructure": { "form": "vm" }, "proxmox_node": "pve" })).is_none());
        assert!(read(&json!({})).is_none());
        let tenant = read(&json!({ "deevnet_hypervisor": { "plane": "tenant" } })).unwrap();
        assert_eq!(tenant.plane.unwrap().value, Plane::Tenant);
    }

    #[test]
    fn what_cannot_be_read_is_reported_and_stays_out() {
        let json = json!({ "hosts": { "hv01": { "deevnet_hypervisor": {
            "plane": "mangement",
            "node": "pve_1",
            "endpoint": "http://hv01:8006",
            "storages": [{ "name": "9p" }, { "size": 1 }, { "name": "ok1", "size": 0, "kind": "lvmthn" }],
            "vlan_aware": "true",
            "brigde": "vmbr0",
            "reserve": { "memory": "2 GX", "threads": -1 },
            "overcommit": { "threads": 0.5 },
        } } } });
        let mut shown = Vec::new();
        for rule in [&PROXMOX_VALUE_INVALID, &WRONG_TYPE, &UNKNOWN_KEY] {
            shown.extend(messages(rule, &json));
        }
        insta::assert_snapshot!(shown.join("\n"), @r#"
        `deevnet_hypervisor.endpoint`: "http://hv01:8006" is not a valid endpoint: it begins with https://
        `deevnet_hypervisor.node`: "pve_1" is not a valid node name: it is one DNS label: 1 to 63 letters, digits and hyphens, with no hyphen at either end
        `deevnet_hypervisor.overcommit.threads`: "0.5" is not a valid overcommit ratio: it is a number from 1 to 1000 with at most three decimals
        `deevnet_hypervisor.reserve.memory`: `2 GX` is not a data size: `GX` is no unit of it
        `deevnet_hypervisor.storages.name`: "9p" is not a valid storage ID: it begins with a letter, ends with a letter or digit, and has letters, digits, `-`, `_` and `.` between
        `deevnet_hypervisor.storages.size`: "0" is not a valid size: it is more than nothing
        `deevnet_hypervisor.plane` is "mangement", which is not a known plane
        `deevnet_hypervisor.reserve.threads` is -1, but must be a number of threads, 0 or more
        `deevnet_hypervisor.storages.kind` is "lvmthn", which is not a known storage kind
        `deevnet_hypervisor.vlan_aware` is the text "true", which is not a truth value
        `deevnet_hypervisor.brigde` is a key that means nothing; nothing reads it
        "#);
    }
}
