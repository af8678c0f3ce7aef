//! Where everything in a YAML file stands.

use saphyr_parser::{Event, Marker, Parser, ScalarStyle};

use super::entry::INDENT;
use super::error::EditError;
use super::lines::Lines;

/// A value and the bytes that it covers, comments and blanks behind it not included.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) start: usize,
    pub(super) end: usize,
    /// Whether an anchor or a tag stands before it.
    pub(super) is_marked: bool,
    pub(super) shape: Shape,
}

/// What a value is, and how it is written.
#[derive(Debug)]
pub(super) enum Shape {
    /// Nothing at all.
    Empty,
    Scalar,
    Alias,
    List {
        in_brackets: bool,
        items: Vec<Node>,
    },
    Map {
        in_braces: bool,
        entries: Vec<(Node, Node)>,
    },
}

/// The entries of the map that a file is.
pub(super) fn root(text: &str) -> Result<Vec<(Node, Node)>, EditError> {
    let lines = Lines::of(text);
    let mut finished: Vec<Node> = Vec::new();
    let mut open: Vec<(usize, Node)> = Vec::new();
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| EditError::Unreadable { message: error.info().to_owned() })?;
        let at = |marker: Marker| lines.offset(marker.line(), marker.col());
        let (start, end) = (at(span.start), at(span.end));
        match event {
            Event::Scalar(value, style, anchor, tag) => {
                let is_empty = value.is_empty() && style == ScalarStyle::Plain && span.is_empty();
                let shape = if is_empty { Shape::Empty } else { Shape::Scalar };
                finished.push(Node {
                    start,
                    end: trimmed(text, start, end),
                    is_marked: anchor > 0 || tag.is_some(),
                    shape,
                });
            }
            Event::Alias(_) => finished.push(Node { start, end, is_marked: false, shape: Shape::Alias }),
            Event::SequenceStart(anchor, tag) => {
                let shape = Shape::List { in_brackets: false, items: Vec::new() };
                open.push((finished.len(), Node { start, end: start, is_marked: anchor > 0 || tag.is_some(), shape }));
            }
            Event::MappingStart(anchor, tag) => {
                let shape = Shape::Map { in_braces: false, entries: Vec::new() };
                open.push((finished.len(), Node { start, end: start, is_marked: anchor > 0 || tag.is_some(), shape }));
            }
            Event::SequenceEnd | Event::MappingEnd => {
                let Some((first, mut node)) = open.pop() else { continue };
                // The span of a closing bracket holds what follows it on the line.
                let own_end = (!span.is_empty()).then_some(start + 1);
                node.close(finished.drain(first..).collect(), own_end);
                finished.push(node);
            }
            _ => {}
        }
    }
    match finished.pop().map(|node| node.shape) {
        Some(Shape::Map { in_braces: false, entries }) => Ok(entries),
        None | Some(Shape::Empty) => Ok(Vec::new()),
        Some(_) => Err(EditError::NotAMap),
    }
}

/// How much further in than its key a file writes what is inside a value: as its first map does that has lines of its own.
pub(super) fn step(text: &str, root: &[(Node, Node)]) -> usize {
    let lines = Lines::of(text);
    let column = |node: &Node| node.start - lines.range(lines.holding(node.start)).start;
    let maps = root.iter().filter(|(_, value)| matches!(value.shape, Shape::Map { in_braces: false, .. }));
    let mut steps = maps.map(|(key, value)| column(value).saturating_sub(column(key)));
    steps.find(|step| *step > 0).unwrap_or(INDENT)
}

impl Node {
    /// Takes the values inside; one with a bracket at its end ends there, another one where the last of them does.
    fn close(&mut self, inside: Vec<Node>, own_end: Option<usize>) {
        self.end = own_end.or_else(|| inside.iter().map(|node| node.end).max()).unwrap_or(self.end);
        let mut inside = inside.into_iter();
        match &mut self.shape {
            Shape::List { in_brackets, items } => {
                *in_brackets = own_end.is_some();
                items.extend(inside);
            }
            Shape::Map { in_braces, entries } => {
                *in_braces = own_end.is_some();
                while let (Some(key), Some(value)) = (inside.next(), inside.next()) {
                    entries.push((key, value));
                }
            }
            Shape::Empty | Shape::Scalar | Shape::Alias => {}
        }
    }
}

/// The end of a scalar without what the scanner passed over after it.
fn trimmed(text: &str, start: usize, end: usize) -> usize {
    text.get(start..end).map_or(end, |value| start + value.trim_end().len())
}
