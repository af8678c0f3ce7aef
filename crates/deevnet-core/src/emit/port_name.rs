//! Names of switch ports, as a command line takes them.

use std::fmt;
use std::str::FromStr;

/// The name of a port of a switch, such as `gigabitEthernet 1/0/1`.
///
/// One to 64 letters, digits, slashes, dots, colons, hyphens and underscores in words with one space between them: all
/// that `JetStream` and IOS name ports with, and nothing that ends a command.
///
/// ```
/// use deevnet_core::emit::PortName;
///
/// let name: PortName = "gigabitEthernet  1/0/1".parse()?;
/// assert_eq!(name.to_string(), "gigabitEthernet 1/0/1");
/// assert!("gigabitEthernet 1/0/1\nreboot".parse::<PortName>().is_err());
/// # Ok::<(), deevnet_core::emit::ParsePortNameError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PortName(String);

impl PortName {
    /// The longest name, in bytes.
    pub const MAX_LENGTH: usize = 64;

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PortName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl FromStr for PortName {
    type Err = ParsePortNameError;

    /// Reads a name; several spaces between words count as one.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let is_valid = |found: char| found.is_ascii_alphanumeric() || matches!(found, '/' | '.' | ':' | '-' | '_');
        let words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
        let name = words.join(" ");
        if name.is_empty() || name.len() > Self::MAX_LENGTH || !words.concat().chars().all(is_valid) {
            return Err(ParsePortNameError { value: text.to_owned() });
        }
        Ok(Self(name))
    }
}

crate::wire::as_text!(PortName, "the name of a switch port as text");

/// The error of text that cannot name a port on a command line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{}\" is not the name of a port: one to {max} letters, digits and `/.:-_` in words", value.escape_debug(), max = PortName::MAX_LENGTH)]
pub struct ParsePortNameError {
    value: String,
}

impl ParsePortNameError {
    /// The text that was refused.
    pub fn value(&self) -> &str {
        &self.value
    }

    /// What to write instead.
    pub fn hint(&self) -> &'static str {
        "write it as the switch does, such as `gigabitEthernet 1/0/1`"
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_ends_a_command_is_refused() {
        for text in ["", " ", "1/0/1\nreboot", "1/0/1;x", "1/0/1\t2", "\"1/0/1\"", "p\u{f6}rt 1", &"1".repeat(65)] {
            let error = text.parse::<PortName>().unwrap_err();
            assert_eq!(error.value(), text);
        }
        let error = "1/0/1\n".parse::<PortName>().unwrap_err();
        insta::assert_snapshot!(error, @r#""1/0/1\n" is not the name of a port: one to 64 letters, digits and `/.:-_` in words"#);
        insta::assert_snapshot!(error.hint(), @"write it as the switch does, such as `gigabitEthernet 1/0/1`");
    }

    proptest! {
        #[test]
        fn parse_print_parse(text in "[a-zA-Z0-9/.:_ \\n\"'-]{0,70}") {
            if let Ok(name) = text.parse::<PortName>() {
                prop_assert_eq!(name.to_string().parse(), Ok(name.clone()));
                prop_assert!(!name.as_str().contains(['\n', '"', '\'', ';']) && !name.as_str().contains("  "));
            }
        }

        #[test]
        fn arbitrary_text_never_panics(text in ".*") {
            let _ = text.parse::<PortName>();
        }
    }
}
