//! Whether storages have room for what is planned.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use deevnet_core::quantity::DataSize;

use super::Target;
use super::draft::Draft;
use super::machine::Candidate;
use crate::survey::{NodeState, Survey};

/// What a storage must hold so that machines have disks on it.
const IMAGES: &str = "images";

/// Keeps the candidates whose storages exist and have room for all of them together; the others are faults.
pub(super) fn keep_those_that_fit<'a>(
    candidates: Vec<Candidate<'a>>,
    survey: &Survey,
    draft: &mut Draft,
) -> Vec<Candidate<'a>> {
    let mut by_storage: BTreeMap<(Arc<str>, String), (u64, Vec<Target>)> = BTreeMap::new();
    for candidate in &candidates {
        for (storage, bytes) in candidate.needs() {
            let (sum, targets) = by_storage.entry((Arc::clone(&candidate.spot.host), storage)).or_default();
            *sum = sum.saturating_add(bytes);
            targets.push(candidate.spot.target.clone());
        }
    }
    let mut left_out: BTreeSet<Target> = BTreeSet::new();
    for ((host, storage), (sum, targets)) in by_storage {
        let problem = survey.nodes.get(&host).and_then(|node| problem(&host, node, &storage, sum));
        if let Some((message, hint)) = problem {
            left_out.extend(targets.iter().cloned());
            draft.fault(targets, message, hint);
        }
    }
    let mut fitting = candidates;
    fitting.retain(|candidate| {
        let fits = !left_out.contains(&candidate.spot.target);
        draft.owned += usize::from(!fits && candidate.is_found());
        fits
    });
    fitting
}

/// Why a storage cannot take so many bytes more.
fn problem(host: &str, node: &NodeState, storage: &str, bytes: u64) -> Option<(String, String)> {
    let Some(state) = node.storages.get(storage) else {
        let hint = format!("create it on the node, or declare another storage; {host} has {}", names(node));
        return Some((format!("{host} has no storage {storage}"), hint));
    };
    if !state.is_active {
        return Some((format!("the storage {storage} of {host} is not active"), "activate it on the node".to_owned()));
    }
    if !state.content.is_empty() && !state.content.iter().any(|content| content == IMAGES) {
        let hint = "allow `images` in its content, or declare another storage".to_owned();
        return Some((format!("the storage {storage} of {host} holds no disks of machines"), hint));
    }
    let free = state.free.filter(|free| free.bytes() < bytes)?;
    let message = format!(
        "the storage {storage} of {host} has {} free, but what is planned there takes {}",
        free.rounded(),
        DataSize::from_bytes(bytes).rounded()
    );
    Some((message, "make room, or place machines on another storage or hypervisor".to_owned()))
}

fn names(node: &NodeState) -> String {
    let names: Vec<&str> = node.storages.keys().map(String::as_str).collect();
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}
