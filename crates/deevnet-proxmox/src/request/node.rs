//! Nodes, their hardware and their interfaces.

use serde::Deserialize;

use super::call::{Call, Repetition};
use super::encoding::path;
use super::reading::{flag, names, number, optional_text, text};
use crate::transport::Method;

/// Asks for the release of Proxmox VE (`GET /version`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Version;

/// A release of Proxmox VE.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Release {
    /// The version, such as `8.4.21`.
    #[serde(deserialize_with = "text")]
    pub version: String,
    /// The release that it belongs to, such as `8.4`.
    #[serde(default, deserialize_with = "text")]
    pub release: String,
}

impl Call for Version {
    type Answer = Release;

    const METHOD: Method = Method::Get;
    const REPETITION: Repetition = Repetition::Read;

    fn path(&self) -> String {
        "/version".to_owned()
    }

    fn parameters(&self) -> Vec<(String, String)> {
        Vec::new()
    }
}

/// Asks for the nodes that are known (`GET /nodes`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Nodes;

/// A node.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct NodeRow {
    /// Its name.
    pub node: String,
    /// Whether it is `online`; `unknown` to a token that may not know.
    #[serde(default, deserialize_with = "optional_text")]
    pub status: Option<String>,
    /// The SHA-256 fingerprint of its certificate.
    #[serde(default, deserialize_with = "optional_text")]
    pub ssl_fingerprint: Option<String>,
}

impl Call for Nodes {
    type Answer = Vec<NodeRow>;

    const METHOD: Method = Method::Get;
    const REPETITION: Repetition = Repetition::Read;

    fn path(&self) -> String {
        "/nodes".to_owned()
    }

    fn parameters(&self) -> Vec<(String, String)> {
        Vec::new()
    }
}

/// Asks what a node is made of (`GET /nodes/{node}/status`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NodeStatus {
    /// The node.
    pub node: String,
}

/// What a node is made of.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(from = "NodeParts")]
pub struct NodeSummary {
    /// The model of its processor.
    pub processor: String,
    /// Its threads.
    pub threads: u32,
    /// Its physical cores.
    pub cores: u32,
    /// Its sockets.
    pub sockets: u32,
    /// Its memory, in bytes.
    pub memory: u64,
}

#[derive(Deserialize)]
struct NodeParts {
    cpuinfo: Processor,
    memory: Memory,
}

#[derive(Deserialize)]
struct Processor {
    #[serde(default, deserialize_with = "text")]
    model: String,
    #[serde(deserialize_with = "number")]
    cpus: u32,
    #[serde(deserialize_with = "number")]
    cores: u32,
    #[serde(deserialize_with = "number")]
    sockets: u32,
}

#[derive(Deserialize)]
struct Memory {
    #[serde(deserialize_with = "number")]
    total: u64,
}

impl From<NodeParts> for NodeSummary {
    fn from(parts: NodeParts) -> Self {
        let Processor { model, cpus, cores, sockets } = parts.cpuinfo;
        Self { processor: model, threads: cpus, cores, sockets, memory: parts.memory.total }
    }
}

impl Call for NodeStatus {
    type Answer = NodeSummary;

    const METHOD: Method = Method::Get;
    const REPETITION: Repetition = Repetition::Read;

    fn path(&self) -> String {
        path(&["nodes", &self.node, "status"])
    }

    fn parameters(&self) -> Vec<(String, String)> {
        Vec::new()
    }
}

/// Asks for the interfaces of a node (`GET /nodes/{node}/network`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Networks {
    /// The node.
    pub node: String,
    /// Only interfaces of a type, such as `any_bridge`.
    pub kind: Option<String>,
}

/// An interface of a node.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Interface {
    /// Its name.
    pub iface: String,
    /// Its type, such as `bridge`.
    #[serde(rename = "type", default, deserialize_with = "text")]
    pub kind: String,
    /// Whether it is up.
    #[serde(default, deserialize_with = "flag")]
    pub active: bool,
    /// Whether it is a bridge that keeps VLAN tags.
    #[serde(default, deserialize_with = "flag")]
    pub bridge_vlan_aware: bool,
    /// The interfaces that are its ports, sorted.
    #[serde(default, deserialize_with = "names")]
    pub bridge_ports: Vec<String>,
}

impl Call for Networks {
    type Answer = Vec<Interface>;

    const METHOD: Method = Method::Get;
    const REPETITION: Repetition = Repetition::Read;

    fn path(&self) -> String {
        path(&["nodes", &self.node, "network"])
    }

    fn parameters(&self) -> Vec<(String, String)> {
        self.kind.iter().map(|kind| ("type".to_owned(), kind.clone())).collect()
    }
}

/// Asks for the lowest VMID that is free, or whether one is (`GET /cluster/nextid`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct NextId {
    /// The VMID to ask about.
    pub vmid: Option<u32>,
}

/// The VMID that is free.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct FreeVmid(#[serde(deserialize_with = "number")] pub u32);

impl Call for NextId {
    type Answer = FreeVmid;

    const METHOD: Method = Method::Get;
    const REPETITION: Repetition = Repetition::Read;

    fn path(&self) -> String {
        "/cluster/nextid".to_owned()
    }

    fn parameters(&self) -> Vec<(String, String)> {
        self.vmid.iter().map(|vmid| ("vmid".to_owned(), vmid.to_string())).collect()
    }
}
