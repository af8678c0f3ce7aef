//! Text that is one word in every command language.

/// Whether text is one word: letters, digits, dots, hyphens and underscores, at least one of them.
pub(super) fn is_plain_word(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(is_plain)
}

/// Free text as one word: what is not plain becomes a hyphen, several of them one. `None` where nothing is left.
pub(super) fn plain_word(text: &str, longest: usize) -> Option<String> {
    let parts = text.split(|found: char| !(found.is_ascii() && is_plain(found as u8)));
    let mut word = String::new();
    for part in parts.filter(|part| !part.is_empty()) {
        if !word.is_empty() {
            word.push('-');
        }
        word.push_str(part);
    }
    word.truncate(longest);
    (!word.is_empty()).then_some(word)
}

fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn words_are_joined_by_hyphens() {
        assert_eq!(plain_word("core-rt01: uplink", 64).as_deref(), Some("core-rt01-uplink"));
        assert_eq!(plain_word(" \"hv01\"\n! ", 64).as_deref(), Some("hv01"));
        assert_eq!(plain_word("hv01 machines", 6).as_deref(), Some("hv01-m"));
        assert_eq!(plain_word("\n\"\u{f6}", 64), None);
    }

    proptest! {
        #[test]
        fn what_comes_out_is_a_plain_word(text in ".*") {
            prop_assert!(plain_word(&text, 64).is_none_or(|word| is_plain_word(&word) && word.len() <= 64));
            prop_assert!(!is_plain_word(&text) || text.len() > 64 || plain_word(&text, 64) == Some(text));
        }
    }
}
