//! Which kind of host file it is, and what is in it.

use deevnet_core::declared::Value;
use deevnet_core::{Finding, rules};

use super::writer::Writer;
use super::{groups, list, sections};
use crate::context::FileContext;
use crate::document::{self, Document};
use crate::graph::Graph;
use crate::ini::{self, Line};
use crate::intern::Interner;

/// A host file that was read but not yet brought into the graph.
#[derive(Debug)]
pub(crate) struct Reading {
    content: Content,
    findings: Vec<Finding>,
}

#[derive(Debug)]
enum Content {
    /// A map of groups, from YAML or JSON.
    Groups(Value),
    /// The sections of an INI file.
    Sections(Vec<Line>),
    /// The output of `ansible-inventory --list`.
    List(Value),
    /// Nothing that declares a host.
    Nothing,
}

/// What the name of a host file says about its format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    /// `.yml`, `.yaml` or `.json`.
    Yaml,
    /// `.toml`.
    Toml,
    /// No ending: YAML if it is a map, else INI.
    Unknown,
    /// Any other ending.
    Ini,
}

impl Format {
    fn of(path: &str) -> Self {
        let name = path.rsplit('/').next().unwrap_or(path);
        match name.rsplit_once('.').filter(|(head, _)| !head.is_empty()) {
            Some((_, "yml" | "yaml" | "json")) => Self::Yaml,
            Some((_, "toml")) => Self::Toml,
            Some(_) => Self::Ini,
            None => Self::Unknown,
        }
    }
}

/// Reads a host file by its name and bytes.
pub(crate) fn read_source(bytes: &[u8], context: FileContext<'_>, keys: &mut Interner) -> Reading {
    match Format::of(context.path()) {
        Format::Yaml => read_groups(bytes, context, keys)
            .unwrap_or_else(|document| read_sections(bytes, context).unwrap_or_else(|_| not_groups(document, context))),
        Format::Unknown => read_groups(bytes, context, keys).unwrap_or_else(|document| {
            read_sections(bytes, context).unwrap_or_else(|fault| better_fault(document, fault, bytes, context))
        }),
        Format::Ini => read_sections(bytes, context).unwrap_or_else(|fault| Reading::failed(*fault)),
        Format::Toml => {
            let message = "a host file in TOML is not read; its hosts are missing";
            let hint = "write it in YAML, or give the output of `ansible-inventory --list` instead";
            Reading::failed(context.finding(&rules::INVENTORY_STRUCTURE, context.start(), message).with_hint(hint))
        }
    }
}

/// Reads the output of `ansible-inventory --list`.
pub(crate) fn read_list(bytes: &[u8], context: FileContext<'_>, keys: &mut Interner) -> Reading {
    let Document { value, findings } = document::parse_json(bytes, context, keys);
    match value {
        Some(value) if value.as_map().is_some() => Reading { content: Content::List(value), findings },
        value => not_groups(Document { value, findings }, context),
    }
}

/// A file whose YAML or JSON is a map; otherwise what it is instead.
fn read_groups(bytes: &[u8], context: FileContext<'_>, keys: &mut Interner) -> Result<Reading, Document> {
    let document = document::parse(bytes, context, keys);
    match document.value {
        Some(value) if value.as_map().is_some() => {
            Ok(Reading { content: Content::Groups(value), findings: document.findings })
        }
        _ => Err(document),
    }
}

fn read_sections(bytes: &[u8], context: FileContext<'_>) -> Result<Reading, Box<Finding>> {
    let text = document::text(bytes, context)?;
    Ok(Reading { content: Content::Sections(ini::parse(text, context)?), findings: Vec::new() })
}

/// A file that is neither a map of groups nor INI.
fn not_groups(document: Document, context: FileContext<'_>) -> Reading {
    let mut findings = document.findings;
    if let Some(value) = document.value {
        let message = format!("a host file must be a map of groups, not {}", value.kind());
        let finding = context.finding(&rules::INVENTORY_STRUCTURE, value.span(), message);
        findings.push(finding.with_hint("begin with a group, such as `all:`"));
    }
    Reading { content: Content::Nothing, findings }
}

/// Of a file that may be either, the fault of the format that it more likely is.
fn better_fault(document: Document, fault: Box<Finding>, bytes: &[u8], context: FileContext<'_>) -> Reading {
    let mut lines = bytes.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
    let first = lines.find(|line| !line.is_empty() && !line.starts_with(b"#") && !line.starts_with(b"---"));
    if document.value.is_none() && first.is_some_and(|line| line.ends_with(b":")) {
        not_groups(document, context)
    } else {
        Reading::failed(*fault)
    }
}

impl Reading {
    /// A program that prints hosts when it is run.
    pub(crate) fn of_script(context: FileContext<'_>) -> Self {
        let message = "an inventory script is not run; its hosts are missing";
        let finding = context.finding(&rules::INVENTORY_STRUCTURE, context.start(), message);
        Self::failed(finding.with_hint("run it yourself and give its output instead"))
    }

    /// A host file that could not be read.
    pub(crate) fn failed(finding: Finding) -> Self {
        Self { content: Content::Nothing, findings: vec![finding] }
    }

    /// Brings what it says into the graph.
    pub(crate) fn apply(self, graph: &mut Graph, context: FileContext<'_>, findings: &mut Vec<Finding>) {
        findings.extend(self.findings);
        let mut writer = Writer::new(graph, context, findings);
        match self.content {
            Content::Groups(root) => groups::apply(&root, &mut writer),
            Content::Sections(lines) => sections::apply(lines, &mut writer),
            Content::List(root) => list::apply(&root, &mut writer),
            Content::Nothing => {}
        }
    }
}
