//! Names of network interfaces as the kernel has them.

use std::fmt;
use std::str::FromStr;

/// The name of a network interface of the machine that serves, such as `eth0` or `vlan99`.
///
/// One to fifteen letters, digits, dots, hyphens and underscores: Linux takes at most fifteen bytes (`IFNAMSIZ` with
/// its terminator), and no other characters are needed or safe in every configuration format.
///
/// ```
/// use deevnet_core::emit::InterfaceName;
///
/// let name: InterfaceName = "vlan99".parse()?;
/// assert_eq!(name.to_string(), "vlan99");
/// assert!("eth0,eth1".parse::<InterfaceName>().is_err());
/// # Ok::<(), deevnet_core::emit::ParseInterfaceNameError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InterfaceName(String);

impl InterfaceName {
    /// The longest name, in bytes.
    pub const MAX_LENGTH: usize = 15;

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for InterfaceName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl FromStr for InterfaceName {
    type Err = ParseInterfaceNameError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let value = || text.to_owned();
        if text.is_empty() || text == "." || text == ".." {
            return Err(ParseInterfaceNameError::Empty { value: value() });
        }
        let is_valid = |found: char| found.is_ascii_alphanumeric() || matches!(found, '.' | '-' | '_');
        if let Some((index, found)) = text.chars().enumerate().find(|(_, found)| !is_valid(*found)) {
            return Err(ParseInterfaceNameError::Character { value: value(), column: index + 1, found });
        }
        if text.len() > Self::MAX_LENGTH {
            return Err(ParseInterfaceNameError::TooLong { value: value(), length: text.len() });
        }
        Ok(Self(value()))
    }
}

crate::wire::as_text!(InterfaceName, "the name of a network interface as text");

/// The error of text that is not the name of a network interface; columns count characters from one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ParseInterfaceNameError {
    /// The text is empty or names a folder.
    #[error("`{value}` does not name an interface")]
    Empty {
        /// The whole text.
        value: String,
    },
    /// A character is not a letter, digit, dot, hyphen or underscore.
    #[error("{value:?} has {found:?} at column {column}, which an interface name does not have")]
    Character {
        /// The whole text.
        value: String,
        /// Where the character stands.
        column: usize,
        /// The character.
        found: char,
    },
    /// The text is longer than the kernel takes.
    #[error("`{value}` has {length} characters; an interface name has at most {max}", max = InterfaceName::MAX_LENGTH)]
    TooLong {
        /// The whole text.
        value: String,
        /// Its length.
        length: usize,
    },
}

impl ParseInterfaceNameError {
    /// The text that was refused.
    pub fn value(&self) -> &str {
        match self {
            Self::Empty { value } | Self::Character { value, .. } | Self::TooLong { value, .. } => value,
        }
    }

    /// What to write instead.
    pub fn hint(&self) -> &'static str {
        "write the name that `ip link` shows, such as eth0"
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn errors_quote_the_value_and_the_rule() {
        let error = |text: &str| text.parse::<InterfaceName>().unwrap_err().to_string();
        insta::assert_snapshot!(error(""), @"`` does not name an interface");
        insta::assert_snapshot!(
            error("eth0\n"),
            @r#""eth0\n" has '\n' at column 5, which an interface name does not have"#
        );
        insta::assert_snapshot!(
            error("gigabitEthernet1"),
            @"`gigabitEthernet1` has 16 characters; an interface name has at most 15"
        );
    }

    proptest! {
        #[test]
        fn parse_print_parse(text in "[a-z][a-z0-9._-]{0,14}") {
            let name: InterfaceName = text.parse().unwrap();
            prop_assert_eq!(name.to_string(), text.as_str());
            let json = serde_json::to_string(&name).unwrap();
            prop_assert_eq!(serde_json::from_str::<InterfaceName>(&json).unwrap(), name);
        }

        #[test]
        fn arbitrary_text_never_panics(text in ".*") {
            if let Ok(name) = text.parse::<InterfaceName>() {
                prop_assert!(name.as_str().len() <= InterfaceName::MAX_LENGTH);
            }
        }
    }
}
