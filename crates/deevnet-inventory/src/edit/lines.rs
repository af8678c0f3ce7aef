//! A text by lines.

use std::ops::Range;

/// The lines of a text, each known by its number from zero.
#[derive(Debug)]
pub(super) struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let after_each = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        let starts = std::iter::once(0).chain(after_each).filter(|start| *start < text.len()).collect();
        Self { text, starts }
    }

    /// The byte of a place, given as line from 1 and column in characters from 0.
    pub(super) fn offset(&self, line: usize, column: usize) -> usize {
        let Some(start) = line.checked_sub(1).and_then(|line| self.starts.get(line)) else { return self.text.len() };
        let rest = &self.text[*start..];
        rest.char_indices().nth(column).map_or(self.text.len(), |(at, _)| start + at)
    }

    /// The line that holds a byte.
    pub(super) fn holding(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset).saturating_sub(1)
    }

    /// The bytes of a line, its end included.
    pub(super) fn range(&self, line: usize) -> Range<usize> {
        let end = self.starts.get(line + 1).copied().unwrap_or(self.text.len());
        self.starts.get(line).copied().unwrap_or(self.text.len())..end
    }

    /// The text of a line without its end.
    pub(super) fn line(&self, line: usize) -> &'a str {
        self.text[self.range(line)].trim_end_matches(['\n', '\r'])
    }

    pub(super) fn count(&self) -> usize {
        self.starts.len()
    }

    /// How many spaces a line begins with.
    pub(super) fn indent(&self, line: usize) -> usize {
        self.line(line).bytes().take_while(|byte| *byte == b' ').count()
    }

    pub(super) fn is_blank(&self, line: usize) -> bool {
        self.line(line).trim().is_empty()
    }

    pub(super) fn is_comment(&self, line: usize) -> bool {
        self.line(line).trim_start().starts_with('#')
    }

    /// How the text ends its lines.
    pub(super) fn ending(&self) -> &'static str {
        if self.text.contains("\r\n") { "\r\n" } else { "\n" }
    }

    /// The last line of a value that ends on a line and whose lines stand further in than `indent`: comments that follow
    /// it there belong to it.
    pub(super) fn last_of(&self, end: usize, indent: usize) -> usize {
        let follows = |line: &usize| self.is_comment(*line) && self.indent(*line) > indent;
        (end + 1..self.count()).take_while(follows).last().unwrap_or(end)
    }
}
