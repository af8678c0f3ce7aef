//! One batch of identities.

use std::num::NonZero;
use std::sync::Arc;

use serde::Serialize;

use super::error::AllocateError;
use super::holder::Holder;
use super::identity::Identity;
use super::interface::{AllocateInterfaceMacsError, interface_macs};
use super::ledger::Ledger;
use super::need::Need;
use super::request::Request;
use super::vmid::free_vmids;
use crate::mac::{InterfaceNamespace, MacAddress, MacNamespace, Vmid};
use crate::model::VmidRange;

/// What a [`Request`] comes to: one identity for every host that needs one, by name of the host.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[non_exhaustive]
pub struct Batch {
    /// The identities that were not given before.
    pub new: Vec<Identity>,
    /// The identities of hosts that were given theirs before and do not have it in the inventory.
    pub kept: Vec<Identity>,
    /// The MAC addresses derived from interfaces that have no VMID, by host and interface.
    pub interfaces: Vec<InterfaceMac>,
}

/// The MAC address that is derived from one interface.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[non_exhaustive]
pub struct InterfaceMac {
    /// The inventory hostname.
    pub host: Arc<str>,
    /// The interface's key.
    pub interface: Arc<str>,
    /// The address.
    pub mac: MacAddress,
}

impl Batch {
    /// Every identity of the batch, by name of the host.
    pub fn identities(&self) -> Vec<&Identity> {
        let mut all: Vec<&Identity> = self.new.iter().chain(&self.kept).collect();
        all.sort_unstable();
        all
    }

    /// Whether no host needs anything.
    pub fn is_empty(&self) -> bool {
        self.new.is_empty() && self.kept.is_empty() && self.interfaces.is_empty()
    }
}

/// Gives every host of a request its identity: hosts in order of name, the lowest free VMID first.
///
/// A host that the ledger knows keeps what it was given, and a host that has a VMID keeps that. A VMID is free when
/// neither the request nor the ledger knows a holder in the substrate and Proxmox VE accepts it. An interface whose MAC
/// is derived from itself is given the first of its addresses that nothing holds. The outcome depends on nothing else,
/// so that the same request gives the same batch again.
///
/// # Errors
/// When one identity cannot be given; then none is.
///
/// ```
/// use deevnet_core::allocate::{Ledger, Need, Request, allocate};
/// use deevnet_core::mac::Vmid;
/// use deevnet_core::model::VmidRange;
///
/// let range = VmidRange::new(Vmid::new(200)?, Vmid::new(299)?).unwrap();
/// let mut request = Request::new("mobile".parse()?, Some("02:de:20".parse()?), Some(range));
/// request.want("git-vm01", Need::Identity);
/// request.want("dns-vm01", Need::Identity);
/// let batch = allocate(&request, &Ledger::default())?;
/// let given: Vec<_> = batch.new.iter().map(|identity| (&*identity.host, identity.vmid.get())).collect();
/// assert_eq!(given, [("dns-vm01", 200), ("git-vm01", 201)]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn allocate(request: &Request, ledger: &Ledger) -> Result<Batch, AllocateError> {
    let nodes = request.uncovered();
    if !nodes.is_empty() {
        return Err(AllocateError::SurveyIncomplete { nodes });
    }
    if request.needs().is_empty() && request.interfaces().is_empty() {
        return Ok(Batch::default());
    }
    let namespace = request.namespace().ok_or(AllocateError::NoNamespace)?;
    Allocation { request, ledger, namespace }.batch()
}

/// One run of [`allocate()`].
struct Allocation<'a> {
    request: &'a Request,
    ledger: &'a Ledger,
    namespace: MacNamespace,
}

