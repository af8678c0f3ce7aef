//! The MAC address itself.

use std::fmt;
use std::str::FromStr;

use macaddr::MacAddr6;

use super::octets::{self, Fault};
use super::style::{self, FormattedMac, MacStyle};

/// A 48-bit MAC address (an EUI-48; RFC 9542, section 2.1).
///
/// It reads colon, hyphen, Cisco dotted and bare hexadecimal text in either case, and always writes the canonical
/// form: lower case with colons. Text with mixed separators, spaces or missing digits is refused, never repaired.
/// Addresses order by their octets.
///
/// ```
/// use deevnet_core::mac::MacAddress;
///
/// let mac: MacAddress = "02DE.2000.00C8".parse()?;
/// assert_eq!(mac.to_string(), "02:de:20:00:00:c8");
/// assert!(mac.is_local() && mac.is_unicast());
///
/// let error = "02:de:2o:00:00:c8".parse::<MacAddress>().unwrap_err();
/// assert_eq!(error.to_string(), "`02:de:2o:00:00:c8` has `o` at column 8, which is not a hexadecimal digit");
/// # Ok::<(), deevnet_core::mac::ParseMacError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MacAddress(MacAddr6);

impl MacAddress {
    /// Octets in an address.
    pub const OCTETS: usize = 6;

    /// The largest value of [`to_u64`](Self::to_u64): 48 bits, all set.
    pub const MAX_U64: u64 = (1 << 48) - 1;

    /// The address of six octets, in transmission order.
    pub const fn new(octets: [u8; Self::OCTETS]) -> MacAddress {
        MacAddress(MacAddr6::new(octets[0], octets[1], octets[2], octets[3], octets[4], octets[5]))
    }

    /// The six octets, in transmission order.
    pub const fn octets(self) -> [u8; Self::OCTETS] {
        self.0.into_array()
    }

    /// The organizationally unique identifier: the first three octets.
    pub const fn oui(self) -> [u8; 3] {
        let [a, b, c, ..] = self.octets();
        [a, b, c]
    }

    /// Whether the individual/group bit is set: the address names a group, not one interface.
    ///
    /// The bit is the least significant of the first octet (RFC 9542, section 2.1).
    pub const fn is_group(self) -> bool {
        self.0.is_multicast()
    }

    /// Whether the address names one interface: the opposite of [`is_group`](Self::is_group).
    pub const fn is_unicast(self) -> bool {
        self.0.is_unicast()
    }

    /// Whether the universal/local bit is set: the address was assigned here, not by a vendor.
    ///
    /// The bit is the second least significant of the first octet (RFC 9542, section 2.1).
    pub const fn is_local(self) -> bool {
        self.0.is_local()
    }

    /// The address as a number, first octet most significant.
    pub const fn to_u64(self) -> u64 {
        let octets = self.octets();
        u64::from_be_bytes([0, 0, octets[0], octets[1], octets[2], octets[3], octets[4], octets[5]])
    }

    /// The address of a number, first octet most significant; `None` above 48 bits.
    ///
    /// ```
    /// use deevnet_core::mac::MacAddress;
    ///
    /// assert_eq!(MacAddress::from_u64(0x02de_2000_00c8).unwrap().to_string(), "02:de:20:00:00:c8");
    /// assert_eq!(MacAddress::from_u64(1 << 48), None);
    /// ```
    pub const fn from_u64(number: u64) -> Option<MacAddress> {
        if number > Self::MAX_U64 {
            return None;
        }
        let bytes = number.to_be_bytes();
        Some(MacAddress::new([bytes[2], bytes[3], bytes[4], bytes[5], bytes[6], bytes[7]]))
    }

    /// The address as text in a chosen style.
    ///
    /// ```
    /// use deevnet_core::mac::{MacAddress, MacStyle};
    ///
    /// let mac = MacAddress::new([0x02, 0xde, 0x20, 0, 0, 0xc8]);
    /// assert_eq!(mac.format(MacStyle::UpperColon).to_string(), "02:DE:20:00:00:C8");
    /// ```
    pub const fn format(self, style: MacStyle) -> FormattedMac {
        FormattedMac::new(self, style)
    }

    /// The address in the canonical form, as ASCII; what bulk output is put together from.
    ///
    /// ```
    /// use deevnet_core::mac::MacAddress;
    ///
    /// let mac = MacAddress::new([0x02, 0xde, 0x20, 0, 0, 0xc8]);
    /// assert_eq!(&mac.to_canonical_text(), b"02:de:20:00:00:c8");
    /// ```
    pub const fn to_canonical_text(self) -> [u8; MacStyle::LowerColon.width()] {
        style::canonical_text(self.octets())
    }

