//! The firewall policy: who reaches whom, exactly, and what is proven about it.

mod page;
mod view;

pub(crate) use page::Matrix;
pub use view::{Flow, Flows, PolicyView, ShownProof, action_word};
