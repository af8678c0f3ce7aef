//! The three octets of addresses that are derived from interfaces.

use std::fmt;

use super::address::MacAddress;
use super::namespace::MacNamespace;

/// The bit of the first octet that tells a substrate's two namespaces apart: set for interfaces, clear for VMIDs.
const INTERFACE_BIT: u8 = 0x04;

/// The first three octets of every address a substrate derives from an interface: its declared namespace with bit
/// `0x04` of the first octet set, so that `02:de:20` gives `06:de:20`.
///
/// VMIDs use every suffix of the declared namespace, so what has no VMID needs a namespace of its own. The two differ in
/// one bit, which is clear in one and set in the other: no address is in both, whatever the suffix. Namespaces that have
/// the bit set already are refused, because their interface namespace would be themselves.
///
/// The bit is the Y bit of IEEE 802c's structured local address plan (SLAP). A namespace that begins with `02` lies in
/// the plan's quadrant for administratively assigned identifiers, and its interface namespace, `06`, in the quadrant that
/// the plan reserves: no protocol assigns addresses there, and a later edition of the standard might. One that begins
/// with `0a` or `0e` lies in a quadrant that the plan gives to holders of a company ID and to protocols. Both are as free
/// to use as the plan is optional, and the estate's standard admits all four.
///
/// ```
/// use deevnet_core::mac::{InterfaceNamespace, MacNamespace};
///
/// let mobile = MacNamespace::for_site_octet(20)?;
/// let interfaces = InterfaceNamespace::of(mobile)?;
/// assert_eq!(interfaces.to_string(), "06:de:20");
/// assert_eq!(interfaces.declared(), mobile);
/// assert!(InterfaceNamespace::of("06:de:20".parse()?).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InterfaceNamespace {
    declared: MacNamespace,
}

impl InterfaceNamespace {
    /// The interface namespace that belongs to a declared namespace.
    ///
    /// # Errors
    /// When bit `0x04` of the first octet is set already.
    pub const fn of(declared: MacNamespace) -> Result<InterfaceNamespace, InterfaceNamespaceError> {
        if declared.octets()[0] & INTERFACE_BIT != 0 {
            return Err(InterfaceNamespaceError { namespace: declared });
        }
        Ok(InterfaceNamespace { declared })
    }

    /// The interface namespace that an address lies in, if its first octets can be one.
    pub fn holding(mac: MacAddress) -> Option<InterfaceNamespace> {
        let [first, second, third] = mac.oui();
        if first & INTERFACE_BIT == 0 {
            return None;
        }
        let declared = MacNamespace::new([first & !INTERFACE_BIT, second, third]).ok()?;
        InterfaceNamespace::of(declared).ok()
    }

    /// The declared namespace that it belongs to, which VMIDs use.
    pub const fn declared(self) -> MacNamespace {
        self.declared
    }

    /// The three octets.
    pub const fn octets(self) -> [u8; 3] {
        let [first, second, third] = self.declared.octets();
        [first | INTERFACE_BIT, second, third]
    }

    /// Whether an address belongs to this namespace.
    pub fn contains(self, mac: MacAddress) -> bool {
        mac.oui() == self.octets()
    }

    /// The address with this namespace and three more octets.
    pub(super) const fn with_suffix(self, [fourth, fifth, sixth]: [u8; 3]) -> MacAddress {
        let [first, second, third] = self.octets();
        MacAddress::new([first, second, third, fourth, fifth, sixth])
    }
}

impl fmt::Display for InterfaceNamespace {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [a, b, c] = self.octets();
        formatter.pad(&format!("{a:02x}:{b:02x}:{c:02x}"))
    }
}

/// The error of a namespace that leaves no room for addresses derived from interfaces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("`{namespace}` has no interface namespace: bit 0x04 of its first octet is set already")]
pub struct InterfaceNamespaceError {
    namespace: MacNamespace,
}

impl InterfaceNamespaceError {
    /// The namespace that was refused.
    pub const fn namespace(self) -> MacNamespace {
        self.namespace
    }

    /// What to do instead.
    pub const fn hint(self) -> &'static str {
        "declare a namespace whose first octet ends in 2 or a, as in `02:de:20`"
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    /// Every first octet that a namespace can have: 64 of 256.
    fn first_octets() -> impl Iterator<Item = u8> {
        (0..=u8::MAX).filter(|first| MacNamespace::new([*first, 0xde, 0x20]).is_ok())
    }

    fn namespace(first: u8, rest: [u8; 2]) -> MacNamespace {
        MacNamespace::new([first, rest[0], rest[1]]).unwrap()
    }

    /// An address is in a namespace when its first three octets are the namespace's, so namespaces that differ in the
    /// first octet share no address. The octets after the first are copied, so the first is all there is to try.
    #[test]
    fn no_interface_namespace_meets_any_namespace_that_has_one() {
        let with_one: Vec<u8> =
            first_octets().filter(|first| InterfaceNamespace::of(namespace(*first, [0; 2])).is_ok()).collect();
        assert_eq!(with_one.len(), 32);
        for first in &with_one {
            let interfaces = InterfaceNamespace::of(namespace(*first, [0xde, 0x20])).unwrap();
            assert!(!with_one.contains(&interfaces.octets()[0]), "{interfaces}");
            assert_eq!(interfaces.octets()[1..], [0xde, 0x20]);
        }
        let distinct: BTreeSet<u8> = with_one
            .iter()
            .map(|first| InterfaceNamespace::of(namespace(*first, [0; 2])).unwrap().octets()[0])
            .collect();
        assert_eq!(distinct.len(), with_one.len(), "two namespaces share an interface namespace");
    }

    #[test]
    fn interface_addresses_are_local_unicast() {
        for first in first_octets() {
            if let Ok(interfaces) = InterfaceNamespace::of(namespace(first, [0xde, 0x20])) {
                let mac = interfaces.with_suffix([0xff; 3]);
                assert!(mac.is_local() && mac.is_unicast(), "{mac}");
            }
        }
    }

    #[test]
    fn a_namespace_that_has_the_bit_is_refused() {
        let error = InterfaceNamespace::of("0e:de:20".parse().unwrap()).unwrap_err();
        assert_eq!(error.namespace().to_string(), "0e:de:20");
        insta::assert_snapshot!(error, @"`0e:de:20` has no interface namespace: bit 0x04 of its first octet is set already");
        insta::assert_snapshot!(error.hint(), @"declare a namespace whose first octet ends in 2 or a, as in `02:de:20`");
    }

    proptest! {
        #[test]
        fn an_address_is_in_at_most_one_of_the_two(octets: [u8; 6], rest: [u8; 2], index in 0..64_usize) {
            let first = first_octets().nth(index).unwrap();
            if let Ok(interfaces) = InterfaceNamespace::of(namespace(first, rest)) {
                for prefix in [interfaces.octets(), interfaces.declared().octets()] {
                    let mac = MacAddress::new([prefix[0], prefix[1], prefix[2], octets[3], octets[4], octets[5]]);
                    prop_assert!(interfaces.contains(mac) != interfaces.declared().contains(mac));
                }
            }
        }

        #[test]
        fn the_namespace_of_an_address_is_found(octets: [u8; 6]) {
            let mac = MacAddress::new(octets);
            match InterfaceNamespace::holding(mac) {
                Some(interfaces) => prop_assert!(interfaces.contains(mac)),
                None => prop_assert!(octets[0] & 7 != 6),
            }
        }
    }
}
