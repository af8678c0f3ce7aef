//! Which VMIDs exist on the nodes.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use deevnet_core::allocate::Survey as ExistingVmids;
use deevnet_proxmox::survey::Survey;
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::read as read_text;
use crate::failure::Failure;

/// What only a whole survey has, beside the short form that is written by hand.
#[derive(Deserialize)]
struct Versioned {
    #[expect(dead_code, reason = "only whether it is there matters")]
    version: IgnoredAny,
}

/// Reads what exists from a file: a survey that `deevnet observe` wrote, or the short form.
pub(super) fn read(file: &Path, nodes: &BTreeSet<Arc<str>>) -> Result<ExistingVmids, Failure> {
    let name = || format!("`{}`", file.display());
    let text = read_text(file)?;
    if serde_json::from_str::<Versioned>(&text).is_ok() {
        let survey = Survey::from_json(&text).map_err(|source| Failure::Survey { name: name(), source })?;
        return of(&survey, nodes);
    }
    serde_json::from_str(&text).map_err(|source| Failure::NoSurvey { name: name(), source })
}

/// What a survey found, if it misses none of the nodes and nothing on them. Containers and templates hold VMIDs too.
pub(super) fn of(survey: &Survey, nodes: &BTreeSet<Arc<str>>) -> Result<ExistingVmids, Failure> {
    let complete = survey.complete(nodes).map_err(Failure::IncompleteSurvey)?;
    let mut existing = ExistingVmids::default();
    for (host, node) in &complete.nodes {
        existing.add(Arc::clone(host), node.guests.keys().copied());
    }
    Ok(existing)
}
