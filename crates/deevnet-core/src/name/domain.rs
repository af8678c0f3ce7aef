//! Domain names.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use super::label::{self, DnsLabel, ParseLabelError};

/// A domain name: one or more DNS labels, at most 253 characters, such as `dvntm.example.net`.
///
/// It is always absolute: one trailing dot is read and not written. It is kept in lower case. Names order as the DNS
/// orders them, label by label from the right (RFC 4034, section 6.1), so that a zone's names stand together.
///
/// ```
/// use deevnet_core::name::DomainName;
///
/// let name: DomainName = "DVNTM.example.net.".parse()?;
/// assert_eq!(name.to_string(), "dvntm.example.net");
/// assert!(name.is_within(&"example.net".parse()?));
/// # Ok::<(), deevnet_core::name::ParseDomainError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct DomainName(String);

impl DomainName {
    /// The longest name, in characters without a trailing dot: 255 octets on the wire (RFC 1035, section 2.3.4),
    /// less the length octet of the first label and the root.
    pub const MAX_LENGTH: usize = 253;

    /// The name as text, in lower case and without a trailing dot.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The labels, from the left.
    pub fn labels(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.0.split('.')
    }

    /// The first label and the rest, if there is a rest.
    pub fn split_first(&self) -> Option<(DnsLabel, DomainName)> {
        let (first, rest) = self.0.split_once('.')?;
        Some((DnsLabel::new(first).ok()?, DomainName(rest.to_owned())))
    }

    /// Whether the name is a zone or stands anywhere below it.
    ///
    /// Whole labels are compared: `a.dvntm.example.net` is not within `m.example.net`.
    pub fn is_within(&self, zone: &DomainName) -> bool {
        self.0.strip_suffix(&zone.0).is_some_and(|left| left.is_empty() || left.ends_with('.'))
    }

    /// The name one label below this one.
    ///
    /// # Errors
    /// When the result would be too long.
    ///
    /// ```
    /// use deevnet_core::name::DomainName;
    ///
    /// let zone: DomainName = "example.net".parse()?;
    /// assert_eq!(zone.child(&"dvntm".parse()?)?.to_string(), "dvntm.example.net");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn child(&self, label: &DnsLabel) -> Result<DomainName, ParseDomainError> {
        format!("{label}.{self}").parse()
    }
}

impl From<DnsLabel> for DomainName {
    fn from(label: DnsLabel) -> DomainName {
        DomainName(label.as_str().to_owned())
    }
}

impl AsRef<str> for DomainName {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl Ord for DomainName {
    fn cmp(&self, other: &DomainName) -> Ordering {
        self.labels().rev().cmp(other.labels().rev())
    }
}

impl PartialOrd for DomainName {
    fn partial_cmp(&self, other: &DomainName) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for DomainName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}

impl FromStr for DomainName {
    type Err = ParseDomainError;

    fn from_str(text: &str) -> Result<DomainName, ParseDomainError> {
        let relative = text.strip_suffix('.').unwrap_or(text);
        if relative.is_empty() {
            return Err(ParseDomainError::Empty { value: text.to_owned() });
        }
        for found in relative.split('.') {
            label::check(found).map_err(|error| ParseDomainError::Label { value: text.to_owned(), error })?;
        }
        if relative.len() > DomainName::MAX_LENGTH {
            return Err(ParseDomainError::TooLong { value: text.to_owned(), length: relative.len() });
        }
        Ok(DomainName(relative.to_ascii_lowercase()))
    }
}

crate::wire::as_text!(DomainName, "a domain name as text");

/// The error of text that is not a domain name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ParseDomainError {
    /// The text has no label.
    #[error("`{value}` is not a domain name: it has no label")]
    Empty {
        /// The whole text.
        value: String,
    },
    /// A label is not one.
    #[error("`{value}` is not a domain name: {error}")]
    Label {
        /// The whole text.
        value: String,
        /// What is wrong with the first such label.
        error: ParseLabelError,
    },
    /// The text is longer than a domain name can be.
    #[error("`{value}` has {length} characters; a domain name has at most {max}", max = DomainName::MAX_LENGTH)]
    TooLong {
        /// The whole text.
        value: String,
        /// Its length, without a trailing dot.
        length: usize,
    },
    /// The name has one label, so there is no zone for a host to be in.
    #[error("`{value}` is not a fully qualified name: it has no zone")]
    NoZone {
        /// The whole text.
        value: String,
    },
}

