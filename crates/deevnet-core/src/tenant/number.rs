//! The small numbers of a tenant: its index, its VNets and workloads, and the network identifiers of overlays.

use std::fmt;
use std::str::FromStr;

/// Gives a number newtype its bounds, one validator and its text and serde forms.
macro_rules! number {
    ($(#[$doc:meta])* $type:ident, $kind:literal, $min:literal..=$max:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $type(u32);

        impl $type {
            /// The smallest one.
            pub const MIN: $type = $type($min);

            /// The largest one.
            pub const MAX: $type = $type($max);

            /// The number checked against its bounds.
            ///
            /// # Errors
            /// When it is outside [`MIN`](Self::MIN) to [`MAX`](Self::MAX).
            pub fn new(number: u32) -> Result<$type, ParseTenantNumberError> {
                $type::try_from(u64::from(number))
            }

            /// The number.
            pub const fn get(self) -> u32 {
                self.0
            }

            /// Every one, ascending.
            pub fn all() -> impl DoubleEndedIterator<Item = $type> + Clone {
                ($type::MIN.0..=$type::MAX.0).map($type)
            }
        }

        impl TryFrom<u64> for $type {
            type Error = ParseTenantNumberError;

            fn try_from(number: u64) -> Result<$type, ParseTenantNumberError> {
                match u32::try_from(number) {
                    Ok(small) if (u64::from($type::MIN.0)..=u64::from($type::MAX.0)).contains(&number) => Ok($type(small)),
                    _ => Err(ParseTenantNumberError::out_of_range($kind, number.to_string(), $type::MIN.0, $type::MAX.0)),
                }
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, formatter)
            }
        }

        impl FromStr for $type {
            type Err = ParseTenantNumberError;

            fn from_str(text: &str) -> Result<$type, ParseTenantNumberError> {
                if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
                    return Err(ParseTenantNumberError::NotANumber { kind: $kind, value: text.to_owned() });
                }
                let out_of_range = |_| {
                    ParseTenantNumberError::out_of_range($kind, text.to_owned(), $type::MIN.0, $type::MAX.0)
                };
                $type::try_from(text.parse::<u64>().map_err(out_of_range)?)
            }
        }

        crate::wire::as_number!($type, concat!($kind, " as a number or numeric text"));
    };
}

number! {
    /// The one number of a tenant that everything else of its overlay follows from: 1 to 62, and 63 for drills.
    ///
    /// Its last six bits choose a `/24` of `10.<octet>.128.0/18`, whose first one stays free: that bounds it.
    ///
    /// ```
    /// use deevnet_core::tenant::TenantIndex;
    ///
    /// assert_eq!(TenantIndex::new(62)?, TenantIndex::LAST_ALLOCATABLE);
    /// assert!(TenantIndex::new(63)?.is_drill());
    /// assert_eq!(TenantIndex::new(64).unwrap_err().to_string(), "64 is no tenant index: one is 1 to 63");
    /// # Ok::<(), deevnet_core::tenant::ParseTenantNumberError>(())
    /// ```
    TenantIndex, "tenant index", 1..=63
}

number! {
    /// Which of its tenant's VNets a VNet is, counted from zero: 0 to 9.
    ///
    /// It is one decimal digit of the VNet's ID and of its VNI.
    VnetNumber, "VNet number", 0..=9
}

number! {
    /// Which of its tenant's workloads a workload is, counted from zero: 0 to 39.
    ///
    /// It chooses the workload's VMID among its tenant's forty, and its address.
    WorkloadSlot, "workload slot", 0..=39
}

number! {
    /// A VXLAN network identifier: 1 to 16 777 215, 24 bits (RFC 7348, section 5; Proxmox VE takes 1 to 16777215).
    Vni, "VNI", 1..=(1 << 24) - 1
}

impl Vni {
    /// The VNI of a number that its derivation keeps in bounds.
    pub(super) const fn unchecked(number: u32) -> Vni {
        Vni(number)
    }
}

