//! What distinguishes a host's further interfaces in the DNS.

use super::label::{DnsLabel, ParseLabelError};

/// The suffix that names a further interface of a host: `<host>-mgmt`, `<host>-stor` and so on.
///
/// A host's own name belongs to its primary address; only an interface that is not the primary carries a suffix. The
/// codes are the estate's curated list and are never derived from an interface's purpose or segment.
///
/// ```
/// use deevnet_core::name::InterfaceSuffix;
///
/// let host = "hv01".parse()?;
/// let storage = InterfaceSuffix::Storage.apply(&host)?;
/// assert_eq!(storage.as_str(), "hv01-stor");
/// assert_eq!(InterfaceSuffix::split(&storage), Some((host, InterfaceSuffix::Storage)));
/// # Ok::<(), deevnet_core::name::ParseLabelError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum InterfaceSuffix {
    /// `mgmt`: management, where it is not the primary.
    Management,
    /// `stor`: storage.
    Storage,
    /// `wan`: wired upstream.
    Wan,
    /// `wifi`: wireless upstream.
    Wifi,
    /// `lan`: downstream.
    Lan,
    /// `tran`: fabric transit.
    Transit,
    /// `oob`: out of band, such as a baseboard management controller.
    OutOfBand,
}

crate::named::named!(InterfaceSuffix, "interface suffix":
    Management => "mgmt",
    Storage => "stor",
    Wan => "wan",
    Wifi => "wifi",
    Lan => "lan",
    Transit => "tran",
    OutOfBand => "oob",
);

impl InterfaceSuffix {
    /// The label of the interface of a host: the host's label, a hyphen and the suffix.
    ///
    /// # Errors
    /// When the result would be longer than a label can be.
    pub fn apply(self, host: &DnsLabel) -> Result<DnsLabel, ParseLabelError> {
        format!("{host}-{self}").parse()
    }

    /// The label of the host and the suffix, when a label ends in one.
    pub fn split(label: &DnsLabel) -> Option<(DnsLabel, InterfaceSuffix)> {
        let (host, suffix) = label.as_str().rsplit_once('-')?;
        Some((host.parse().ok()?, suffix.parse().ok()?))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn labels_without_a_suffix_are_whole() {
        for text in ["hv01", "core-rt02", "mgmt", "a-management"] {
            assert_eq!(InterfaceSuffix::split(&text.parse().unwrap()), None, "{text}");
        }
    }

    #[test]
    fn a_label_that_would_be_too_long_is_refused() {
        let host = "a".repeat(60).parse().unwrap();
        assert!(InterfaceSuffix::Management.apply(&host).is_err());
    }

    proptest! {
        #[test]
        fn split_is_the_inverse(
            host in "[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?",
            suffix in prop::sample::select(InterfaceSuffix::ALL),
        ) {
            let host: DnsLabel = host.parse().unwrap();
            prop_assert_eq!(InterfaceSuffix::split(&suffix.apply(&host).unwrap()), Some((host, suffix)));
            prop_assert_eq!(suffix.to_string().parse::<InterfaceSuffix>(), Ok(suffix));
        }
    }
}
