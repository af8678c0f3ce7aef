//! Entries that come.

use super::entry::Entry;
use super::error::EditError;
use super::lines::Lines;
use super::outline::{self, Node, Shape};
use super::verify::{entries, list, map, read, verified, with};
use deevnet_core::Span;
use deevnet_core::declared::Value;

/// What a byte order mark is in a text.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// Appends an item to a list in the text of a file, in the style of its last item.
///
/// An empty list becomes one with an item a line.
///
/// # Errors
/// When the text is not YAML, does not hold the list, or writes it in a way that is not continued.
///
/// ```
/// use deevnet_inventory::edit::{Entry, Scalar, append_item};
///
/// let text = "deevnet_tenants:\n  - { name: oak, index: 1 }  # the first\n\nother: 1\n";
/// let entry = Entry::new([("name", Scalar::Text("elm".into())), ("index", Scalar::Integer(2))]);
/// let edited = append_item(text, "deevnet_tenants", &entry)?;
/// assert!(edited.contains("  - { name: oak, index: 1 }  # the first\n  - { name: elm, index: 2 }\n\nother: 1\n"));
/// # Ok::<(), deevnet_inventory::edit::EditError>(())
/// ```
pub fn append_item(text: &str, key: &str, item: &Entry) -> Result<String, EditError> {
    let (mark, text) = split_mark(text);
    let before = read(text)?;
    let mut items = before.get(key).and_then(Value::as_list).map(<[Value]>::to_vec).unwrap_or_default();
    items.push(item.value());
    let expected = with(&before, key, list(items));
    let variable = Variable::find(text, key)?;
    let edited = match &variable.value.shape {
        Shape::List { in_brackets: false, items } if !variable.value.is_marked => {
            let last = items.last().ok_or_else(|| variable.layout("a list without items"))?;
            let dash = variable.dashes(items)?.last().copied().unwrap_or(last.start);
            let indent = variable.column(dash);
            let lead = &text[dash..last.start];
            let lines = match braces(text, last) {
                Some(is_spaced) => vec![format!("{}{lead}{}", " ".repeat(indent), item.in_braces(is_spaced))],
                None => item.item_lines(indent, lead),
            };
            variable.insert_after(last, indent, &lines)
        }
        _ => {
            let indent = variable.column(variable.key.start) + variable.step;
            variable.fill(&item.item_lines(indent, "- "))?
        }
    };
    verified(key, format!("{mark}{edited}"), &expected)
}

/// Inserts an entry into a map in the text of a file, in the style of its neighbour: the one of the name `after`, or else
/// the last one.
///
/// An empty map becomes one with an entry a line.
///
/// # Errors
/// When the text is not YAML, does not hold the map, or writes it in a way that is not continued.
pub fn insert_entry(
    text: &str,
    key: &str,
    name: &str,
    entry: &Entry,
    after: Option<&str>,
) -> Result<String, EditError> {
    let (mark, text) = split_mark(text);
    let before = read(text)?;
    let mut all = entries(before.get(key).unwrap_or(&map(Vec::new())));
    let variable = Variable::find(text, key)?;
    let new = (Value::text(name, Span::NONE, false), entry.value());
    let edited = match &variable.value.shape {
        Shape::Map { in_braces: false, entries } if !variable.value.is_marked => {
            let named = after.and_then(|after| entries.iter().position(|(found, _)| variable.text_of(found) == after));
            let at = named.unwrap_or(entries.len().saturating_sub(1));
            let (sibling, value) = entries.get(at).ok_or_else(|| variable.layout("a map without entries"))?;
            all.insert((at + 1).min(all.len()), new);
            let indent = variable.column(sibling.start);
            let lines = match (braces(text, value), &value.shape) {
                (Some(is_spaced), _) => vec![format!("{}{name}: {}", " ".repeat(indent), entry.in_braces(is_spaced))],
                (None, Shape::Map { in_braces: false, .. }) => {
                    entry.entry_lines(name, indent, variable.column(value.start).saturating_sub(indent).max(1))
                }
                _ => entry.entry_lines(name, indent, variable.step),
            };
            let end = if matches!(value.shape, Shape::Empty) { sibling } else { value };
            variable.insert_after(end, indent, &lines)
        }
        _ => {
            all.push(new);
            let indent = variable.column(variable.key.start) + variable.step;
            variable.fill(&entry.entry_lines(name, indent, variable.step))?
        }
    };
    verified(key, format!("{mark}{edited}"), &with(&before, key, map(all)))
}

/// Appends a variable with a list of one item to the text of a file.
///
/// # Errors
/// When the text is not YAML, or holds the variable already.
pub fn append_variable(text: &str, key: &str, item: &Entry) -> Result<String, EditError> {
    let (mark, body) = split_mark(text);
    let before = read(body)?;
    if before.get(key).is_some() {
        return Err(EditError::Unverified { key: key.to_owned() });
    }
    let ending = Lines::of(body).ending();
    let step = outline::step(body, &outline::root(body)?);
    let mut edited = format!("{mark}{body}");
    if !body.is_empty() && !body.ends_with('\n') {
        edited.push_str(ending);
    }
    for line in std::iter::once(format!("{key}:")).chain(item.item_lines(step, "- ")) {
        edited.push_str(&line);
        edited.push_str(ending);
    }
    verified(key, edited, &with(&before, key, list(vec![item.value()])))
}

/// A variable in the text of a file.
pub(super) struct Variable<'a> {
    text: &'a str,
    name: &'a str,
    pub(super) lines: Lines<'a>,
    pub(super) key: Node,
    pub(super) value: Node,
    /// How much further in the file writes what is inside a value.
    step: usize,
}

