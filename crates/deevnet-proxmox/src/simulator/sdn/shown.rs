//! How objects are shown: as configured, in force, or with what waits.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::file::{File, Section, digest};
use super::kind::{Kind, is_number};
use super::state::Sdn;
use super::subnet::SubnetId;

/// Which of two configurations is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum View {
    /// What is configured.
    Configured,
    /// What is in force.
    Running,
    /// What is in force, with the changes that wait.
    Pending,
}

impl Sdn {
    /// All objects of a kind, in order of their IDs.
    pub(crate) fn list(&self, kind: Kind, view: View) -> Vec<(String, Value)> {
        let (files, running) = (self.files.of(kind), self.running.of(kind));
        let ids: Vec<&String> = match view {
            View::Configured => files.keys().collect(),
            View::Running => running.keys().collect(),
            View::Pending => files.keys().chain(running.keys().filter(|id| !files.contains_key(*id))).collect(),
        };
        let mut rows: Vec<_> =
            ids.into_iter().filter_map(|id| Some((id.clone(), self.show(kind, id, view)?))).collect();
        rows.sort_by(|(one, _), (other, _)| one.cmp(other));
        rows
    }

    /// One object.
    pub(crate) fn show(&self, kind: Kind, id: &str, view: View) -> Option<Value> {
        let (files, running) = (self.files.of(kind), self.running.of(kind));
        let row = match view {
            View::Configured => row(kind, id, files.get(id)?, &digest(files).into(), true),
            View::Running => row(kind, id, running.get(id)?, &Value::Null, true),
            View::Pending => pending(kind, id, files, running)?,
        };
        Some(Value::Object(row))
    }
}

fn pending(kind: Kind, id: &str, files: &File, running: &File) -> Option<Map<String, Value>> {
    let (section, state, changes) = match (files.get(id), running.get(id)) {
        (None, None) => return None,
        (Some(new), None) => (new, Some("new"), differences(&new.options, &BTreeMap::new(), kind.always_shown())),
        (None, Some(old)) => (old, Some("deleted"), Map::new()),
        (Some(new), Some(old)) if new == old => (old, None, Map::new()),
        (Some(new), Some(old)) => (old, Some("changed"), differences(&new.options, &old.options, &[])),
    };
    let mut row = row(kind, id, section, &Value::Null, state != Some("new"));
    if let Some(state) = state {
        row.insert("state".to_owned(), state.into());
        row.insert("pending".to_owned(), Value::Object(changes));
    }
    Some(row)
}

fn differences(
    new: &BTreeMap<String, String>,
    old: &BTreeMap<String, String>,
    left_out: &[&str],
) -> Map<String, Value> {
    let set = new.iter().filter(|(key, value)| !left_out.contains(&key.as_str()) && old.get(*key) != Some(value));
    let mut differences: Map<String, Value> = set.map(|(key, text)| (key.clone(), value(key, text))).collect();
    for key in old.keys().filter(|key| !new.contains_key(*key)) {
        differences.insert(key.clone(), "deleted".into());
    }
    differences
}

fn row(kind: Kind, id: &str, section: &Section, digest: &Value, with_options: bool) -> Map<String, Value> {
    let shown = |key: &str| with_options || kind.always_shown().contains(&key);
    let options = section.options.iter().filter(|(key, _)| shown(key));
    let mut row: Map<String, Value> = options.map(|(key, text)| (key.clone(), value(key, text))).collect();
    row.insert(kind.name().to_owned(), id.into());
    row.insert("type".to_owned(), section.kind.as_str().into());
    row.insert("digest".to_owned(), digest.clone());
    if let (Kind::Subnet, Ok(subnet)) = (kind, id.parse::<SubnetId>()) {
        row.insert("id".to_owned(), id.into());
        row.insert("zone".to_owned(), subnet.zone.as_str().into());
        row.insert("network".to_owned(), subnet.network.to_string().into());
        row.insert("mask".to_owned(), subnet.length.to_string().into());
        row.insert("cidr".to_owned(), subnet.cidr().into());
        row.entry("dhcp-range").or_insert_with(|| json!([]));
    }
    row
}

fn value(key: &str, text: &str) -> Value {
    match text.parse::<u64>() {
        Ok(number) if is_number(key) => number.into(),
        _ if key == "dhcp-range" => text.split('\0').map(range).collect(),
        _ => text.into(),
    }
}

/// A range of addresses, written `start-address=10.20.0.10,end-address=10.20.0.20`.
fn range(text: &str) -> Value {
    let ends = text.split(',').filter_map(|end| end.split_once('='));
    ends.map(|(key, address)| (key.to_owned(), Value::from(address))).collect::<Map<_, _>>().into()
}
