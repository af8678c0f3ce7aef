//! The merged inventory in the form that `ansible-inventory --list` prints.

use std::collections::BTreeMap;

use deevnet_core::declared::{Data, Value};
use serde_json::{Map, Number, Value as Json, json};

use crate::graph::{ALL, Group, HostId};
use crate::inventory::Inventory;
use crate::key;

/// The name of the JSON profile that Ansible writes and reads.
const PROFILE: &str = "inventory_legacy";

/// Variables that Ansible makes itself and leaves out of the list, sorted.
const INTERNAL: &[&str] = &[
    "ansible_async_path",
    "ansible_collection_name",
    "ansible_config_file",
    "ansible_dependent_role_names",
    "ansible_diff_mode",
    "ansible_facts",
    "ansible_forks",
    "ansible_inventory_sources",
    "ansible_limit",
    "ansible_play_batch",
    "ansible_play_hosts",
    "ansible_play_hosts_all",
    "ansible_play_role_names",
    "ansible_playbook_python",
    "ansible_role_name",
    "ansible_role_names",
    "ansible_run_tags",
    "ansible_skip_tags",
    "ansible_verbosity",
    "ansible_version",
    "group_names",
    "groups",
    "hostvars",
    "inventory_dir",
    "inventory_file",
    "inventory_hostname",
    "inventory_hostname_short",
    "play_hosts",
    "playbook_dir",
    "role_name",
    "role_names",
    "role_path",
    "role_uuid",
];

impl Inventory {
    /// The merged inventory exactly as `ansible-inventory --list` prints it.
    ///
    /// Numbers that JSON cannot hold, infinities and not-a-number, become null.
    pub fn to_list_json(&self) -> Json {
        let mut list = Map::new();
        for (index, group) in self.graph.groups().iter().enumerate() {
            let entry = self.group_json(group, index == ALL.index());
            if !entry.is_empty() {
                list.insert(group.name.to_string(), Json::Object(entry));
            }
        }
        let hosts = self.graph.hosts().iter().enumerate();
        let hostvars: Map<String, Json> = hosts
            .map(|(index, host)| (host.name.to_string(), self.host_json(HostId::from_index(index))))
            .filter(|(_, variables)| variables.as_object().is_some_and(|variables| !variables.is_empty()))
            .collect();
        list.insert("_meta".to_owned(), json!({ "hostvars": hostvars, "profile": PROFILE }));
        Json::Object(list)
    }

    fn group_json(&self, group: &Group, is_all: bool) -> Map<String, Json> {
        let hosts = group.hosts.iter().filter(|_| !is_all).map(|host| &*self.graph.host(*host).name);
        let children = group.children.iter().map(|child| &*self.graph.group(*child).name);
        let mut entry = Map::new();
        for (section, names) in [("hosts", names_json(hosts)), ("children", names_json(children))] {
            if !names.is_empty() {
                entry.insert(section.to_owned(), Json::Array(names));
            }
        }
        entry
    }

    fn host_json(&self, host: HostId) -> Json {
        let variables: BTreeMap<_, _> = self.merged_variables(host);
        let visible = variables.into_iter().filter(|(name, _)| INTERNAL.binary_search(&&**name).is_err());
        Json::Object(visible.map(|(name, value)| (name.into_owned(), value_json(value))).collect())
    }
}

fn names_json<'a>(names: impl Iterator<Item = &'a str>) -> Vec<Json> {
    names.map(Json::from).collect()
}

fn value_json(value: &Value) -> Json {
    match value.data() {
        Data::Bool(value) => Json::Bool(*value),
        Data::Integer(value) => Json::from(*value),
        Data::LargeInteger(digits) => large_json(digits),
        Data::Float(value) => Number::from_f64(*value).map_or(Json::Null, Json::Number),
        Data::Text(text) if value.is_literal() => json!({ "__ansible_unsafe": **text }),
        Data::Text(text) => Json::from(&**text),
        Data::Secret(envelope) => json!({ "__ansible_vault": **envelope }),
        Data::List(items) => items.iter().map(value_json).collect(),
        Data::Map(map) => map.iter().map(|(key, value)| (key::rendered(key).into_owned(), value_json(value))).collect(),
        _ => Json::Null,
    }
}

fn large_json(digits: &str) -> Json {
    match digits.parse::<u64>() {
        Ok(number) => Json::from(number),
        Err(_) => digits.parse().ok().and_then(Number::from_f64).map_or(Json::Null, Json::Number),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn internal_names_are_sorted() {
        assert!(INTERNAL.is_sorted());
    }
}
