//! What a host says itself, apart from its groups.

use deevnet_core::declared::Value;

use super::keys::Key;
use crate::graph::HostId;
use crate::inventory::Inventory;

/// A host with its own values of the keys that matter, found in one walk through its layers.
#[derive(Debug)]
pub(super) struct OwnVariables<'a> {
    pub(super) host: HostId,
    pub(super) name: &'a str,
    /// Sorted by key, each once.
    values: Vec<(Key, &'a Value)>,
}

impl<'a> OwnVariables<'a> {
    pub(super) fn of(inventory: &'a Inventory, host: HostId) -> Self {
        let listed = inventory.graph.host(host);
        let mut own = Self { host, name: &listed.name, values: Vec::new() };
        for (name, value) in listed.variables.iter() {
            own.set(name, value);
        }
        for file in &inventory.host_files[host.index()].files {
            for (name, _, value) in file.variables.text_entries() {
                own.set(name, value);
            }
        }
        own
    }

    fn set(&mut self, name: &str, value: &'a Value) {
        let Some(key) = Key::find(name) else { return };
        match self.values.binary_search_by_key(&key, |(key, _)| *key) {
            Ok(place) => self.values[place].1 = value,
            Err(place) => self.values.insert(place, (key, value)),
        }
    }

    /// The value of a key.
    pub(super) fn get(&self, key: Key) -> Option<&'a Value> {
        self.values.iter().find(|(found, _)| *found == key).map(|(_, value)| *value)
    }

    /// The values, sorted by key.
    pub(super) fn iter(&self) -> impl Iterator<Item = (Key, &'a Value)> {
        self.values.iter().copied()
    }
}
