//! Host files in INI: sections of hosts, variables and children.

use std::collections::BTreeMap;
use std::sync::Arc;

use deevnet_core::Span;

use super::writer::Writer;
use crate::graph::{GroupId, UNGROUPED};
use crate::ini::{Entry, Line, Section, SectionKind};

/// A group that was used before any section declared it.
#[derive(Debug)]
enum Pending {
    /// By its section of variables.
    Variables(Span),
    /// As a child of other groups, each with the place.
    Child(Vec<(GroupId, Span)>),
}

/// Brings the lines of a host file into the graph; what stands before the first section is in no group.
pub(super) fn apply(lines: Vec<Line>, writer: &mut Writer<'_>) {
    let mut pending: BTreeMap<Arc<str>, Pending> = BTreeMap::new();
    let mut current = UNGROUPED;
    for line in lines {
        match line.entry {
            Entry::Section(section) => current = open(section, line.span, writer, &mut pending),
            Entry::Host { pattern, variables } => {
                let variables: Vec<_> = variables.into_iter().map(|(name, value)| (Arc::from(name), value)).collect();
                writer.hosts(current, &Arc::from(pattern), line.span, &variables);
            }
            Entry::Variable { name, value } => writer.group_variable(current, Arc::from(name), value),
            Entry::Child(name) => match writer.graph.find_group(&name) {
                Some(child) => writer.child(current, child, line.span),
                None => wait(Arc::from(name), current, line.span, &mut pending),
            },
        }
    }
    for (name, pending) in pending {
        match pending {
            Pending::Variables(span) => {
                let message = format!("the group `{name}` gets variables but is declared nowhere");
                writer.structure(span, message, format!("add a section [{name}], or correct the name"));
            }
            Pending::Child(parents) => {
                let span = parents.last().map_or(Span::NONE, |(_, span)| *span);
                let message = format!("the group `{name}` is a child but is declared nowhere");
                writer.structure(span, message, format!("add a section [{name}], or correct the name"));
            }
        }
    }
}

fn wait(name: Arc<str>, parent: GroupId, span: Span, pending: &mut BTreeMap<Arc<str>, Pending>) {
    match pending.entry(name).or_insert_with(|| Pending::Child(Vec::new())) {
        Pending::Child(parents) => parents.push((parent, span)),
        variables @ Pending::Variables(_) => *variables = Pending::Child(vec![(parent, span)]),
    }
}

/// Begins a section; groups that waited for it become parents of its group.
fn open(section: Section, span: Span, writer: &mut Writer<'_>, pending: &mut BTreeMap<Arc<str>, Pending>) -> GroupId {
    let name: Arc<str> = Arc::from(section.group);
    let is_new = writer.graph.find_group(&name).is_none();
    let group = writer.graph.add_group(&name);
    if section.kind == SectionKind::Variables {
        if is_new {
            pending.entry(name).or_insert(Pending::Variables(span));
        }
    } else if let Some(Pending::Child(parents)) = pending.remove(&name) {
        for (parent, span) in parents {
            writer.child(parent, group, span);
        }
    }
    group
}
