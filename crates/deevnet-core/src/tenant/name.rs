//! The name of a tenant.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

/// The name of a tenant: a lowercase letter and up to seven lowercase letters and digits.
///
/// It is the ID of the tenant's zone in Proxmox VE's software-defined network, which has at most eight characters, and
/// a label of the tenant's domain names.
///
/// ```
/// use deevnet_core::tenant::TenantName;
///
/// let name: TenantName = "grooveiq".parse()?;
/// assert_eq!(name.as_str(), "grooveiq");
///
/// let error = "vintronics".parse::<TenantName>().unwrap_err();
/// assert_eq!(error.to_string(), "`vintronics` has 10 characters; a tenant's name has at most 8");
/// # Ok::<(), deevnet_core::tenant::ParseTenantNameError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TenantName(Arc<str>);

impl TenantName {
    /// The longest name (Proxmox VE's API: a zone ID "can't be more length than 8 characters").
    pub const MAX_LENGTH: usize = 8;

    /// The shortest name that Proxmox VE takes for a zone ID (its API refuses a single letter as "illegal characters").
    pub const MIN_ZONE_LENGTH: usize = 2;

    /// The name of a text.
    ///
    /// # Errors
    /// When the text is empty, too long, begins with something else than a lowercase letter or holds something else
    /// than lowercase letters and digits.
    pub fn new(text: &str) -> Result<TenantName, ParseTenantNameError> {
        let value = || text.to_owned();
        let Some(first) = text.chars().next() else { return Err(ParseTenantNameError::Empty) };
        let is_valid = |found: char| found.is_ascii_lowercase() || found.is_ascii_digit();
        if let Some((index, found)) = text.chars().enumerate().find(|(_, found)| !is_valid(*found)) {
            return Err(ParseTenantNameError::Character { value: value(), column: index + 1, found });
        }
        if first.is_ascii_digit() {
            return Err(ParseTenantNameError::Digit { value: value() });
        }
        if text.len() > TenantName::MAX_LENGTH {
            return Err(ParseTenantNameError::TooLong { value: value(), length: text.len() });
        }
        Ok(TenantName(text.into()))
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether Proxmox VE takes it for the ID of a zone.
    pub fn is_zone_id(&self) -> bool {
        self.0.len() >= TenantName::MIN_ZONE_LENGTH
    }
}

impl AsRef<str> for TenantName {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for TenantName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}

impl FromStr for TenantName {
    type Err = ParseTenantNameError;

    fn from_str(text: &str) -> Result<TenantName, ParseTenantNameError> {
        TenantName::new(text)
    }
}

crate::wire::as_text!(TenantName, "the name of a tenant as text");

/// The error of text that is not the name of a tenant; columns count characters from one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ParseTenantNameError {
    /// The text is empty.
    #[error("a tenant's name is not empty")]
    Empty,
    /// A character is not a lowercase letter or digit.
    #[error("`{value}` has `{found}` at column {column}, which is not a lowercase letter or digit")]
    Character {
        /// The whole text.
        value: String,
        /// Where the character stands.
        column: usize,
        /// The character.
        found: char,
    },
    /// The text begins with a digit.
    #[error("`{value}` begins with a digit; a tenant's name begins with a letter")]
    Digit {
        /// The whole text.
        value: String,
    },
    /// The text is longer than the ID of a zone can be.
    #[error("`{value}` has {length} characters; a tenant's name has at most {max}", max = TenantName::MAX_LENGTH)]
    TooLong {
        /// The whole text.
        value: String,
        /// Its length.
        length: usize,
    },
}

impl ParseTenantNameError {
    /// The text that was refused.
    pub fn value(&self) -> &str {
        match self {
            ParseTenantNameError::Empty => "",
            ParseTenantNameError::Character { value, .. }
            | ParseTenantNameError::Digit { value }
            | ParseTenantNameError::TooLong { value, .. } => value,
        }
    }

    /// What to write instead.
    pub fn hint(&self) -> &'static str {
        match self {
            ParseTenantNameError::Empty => "give the tenant a name",
            ParseTenantNameError::Character { found, .. } if found.is_ascii_uppercase() => "write it in lower case",
            ParseTenantNameError::Character { .. } => "use the letters a-z and digits only",
            ParseTenantNameError::Digit { .. } => "begin with a letter",
            ParseTenantNameError::TooLong { .. } => "shorten it: Proxmox VE's zone IDs have at most 8 characters",
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn errors_quote_the_value_and_the_rule() {
        let mut text = String::new();
        for value in ["", "Music", "a_b", "iot-backend", "1music", "moneyrouter", "naïve"] {
            let error = value.parse::<TenantName>().unwrap_err();
            assert_eq!(error.value(), value);
            writeln!(text, "{error}\n  {}", error.hint()).unwrap();
        }
        insta::assert_snapshot!(text, @"
        a tenant's name is not empty
          give the tenant a name
        `Music` has `M` at column 1, which is not a lowercase letter or digit
          write it in lower case
        `a_b` has `_` at column 2, which is not a lowercase letter or digit
          use the letters a-z and digits only
        `iot-backend` has `-` at column 4, which is not a lowercase letter or digit
          use the letters a-z and digits only
        `1music` begins with a digit; a tenant's name begins with a letter
          begin with a letter
        `moneyrouter` has 11 characters; a tenant's name has at most 8
          shorten it: Proxmox VE's zone IDs have at most 8 characters
        `naïve` has `ï` at column 3, which is not a lowercase letter or digit
          use the letters a-z and digits only
        ");
    }

    #[test]
    fn limits_are_the_limits() {
        assert!("abcdefgh".parse::<TenantName>().is_ok() && "abcdefghi".parse::<TenantName>().is_err());
        assert!(!"a".parse::<TenantName>().unwrap().is_zone_id() && "ab".parse::<TenantName>().unwrap().is_zone_id());
    }

    proptest! {
        #[test]
        fn parse_print_parse(text in "[a-z][a-z0-9]{0,7}") {
            let name: TenantName = text.parse().unwrap();
            prop_assert_eq!(name.as_str(), &text);
            prop_assert_eq!(name.to_string().parse(), Ok(name.clone()));
            let json = serde_json::to_string(&name).unwrap();
            prop_assert_eq!(serde_json::from_str::<TenantName>(&json).unwrap(), name);
        }

        #[test]
        fn arbitrary_text_never_panics(text in ".*") {
            if let Ok(name) = text.parse::<TenantName>() {
                prop_assert_eq!(name.as_str(), text);
            }
        }
    }
}
