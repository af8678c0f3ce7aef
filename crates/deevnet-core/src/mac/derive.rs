//! Pure functions from what is unique in a substrate to the one address that belongs to it, and back.
//!
//! Every rule fills the three octets after a namespace and is described by [`Derivation`](super::Derivation). The same
//! suffix can be read by the rules [`vmid()`] and [`role()`], so which one a substrate uses is declared, never guessed;
//! [`interface()`] has a namespace of its own, which neither of them can reach.

mod interface;

pub use interface::{Attempt, InterfaceIdentity, interface, interface_attempt_of};

use super::address::MacAddress;
use super::namespace::MacNamespace;
use super::vmid::Vmid;

/// Derives the address of a guest: the VMID, big-endian, in the last three octets.
///
/// Injective: two VMIDs never give one address. [`vmid_of`] is the inverse.
///
/// ```
/// use deevnet_core::mac::{derive, MacNamespace, Vmid};
///
/// let home = MacNamespace::for_site_octet(10)?;
/// assert_eq!(derive::vmid(home, Vmid::new(200)?).to_string(), "02:de:10:00:00:c8");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub const fn vmid(namespace: MacNamespace, vmid: Vmid) -> MacAddress {
    let [_, suffix @ ..] = vmid.get().to_be_bytes();
    namespace.with_suffix(suffix)
}

/// The VMID an address was derived from; `None` outside the namespace, and for the suffix zero.
///
/// ```
/// use deevnet_core::mac::{derive, MacNamespace, Vmid};
///
/// let home = MacNamespace::for_site_octet(10)?;
/// assert_eq!(derive::vmid_of(home, "02:de:10:00:00:c8".parse()?), Some(Vmid::new(200)?));
/// assert_eq!(derive::vmid_of(home, "02:de:20:00:00:c8".parse()?), None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn vmid_of(namespace: MacNamespace, mac: MacAddress) -> Option<Vmid> {
    namespace.suffix_of(mac).and_then(Vmid::from_suffix)
}

/// What the *role* rule encodes: a role, the node or service group, and the instance, one octet each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RoleSuffix {
    /// The number of the role.
    pub role: u8,
    /// The number of the node or service group.
    pub node: u8,
    /// The number of the instance.
    pub instance: u8,
}

/// Derives an address from a role, a node or service group, and an instance, in that order of octets.
///
/// Injective; [`role_of`] is the inverse.
///
/// ```
/// use deevnet_core::mac::{derive, MacNamespace};
///
/// let home = MacNamespace::for_site_octet(10)?;
/// assert_eq!(derive::role(home, 2, 0, 1).to_string(), "02:de:10:02:00:01");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub const fn role(namespace: MacNamespace, role: u8, node: u8, instance: u8) -> MacAddress {
    namespace.with_suffix([role, node, instance])
}

/// The role, node and instance an address was derived from; `None` outside the namespace.
///
/// ```
/// use deevnet_core::mac::derive::{self, RoleSuffix};
/// use deevnet_core::mac::MacNamespace;
///
/// let home = MacNamespace::for_site_octet(10)?;
/// let suffix = derive::role_of(home, "02:de:10:02:00:01".parse()?);
/// assert_eq!(suffix, Some(RoleSuffix { role: 2, node: 0, instance: 1 }));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn role_of(namespace: MacNamespace, mac: MacAddress) -> Option<RoleSuffix> {
    namespace.suffix_of(mac).map(|[role, node, instance]| RoleSuffix { role, node, instance })
}