    /// Whether text is an address in the canonical form: twelve lower-case digits, a colon between octets.
    ///
    /// ```
    /// use deevnet_core::mac::MacAddress;
    ///
    /// assert!(MacAddress::is_canonical("02:de:20:00:00:c8"));
    /// assert!(!MacAddress::is_canonical("02:DE:20:00:00:C8"));
    /// ```
    pub fn is_canonical(text: &str) -> bool {
        let is_in_place = |(index, byte): (usize, u8)| match index % 3 {
            2 => byte == b':',
            _ => matches!(byte, b'0'..=b'9' | b'a'..=b'f'),
        };
        text.len() == MacStyle::LowerColon.width() && text.bytes().enumerate().all(is_in_place)
    }
}

impl From<[u8; 6]> for MacAddress {
    fn from(octets: [u8; 6]) -> MacAddress {
        MacAddress::new(octets)
    }
}

impl From<MacAddress> for [u8; 6] {
    fn from(mac: MacAddress) -> [u8; 6] {
        mac.octets()
    }
}

impl From<MacAddr6> for MacAddress {
    fn from(address: MacAddr6) -> MacAddress {
        MacAddress(address)
    }
}

impl From<MacAddress> for MacAddr6 {
    fn from(mac: MacAddress) -> MacAddr6 {
        mac.0
    }
}

impl fmt::Display for MacAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.format(MacStyle::LowerColon).fmt(formatter)
    }
}

impl fmt::Debug for MacAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "MacAddress({self})")
    }
}

impl FromStr for MacAddress {
    type Err = ParseMacError;

    fn from_str(text: &str) -> Result<MacAddress, ParseMacError> {
        octets::scan(text).map(MacAddress::new).map_err(|fault| ParseMacError::new(text, fault))
    }
}

crate::wire::as_text!(MacAddress, "a MAC address as text");

/// The error of text that is not a MAC address; columns count characters from one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ParseMacError {
    /// The text is empty.
    #[error("an empty text is not a MAC address")]
    Empty,
    /// A character is neither a hexadecimal digit nor a separator.
    #[error("`{value}` has `{found}` at column {column}, which is not a hexadecimal digit")]
    Digit {
        /// The whole text.
        value: String,
        /// Where the character stands.
        column: usize,
        /// The character.
        found: char,
    },
    /// Two kinds of separator are used in one address.
    #[error("`{value}` separates with `{first}` and then with `{found}` at column {column}")]
    MixedSeparators {
        /// The whole text.
        value: String,
        /// Where the second kind first stands.
        column: usize,
        /// The separator used first.
        first: char,
        /// The separator that differs from it.
        found: char,
    },
    /// The text has more or fewer than twelve hexadecimal digits.
    #[error("`{value}` has {digits} hexadecimal digits; a MAC address has 12")]
    Length {
        /// The whole text.
        value: String,
        /// How many digits it has.
        digits: usize,
    },
    /// Twelve digits of one separator, but in groups of the wrong size.
    #[error("`{value}` has `{separator}` out of place at column {column}")]
    Grouping {
        /// The whole text.
        value: String,
        /// The separator.
        separator: char,
        /// Where the first one out of place stands.
        column: usize,
    },
}

impl ParseMacError {
    fn new(text: &str, fault: Fault) -> ParseMacError {
        let value = text.to_owned();
        match fault {
            Fault::Empty => ParseMacError::Empty,
            Fault::Digit { column, found } => ParseMacError::Digit { value, column, found },
            Fault::MixedSeparators { column, first, found } => {
                ParseMacError::MixedSeparators { value, column, first, found }
            }
            Fault::Length { digits } => ParseMacError::Length { value, digits },
            Fault::Grouping { separator, column } => ParseMacError::Grouping { value, separator, column },
        }
    }

    /// The text that was refused.
    pub fn value(&self) -> &str {
        match self {
            ParseMacError::Empty => "",
            ParseMacError::Digit { value, .. }
            | ParseMacError::MixedSeparators { value, .. }
            | ParseMacError::Length { value, .. }
            | ParseMacError::Grouping { value, .. } => value,
        }
    }

