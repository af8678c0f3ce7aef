//! The networks of all tenants on all nodes: what comes before their machines, and what after.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::removal::owner;
use super::{
    DesiredNetwork, NetworkChange, NetworkRefusal, NodeNetworks, Removal, changes, is_pending_of_others, vnets_in_use,
};
use crate::plan::PlanOptions;
use crate::plan::action::{ActionId, Target};
use crate::plan::draft::{Draft, Spot};
use crate::plan::landscape::Landscape;
use crate::plan::operation::Operation;
use crate::survey::NodeState;

/// What is known about networks before they are planned.
#[derive(Debug)]
pub(in crate::plan) struct NetworkStage<'a> {
    pub(in crate::plan) substrate: &'a str,
    pub(in crate::plan) landscape: &'a Landscape<'a>,
    pub(in crate::plan) options: &'a PlanOptions,
    /// Whether nothing is hidden: no node, and nothing of the declaration.
    pub(in crate::plan) may_remove: bool,
    /// The tenants with a workload on a host, planned or not.
    pub(in crate::plan) placed: BTreeMap<Arc<str>, BTreeSet<Arc<str>>>,
}

/// A network that machines of a host need.
#[derive(Debug)]
pub(in crate::plan) struct NeededNetwork {
    pub(in crate::plan) host: Arc<str>,
    pub(in crate::plan) node: Arc<str>,
    pub(in crate::plan) desired: DesiredNetwork,
    /// The machines that need it.
    pub(in crate::plan) machines: Vec<Target>,
}

/// What came of the networks that machines need.
#[derive(Debug, Default)]
pub(in crate::plan) struct SettledNetworks {
    /// The step that puts the networks of a host in force.
    applied: BTreeMap<Arc<str>, ActionId>,
    /// The networks that will not be there.
    missing: BTreeSet<(Arc<str>, Arc<str>)>,
}

impl SettledNetworks {
    /// The step after which the networks of a host are in force.
    pub(in crate::plan) fn step(&self, host: &Arc<str>) -> Option<ActionId> {
        self.applied.get(host).copied()
    }

    /// Whether the network of a tenant on a host will not be there.
    pub(in crate::plan) fn lack(&self, host: &Arc<str>, tenant: &Arc<str>) -> bool {
        self.missing.contains(&(Arc::clone(host), Arc::clone(tenant)))
    }

    /// Notes a network that will not be there.
    pub(in crate::plan) fn miss(&mut self, host: &Arc<str>, tenant: &Arc<str>) {
        self.missing.insert((Arc::clone(host), Arc::clone(tenant)));
    }
}

