//! From a declaration to a model and everything there is to say about it.

mod address;
mod binding;
mod context;
mod hardware;
mod interface_name;
mod mac;
mod mac_policy;
mod naming;
mod placement;
mod policy;
#[cfg(test)]
mod properties;
mod publishing;
mod segment;
mod sharing;
mod structure;
mod switching;
mod tenant;
mod together;

use crate::declared::Declared;
use crate::finding::Finding;
use crate::hardware::Catalogue;
use crate::model::Substrate;
use context::Context;
pub use together::{Site, check_together};

/// What [`check`] gives: the model of everything that is valid, and every finding.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Checked {
    /// The typed substrate; what could not be parsed is not in it.
    pub substrate: Substrate,
    /// Every finding, sorted by place and then by rule.
    pub findings: Vec<Finding>,
}

impl Checked {
    /// Whether any finding is an error.
    pub fn has_errors(&self) -> bool {
        self.findings.iter().any(Finding::is_error)
    }
}

/// Checks a whole declaration: parses what is valid into the model and reports every fault in one run.
///
/// The findings do not depend on the order of files or hosts. Hardware is looked up among the profiles that are
/// [built in](Catalogue::built_in); [`check_with`] takes others.
pub fn check(declared: &Declared) -> Checked {
    check_with(declared, Catalogue::built_in())
}

/// Checks a whole declaration whose hosts have hardware of a catalogue, such as that of a
/// [configuration](crate::config::Config::catalogue).
pub fn check_with(declared: &Declared, catalogue: &Catalogue) -> Checked {
    let (mut substrate, mut findings) = Substrate::read(declared);
    substrate.adopt_profiles(catalogue);
    findings.extend(declared.findings.iter().cloned());
    let mut context = Context::new(declared, &substrate, catalogue);
    for family in [
        mac::check,
        mac_policy::check,
        address::check,
        binding::check,
        interface_name::check,
        segment::check,
        switching::check,
        naming::check,
        publishing::check,
        policy::check,
        hardware::check,
        placement::check,
        tenant::check,
        structure::check,
    ] {
        family(&mut context);
    }
    findings.extend(context.into_findings());
    findings.sort_unstable();
    findings.dedup();
    Checked { substrate, findings }
}
