//! An inventory as its templates see it.

use std::path::Path;
use std::sync::Arc;

use deevnet_core::declared::Value;

use crate::graph::{ALL, HostId};
use crate::inventory::Inventory;
use crate::template::Scope;

impl Scope for Inventory {
    fn host_count(&self) -> usize {
        self.graph.hosts().len()
    }

    fn host_name(&self, host: usize) -> Arc<str> {
        Arc::clone(&self.graph.host(HostId::from_index(host)).name)
    }

    fn host_index(&self, name: &str) -> Option<usize> {
        self.graph.find_host(name).map(HostId::index)
    }

    fn variable(&self, host: usize, name: &str) -> Option<Value> {
        self.variable(HostId::from_index(host), name).map(|value| self.keeper.open(value))
    }

    fn variable_names(&self, host: usize) -> Vec<Arc<str>> {
        self.merged_variables(HostId::from_index(host)).into_keys().map(Arc::from).collect()
    }

    fn group_names(&self, host: usize) -> Vec<Arc<str>> {
        self.memberships.set(HostId::from_index(host)).names.to_vec()
    }

    fn groups(&self) -> Vec<Arc<str>> {
        self.graph.groups().iter().map(|group| Arc::clone(&group.name)).collect()
    }

    fn group_hosts(&self, group: &str) -> Option<Vec<Arc<str>>> {
        let hosts = self.graph.hosts_of(self.graph.find_group(group)?);
        Some(hosts.into_iter().map(|host| Arc::clone(&self.graph.host(host).name)).collect())
    }

    fn inventory_dir(&self, host: usize) -> Option<Arc<str>> {
        let file = self.inventory_file(host)?;
        Some(Path::new(&*file).parent()?.to_string_lossy().into())
    }

    fn inventory_file(&self, host: usize) -> Option<Arc<str>> {
        let file = self.graph.host(HostId::from_index(host)).span.file_id()?;
        let path = std::path::absolute(Path::new(&**self.sources.path(file)?)).ok()?;
        Some(path.to_string_lossy().into())
    }

    fn encrypted_files(&self, host: usize) -> Vec<Arc<str>> {
        let host = HostId::from_index(host);
        let groups = std::iter::once(&ALL).chain(&self.memberships.set(host).by_precedence);
        let of_groups = groups.flat_map(|group| &self.group_files[group.index()].encrypted);
        let spans = of_groups.chain(&self.host_files[host.index()].encrypted);
        spans.filter_map(|span| self.sources.path(span.file_id()?).cloned()).collect()
    }
}
