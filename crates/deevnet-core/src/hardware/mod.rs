//! Hardware: profiles of machines, what a role demands of one, and how well the two fit.
//!
//! A [`HardwareProfile`] holds what is known about a model of machine, every [`Figure`] with its [`Source`]; what nobody
//! could confirm is `None`, unknown, and never guessed. A [`Catalogue`] holds the profiles by their [`ProfileId`]: the
//! estate's own, and those that a `deevnet.toml` adds. A [`RequirementSet`] says what a role demands and why, and a
//! [`Fit`] says line by line whether a profile meets it, by how much it is short, or what is unknown.
//!
//! A host says its hardware with `infrastructure.hardware`: a profile's ID, or `to-be-decided`
//! ([`HardwareChoice`]), for which the requirement stands all the same.

mod built_in;
mod catalogue;
mod choice;
mod contradiction;
mod ethernet;
mod figure;
mod figures;
mod fit;
mod id;
mod memory;
mod processor;
mod profile;
mod requirement;
mod shortfall;
mod storage;
mod summary;

pub use catalogue::{Catalogue, ProfileExistsError};
pub use choice::HardwareChoice;
pub use contradiction::Contradiction;
pub use ethernet::EthernetPorts;
pub use figure::{BlankSourceError, Figure, Source};
pub use figures::NamedFigure;
pub use fit::{Fit, FitLine, Verdict};
pub use id::{ParseProfileIdError, ProfileId};
pub use memory::{Memory, MemorySize, ParseMemorySizeError};
pub use processor::{Architecture, Processor, ProcessorFeature};
pub use profile::HardwareProfile;
pub use requirement::{Demand, Requirement, RequirementSet};
pub use shortfall::Shortfall;
pub use storage::{Drive, DriveKind};
