//! Text from outside, made safe for a terminal.

use std::borrow::Cow;
use std::fmt::Write;

/// Whether a character could move the cursor, change the terminal or reorder what is shown.
pub(crate) fn is_hostile(character: char) -> bool {
    character.is_control() || is_format(character)
}

/// Characters that reorder or hide text (Unicode UAX #9, and zero-width ones).
fn is_format(character: char) -> bool {
    matches!(character,
        '\u{061c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// The text with every hostile character written as an escape such as `\n` or `\u{1b}`.
pub(crate) fn printable(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_hostile) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 8);
    text.chars().for_each(|character| push(&mut safe, character));
    Cow::Owned(safe)
}

/// Appends a character, escaped where it is hostile.
pub(crate) fn push(safe: &mut String, character: char) {
    if is_hostile(character) { safe.extend(character.escape_default()) } else { safe.push(character) }
}

/// JSON text with every hostile character inside its strings written as `\uXXXX`; the data stays the same.
///
/// Outside strings JSON only has spaces and line feeds, which stay.
pub(crate) fn printable_json(json: String) -> String {
    if !json.chars().any(|character| character != '\n' && is_hostile(character)) {
        return json;
    }
    let mut safe = String::with_capacity(json.len() + 16);
    for character in json.chars() {
        if character != '\n' && is_hostile(character) {
            let mut units = [0; 2];
            for unit in character.encode_utf16(&mut units) {
                let _ = write!(safe, "\\u{unit:04x}");
            }
        } else {
            safe.push(character);
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ordinary_text_is_left_alone() {
        assert!(matches!(printable("Zürich 日本 🦀"), Cow::Borrowed(_)));
    }

    #[test]
    fn escape_sequences_do_not_reach_the_terminal() {
        assert_eq!(printable("a\u{1b}[2Jb\r\n\u{9b}c\u{202e}d"), "a\\u{1b}[2Jb\\r\\n\\u{9b}c\\u{202e}d");
    }

    proptest! {
        #[test]
        fn nothing_hostile_is_left(text in "\\PC*|.*|[\u{0}-\u{a0}\u{2028}-\u{2069}]*") {
            prop_assert!(!printable(&text).chars().any(is_hostile));
        }

        #[test]
        fn json_keeps_its_meaning(text in ".*|[\u{0}-\u{a0}\u{2028}-\u{2069}]*") {
            let json = printable_json(serde_json::to_string(&text).unwrap());
            prop_assert!(!json.chars().any(is_hostile));
            prop_assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
        }
    }
}
