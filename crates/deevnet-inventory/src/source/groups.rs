//! Host files in YAML and JSON: groups that hold `hosts`, `children` and `vars`.

use std::sync::Arc;

use deevnet_core::declared::{Data, Value};
use deevnet_core::rules::{self, Rule};
use deevnet_core::{Finding, Span};

use crate::context::FileContext;
use crate::graph::{ChildError, Graph, GroupId, PatternError, expand};
use crate::key;

/// The name of the variable that orders groups of one depth; it is no variable.
const PRIORITY: &str = "ansible_group_priority";

/// Brings the groups of a host file into the graph.
pub(super) fn apply(root: &Value, graph: &mut Graph, context: FileContext<'_>, findings: &mut Vec<Finding>) {
    let Some(groups) = root.as_map() else { return };
    if let Some(plugin) = groups.get("plugin").filter(|value| !key::is_empty(value)) {
        let message = "an inventory plugin's configuration is not evaluated; its hosts are missing";
        findings.push(
            context
                .finding(&rules::INVENTORY_STRUCTURE, plugin.span(), message)
                .with_hint("give the output of `ansible-inventory --list` instead"),
        );
        return;
    }
    let mut reader = Reader { graph, context, findings };
    for (name, group) in groups.iter() {
        reader.group(name, group);
    }
}

struct Reader<'a> {
    graph: &'a mut Graph,
    context: FileContext<'a>,
    findings: &'a mut Vec<Finding>,
}

