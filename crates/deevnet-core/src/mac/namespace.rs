//! The three octets a substrate owns.

use std::fmt;
use std::str::FromStr;

use super::address::MacAddress;
use super::octets;

/// The first three octets of every address a substrate assigns, such as `02:de:20`.
///
/// A namespace is locally administered and unicast (its first octet ends in the bits `10`), so it can never meet a
/// vendor's addresses. By the estate's standard it is `02:de:EE`, where `EE` is the substrate's address octet *written
/// as its decimal digits*: octet 20 gives `20`, not `14`. The same suffix therefore never collides across substrates.
///
/// ```
/// use deevnet_core::mac::MacNamespace;
///
/// let mobile: MacNamespace = "02:de:20".parse()?;
/// assert_eq!(mobile, MacNamespace::for_site_octet(20)?);
/// assert_eq!(mobile.site_octet(), Some(20));
/// assert!(mobile.contains("02:de:20:00:00:c8".parse()?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MacNamespace([u8; 3]);

impl MacNamespace {
    /// The two octets every substrate's namespace begins with: local unicast, then `de` for the estate.
    pub const ESTATE_PREFIX: [u8; 2] = [0x02, 0xde];

    /// The largest site octet whose decimal digits fit in one octet.
    pub const MAX_SITE_OCTET: u8 = 99;

    /// The namespace of three octets.
    ///
    /// # Errors
    /// When the first octet makes the addresses group or universally administered.
    pub fn new(octets: [u8; 3]) -> Result<MacNamespace, ParseNamespaceError> {
        let namespace = MacNamespace(octets);
        let first = namespace.with_suffix([0; 3]);
        if first.is_group() {
            Err(ParseNamespaceError::Group { value: namespace.to_string() })
        } else if !first.is_local() {
            Err(ParseNamespaceError::Universal { value: namespace.to_string() })
        } else {
            Ok(namespace)
        }
    }

    /// The namespace of the substrate that owns `10.<octet>.0.0/16`: the octet written as its decimal digits.
    ///
    /// # Errors
    /// When the octet has three digits, which do not fit.
    ///
    /// ```
    /// use deevnet_core::mac::MacNamespace;
    ///
    /// assert_eq!(MacNamespace::for_site_octet(10)?.to_string(), "02:de:10");
    /// assert!(MacNamespace::for_site_octet(100).is_err());
    /// # Ok::<(), deevnet_core::mac::SiteOctetError>(())
    /// ```
    pub const fn for_site_octet(octet: u8) -> Result<MacNamespace, SiteOctetError> {
        if octet > Self::MAX_SITE_OCTET {
            return Err(SiteOctetError { octet });
        }
        let [first, second] = Self::ESTATE_PREFIX;
        Ok(MacNamespace([first, second, ((octet / 10) << 4) | (octet % 10)]))
    }

    /// The site octet this namespace was written from; `None` when it does not follow the estate's standard.
    pub const fn site_octet(self) -> Option<u8> {
        let [first, second, digits] = self.0;
        let (tens, units) = (digits >> 4, digits & 0x0f);
        let [estate_first, estate_second] = Self::ESTATE_PREFIX;
        if first == estate_first && second == estate_second && tens <= 9 && units <= 9 {
            Some(tens * 10 + units)
        } else {
            None
        }
    }

    /// The three octets.
    pub const fn octets(self) -> [u8; 3] {
        self.0
    }

    /// Whether an address belongs to this namespace.
    pub fn contains(self, mac: MacAddress) -> bool {
        mac.oui() == self.0
    }

    /// The address with this namespace and three more octets.
    pub(super) const fn with_suffix(self, suffix: [u8; 3]) -> MacAddress {
        let prefix = self.0;
        MacAddress::new([prefix[0], prefix[1], prefix[2], suffix[0], suffix[1], suffix[2]])
    }

    /// The last three octets of an address of this namespace.
    pub(super) fn suffix_of(self, mac: MacAddress) -> Option<[u8; 3]> {
        let [.., d, e, f] = mac.octets();
        self.contains(mac).then_some([d, e, f])
    }
}

impl fmt::Display for MacNamespace {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [a, b, c] = self.0;
        formatter.pad(&format!("{a:02x}:{b:02x}:{c:02x}"))
    }
}

impl FromStr for MacNamespace {
    type Err = ParseNamespaceError;

    fn from_str(text: &str) -> Result<MacNamespace, ParseNamespaceError> {
        let octets = octets::scan(text).map_err(|_| ParseNamespaceError::Malformed { value: text.to_owned() })?;
        MacNamespace::new(octets)
    }
}

crate::wire::as_text!(MacNamespace, "a MAC namespace as text, such as `02:de:20`");

