//! A Python pattern rewritten for `regex`.

use crate::template::failure::Failure;

/// The rewriting of one pattern.
pub(super) struct Translation<'a> {
    rest: &'a str,
    out: String,
    loose_end: bool,
}

impl<'a> Translation<'a> {
    /// The pattern for `regex`, and whether it has a `$`.
    pub(super) fn of(pattern: &'a str) -> Result<(String, bool), Failure> {
        let mut translation = Self { rest: pattern, out: String::with_capacity(pattern.len()), loose_end: false };
        while let Some(character) = translation.next() {
            match character {
                '\\' => translation.escape(false)?,
                '[' => translation.class()?,
                '(' => translation.group()?,
                '$' => {
                    translation.loose_end = true;
                    translation.out.push('$');
                }
                '*' | '+' | '?' | '}' => translation.quantifier(character)?,
                _ => translation.out.push(character),
            }
        }
        Ok((translation.out, translation.loose_end))
    }

    fn next(&mut self) -> Option<char> {
        let mut characters = self.rest.chars();
        let next = characters.next();
        self.rest = characters.as_str();
        next
    }

    fn refuse<T>(construct: &str) -> Result<T, Failure> {
        Err(Failure::failed(format!("`{construct}` in a regular expression is not supported")))
    }

    /// A possessive quantifier would be read as a repeated one.
    fn quantifier(&mut self, character: char) -> Result<(), Failure> {
        self.out.push(character);
        if self.rest.starts_with('+') && !self.out.ends_with("\\}") {
            return Self::refuse(&format!("{character}+"));
        }
        Ok(())
    }

    fn group(&mut self) -> Result<(), Failure> {
        const REFUSED: &[&str] = &["?=", "?!", "?<", "?>", "?P=", "?P>", "?(", "?#", "?a", "?L"];
        if let Some(construct) = REFUSED.iter().find(|construct| self.rest.starts_with(**construct)) {
            return Self::refuse(&format!("({construct}"));
        }
        self.out.push('(');
        if self.rest.starts_with('?') {
            self.next();
            self.out.push('?');
        }
        Ok(())
    }

    fn escape(&mut self, in_class: bool) -> Result<(), Failure> {
        let Some(character) = self.next() else { return Self::refuse("\\ at the end") };
        match character {
            'Z' if !in_class => self.out.push_str("\\z"),
            'b' if in_class => self.out.push_str("\\x08"),
            '0' if !self.rest.starts_with(|next: char| next.is_ascii_digit()) => self.out.push_str("\\x00"),
            '0'..='9' | 'N' | 'z' | 'p' | 'P' => return Self::refuse(&format!("\\{character}")),
            _ if character.is_ascii_alphanumeric() => self.out.extend(['\\', character]),
            _ => self.out.push_str(&regex::escape(&character.to_string())),
        }
        Ok(())
    }

    /// A character class: Python has no classes inside classes and no operators on them.
    fn class(&mut self) -> Result<(), Failure> {
        self.out.push('[');
        if self.rest.starts_with('^') {
            self.next();
            self.out.push('^');
        }
        let mut first = true;
        while let Some(character) = self.next() {
            match character {
                ']' if !first => {
                    self.out.push(']');
                    return Ok(());
                }
                '\\' => self.escape(true)?,
                '[' | ']' | '&' | '~' => self.out.extend(['\\', character]),
                '-' if self.rest.starts_with('-') => self.out.push_str("\\-"),
                _ => self.out.push(character),
            }
            first = false;
        }
        Self::refuse("[ without ]")
    }
}
