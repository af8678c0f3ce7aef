//! Placement: which machines stand on which hypervisor, and whether they fit.
//!
//! Placement is manual: a definition names its hypervisor, and nothing is ever moved or chosen here. A [`Placement`]
//! adds up what the machines of each node ask for and holds it against what its hardware has, less what the host keeps
//! for itself. Nodes stand alone: no machine moves between them, and no storage is shared by arithmetic.
//!
//! ```
//! use deevnet_core::declared::Declared;
//!
//! let checked = deevnet_core::check(&Declared::default());
//! let placement = checked.substrate.placement();
//! assert!(placement.nodes().is_empty() && placement.unplaced().is_empty());
//! ```

mod amount;
mod balance;
mod capacity;
mod machine;
mod network_device;
mod node;
#[cfg(test)]
mod properties;
mod report;
mod unplaced;

pub use amount::Amount;
pub use balance::Balance;
pub use capacity::{Capacity, Limit};
pub use machine::{Machine, MachineOwner};
pub use network_device::NetworkDevice;
pub use node::{NodePlacement, StorageUse};
pub use report::Placement;
pub use unplaced::{Unplaced, UnplacedReason};
