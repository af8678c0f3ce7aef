//! What a boot loader loads, in words that no boot loader reads as anything else.

use std::fmt;
use std::str::FromStr;

/// The folder below the root of the boot server that holds `vmlinuz` and `initrd.img`, without slashes around it.
///
/// ```
/// use deevnet_core::emit::KernelFolder;
///
/// assert_eq!("/fedora/43/".parse::<KernelFolder>()?.as_str(), "fedora/43");
/// assert!("../etc".parse::<KernelFolder>().is_err());
/// # Ok::<(), deevnet_core::emit::ParseKernelFolderError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct KernelFolder(String);

impl KernelFolder {
    /// The longest path, which leaves room for the name of a file in the 127 characters a TFTP path is kept to.
    pub const MAX_LENGTH: usize = 112;

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for KernelFolder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl FromStr for KernelFolder {
    type Err = ParseKernelFolderError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let path = text.trim_matches('/');
        let is_name = |name: &str| super::plain_word::is_plain_word(name) && !name.starts_with('.');
        if path.len() > Self::MAX_LENGTH || !path.split('/').all(is_name) {
            return Err(ParseKernelFolderError { value: text.to_owned() });
        }
        Ok(Self(path.to_owned()))
    }
}

/// The error of text that is not the folder of a kernel.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{value:?} is not a folder below the boot server's root: names of letters, digits, `.`, `-` and `_`, separated by \
     `/`, at most {max} characters",
    max = KernelFolder::MAX_LENGTH
)]
#[non_exhaustive]
pub struct ParseKernelFolderError {
    /// The text.
    pub value: String,
}

/// The options of a kernel, in words separated by single spaces: printable ASCII, possibly none.
///
/// ```
/// use deevnet_core::emit::KernelOptions;
///
/// let options: KernelOptions = "boot=live\n  ds=nocloud-net;s=http://boot.example.net/\n".parse()?;
/// assert_eq!(options.as_str(), "boot=live ds=nocloud-net;s=http://boot.example.net/");
/// # Ok::<(), deevnet_core::emit::ParseKernelOptionsError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct KernelOptions(String);

impl KernelOptions {
    /// The most characters: of the 2047 that Linux takes on x86, 255 are left to what a boot loader adds.
    pub const MAX_LENGTH: usize = 1_792;

    /// The options as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Each option.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.0.split_ascii_whitespace()
    }
}

impl fmt::Display for KernelOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl FromStr for KernelOptions {
    type Err = ParseKernelOptionsError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let options = text.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
        if options.len() > Self::MAX_LENGTH || !options.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
            return Err(ParseKernelOptionsError { value: text.to_owned() });
        }
        Ok(Self(options))
    }
}

/// The error of text that is not the options of a kernel.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{value:?} is not a kernel's options: at most {max} printable ASCII characters", max = KernelOptions::MAX_LENGTH)]
#[non_exhaustive]
pub struct ParseKernelOptionsError {
    /// The text.
    pub value: String,
}

/// What people call the image that a machine boots: one line of at most [`BootTitle::MAX_LENGTH`] characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct BootTitle(String);

impl BootTitle {
    /// The most characters, which fit a line of a console.
    pub const MAX_LENGTH: usize = 72;

    /// The title as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for BootTitle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl FromStr for BootTitle {
    type Err = ParseBootTitleError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let title = text.trim();
        let is_printable = !title.chars().any(char::is_control);
        if title.is_empty() || !is_printable || title.chars().count() > Self::MAX_LENGTH {
            return Err(ParseBootTitleError { value: text.to_owned() });
        }
        Ok(Self(title.to_owned()))
    }
}

/// The error of text that is not what people call an image.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{value:?} is not the name of an image: one line of 1 to {max} characters", max = BootTitle::MAX_LENGTH)]
#[non_exhaustive]
pub struct ParseBootTitleError {
    /// The text.
    pub value: String,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn errors_quote_the_value_and_the_rule() {
        insta::assert_snapshot!(
            "a b".parse::<KernelFolder>().unwrap_err(),
            @r#""a b" is not a folder below the boot server's root: names of letters, digits, `.`, `-` and `_`, separated by `/`, at most 112 characters"#
        );
        insta::assert_snapshot!(
            "a\u{7}".parse::<KernelOptions>().unwrap_err(),
            @r#""a\u{7}" is not a kernel's options: at most 1792 printable ASCII characters"#
        );
        insta::assert_snapshot!(
            "\n".parse::<BootTitle>().unwrap_err(),
            @r#""\n" is not the name of an image: one line of 1 to 72 characters"#
        );
    }

    #[test]
    fn folders_stay_below_the_root() {
        for outside in ["", "/", "..", "a/../b", "a//b", ".hidden", "a/./b"] {
            assert!(outside.parse::<KernelFolder>().is_err(), "{outside}");
        }
        assert!("a".repeat(112).parse::<KernelFolder>().is_ok() && "a".repeat(113).parse::<KernelFolder>().is_err());
    }

    proptest! {
        #[test]
        fn what_parses_is_printed_and_parsed_again(text in ".*", folder in "[a-z0-9._/-]{0,20}", options in "[ -~\n\t]{0,40}") {
            for text in [&text, &folder, &options] {
                if let Ok(folder) = text.parse::<KernelFolder>() {
                    prop_assert_eq!(folder.to_string().parse(), Ok(folder));
                }
                if let Ok(options) = text.parse::<KernelOptions>() {
                    prop_assert_eq!(options.words().collect::<Vec<_>>().join(" "), options.as_str());
                    prop_assert_eq!(options.to_string().parse(), Ok(options));
                }
                if let Ok(title) = text.parse::<BootTitle>() {
                    prop_assert_eq!(title.to_string().parse(), Ok(title));
                }
            }
        }
    }
}
