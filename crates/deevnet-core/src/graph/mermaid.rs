//! The graph as a Mermaid flowchart.

use std::collections::BTreeSet;
use std::fmt::{self, Write};

use super::edge::EdgeKind;
use super::identifier::Identifier;
use super::network::Graph;
use super::node::{Node, NodeKind};

impl Graph {
    /// The graph as a Mermaid flowchart, with a title line that may be any text.
    ///
    /// # Errors
    /// Never in practice: writing into a text does not fail.
    pub fn mermaid(&self, title: &str) -> Result<String, fmt::Error> {
        let mut text = format!("%% {}\nflowchart LR\n", super::node::OneLine(title));
        for (key, node) in &self.nodes {
            let (kind, (open, close)) = (key.kind, brackets(key.kind));
            writeln!(text, "    {}{open}\"{}\"{close}:::{kind}", Identifier(key), Label(node))?;
        }
        for edge in &self.edges {
            write!(text, "    {} {}", Identifier(&edge.from), arrow(edge.kind))?;
            if let Some(label) = &edge.label {
                write!(text, "|\"{}\"|", Quoted(label))?;
            }
            writeln!(text, " {}", Identifier(&edge.to))?;
        }
        let kinds: BTreeSet<NodeKind> = self.nodes.keys().map(|key| key.kind).collect();
        for kind in kinds {
            writeln!(text, "    classDef {kind} {}", style(kind))?;
        }
        Ok(text)
    }
}

fn brackets(kind: NodeKind) -> (&'static str, &'static str) {
    match kind {
        NodeKind::Router => ("{{", "}}"),
        NodeKind::Switch => ("[[", "]]"),
        NodeKind::Hypervisor | NodeKind::Host => ("[", "]"),
        NodeKind::Machine => ("(", ")"),
        NodeKind::Segment => ("([", "])"),
        NodeKind::Tenant => ("[/", "/]"),
    }
}

fn arrow(kind: EdgeKind) -> &'static str {
    match kind {
        EdgeKind::Uplink => "===",
        EdgeKind::Carries => "---",
        EdgeKind::Runs => "-->",
        EdgeKind::MemberOf | EdgeKind::BelongsTo => "-.-",
    }
}

fn style(kind: NodeKind) -> &'static str {
    match kind {
        NodeKind::Router => "fill:#fde2c8,stroke:#9a4f00,color:#1a1a1a",
        NodeKind::Switch => "fill:#fff3bf,stroke:#7a6000,color:#1a1a1a",
        NodeKind::Hypervisor => "fill:#d8e6fb,stroke:#1f4f99,color:#1a1a1a",
        NodeKind::Host => "fill:#eceef1,stroke:#4a5058,color:#1a1a1a",
        NodeKind::Machine => "fill:#e4f0ff,stroke:#4873b3,color:#1a1a1a",
        NodeKind::Segment => "fill:#d9f2dd,stroke:#24703a,color:#1a1a1a",
        NodeKind::Tenant => "fill:#eedcf7,stroke:#6b2f8f,color:#1a1a1a",
    }
}

/// The lines of a node.
struct Label<'a>(&'a Node);

impl fmt::Display for Label<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, line) in self.0.lines().enumerate() {
            f.write_str(if number == 0 { "" } else { "<br/>" })?;
            Quoted(line).fmt(f)?;
        }
        Ok(())
    }
}

/// Text inside quotation marks: everything that could mean something to Mermaid or HTML is written as its code point.
struct Quoted<'a>(&'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = super::node::OneLine(self.0).to_string();
        text.chars().try_for_each(|character| {
            if character.is_alphanumeric() || " .,:/-_".contains(character) {
                write!(f, "{character}")
            } else {
                write!(f, "#{};", u32::from(character))
            }
        })
    }
}
