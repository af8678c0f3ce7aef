//! The name of a hardware profile.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use super::choice::TO_BE_DECIDED;

/// The ID of a hardware profile: lower-case words of letters and digits, joined by single hyphens.
///
/// It has 64 characters at most. `to-be-decided` is a state of a host and no ID.
///
/// ```
/// use deevnet_core::hardware::ProfileId;
///
/// let id: ProfileId = "dell-optiplex-7050-mff".parse()?;
/// assert_eq!(id.as_str(), "dell-optiplex-7050-mff");
/// assert!("Dell OptiPlex".parse::<ProfileId>().is_err());
/// # Ok::<(), deevnet_core::hardware::ParseProfileIdError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProfileId(Arc<str>);

impl ProfileId {
    /// The longest ID, in characters.
    pub const MAX_LENGTH: usize = 64;

    /// The text of the ID.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The ID of a profile of this crate, whose tests parse each of them.
    pub(super) fn built_in(text: &'static str) -> Self {
        Self(text.into())
    }
}

impl fmt::Display for ProfileId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}

impl FromStr for ProfileId {
    type Err = ParseProfileIdError;

    fn from_str(text: &str) -> Result<Self, ParseProfileIdError> {
        let value = || text.to_owned();
        if text == TO_BE_DECIDED {
            return Err(ParseProfileIdError::Undecided);
        }
        if text.len() > Self::MAX_LENGTH {
            return Err(ParseProfileIdError::TooLong { value: value() });
        }
        let is_word = |word: &str| {
            !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        };
        if !text.split('-').all(is_word) {
            return Err(ParseProfileIdError::NotKebabCase { value: value() });
        }
        Ok(Self(text.into()))
    }
}

crate::wire::as_text!(ProfileId, "the ID of a hardware profile");

/// The error of a text that is not the ID of a hardware profile.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ParseProfileIdError {
    /// It has other characters, or hyphens that join nothing.
    #[error("`{value}` is not a profile ID: it is not made of lower-case words joined by hyphens")]
    NotKebabCase {
        /// The text.
        value: String,
    },
    /// It is too long.
    #[error("`{value}` is not a profile ID: it is longer than {} characters", ProfileId::MAX_LENGTH)]
    TooLong {
        /// The text.
        value: String,
    },
    /// It is the word for hardware that nobody has chosen yet.
    #[error("`{TO_BE_DECIDED}` says that hardware is still to be decided, and is no profile ID")]
    Undecided,
}

impl ParseProfileIdError {
    /// What to write instead.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::NotKebabCase { .. } => "write it like dell-optiplex-7050-mff",
            Self::TooLong { .. } => "leave words out",
            Self::Undecided => "give the profile a name of its own",
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn errors_quote_the_value_and_the_rule() {
        let text: Vec<String> = ["", "Dell", "a--b", "-a", "a b", "a_b", "to-be-decided", &"a".repeat(65)]
            .iter()
            .map(|id| id.parse::<ProfileId>().unwrap_err())
            .map(|error| format!("{error} ({})", error.hint()))
            .collect();
        insta::assert_snapshot!(text.join("\n"), @"
        `` is not a profile ID: it is not made of lower-case words joined by hyphens (write it like dell-optiplex-7050-mff)
        `Dell` is not a profile ID: it is not made of lower-case words joined by hyphens (write it like dell-optiplex-7050-mff)
        `a--b` is not a profile ID: it is not made of lower-case words joined by hyphens (write it like dell-optiplex-7050-mff)
        `-a` is not a profile ID: it is not made of lower-case words joined by hyphens (write it like dell-optiplex-7050-mff)
        `a b` is not a profile ID: it is not made of lower-case words joined by hyphens (write it like dell-optiplex-7050-mff)
        `a_b` is not a profile ID: it is not made of lower-case words joined by hyphens (write it like dell-optiplex-7050-mff)
        `to-be-decided` says that hardware is still to be decided, and is no profile ID (give the profile a name of its own)
        `aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa` is not a profile ID: it is longer than 64 characters (leave words out)
        ");
    }

    proptest! {
        #[test]
        fn parse_print_parse(text in "[a-z0-9-]{0,70}|.*") {
            if let Ok(id) = text.parse::<ProfileId>() {
                prop_assert_eq!(id.to_string(), text);
            }
        }
    }
}
