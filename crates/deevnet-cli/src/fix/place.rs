//! Where exactly in a file's text the value of a rewrite stands.

use std::ops::Range;

use deevnet_core::{Fix, Position};

/// One replacement in a text: these bytes become that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Edit {
    pub(super) range: Range<usize>,
    pub(super) replacement: String,
}

/// The edit that makes a fix in a text; `None` where the text at the position is not the original value, as in a file
/// that was changed, is encrypted or has a template there.
///
/// The original may stand plain or in quotes, which stay. A plain value whose replacement YAML 1.1 would read as a
/// number in base 60 (`52:54:00:12:34:56`) gets quotes.
pub(super) fn edit(text: &str, position: &Position, fix: &Fix) -> Option<Edit> {
    if fix.original.is_empty() || fix.replacement.contains(is_unsafe) {
        return None;
    }
    let start = offset(text, position)?;
    let rest = text.get(start..)?;
    if let Some(quote) = rest.chars().next().filter(|character| matches!(character, '"' | '\'')) {
        let inner = rest.get(1..)?.strip_prefix(fix.original.as_str())?;
        let start = start + 1;
        return inner.starts_with(quote).then(|| replace(start, fix, fix.replacement.clone()));
    }
    let after = rest.strip_prefix(fix.original.as_str())?;
    let replacement =
        if is_base_60(&fix.replacement) { format!("\"{}\"", fix.replacement) } else { fix.replacement.clone() };
    ends_plain_value(after).then(|| replace(start, fix, replacement))
}

fn replace(start: usize, fix: &Fix, replacement: String) -> Edit {
    Edit { range: start..start + fix.original.len(), replacement }
}

/// Characters that could end a value, open another or need an escape.
fn is_unsafe(character: char) -> bool {
    !(character.is_ascii_alphanumeric() || ":.-_/".contains(character))
}

/// Whether PyYAML could resolve the text to a number in base 60.
fn is_base_60(text: &str) -> bool {
    text.contains(':') && text.chars().all(|character| character.is_ascii_digit() || ":._".contains(character))
}

/// Whether a plain value that is followed by this text ends there.
fn ends_plain_value(after: &str) -> bool {
    let line = after.split(['\n', '\r']).next().unwrap_or_default();
    let rest = line.split(" #").next().unwrap_or_default().trim();
    rest.is_empty() || rest.starts_with([',', '}', ']'])
}

/// The byte at a position, counting lines as YAML does.
fn offset(text: &str, position: &Position) -> Option<usize> {
    let bom = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let line = position.line.checked_sub(1)?;
    let start = line_starts(text).nth(line)?.max(bom);
    let column = position.column.checked_sub(1)?;
    let rest = text.get(start..)?;
    let length = rest.find(['\n', '\r']).unwrap_or(rest.len());
    let within = rest[..length].char_indices().map(|(byte, _)| byte).nth(column)?;
    Some(start + within)
}

/// Where each line begins: after a line feed, a carriage return, or both together.
fn line_starts(text: &str) -> impl Iterator<Item = usize> {
    let bytes = text.as_bytes();
    let ends = move |(index, byte): (usize, &u8)| match byte {
        b'\n' => Some(index + 1),
        b'\r' if bytes.get(index + 1) != Some(&b'\n') => Some(index + 1),
        _ => None,
    };
    std::iter::once(0).chain(bytes.iter().enumerate().filter_map(ends))
}

#[cfg(test)]
mod tests {
    use deevnet_core::rules::WRONG_TYPE;
    use deevnet_core::{Finding, Sources, Span};
    use proptest::prelude::*;

    use super::*;

    const WRONG: &str = "DC-A6-32-01-02-03";
    const RIGHT: &str = "dc:a6:32:01:02:03";

    fn fixed_with(text: &str, line: usize, column: usize, original: &str, replacement: &str) -> Option<String> {
        let mut sources = Sources::default();
        let file = sources.add("pi01.yml");
        let position = sources.position(Span::new(file, line, column, original.len()))?;
        let finding = Finding::new(&WRONG_TYPE, "", None).with_fix(original, replacement);
        let edit = edit(text, &position, &finding.fix?)?;
        let mut text = text.to_owned();
        text.replace_range(edit.range, &edit.replacement);
        Some(text)
    }

    fn fixed(text: &str, line: usize, column: usize) -> Option<String> {
        fixed_with(text, line, column, WRONG, RIGHT)
    }

    #[test]
    fn only_the_value_changes() {
        for (before, after) in [("", ""), ("\"", "\""), ("'", "'"), ("", " # seen"), ("\"", "\" # \"x\""), ("", "  ")] {
            let line = |mac: &str| format!("mac: {before}{mac}{after}\r\nform: pi\r\n");
            assert_eq!(fixed(&line(WRONG), 1, 6), Some(line(RIGHT)));
        }
        let flow = |mac: &str| format!("# é\n- {{ mac: {mac}, ip: x }}\n");
        assert_eq!(fixed(&flow(WRONG), 2, 10), Some(flow(RIGHT)));
        assert_eq!(fixed(&flow(WRONG), 2, 9), None);
        let last = |mac: &str| format!("{{ mac: {mac} }} # {mac}");
        assert_eq!(fixed(&last(WRONG), 1, 8), Some(format!("{{ mac: {RIGHT} }} # {WRONG}")));
    }

    #[test]
    fn lines_and_columns_count_as_in_yaml() {
        let text = |mac: &str| format!("\u{feff}a: 1\rb: é\r\né: {mac}\n");
        assert_eq!(fixed(&text(WRONG), 3, 4), Some(text(RIGHT)));
        assert_eq!(fixed(&format!("\u{feff}mac: {WRONG}"), 1, 6), Some(format!("\u{feff}mac: {RIGHT}")));
    }

    #[test]
    fn what_is_not_the_value_is_left_alone() {
        for text in ["mac: DC-A6-32-01-02-04", "mac: *mac", "mac: {{ mac }}", "mac: DC-A6-32-01-02-03-04", "mac", ""] {
            assert_eq!(fixed(text, 1, 6), None, "{text}");
        }
        assert_eq!(fixed(&format!("mac: {WRONG} and more"), 1, 6), None);
        assert_eq!(fixed(&format!("mac: \"{WRONG}"), 1, 6), None);
        assert_eq!(fixed(&format!("mac: {WRONG}"), 2, 6), None);
    }

    #[test]
    fn a_value_of_digits_alone_gets_quotes() {
        let (wrong, right) = ("52-54-00-12-34-56", "52:54:00:12:34:56");
        assert_eq!(fixed_with(&format!("mac: {wrong}\n"), 1, 6, wrong, right).unwrap(), format!("mac: \"{right}\"\n"));
        assert_eq!(fixed_with(&format!("mac: '{wrong}'"), 1, 6, wrong, right).unwrap(), format!("mac: '{right}'"));
    }

    #[test]
    fn a_replacement_that_could_break_out_is_refused() {
        assert_eq!(fixed_with("mac: x", 1, 6, "x", "y\nz: 1"), None);
        assert_eq!(fixed_with("mac: \"x\"", 1, 6, "x", "\" #"), None);
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "(\r|\n|\u{feff}|é|\"|'| |x|#|,){0,20}", line in 0usize..6, column in 0usize..9) {
            if let Some(changed) = fixed_with(&text, line, column, "x", "y") {
                prop_assert_eq!(changed.replace('y', "x"), text);
            }
        }
    }
}
