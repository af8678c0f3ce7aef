//! Surveys that miss nothing.

use std::collections::BTreeSet;
use std::ops::Deref;
use std::sync::Arc;

use thiserror::Error;

use super::Survey;

/// A survey of every node of a set, none of which held anything back.
///
/// Allocation and destruction take only this type: a VMID that is free on the nodes that answered may be taken on the one
/// that did not.
#[derive(Debug, Clone, Copy)]
pub struct CompleteSurvey<'a>(&'a Survey);

impl Deref for CompleteSurvey<'_> {
    type Target = Survey;

    fn deref(&self) -> &Survey {
        self.0
    }
}

impl Survey {
    /// Whether no node that was asked held anything back. Whether every node was asked, [`complete`](Self::complete) says.
    pub fn is_complete(&self) -> bool {
        self.nodes.values().all(|node| node.gaps.is_empty())
    }

    /// The survey as one that misses nothing, if every node of `nodes` is in it without a gap.
    ///
    /// # Errors
    /// When a node is missing or has gaps; the error lists all of them.
    pub fn complete(&self, nodes: &BTreeSet<Arc<str>>) -> Result<CompleteSurvey<'_>, IncompleteSurveyError> {
        let absent = nodes.iter().filter(|node| !self.nodes.contains_key(*node));
        let mut missing: Vec<String> = absent.map(|node| format!("{node}: it was not asked")).collect();
        for (host, node) in &self.nodes {
            missing.extend(node.gaps.iter().map(|gap| format!("{host}: {gap}")));
        }
        if missing.is_empty() { Ok(CompleteSurvey(self)) } else { Err(IncompleteSurveyError { missing }) }
    }
}

/// What a survey misses.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("the survey is incomplete: {}", missing.join("; "))]
pub struct IncompleteSurveyError {
    missing: Vec<String>,
}

impl IncompleteSurveyError {
    /// Everything that is missing, a line each.
    pub fn missing(&self) -> &[String] {
        &self.missing
    }
}
