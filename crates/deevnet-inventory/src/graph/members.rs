//! Which groups hold a host, directly or through others.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::{ALL, Graph, Group, GroupId, HostId};

/// Every group that holds one of the given ones; these themselves only where another of them lies above.
pub(super) fn ancestors(groups: &[Group], start: &[GroupId]) -> BTreeSet<GroupId> {
    let mut found = BTreeSet::new();
    let mut pending: Vec<GroupId> = start.to_vec();
    while let Some(group) = pending.pop() {
        for parent in &groups[group.0].parents {
            if found.insert(*parent) {
                pending.push(*parent);
            }
        }
    }
    found
}

/// The sets of groups that occur, each once, and which of them every host has.
#[derive(Debug)]
pub(crate) struct Memberships {
    sets: Vec<GroupSet>,
    of_host: Vec<usize>,
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
    /// Finds the groups of every host of a finished graph.
    pub(crate) fn of(graph: &Graph) -> Self {
        let mut sets = Vec::new();
        let mut known: HashMap<Vec<GroupId>, usize> = HashMap::new();
        let of_host = graph.hosts().iter().map(|host| {
            let mut direct = host.groups.clone();
            direct.sort_unstable();
            *known.entry(direct).or_insert_with_key(|direct| {
                sets.push(GroupSet::of(graph, direct));
                sets.len() - 1
            })
        });
        let of_host = of_host.collect();
        Self { sets, of_host }
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
    fn of(graph: &Graph, direct: &[GroupId]) -> Self {
        let mut all = ancestors(&graph.groups, direct);
        all.extend(direct);
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
        let mut seen_groups = vec![false; self.groups.len()];
        let mut seen_hosts = vec![false; self.hosts.len()];
        let mut order = vec![group];
        let mut hosts = Vec::new();
        seen_groups[group.0] = true;
        let mut next = 0;
        while let Some(current) = order.get(next).copied() {
            next += 1;
            let current = self.group(current);
            hosts.extend(current.hosts.iter().filter(|host| !std::mem::replace(&mut seen_hosts[host.0], true)));
            order.extend(current.children.iter().filter(|child| !std::mem::replace(&mut seen_groups[child.0], true)));
        }
        hosts
    }
}
