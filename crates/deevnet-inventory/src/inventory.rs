//! The merged inventory, before it becomes a declaration.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use deevnet_core::declared::{Map, Value};
use deevnet_core::{Finding, Sources, Span};
use serde_json::Value as Json;

use crate::error::LoadError;
use crate::graph::{ALL, Graph, GroupId, HostId, Memberships, VariableTable};
use crate::options::Options;
use crate::vault::Keeper;
use crate::{handed_over, reading};

/// An inventory as Ansible merges it: hosts, groups and layered variables, templates still as they were written.
///
/// A host's variable is the first hit in its layers; no layer is copied for a host.
#[derive(Debug)]
pub struct Inventory {
    pub(crate) sources: Sources,
    pub(crate) graph: Graph,
    pub(crate) memberships: Memberships,
    /// The files of `group_vars`, by group, those that win last.
    pub(crate) group_files: Vec<FileLayers<VariableTable>>,
    /// The files of `host_vars`, by host, those that win last.
    pub(crate) host_files: Vec<FileLayers<HostFile>>,
    pub(crate) keeper: Keeper,
    pub(crate) orphans: Vec<OrphanFiles>,
    pub(crate) findings: Vec<Finding>,
    pub(crate) threads: usize,
}

/// The files of one group or host.
#[derive(Debug)]
pub(crate) struct FileLayers<File> {
    /// What was read, those that win last.
    pub(crate) files: Vec<File>,
    /// What stayed encrypted.
    pub(crate) encrypted: Vec<Span>,
}

impl<File> Default for FileLayers<File> {
    fn default() -> Self {
        Self { files: Vec::new(), encrypted: Vec::new() }
    }
}

/// One file of a host's variables.
#[derive(Debug)]
pub(crate) struct HostFile {
    pub(crate) span: Span,
    pub(crate) variables: Arc<Map>,
}

/// The variables of a host that no group lists.
#[derive(Debug)]
pub(crate) struct OrphanFiles {
    pub(crate) name: Arc<str>,
    /// Its file or folder.
    pub(crate) span: Span,
    /// Its files, those that win last.
    pub(crate) files: Vec<HostFile>,
}

impl Inventory {
    /// Reads an inventory: the folder of a substrate, or one host file.
    ///
    /// # Errors
    ///
    /// Why there is nothing to read; everything else that is wrong is a finding of the declaration.
    pub fn read(path: &Path, options: &Options) -> Result<Self, LoadError> {
        reading::read(path, options)
    }

    /// Reads the output of `ansible-inventory --list`; findings name it as `name`.
    ///
    /// # Errors
    ///
    /// That there is no output at all.
    pub fn from_list_json(name: &str, json: &[u8], options: &Options) -> Result<Self, LoadError> {
        handed_over::from_list_json(name, json, options)
    }

    /// Takes hosts whose variables are merged already.
    pub fn from_hostvars(hosts: BTreeMap<String, Json>, groups: BTreeMap<String, Vec<String>>) -> Self {
        handed_over::from_hostvars(hosts, groups)
    }

    /// The names of the hosts, sorted.
    pub fn host_names(&self) -> Vec<Arc<str>> {
        let mut names: Vec<Arc<str>> = self.graph.hosts().iter().map(|host| Arc::clone(&host.name)).collect();
        names.sort_unstable();
        names
    }

    /// The merged variables of a host by name, templates as they were written; `None` where there is no such host.
    pub fn merged(&self, host: &str) -> Option<BTreeMap<Cow<'_, str>, &Value>> {
        self.graph.find_host(host).map(|host| self.merged_variables(host))
    }

    pub(crate) fn merged_variables(&self, host: HostId) -> BTreeMap<Cow<'_, str>, &Value> {
        let mut merged = BTreeMap::new();
        for table in self.group_layers(host) {
            merged.extend(table.iter().map(|(key, value)| (Cow::Borrowed(&**key), value)));
        }
        let own = self.graph.host(host).variables.iter();
        merged.extend(own.map(|(key, value)| (Cow::Borrowed(&**key), value)));
        for file in &self.host_files[host.index()].files {
            merged.extend(file.variables.iter().map(|(key, value)| (crate::key::rendered(key), value)));
        }
        merged
    }

    /// The variable of a host, from its own layers or those of its groups.
    pub(crate) fn variable(&self, host: HostId, name: &str) -> Option<&Value> {
        let mut files = self.host_files[host.index()].files.iter().rev();
        files
            .find_map(|file| file.variables.get(name))
            .or_else(|| self.graph.host(host).variables.get(name))
            .or_else(|| self.group_variable(self.memberships.set_index(host), name))
    }

    /// The variable that a set of groups gives to its hosts.
    pub(crate) fn group_variable(&self, set: usize, name: &str) -> Option<&Value> {
        let groups = &self.memberships.sets()[set].by_precedence;
        self.layers(groups).rev().find_map(|table| table.get(name))
    }

    /// The variable that `all` gives to every host.
    pub(crate) fn common_variable(&self, name: &str) -> Option<&Value> {
        self.layers(&[]).rev().find_map(|table| table.get(name))
    }

    fn group_layers(&self, host: HostId) -> impl DoubleEndedIterator<Item = &VariableTable> {
        self.layers(&self.memberships.set(host).by_precedence)
    }

    /// The tables of `all` and of groups, those that win last: first what host files say, then what `group_vars` say.
    fn layers<'a>(&'a self, groups: &'a [GroupId]) -> impl DoubleEndedIterator<Item = &'a VariableTable> {
        let listed = std::iter::once(&ALL).chain(groups).map(|group| &self.graph.group(*group).variables);
        let filed = std::iter::once(&ALL).chain(groups).flat_map(|group| &self.group_files[group.index()].files);
        listed.chain(filed)
    }
}
