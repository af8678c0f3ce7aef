//! The number of a guest.

use std::fmt;
use std::str::FromStr;

/// The number Proxmox VE gives a guest, virtual machine or container, in the range that a MAC address can carry.
///
/// It is 1 to 16 777 215: the 24 bits of a MAC suffix, without zero, which the estate writes for "not yet allocated".
/// Proxmox VE itself accepts 100 to 999 999 999, so a number may be derivable and yet not creatable, or the reverse;
/// [`is_creatable`](Vmid::is_creatable) tells. A VMID is unique across its whole substrate.
///
/// ```
/// use deevnet_core::mac::Vmid;
///
/// let vmid: Vmid = "200".parse()?;
/// assert_eq!(vmid.get(), 200);
/// assert!(Vmid::try_from(0).is_err());
/// assert!(Vmid::try_from(16_777_216).is_err());
/// # Ok::<(), deevnet_core::mac::ParseVmidError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Vmid(u32);

impl Vmid {
    /// The smallest VMID; zero means "not yet allocated" in the estate's inventories.
    pub const MIN: Vmid = Vmid(1);

    /// The largest VMID: the 24 bits of a MAC suffix, all set.
    pub const MAX: Vmid = Vmid((1 << 24) - 1);

    /// The smallest VMID Proxmox VE accepts (its API schema, parameter `vmid`: minimum 100).
    pub const PROXMOX_MIN: u32 = 100;

    /// The largest VMID Proxmox VE accepts (its API schema, parameter `vmid`: maximum 999999999).
    pub const PROXMOX_MAX: u32 = 999_999_999;

    /// The VMID of a number.
    ///
    /// # Errors
    /// When the number is outside [`MIN`](Vmid::MIN) to [`MAX`](Vmid::MAX).
    pub fn new(number: u32) -> Result<Vmid, ParseVmidError> {
        Vmid::try_from(u64::from(number))
    }

    /// The number.
    pub const fn get(self) -> u32 {
        self.0
    }

    /// Whether Proxmox VE would create a guest with this number.
    pub const fn is_creatable(self) -> bool {
        self.0 >= Self::PROXMOX_MIN
    }

    /// The VMID of a MAC suffix; `None` when the suffix is zero.
    pub(super) const fn from_suffix([a, b, c]: [u8; 3]) -> Option<Vmid> {
        match u32::from_be_bytes([0, a, b, c]) {
            0 => None,
            number => Some(Vmid(number)),
        }
    }
}

impl TryFrom<u64> for Vmid {
    type Error = ParseVmidError;

    fn try_from(number: u64) -> Result<Vmid, ParseVmidError> {
        match u32::try_from(number) {
            Ok(small) if (Vmid::MIN.0..=Vmid::MAX.0).contains(&small) => Ok(Vmid(small)),
            _ => Err(ParseVmidError::OutOfRange { value: number.to_string() }),
        }
    }
}

impl From<Vmid> for u32 {
    fn from(vmid: Vmid) -> u32 {
        vmid.0
    }
}

impl fmt::Display for Vmid {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, formatter)
    }
}

impl FromStr for Vmid {
    type Err = ParseVmidError;

    fn from_str(text: &str) -> Result<Vmid, ParseVmidError> {
        let value = || text.to_owned();
        if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(ParseVmidError::NotANumber { value: value() });
        }
        if text.len() > 1 && text.starts_with('0') {
            return Err(ParseVmidError::LeadingZero { value: value() });
        }
        let number: u64 = text.parse().map_err(|_| ParseVmidError::OutOfRange { value: value() })?;
        Vmid::try_from(number)
    }
}

crate::wire::as_number!(Vmid, "a VMID as a number or numeric text");

/// The error of a value that is not a VMID a MAC address can carry.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ParseVmidError {
    /// The text is not decimal digits only.
    #[error("`{value}` is not a VMID: it is not a whole number")]
    NotANumber {
        /// The whole text.
        value: String,
    },
    /// The text begins with a zero, which some YAML readers take for octal.
    #[error("`{value}` is not a VMID: it begins with a zero")]
    LeadingZero {
        /// The whole text.
        value: String,
    },
    /// The number is zero or needs more than 24 bits.
    #[error("VMID {value} is outside {min} to {max}", min = Vmid::MIN, max = Vmid::MAX)]
    OutOfRange {
        /// The number, as it was written.
        value: String,
    },
}

impl ParseVmidError {
    /// The value that was refused.
    pub fn value(&self) -> &str {
        match self {
            ParseVmidError::NotANumber { value }
            | ParseVmidError::LeadingZero { value }
            | ParseVmidError::OutOfRange { value } => value,
        }
    }

    /// What to write instead.
    pub fn hint(&self) -> &'static str {
        match self {
            ParseVmidError::NotANumber { .. } => "write decimal digits only, as in 200",
            ParseVmidError::LeadingZero { .. } => "leave the leading zeros out",
            ParseVmidError::OutOfRange { .. } => "choose a number from the substrate's declared range",
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn limits_are_the_limits() {
        assert_eq!(Vmid::new(1), Ok(Vmid::MIN));
        assert_eq!(Vmid::new(16_777_215), Ok(Vmid::MAX));
        assert!(Vmid::new(0).is_err() && Vmid::new(16_777_216).is_err());
        assert!(!Vmid::new(99).unwrap().is_creatable() && Vmid::new(100).unwrap().is_creatable());
    }

    #[test]
    fn errors_quote_the_value_and_the_rule() {
        let mut text = String::new();
        for value in ["", "+200", "0200", "0", "16777216", "99999999999999999999999"] {
            let error = value.parse::<Vmid>().unwrap_err();
            assert_eq!(error.value(), value);
            writeln!(text, "{error}\n  {}", error.hint()).unwrap();
        }
        insta::assert_snapshot!(text, @"
        `` is not a VMID: it is not a whole number
          write decimal digits only, as in 200
        `+200` is not a VMID: it is not a whole number
          write decimal digits only, as in 200
        `0200` is not a VMID: it begins with a zero
          leave the leading zeros out
        VMID 0 is outside 1 to 16777215
          choose a number from the substrate's declared range
        VMID 16777216 is outside 1 to 16777215
          choose a number from the substrate's declared range
        VMID 99999999999999999999999 is outside 1 to 16777215
          choose a number from the substrate's declared range
        ");
    }

    #[test]
    fn serde_writes_a_number_and_reads_text_too() {
        let vmid = Vmid::new(200).unwrap();
        assert_eq!(serde_json::to_string(&vmid).unwrap(), "200");
        assert_eq!(serde_json::from_str::<Vmid>("200").unwrap(), vmid);
        assert_eq!(serde_json::from_str::<Vmid>("\"200\"").unwrap(), vmid);
        for refused in ["-1", "0", "200.0", "true", "null", "\"2e2\""] {
            assert!(serde_json::from_str::<Vmid>(refused).is_err(), "{refused}");
        }
    }

    proptest! {
        #[test]
        fn parse_print_parse(number: u64) {
            let parsed = number.to_string().parse::<Vmid>();
            prop_assert_eq!(&parsed, &Vmid::try_from(number));
            if let Ok(vmid) = parsed {
                prop_assert_eq!(vmid.to_string(), number.to_string());
            }
        }

        #[test]
        fn every_number_in_range_is_accepted(number in 1..=16_777_215_u32) {
            let vmid = Vmid::new(number).unwrap();
            prop_assert_eq!(vmid.to_string().parse(), Ok(vmid));
        }

        #[test]
        fn arbitrary_text_never_panics(text in ".*") {
            let _ = text.parse::<Vmid>();
        }
    }
}