    /// What to write instead.
    pub fn hint(&self) -> &'static str {
        match self {
            ParseMacError::Empty => "leave the key out, or write UNKNOWN, until the address is known",
            ParseMacError::Digit { .. } => "use the digits 0-9 and a-f only, with no spaces around them",
            ParseMacError::MixedSeparators { .. } => "use one separator throughout, as in `02:de:20:00:00:c8`",
            ParseMacError::Length { .. } => "write each of the six octets with two digits, as in `02:de:20:00:00:c8`",
            ParseMacError::Grouping { .. } => "write six pairs, `02:de:20:00:00:c8`, or three fours, `02de.2000.00c8`",
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use proptest::prelude::*;

    use super::*;

    fn refused(text: &str) -> ParseMacError {
        text.parse::<MacAddress>().unwrap_err()
    }

    #[test]
    fn bits_are_read_from_the_first_octet() {
        let first = |octet| MacAddress::new([octet, 0, 0, 0, 0, 0]);
        assert!(first(0x02).is_local() && !first(0x02).is_group());
        assert!(first(0x01).is_group() && !first(0x01).is_local() && !first(0x01).is_unicast());
        assert!(!first(0x00).is_local() && first(0x00).is_unicast());
        assert!(MacAddress::new([0xff; 6]).is_group());
        assert_eq!(first(0x02).oui(), [0x02, 0, 0]);
    }

    #[test]
    fn errors_quote_the_value_and_the_rule() {
        let mut text = String::new();
        for value in ["", "UNKNOWN", "02:de-20:00:00:c8", "02:de:20:00:00:c", "02de20:0000c8"] {
            let error = refused(value);
            assert_eq!(error.value(), value);
            writeln!(text, "{error}\n  {}", error.hint()).unwrap();
        }
        insta::assert_snapshot!(text, @"
        an empty text is not a MAC address
          leave the key out, or write UNKNOWN, until the address is known
        `UNKNOWN` has `U` at column 1, which is not a hexadecimal digit
          use the digits 0-9 and a-f only, with no spaces around them
        `02:de-20:00:00:c8` separates with `:` and then with `-` at column 6
          use one separator throughout, as in `02:de:20:00:00:c8`
        `02:de:20:00:00:c` has 11 hexadecimal digits; a MAC address has 12
          write each of the six octets with two digits, as in `02:de:20:00:00:c8`
        `02de20:0000c8` has `:` out of place at column 7
          write six pairs, `02:de:20:00:00:c8`, or three fours, `02de.2000.00c8`
        ");
    }

    #[test]
    fn display_honours_width_and_debug_shows_the_address() {
        let mac = MacAddress::new([0x02, 0xde, 0x20, 0, 0, 0xc8]);
        assert_eq!(format!("{mac:<19}|"), "02:de:20:00:00:c8  |");
        assert_eq!(format!("{mac:?}"), "MacAddress(02:de:20:00:00:c8)");
    }

    #[test]
    fn serde_uses_the_same_validator() {
        let mac: MacAddress = serde_json::from_str("\"02-DE-20-00-00-C8\"").unwrap();
        assert_eq!(serde_json::to_string(&mac).unwrap(), "\"02:de:20:00:00:c8\"");
        let error = serde_json::from_str::<MacAddress>("\"02:de\"").unwrap_err();
        assert!(error.to_string().contains("4 hexadecimal digits"), "{error}");
        assert!(serde_json::from_str::<MacAddress>("12").is_err());
    }

    proptest! {
        #[test]
        fn parse_print_parse(octets: [u8; 6]) {
            let mac = MacAddress::new(octets);
            let text = mac.to_string();
            prop_assert!(MacAddress::is_canonical(&text));
            prop_assert_eq!(text.as_bytes(), mac.to_canonical_text());
            prop_assert_eq!(text.parse::<MacAddress>(), Ok(mac));
            prop_assert_eq!(MacAddress::from_u64(mac.to_u64()), Some(mac));
            prop_assert_eq!(MacAddress::from(MacAddr6::from(mac)), mac);
        }

        #[test]
        fn order_is_the_order_of_the_numbers(left: [u8; 6], right: [u8; 6]) {
            let (left, right) = (MacAddress::new(left), MacAddress::new(right));
            prop_assert_eq!(left.cmp(&right), left.to_u64().cmp(&right.to_u64()));
        }

        #[test]
        fn numbers_above_48_bits_are_refused(number in MacAddress::MAX_U64 + 1..) {
            prop_assert_eq!(MacAddress::from_u64(number), None);
        }

        #[test]
        fn arbitrary_text_never_panics(text in ".*") {
            let parsed = text.parse::<MacAddress>();
            prop_assert_eq!(MacAddress::is_canonical(&text), parsed.is_ok_and(|mac| mac.to_string() == text));
        }

        #[test]
        fn text_that_is_nearly_an_address_never_panics(text in "[0-9a-fA-F:.-]{0,20}") {
            if let Ok(mac) = text.parse::<MacAddress>() {
                let digits: String = text.chars().filter(char::is_ascii_hexdigit).collect();
                prop_assert_eq!(digits.to_lowercase(), mac.format(MacStyle::Bare).to_string());
            }
        }
    }
}
