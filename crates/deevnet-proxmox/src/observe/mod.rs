//! Reads what exists on the nodes.
//!
//! Of each node a fixed number of calls is made, one for each guest, and one for each VNet: `/nodes`,
//! `/access/permissions` and `/version` in a first round, then the lists of virtual machines, containers, storages,
//! interfaces, zones, VNets and controllers and the state of the node, and with each list, as soon as it is there, the
//! guests in it. A virtual machine takes one call, because `pending` has the values in force, those that wait, and the
//! digest of the file; a container takes one, its `config`. With `v` VNets and `g` guests that makes `11 + v + g` calls,
//! in as few round trips as the limit of the client allows. Only where a guest went away between the list and its own
//! turn are the lists read once more.

mod guest;
mod guests;
mod look;
mod options;
mod parts;
mod progress;
mod rights;
mod sdn;
mod standing;
#[cfg(test)]
mod tests;
mod together;

use std::collections::BTreeMap;
use std::sync::Arc;

use futures_util::future::join_all;

pub use options::ObserveOptions;
pub use progress::Progress;

use crate::client::Client;
use crate::survey::Survey;
use look::Look;

/// Reads every node, all at once.
///
/// It never fails: a node that does not answer, or that shows less than it holds, is in the survey with
/// [`gaps`](crate::survey::NodeState::gaps). What changes on a node meanwhile is in the survey as it was at the moment of
/// the call that showed it; the digest of each guest tells whether it is still so.
pub async fn observe(nodes: &BTreeMap<Arc<str>, Client>, options: ObserveOptions) -> Survey {
    let options = &options;
    let looks = nodes.iter().map(|(host, client)| async move {
        let look = Look { host, client, options };
        (Arc::clone(host), look.at_node().await)
    });
    let (mut survey, mut standings) = (Survey::default(), BTreeMap::new());
    for (host, (state, standing)) in join_all(looks).await {
        standings.extend(standing.map(|standing| (Arc::clone(&host), standing)));
        survey.nodes.insert(host, state);
    }
    together::compare(&mut survey, &standings);
    survey.sort();
    survey
}
