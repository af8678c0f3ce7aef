//! Declarations for tests, written as JSON.
//!
//! Every value has a place of its own, as if it stood on a line of its own in document order: the substrate's in
//! `group_vars/all.yml`, a host's in `host_vars/<host>.yml`. Maps keep the order in which `serde_json` gives them.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value as Json;

use super::{Data, Declared, DeclaredHost, HOST_KEYS, Map, SUBSTRATE_KEYS, Value, Variables};
use crate::finding::Finding;
use crate::rules::Rule;
use crate::source::{FileId, Span};

/// A declaration of the maps `substrate` (its variables), `hosts` (each host's variables) and `groups` (the names of
/// each group's hosts); each may be absent.
///
/// # Panics
///
/// A key is none that identity is made of, or a part has another type.
pub(crate) fn declared_from_json(json: &Json) -> Declared {
    let mut declared = Declared { groups: groups(json), ..Declared::default() };
    let file = declared.sources.add("group_vars/all.yml");
    declared.substrate = Document::new(file).variables(&json["substrate"]);
    for (name, variables) in entries(&json["hosts"]) {
        let file = declared.sources.add(format!("host_vars/{name}.yml"));
        let mut document = Document::new(file);
        let groups = declared.groups.iter().filter(|(_, hosts)| hosts.iter().any(|host| **host == *name));
        let host = DeclaredHost {
            name: name.as_str().into(),
            span: document.place(name.len()),
            also: Vec::new(),
            groups: groups.map(|(group, _)| Arc::clone(group)).collect(),
            variables: document.variables(variables),
            file: Some(Span::file(file)),
        };
        declared.hosts.push(host);
    }
    declared.hosts.sort_by(|left, right| left.name.cmp(&right.name));
    declared
}

/// What a whole check of such a declaration reports by one rule.
pub(crate) fn reported(rule: &'static Rule, json: &Json) -> Vec<Finding> {
    let checked = crate::check(&declared_from_json(json));
    checked.findings.into_iter().filter(|finding| finding.rule == rule).collect()
}

/// The messages of what a whole check of such a declaration reports by one rule.
pub(crate) fn messages(rule: &'static Rule, json: &Json) -> Vec<String> {
    reported(rule, json).into_iter().map(|finding| finding.message).collect()
}

fn groups(json: &Json) -> BTreeMap<Arc<str>, Vec<Arc<str>>> {
    entries(&json["groups"])
        .map(|(group, hosts)| {
            let hosts = hosts.as_array().unwrap().iter().map(|host| host.as_str().unwrap().into());
            (group.as_str().into(), hosts.collect())
        })
        .collect()
}

fn entries(json: &Json) -> impl Iterator<Item = (&String, &Json)> {
    assert!(json.is_null() || json.is_object(), "not a map: {json}");
    json.as_object().into_iter().flatten()
}

/// A file that gives each value the next line.
struct Document {
    file: FileId,
    line: usize,
}

impl Document {
    fn new(file: FileId) -> Self {
        Self { file, line: 0 }
    }

    fn place(&mut self, width: usize) -> Span {
        self.line += 1;
        Span::new(self.file, self.line, 1, width)
    }

    fn variables(&mut self, json: &Json) -> Variables {
        let mut variables = Variables::default();
        for (name, value) in entries(json) {
            let known = SUBSTRATE_KEYS.iter().chain(HOST_KEYS).find(|key| *key == name);
            variables.set(known.unwrap_or_else(|| panic!("no such variable: {name}")), self.value(value));
        }
        variables
    }

    fn value(&mut self, json: &Json) -> Value {
        let span = self.place(json.as_str().map_or_else(|| json.to_string().len(), str::len));
        let data = match json {
            Json::Null => Data::Null,
            Json::Bool(flag) => Data::Bool(*flag),
            Json::Number(number) => number.as_i64().map_or_else(
                || number.as_u64().map_or_else(|| Data::Float(number.as_f64().unwrap()), large_integer),
                Data::Integer,
            ),
            Json::String(text) => return Value::text(text.as_str(), span, false),
            Json::Array(items) => Data::List(items.iter().map(|item| self.value(item)).collect()),
            Json::Object(map) => Data::Map(Arc::new(Map::new(map.iter().map(|entry| self.entry(entry)).collect()))),
        };
        Value::new(data, span)
    }

    fn entry(&mut self, (key, value): (&String, &Json)) -> (Value, Value) {
        let span = self.place(key.len());
        (Value::text(key.as_str(), span, false), self.value(value))
    }
}

fn large_integer(number: u64) -> Data {
    Data::LargeInteger(number.to_string().into())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_value_has_its_own_place() {
        let declared = declared_from_json(&json!({
            "substrate": { "deevnet_substrate": "lab", "deevnet_vlans": { "iot": { "vlan_id": 30 } } },
            "hosts": { "pi01": { "env": { "role": null } } },
            "groups": { "pis": ["pi01"] },
        }));
        let segment = declared.substrate.get("deevnet_vlans").unwrap().get("iot").unwrap();
        assert!(matches!(segment.get("vlan_id").unwrap().data(), Data::Integer(30)));
        assert_ne!(segment.span(), segment.get("vlan_id").unwrap().span());
        let host = &declared.hosts[0];
        assert_eq!(&*declared.sources.position(host.span).unwrap().path, "host_vars/pi01.yml");
        assert_eq!(&*host.groups[0], "pis");
        assert!(host.variables.get("env").unwrap().get("role").unwrap().is_null());
    }
}
