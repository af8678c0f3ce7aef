//! The ways consumers want an address written.

use std::fmt;

use super::address::MacAddress;

/// A way of writing a MAC address.
///
/// The source of truth is [`LowerColon`](MacStyle::LowerColon) everywhere; the others exist for consumers, and every
/// one of them is read back by [`MacAddress`]. Its names are what `Display` writes and `FromStr` reads.
///
/// ```
/// use deevnet_core::mac::MacStyle;
///
/// assert_eq!("upper-hyphen".parse(), Ok(MacStyle::UpperHyphen));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum MacStyle {
    /// `02:de:20:00:00:c8`, the canonical form; dnsmasq.
    #[default]
    LowerColon,
    /// `02:DE:20:00:00:C8`, Kea and OPNsense payloads, addresses Proxmox VE generates.
    UpperColon,
    /// `02-de-20-00-00-c8`, GRUB files named for an address.
    LowerHyphen,
    /// `02-DE-20-00-00-C8`, GRUB files named for an address, Windows.
    UpperHyphen,
    /// `02de.2000.00c8`, Cisco-style switches.
    Dotted,
    /// `02de200000c8`, no separators.
    Bare,
}

crate::named::named!(MacStyle, "MAC style":
    LowerColon => "lower-colon",
    UpperColon => "upper-colon",
    LowerHyphen => "lower-hyphen",
    UpperHyphen => "upper-hyphen",
    Dotted => "dotted",
    Bare => "bare",
);

const LOWER_DIGITS: &[u8; 16] = b"0123456789abcdef";
const UPPER_DIGITS: &[u8; 16] = b"0123456789ABCDEF";
/// Characters of the longest styles: twelve digits and five separators.
const LONGEST: usize = 17;

impl MacStyle {
    /// How many characters an address has in this style.
    pub const fn width(self) -> usize {
        match self {
            MacStyle::LowerColon | MacStyle::UpperColon | MacStyle::LowerHyphen | MacStyle::UpperHyphen => LONGEST,
            MacStyle::Dotted => 14,
            MacStyle::Bare => 12,
        }
    }

    const fn digits(self) -> &'static [u8; 16] {
        match self {
            MacStyle::UpperColon | MacStyle::UpperHyphen => UPPER_DIGITS,
            MacStyle::LowerColon | MacStyle::LowerHyphen | MacStyle::Dotted | MacStyle::Bare => LOWER_DIGITS,
        }
    }

    /// The separator that stands before the octet at an index, if one does.
    const fn separator_before(self, octet: usize) -> Option<u8> {
        match self {
            _ if octet == 0 => None,
            MacStyle::LowerColon | MacStyle::UpperColon => Some(b':'),
            MacStyle::LowerHyphen | MacStyle::UpperHyphen => Some(b'-'),
            MacStyle::Dotted if octet.is_multiple_of(2) => Some(b'.'),
            MacStyle::Dotted | MacStyle::Bare => None,
        }
    }
}

/// Six octets in the style `lower-colon`, as ASCII.
pub(super) const fn canonical_text(octets: [u8; 6]) -> [u8; LONGEST] {
    let mut text = [b':'; LONGEST];
    let mut index = 0;
    while index < octets.len() {
        text[3 * index] = LOWER_DIGITS[(octets[index] >> 4) as usize];
        text[3 * index + 1] = LOWER_DIGITS[(octets[index] & 0x0f) as usize];
        index += 1;
    }
    text
}

/// A MAC address together with the style it is written in; what [`MacAddress::format`] gives.
///
/// `Display` honours width and alignment, so it fits tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FormattedMac {
    mac: MacAddress,
    style: MacStyle,
}

impl FormattedMac {
    pub(super) const fn new(mac: MacAddress, style: MacStyle) -> FormattedMac {
        FormattedMac { mac, style }
    }
}

impl fmt::Display for FormattedMac {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.style.digits();
        let mut buffer = [0_u8; LONGEST];
        let mut length = 0;
        let mut push = |byte| {
            buffer[length] = byte;
            length += 1;
        };
        for (index, octet) in self.mac.octets().into_iter().enumerate() {
            if let Some(separator) = self.style.separator_before(index) {
                push(separator);
            }
            push(digits[usize::from(octet >> 4)]);
            push(digits[usize::from(octet & 0x0f)]);
        }
        let text = std::str::from_utf8(&buffer[..length]).map_err(|_| fmt::Error)?;
        formatter.pad(text)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn each_style_writes_its_own_form() {
        let mac = MacAddress::new([0x02, 0xde, 0x20, 0x00, 0x00, 0xc8]);
        let written: Vec<String> =
            MacStyle::ALL.iter().map(|style| format!("{style:<12} {}", mac.format(*style))).collect();
        insta::assert_snapshot!(written.join("\n"), @"
        lower-colon  02:de:20:00:00:c8
        upper-colon  02:DE:20:00:00:C8
        lower-hyphen 02-de-20-00-00-c8
        upper-hyphen 02-DE-20-00-00-C8
        dotted       02de.2000.00c8
        bare         02de200000c8
        ");
    }

    proptest! {
        #[test]
        fn every_style_is_read_back(octets: [u8; 6], style in prop::sample::select(MacStyle::ALL)) {
            let mac = MacAddress::new(octets);
            let text = mac.format(style).to_string();
            prop_assert_eq!(text.len(), style.width());
            prop_assert_eq!(text.parse::<MacAddress>(), Ok(mac));
        }

        #[test]
        fn names_are_read_back(style in prop::sample::select(MacStyle::ALL), other in ".*") {
            prop_assert_eq!(style.to_string().parse::<MacStyle>(), Ok(style));
            prop_assert!(other.parse::<MacStyle>().map_or(true, |read| read.name() == other));
        }
    }
}
