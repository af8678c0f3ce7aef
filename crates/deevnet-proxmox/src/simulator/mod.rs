//! Standalone nodes that are not there: a server with their state and behaviour.
//!
//! A [`Simulator`] has one or more nodes, each with users, storages, guests and networks of its own, as a [`NodeSetup`] says.
//! It answers in this process ([`Simulator::handle`], [`Simulator::transport`]) or over HTTP and HTTPS. Everything that
//! follows from chance follows from a seed; time is tokio's.
//!
//! A request goes through `http` (paths, forms, formats), `access` (who asks), the table in `route` (which call is meant, who
//! may make it), `parameter` (whether what is given is what it takes) and to the handler of the call, a function of the
//! node's `state` and the call. Handlers stand in one room for each area, with the list of the area's calls; what takes time
//! they leave to a task, whose effect comes at its end.

#![expect(clippy::unnecessary_wraps, reason = "handlers of calls have one signature")]

mod access;
mod cluster;
mod container;
mod declared;
#[cfg(test)]
mod facts;
mod fault;
mod http;
mod node;
mod options;
mod parameter;
mod pool;
mod release;
#[cfg(test)]
mod replay;
mod route;
#[cfg(test)]
mod schema;
mod sdn;
mod server;
mod setup;
mod simulation;
mod size;
mod state;
mod storage;
mod task;
mod virtual_machine;

pub use declared::from_substrate;
pub use fault::{CallRange, Effect, Fault, FaultInjector, ParseFaultError, PathPattern, TaskFault, exchange};
pub use options::SimulatorOptions;
pub use release::Release;
pub use server::{Scheme, ServeError, Serving};
pub use setup::{
    AclSetup, GuestKind, GuestSetup, Hardware, Holder, InterfaceSetup, NodeSetup, RoleSetup, StorageSetup, TokenSetup,
    Unreachable, UserSetup, VolumeSetup,
};
pub use simulation::Simulator;
