//! Nodes as a substrate declares them, with templates on them and a few guests that nobody declared.

mod guest;
mod node;
mod number;
mod storage;
mod stranger;

use deevnet_core::model::Substrate;

use self::node::node;
use self::number::Numbers;
use super::setup::NodeSetup;

/// The nodes of a substrate before anything declared is on them: one for each of its hypervisors, in order of their hosts' names.
///
/// A node has the declared name (where there is none, its host's), release, storages with their sizes, bridge, and the EVPN controller that
/// tenants' zones name. On it are two
/// templates for each declared prefix, `<prefix>44-1.9` and `<prefix>44-1.10`, of which the second is the newer one, and guests that
/// nobody declared. No number of a guest is declared, and none is on two nodes. There is no token on any of them yet.
pub fn from_substrate(substrate: &Substrate) -> Vec<NodeSetup> {
    let mut numbers = Numbers::new(substrate);
    let hypervisors = substrate.hosts.values().filter_map(|host| Some((host, host.hypervisor.as_ref()?)));
    hypervisors.map(|(host, hypervisor)| node(substrate, host, hypervisor, &mut numbers)).collect()
}

#[cfg(test)]
mod tests;
