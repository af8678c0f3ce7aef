//! The software-defined network of a node, as found.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The zones of a node; with pending changes laid over what is in force.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SdnState {
    /// The zones, by ID.
    #[serde(default)]
    pub zones: BTreeMap<String, ZoneState>,
    /// The controllers that stay, by ID, with their options; the type is one of them.
    #[serde(default)]
    pub controllers: BTreeMap<String, BTreeMap<String, String>>,
    /// Whether changes wait for being applied.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub has_pending: bool,
}

/// A zone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ZoneState {
    /// Its type, such as `evpn`.
    pub kind: String,
    /// Its options, numbers as text.
    pub options: BTreeMap<String, String>,
    /// Its state while it waits for being applied: `new`, `changed` or `deleted`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// Its VNets, by ID.
    #[serde(default)]
    pub vnets: BTreeMap<String, VnetState>,
}

/// A VNet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VnetState {
    /// Its options, numbers as text.
    pub options: BTreeMap<String, String>,
    /// Its state while it waits for being applied.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// Its subnets, by ID (`zone-network-length`).
    #[serde(default)]
    pub subnets: BTreeMap<String, SubnetState>,
}

/// A subnet of a VNet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SubnetState {
    /// Its options, numbers as text.
    pub options: BTreeMap<String, String>,
    /// Its state while it waits for being applied.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
}
