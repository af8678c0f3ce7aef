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
        Holder::Interface { .. } | Holder::Tenant { .. } | Holder::Registered { .. } => false,
    }
}
