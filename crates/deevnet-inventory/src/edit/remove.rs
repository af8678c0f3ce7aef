//! Entries that go.

use std::ops::Range;

use deevnet_core::declared::Value;

use super::error::EditError;
use super::insert::{Variable, split_mark};
use super::outline::{Node, Shape};
use super::verify::{entries, list, map, read, verified, with};

/// Removes the item of a list whose `field` has a value, with the comments that belong to it.
///
/// # Errors
/// When the text is not YAML, does not hold the item, or writes the list in a way that is not edited.
pub fn remove_item(text: &str, key: &str, field: &str, value: &str) -> Result<String, EditError> {
    let (mark, text) = split_mark(text);
    let before = read(text)?;
    let items = before.get(key).and_then(Value::as_list).unwrap_or_default();
    let no_entry = || EditError::NoEntry { key: key.to_owned(), name: value.to_owned() };
    let is_it = |item: &Value| item.get(field).and_then(Value::as_text) == Some(value);
    let at = items.iter().position(is_it).ok_or_else(no_entry)?;
    let rest = [&items[..at], &items[at + 1..]].concat();
    let variable = Variable::find(text, key)?;
    let Shape::List { in_brackets: false, items } = &variable.value.shape else { return Err(variable.refusal()) };
    let dashes = variable.dashes(items)?;
    let block = |(item, dash): (&Node, usize)| Block::of(&variable, item.start, item, variable.column(dash));
    let blocks: Vec<Block> = items.iter().zip(dashes).map(block).collect();
    let edited = variable.without(&blocks, at, " []")?;
    verified(key, format!("{mark}{edited}"), &with(&before, key, list(rest)))
}

/// Removes an entry of a map, with the comments that belong to it.
///
/// # Errors
/// When the text is not YAML, does not hold the entry, or writes the map in a way that is not edited.
pub fn remove_entry(text: &str, key: &str, name: &str) -> Result<String, EditError> {
    let (mark, text) = split_mark(text);
    let before = read(text)?;
    let mut rest = entries(before.get(key).unwrap_or(&map(Vec::new())));
    rest.retain(|(found, _)| found.as_text() != Some(name));
    let variable = Variable::find(text, key)?;
    let Shape::Map { in_braces: false, entries } = &variable.value.shape else { return Err(variable.refusal()) };
    let found = entries.iter().position(|(found, _)| variable.text_of(found) == name);
    let at = found.ok_or_else(|| EditError::NoEntry { key: key.to_owned(), name: name.to_owned() })?;
    let indent = variable.column(variable.value.start);
    let block = |(key, value): &(Node, Node)| {
        let end = if matches!(value.shape, Shape::Empty) { key } else { value };
        Block::of(&variable, key.start, end, indent)
    };
    let blocks: Vec<Block> = entries.iter().map(block).collect();
    let edited = variable.without(&blocks, at, " {}")?;
    verified(key, format!("{mark}{edited}"), &with(&before, key, map(rest)))
}

/// The lines of one entry: its own, and those with the comments above that may belong to it.
#[derive(Debug)]
struct Block {
    comments: usize,
    own: Range<usize>,
}

impl Block {
    fn of(variable: &Variable<'_>, start: usize, last: &Node, indent: usize) -> Self {
        let lines = &variable.lines;
        let first = lines.holding(start);
        let end = lines.last_of(lines.holding(last.end.saturating_sub(1)), indent) + 1;
        let is_above = |line: &usize| lines.is_comment(*line) && lines.indent(*line) == indent;
        let comments = (0..first).rev().take_while(is_above).last().unwrap_or(first);
        Self { comments, own: first..end }
    }
}

impl Variable<'_> {
    /// The text without one of several entries; without the last one left, the value is written as `empty`.
    fn without(&self, blocks: &[Block], at: usize, empty: &str) -> Result<String, EditError> {
        let block = &blocks[at];
        let next = blocks.get(at + 1);
        // A comment above entries that follow each other closely may be about all of them.
        let is_header = next.is_some_and(|next| next.comments == block.own.end);
        let has_own = next.is_some_and(|next| next.comments < next.own.start);
        let mut first = if is_header && !has_own { block.own.start } else { block.comments };
        let mut last = block.own.end;
        // Of the blank lines around it one stays, and none where the file ends.
        if first > 0 && self.lines.is_blank(first - 1) {
            if last == self.lines.count() {
                first -= 1;
            } else if self.lines.is_blank(last) {
                last += 1;
            }
        }
        let range = self.lines.range(first).start..self.lines.range(last.saturating_sub(1)).end;
        let mut edited = self.whole().to_owned();
        edited.replace_range(range, "");
        if blocks.len() == 1 {
            let colon = self.colon().ok_or_else(|| self.refusal())?;
            edited.insert_str(colon, empty);
        }
        Ok(edited)
    }
}
