//! The graph in the DOT language of Graphviz.

use std::fmt::{self, Write};

use super::edge::EdgeKind;
use super::identifier::Identifier;
use super::network::Graph;
use super::node::{Node, NodeKind, OneLine};

impl Graph {
    /// The graph in the DOT language of Graphviz, with a title line that may be any text.
    ///
    /// # Errors
    /// Never in practice: writing into a text does not fail.
    pub fn dot(&self, title: &str) -> Result<String, fmt::Error> {
        let mut text = format!("// {}\ngraph substrate {{\n", OneLine(title));
        text.push_str("    rankdir=LR\n    node [fontname=\"sans-serif\" style=filled]\n");
        text.push_str("    edge [fontname=\"sans-serif\" fontsize=10 color=\"#5b6470\"]\n");
        for (key, node) in &self.nodes {
            writeln!(text, "    {} [{} label=\"{}\"]", Identifier(key), look(key.kind), Label(node))?;
        }
        for edge in &self.edges {
            write!(text, "    {} -- {} [{}", Identifier(&edge.from), Identifier(&edge.to), line(edge.kind))?;
            if let Some(label) = &edge.label {
                write!(text, " label=\"{}\"", Quoted(label))?;
            }
            text.push_str("]\n");
        }
        text.push_str("}\n");
        Ok(text)
    }
}

fn look(kind: NodeKind) -> &'static str {
    match kind {
        NodeKind::Router => "shape=hexagon fillcolor=\"#fde2c8\"",
        NodeKind::Switch => "shape=box3d fillcolor=\"#fff3bf\"",
        NodeKind::Hypervisor => "shape=component fillcolor=\"#d8e6fb\"",
        NodeKind::Host => "shape=box fillcolor=\"#eceef1\"",
        NodeKind::Machine => "shape=box style=\"filled,rounded\" fillcolor=\"#e4f0ff\"",
        NodeKind::Segment => "shape=ellipse fillcolor=\"#d9f2dd\"",
        NodeKind::Tenant => "shape=parallelogram fillcolor=\"#eedcf7\"",
    }
}

fn line(kind: EdgeKind) -> &'static str {
    match kind {
        EdgeKind::Uplink => "penwidth=3",
        EdgeKind::Carries => "penwidth=1.5",
        EdgeKind::Runs => "dir=forward",
        EdgeKind::MemberOf => "style=dashed",
        EdgeKind::BelongsTo => "style=dotted",
    }
}

/// The lines of a node.
struct Label<'a>(&'a Node);

impl fmt::Display for Label<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, line) in self.0.lines().enumerate() {
            f.write_str(if number == 0 { "" } else { "\\n" })?;
            Quoted(line).fmt(f)?;
        }
        Ok(())
    }
}

/// Text inside quotation marks: a backslash begins an escape there, and an ampersand an entity of HTML.
struct Quoted<'a>(&'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = OneLine(self.0).to_string();
        text.chars().try_for_each(|character| match character {
            '"' => f.write_str("\\\""),
            '\\' => f.write_str("\\\\"),
            '&' => f.write_str("&amp;"),
            _ => write!(f, "{character}"),
        })
    }
}
