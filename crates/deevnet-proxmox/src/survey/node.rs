//! One node, as found.

use std::collections::BTreeMap;

use deevnet_core::quantity::DataSize;
use serde::{Deserialize, Serialize};

use super::gap::Gap;
use super::guest::Guest;
use super::sdn::SdnState;

/// What was found on a node.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NodeState {
    /// Its node name in Proxmox VE; `None` where the node did not tell it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub node: Option<String>,
    /// The version of Proxmox VE, such as `8.4.21`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub release: Option<String>,
    /// What the node is made of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hardware: Option<NodeHardware>,
    /// Its storages, by name.
    #[serde(default)]
    pub storages: BTreeMap<String, StorageState>,
    /// Its bridges, by name.
    #[serde(default)]
    pub bridges: BTreeMap<String, BridgeState>,
    /// Its software-defined network.
    #[serde(default)]
    pub sdn: SdnState,
    /// Its virtual machines and containers, templates included, by VMID.
    #[serde(default)]
    pub guests: BTreeMap<u32, Guest>,
    /// What it did not show; empty where the survey of the node is complete.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gaps: Vec<Gap>,
}

/// What a node is made of (`GET /nodes/{node}/status`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NodeHardware {
    /// The model of its processor.
    pub processor: String,
    /// Its threads.
    pub threads: u32,
    /// Its physical cores.
    pub cores: u32,
    /// Its memory.
    pub memory: DataSize,
}

/// A storage of a node.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StorageState {
    /// Its type, such as `lvmthin`.
    pub kind: String,
    /// What it may hold, sorted, such as `images`.
    pub content: Vec<String>,
    /// Whether it answers.
    pub is_active: bool,
    /// Its size, where it answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<DataSize>,
    /// What is free in it, where it answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub free: Option<DataSize>,
}

/// A bridge of a node.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BridgeState {
    /// Whether it keeps VLAN tags.
    pub is_vlan_aware: bool,
    /// Whether it is up.
    pub is_active: bool,
    /// The interfaces that are its ports, sorted.
    pub ports: Vec<String>,
}