/// Derives the addresses of many VMIDs into a buffer of the same length.
///
/// Every number is checked before the first address is written: after an error the buffer is as it was.
///
/// # Errors
/// When the buffer's length differs, or a number is outside [`Vmid::MIN`] to [`Vmid::MAX`].
///
/// ```
/// use deevnet_core::mac::{derive, MacAddress, MacNamespace};
///
/// let mobile = MacNamespace::for_site_octet(20)?;
/// let mut addresses = [MacAddress::new([0; 6]); 2];
/// derive::vmids_into(mobile, &[200, 201], &mut addresses)?;
/// assert_eq!(addresses[1].to_string(), "02:de:20:00:00:c9");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn vmids_into(namespace: MacNamespace, vmids: &[u32], addresses: &mut [MacAddress]) -> Result<(), BulkError> {
    check_bulk(vmids, addresses.len())?;
    for (address, number) in addresses.iter_mut().zip(vmids) {
        *address = namespace.with_suffix(suffix(*number));
    }
    Ok(())
}

/// Derives the addresses of many VMIDs as raw octets, contiguous in the buffer.
///
/// It gives the octets of [`vmids_into`], for callers that hand them on as bytes.
///
/// # Errors
/// As [`vmids_into`]; after an error the buffer is as it was.
///
/// ```
/// use deevnet_core::mac::{derive, MacNamespace};
///
/// let mobile = MacNamespace::for_site_octet(20)?;
/// let mut octets = [[0; 6]; 1];
/// derive::vmid_octets_into(mobile, &[200], &mut octets)?;
/// assert_eq!(octets, [[0x02, 0xde, 0x20, 0x00, 0x00, 0xc8]]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn vmid_octets_into(namespace: MacNamespace, vmids: &[u32], octets: &mut [[u8; 6]]) -> Result<(), BulkError> {
    check_bulk(vmids, octets.len())?;
    for (slot, number) in octets.iter_mut().zip(vmids) {
        *slot = namespace.with_suffix(suffix(*number)).octets();
    }
    Ok(())
}

/// The error of a bulk derivation; nothing has been written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BulkError {
    /// A number is not a VMID.
    #[error("VMID {number} at index {index} is outside {min} to {max}", min = Vmid::MIN, max = Vmid::MAX)]
    OutOfRange {
        /// Where the first such number stands, from zero.
        index: usize,
        /// The number.
        number: u32,
    },
    /// The buffer is not as long as the numbers.
    #[error("{vmids} VMIDs do not fit a buffer of {buffer}")]
    Length {
        /// How many VMIDs were given.
        vmids: usize,
        /// How many addresses the buffer holds.
        buffer: usize,
    },
}

impl BulkError {
    /// What to do instead.
    pub const fn hint(self) -> &'static str {
        match self {
            BulkError::OutOfRange { .. } => "leave out what has no VMID yet, and numbers above 24 bits",
            BulkError::Length { .. } => "give a buffer of exactly as many addresses as VMIDs",
        }
    }
}

const fn suffix(number: u32) -> [u8; 3] {
    let [_, suffix @ ..] = number.to_be_bytes();
    suffix
}

/// The distance of a number above the smallest VMID; zero wraps round to the far end.
const fn distance(number: u32) -> u32 {
    number.wrapping_sub(Vmid::MIN.get())
}

