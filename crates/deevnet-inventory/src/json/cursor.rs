//! A place in a text that only moves forward.

/// Walks through a text and knows its line and column; every character is counted once.
#[derive(Debug)]
pub(super) struct Cursor<'a> {
    text: &'a str,
    offset: usize,
    line: usize,
    column: usize,
    counted: usize,
}

/// A place: line and column from 1, in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) line: usize,
    pub(crate) column: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, offset: 0, line: 1, column: 1, counted: 0 }
    }

    /// The byte at the cursor.
    pub(super) fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.offset).copied()
    }

    /// The text from the cursor on.
    pub(super) fn rest(&self) -> &'a str {
        &self.text[self.offset..]
    }

    /// Moves over bytes of the current line.
    pub(super) fn advance(&mut self, bytes: usize) {
        self.offset += bytes;
    }

    /// Moves over blanks and line ends.
    pub(super) fn skip_blanks(&mut self) {
        while let Some(byte) = self.peek() {
            match byte {
                b' ' | b'\t' | b'\r' => self.offset += 1,
                b'\n' => {
                    self.offset += 1;
                    self.line += 1;
                    self.column = 1;
                    self.counted = self.offset;
                }
                _ => return,
            }
        }
    }

    /// Where the cursor is.
    pub(super) fn place(&mut self) -> Place {
        self.column += self.text[self.counted..self.offset].chars().count();
        self.counted = self.offset;
        Place { line: self.line, column: self.column }
    }
}
