//! Host files in YAML and JSON: groups that hold `hosts`, `children` and `vars`.

use std::sync::Arc;

use deevnet_core::declared::{Data, Value};
use deevnet_core::rules;

use super::writer::Writer;
use crate::graph::GroupId;
use crate::key;

/// Brings the groups of a host file into the graph.
pub(super) fn apply(root: &Value, writer: &mut Writer<'_>) {
    let Some(groups) = root.as_map() else { return };
    if let Some(plugin) = groups.get("plugin").filter(|value| !key::is_empty(value)) {
        let message = "an inventory plugin's configuration is not evaluated; its hosts are missing";
        let finding = writer.context.finding(&rules::INVENTORY_STRUCTURE, plugin.span(), message);
        writer.report(finding.with_hint("give the output of `ansible-inventory --list` instead"));
        return;
    }
    for (name, content) in groups.iter() {
        group(writer, name, content);
    }
}

/// One group with everything in it; groups nest no deeper than maps may.
fn group(writer: &mut Writer<'_>, name: &Value, content: &Value) -> Option<GroupId> {
    let Data::Text(text) = name.data() else {
        let message = format!("a group is named by text, not by {}", name.kind());
        writer.structure(name.span(), message, "put quotes around the name");
        return None;
    };
    if text.is_empty() {
        writer.structure(name.span(), "a group must have a name", "write the name of the group before the colon");
        return None;
    }
    let sections = match content.data() {
        Data::Null => return Some(writer.graph.add_group(text)),
        Data::Map(sections) => sections,
        _ => {
            let message = format!("the group `{text}` must be a map, not {}", content.kind());
            writer.structure(content.span(), message, "a group holds `hosts`, `children` and `vars`");
            return None;
        }
    };
    let id = writer.graph.add_group(text);
    for (section, content) in sections.iter() {
        match section.as_text() {
            Some("vars") => variables(writer, id, content),
            Some("children") => children(writer, id, content),
            Some("hosts") => hosts(writer, id, content),
            _ if content.is_null() => {}
            _ => unknown_section(writer, text, section),
        }
    }
    Some(id)
}

fn unknown_section(writer: &mut Writer<'_>, group: &str, section: &Value) {
    let name = key::rendered(section);
    let message = format!("the key `{name}` of the group `{group}` is not read, nor what is in it");
    let finding = writer.context.finding(&rules::INVENTORY_STRUCTURE, section.span(), message);
    writer.report(finding.with_value(name).with_hint("a group holds `hosts`, `children` and `vars`"));
}

/// The entries of a section; a single name stands for a map with that key.
fn entries<'v>(writer: &mut Writer<'_>, section: &str, content: &'v Value) -> Vec<(&'v Value, Value)> {
    match content.data() {
        Data::Map(map) => map.iter().map(|(key, value)| (key, value.clone())).collect(),
        Data::Text(_) => vec![(content, Value::new(Data::Null, content.span()))],
        Data::Null => Vec::new(),
        _ => {
            let message = format!("`{section}` must be a map, not {}", content.kind());
            writer.structure(content.span(), message, section_hint(section));
            Vec::new()
        }
    }
}

fn section_hint(section: &str) -> &'static str {
    if section == "vars" {
        "write each variable as `name: value`"
    } else {
        "write each name with a colon, as in `pi01:`"
    }
}

fn variables(writer: &mut Writer<'_>, group: GroupId, content: &Value) {
    for (name, value) in entries(writer, "vars", content) {
        writer.group_variable(group, key::text(name), value);
    }
}

fn children(writer: &mut Writer<'_>, parent: GroupId, content: &Value) {
    for (name, content) in entries(writer, "children", content) {
        if let Some(child) = group(writer, name, &content) {
            writer.child(parent, child, name.span());
        }
    }
}

fn hosts(writer: &mut Writer<'_>, group: GroupId, content: &Value) {
    for (pattern, variables) in entries(writer, "hosts", content) {
        match pattern.data() {
            Data::Text(text) if !text.is_empty() => host(writer, group, text, pattern, &variables),
            Data::Text(_) => {
                writer.structure(
                    pattern.span(),
                    "a host must have a name",
                    "write the name of the host before the colon",
                );
            }
            _ => {
                let message = format!("a host is named by text, not by {}", pattern.kind());
                writer.structure(pattern.span(), message, "put quotes around the name");
            }
        }
    }
}

fn host(writer: &mut Writer<'_>, group: GroupId, pattern: &Arc<str>, name: &Value, variables: &Value) {
    let variables: Vec<(Arc<str>, Value)> = match variables.data() {
        Data::Map(map) => map.iter().map(|(key, value)| (key::text(key), value.clone())).collect(),
        _ if key::is_empty(variables) => Vec::new(),
        _ => {
            let message = format!("the host `{pattern}` must be a map of variables, not {}", variables.kind());
            writer.structure(variables.span(), message, "write each variable as `name: value`, or nothing");
            return;
        }
    };
    writer.hosts(group, pattern, name.span(), &variables);
}
