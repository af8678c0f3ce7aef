//! A node at the start.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::access::{AclSetup, Holder, RoleSetup, TokenSetup, UserSetup};
use super::guest::GuestSetup;
use super::storage::StorageSetup;
use crate::simulator::release::Release;

/// A standalone node.
#[derive(Debug, Clone, PartialEq)]
pub struct NodeSetup {
    /// Its name.
    pub name: Arc<str>,
    /// What it behaves as.
    pub release: Release,
    /// Its processors, memory and disk.
    pub hardware: Hardware,
    /// The users besides `root@pam`, or `root@pam` itself to give it a password.
    pub users: Vec<UserSetup>,
    /// The API tokens.
    pub tokens: Vec<TokenSetup>,
    /// The roles besides those that every installation has.
    pub roles: Vec<RoleSetup>,
    /// Who has which role where.
    pub acl: Vec<AclSetup>,
    /// The storages.
    pub storages: Vec<StorageSetup>,
    /// The network interfaces.
    pub interfaces: Vec<InterfaceSetup>,
    /// The EVPN controllers of its software-defined network, by ID, with their options; they are in force.
    pub controllers: BTreeMap<String, BTreeMap<String, String>>,
    /// The virtual machines and containers.
    pub guests: Vec<GuestSetup>,
    /// Other names that resolve to something that does not answer.
    pub unreachable: BTreeMap<String, Unreachable>,
}

impl NodeSetup {
    /// A node with a bridge `vmbr0`, storages `local` and `data`, and nothing else: no token, no guest.
    pub fn new(name: &str) -> Self {
        let storage = |id: &str, path: &str, content: &[&str]| StorageSetup {
            id: id.to_owned(),
            kind: "dir".to_owned(),
            path: Some(path.to_owned()),
            content: content.iter().map(|&content| content.to_owned()).collect(),
            total: 1 << 40,
            ..StorageSetup::default()
        };
        Self {
            name: name.into(),
            release: Release::default(),
            hardware: Hardware::default(),
            users: Vec::new(),
            tokens: Vec::new(),
            roles: Vec::new(),
            acl: Vec::new(),
            storages: vec![
                storage("local", "/var/lib/vz", &["backup", "import", "iso", "snippets", "vztmpl"]),
                storage("data", "/mnt/data", &["images", "rootdir"]),
            ],
            interfaces: vec![InterfaceSetup::bridge("vmbr0", "eno1", true)],
            controllers: BTreeMap::new(),
            guests: Vec::new(),
            unreachable: BTreeMap::new(),
        }
    }

    /// The node with an API token of `root@pam` that has all of its rights.
    #[must_use]
    pub fn root_token(mut self, name: &str, secret: &str) -> Self {
        let (user, name, secret) = ("root@pam".to_owned(), name.to_owned(), secret.to_owned());
        self.tokens.push(TokenSetup { user, name, secret, privilege_separated: false });
        self
    }

    /// The node with a user who has a role everywhere, and a token of that user with all of the user's rights.
    #[must_use]
    pub fn token(mut self, user: &str, role: &str, name: &str, secret: &str) -> Self {
        self.users.push(UserSetup { id: user.to_owned(), password: None });
        self.acl.push(AclSetup::new("/", Holder::User(user.to_owned()), role));
        let (user, name, secret) = (user.to_owned(), name.to_owned(), secret.to_owned());
        self.tokens.push(TokenSetup { user, name, secret, privilege_separated: false });
        self
    }

    /// The node with a guest.
    #[must_use]
    pub fn guest(mut self, guest: GuestSetup) -> Self {
        self.guests.push(guest);
        self
    }
}

/// What a node is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hardware {
    /// The number of processor threads.
    pub processors: u32,
    /// Memory in bytes.
    pub memory: u64,
    /// The size of the root file system in bytes.
    pub disk: u64,
    /// The model of the processor.
    pub processor_model: String,
}

impl Default for Hardware {
    fn default() -> Self {
        let processor_model = "Intel(R) Core(TM) i5-6500T CPU @ 2.50GHz".to_owned();
        Self { processors: 4, memory: 16 << 30, disk: 128 << 30, processor_model }
    }
}

/// A network interface.
#[derive(Debug, Clone, PartialEq)]
pub struct InterfaceSetup {
    /// Its name.
    pub name: String,
    /// Its options, as `/nodes/{node}/network/{iface}` shows them.
    pub options: Map<String, Value>,
}

impl InterfaceSetup {
    /// A bridge without an address.
    pub fn bridge(name: &str, ports: &str, vlan_aware: bool) -> Self {
        let options = json!({
            "type": "bridge", "method": "manual", "method6": "manual", "families": ["inet"], "priority": 4,
            "autostart": 1, "active": 1, "bridge_ports": ports, "bridge_stp": "off", "bridge_fd": "0",
        });
        let mut options = options.as_object().cloned().unwrap_or_default();
        if vlan_aware {
            options.insert("bridge_vlan_aware".to_owned(), json!(1));
            options.insert("bridge_vids".to_owned(), json!("2-4094"));
        }
        Self { name: name.to_owned(), options }
    }
}

/// Why a known name of a node does not answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreachable {
    /// Nothing has the address.
    NoRoute,
    /// Nothing listens there.
    Refused,
}
