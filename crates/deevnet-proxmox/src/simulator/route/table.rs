//! All calls.

use std::collections::BTreeMap;

use super::endpoint::Endpoint;
use crate::simulator::release::Release;
use crate::simulator::{access, cluster, container, http, node, pool, sdn, storage, task, virtual_machine};
use crate::transport::Method;

/// The lists of the areas.
static LISTS: &[&[Endpoint]] = &[
    access::endpoint::login::ENDPOINTS,
    access::endpoint::permissions::ENDPOINTS,
    access::endpoint::tokens::ENDPOINTS,
    access::endpoint::users::ENDPOINTS,
    cluster::ENDPOINTS,
    container::ENDPOINTS,
    http::ENDPOINTS,
    node::ENDPOINTS,
    node::MACHINES,
    node::NETWORK,
    pool::ENDPOINTS,
    sdn::APPLY,
    sdn::CONTROLLERS,
    sdn::LOCK,
    sdn::STATUS,
    sdn::SUBNETS,
    sdn::VNETS,
    sdn::ZONES,
    storage::CONTENT,
    storage::ENDPOINTS,
    task::ENDPOINTS,
    virtual_machine::ENDPOINTS,
];

/// All calls of all releases.
pub(crate) fn endpoints() -> impl Iterator<Item = &'static Endpoint> {
    LISTS.iter().flat_map(|list| list.iter())
}

/// A call with the parameters of its path.
#[derive(Debug)]
pub(crate) struct Found {
    /// The call.
    pub(crate) endpoint: &'static Endpoint,
    /// The parameters of the path.
    pub(crate) parameters: BTreeMap<String, String>,
}

/// The call that a path means. A fixed segment goes before a parameter.
pub(crate) fn find(release: Release, method: Method, segments: &[String]) -> Option<Found> {
    let candidates = endpoints().filter(|one| one.method == method && one.releases.contains(&release));
    let matching = candidates.filter_map(|endpoint| {
        let parameters = match_path(endpoint.path, segments)?;
        Some(Found { endpoint, parameters })
    });
    matching.min_by_key(|found| found.parameters.len())
}

fn match_path(pattern: &str, segments: &[String]) -> Option<BTreeMap<String, String>> {
    let parts: Vec<&str> = pattern.split('/').filter(|part| !part.is_empty()).collect();
    let open = parts.last().is_some_and(|part| part.ends_with("...}"));
    if parts.len() != segments.len() && !(open && segments.len() > parts.len()) {
        return None;
    }
    let mut parameters = BTreeMap::new();
    for (position, part) in parts.iter().enumerate() {
        let segment = segments.get(position)?;
        match part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
            Some(name) => match name.strip_suffix("...") {
                Some(name) => parameters.insert(name.to_owned(), segments[position..].join("/")),
                None => parameters.insert(name.to_owned(), segment.clone()),
            },
            None if part == segment => None,
            None => return None,
        };
    }
    Some(parameters)
}
