//! Software-defined networks.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

/// The software-defined networks: what is configured, and what the last apply put to work.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sdn {
    /// What is configured.
    pub(crate) configured: SdnConfiguration,
    /// What runs.
    pub(crate) running: SdnConfiguration,
    /// How often it was applied.
    pub(crate) version: u64,
    /// What a change must name while the configuration is held (9.x).
    pub(crate) lock_token: Option<String>,
}

/// Objects by kind and name, each with its options.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct SdnConfiguration {
    /// The zones.
    pub(crate) zones: BTreeMap<String, Map<String, Value>>,
    /// The virtual networks.
    pub(crate) vnets: BTreeMap<String, Map<String, Value>>,
    /// The subnets, as `zone-network-mask`.
    pub(crate) subnets: BTreeMap<String, Map<String, Value>>,
    /// The controllers.
    pub(crate) controllers: BTreeMap<String, Map<String, Value>>,
}