impl ParseDomainError {
    /// The text that was refused.
    pub fn value(&self) -> &str {
        match self {
            ParseDomainError::Empty { value }
            | ParseDomainError::Label { value, .. }
            | ParseDomainError::TooLong { value, .. }
            | ParseDomainError::NoZone { value } => value,
        }
    }

    /// What to write instead.
    pub fn hint(&self) -> &'static str {
        match self {
            ParseDomainError::Empty { .. } => "write labels with dots between them, such as `example.net`",
            ParseDomainError::Label { error, .. } => error.hint(),
            ParseDomainError::TooLong { .. } => "choose shorter names",
            ParseDomainError::NoZone { .. } => "write the host, a dot and its zone",
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use proptest::prelude::*;

    use super::*;

    const NAME: &str = "[a-z0-9]([a-z0-9-]{0,5}[a-z0-9])?(\\.[a-z0-9]{1,6}){0,4}";

    fn domain(text: &str) -> DomainName {
        text.parse().unwrap()
    }

    #[test]
    fn limits_are_the_limits() {
        let label = "a".repeat(63);
        let longest = format!("{label}.{label}.{label}.{}", "a".repeat(61));
        assert_eq!(longest.len(), DomainName::MAX_LENGTH);
        assert_eq!(domain(&format!("{longest}.")).as_str(), longest);
        let error = format!("{longest}a").parse::<DomainName>().unwrap_err();
        assert!(matches!(error, ParseDomainError::TooLong { length: 254, .. }));
        assert!(domain(&longest).child(&"a".parse().unwrap()).is_err());
    }

    #[test]
    fn errors_quote_the_value_and_the_rule() {
        let mut text = String::new();
        for value in ["", ".", "a..b", "a.b..", "a_b.net"] {
            let error = value.parse::<DomainName>().unwrap_err();
            assert_eq!(error.value(), value);
            writeln!(text, "{error}\n  {}", error.hint()).unwrap();
        }
        insta::assert_snapshot!(text, @"
        `` is not a domain name: it has no label
          write labels with dots between them, such as `example.net`
        `.` is not a domain name: it has no label
          write labels with dots between them, such as `example.net`
        `a..b` is not a domain name: a DNS label is not empty
          write a name, or leave out a dot that has nothing on one side
        `a.b..` is not a domain name: a DNS label is not empty
          write a name, or leave out a dot that has nothing on one side
        `a_b.net` is not a domain name: `a_b` has `_` at column 2, which is not a letter, digit or hyphen
          write a hyphen for the underscore
        ");
    }

    #[test]
    fn zones_are_whole_labels() {
        let zone = domain("dvnt.example.net");
        assert!(domain("hv01.dvnt.example.net").is_within(&zone) && zone.is_within(&zone));
        assert!(!domain("hv01.dvntm.example.net").is_within(&zone));
        assert!(!domain("xdvnt.example.net").is_within(&zone));
        assert_eq!(zone.split_first(), Some(("dvnt".parse().unwrap(), domain("example.net"))));
        assert_eq!(domain("net").split_first(), None);
    }

    #[test]
    fn order_keeps_a_zone_together() {
        let mut names = ["b.x.net", "x.net", "a.y.net", "y.net", "a.x.net", "x-y.net"].map(domain);
        names.sort();
        let written: Vec<&str> = names.iter().map(DomainName::as_str).collect();
        assert_eq!(written, ["x.net", "a.x.net", "b.x.net", "x-y.net", "y.net", "a.y.net"]);
    }

    proptest! {
        #[test]
        fn parse_print_parse(text in NAME) {
            let name = domain(&text.to_uppercase());
            prop_assert_eq!(name.as_str(), &text);
            prop_assert_eq!(domain(&format!("{text}.")), name.clone());
            let json = serde_json::to_string(&name).unwrap();
            prop_assert_eq!(serde_json::from_str::<DomainName>(&json).unwrap(), name);
        }

        #[test]
        fn order_agrees_with_equality(left in NAME, right in NAME) {
            prop_assert_eq!(domain(&left).cmp(&domain(&right)).is_eq(), left == right);
        }

        #[test]
        fn arbitrary_text_never_panics(text in ".*") {
            let _ = text.parse::<DomainName>();
        }
    }
}
