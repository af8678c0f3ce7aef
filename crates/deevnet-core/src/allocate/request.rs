//! What an allocation is asked for.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;
use std::sync::Arc;

use super::error::AllocateError;
use super::holder::Holder;
use super::interface::is_missing;
use super::need::{Need, Unfit, need};
use super::survey::Survey;
use super::taken::TakenList;
use crate::mac::{MacAddress, MacNamespace, Vmid, derive};
use crate::model::{AssignedIdentity, Host, Substrate, VmidRange};
use crate::name::DnsLabel;
use crate::tenant::TenantIndex;

/// What one substrate needs, and everything that is known to be taken there.
///
/// It says nothing about the order in which hosts are declared, so that no order can matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    substrate: DnsLabel,
    namespace: Option<MacNamespace>,
    range: Option<VmidRange>,
    needs: BTreeMap<Arc<str>, Need>,
    unfit: BTreeMap<Arc<str>, Unfit>,
    interfaces: BTreeSet<(Arc<str>, Arc<str>)>,
    taken: BTreeMap<u32, Holder>,
    macs: BTreeMap<MacAddress, Holder>,
    nodes: BTreeSet<Arc<str>>,
    survey: Option<Survey>,
}

impl Request {
    /// A request for a substrate that needs nothing yet.
    pub fn new(substrate: DnsLabel, namespace: Option<MacNamespace>, range: Option<VmidRange>) -> Self {
        Self {
            substrate,
            namespace,
            range,
            needs: BTreeMap::new(),
            unfit: BTreeMap::new(),
            interfaces: BTreeSet::new(),
            taken: BTreeMap::new(),
            macs: BTreeMap::new(),
            nodes: BTreeSet::new(),
            survey: None,
        }
    }

    /// Everything that a substrate's model says: the hosts with a [`Need`], the VMIDs and MAC addresses that are
    /// declared, those that follow from the indices of tenants, and the nodes that a survey has to cover.
    ///
    /// # Errors
    /// When the substrate has no name.
    pub fn of(substrate: &Substrate) -> Result<Self, AllocateError> {
        let name = substrate.name.as_ref().ok_or(AllocateError::Unnamed)?.value.clone();
        let namespace = substrate.mac_namespace.map(|namespace| namespace.value);
        let mut request = Self::new(name, namespace, substrate.vmid_range.map(|range| range.value));
        for host in substrate.hosts.values() {
            request.read(host);
        }
        for (host, left) in &substrate.orphans {
            request.read_orphan(host, left);
        }
        request.read_tenants(substrate);
        for entry in &substrate.netboot {
            if let (Some(host), Some(mac)) = (&entry.hostname, entry.mac.and_then(|mac| mac.value.known())) {
                request.hold(mac, Holder::Host { host: Arc::clone(&host.value) });
            }
        }
        Ok(request)
    }

    fn read(&mut self, host: &Host) {
        match need(host, self.namespace) {
            Some(Ok(need)) => self.want(Arc::clone(&host.name), need),
            Some(Err(unfit)) => drop(self.unfit.insert(Arc::clone(&host.name), unfit)),
            None => {}
        }
        for interface in host.interfaces.values().filter(|interface| is_missing(host, interface)) {
            self.want_interface(Arc::clone(&host.name), Arc::clone(&interface.name));
        }
        self.read_vmids(host);
        self.read_macs(host);
        let nodes = [
            host.machine.as_ref().and_then(|machine| machine.node.as_ref()),
            host.hypervisor.as_ref().and_then(|hypervisor| hypervisor.node.as_ref()),
        ];
        self.nodes.extend(nodes.into_iter().flatten().map(|node| Arc::from(node.value.as_str())));
    }

    /// The VMIDs that a host has, one that only its allocated MAC tells included.
    fn read_vmids(&mut self, host: &Host) {
        let machine = host.machine.as_ref().and_then(|machine| machine.vmid).map(|vmid| vmid.value);
        for vmid in machine.into_iter().chain(self.vmids_of(&host.assigned)) {
            self.take(vmid.get(), Holder::Host { host: Arc::clone(&host.name) });
        }
    }

