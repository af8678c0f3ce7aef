//! Text from outside, made safe for a terminal.

use std::fmt::Write;

pub(crate) use deevnet_core::printable::{is_hostile, printable, push};

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

    proptest! {
        #[test]
        fn json_keeps_its_meaning(text in ".*|[\u{0}-\u{a0}\u{2028}-\u{2069}]*") {
            let json = printable_json(serde_json::to_string(&text).unwrap());
            prop_assert!(!json.chars().any(is_hostile));
            prop_assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
        }
    }
}
