//! Standalone nodes that are not there: a server with their state and behaviour.

mod fault;

pub use fault::{CallRange, Effect, Fault, FaultInjector, ParseFaultError, PathPattern, TaskFault, exchange};
