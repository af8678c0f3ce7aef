//! Text from outside, made safe to show to people.

use std::borrow::Cow;

/// Whether a character could move a cursor, change a terminal or reorder what is shown.
pub fn is_hostile(character: char) -> bool {
    character.is_control() || is_format(character)
}

/// Characters that reorder or hide text (Unicode UAX #9, and zero-width ones).
fn is_format(character: char) -> bool {
    matches!(character,
        '\u{061c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// The text with every hostile character written as an escape such as `\n` or `\u{1b}`.
///
/// ```
/// use deevnet_core::printable::printable;
///
/// assert_eq!(printable("hv01"), "hv01");
/// assert_eq!(printable("hv\u{202e}01\r"), "hv\\u{202e}01\\r");
/// ```
pub fn printable(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_hostile) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 8);
    text.chars().for_each(|character| push(&mut safe, character));
    Cow::Owned(safe)
}

/// Appends a character, escaped where it is hostile.
pub fn push(safe: &mut String, character: char) {
    if is_hostile(character) { safe.extend(character.escape_default()) } else { safe.push(character) }
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
    }
}
