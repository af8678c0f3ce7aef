//! The output of `ansible-inventory --list`, with and without `--export`, and of inventory scripts.

use std::collections::BTreeSet;
use std::sync::Arc;

use deevnet_core::declared::{Data, Map, Value};

use super::writer::Writer;
use crate::key;

/// The key of what is no group.
const META: &str = "_meta";

/// The way out of a list of the wrong form: it was not printed by Ansible, or changed afterwards.
const LIST_HINT: &str = "give the output of `ansible-inventory --list` unchanged";

/// Brings a list into the graph: groups first, then the variables of their hosts.
pub(super) fn apply(root: &Value, writer: &mut Writer<'_>) {
    let Some(groups) = root.as_map() else { return };
    let mut listed: BTreeSet<Arc<str>> = BTreeSet::new();
    for (name, content) in groups.iter() {
        match name.data() {
            Data::Text(name) if &**name == META => {}
            Data::Text(text) if !text.is_empty() => group(writer, text, name, content, &mut listed),
            _ => writer.structure(name.span(), "a group must have a name", LIST_HINT),
        }
    }
    let hostvars = groups.get(META).and_then(|meta| meta.get("hostvars"));
    for name in &listed {
        let variables = hostvars.and_then(|hostvars| hostvars.get(name)).and_then(Value::as_map);
        host_variables(writer, name, variables);
    }
}

fn host_variables(writer: &mut Writer<'_>, name: &str, variables: Option<&Map>) {
    let Some(host) = writer.graph.find_host(name) else { return };
    for (key, value) in variables.into_iter().flat_map(Map::iter) {
        writer.graph.set_host_variable(host, key::text(key), value.clone());
    }
}

fn group(writer: &mut Writer<'_>, text: &Arc<str>, name: &Value, content: &Value, listed: &mut BTreeSet<Arc<str>>) {
    let id = writer.graph.add_group(text);
    let sections = ["hosts", "vars", "children"].map(|section| content.get(section));
    let (hosts, variables, children) = match sections {
        [None, None, None] if content.as_map().is_some() => (Some(name), Some(content), None),
        [None, None, None] => (Some(content), None, None),
        [hosts, variables, children] => (hosts, variables, children),
    };
    for host in hosts.map(|hosts| names(writer, "hosts", hosts)).unwrap_or_default() {
        if let Data::Text(text) = host.data() {
            listed.insert(Arc::clone(text));
            let _ = writer.host(id, text, host.span(), None, &[]);
        }
    }
    match variables.map(|variables| (variables, variables.as_map())) {
        Some((_, Some(map))) => {
            for (key, value) in map.iter() {
                writer.group_variable(id, key::text(key), value.clone());
            }
        }
        Some((other, None)) => {
            let message = format!("`vars` must be a map, not {}", other.kind());
            writer.structure(other.span(), message, LIST_HINT);
        }
        None => {}
    }
    for child in children.map(|children| names(writer, "children", children)).unwrap_or_default() {
        if let Data::Text(text) = child.data() {
            let child_id = writer.graph.add_group(text);
            writer.child(id, child_id, child.span());
        }
    }
}

/// The names of a section; a group may be named alone.
fn names<'v>(writer: &mut Writer<'_>, section: &str, content: &'v Value) -> Vec<&'v Value> {
    let names: Vec<&Value> = match content.data() {
        Data::List(items) => items.iter().collect(),
        Data::Text(_) => vec![content],
        _ => {
            let message = format!("`{section}` must be a list, not {}", content.kind());
            writer.structure(content.span(), message, LIST_HINT);
            return Vec::new();
        }
    };
    let (names, others): (Vec<_>, Vec<_>) =
        names.into_iter().partition(|name| name.as_text().is_some_and(|name| !name.is_empty()));
    for other in others {
        let message = format!("a name in `{section}` must be text, not {}", other.kind());
        writer.structure(other.span(), message, LIST_HINT);
    }
    names
}