    /// What a host that no group lists was given: it may come back.
    fn read_orphan(&mut self, host: &Arc<str>, left: &AssignedIdentity) {
        for vmid in self.vmids_of(left) {
            self.take(vmid.get(), Holder::Orphan { host: Arc::clone(host) });
        }
        for mac in left.mac.iter().chain(left.macs.values()).filter_map(|mac| mac.value.known()) {
            self.hold(mac, Holder::Orphan { host: Arc::clone(host) });
        }
    }

    /// The VMID that was assigned, and the one that the assigned MAC was derived from.
    fn vmids_of(&self, assigned: &AssignedIdentity) -> impl Iterator<Item = Vmid> + use<> {
        let mac = assigned.mac.and_then(|mac| mac.value.known());
        let derived = self.namespace.zip(mac).and_then(|(namespace, mac)| derive::vmid_of(namespace, mac));
        [assigned.vmid.map(|vmid| vmid.value), derived].into_iter().flatten()
    }

    fn read_macs(&mut self, host: &Host) {
        if let Some(mac) = host.assigned.mac.and_then(|mac| mac.value.known()) {
            self.hold(mac, Holder::Host { host: Arc::clone(&host.name) });
        }
        let derived = host.assigned.macs.iter().map(|(interface, mac)| (interface, mac.value));
        let declared = host.interfaces.values().map(|interface| (&interface.name, interface.mac.value));
        for (interface, mac) in derived.chain(declared) {
            if let Some(mac) = mac.known() {
                self.hold(mac, Holder::Interface { host: Arc::clone(&host.name), interface: Arc::clone(interface) });
            }
        }
    }

    /// The VMIDs that the numbering keeps for workloads: of tenants that are declared, and of all others.
    fn read_tenants(&mut self, substrate: &Substrate) {
        let Some(numbering) = substrate.tenant_numbering.bases() else { return };
        for tenant in &substrate.tenants {
            let Some(index) = tenant.index else { continue };
            let holder = Holder::Tenant { tenant: tenant.name.value.as_str().into() };
            self.take_block(&numbering.vmids_of(index.value), &holder);
        }
        for index in TenantIndex::all() {
            self.take_block(&numbering.vmids_of(index), &Holder::FutureTenant { index });
        }
    }

    fn take_block(&mut self, vmids: &RangeInclusive<Vmid>, holder: &Holder) {
        for vmid in vmids.start().get()..=vmids.end().get() {
            self.take(vmid, holder.clone());
        }
    }

    /// Asks for what a host needs.
    pub fn want(&mut self, host: impl Into<Arc<str>>, need: Need) {
        self.needs.insert(host.into(), need);
    }

    /// Asks for the MAC address that is derived from an interface.
    pub fn want_interface(&mut self, host: impl Into<Arc<str>>, interface: impl Into<Arc<str>>) {
        self.interfaces.insert((host.into(), interface.into()));
    }

    /// Asks for nothing but what another request asks for too.
    pub fn want_only(&mut self, asked: &Request) {
        self.needs.retain(|host, _| asked.needs.contains_key(host));
        self.interfaces.retain(|interface| asked.interfaces.contains(interface));
    }

    /// Says that a VMID is taken; of several holders the first is remembered.
    pub fn take(&mut self, vmid: u32, holder: Holder) {
        self.taken.entry(vmid).or_insert(holder);
    }

    /// Says that every VMID of a list is taken.
    pub fn take_all(&mut self, list: &TakenList) {
        for (vmid, holder) in list.holders() {
            self.take(vmid, holder);
        }
    }

    /// Says that a MAC address belongs to something; of several holders the first is remembered.
    pub fn hold(&mut self, mac: MacAddress, holder: Holder) {
        self.macs.entry(mac).or_insert(holder);
    }

    /// Says that a survey has to cover a node.
    pub fn cover(&mut self, node: impl Into<Arc<str>>) {
        self.nodes.insert(node.into());
    }

