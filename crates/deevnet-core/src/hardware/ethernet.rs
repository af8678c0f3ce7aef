//! Ethernet ports.

use std::sync::Arc;

use serde::Serialize;

use super::figure::Figure;
use crate::quantity::DataRate;

/// What is known about a machine's wired network ports of one sort; `None` is unknown.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[non_exhaustive]
pub struct EthernetPorts {
    /// How many there are.
    pub count: Option<Figure<u16>>,
    /// The fastest rate of each.
    pub speed: Option<Figure<DataRate>>,
    /// The controller behind them, such as `Intel I219-LM`.
    pub chipset: Option<Figure<Arc<str>>>,
}
