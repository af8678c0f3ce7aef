//! Network boot options that a reservation hands out.

use std::fmt;
use std::net::Ipv4Addr;
use std::str::FromStr;

use crate::name::DomainName;

/// What a reservation tells a machine that boots from the network; at least one of the two is there.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct NetworkBoot {
    /// The TFTP server.
    pub server: Option<BootServer>,
    /// The file to load.
    pub file: Option<BootFile>,
}

/// A TFTP server: an address, or a name that fits the `sname` field of a DHCP message.
///
/// ```
/// use deevnet_core::emit::BootServer;
///
/// assert!(matches!("10.20.99.95".parse()?, BootServer::Address(_)));
/// assert!(matches!("tftp.lab.example.net".parse()?, BootServer::Name(_)));
/// assert!("10.20.99.295".parse::<BootServer>().is_err());
/// # Ok::<(), deevnet_core::emit::ParseBootServerError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BootServer {
    /// Its address.
    Address(Ipv4Addr),
    /// Its name, at most [`BootServer::MAX_NAME_LENGTH`] characters.
    Name(DomainName),
}

impl BootServer {
    /// The longest name: `sname` has 64 octets with its terminator (RFC 2131, section 2).
    pub const MAX_NAME_LENGTH: usize = 63;
}

impl fmt::Display for BootServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address(address) => address.fmt(f),
            Self::Name(name) => name.fmt(f),
        }
    }
}

impl FromStr for BootServer {
    type Err = ParseBootServerError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if let Ok(address) = text.parse() {
            return Ok(Self::Address(address));
        }
        let refused = || ParseBootServerError { value: text.to_owned() };
        let name: DomainName = text.parse().map_err(|_| refused())?;
        let ends_in_number =
            name.labels().next_back().is_some_and(|label| label.bytes().all(|byte| byte.is_ascii_digit()));
        if ends_in_number || name.as_str().len() > Self::MAX_NAME_LENGTH {
            return Err(refused());
        }
        Ok(Self::Name(name))
    }
}

crate::wire::as_text!(BootServer, "a TFTP server as text");

/// The error of text that names no TFTP server.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{value:?} is neither an IPv4 address nor a DNS name of at most {max} characters", max = BootServer::MAX_NAME_LENGTH)]
#[non_exhaustive]
pub struct ParseBootServerError {
    /// The text.
    pub value: String,
}

/// The path of a boot file, as it fits the `file` field of a DHCP message: printable ASCII, at most 127 characters.
///
/// ```
/// use deevnet_core::emit::BootFile;
///
/// let file: BootFile = "pxelinux.0".parse()?;
/// assert_eq!(file.as_str(), "pxelinux.0");
/// assert!("pxelinux.0\n".parse::<BootFile>().is_err());
/// # Ok::<(), deevnet_core::emit::ParseBootFileError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BootFile(String);

impl BootFile {
    /// The longest path: `file` has 128 octets with its terminator (RFC 2131, section 2).
    pub const MAX_LENGTH: usize = 127;

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for BootFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl FromStr for BootFile {
    type Err = ParseBootFileError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let is_printable = text.bytes().all(|byte| matches!(byte, b' '..=b'~'));
        if text.is_empty() || !is_printable || text.len() > Self::MAX_LENGTH {
            return Err(ParseBootFileError { value: text.to_owned() });
        }
        Ok(Self(text.to_owned()))
    }
}

crate::wire::as_text!(BootFile, "the path of a boot file as text");

/// The error of text that is not the path of a boot file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{value:?} is not the path of a boot file: 1 to {max} printable ASCII characters", max = BootFile::MAX_LENGTH)]
#[non_exhaustive]
pub struct ParseBootFileError {
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
            "tftp_01".parse::<BootServer>().unwrap_err(),
            @r#""tftp_01" is neither an IPv4 address nor a DNS name of at most 63 characters"#
        );
        insta::assert_snapshot!(
            "a\u{7}".parse::<BootFile>().unwrap_err(),
            @r#""a\u{7}" is not the path of a boot file: 1 to 127 printable ASCII characters"#
        );
        assert!("a".repeat(127).parse::<BootFile>().is_ok() && "a".repeat(128).parse::<BootFile>().is_err());
        assert!("a".repeat(64).parse::<BootServer>().is_err());
    }

    proptest! {
        #[test]
        fn servers_parse_print_parse(address: [u8; 4], name in "[a-z]{1,9}(\\.[a-z]{1,9}){0,3}") {
            for server in [BootServer::Address(address.into()), BootServer::Name(name.parse().unwrap())] {
                prop_assert_eq!(server.to_string().parse(), Ok(server));
            }
        }

        #[test]
        fn files_parse_print_parse(text in "[ -~]{1,127}") {
            let file: BootFile = text.parse().unwrap();
            prop_assert_eq!(file.to_string(), text);
        }

        #[test]
        fn arbitrary_text_never_panics(text in ".*") {
            let _ = text.parse::<BootServer>();
            let _ = text.parse::<BootFile>();
        }
    }
}
