//! One label of a domain name.

use std::fmt;
use std::str::FromStr;

/// One label of a domain name, such as a host name: 1 to 63 letters, digits and hyphens (RFC 1123, section 2.1).
///
/// It neither begins nor ends with a hyphen. The DNS compares without regard to case (RFC 4343), so text in either
/// case is read and kept in lower case: equal labels are equal values.
///
/// ```
/// use deevnet_core::name::DnsLabel;
///
/// let label: DnsLabel = "Core-RT02".parse()?;
/// assert_eq!(label.as_str(), "core-rt02");
///
/// let error = "a_b".parse::<DnsLabel>().unwrap_err();
/// assert_eq!(error.to_string(), "`a_b` has `_` at column 2, which is not a letter, digit or hyphen");
/// # Ok::<(), deevnet_core::name::ParseLabelError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DnsLabel(String);

impl DnsLabel {
    /// The longest label, in octets (RFC 1035, section 2.3.4).
    pub const MAX_LENGTH: usize = 63;

    /// The label of a text, in lower case.
    ///
    /// # Errors
    /// When the text is empty, too long, has another character, or begins or ends with a hyphen.
    pub fn new(text: &str) -> Result<DnsLabel, ParseLabelError> {
        check(text)?;
        Ok(DnsLabel(text.to_ascii_lowercase()))
    }

    /// The label as text, in lower case.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Checks that a text is a label, in either case.
pub(super) fn check(text: &str) -> Result<(), ParseLabelError> {
    let value = || text.to_owned();
    if text.is_empty() {
        return Err(ParseLabelError::Empty);
    }
    let is_valid = |found: char| found.is_ascii_alphanumeric() || found == '-';
    if let Some((index, found)) = text.chars().enumerate().find(|(_, found)| !is_valid(*found)) {
        return Err(ParseLabelError::Character { value: value(), column: index + 1, found });
    }
    if text.len() > DnsLabel::MAX_LENGTH {
        return Err(ParseLabelError::TooLong { value: value(), length: text.len() });
    }
    if text.starts_with('-') || text.ends_with('-') {
        let column = if text.starts_with('-') { 1 } else { text.len() };
        return Err(ParseLabelError::Hyphen { value: value(), column });
    }
    Ok(())
}

impl AsRef<str> for DnsLabel {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DnsLabel {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}

impl FromStr for DnsLabel {
    type Err = ParseLabelError;

    fn from_str(text: &str) -> Result<DnsLabel, ParseLabelError> {
        DnsLabel::new(text)
    }
}

crate::wire::as_text!(DnsLabel, "a DNS label as text");

/// The error of text that is not a DNS label; columns count characters from one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ParseLabelError {
    /// The text is empty.
    #[error("a DNS label is not empty")]
    Empty,
    /// A character is not a letter, digit or hyphen.
    #[error("`{value}` has `{found}` at column {column}, which is not a letter, digit or hyphen")]
    Character {
        /// The whole text.
        value: String,
        /// Where the character stands.
        column: usize,
        /// The character.
        found: char,
    },
    /// The text is longer than a label can be.
    #[error("`{value}` has {length} characters; a DNS label has at most {max}", max = DnsLabel::MAX_LENGTH)]
    TooLong {
        /// The whole text.
        value: String,
        /// Its length.
        length: usize,
    },
    /// The text begins or ends with a hyphen.
    #[error("`{value}` has a hyphen at column {column}, where a DNS label has a letter or digit")]
    Hyphen {
        /// The whole text.
        value: String,
        /// Where the hyphen stands: at the beginning or the end.
        column: usize,
    },
}

impl ParseLabelError {
    /// The text that was refused.
    pub fn value(&self) -> &str {
        match self {
            ParseLabelError::Empty => "",
            ParseLabelError::Character { value, .. }
            | ParseLabelError::TooLong { value, .. }
            | ParseLabelError::Hyphen { value, .. } => value,
        }
    }

    /// What to write instead.
    pub fn hint(&self) -> &'static str {
        match self {
            ParseLabelError::Empty => "write a name, or leave out a dot that has nothing on one side",
            ParseLabelError::Character { found: '_', .. } => "write a hyphen for the underscore",
            ParseLabelError::Character { .. } => "use the letters a-z, digits and hyphens only",
            ParseLabelError::TooLong { .. } => "choose a shorter name",
            ParseLabelError::Hyphen { .. } => "begin and end with a letter or digit",
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn limits_are_the_limits() {
        assert!("a".repeat(63).parse::<DnsLabel>().is_ok());
        let error = "a".repeat(64).parse::<DnsLabel>().unwrap_err();
        assert!(matches!(error, ParseLabelError::TooLong { length: 64, .. }));
        assert!("1".parse::<DnsLabel>().is_ok() && "a--b".parse::<DnsLabel>().is_ok());
    }

    #[test]
    fn errors_quote_the_value_and_the_rule() {
        let mut text = String::new();
        for value in ["", "a_b", "a.b", "-a", "a-", "naïve"] {
            let error = value.parse::<DnsLabel>().unwrap_err();
            assert_eq!(error.value(), value);
            writeln!(text, "{error}\n  {}", error.hint()).unwrap();
        }
        insta::assert_snapshot!(text, @"
        a DNS label is not empty
          write a name, or leave out a dot that has nothing on one side
        `a_b` has `_` at column 2, which is not a letter, digit or hyphen
          write a hyphen for the underscore
        `a.b` has `.` at column 2, which is not a letter, digit or hyphen
          use the letters a-z, digits and hyphens only
        `-a` has a hyphen at column 1, where a DNS label has a letter or digit
          begin and end with a letter or digit
        `a-` has a hyphen at column 2, where a DNS label has a letter or digit
          begin and end with a letter or digit
        `naïve` has `ï` at column 3, which is not a letter, digit or hyphen
          use the letters a-z, digits and hyphens only
        ");
    }

    proptest! {
        #[test]
        fn parse_print_parse(text in "[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?") {
            let label: DnsLabel = text.parse().unwrap();
            prop_assert_eq!(label.as_str(), text.to_lowercase());
            prop_assert_eq!(label.to_string().parse(), Ok(label.clone()));
            let json = serde_json::to_string(&label).unwrap();
            prop_assert_eq!(serde_json::from_str::<DnsLabel>(&json).unwrap(), label);
        }

        #[test]
        fn arbitrary_text_never_panics(text in ".*") {
            if let Ok(label) = text.parse::<DnsLabel>() {
                prop_assert_eq!(label.as_str(), text.to_ascii_lowercase());
            }
        }
    }
}
