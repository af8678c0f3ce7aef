//! An inventory in memory, for tests.

use std::sync::Arc;

use deevnet_core::Span;
use deevnet_core::declared::{Data, Map, Value};
use serde_json::Value as Json;

use super::Scope;

/// Hosts with ready variables, and groups that hold them.
#[derive(Debug, Default)]
pub(super) struct MemoryScope {
    hosts: Vec<(Arc<str>, Value)>,
    groups: Vec<(Arc<str>, Vec<Arc<str>>)>,
    encrypted: Vec<Arc<str>>,
}

impl MemoryScope {
    /// Adds a host with the variables of a JSON object.
    pub(super) fn host(self, name: &str, variables: &Json) -> Self {
        self.declared_host(name, declared(variables))
    }

    /// Adds a host with the variables of a declared map.
    pub(super) fn declared_host(mut self, name: &str, variables: Value) -> Self {
        self.hosts.push((Arc::from(name), variables));
        self
    }

    /// Adds a group of hosts.
    pub(super) fn group(mut self, name: &str, hosts: &[&str]) -> Self {
        self.groups.push((Arc::from(name), hosts.iter().copied().map(Arc::from).collect()));
        self
    }

    /// Adds a file that could define any variable.
    pub(super) fn encrypted_file(mut self, path: &str) -> Self {
        self.encrypted.push(Arc::from(path));
        self
    }
}

/// A JSON value as a declaration has it; text with a delimiter is a template, `{"!secret": ...}` an encrypted value.
pub(super) fn declared(json: &Json) -> Value {
    let data = match json {
        Json::Null => Data::Null,
        Json::Bool(truth) => Data::Bool(*truth),
        Json::Number(number) => match number.as_i64() {
            Some(number) => Data::Integer(number),
            None => Data::Float(number.as_f64().unwrap_or(f64::NAN)),
        },
        Json::String(text) => {
            let templated = ["{{", "{%", "{#"].iter().any(|opening| text.contains(opening));
            return Value::text(text.as_str(), Span::NONE, templated);
        }
        Json::Array(items) => Data::List(items.iter().map(declared).collect()),
        Json::Object(entries) => {
            if let Some(ciphertext) = entries.get("!secret").and_then(Json::as_str) {
                return Value::new(Data::Secret(Arc::from(ciphertext)), Span::NONE);
            }
            let entries = entries.iter().map(|(key, value)| (declared(&Json::from(key.as_str())), declared(value)));
            Data::Map(Arc::new(Map::new(entries.collect())))
        }
    };
    Value::new(data, Span::NONE)
}

impl Scope for MemoryScope {
    fn host_count(&self) -> usize {
        self.hosts.len()
    }

    fn host_name(&self, host: usize) -> Arc<str> {
        Arc::clone(&self.hosts[host].0)
    }

    fn host_index(&self, name: &str) -> Option<usize> {
        self.hosts.iter().position(|(host, _)| &**host == name)
    }

    fn variable(&self, host: usize, name: &str) -> Option<Value> {
        self.hosts[host].1.get(name).cloned()
    }

    fn variable_names(&self, host: usize) -> Vec<Arc<str>> {
        let names = self.hosts[host].1.as_map().into_iter().flat_map(Map::text_entries);
        names.map(|(name, _, _)| Arc::from(name)).collect()
    }

    fn group_names(&self, host: usize) -> Vec<Arc<str>> {
        let holds = |hosts: &[Arc<str>]| hosts.contains(&self.hosts[host].0);
        let names = self.groups.iter().filter(|(name, hosts)| &**name != "all" && holds(hosts));
        let mut names: Vec<_> = names.map(|(name, _)| Arc::clone(name)).collect();
        names.sort();
        names
    }

    fn groups(&self) -> Vec<Arc<str>> {
        self.groups.iter().map(|(name, _)| Arc::clone(name)).collect()
    }

    fn group_hosts(&self, group: &str) -> Option<Vec<Arc<str>>> {
        self.groups.iter().find(|(name, _)| &**name == group).map(|(_, hosts)| hosts.clone())
    }

    fn inventory_dir(&self, _: usize) -> Option<Arc<str>> {
        Some(Arc::from("/inventory"))
    }

    fn inventory_file(&self, _: usize) -> Option<Arc<str>> {
        Some(Arc::from("/inventory/hosts.yml"))
    }

    fn encrypted_files(&self, _: usize) -> Vec<Arc<str>> {
        self.encrypted.clone()
    }
}
