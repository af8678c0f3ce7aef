//! Faults on request: what may go wrong between a client and a node, at which calls.
//!
//! A [`Fault`] says what happens ([`Effect`]) and when: at which node, to which method and path, at the how-manieth call that
//! matches. Faults stand in front of and behind the node: they delay a request, lose it before the node sees it, or lose the answer
//! after the node did what was asked.

mod call;
mod effect;
mod exchange;
mod injector;
mod notation;
mod path;
mod rule;
mod task;

pub use call::CallRange;
pub use effect::Effect;
pub use exchange::exchange;
pub use injector::FaultInjector;
pub use notation::ParseFaultError;
pub use path::PathPattern;
pub use rule::Fault;
pub use task::TaskFault;
