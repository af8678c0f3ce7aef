//! What carries out a plan, and proves what it did.

mod cancellation;
mod clone;
mod comparison;
mod configure;
mod destroy;
mod difference;
mod effect;
mod error;
mod foresight;
mod machine;
mod network;
mod options;
mod outcome;
mod patience;
mod power;
mod refusal;
mod report;
mod run;
mod schedule;
#[cfg(test)]
mod testing;
mod verify;
mod watcher;
mod worker;

pub use cancellation::Cancellation;
pub use difference::Difference;
pub use foresight::foresee;
pub use options::ApplyOptions;
pub use outcome::{Failure, Outcome};
pub use report::{ActionReport, MachineReport, Report, Tally};
pub use run::apply;
pub use watcher::{Event, Unwatched, Watcher};
