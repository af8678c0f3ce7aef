//! Choosing identities that are still free: lowest first, in one batch, from a declared range.
//!
//! Allocation only ever fills what is missing. It is a pure function of everything that is known to be taken, so whoever
//! calls it has to know all of that: what the declaration holds and what really exists.

mod vmid;

pub use vmid::{AllocateVmidsError, free_vmids};
