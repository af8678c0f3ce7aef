//! Network interfaces.

use serde_json::{Map, Value};

/// A network interface of a node.
#[derive(Debug, Clone, Default)]
pub(crate) struct Interface {
    /// Its options, as `/nodes/{node}/network/{iface}` shows them.
    pub(crate) options: Map<String, Value>,
}
