//! A substrate as a page for a browser: one HTML file that fetches nothing.
//!
//! [`Report`] is the whole of it: the map, the VLAN plan, the policy, the hosts, the findings, the capacity of
//! hypervisors and, where a survey is at hand, what a plan would change. [`PolicyView::html`] is the policy alone.
//!
//! Nothing here reads a file, a clock or the network: the same substrate gives the same bytes. Every page carries a
//! Content Security Policy that lets nothing be fetched, and runs no script but the one whose hash it names.

mod capacity;
mod count;
mod document;
mod drift;
mod error;
mod findings;
mod flags;
mod hosts;
mod map;
mod overview;
mod policy;
mod report;
mod segments;
mod vlans;

pub use drift::Comparison;
pub use error::RenderError;
pub use findings::QuotedFinding;
pub use policy::{Flow, Flows, PolicyView, ShownProof, action_word};
pub use report::Report;
