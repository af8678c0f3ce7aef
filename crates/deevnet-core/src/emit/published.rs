//! Everything a substrate publishes.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;

use super::boot_configuration::BootConfiguration;
use super::collector::Collector;
use super::error::EmitError;
use super::inventory_host::InventoryHost;
use super::left_out::LeftOut;
use super::machine::PublishedMachine;
use super::node::PublishedNode;
use super::record::{AddressRecord, PointerRecord, ServiceRecord};
use super::reservation::{Reservation, WakeEntry};
use super::scope::Scope;
use super::switch::SwitchConfiguration;
use super::target::Target;
use super::virtual_machine::PublishedVirtualMachine;
use super::vlan::PublishedVlan;
use crate::check::Checked;
use crate::graph::Graph;
use crate::model::Substrate;
use crate::name::{DnsLabel, DomainName};
use crate::network::VlanId;
use crate::vlan_plan::BandUse;

/// The name of the segment that is never lost, and that the bootstrap serves.
pub(super) const MANAGEMENT: &str = "management";

/// Everything that a checked substrate publishes: complete, sorted, computed once for all emitters.
///
/// Every flagged interface is in here: published, or in [`left_out`](Self::left_out). An error of the check leaves out
/// what its subjects touch; warnings and notes leave out nothing. Host and interface names order the lists.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Published {
    /// The network without its hosts, except its routers: what the policy between zones is made of.
    pub(super) network: Substrate,
    /// The substrate's name.
    pub substrate: Option<DnsLabel>,
    /// The substrate's domain, in which hosts and services are named.
    pub domain: Option<DomainName>,
    /// The zones below it that are tenants' own (`<tenant>.<domain>`), sorted: their names are asked for elsewhere.
    pub tenant_zones: Vec<DomainName>,
    /// The DHCP reservations, by host and interface: all of them, not one a host.
    pub reservations: Vec<Reservation>,
    /// The address records, by host and interface; a host with several addresses has several.
    pub address_records: Vec<AddressRecord>,
    /// The service names, by host, interface and service; each name once.
    pub service_records: Vec<ServiceRecord>,
    /// The pointer records, in the order of their address records.
    pub pointer_records: Vec<PointerRecord>,
    /// The Wake-on-LAN entries, by host and interface.
    pub wake_entries: Vec<WakeEntry>,
    /// The segments with a subnet, by VLAN ID.
    pub scopes: Vec<Scope>,
    /// The VLANs with their segments, by ID; no ID stands twice.
    pub vlans: Vec<PublishedVlan>,
    /// How much of each band of VLAN IDs is left.
    pub bands: Vec<BandUse>,
    /// The switches with their ports, by name.
    pub switches: Vec<SwitchConfiguration>,
    /// The machines that boot an image from the network, by host and interface.
    pub boot_configurations: Vec<BootConfiguration>,
    /// The virtual machines that are told who they are at their first boot, by name.
    pub machines: Vec<PublishedMachine>,
    /// The virtual machines as their hypervisors are to make them, by name.
    pub virtual_machines: Vec<PublishedVirtualMachine>,
    /// The hypervisors with their networks, by name.
    pub nodes: Vec<PublishedNode>,
    /// The hosts and workloads with their identities, by name.
    pub inventory_hosts: Vec<InventoryHost>,
    /// What there is and what holds it together, as it is declared.
    pub graph: Graph,
    /// Whether the check has errors that a firewall's ruleset would carry on: about the policy, or about files that may
    /// hold rules. Never where errors are overridden.
    pub policy_has_errors: bool,
    /// What is declared and not published, sorted.
    pub left_out: Vec<LeftOut>,
    /// How many errors of the check touch nothing in particular, such as a file that does not parse: what they hide
    /// is not known.
    pub unattributed_errors: usize,
}

impl Published {
    /// What a substrate publishes, without anything that an error touches.
    pub fn new(checked: &Checked) -> Self {
        Collector::new(checked, false).collect()
    }

    /// What a substrate publishes, with everything that has values at all, errors or not.
    pub fn forced(checked: &Checked) -> Self {
        Collector::new(checked, true).collect()
    }

    /// The address records, each with the service names that are aliases of its name.
    ///
    /// A service of a host with several addresses is with each of them: what has no CNAME says the same as what has.
    pub fn names(&self) -> impl Iterator<Item = (&AddressRecord, Vec<&ServiceRecord>)> {
        let mut services: BTreeMap<&DnsLabel, Vec<&ServiceRecord>> = BTreeMap::new();
        for service in &self.service_records {
            services.entry(&service.label).or_default().push(service);
        }
        self.address_records.iter().map(move |record| {
            let own = services.get(&*record.label).cloned().unwrap_or_default();
            (record, own)
        })
    }

    /// The published record of a service name.
    pub fn service(&self, name: &str) -> Option<&ServiceRecord> {
        self.service_records.iter().find(|record| &*record.service == name)
    }

    /// The published segment of a name.
    pub fn scope(&self, segment: &str) -> Option<&Scope> {
        self.scopes.iter().find(|scope| &*scope.segment == segment)
    }

    /// The published VLAN of an ID.
    pub fn vlan(&self, id: VlanId) -> Option<&PublishedVlan> {
        self.vlans.get(self.vlans.binary_search_by_key(&id, |vlan| vlan.vlan).ok()?)
    }

    /// The name server of a segment: its gateway; where there is none, the host that publishes the service `dns`.
    pub(super) fn name_server_of(&self, scope: &Scope) -> Option<Ipv4Addr> {
        scope.gateway.or_else(|| self.service("dns").map(|record| record.address))
    }

    /// The published management segment.
    pub(super) fn management(&self) -> Option<&Scope> {
        self.scope(MANAGEMENT)
    }

    /// The domain, for a target that names hosts in it.
    pub(super) fn require_domain(&self, target: Target) -> Result<&DomainName, EmitError> {
        let domain = self.domain.as_ref().ok_or(EmitError::DomainUnknown { target })?;
        let top = domain.labels().next_back().unwrap_or_default();
        if top.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(EmitError::DomainNumeric { target, domain: domain.clone() });
        }
        Ok(domain)
    }
}