impl<'a> Variable<'a> {
    /// The variable of a name; one that stands twice is not edited.
    pub(super) fn find(text: &'a str, name: &'a str) -> Result<Self, EditError> {
        if text.contains('\r') && text.matches('\r').count() != text.matches("\r\n").count() {
            return Err(EditError::NotAMap);
        }
        let mut found: Option<(Node, Node)> = None;
        let root = outline::root(text)?;
        let step = outline::step(text, &root);
        for entry in root {
            if scalar_text(text, &entry.0) == name && found.replace(entry).is_some() {
                return Err(EditError::Unverified { key: name.to_owned() });
            }
        }
        let (key, value) = found.ok_or_else(|| EditError::Absent { key: name.to_owned() })?;
        Ok(Self { text, name, lines: Lines::of(text), key, value, step })
    }

    pub(super) fn whole(&self) -> &'a str {
        self.text
    }

    /// The byte behind the colon of the key.
    pub(super) fn colon(&self) -> Option<usize> {
        self.text[self.key.end..].find(':').map(|at| self.key.end + at + 1)
    }

    /// The column of a byte, in characters from zero.
    pub(super) fn column(&self, offset: usize) -> usize {
        let start = self.lines.range(self.lines.holding(offset)).start;
        self.text[start..offset].chars().count()
    }

    /// The byte of the dash before an item on its line.
    fn dash(&self, item: &Node) -> Option<usize> {
        let start = self.lines.range(self.lines.holding(item.start)).start;
        let before = &self.text[start..item.start];
        let dash = before.trim_end_matches(' ').strip_suffix('-')?;
        dash.bytes().all(|byte| byte == b' ').then_some(start + dash.len())
    }

    /// The bytes of the dashes before all items; a list with a dash that stands alone on its line is not edited.
    pub(super) fn dashes(&self, items: &[Node]) -> Result<Vec<usize>, EditError> {
        let dashes: Option<Vec<usize>> = items.iter().map(|item| self.dash(item)).collect();
        dashes.ok_or_else(|| self.layout("a list whose dashes stand alone"))
    }

    pub(super) fn text_of(&self, node: &Node) -> &'a str {
        scalar_text(self.text, node)
    }

    pub(super) fn layout(&self, found: &'static str) -> EditError {
        EditError::Layout { key: self.name.to_owned(), line: self.lines.holding(self.key.start) + 1, found }
    }

    /// What keeps the value from being edited, in words.
    pub(super) fn refusal(&self) -> EditError {
        self.layout(match &self.value.shape {
            _ if self.value.is_marked => "marked with an anchor or a tag",
            Shape::Alias => "an alias",
            Shape::List { .. } => "a list in brackets",
            Shape::Map { in_braces: true, .. } => "a map in braces",
            Shape::Map { .. } => "a map",
            Shape::Scalar | Shape::Empty => "a template or another single value",
        })
    }

    /// The text with lines after a node and the comments that belong to it.
    fn insert_after(&self, node: &Node, indent: usize, new: &[String]) -> String {
        let last = self.lines.last_of(self.lines.holding(node.end.saturating_sub(1)), indent);
        self.insert_at(self.lines.range(last).end, new)
    }

    fn insert_at(&self, offset: usize, new: &[String]) -> String {
        let (head, tail) = self.text.split_at(offset);
        let ending = self.lines.ending();
        let mut edited = head.to_owned();
        if !head.is_empty() && !head.ends_with('\n') {
            edited.push_str(ending);
        }
        for line in new {
            edited.push_str(line);
            edited.push_str(ending);
        }
        edited + tail
    }

    /// The text with lines in place of an empty value, behind the key's own line.
    fn fill(&self, new: &[String]) -> Result<String, EditError> {
        let is_empty = match &self.value.shape {
            Shape::Empty => true,
            Shape::List { in_brackets: true, items } => items.is_empty(),
            Shape::Map { in_braces: true, entries } => entries.is_empty(),
            Shape::Scalar => ["~", "null", "Null", "NULL"].contains(&self.text_of(&self.value)),
            Shape::Alias | Shape::List { .. } | Shape::Map { .. } => false,
        };
        let line = self.lines.holding(self.key.start);
        let is_same_line = matches!(self.value.shape, Shape::Empty) || self.lines.holding(self.value.start) == line;
        if !is_empty || self.value.is_marked || !is_same_line {
            return Err(self.refusal());
        }
        let colon = self.colon().ok_or_else(|| self.refusal())?;
        let rest = if matches!(self.value.shape, Shape::Empty) { colon } else { self.value.end };
        let mut edited = self.text[..colon].to_owned();
        let behind = self.lines.range(line).end;
        let comment = self.text[rest..behind].trim_end_matches(['\n', '\r']);
        edited.push_str(comment.trim_end());
        for line in new {
            edited.push_str(self.lines.ending());
            edited.push_str(line);
        }
        edited.push_str(self.lines.ending());
        Ok(edited + &self.text[behind..])
    }
}

/// The text of a key or another scalar, without quotes around it.
fn scalar_text<'a>(text: &'a str, node: &Node) -> &'a str {
    text.get(node.start..node.end).unwrap_or_default().trim_matches(['"', '\''])
}

/// Whether a map in braces on one line has spaces inside them; `None` where it is none.
fn braces(text: &str, node: &Node) -> Option<bool> {
    let written = text.get(node.start..node.end)?;
    let is_one = matches!(node.shape, Shape::Map { in_braces: true, .. }) && !written.contains('\n');
    is_one.then(|| written.starts_with("{ "))
}

/// A text without its byte order mark, and the mark.
pub(super) fn split_mark(text: &str) -> (&str, &str) {
    match text.strip_prefix(BYTE_ORDER_MARK) {
        Some(rest) => text.split_at(text.len() - rest.len()),
        None => ("", text),
    }
}
