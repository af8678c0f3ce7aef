//! Choosing identities that are still free: lowest first, in one batch, from a declared range.
//!
//! Allocation only ever fills what is missing. It is a pure function of everything that is known to be taken, so whoever
//! calls it has to know all of that: what the declaration holds and what really exists.
//!
//! A [`Request`] says what a substrate needs and what is taken there, a [`Ledger`] what was given before, and
//! [`allocate()`] makes a [`Batch`] of the two. Where identities are kept is the matter of the `deevnet-registry` crate.

mod batch;
mod error;
mod holder;
mod identity;
mod interface;
mod ledger;
mod need;
mod obstacle;
mod request;
mod survey;
mod taken;
mod vmid;

pub use batch::{Batch, InterfaceMac, allocate};
pub use error::AllocateError;
pub use holder::Holder;
pub use identity::Identity;
pub use interface::{AllocateInterfaceMacsError, InterfaceMacs, interface_macs};
pub use ledger::{Ledger, LedgerConflict};
pub use need::{Need, Unfit};
pub use obstacle::obstacles;
pub use request::Request;
pub use survey::Survey;
pub use taken::{TakenError, TakenList};
pub use vmid::{AllocateVmidsError, free_vmids};
