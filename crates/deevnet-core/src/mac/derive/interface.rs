//! The derivation `interface-sha256-v1`: addresses of what has no VMID.

use std::fmt;

use sha2::{Digest, Sha256};

use crate::mac::address::MacAddress;
use crate::mac::derivation::Derivation;
use crate::mac::interface_namespace::InterfaceNamespace;
use crate::name::DnsLabel;

/// What makes an interface the one it is: its substrate, its host and its own name.
///
/// Host and interface count byte by byte, as the inventory writes them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InterfaceIdentity<'a> {
    /// The name of the substrate.
    pub substrate: &'a DnsLabel,
    /// The inventory hostname.
    pub host: &'a str,
    /// The key of the interface.
    pub interface: &'a str,
}

/// Which of the addresses that one interface can have is meant, counted from zero: the first that nobody held when it was
/// allocated.
///
/// ```
/// use deevnet_core::mac::derive::Attempt;
///
/// assert_eq!(Attempt::FIRST.get(), 0);
/// assert_eq!(Attempt::new(1).map(Attempt::get), Some(1));
/// assert_eq!(Attempt::new(64), None);
/// assert_eq!(Attempt::all().count(), 64);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Attempt(u8);

impl Attempt {
    /// The address that an interface has unless another holds it.
    pub const FIRST: Attempt = Attempt(0);

    /// The last one that is tried. With half of all suffixes held, sixty-four attempts fail once in 2^64.
    pub const LAST: Attempt = Attempt(63);

    /// The attempt of a number; `None` above [`LAST`](Self::LAST).
    pub const fn new(number: u8) -> Option<Attempt> {
        if number > Self::LAST.0 { None } else { Some(Attempt(number)) }
    }

    /// The number.
    pub const fn get(self) -> u8 {
        self.0
    }

    /// Every attempt, in order.
    pub fn all() -> impl Iterator<Item = Attempt> {
        (Self::FIRST.0..=Self::LAST.0).map(Attempt)
    }
}

impl fmt::Display for Attempt {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, formatter)
    }
}

/// Derives the address of an interface that has no VMID; the derivation `interface-sha256-v1`.
///
/// The last three octets are the first three of SHA-256 over, in this order, the texts `interface-sha256-v1`, substrate,
/// host and interface, each as its length in octets (64 bits, big-endian) and its UTF-8, and then the attempt (32 bits,
/// big-endian). The lengths make the input unambiguous, so no two identities are hashed alike; the name keeps it apart from
/// every other use of the hash.
///
/// Twenty-four bits are few: of 5 000 interfaces two share a suffix about every other time. So an allocation tries
/// attempts in order and takes the first address that nobody holds ([`allocate`](crate::allocate)), and the result is
/// written down. A hash has no inverse; [`interface_attempt_of`] tells whether an address is one of an interface's.
///
/// ```
/// use deevnet_core::mac::derive::{self, Attempt, InterfaceIdentity};
/// use deevnet_core::mac::{InterfaceNamespace, MacNamespace};
///
/// let namespace = InterfaceNamespace::of(MacNamespace::for_site_octet(20)?)?;
/// let substrate = "mobile".parse()?;
/// let identity = InterfaceIdentity { substrate: &substrate, host: "pi01", interface: "eth0" };
/// let mac = derive::interface(namespace, identity, Attempt::FIRST);
/// assert_eq!(mac.to_string(), "06:de:20:c3:3a:61");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn interface(namespace: InterfaceNamespace, identity: InterfaceIdentity<'_>, attempt: Attempt) -> MacAddress {
    let [first, second, third, ..] = digest(identity, attempt);
    namespace.with_suffix([first, second, third])
}

/// The attempt at which an interface has an address; `None` when it is none of its addresses.
///
/// ```
/// use deevnet_core::mac::derive::{self, Attempt, InterfaceIdentity};
/// use deevnet_core::mac::{InterfaceNamespace, MacNamespace};
///
/// let namespace = InterfaceNamespace::of(MacNamespace::for_site_octet(20)?)?;
/// let substrate = "mobile".parse()?;
/// let identity = InterfaceIdentity { substrate: &substrate, host: "pi01", interface: "eth0" };
/// let second = derive::interface(namespace, identity, Attempt::new(1).unwrap());
/// assert_eq!(derive::interface_attempt_of(namespace, identity, second), Attempt::new(1));
/// assert_eq!(derive::interface_attempt_of(namespace, identity, "06:de:20:00:00:00".parse()?), None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn interface_attempt_of(
    namespace: InterfaceNamespace,
    identity: InterfaceIdentity<'_>,
    mac: MacAddress,
) -> Option<Attempt> {
    if !namespace.contains(mac) {
        return None;
    }
    Attempt::all().find(|attempt| interface(namespace, identity, *attempt) == mac)
}

fn digest(identity: InterfaceIdentity<'_>, attempt: Attempt) -> [u8; 32] {
    let mut hash = Sha256::new();
    let name = Derivation::InterfaceSha256V1.name();
    for text in [name, identity.substrate.as_str(), identity.host, identity.interface] {
        hash.update((text.len() as u64).to_be_bytes());
        hash.update(text);
    }
    hash.update(u32::from(attempt.0).to_be_bytes());
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::mac::MacNamespace;

    fn namespace() -> InterfaceNamespace {
        InterfaceNamespace::of(MacNamespace::for_site_octet(20).unwrap()).unwrap()
    }

    fn label(text: &str) -> DnsLabel {
        text.parse().unwrap()
    }

    #[test]
    fn moving_a_character_between_the_parts_changes_the_input() {
        let (lab, la) = (label("lab"), label("la"));
        let written =
            |substrate, host, interface| digest(InterfaceIdentity { substrate, host, interface }, Attempt::FIRST);
        let reference = written(&lab, "pi01", "eth0");
        for other in [written(&la, "bpi01", "eth0"), written(&lab, "pi01e", "th0"), written(&lab, "pi0", "1eth0")] {
            assert_ne!(other, reference);
        }
    }

    #[test]
    fn the_substrate_counts_whole_and_in_any_case() {
        let mac = |substrate: &str| {
            let substrate = label(substrate);
            interface(
                namespace(),
                InterfaceIdentity { substrate: &substrate, host: "hv01", interface: "eth0" },
                Attempt(0),
            )
        };
        assert_ne!(mac("dvnt"), mac("dvntm"));
        assert_eq!(mac("DVNTM"), mac("dvntm"));
    }

    proptest! {
        #[test]
        fn an_address_is_found_again(host in "[a-z0-9-]{1,12}", name in "[a-z0-9./]{1,6}", number in 0..=63_u8) {
            let substrate = label("lab");
            let identity = InterfaceIdentity { substrate: &substrate, host: &host, interface: &name };
            let mac = interface(namespace(), identity, Attempt::new(number).unwrap());
            prop_assert!(namespace().contains(mac) && !namespace().declared().contains(mac));
            let found = interface_attempt_of(namespace(), identity, mac).unwrap();
            prop_assert!(found.get() <= number);
            prop_assert_eq!(interface(namespace(), identity, found), mac);
        }

        #[test]
        fn an_address_outside_the_namespace_is_none(octets: [u8; 6], host in ".{0,8}", name in ".{0,8}") {
            let mac = MacAddress::new(octets);
            let substrate = label("lab");
            let identity = InterfaceIdentity { substrate: &substrate, host: &host, interface: &name };
            if let Some(attempt) = interface_attempt_of(namespace(), identity, mac) {
                prop_assert_eq!(interface(namespace(), identity, attempt), mac);
            }
        }
    }
}
