//! Free text as a value of a command.

/// The longest description that VyOS takes, in characters.
const LONGEST_DESCRIPTION: usize = 255;

/// A description in quotes: printable ASCII without quotes and backslashes, no longer than VyOS takes.
pub(super) fn description(text: &str) -> String {
    let is_safe = |found: char| (found.is_ascii_graphic() || found == ' ') && !matches!(found, '\'' | '"' | '\\');
    let safe = text.chars().map(|found| if is_safe(found) { found } else { ' ' });
    format!("'{}'", safe.take(LONGEST_DESCRIPTION).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_a_description_but_its_own_quote() {
        assert_eq!(description("it's\na \"rule\" \\ \u{f6}"), "'it s a  rule     '");
        assert_eq!(description(&"x".repeat(300)).len(), LONGEST_DESCRIPTION + 2);
    }
}
