//! What deriving the needs of hosts looks up, gathered once for a substrate.

use std::collections::{BTreeMap, BTreeSet};
use std::net::Ipv4Addr;

use super::behind::{BehindKind, host_behind};
use super::need::{Needs, add_interfaces, needs_of};
use super::reason::Reason;
use super::vlans::Vlans;
use crate::model::{Host, SegmentLookup, Substrate, Tenant, VirtualMachine, Workload};
use crate::name::Form;

/// A substrate with its segments, its gateways and what runs where, found without a search.
#[derive(Debug)]
pub(super) struct Survey<'a> {
    pub(super) substrate: &'a Substrate,
    pub(super) lookup: SegmentLookup<'a>,
    pub(super) vlans: Vlans<'a>,
    addresses: BTreeMap<Ipv4Addr, &'a str>,
    guests: BTreeMap<&'a str, Vec<&'a Host>>,
    workloads: BTreeMap<&'a str, Vec<(&'a Tenant, &'a Workload)>>,
}

impl<'a> Survey<'a> {
    pub(super) fn new(substrate: &'a Substrate) -> Self {
        let mut survey = Self {
            substrate,
            lookup: SegmentLookup::new(substrate),
            vlans: Vlans::new(substrate),
            addresses: BTreeMap::new(),
            guests: BTreeMap::new(),
            workloads: BTreeMap::new(),
        };
        survey.add_addresses();
        survey.add_machines();
        survey
    }

    fn add_addresses(&mut self) {
        for host in self.substrate.hosts.values() {
            for address in host.interfaces.values().filter_map(|interface| interface.address.value.fixed()) {
                self.addresses.entry(address).or_insert(&*host.name);
            }
        }
    }

    fn add_machines(&mut self) {
        let hosts = &self.substrate.hosts;
        let node = |host: &'a Host| Some((host.hypervisor.as_ref()?.node.as_ref()?.value.as_str(), &*host.name));
        let nodes: BTreeMap<&str, &str> = hosts.values().filter_map(node).collect();
        let hypervisor = |machine: &'a VirtualMachine| match (&machine.hypervisor, &machine.node) {
            (Some(name), _) => Some(&*name.value),
            (None, Some(node)) => nodes.get(node.value.as_str()).copied(),
            (None, None) => None,
        };
        for host in hosts.values() {
            if let Some(name) = host.machine.as_ref().and_then(hypervisor) {
                self.guests.entry(name).or_default().push(host);
            }
        }
        for tenant in &self.substrate.tenants {
            for workload in &tenant.workloads {
                if let Some(name) = hypervisor(&workload.machine) {
                    self.workloads.entry(name).or_default().push((tenant, workload));
                }
            }
        }
    }

    /// The host that has an address; of several, the first in order of names.
    pub(super) fn holder_of(&self, address: Ipv4Addr) -> Option<&'a str> {
        self.addresses.get(&address).copied()
    }

    /// Whether a host has the gateway of some segment.
    pub(super) fn is_gateway(&self, host: &Host) -> bool {
        let gateways = self.substrate.segments.values().filter_map(|segment| segment.gateway);
        gateways.into_iter().any(|gateway| self.holder_of(gateway.value) == Some(&*host.name))
    }

    /// What kind of thing a host is: by what it does, and then by its form.
    pub(super) fn kind_of(&self, host: &Host) -> BehindKind {
        let runs_machines = !self.guests_of(host).is_empty() || !self.workloads_of(host).is_empty();
        match host.form.map(|form| form.value) {
            Some(Form::Switch) => BehindKind::Switch,
            _ if host.switch_ports.is_some() => BehindKind::Switch,
            _ if host.hypervisor.is_some() || runs_machines => BehindKind::Hypervisor,
            Some(Form::AccessPoint) => BehindKind::AccessPoint,
            Some(Form::Router) => BehindKind::Router,
            _ if self.is_gateway(host) => BehindKind::Router,
            Some(Form::VirtualMachine) => BehindKind::VirtualMachine,
            _ => BehindKind::Host,
        }
    }

    /// The hosts that are machines on a hypervisor.
    pub(super) fn guests_of(&self, hypervisor: &Host) -> &[&'a Host] {
        self.guests.get(&*hypervisor.name).map_or(&[], Vec::as_slice)
    }

    /// The tenants' workloads on a hypervisor.
    pub(super) fn workloads_of(&self, hypervisor: &Host) -> &[(&'a Tenant, &'a Workload)] {
        self.workloads.get(&*hypervisor.name).map_or(&[], Vec::as_slice)
    }

    /// The hosts behind the ports of a switch, without the switch itself.
    pub(super) fn hosts_behind(&self, switch: &Host) -> BTreeMap<&'a str, &'a Host> {
        let ports = switch.switch_ports.iter();
        let descriptions = ports.flat_map(|ports| {
            let trunks = ports.trunk.iter().map(|port| port.description.as_ref());
            trunks.chain(ports.access.iter().map(|port| port.description.as_ref()))
        });
        descriptions
            .flatten()
            .filter_map(|description| host_behind(self.substrate, &description.value))
            .filter(|host| host.name != switch.name)
            .map(|host| (&*host.name, host))
            .collect()
    }

    /// What stands behind a port of a switch needs.
    pub(super) fn needs_behind(&self, switch: &'a Host, behind: &'a Host) -> Needs {
        match self.kind_of(behind) {
            BehindKind::Switch => self.needs_between(switch, behind),
            _ => needs_of(self, behind),
        }
    }

    /// A link between switches carries the VLANs that are needed on both sides of it.
    fn needs_between(&self, near: &'a Host, far: &'a Host) -> Needs {
        let shared = self.needs_of_side(near, far);
        let mut needs = Needs::default();
        for (vlan, reasons) in self.needs_of_side(far, near).vlans {
            if let (true, Some(span)) = (shared.vlans.contains_key(&vlan), reasons.into_values().next()) {
                let reason = Reason::BetweenSwitches { near: near.name.clone(), far: far.name.clone() };
                needs.add(vlan, reason, span);
            }
        }
        needs
    }

    /// What a switch and everything behind it need, other switches included, except across one link.
    fn needs_of_side(&self, start: &'a Host, other: &'a Host) -> Needs {
        let mut needs = Needs::default();
        let mut seen = BTreeSet::from([&*start.name, &*other.name]);
        let mut open = vec![start];
        while let Some(switch) = open.pop() {
            add_interfaces(&mut needs, self, switch);
            for (name, host) in self.hosts_behind(switch) {
                if self.kind_of(host) != BehindKind::Switch {
                    needs.add_all(needs_of(self, host));
                } else if seen.insert(name) {
                    open.push(host);
                }
            }
        }
        needs
    }
}
