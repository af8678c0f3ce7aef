//! Hosts and groups, and who holds whom.

mod address;
mod depth;
mod group;
mod host;
mod members;
mod pattern;
mod table;

pub(crate) use group::{Group, GroupId};
pub(crate) use host::{Host, HostId};
pub(crate) use members::Memberships;
pub(crate) use pattern::{PatternError, expand};
pub(crate) use table::VariableTable;

use std::collections::HashMap;
use std::sync::Arc;

use deevnet_core::Span;
use deevnet_core::declared::Value;
use rustc_hash::FxHashSet;

use crate::limits::{MAX_GRAPH_STEPS, MAX_LISTINGS};

/// The group that holds every host.
pub(crate) const ALL: GroupId = GroupId(0);

/// The group of the hosts that no other group holds.
pub(crate) const UNGROUPED: GroupId = GroupId(1);

/// All hosts and groups of an inventory, in the order in which they were first named.
#[derive(Debug)]
pub(crate) struct Graph {
    groups: Vec<Group>,
    hosts: Vec<Host>,
    group_index: HashMap<Arc<str>, GroupId>,
    host_index: HashMap<Arc<str>, HostId>,
    members: FxHashSet<(GroupId, HostId)>,
    children: FxHashSet<(GroupId, GroupId)>,
    /// How far the graph was walked so far.
    steps: usize,
    /// How many entries host files made so far.
    listings: usize,
}

/// A host that was just listed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Listed {
    pub(crate) id: HostId,
    /// Whether nothing listed it before.
    pub(crate) is_new: bool,
}

/// Why a group cannot hold another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ChildError {
    /// It would hold itself.
    Cycle,
    /// The groups hold one another in more ways than the loader follows.
    Limit,
}

impl Default for Graph {
    fn default() -> Self {
        let mut graph = Self {
            groups: Vec::new(),
            hosts: Vec::new(),
            group_index: HashMap::new(),
            host_index: HashMap::new(),
            members: FxHashSet::default(),
            children: FxHashSet::default(),
            steps: 0,
            listings: 0,
        };
        let all = graph.add_group(&Arc::from("all"));
        let ungrouped = graph.add_group(&Arc::from("ungrouped"));
        graph.link(all, ungrouped);
        graph
    }
}

impl Graph {
    /// The groups, `all` and `ungrouped` first.
    pub(crate) fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// The hosts.
    pub(crate) fn hosts(&self) -> &[Host] {
        &self.hosts
    }

    /// One group.
    pub(crate) fn group(&self, id: GroupId) -> &Group {
        &self.groups[id.0]
    }

    /// One host.
    pub(crate) fn host(&self, id: HostId) -> &Host {
        &self.hosts[id.0]
    }

    /// The group of that name.
    pub(crate) fn find_group(&self, name: &str) -> Option<GroupId> {
        self.group_index.get(name).copied()
    }

    /// The host of that name.
    pub(crate) fn find_host(&self, name: &str) -> Option<HostId> {
        self.host_index.get(name).copied()
    }

    /// The group of that name, made where there is none yet.
    pub(crate) fn add_group(&mut self, name: &Arc<str>) -> GroupId {
        if let Some(found) = self.find_group(name) {
            return found;
        }
        let id = GroupId(self.groups.len());
        self.groups.push(Group::new(Arc::clone(name)));
        self.group_index.insert(Arc::clone(name), id);
        id
    }

    /// Makes room for entries of host files; `false` where there are too many already.
    pub(crate) fn admit(&mut self, listings: usize) -> bool {
        self.listings = self.listings.saturating_add(listings);
        !self.is_full()
    }

    /// Whether there is room for no further entry.
    pub(crate) fn is_full(&self) -> bool {
        self.listings > MAX_LISTINGS
    }

    /// The host of that name, made where there is none yet.
    ///
    /// Places in other files than the first are kept, one a file.
    pub(crate) fn add_host(&mut self, name: &Arc<str>, span: Span) -> Listed {
        if let Some(id) = self.find_host(name) {
            self.hosts[id.0].listed_again(span);
            return Listed { id, is_new: false };
        }
        let id = HostId(self.hosts.len());
        self.hosts.push(Host::new(Arc::clone(name), span));
        self.host_index.insert(Arc::clone(name), id);
        Listed { id, is_new: true }
    }