/// The error of a MAC namespace that cannot be one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ParseNamespaceError {
    /// The text is not three octets.
    #[error("`{value}` is not the three octets of a MAC namespace")]
    Malformed {
        /// The whole text.
        value: String,
    },
    /// The first octet makes every address a group address.
    #[error("`{value}` makes group addresses; a MAC namespace is unicast")]
    Group {
        /// The namespace.
        value: String,
    },
    /// The first octet makes every address a vendor's.
    #[error("`{value}` is universally administered; a MAC namespace is locally administered")]
    Universal {
        /// The namespace.
        value: String,
    },
}

impl ParseNamespaceError {
    /// The text that was refused.
    pub fn value(&self) -> &str {
        match self {
            ParseNamespaceError::Malformed { value }
            | ParseNamespaceError::Group { value }
            | ParseNamespaceError::Universal { value } => value,
        }
    }

    /// What to write instead.
    pub fn hint(&self) -> &'static str {
        match self {
            ParseNamespaceError::Malformed { .. } => "write three octets with two digits each, as in `02:de:20`",
            ParseNamespaceError::Group { .. } | ParseNamespaceError::Universal { .. } => {
                "begin with 02, 06, 0a, 0e or another octet that ends in 2, 6, a or e"
            }
        }
    }
}

/// The error of a site octet whose decimal digits do not fit in one octet of a MAC address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("site octet {octet} has three digits; a MAC namespace has room for two")]
pub struct SiteOctetError {
    octet: u8,
}

impl SiteOctetError {
    /// The site octet that was refused.
    pub const fn octet(self) -> u8 {
        self.octet
    }

    /// What to do instead.
    pub const fn hint(self) -> &'static str {
        "declare the namespace itself, or give the substrate an octet up to 99"
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn octet_is_written_as_decimal_digits() {
        let written = |octet| MacNamespace::for_site_octet(octet).unwrap().to_string();
        assert_eq!(written(0), "02:de:00");
        assert_eq!(written(9), "02:de:09");
        assert_eq!(written(10), "02:de:10");
        assert_eq!(written(20), "02:de:20");
        assert_eq!(written(99), "02:de:99");
    }

    #[test]
    fn foreign_namespaces_have_no_site_octet() {
        for text in ["02:de:2a", "02:de:a2", "06:de:20", "02:dd:20"] {
            assert_eq!(text.parse::<MacNamespace>().unwrap().site_octet(), None, "{text}");
        }
    }

    #[test]
    fn errors_quote_the_value_and_the_rule() {
        let mut text = String::new();
        for value in ["02:de", "03:de:20", "00:1b:21"] {
            let error = value.parse::<MacNamespace>().unwrap_err();
            assert_eq!(error.value(), value);
            writeln!(text, "{error}\n  {}", error.hint()).unwrap();
        }
        let error = MacNamespace::for_site_octet(172).unwrap_err();
        assert_eq!(error.octet(), 172);
        writeln!(text, "{error}\n  {}", error.hint()).unwrap();
        insta::assert_snapshot!(text, @"
        `02:de` is not the three octets of a MAC namespace
          write three octets with two digits each, as in `02:de:20`
        `03:de:20` makes group addresses; a MAC namespace is unicast
          begin with 02, 06, 0a, 0e or another octet that ends in 2, 6, a or e
        `00:1b:21` is universally administered; a MAC namespace is locally administered
          begin with 02, 06, 0a, 0e or another octet that ends in 2, 6, a or e
        site octet 172 has three digits; a MAC namespace has room for two
          declare the namespace itself, or give the substrate an octet up to 99
        ");
    }

    proptest! {
        #[test]
        fn site_octet_is_the_inverse(octet: u8) {
            match MacNamespace::for_site_octet(octet) {
                Ok(namespace) => prop_assert_eq!(namespace.site_octet(), Some(octet)),
                Err(error) => prop_assert_eq!(error.octet(), octet),
            }
        }

        #[test]
        fn parse_print_parse(octets: [u8; 3]) {
            if let Ok(namespace) = MacNamespace::new(octets) {
                prop_assert_eq!(namespace.to_string().parse(), Ok(namespace));
                let json = serde_json::to_string(&namespace).unwrap();
                prop_assert_eq!(serde_json::from_str::<MacNamespace>(&json).unwrap(), namespace);
                prop_assert_eq!(octets[0] & 3, 2);
            } else {
                prop_assert_ne!(octets[0] & 3, 2);
            }
        }

        #[test]
        fn arbitrary_text_never_panics(text in ".*") {
            let _ = text.parse::<MacNamespace>();
        }

        #[test]
        fn contains_is_equality_of_the_first_octets(octets: [u8; 6], prefix: [u8; 3]) {
            if let Ok(namespace) = MacNamespace::new(prefix) {
                let mac = MacAddress::new(octets);
                prop_assert_eq!(namespace.contains(mac), octets.starts_with(&prefix));
                prop_assert!(namespace.contains(namespace.with_suffix([octets[3], octets[4], octets[5]])));
            }
        }
    }
}