impl NetworkStage<'_> {
    /// Plans the networks that machines need, and the end of those that no guest is attached to.
    pub(in crate::plan) fn before_machines(
        &self,
        needed: Vec<NeededNetwork>,
        settled: &mut SettledNetworks,
        draft: &mut Draft,
    ) {
        let mut by_host: BTreeMap<Arc<str>, Vec<NeededNetwork>> = BTreeMap::new();
        for network in needed {
            by_host.entry(Arc::clone(&network.host)).or_default().push(network);
        }
        for (host, state) in self.landscape.nodes() {
            let needed = by_host.remove(host).unwrap_or_default();
            self.node_before(host, state, &needed, settled, draft);
        }
    }

    fn node_before(
        &self,
        host: &Arc<str>,
        state: &NodeState,
        needed: &[NeededNetwork],
        settled: &mut SettledNetworks,
        draft: &mut Draft,
    ) {
        let mut networks = NodeNetworks::default();
        for network in needed {
            let tenant = &network.desired.tenant;
            match self.needed_changes(network, state) {
                Ok(changes) => networks.add(tenant, changes),
                Err(refusal) => {
                    settled.miss(host, tenant);
                    refuse(network, refusal, draft);
                }
            }
        }
        for removal in
            self.removals(host, state, &BTreeSet::new()).into_iter().filter(|removal| removal.in_use.is_empty())
        {
            networks.add(&removal.tenant, removal.changes);
        }
        let is_own = self.is_own(host);
        let is_mixed = is_pending_of_others(state, |id, zone| is_own(id) || owner(id, zone, self.substrate).is_some());
        networks.wait(state.sdn.has_pending && !is_mixed && (!needed.is_empty() || self.options.targets.is_empty()));
        if is_mixed && !networks.is_empty() {
            let mut targets = networks.targets();
            targets.extend(needed.iter().flat_map(|network| network.machines.clone()));
            for network in needed {
                settled.miss(host, &network.desired.tenant);
            }
            let message = format!(
                "changes of the software-defined network of {host} wait there that are not the substrate's own"
            );
            draft.fault(
                targets,
                message,
                "apply or take them back on the node: all that waits is put in force at once",
            );
            return;
        }
        let node = node_of(host, state, needed);
        if let Some(step) = networks.settle(host, &node, &[], draft) {
            settled.applied.insert(Arc::clone(host), step);
        }
    }

    fn is_own(&self, host: &Arc<str>) -> impl Fn(&str) -> bool + use<'_> {
        let placed = self.placed.get(host);
        move |zone| placed.is_some_and(|tenants| tenants.contains(zone))
    }

    fn needed_changes(&self, network: &NeededNetwork, state: &NodeState) -> Result<Vec<NetworkChange>, NetworkRefusal> {
        if let Some(gap) = state.gaps.first() {
            let message = format!("{} did not show everything, so its networks are left alone: {gap}", network.host);
            return Err(NetworkRefusal::Fault(message, "plan again when it shows everything".to_owned()));
        }
        let is_adopted = self.options.adopts(&[&network.desired.tenant]);
        changes(&network.desired, self.substrate, &network.host, state, is_adopted)
    }

    fn removals(&self, host: &Arc<str>, state: &NodeState, gone: &BTreeSet<u32>) -> Vec<Removal> {
        if !self.may_remove {
            return Vec::new();
        }
        let none = BTreeSet::new();
        let needed = self.placed.get(host).unwrap_or(&none);
        let mut removals = Removal::all(state, self.substrate, needed, &vnets_in_use(state, gone));
        removals.retain(|removal| self.options.includes(&[&removal.tenant]));
        removals
    }

    /// Plans the end of networks whose last guests are removed by the plan.
    pub(in crate::plan) fn after_machines(&self, draft: &mut Draft) {
        for (host, state) in self.landscape.nodes() {
            let (gone, after) = removed(host, draft);
            let node = node_of(host, state, &[]);
            let mut networks = NodeNetworks::default();
            let before: BTreeSet<Arc<str>> = self
                .removals(host, state, &BTreeSet::new())
                .into_iter()
                .filter(|removal| removal.in_use.is_empty())
                .map(|removal| removal.tenant)
                .collect();
            let left =
                self.removals(host, state, &gone).into_iter().filter(|removal| !before.contains(&removal.tenant));
            for removal in left {
                let target = Target::Network { tenant: Arc::clone(&removal.tenant) };
                let spot = Spot { host: Arc::clone(host), node: Arc::clone(&node), target };
                for change in removal.in_use {
                    let hint = "remove the guest from it, and plan again";
                    draft.block(&spot, change, "a guest is attached to it", hint);
                }
                networks.add(&removal.tenant, removal.changes);
            }
            networks.settle(host, &node, &after, draft);
        }
    }
}

/// The machines of a host that the plan removes, and the steps that do.
fn removed(host: &Arc<str>, draft: &Draft) -> (BTreeSet<u32>, Vec<ActionId>) {
    let actions = draft.actions.iter().filter(|action| action.host == *host);
    let destroys = actions.filter_map(|action| match (&action.operation, &action.target) {
        (Operation::Destroy(_), Target::Machine { vmid, .. }) => Some((*vmid, action.id)),
        _ => None,
    });
    destroys.unzip()
}

fn node_of(host: &Arc<str>, state: &NodeState, needed: &[NeededNetwork]) -> Arc<str> {
    match (needed, &state.node) {
        ([first, ..], _) => Arc::clone(&first.node),
        ([], Some(node)) => node.as_str().into(),
        ([], None) => Arc::clone(host),
    }
}

fn refuse(network: &NeededNetwork, refusal: NetworkRefusal, draft: &mut Draft) {
    let target = Target::Network { tenant: Arc::clone(&network.desired.tenant) };
    match refusal {
        NetworkRefusal::Fault(message, hint) => {
            let targets = std::iter::once(target).chain(network.machines.iter().cloned());
            draft.fault(targets.collect(), message, hint);
        }
        NetworkRefusal::Blocked(change, reason, hint) => {
            let (host, node) = (Arc::clone(&network.host), Arc::clone(&network.node));
            draft.block(&Spot { host, node, target }, *change, reason, hint);
        }
    }
}
