//! What the nodes say of each other.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::standing::Standing;
use crate::survey::{Gap, GapReason, Survey};

/// Adds the gaps that show only when all nodes are looked at: two hosts that lead to one node, and members of a cluster
/// that no host leads to.
pub(super) fn compare(survey: &mut Survey, standings: &BTreeMap<Arc<str>, Standing>) {
    for (host, standing) in standings {
        let mut gaps: Vec<Gap> = standings
            .iter()
            .filter(|(other, one)| *other != host && one.is_one_with(standing))
            .map(|(other, _)| inconsistent("node", same_node(other, standing)))
            .collect();
        let unseen = standing.others.iter().filter(|name| !standings.values().any(|one| one.name == **name));
        gaps.extend(unseen.map(|name| {
            let message = format!("it is in a cluster with `{name}`, which no host leads to");
            inconsistent("node", message)
        }));
        if let Some(state) = survey.nodes.get_mut(host) {
            state.gaps.append(&mut gaps);
        }
    }
}

fn same_node(other: &str, standing: &Standing) -> String {
    format!("its endpoint answers as `{}` with the certificate that the endpoint of {other} has", standing.name)
}

/// A gap of answers that contradict each other.
pub(super) fn inconsistent(subject: impl Into<String>, message: String) -> Gap {
    Gap { subject: subject.into(), reason: GapReason::Inconsistent { message } }
}
