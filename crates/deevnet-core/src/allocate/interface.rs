//! MAC addresses of interfaces that have no VMID.

use std::collections::{BTreeMap, BTreeSet};

use crate::mac::derive::{self, Attempt, InterfaceIdentity};
use crate::mac::{InterfaceNamespace, InterfaceNamespaceError, MacAddress, MacOrigin};
use crate::model::{Host, Interface};
use crate::name::DnsLabel;

/// Interfaces by host and name, each with the address allocated to it.
pub type InterfaceMacs<'a> = BTreeMap<(&'a str, &'a str), MacAddress>;

/// Derives an address for each interface, in order of host and interface: the first of its own that nobody holds.
///
/// What is held, such as every address the inventory has, keeps its holder: only who comes later is given a further
/// attempt. The order in which the interfaces are given does not matter, and one that is given twice counts once.
///
/// # Errors
/// When every address of an interface is held; nothing is handed out then.
///
/// ```
/// use deevnet_core::allocate::interface_macs;
/// use deevnet_core::mac::{InterfaceNamespace, MacNamespace};
///
/// let namespace = InterfaceNamespace::of(MacNamespace::for_site_octet(20)?)?;
/// let substrate = "mobile".parse()?;
/// let held = ["06:de:20:c3:3a:61".parse()?];
/// let macs = interface_macs(namespace, &substrate, [("pi01", "eth0")], held)?;
/// assert_eq!(macs[&("pi01", "eth0")].to_string(), "06:de:20:ef:cb:ff");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn interface_macs<'a>(
    namespace: InterfaceNamespace,
    substrate: &DnsLabel,
    interfaces: impl IntoIterator<Item = (&'a str, &'a str)>,
    held: impl IntoIterator<Item = MacAddress>,
) -> Result<InterfaceMacs<'a>, AllocateInterfaceMacsError> {
    allocate(interfaces, held, |host, interface, attempt| {
        derive::interface(namespace, InterfaceIdentity { substrate, host, interface }, attempt)
    })
}

/// Whether an interface waits for an address that is derived from it.
pub(super) fn is_missing(host: &Host, interface: &Interface) -> bool {
    is_hashed(interface)
        && interface.mac.value.known().is_none()
        && !interface.mac_rejected
        && !host.assigned.macs.contains_key(&interface.name)
}

/// Whether the address of an interface is derived from it, and says nothing of a VMID.
pub(super) fn is_hashed(interface: &Interface) -> bool {
    interface.mac_policy.is_some_and(|policy| policy.value == MacOrigin::Hash)
}

fn allocate<'a>(
    interfaces: impl IntoIterator<Item = (&'a str, &'a str)>,
    held: impl IntoIterator<Item = MacAddress>,
    derive: impl Fn(&str, &str, Attempt) -> MacAddress,
) -> Result<InterfaceMacs<'a>, AllocateInterfaceMacsError> {
    let mut held: BTreeSet<MacAddress> = held.into_iter().collect();
    let mut allocated = InterfaceMacs::new();
    for (host, interface) in interfaces.into_iter().collect::<BTreeSet<_>>() {
        let candidates = Attempt::all().map(|attempt| derive(host, interface, attempt));
        let Some(mac) = candidates.into_iter().find(|mac| held.insert(*mac)) else {
            let (host, interface) = (host.to_owned(), interface.to_owned());
            return Err(AllocateInterfaceMacsError::Exhausted { host, interface });
        };
        allocated.insert((host, interface), mac);
    }
    Ok(allocated)
}

/// The error of MAC addresses that cannot be derived from interfaces.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AllocateInterfaceMacsError {
    /// The substrate has no name to derive from.
    #[error("`deevnet_substrate` is not declared, and MAC addresses are derived from it")]
    NoSubstrateName,
    /// The substrate has no namespace to derive into.
    #[error("`deevnet_mac_namespace` is not declared, and MAC addresses are derived into it")]
    NoNamespace,
    /// The substrate's namespace leaves no room.
    #[error(transparent)]
    Namespace(#[from] InterfaceNamespaceError),
    /// Every address that an interface can have is held.
    #[error("{host} ({interface}) has no free MAC: all {attempts} that it can have are held", attempts = Attempt::all().count())]
    Exhausted {
        /// The inventory hostname.
        host: String,
        /// The key of the interface.
        interface: String,
    },
}

