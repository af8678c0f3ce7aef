//! Reading a name from left to right, part by part.

use super::host::Grammar;
use super::part::{NamePart, ParseNameError};

/// A place in a name that is being read.
pub(super) struct Cursor<'a> {
    value: &'a str,
    rest: &'a str,
    column: usize,
    grammar: Grammar,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(value: &'a str, grammar: Grammar) -> Cursor<'a> {
        Cursor { value, rest: value, column: 1, grammar }
    }

    /// Takes exactly so many characters, each of them valid.
    pub(super) fn take(
        &mut self,
        part: NamePart,
        width: usize,
        is_valid: impl Fn(char) -> bool,
    ) -> Result<&'a str, ParseNameError> {
        let valid: usize = self.rest.chars().take(width).take_while(|found| is_valid(*found)).count();
        if valid < width {
            return Err(self.refuse_at(part, self.column + valid));
        }
        Ok(self.advance(width))
    }

    /// Takes exactly so many digits and reads their number.
    pub(super) fn take_number(&mut self, part: NamePart, width: usize) -> Result<u16, ParseNameError> {
        let column = self.column;
        let digits = self.take(part, width, |found| found.is_ascii_digit())?;
        digits.parse().map_err(|_| self.refuse_at(part, column))
    }

    /// Takes digits whose number is at least one.
    pub(super) fn take_positive(&mut self, part: NamePart, width: usize) -> Result<u16, ParseNameError> {
        let column = self.column;
        match self.take_number(part, width)? {
            0 => Err(self.refuse_at(part, column)),
            number => Ok(number),
        }
    }

    /// Takes what stands before the last hyphen, and the hyphen.
    pub(super) fn take_before_last_hyphen(&mut self) -> Option<&'a str> {
        let (before, _) = self.rest.rsplit_once('-')?;
        self.advance(before.chars().count() + 1);
        Some(before)
    }

    /// Succeeds at the end of the name only.
    pub(super) fn finish(&self) -> Result<(), ParseNameError> {
        if self.rest.is_empty() { Ok(()) } else { Err(self.refuse_at(NamePart::End, self.column)) }
    }

    /// The column of the next character.
    pub(super) fn column(&self) -> usize {
        self.column
    }

    /// The error that a part is wrong at a column.
    pub(super) fn refuse_at(&self, part: NamePart, column: usize) -> ParseNameError {
        ParseNameError::new(self.value, self.grammar, part, column)
    }

    fn advance(&mut self, characters: usize) -> &'a str {
        let bytes = self.rest.chars().take(characters).map(char::len_utf8).sum();
        let (taken, rest) = self.rest.split_at(bytes);
        self.rest = rest;
        self.column += characters;
        taken
    }
}
