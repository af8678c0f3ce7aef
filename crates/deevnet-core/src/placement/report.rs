//! The placement of a whole substrate.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use super::capacity::Capacity;
use super::machine::Machine;
use super::node::NodePlacement;
use super::unplaced::{Unplaced, UnplacedReason};
use crate::model::{Host, Hypervisor, Substrate, VirtualMachine};
use crate::name::Form;

/// Which machines stand on which hypervisor of a substrate, and what they use of it.
///
/// It does not depend on the order of hosts, nodes or workloads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Placement<'a> {
    #[serde(rename = "hypervisors")]
    nodes: Vec<NodePlacement<'a>>,
    unplaced: Vec<Unplaced>,
}

impl<'a> Placement<'a> {
    fn new(substrate: &'a Substrate) -> Self {
        let mut by_host: BTreeMap<&Arc<str>, Vec<Machine<'a>>> = BTreeMap::new();
        let mut unplaced: Vec<Unplaced> = undefined(substrate).collect();
        for machine in substrate.machines() {
            match substrate.placed_on(machine.definition()) {
                Ok(host) => by_host.entry(&host.name).or_default().push(machine),
                Err(reason) => unplaced.push(Unplaced { machine: machine.name().into_owned(), reason }),
            }
        }
        unplaced.sort();
        let nodes = substrate.hypervisors().map(|(host, hypervisor)| {
            let machines = by_host.remove(&host.name).unwrap_or_default();
            NodePlacement::new(host, hypervisor, capacity(substrate, host, hypervisor), machines)
        });
        Self { nodes: nodes.collect(), unplaced }
    }

    /// The hypervisors with the machines on them, in order of their names.
    pub fn nodes(&self) -> &[NodePlacement<'a>] {
        &self.nodes
    }

    /// The machines that stand on no known hypervisor, in order of their names.
    pub fn unplaced(&self) -> &[Unplaced] {
        &self.unplaced
    }
}

fn capacity(substrate: &Substrate, host: &Host, hypervisor: &Hypervisor) -> Capacity {
    let profile = substrate.profile_of(host);
    profile.map_or_else(Capacity::default, |profile| Capacity::new(hypervisor, profile))
}

/// The hosts that are virtual machines by their form and that nothing defines.
fn undefined(substrate: &Substrate) -> impl Iterator<Item = Unplaced> + '_ {
    let is_machine = |host: &&Host| host.form.is_some_and(|form| form.value == Form::VirtualMachine);
    let hosts = substrate.hosts.values().filter(is_machine).filter(|host| host.machine.is_none());
    hosts.map(|host| Unplaced { machine: host.name.to_string(), reason: UnplacedReason::Undefined })
}

impl Substrate {
    /// The placement that it declares: which machines stand on which hypervisor, and what they use of it.
    pub fn placement(&self) -> Placement<'_> {
        Placement::new(self)
    }

    /// The hypervisors, in order of their names.
    pub fn hypervisors(&self) -> impl Iterator<Item = (&Host, &Hypervisor)> {
        self.hosts.values().filter_map(|host| Some((host, host.hypervisor.as_ref()?)))
    }

    /// The hypervisor that a machine's definition puts it on: the one it names, or else the one with its node.
    ///
    /// # Errors
    /// When it names none, or none that is known.
    pub fn placed_on(&self, machine: &VirtualMachine) -> Result<&Host, UnplacedReason> {
        if let Some(name) = &machine.hypervisor {
            return match self.hosts.get(&name.value) {
                Some(host) if host.hypervisor.is_some() => Ok(host),
                Some(_) => Err(UnplacedReason::NotAHypervisor(Arc::clone(&name.value))),
                None => Err(UnplacedReason::UnknownHypervisor(Arc::clone(&name.value))),
            };
        }
        let Some(node) = &machine.node else { return Err(UnplacedReason::NoHypervisor) };
        let has_node = |hypervisor: &Hypervisor| hypervisor.node.as_ref().is_some_and(|own| own.value == node.value);
        let mut found = self.hypervisors().filter(|(_, hypervisor)| has_node(hypervisor));
        match (found.next(), found.next()) {
            (Some((host, _)), None) => Ok(host),
            _ => Err(UnplacedReason::UnknownNode(node.value.clone())),
        }
    }
}
