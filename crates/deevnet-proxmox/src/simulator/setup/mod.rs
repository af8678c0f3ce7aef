//! What a node has at the start.

mod access;
mod guest;
mod node;
mod storage;

pub use access::{AclSetup, Holder, RoleSetup, TokenSetup, UserSetup};
pub use guest::{GuestKind, GuestSetup};
pub use node::{Hardware, InterfaceSetup, NodeSetup, Unreachable};
pub use storage::{StorageSetup, VolumeSetup};