impl AllocateInterfaceMacsError {
    /// What to do about it.
    pub const fn hint(&self) -> &'static str {
        match self {
            AllocateInterfaceMacsError::NoSubstrateName => "declare `deevnet_substrate` in group_vars/all",
            AllocateInterfaceMacsError::NoNamespace => {
                "declare `deevnet_mac_namespace` in group_vars/all, as in \"02:de:20\""
            }
            AllocateInterfaceMacsError::Namespace(error) => error.hint(),
            AllocateInterfaceMacsError::Exhausted { .. } => "give the interface another name, or a VMID to its host",
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::allocate::{Holder, Ledger, Need, Request};
    use crate::declared::testing::declared_from_json;

    const SUFFIXES: u8 = 16;

    fn namespace() -> InterfaceNamespace {
        InterfaceNamespace::of("02:de:20".parse().unwrap()).unwrap()
    }

    /// The derivation with sixteen suffixes only, so that interfaces meet.
    fn narrow(host: &str, interface: &str, attempt: Attempt) -> MacAddress {
        let substrate = "lab".parse().unwrap();
        let identity = InterfaceIdentity { substrate: &substrate, host, interface };
        let [.., last] = derive::interface(namespace(), identity, attempt).octets();
        MacAddress::new([6, 0xde, 0x20, 0, 0, last % SUFFIXES])
    }

    fn names() -> impl Strategy<Value = Vec<String>> {
        prop::collection::vec("[a-f][0-9]", 0..12)
    }

    fn on_eth0(names: &[String]) -> Vec<(&str, &str)> {
        names.iter().map(|name| (name.as_str(), "eth0")).collect()
    }

    /// What a request for a substrate of these hosts is given for its interfaces.
    fn given(hosts: &serde_json::Value, held: &[MacAddress]) -> Vec<(String, String, MacAddress)> {
        let json = json!({
            "substrate": { "deevnet_substrate": "lab", "deevnet_mac_namespace": "02:de:20" },
            "hosts": hosts,
        });
        let mut request = Request::of(&crate::check(&declared_from_json(&json)).substrate).unwrap();
        for mac in held {
            request.hold(*mac, Holder::Host { host: "other".into() });
        }
        let batch = super::super::allocate(&request, &Ledger::default()).unwrap();
        assert!(batch.new.is_empty() && batch.kept.is_empty());
        batch.interfaces.iter().map(|given| (given.host.to_string(), given.interface.to_string(), given.mac)).collect()
    }

    fn on_pi01(interfaces: &serde_json::Value) -> serde_json::Value {
        json!({ "pi01": { "infrastructure": { "interfaces": interfaces } } })
    }

    #[test]
    fn only_interfaces_that_wait_for_a_hash_are_given_one() {
        let hosts = on_pi01(&json!({
            "eth0": { "mac_policy": "hash", "mac": "" },
            "eth1": { "mac_policy": "hash", "mac": "06:de:20:00:00:01" },
            "eth2": { "mac_policy": "observed", "mac": "UNKNOWN" },
            "eth3": { "mac_policy": "hash" },
            "eth4": { "mac_policy": "hash", "mac": "06:de:20:00:00" },
            "eth5": {},
        }));
        let macs = given(&hosts, &[]);
        assert_eq!(macs.iter().map(|(_, interface, _)| interface.as_str()).collect::<Vec<_>>(), ["eth0", "eth3"]);
        let moved = given(&hosts, &[macs[0].2]);
        assert_ne!(moved[0], macs[0]);
        assert_eq!(moved[1], macs[1]);
    }

    #[test]
    fn what_an_earlier_allocation_wrote_is_held() {
        let mut hosts = on_pi01(&json!({ "eth0": { "mac_policy": "hash" } }));
        let first = given(&hosts, &[])[0].2;
        hosts["zz01"] = json!({ "deevnet_assigned_macs": { "eth0": first.to_string() } });
        assert_ne!(given(&hosts, &[])[0].2, first);
    }

    #[test]
    fn a_further_interface_says_nothing_of_its_guests_vmid() {
        let guest = |second: &str| {
            let json = json!({
                "substrate": { "deevnet_substrate": "lab", "deevnet_mac_namespace": "02:de:20" },
                "hosts": { "dns-vm01": {
                    "mgmt_vm": {},
                    "infrastructure": { "interfaces": { "eth0": {}, "eth1": { "mac_policy": "hash", "mac": second } } },
                } },
            });
            Request::of(&crate::check(&declared_from_json(&json)).substrate).unwrap()
        };
        for second in ["", "06:de:20:00:00:01"] {
            assert!(guest(second).unfit().is_empty(), "{second}");
            assert_eq!(guest(second).needs().values().collect::<Vec<_>>(), [&Need::Identity]);
        }
    }

    #[test]
    fn a_held_address_is_told_with_the_way_out() {
        let everything = Attempt::all().map(|attempt| narrow("pi01", "eth0", attempt));
        let error = allocate([("pi01", "eth0")], everything, narrow).unwrap_err();
        insta::assert_snapshot!(error, @"pi01 (eth0) has no free MAC: all 64 that it can have are held");
        insta::assert_snapshot!(error.hint(), @"give the interface another name, or a VMID to its host");
    }

    proptest! {
        #[test]
        fn nobody_shares_an_address_and_every_address_is_the_first_free_of_its_own(
            names in names(),
            held in prop::collection::btree_set(0..SUFFIXES, 0..8),
        ) {
            let held: BTreeSet<MacAddress> =
                held.into_iter().map(|suffix| MacAddress::new([6, 0xde, 0x20, 0, 0, suffix])).collect();
            let Ok(macs) = allocate(on_eth0(&names), held.iter().copied(), narrow) else {
                prop_assert!(held.len() + names.len() > usize::from(SUFFIXES) / 2, "refused though there was room");
                return Ok(());
            };
            let mut taken = held.clone();
            for ((host, interface), mac) in &macs {
                let first = Attempt::all().map(|attempt| narrow(host, interface, attempt)).find(|mac| !taken.contains(mac));
                prop_assert_eq!(Some(*mac), first);
                prop_assert!(taken.insert(*mac), "{} is given twice", mac);
            }
        }

        #[test]
        fn the_order_of_asking_does_not_matter(names in names(), held in prop::collection::vec(0..SUFFIXES, 0..4)) {
            let held = || held.iter().map(|suffix| MacAddress::new([6, 0xde, 0x20, 0, 0, *suffix]));
            let forward = allocate(on_eth0(&names), held(), narrow);
            let backward: Vec<(&str, &str)> = on_eth0(&names).into_iter().rev().collect();
            prop_assert_eq!(allocate(backward, held(), narrow), forward);
        }

        /// What one batch wrote is held when the next one comes, whoever comes with it and whatever their names.
        #[test]
        fn an_earlier_holder_never_moves(batches in prop::collection::vec(names(), 1..4)) {
            let mut written: BTreeMap<(&str, &str), MacAddress> = BTreeMap::new();
            for batch in &batches {
                let before = written.clone();
                let waiting: Vec<(&str, &str)> =
                    on_eth0(batch).into_iter().filter(|name| !written.contains_key(name)).collect();
                let Ok(macs) = allocate(waiting, written.values().copied(), narrow) else { break };
                written.extend(macs);
                prop_assert!(before.iter().all(|(name, mac)| written.get(name) == Some(mac)));
                let distinct: BTreeSet<MacAddress> = written.values().copied().collect();
                prop_assert_eq!(distinct.len(), written.len());
            }
        }
    }
}
