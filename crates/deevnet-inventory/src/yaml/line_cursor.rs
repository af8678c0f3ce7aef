//! Looks back into the text where an event alone does not say enough.

use saphyr_parser::Marker;

/// Finds lines; it only ever moves forward, so that a file is walked once.
#[derive(Debug, Default)]
pub(super) struct LineCursor {
    line: usize,
    offset: usize,
}

impl LineCursor {
    /// The rest of a line from a marker on, without blanks at the end.
    pub(super) fn rest_of_line<'a>(&mut self, text: &'a str, start: Marker) -> &'a str {
        while self.line + 1 < start.line() {
            match text[self.offset..].find('\n') {
                Some(at) => self.offset += at + 1,
                None => return "",
            }
            self.line += 1;
        }
        let line = text[self.offset..].lines().next().unwrap_or_default().trim_end();
        line.char_indices().nth(start.col()).map_or("", |(at, _)| &line[at..])
    }
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
    /// Reads them at the start of the rest of a line.
    pub(super) fn of(line: &'a str) -> Self {
        let mut properties = Self::default();
        let mut rest = line;
        while rest.starts_with(['&', '!']) {
            let end = rest.find([' ', '\t']).unwrap_or(rest.len());
            match rest[..end].strip_prefix('&') {
                Some(anchor) => properties.anchor = Some(anchor),
                None => properties.tag = Some((properties.width, &rest[..end])),
            }
            let blanks = rest[end..].len() - rest[end..].trim_start().len();
            properties.width += rest[..end + blanks].chars().count();
            rest = &rest[end + blanks..];
        }
        properties
    }
}

/// How many characters a text in quotes takes at the start of the rest of a line, its quotes included.
pub(super) fn quoted_width(line: &str) -> usize {
    let mut characters = line.chars().enumerate().peekable();
    let Some((_, quote)) = characters.next() else { return 0 };
    while let Some((at, character)) = characters.next() {
        if character == '\\' && quote == '"' {
            characters.next();
        } else if character == quote && characters.next_if(|(_, next)| quote == '\'' && *next == quote).is_none() {
            return at + 1;
        }
    }
    line.chars().count()
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
        assert_eq!(lines.rest_of_line(text, Marker::new(0, 1, 3)), "1");
        assert_eq!(lines.rest_of_line(text, Marker::new(0, 2, 1)), "b: 2");
        assert_eq!(lines.rest_of_line(text, Marker::new(0, 3, 0)), "c");
        assert_eq!(lines.rest_of_line(text, Marker::new(0, 9, 0)), "");
    }
}
