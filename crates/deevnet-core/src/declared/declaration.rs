//! A whole declaration: the substrate's variables and every host's.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Value;
use crate::finding::Finding;
use crate::source::{Sources, Span};

/// Everything that an inventory declares about one substrate, before it is judged.
#[derive(Debug, Clone, Default)]
pub struct Declared {
    /// The files that were read.
    pub sources: Sources,
    /// The variables that hold for the whole substrate: those of [`SUBSTRATE_KEYS`](super::SUBSTRATE_KEYS).
    pub substrate: Variables,
    /// The hosts, sorted by name; no name stands twice.
    pub hosts: Vec<DeclaredHost>,
    /// The groups with the names of all their hosts, nested groups included.
    pub groups: BTreeMap<Arc<str>, Vec<Arc<str>>>,
    /// Variables of hosts that no group lists, sorted by name.
    pub orphans: Vec<Orphan>,
    /// What the loader found: files, structure and templates.
    pub findings: Vec<Finding>,
}

/// One host with its merged and resolved variables.
#[derive(Debug, Clone)]
pub struct DeclaredHost {
    /// The inventory hostname.
    pub name: Arc<str>,
    /// Where it is first listed.
    pub span: Span,
    /// Where other files list it too, one place a file.
    pub also: Vec<Span>,
    /// The groups that hold it, directly or through others, sorted; `all` is not named.
    pub groups: Arc<[Arc<str>]>,
    /// Its variables: those of [`HOST_KEYS`](super::HOST_KEYS), and any of
    /// [`SUBSTRATE_KEYS`](super::SUBSTRATE_KEYS) that differ from the substrate's.
    pub variables: Variables,
    /// The file that declares most about it (its `host_vars`), for findings about the host as a whole.
    pub file: Option<Span>,
}

/// Variables of a host that no group lists.
///
/// The host is no part of the substrate. What was given to it stays its own, in case that it is listed again.
#[derive(Debug, Clone)]
pub struct Orphan {
    /// The name that its file or folder has.
    pub name: Arc<str>,
    /// Its file or folder.
    pub span: Span,
    /// Its variables of [`HOST_KEYS`](super::HOST_KEYS), templates as they were written.
    pub variables: Variables,
}

/// A few named variables, looked up by name.
#[derive(Debug, Clone, Default)]
pub struct Variables {
    entries: Vec<(&'static str, Value)>,
}

impl Variables {
    /// The variable of that name.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.entries.iter().find(|(key, _)| *key == name).map(|(_, value)| value)
    }

    /// Sets a variable, replacing an earlier one of that name.
    pub fn set(&mut self, name: &'static str, value: Value) {
        match self.entries.iter_mut().find(|(key, _)| *key == name) {
            Some((_, found)) => *found = value,
            None => self.entries.push((name, value)),
        }
    }

    /// The variables, in the order in which they were set.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &Value)> {
        self.entries.iter().map(|(key, value)| (*key, value))
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}