impl TenantIndex {
    /// The last index that is handed out; the one after it is for drills.
    pub const LAST_ALLOCATABLE: TenantIndex = TenantIndex(62);

    /// The index that is kept for drills.
    pub const DRILL: TenantIndex = TenantIndex::MAX;

    /// Every index that is handed out, ascending.
    pub fn allocatable() -> impl DoubleEndedIterator<Item = TenantIndex> + Clone {
        TenantIndex::all().filter(|index| !index.is_drill())
    }

    /// Whether it is the one that is kept for drills.
    pub fn is_drill(self) -> bool {
        self == TenantIndex::DRILL
    }
}

/// The error of a number of a tenant that is none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ParseTenantNumberError {
    /// The text is not decimal digits only.
    #[error("`{value}` is no {kind}: it is not a whole number")]
    NotANumber {
        /// What it should have been, such as `tenant index`.
        kind: &'static str,
        /// The whole text.
        value: String,
    },
    /// The number is outside its bounds.
    #[error("{value} is no {kind}: one is {min} to {max}")]
    OutOfRange {
        /// What it should have been, such as `tenant index`.
        kind: &'static str,
        /// The number, as it was written.
        value: String,
        /// The smallest one.
        min: u32,
        /// The largest one.
        max: u32,
    },
}

impl ParseTenantNumberError {
    fn out_of_range(kind: &'static str, value: String, min: u32, max: u32) -> ParseTenantNumberError {
        ParseTenantNumberError::OutOfRange { kind, value, min, max }
    }

    /// The value that was refused.
    pub fn value(&self) -> &str {
        match self {
            ParseTenantNumberError::NotANumber { value, .. } | ParseTenantNumberError::OutOfRange { value, .. } => {
                value
            }
        }
    }

    /// What to write instead.
    pub fn hint(&self) -> String {
        match self {
            ParseTenantNumberError::NotANumber { .. } => "write decimal digits only".to_owned(),
            ParseTenantNumberError::OutOfRange { min, max, .. } => format!("write a number from {min} to {max}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn bounds_are_those_of_the_estate() {
        assert_eq!((TenantIndex::MIN.get(), TenantIndex::MAX.get()), (1, 63));
        assert_eq!((VnetNumber::MIN.get(), VnetNumber::MAX.get()), (0, 9));
        assert_eq!((WorkloadSlot::MIN.get(), WorkloadSlot::MAX.get()), (0, 39));
        assert_eq!((Vni::MIN.get(), Vni::MAX.get()), (1, 16_777_215));
        assert_eq!(TenantIndex::allocatable().count(), 62);
        assert!(TenantIndex::allocatable().all(|index| !index.is_drill()));
    }

    #[test]
    fn errors_quote_the_value_and_the_rule() {
        insta::assert_snapshot!("0".parse::<TenantIndex>().unwrap_err(), @"0 is no tenant index: one is 1 to 63");
        insta::assert_snapshot!("-1".parse::<WorkloadSlot>().unwrap_err(), @"`-1` is no workload slot: it is not a whole number");
        insta::assert_snapshot!("99999999999999999999".parse::<Vni>().unwrap_err().hint(), @"write a number from 1 to 16777215");
    }

    proptest! {
        #[test]
        fn parse_print_parse(number in 0..100_u64) {
            let parsed = number.to_string().parse::<TenantIndex>();
            prop_assert_eq!(parsed.is_ok(), (1..=63).contains(&number));
            if let Ok(index) = parsed {
                prop_assert_eq!(index.to_string().parse(), Ok(index));
                let json = serde_json::to_string(&index).unwrap();
                prop_assert_eq!(&json, &number.to_string());
                prop_assert_eq!(serde_json::from_str::<TenantIndex>(&json).unwrap(), index);
            }
        }

        #[test]
        fn arbitrary_text_never_panics(text in ".*") {
            let _ = text.parse::<Vni>();
        }
    }
}
