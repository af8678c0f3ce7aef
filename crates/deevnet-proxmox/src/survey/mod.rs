//! What exists on the nodes, as it was found.

mod completeness;
mod digest;
mod document;
mod gap;
mod guest;
mod hardware;
mod node;
mod sdn;
#[cfg(test)]
pub(crate) mod testing;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

pub use completeness::{CompleteSurvey, IncompleteSurveyError};
pub use document::ReadSurveyError;
pub use gap::{Gap, GapReason};
pub use guest::{Guest, GuestKind, GuestStatus, PendingRow};
pub use hardware::HardwareDifference;
pub use node::{BridgeState, NodeHardware, NodeState, StorageState};
pub use sdn::{SdnState, SubnetState, VnetState, ZoneState};

/// What was found on every node that was asked, by inventory hostname.
///
/// A node that did not answer, or showed less than it holds, has [`gaps`](NodeState::gaps). Only [`Survey::complete`] turns a
/// survey into one that allocation and destruction accept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Survey {
    /// The version of the format; [`Survey::VERSION`].
    pub version: u32,
    /// The nodes, by the inventory hostname of the hypervisor.
    pub nodes: BTreeMap<Arc<str>, NodeState>,
}

impl Survey {
    /// The version of the format that is written and read.
    pub const VERSION: u32 = 1;
}

impl Default for Survey {
    fn default() -> Self {
        Self { version: Self::VERSION, nodes: BTreeMap::new() }
    }
}
