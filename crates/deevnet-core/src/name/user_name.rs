//! Names of users.

use std::fmt;
use std::str::FromStr;

/// The name of a user of a machine.
///
/// A small letter or underscore, then small letters, digits, hyphens and underscores, 32 characters at most: what
/// `useradd` takes on Debian and Fedora alike (shadow-utils, `useradd(8)`).
///
/// ```
/// use deevnet_core::name::UserName;
///
/// let name: UserName = "ansible".parse()?;
/// assert_eq!(name.to_string(), "ansible");
/// assert!("root; reboot".parse::<UserName>().is_err());
/// # Ok::<(), deevnet_core::name::ParseUserNameError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UserName(String);

/// Text that is no name of a user.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{value:?} is not the name of a user: a small letter or underscore, then small letters, digits, hyphens and underscores, {max} at most",
    max = UserName::MAX_LENGTH
)]
#[non_exhaustive]
pub struct ParseUserNameError {
    /// The text.
    pub value: String,
}

impl UserName {
    /// The longest name, in characters.
    pub const MAX_LENGTH: usize = 32;

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for UserName {
    type Err = ParseUserNameError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let begins = text.starts_with(|first: char| first.is_ascii_lowercase() || first == '_');
        let is_valid = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_');
        if begins && text.len() <= Self::MAX_LENGTH && text.bytes().all(is_valid) {
            Ok(Self(text.to_owned()))
        } else {
            Err(ParseUserNameError { value: text.to_owned() })
        }
    }
}

impl fmt::Display for UserName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_name_is_refused() {
        for text in ["", "Ansible", "1st", "a b", "a\n", "\u{f6}", &"x".repeat(33)] {
            let error = text.parse::<UserName>().unwrap_err();
            assert_eq!(error.value, text);
        }
        insta::assert_snapshot!("a b".parse::<UserName>().unwrap_err(), @r#""a b" is not the name of a user: a small letter or underscore, then small letters, digits, hyphens and underscores, 32 at most"#);
        assert!("_svc-1".parse::<UserName>().is_ok());
    }
}
