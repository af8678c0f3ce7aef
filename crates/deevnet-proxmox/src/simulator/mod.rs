//! Standalone nodes that are not there: a server with their state and behaviour.

mod declared;
mod fault;
mod release;
mod setup;

pub use declared::from_substrate;
pub use fault::{CallRange, Effect, Fault, FaultInjector, ParseFaultError, PathPattern, TaskFault, exchange};
pub use release::Release;
pub use setup::{
    AclSetup, GuestKind, GuestSetup, Hardware, Holder, InterfaceSetup, NodeSetup, RoleSetup, StorageSetup, TokenSetup,
    Unreachable, UserSetup, VolumeSetup,
};