impl Allocation<'_> {
    fn batch(&self) -> Result<Batch, AllocateError> {
        let mut batch = Batch::default();
        let mut unnumbered = Vec::new();
        for (host, need) in self.request.needs() {
            match (self.ledger.get(self.request.substrate(), host), need) {
                (Some(held), Need::Mac(vmid)) if held.vmid != *vmid => {
                    let (host, declared, registered) = (Arc::clone(host), *vmid, held.vmid);
                    return Err(AllocateError::Differs { host, declared, registered });
                }
                (Some(held), _) => batch.kept.push(held.clone()),
                (None, Need::Mac(vmid)) => batch.new.push(self.complete(host, *vmid)?),
                (None, Need::Identity) => unnumbered.push(host),
            }
        }
        let vmids = self.free(unnumbered.len())?;
        for (host, vmid) in unnumbered.into_iter().zip(vmids) {
            batch.new.push(self.derive(host, vmid)?);
        }
        batch.new.sort_unstable();
        batch.interfaces = self.interfaces(&batch)?;
        Ok(batch)
    }

    /// The addresses of interfaces that have no VMID.
    fn interfaces(&self, batch: &Batch) -> Result<Vec<InterfaceMac>, AllocateError> {
        let wanted = self.request.interfaces();
        if wanted.is_empty() {
            return Ok(Vec::new());
        }
        let namespace = InterfaceNamespace::of(self.namespace).map_err(AllocateInterfaceMacsError::from)?;
        let given = self.ledger.iter().chain(&batch.new).map(|identity| identity.mac);
        let held = self.request.macs().keys().copied().chain(given);
        let interfaces = wanted.iter().map(|(host, interface)| (&**host, &**interface));
        let macs = interface_macs(namespace, self.request.substrate(), interfaces, held)?;
        let mac = |((host, interface), mac): ((&str, &str), MacAddress)| InterfaceMac {
            host: host.into(),
            interface: interface.into(),
            mac,
        };
        Ok(macs.into_iter().map(mac).collect())
    }

    /// The lowest free VMIDs.
    fn free(&self, count: usize) -> Result<Vec<Vmid>, AllocateError> {
        let Some(count) = NonZero::new(count) else { return Ok(Vec::new()) };
        let VmidRange { start, end } = self.request.range().ok_or(AllocateError::NoRange)?;
        if !end.is_creatable() {
            return Err(AllocateError::NotCreatable { start, end });
        }
        let least = Vmid::new(Vmid::PROXMOX_MIN).map_or(start, |least| start.max(least));
        let given = self.ledger.vmids(self.request.substrate()).map(Vmid::get);
        Ok(free_vmids(self.request.taken().keys().copied().chain(given), least, end, count)?)
    }

    /// The identity of a host that has a VMID and lacks the MAC.
    fn complete(&self, host: &Arc<str>, vmid: Vmid) -> Result<Identity, AllocateError> {
        let registered = self.ledger.with_vmid(self.request.substrate(), vmid).map(registered);
        let declared = self.request.taken().get(&vmid.get()).filter(|holder| !is_guest(holder, host)).cloned();
        match registered.or(declared) {
            Some(holder) => Err(AllocateError::VmidHeld { host: Arc::clone(host), vmid, holder }),
            None => self.derive(host, vmid),
        }
    }

    fn derive(&self, host: &Arc<str>, vmid: Vmid) -> Result<Identity, AllocateError> {
        let identity = Identity::derived(self.request.substrate().clone(), Arc::clone(host), vmid, self.namespace);
        let declared = self.request.macs().get(&identity.mac).filter(|holder| !is_guest(holder, host)).cloned();
        match declared.or_else(|| self.ledger.with_mac(identity.mac).map(registered)) {
            Some(holder) => Err(AllocateError::MacHeld { host: identity.host, vmid, mac: identity.mac, holder }),
            None => Ok(identity),
        }
    }
}

fn registered(identity: &Identity) -> Holder {
    Holder::Registered { substrate: identity.substrate.clone(), host: Arc::clone(&identity.host) }
}

