//! The three-letter role of a fixed-width name.

use std::fmt;
use std::str::FromStr;

use super::host::Grammar;
use super::part::{NamePart, ParseNameError};

/// A three-letter role of the fixed-width grammar, such as `hyp`.
///
/// The estate allocates codes deliberately; [`KNOWN`](RoleCode::KNOWN) lists them with their meaning. A code that is
/// not listed is accepted, because a new class of host gets its code before this list hears of it.
///
/// ```
/// use deevnet_core::name::RoleCode;
///
/// let code: RoleCode = "hyp".parse()?;
/// assert_eq!(code.meaning(), Some("hypervisor"));
/// assert_eq!("xyz".parse::<RoleCode>()?.meaning(), None);
/// # Ok::<(), deevnet_core::name::ParseNameError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RoleCode(String);

impl RoleCode {
    /// Letters of a code.
    pub const WIDTH: usize = 3;

    /// The codes the estate's naming standard allocates, each with its meaning.
    ///
    /// On network devices a code names the place in the topology, whatever the device is.
    pub const KNOWN: &'static [(&'static str, &'static str)] = &[
        ("acc", "access switch"),
        ("bgw", "bell gateway"),
        ("bld", "builder"),
        ("cor", "core router"),
        ("edg", "edge router"),
        ("hyp", "hypervisor"),
        ("rpi", "Raspberry Pi"),
        ("tdn", "tenant DNS"),
        ("tst", "tenant state"),
        ("wap", "wireless access point"),
    ];

    /// The code as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What the code stands for, if the estate's standard lists it.
    pub fn meaning(&self) -> Option<&'static str> {
        Self::KNOWN.iter().find(|(code, _)| *code == self.0).map(|(_, meaning)| *meaning)
    }

    /// A code whose letters have been checked.
    pub(super) fn from_checked(letters: &str) -> RoleCode {
        RoleCode(letters.to_owned())
    }
}

impl fmt::Display for RoleCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}

impl FromStr for RoleCode {
    type Err = ParseNameError;

    fn from_str(text: &str) -> Result<RoleCode, ParseNameError> {
        let mut cursor = super::cursor::Cursor::new(text, Grammar::FixedWidth);
        let letters = cursor.take(NamePart::RoleCode, RoleCode::WIDTH, |found| found.is_ascii_lowercase())?;
        cursor.finish()?;
        Ok(RoleCode::from_checked(letters))
    }
}

crate::wire::as_text!(RoleCode, "a role of three lowercase letters");

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn known_codes_are_valid_and_sorted() {
        assert!(RoleCode::KNOWN.is_sorted());
        for (code, meaning) in RoleCode::KNOWN {
            assert_eq!(code.parse::<RoleCode>().unwrap().meaning(), Some(*meaning));
        }
    }

    proptest! {
        #[test]
        fn parse_print_parse(text in "[a-z]{3}") {
            prop_assert_eq!(text.parse::<RoleCode>().unwrap().to_string(), text);
        }

        #[test]
        fn arbitrary_text_never_panics(text in ".{0,5}") {
            let is_code = text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_lowercase());
            prop_assert_eq!(text.parse::<RoleCode>().is_ok(), is_code);
        }
    }
}
