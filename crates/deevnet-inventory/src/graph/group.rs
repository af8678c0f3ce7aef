//! One group.

use std::sync::Arc;

use super::{HostId, VariableTable};

/// A group by its number in the graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct GroupId(pub(super) usize);

impl GroupId {
    /// Its number, in the order in which groups were first named.
    pub(crate) fn index(self) -> usize {
        self.0
    }
}

/// A group of hosts.
#[derive(Debug)]
pub(crate) struct Group {
    pub(crate) name: Arc<str>,
    /// How far it lies below `all`.
    pub(crate) depth: usize,
    /// `ansible_group_priority`: among groups of one depth the higher wins.
    pub(crate) priority: i64,
    pub(crate) children: Vec<GroupId>,
    pub(crate) parents: Vec<GroupId>,
    /// The hosts that it holds directly.
    pub(crate) hosts: Vec<HostId>,
    /// The variables that the host files give it.
    pub(crate) variables: VariableTable,
}

impl Group {
    pub(super) fn new(name: Arc<str>) -> Self {
        Self {
            name,
            depth: 0,
            priority: 1,
            children: Vec::new(),
            parents: Vec::new(),
            hosts: Vec::new(),
            variables: VariableTable::default(),
        }
    }
}