impl Reader<'_> {
    /// One group with everything in it; groups nest no deeper than maps may.
    fn group(&mut self, name: &Value, group: &Value) -> Option<GroupId> {
        let Data::Text(text) = name.data() else {
            self.structure(
                name.span(),
                format!("a group is named by text, not by {}; put quotes around it", name.kind()),
            );
            return None;
        };
        if text.is_empty() {
            self.structure(name.span(), "a group must have a name");
            return None;
        }
        let sections = match group.data() {
            Data::Null => return Some(self.graph.add_group(text)),
            Data::Map(sections) => sections,
            _ => {
                self.structure(group.span(), format!("the group `{text}` must be a map, not {}", group.kind()));
                return None;
            }
        };
        let id = self.graph.add_group(text);
        for (section, content) in sections.iter() {
            match section.as_text() {
                Some("vars") => self.variables(id, content),
                Some("children") => self.children(id, content),
                Some("hosts") => self.hosts(id, content),
                _ if content.is_null() => {}
                _ => self.unknown_section(text, section),
            }
        }
        Some(id)
    }

    fn unknown_section(&mut self, group: &str, section: &Value) {
        let name = key::rendered(section);
        let finding = self
            .context
            .finding(
                &rules::INVENTORY_STRUCTURE,
                section.span(),
                format!("the key `{name}` of the group `{group}` is not read, nor what is in it"),
            )
            .with_value(name)
            .with_hint("a group holds `hosts`, `children` and `vars`");
        self.findings.push(finding);
    }

    /// The entries of a section; a single name stands for a map with that key.
    fn entries<'v>(&mut self, section: &str, content: &'v Value) -> Vec<(&'v Value, Option<&'v Value>)> {
        match content.data() {
            Data::Map(map) => map.iter().map(|(key, value)| (key, Some(value))).collect(),
            Data::Text(_) => vec![(content, None)],
            Data::Null => Vec::new(),
            _ => {
                self.structure(content.span(), format!("`{section}` must be a map, not {}", content.kind()));
                Vec::new()
            }
        }
    }

    fn variables(&mut self, group: GroupId, content: &Value) {
        for (name, value) in self.entries("vars", content) {
            let value = value.cloned().unwrap_or_else(|| Value::new(Data::Null, name.span()));
            self.group_variable(group, key::text(name), value);
        }
    }

    fn group_variable(&mut self, group: GroupId, name: Arc<str>, value: Value) {
        if &*name != PRIORITY {
            self.graph.set_group_variable(group, name, value);
            return;
        }
        match priority(&value) {
            Some(priority) => self.graph.set_priority(group, priority),
            None => self.structure(value.span(), format!("`{PRIORITY}` must be a whole number")),
        }
    }

    fn children(&mut self, parent: GroupId, content: &Value) {
        for (name, group) in self.entries("children", content) {
            let nothing = Value::new(Data::Null, name.span());
            let Some(child) = self.group(name, group.unwrap_or(&nothing)) else { continue };
            if let Err(error) = self.graph.add_child(parent, child) {
                self.not_a_child(parent, child, name.span(), error);
            }
        }
    }

    fn not_a_child(&mut self, parent: GroupId, child: GroupId, span: Span, error: ChildError) {
        let (parent, child) = (&self.graph.group(parent).name, &self.graph.group(child).name);
        let (rule, message): (&'static Rule, _) = match error {
            ChildError::Cycle => (
                &rules::GROUP_CYCLE,
                format!("the group `{child}` cannot be in `{parent}`, because `{parent}` is in `{child}`"),
            ),
            ChildError::Limit => (&rules::LIMIT_EXCEEDED, "the groups hold one another in too many ways".to_owned()),
        };
        let finding = self.context.finding(rule, span, message).with_value(&**child);
        self.findings.push(finding);
    }

    fn hosts(&mut self, group: GroupId, content: &Value) {
        for (pattern, variables) in self.entries("hosts", content) {
            match pattern.data() {
                Data::Text(text) if !text.is_empty() => self.host(group, text, pattern.span(), variables),
                _ => {
                    let what = pattern.kind();
                    self.structure(
                        pattern.span(),
                        format!("a host is named by text, not by {what}; put quotes around it"),
                    );
                }
            }
        }
    }

    fn host(&mut self, group: GroupId, pattern: &Arc<str>, span: Span, variables: Option<&Value>) {
        let variables = variables.filter(|value| !key::is_empty(value));
        if let Some(other) = variables.filter(|value| value.as_map().is_none()) {
            self.structure(
                other.span(),
                format!("the host `{pattern}` must be a map of variables, not {}", other.kind()),
            );
            return;
        }
        if !pattern.contains(['[', ':']) {
            self.add_host(group, pattern, span, None, variables);
            return;
        }
        match expand(pattern) {
            Ok(expansion) => {
                for name in expansion.hosts {
                    self.add_host(group, &Arc::from(name), span, expansion.port, variables);
                }
            }
            Err(error) => self.wrong_pattern(pattern, span, error),
        }
    }

    fn add_host(&mut self, group: GroupId, name: &Arc<str>, span: Span, port: Option<i64>, variables: Option<&Value>) {
        let Some(host) = self.graph.add_host(name, span) else {
            self.findings.push(self.context.finding(&rules::LIMIT_EXCEEDED, span, "there are too many hosts"));
            return;
        };
        if let Some(port) = port.filter(|port| host.is_new && *port != 0) {
            self.graph.set_own_variable(host.id, "ansible_port".into(), Value::new(Data::Integer(port), span));
        }
        self.graph.add_member(group, host.id);
        for (name, value) in variables.and_then(Value::as_map).into_iter().flat_map(|map| map.iter()) {
            self.graph.set_host_variable(host.id, key::text(name), value.clone());
        }
    }

    fn wrong_pattern(&mut self, pattern: &str, span: Span, error: PatternError) {
        let rule: &'static Rule = match error {
            PatternError::Limit => &rules::LIMIT_EXCEEDED,
            _ => &rules::INVENTORY_STRUCTURE,
        };
        let message = format!("the host pattern `{pattern}` stands for no hosts: {error}");
        self.findings.push(self.context.finding(rule, span, message).with_value(pattern));
    }

    fn structure(&mut self, span: Span, message: impl Into<String>) {
        self.findings.push(self.context.finding(&rules::INVENTORY_STRUCTURE, span, message));
    }
}

/// The number that a priority stands for, as Python converts it.
fn priority(value: &Value) -> Option<i64> {
    match value.data() {
        Data::Integer(number) => Some(*number),
        Data::Bool(value) => Some(i64::from(*value)),
        #[expect(clippy::cast_possible_truncation, reason = "Python truncates it too")]
        Data::Float(value) if value.is_finite() => Some(*value as i64),
        Data::Text(text) => text.trim().parse().ok(),
        _ => None,
    }
}