    /// Takes what a survey found. Whether it covers every node is judged when identities are allocated.
    pub fn survey(&mut self, survey: Survey) {
        for (node, vmids) in survey.nodes() {
            for vmid in vmids {
                self.take(*vmid, Holder::Node { node: Arc::clone(node) });
            }
        }
        self.survey = Some(survey);
    }

    /// The same request with what another one of the same substrate knows to be taken, and with its nodes and survey.
    ///
    /// A registry joins what it reads under its lock with what the caller knows. What is needed stays.
    #[must_use]
    pub fn aware_of(mut self, other: &Request) -> Self {
        for (vmid, holder) in &other.taken {
            self.take(*vmid, holder.clone());
        }
        for (mac, holder) in &other.macs {
            self.hold(*mac, holder.clone());
        }
        self.nodes.extend(other.nodes.iter().cloned());
        self.survey = self.survey.or_else(|| other.survey.clone());
        self
    }

    /// The substrate.
    pub fn substrate(&self) -> &DnsLabel {
        &self.substrate
    }

    /// The namespace of its MAC addresses, where it is declared.
    pub fn namespace(&self) -> Option<MacNamespace> {
        self.namespace
    }

    /// The range that VMIDs come from, where it is declared.
    pub fn range(&self) -> Option<VmidRange> {
        self.range
    }

    /// The hosts and what they need, by name.
    pub fn needs(&self) -> &BTreeMap<Arc<str>, Need> {
        &self.needs
    }

    /// The interfaces that wait for the MAC address derived from them, by host and interface.
    pub fn interfaces(&self) -> &BTreeSet<(Arc<str>, Arc<str>)> {
        &self.interfaces
    }

    /// The guests that lack a VMID and are given none, by name, with the reason.
    pub fn unfit(&self) -> &BTreeMap<Arc<str>, Unfit> {
        &self.unfit
    }

    /// The VMIDs that are taken, each with who holds it.
    pub fn taken(&self) -> &BTreeMap<u32, Holder> {
        &self.taken
    }

    /// The MAC addresses that belong to something, each with what.
    pub fn macs(&self) -> &BTreeMap<MacAddress, Holder> {
        &self.macs
    }

    /// The nodes that a survey has to cover.
    pub fn nodes(&self) -> &BTreeSet<Arc<str>> {
        &self.nodes
    }

    /// The nodes that the survey misses; none without a survey.
    pub fn uncovered(&self) -> Vec<Arc<str>> {
        self.survey.as_ref().map(|survey| survey.missing(&self.nodes)).unwrap_or_default()
    }

    /// Whether a VMID is taken.
    pub fn is_taken(&self, vmid: Vmid) -> bool {
        self.taken.contains_key(&vmid.get())
    }
}

impl VmidRange {
    /// The range from one VMID to another, both included; `None` when the first is above the last.
    pub fn new(start: Vmid, end: Vmid) -> Option<Self> {
        (start <= end).then_some(Self { start, end })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::allocate::{Ledger, allocate};
    use crate::declared::testing::declared_from_json;

    #[test]
    fn no_number_of_any_tenant_is_given() {
        let declared = declared_from_json(&json!({
            "substrate": {
                "deevnet_substrate": "lab",
                "deevnet_mac_namespace": "02:de:20",
                "deevnet_mgmt_vmid_range": { "start": 10_039, "end": 12_600 },
                "deevnet_tenant_numbering": { "vrf_base": 10_000, "vnet_base": 20_000, "vmid_base": 10_000 },
                "deevnet_tenants": [{ "name": "music", "index": 2 }],
            },
            "hosts": { "a": { "mgmt_vm": {} }, "b": { "mgmt_vm": {} } },
        }));
        let request = Request::of(&crate::check(&declared).substrate).unwrap();
        let given = allocate(&request, &Ledger::default()).unwrap().new;
        assert_eq!(given.iter().map(|identity| identity.vmid.get()).collect::<Vec<_>>(), [10_039, 12_560]);
        let holder = |vmid: u32| request.taken()[&vmid].to_string();
        assert_eq!(holder(10_080), "the tenant music");
        assert_eq!(holder(12_559), "a tenant with the index 63, whenever there is one");
    }
}
