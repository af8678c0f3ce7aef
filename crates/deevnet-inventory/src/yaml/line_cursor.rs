//! Looks back into the text where an event alone does not say enough.

use saphyr_parser::Marker;

/// Finds places; it only ever moves forward, so that a file is walked once.
#[derive(Debug)]
pub(super) struct LineCursor {
    line: usize,
    column: usize,
    offset: usize,
}

impl Default for LineCursor {
    fn default() -> Self {
        Self { line: 1, column: 0, offset: 0 }
    }
}

impl LineCursor {
    /// The text from a marker on; nothing where the cursor is already behind it.
    pub(super) fn rest<'a>(&mut self, text: &'a str, start: Marker) -> &'a str {
        while self.line < start.line() {
            let Some(at) = text[self.offset..].find('\n') else { return "" };
            self.offset += at + 1;
            self.line += 1;
            self.column = 0;
        }
        let Some(ahead) = start.col().checked_sub(self.column).filter(|_| self.line == start.line()) else { return "" };
        let Some((at, _)) = text[self.offset..].char_indices().nth(ahead) else { return "" };
        self.offset += at;
        self.column = start.col();
        &text[self.offset..]
    }
}

/// How many characters the first line of a text has, without blanks at its end.
pub(super) fn line_width(text: &str) -> usize {
    text.lines().next().unwrap_or_default().trim_end().chars().count()
}

/// What stands before a value on its line: an anchor, a tag or both.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Properties<'a> {
    /// The name of the anchor.
    pub(super) anchor: Option<&'a str>,
    /// The tag as it is written, and how many characters stand before it.
    pub(super) tag: Option<(usize, &'a str)>,
    /// How many characters they take, blanks after them included.
    pub(super) width: usize,
}

impl<'a> Properties<'a> {
    /// Reads them at the start of a text.
    pub(super) fn of(text: &'a str) -> Self {
        let is_end = |part: char| part.is_whitespace() || [',', '[', ']', '{', '}'].contains(&part);
        let mut properties = Self::default();
        let mut rest = text;
        while rest.starts_with(['&', '!']) {
            let end = rest.find(is_end).unwrap_or(rest.len());
            match rest[..end].strip_prefix('&') {
                Some(anchor) => properties.anchor = Some(anchor),
                None => properties.tag = Some((properties.width, &rest[..end])),
            }
            let blanks = rest[end..].bytes().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
            properties.width += rest[..end + blanks].chars().count();
            rest = &rest[end + blanks..];
        }
        properties
    }
}

/// How many characters a text in quotes takes on its first line, its quotes included.
pub(super) fn quoted_width(text: &str) -> usize {
    let mut characters = text.chars().enumerate().peekable();
    let Some((_, quote)) = characters.next() else { return 0 };
    while let Some((at, character)) = characters.next() {
        if character == '\\' && quote == '"' {
            characters.next();
        } else if character == '\n' {
            return at;
        } else if character == quote && characters.next_if(|(_, next)| quote == '\'' && *next == quote).is_none() {
            return at + 1;
        }
    }
    text.chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_before_a_value() {
        assert_eq!(Properties::of("text"), Properties::default());
        let both = Properties { anchor: Some("a"), tag: Some((4, "!!str")), width: 10 };
        assert_eq!(Properties::of("&a  !!str 'x'"), both);
        assert_eq!(Properties::of("!vault |"), Properties { anchor: None, tag: Some((0, "!vault")), width: 7 });
        assert_eq!(Properties::of("&a"), Properties { anchor: Some("a"), tag: None, width: 2 });
    }

    #[test]
    fn text_in_quotes_ends_at_its_quote() {
        for (line, width) in
            [("'a'  # b'", 3), ("'it''s', x", 7), (r#""a\"b": c"#, 6), ("\"\u{e9}\"", 3), ("'a", 2), ("''", 2)]
        {
            assert_eq!(quoted_width(line), width, "{line}");
        }
    }

    #[test]
    fn lines_are_found_in_order() {
        let text = "a: 1\r\n\u{e9}b: 2  \nc";
        let mut lines = LineCursor::default();
        let mut line = |line, column| lines.rest(text, Marker::new(0, line, column)).lines().next();
        assert_eq!(line(1, 3), Some("1"));
        assert_eq!(line(2, 1), Some("b: 2  "));
        assert_eq!(line(2, 1), Some("b: 2  "));
        assert_eq!(line(2, 4), Some("2  "));
        assert_eq!(line(2, 0), None);
        assert_eq!(line(3, 0), Some("c"));
        assert_eq!(line(9, 0), None);
        assert_eq!(line_width("b: 2  \nc"), 4);
    }
}
