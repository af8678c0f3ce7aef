//! Which groups hold a host, directly or through others.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::{ALL, Graph, Group, GroupId, HostId};
use crate::limits::MAX_MEMBERSHIPS;

/// Every group that holds one of the given ones; these themselves only where another of them lies above.
///
/// It adds to `steps` how many links it followed.
pub(super) fn ancestors(groups: &[Group], start: &[GroupId], steps: &mut usize) -> BTreeSet<GroupId> {
    let mut found = BTreeSet::new();
    let mut pending: Vec<GroupId> = start.to_vec();
    while let Some(group) = pending.pop() {
        let parents = &groups[group.0].parents;
        *steps += parents.len() + 1;
        pending.extend(parents.iter().filter(|parent| found.insert(**parent)));
    }
    found
}

/// The sets of groups that occur, each once, and which of them every host has.
#[derive(Debug)]
pub(crate) struct Memberships {
    sets: Vec<GroupSet>,
    of_host: Vec<usize>,
    exceeded: bool,
}

/// The groups of a host, less `all`.
#[derive(Debug)]
pub(crate) struct GroupSet {
    /// In the order in which their variables are laid over one another, those that win last.
    pub(crate) by_precedence: Vec<GroupId>,
    /// Their names, sorted.
    pub(crate) names: Arc<[Arc<str>]>,
}

impl Memberships {
    /// Finds the groups of every host of a finished graph; past the limit only those that hold a host directly.
    pub(crate) fn of(graph: &Graph) -> Self {
        let mut memberships =
            Self { sets: Vec::new(), of_host: Vec::with_capacity(graph.hosts().len()), exceeded: false };
        let mut known: HashMap<Vec<GroupId>, usize> = HashMap::new();
        let mut steps = 0;
        for host in graph.hosts() {
            let mut direct = host.groups.clone();
            direct.sort_unstable();
            let nested = steps <= MAX_MEMBERSHIPS;
            let set = *known.entry(direct).or_insert_with_key(|direct| {
                memberships.sets.push(GroupSet::of(graph, direct, nested, &mut steps));
                memberships.sets.len() - 1
            });
            memberships.of_host.push(set);
            steps += memberships.sets[set].names.len();
        }
        memberships.exceeded = steps > MAX_MEMBERSHIPS;
        memberships
    }

    /// Whether there were more memberships than the loader follows.
    pub(crate) fn exceeded(&self) -> bool {
        self.exceeded
    }

    /// The distinct sets.
    pub(crate) fn sets(&self) -> &[GroupSet] {
        &self.sets
    }

    /// The number of a host's set.
    pub(crate) fn set_index(&self, host: HostId) -> usize {
        self.of_host[host.0]
    }

    /// The set of a host.
    pub(crate) fn set(&self, host: HostId) -> &GroupSet {
        &self.sets[self.of_host[host.0]]
    }
}

impl GroupSet {
    fn of(graph: &Graph, direct: &[GroupId], nested: bool, steps: &mut usize) -> Self {
        let mut all: BTreeSet<GroupId> = direct.iter().copied().collect();
        if nested {
            all.append(&mut ancestors(&graph.groups, direct, steps));
        }
        all.remove(&ALL);
        let mut by_precedence: Vec<GroupId> = all.into_iter().collect();
        by_precedence.sort_by_key(|id| {
            let group = graph.group(*id);
            (group.depth, group.priority, &group.name)
        });
        let mut names: Vec<Arc<str>> = by_precedence.iter().map(|id| Arc::clone(&graph.group(*id).name)).collect();
        names.sort_unstable();
        Self { by_precedence, names: names.into() }
    }
}

impl Graph {
    /// The hosts of a group and of the groups in it, each once, its own first, then level by level.
    pub(crate) fn hosts_of(&self, group: GroupId) -> Vec<HostId> {
        let mut seen_groups = FxHashSet::from_iter([group]);
        let mut seen_hosts = FxHashSet::default();
        let mut order = vec![group];
        let mut hosts = Vec::new();
        let mut next = 0;
        while let Some(current) = order.get(next).copied() {
            next += 1;
            let current = self.group(current);
            hosts.extend(current.hosts.iter().filter(|host| seen_hosts.insert(**host)));
            order.extend(current.children.iter().filter(|child| seen_groups.insert(**child)));
        }
        hosts
    }
}