/// Checks all numbers at once: the largest distance says whether any of them is out of range, with no branch each.
fn check_bulk(vmids: &[u32], buffer: usize) -> Result<(), BulkError> {
    const LARGEST_DISTANCE: u32 = distance(Vmid::MAX.get());
    if vmids.len() != buffer {
        return Err(BulkError::Length { vmids: vmids.len(), buffer });
    }
    let largest = vmids.iter().fold(0, |largest, number| distance(*number).max(largest));
    if largest <= LARGEST_DISTANCE {
        return Ok(());
    }
    let offender = vmids.iter().enumerate().find(|(_, number)| distance(**number) > LARGEST_DISTANCE);
    match offender {
        Some((index, number)) => Err(BulkError::OutOfRange { index, number: *number }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const UNTOUCHED: [u8; 6] = [0xee; 6];

    fn namespaces() -> impl Strategy<Value = MacNamespace> {
        any::<[u8; 3]>().prop_map(|[a, b, c]| MacNamespace::new([(a & 0xfc) | 0x02, b, c]).unwrap())
    }

    fn numbers() -> impl Strategy<Value = u32> {
        prop_oneof![8 => 1..=Vmid::MAX.get(), 1 => any::<u32>(), 1 => Just(0)]
    }

    fn in_range() -> impl Strategy<Value = u32> {
        1..=Vmid::MAX.get()
    }

    #[test]
    fn bulk_refuses_before_it_writes() {
        let namespace = MacNamespace::for_site_octet(20).unwrap();
        let mut octets = [UNTOUCHED; 3];
        let error = vmid_octets_into(namespace, &[1, 0, 16_777_216], &mut octets).unwrap_err();
        assert_eq!(error, BulkError::OutOfRange { index: 1, number: 0 });
        insta::assert_snapshot!(error, @"VMID 0 at index 1 is outside 1 to 16777215");
        let error = vmid_octets_into(namespace, &[1], &mut octets).unwrap_err();
        insta::assert_snapshot!(error, @"1 VMIDs do not fit a buffer of 3");
        insta::assert_snapshot!(error.hint(), @"give a buffer of exactly as many addresses as VMIDs");
        assert_eq!(octets, [UNTOUCHED; 3]);
    }

    proptest! {
        #[test]
        fn vmid_is_invertible_and_injective(namespace in namespaces(), left in in_range(), right in in_range()) {
            let (left, right) = (Vmid::new(left).unwrap(), Vmid::new(right).unwrap());
            prop_assert_eq!(vmid_of(namespace, vmid(namespace, left)), Some(left));
            prop_assert_eq!(vmid(namespace, left) == vmid(namespace, right), left == right);
        }

        #[test]
        fn role_is_invertible(namespace in namespaces(), suffix: [u8; 3]) {
            let [r, n, i] = suffix;
            let mac = role(namespace, r, n, i);
            prop_assert_eq!(role_of(namespace, mac), Some(RoleSuffix { role: r, node: n, instance: i }));
        }

        #[test]
        fn inverses_answer_only_inside_the_namespace(namespace in namespaces(), octets: [u8; 6]) {
            let mac = MacAddress::new(octets);
            prop_assert_eq!(role_of(namespace, mac).is_some(), namespace.contains(mac));
            if let Some(found) = vmid_of(namespace, mac) {
                prop_assert_eq!(vmid(namespace, found), mac);
            }
        }

        #[test]
        fn assigned_addresses_are_local_unicast(namespace in namespaces(), number in in_range()) {
            let mac = vmid(namespace, Vmid::new(number).unwrap());
            prop_assert!(mac.is_local() && mac.is_unicast());
        }

        #[test]
        fn bulk_equals_single(namespace in namespaces(), numbers in prop::collection::vec(numbers(), 0..64)) {
            let single: Result<Vec<MacAddress>, _> =
                numbers.iter().map(|number| Vmid::new(*number).map(|found| vmid(namespace, found))).collect();
            let mut addresses = vec![MacAddress::new(UNTOUCHED); numbers.len()];
            let mut octets = vec![UNTOUCHED; numbers.len()];
            let result = vmids_into(namespace, &numbers, &mut addresses);
            prop_assert_eq!(vmid_octets_into(namespace, &numbers, &mut octets), result);
            if let Ok(expected) = single {
                prop_assert_eq!(result, Ok(()));
                prop_assert_eq!(&addresses, &expected);
            } else {
                let index = numbers.iter().position(|number| Vmid::new(*number).is_err()).unwrap();
                prop_assert_eq!(result, Err(BulkError::OutOfRange { index, number: numbers[index] }));
                prop_assert!(addresses.iter().all(|mac| mac.octets() == UNTOUCHED));
            }
            let written: Vec<[u8; 6]> = addresses.iter().map(|mac| mac.octets()).collect();
            prop_assert_eq!(octets, written);
        }
    }
}