/// Whether a holder is the host itself, or the guest that a survey or list found with its number.
fn is_guest(holder: &Holder, host: &str) -> bool {
    match holder {
        Holder::Host { host: found } => **found == *host,
        Holder::Node { .. } | Holder::List { .. } => true,
        Holder::Interface { .. }
        | Holder::Orphan { .. }
        | Holder::Tenant { .. }
        | Holder::FutureTenant { .. }
        | Holder::Registered { .. } => false,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::super::survey::Survey;
    use super::*;

    const NAMESPACE: &str = "02:de:20";

    fn request(start: u32, end: u32, hosts: &[&str]) -> Request {
        let range = VmidRange::new(Vmid::new(start).unwrap(), Vmid::new(end).unwrap());
        let mut request = Request::new("lab".parse().unwrap(), Some(NAMESPACE.parse().unwrap()), range);
        for host in hosts {
            request.want(*host, Need::Identity);
        }
        request
    }

    fn given(request: &Request) -> Vec<(String, u32)> {
        let batch = allocate(request, &Ledger::default()).unwrap();
        batch.new.iter().map(|identity| (identity.host.to_string(), identity.vmid.get())).collect()
    }

    fn refused(request: &Request) -> String {
        let error = allocate(request, &Ledger::default()).unwrap_err();
        format!("{error}\n{}", error.hint())
    }

    fn host(name: &str) -> Holder {
        Holder::Host { host: name.into() }
    }

    #[test]
    fn proxmox_has_no_vmid_below_its_smallest() {
        assert_eq!(given(&request(90, 200, &["a"])), [("a".to_owned(), 100)]);
        insta::assert_snapshot!(refused(&request(90, 99, &["a"])), @"
        VMIDs 90 to 99 are all below 100, the smallest that Proxmox VE accepts
        let `deevnet_mgmt_vmid_range` reach beyond 100
        ");
    }

    #[test]
    fn a_vmid_whose_mac_belongs_to_something_else_stops_the_batch() {
        let mut request = request(200, 299, &["a", "b"]);
        let holder = Holder::Interface { host: "pi01".into(), interface: "eth0".into() };
        request.hold("02:de:20:00:00:c9".parse().unwrap(), holder);
        insta::assert_snapshot!(refused(&request), @"
        VMID 201 for b derives 02:de:20:00:00:c9, which belongs to pi01 eth0
        correct that address, or keep VMID 201 out with `--taken`
        ");
    }

    #[test]
    fn a_survey_misses_no_node() {
        let mut request = request(200, 299, &["a"]);
        for node in ["pve1", "pve2", "pve3"] {
            request.cover(node);
        }
        let mut survey = Survey::default();
        survey.add("pve2", [200]);
        request.survey(survey);
        insta::assert_snapshot!(refused(&request), @"
        the survey misses pve1, pve3
        ask these nodes too: a VMID that is free on the others may be taken there
        ");
    }

    #[test]
    fn what_is_not_declared_is_asked_for_only_when_it_is_needed() {
        let mut request = Request::new("lab".parse().unwrap(), None, None);
        assert!(allocate(&request, &Ledger::default()).unwrap().is_empty());
        request.want("a", Need::Identity);
        assert_eq!(allocate(&request, &Ledger::default()), Err(AllocateError::NoNamespace));
        let mut request = Request::new("lab".parse().unwrap(), Some(NAMESPACE.parse().unwrap()), None);
        request.want("a", Need::Mac(Vmid::new(7).unwrap()));
        assert_eq!(given(&request), [("a".to_owned(), 7)]);
        request.want("b", Need::Identity);
        assert_eq!(allocate(&request, &Ledger::default()), Err(AllocateError::NoRange));
    }

    #[test]
    fn a_vmid_that_a_host_has_stays_and_belongs_to_it_alone() {
        let mut request = request(200, 299, &["a"]);
        let vmid = Vmid::new(200).unwrap();
        request.want("b", Need::Mac(vmid));
        request.take(200, host("b"));
        assert_eq!(given(&request), [("a".to_owned(), 201), ("b".to_owned(), 200)]);
        request.want("c", Need::Mac(vmid));
        assert!(refused(&request).starts_with("c has VMID 200, which belongs to b\n"));
        let mut ledger = Ledger::default();
        let other = Identity::derived("lab".parse().unwrap(), "b", Vmid::new(250).unwrap(), NAMESPACE.parse().unwrap());
        ledger.insert(other).unwrap();
        let differs = allocate(&request, &ledger).unwrap_err();
        assert_eq!(differs.to_string(), "b has VMID 200 in the inventory, and was given 250");
    }

    proptest! {
        #[test]
        fn the_lowest_free_go_to_hosts_by_name_and_stay(
            names in prop::collection::btree_set("[a-z]{1,3}", 1..20),
            later in prop::collection::btree_set("[a-z]{1,3}", 0..20),
            taken in prop::collection::btree_set(100..160_u32, 0..20),
        ) {
            let hosts: Vec<&str> = names.iter().map(String::as_str).collect();
            let mut first = request(100, 300, &hosts);
            for vmid in &taken {
                first.take(*vmid, host("x"));
            }
            let batch = allocate(&first, &Ledger::default()).unwrap();
            let free: Vec<u32> = (100..).filter(|vmid| !taken.contains(vmid)).take(names.len()).collect();
            prop_assert_eq!(batch.new.iter().map(|identity| identity.vmid.get()).collect::<Vec<_>>(), free);
            prop_assert!(batch.new.iter().map(|identity| &*identity.host).eq(hosts.iter().copied()));

            let mut ledger = Ledger::default();
            for identity in &batch.new {
                prop_assert!(ledger.insert(identity.clone()).unwrap());
            }
            let mut second = first.clone();
            for name in &later {
                second.want(name.as_str(), Need::Identity);
            }
            let again = allocate(&second, &ledger).unwrap();
            prop_assert_eq!(&again.kept, &batch.new);
            prop_assert_eq!(again.new.len(), later.difference(&names).count());
            for identity in again.new {
                prop_assert!(!second.is_taken(identity.vmid));
                prop_assert!(ledger.insert(identity).unwrap(), "no number twice");
            }
            let vmids: BTreeSet<u32> = ledger.iter().map(|identity| identity.vmid.get()).collect();
            prop_assert_eq!(vmids.len(), ledger.len());
            let json = serde_json::to_string(&ledger).unwrap();
            prop_assert_eq!(serde_json::from_str::<Ledger>(&json).unwrap(), ledger);
        }
    }
}
