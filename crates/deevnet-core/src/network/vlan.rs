//! The number of a VLAN.

use std::fmt;
use std::str::FromStr;

/// The ID of a VLAN, 1 to 4094 (IEEE 802.1Q-2018, table 9-2: 0 marks priority only, 4095 is reserved).
///
/// It is read from decimal text without leading zeros, or from a number, and written as a number.
///
/// ```
/// use deevnet_core::network::VlanId;
///
/// let vlan: VlanId = "25".parse()?;
/// assert_eq!(vlan.get(), 25);
/// assert_eq!(VlanId::new(4095).unwrap_err().to_string(), "VLAN ID 4095 is outside 1 to 4094");
/// # Ok::<(), deevnet_core::network::ParseVlanIdError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VlanId(u16);

impl VlanId {
    /// The smallest ID (IEEE 802.1Q-2018, table 9-2).
    pub const MIN: VlanId = VlanId(1);

    /// The largest ID (IEEE 802.1Q-2018, table 9-2).
    pub const MAX: VlanId = VlanId(4094);

    /// The ID of a number.
    ///
    /// # Errors
    /// When the number is outside [`MIN`](VlanId::MIN) to [`MAX`](VlanId::MAX).
    pub fn new(number: u16) -> Result<VlanId, ParseVlanIdError> {
        VlanId::try_from(u64::from(number))
    }

    /// The number.
    pub const fn get(self) -> u16 {
        self.0
    }
}

impl TryFrom<u64> for VlanId {
    type Error = ParseVlanIdError;

    fn try_from(number: u64) -> Result<VlanId, ParseVlanIdError> {
        match u16::try_from(number) {
            Ok(small) if (VlanId::MIN.0..=VlanId::MAX.0).contains(&small) => Ok(VlanId(small)),
            _ => Err(ParseVlanIdError::OutOfRange { value: number.to_string() }),
        }
    }
}

impl From<VlanId> for u16 {
    fn from(vlan: VlanId) -> u16 {
        vlan.0
    }
}

impl fmt::Display for VlanId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, formatter)
    }
}

impl FromStr for VlanId {
    type Err = ParseVlanIdError;

    fn from_str(text: &str) -> Result<VlanId, ParseVlanIdError> {
        let value = || text.to_owned();
        if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(ParseVlanIdError::NotANumber { value: value() });
        }
        if text.len() > 1 && text.starts_with('0') {
            return Err(ParseVlanIdError::LeadingZero { value: value() });
        }
        let number: u64 = text.parse().map_err(|_| ParseVlanIdError::OutOfRange { value: value() })?;
        VlanId::try_from(number)
    }
}

crate::wire::as_number!(VlanId, "a VLAN ID as a number or numeric text");

/// The error of a value that is not a VLAN ID.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ParseVlanIdError {
    /// The text is not decimal digits only.
    #[error("`{value}` is not a VLAN ID: it is not a whole number")]
    NotANumber {
        /// The whole text.
        value: String,
    },
    /// The text begins with a zero, which some YAML readers take for octal.
    #[error("`{value}` is not a VLAN ID: it begins with a zero")]
    LeadingZero {
        /// The whole text.
        value: String,
    },
    /// The number is reserved or too large.
    #[error("VLAN ID {value} is outside {min} to {max}", min = VlanId::MIN, max = VlanId::MAX)]
    OutOfRange {
        /// The number, as it was written.
        value: String,
    },
}

impl ParseVlanIdError {
    /// The value that was refused.
    pub fn value(&self) -> &str {
        match self {
            ParseVlanIdError::NotANumber { value }
            | ParseVlanIdError::LeadingZero { value }
            | ParseVlanIdError::OutOfRange { value } => value,
        }
    }

    /// What to write instead.
    pub fn hint(&self) -> &'static str {
        match self {
            ParseVlanIdError::NotANumber { .. } => "write decimal digits only, as in 25",
            ParseVlanIdError::LeadingZero { .. } => "leave the leading zeros out",
            ParseVlanIdError::OutOfRange { .. } => "choose an ID from the band of the segment's kind",
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
        assert_eq!(VlanId::new(1), Ok(VlanId::MIN));
        assert_eq!(VlanId::new(4094), Ok(VlanId::MAX));
        assert!(VlanId::new(0).is_err() && VlanId::new(4095).is_err());
    }

    #[test]
    fn errors_quote_the_value_and_the_rule() {
        let mut text = String::new();
        for value in ["", "ten", "-1", "010", "0", "4095", "99999999999999999999999"] {
            let error = value.parse::<VlanId>().unwrap_err();
            assert_eq!(error.value(), value);
            writeln!(text, "{error}\n  {}", error.hint()).unwrap();
        }
        insta::assert_snapshot!(text, @"
        `` is not a VLAN ID: it is not a whole number
          write decimal digits only, as in 25
        `ten` is not a VLAN ID: it is not a whole number
          write decimal digits only, as in 25
        `-1` is not a VLAN ID: it is not a whole number
          write decimal digits only, as in 25
        `010` is not a VLAN ID: it begins with a zero
          leave the leading zeros out
        VLAN ID 0 is outside 1 to 4094
          choose an ID from the band of the segment's kind
        VLAN ID 4095 is outside 1 to 4094
          choose an ID from the band of the segment's kind
        VLAN ID 99999999999999999999999 is outside 1 to 4094
          choose an ID from the band of the segment's kind
        ");
    }

    #[test]
    fn serde_writes_a_number_and_reads_text_too() {
        let vlan = VlanId::new(999).unwrap();
        assert_eq!(serde_json::to_string(&vlan).unwrap(), "999");
        assert_eq!(serde_json::from_str::<VlanId>("\"999\"").unwrap(), vlan);
        for refused in ["-1", "0", "25.0", "true", "null"] {
            assert!(serde_json::from_str::<VlanId>(refused).is_err(), "{refused}");
        }
    }

    proptest! {
        #[test]
        fn parse_print_parse(number: u16) {
            let parsed = number.to_string().parse::<VlanId>();
            prop_assert_eq!(parsed.is_ok(), (1..=4094).contains(&number));
            prop_assert_eq!(&parsed, &VlanId::new(number));
            if let Ok(vlan) = parsed {
                prop_assert_eq!(vlan.to_string(), number.to_string());
            }
        }

        #[test]
        fn arbitrary_text_never_panics(text in ".*") {
            let _ = text.parse::<VlanId>();
        }
    }
}