    /// Puts a host into a group.
    pub(crate) fn add_member(&mut self, group: GroupId, host: HostId) {
        if self.members.insert((group, host)) {
            self.hosts[host.0].groups.push(group);
            self.groups[group.0].hosts.push(host);
        }
    }

    /// Puts a group into another.
    ///
    /// # Errors
    ///
    /// Why it cannot be put there; the graph stays as it was.
    pub(crate) fn add_child(&mut self, parent: GroupId, child: GroupId) -> Result<(), ChildError> {
        if self.children.contains(&(parent, child)) {
            return Ok(());
        }
        if parent == child || self.holds(child, parent)? {
            return Err(ChildError::Cycle);
        }
        self.link(parent, child);
        Ok(())
    }

    fn link(&mut self, parent: GroupId, child: GroupId) {
        self.children.insert((parent, child));
        self.groups[parent.0].children.push(child);
        self.groups[child.0].parents.push(parent);
        self.steps += depth::deepen(&mut self.groups, parent, child);
    }

    /// Whether a group holds another, looking upwards from the other.
    fn holds(&mut self, outer: GroupId, inner: GroupId) -> Result<bool, ChildError> {
        let ancestors = members::ancestors(&self.groups, &[inner], &mut self.steps);
        if self.steps > MAX_GRAPH_STEPS {
            return Err(ChildError::Limit);
        }
        Ok(ancestors.contains(&outer))
    }

    /// Sets a variable of a group, replacing an earlier one; `ansible_group_priority` is no variable.
    pub(crate) fn set_group_variable(&mut self, group: GroupId, key: Arc<str>, value: Value) {
        self.groups[group.0].variables.set(key, value);
    }

    /// Sets the priority among groups of the same depth.
    pub(crate) fn set_priority(&mut self, group: GroupId, priority: i64) {
        self.groups[group.0].priority = priority;
    }

    /// Sets a variable of a host, replacing an earlier one.
    ///
    /// Where a group has the host's name, Ansible gives the variable to the group.
    pub(crate) fn set_host_variable(&mut self, host: HostId, key: Arc<str>, value: Value) {
        match self.group_index.get(&self.hosts[host.0].name) {
            Some(group) => self.groups[group.0].variables.set(key, value),
            None => self.hosts[host.0].variables.set(key, value),
        }
    }

    /// Sets a variable of a host itself, whatever groups there are.
    pub(crate) fn set_own_variable(&mut self, host: HostId, key: Arc<str>, value: Value) {
        self.hosts[host.0].variables.set(key, value);
    }

    /// Puts groups without a parent into `all` and hosts without a group into `ungrouped`, and takes the others out.
    pub(crate) fn reconcile(&mut self) {
        for index in 1..self.groups.len() {
            if self.groups[index].parents.is_empty() {
                self.link(ALL, GroupId(index));
            }
        }
        let above = members::ancestors(&self.groups, &[UNGROUPED], &mut self.steps);
        let above_ungrouped = above.iter().any(|group| *group != ALL);
        for host in 0..self.hosts.len() {
            let direct = &self.hosts[host].groups;
            let in_ungrouped = direct.contains(&UNGROUPED);
            let elsewhere = direct.iter().any(|group| ![ALL, UNGROUPED].contains(group));
            if in_ungrouped && (elsewhere || above_ungrouped) {
                self.hosts[host].groups.retain(|group| *group != UNGROUPED);
                self.members.remove(&(UNGROUPED, HostId(host)));
            } else if !in_ungrouped && !elsewhere {
                self.add_member(UNGROUPED, HostId(host));
            }
        }
        let members = &self.members;
        self.groups[UNGROUPED.0].hosts.retain(|host| members.contains(&(UNGROUPED, *host)));
    }

    /// The hosts that bear the name of a group, in order.
    pub(crate) fn namesakes(&self) -> impl Iterator<Item = &Host> {
        self.hosts.iter().filter(|host| self.group_index.contains_key(&host.name))
    }
}
