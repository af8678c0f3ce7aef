//! What is found of one declared machine, and whether anything may be done to it.

use std::sync::Arc;

use super::action::Target;
use super::blocked::{Blocked, Fault};
use super::change::{FieldChange, FieldClass};
use super::desired::DesiredMachine;
use super::draft::Spot;
use super::landscape::Place;
use super::machine::{Candidate, node_name};
use super::ownership::{self, Ownership};
use super::planner::Planner;
use super::{attachment, template};
use crate::notation::OwnershipMark;
use crate::survey::{GuestKind, NodeState};

/// Why nothing is done to a machine.
pub(super) enum Refusal {
    Fault(Box<Fault>),
    Blocked(Box<Blocked>),
}

impl Refusal {
    fn fault(target: &Target, message: String, hint: &str) -> Self {
        Self::Fault(Box::new(Fault { targets: vec![target.clone()], message, hint: hint.to_owned() }))
    }

    fn blocked(spot: &Spot, change: FieldChange, reason: &str, hint: String) -> Self {
        let (host, target) = (Arc::clone(&spot.host), spot.target.clone());
        Self::Blocked(Box::new(Blocked { host, target, change, reason: reason.to_owned(), hint }))
    }
}

impl<'a> Planner<'a> {
    /// The machine with what differs, or why nothing may be done to it.
    pub(super) fn examine(&self, machine: DesiredMachine<'a>) -> Result<Candidate<'a>, Refusal> {
        let target = machine.target();
        let fault = |message: String, hint: &str| Refusal::fault(&target, message, hint);
        if let Some(error) = self.withheld(&machine) {
            let message = format!("{} is left alone because of an error: {error}", machine.name);
            return Err(fault(message, "correct the inventory; `deevnet check` shows the place"));
        }
        let mark = OwnershipMark::new(self.name, &machine.name, machine.vmid)
            .map_err(|error| fault(error.to_string(), error.hint()))?;
        let node = self.landscape.nodes().get(machine.host).ok_or_else(|| {
            let message = format!("{} stands on {}, which was not asked", machine.name, machine.host);
            fault(message, "survey every declared hypervisor")
        })?;
        if let Some(gap) = node.gaps.first().filter(|_| node.node.is_none()) {
            let message = format!("{} stands on {}, which could not be read: {gap}", machine.name, machine.host);
            return Err(fault(message, "`deevnet observe` shows whether a node can be read"));
        }
        let spot = spot(&machine, node)?;
        let own = self.own_place(&machine, &spot)?;
        attachment::check(&machine, node).map_err(|(message, hint)| fault(message, &hint))?;
        match own {
            Some(place) => self.found(machine, spot, node, &place, &mark),
            None => self.missing(machine, spot, node, &mark),
        }
    }

    fn withheld(&self, machine: &DesiredMachine<'_>) -> Option<&str> {
        let withheld = &self.options.withheld;
        let of_machine = match &machine.tenant {
            None => withheld.host(&machine.name),
            Some(_) => withheld.tenants().or_else(|| withheld.host(machine.host)),
        };
        let segments = || machine.nics.iter().filter_map(|nic| nic.segment.as_deref());
        of_machine.or_else(|| segments().find_map(|segment| withheld.segment(segment)))
    }

    /// The guest that has the VMID on the declared node; a fault where the VMID or the name stands anywhere else.
    fn own_place(&self, machine: &DesiredMachine<'_>, spot: &Spot) -> Result<Option<Place<'a>>, Refusal> {
        let fault = |message: String, hint: &str| Refusal::fault(&spot.target, message, hint);
        let places = self.landscape.with_vmid(machine.vmid);
        let own = places.iter().find(|place| place.host == machine.host).copied();
        if let Some(elsewhere) = places.iter().find(|place| place.host != machine.host) {
            if own.is_none() && self.is_owned(machine, elsewhere) {
                let change = FieldChange {
                    field: "node".to_owned(),
                    before: Some(elsewhere.host.to_string()),
                    after: Some(machine.host.to_string()),
                    class: FieldClass::Identity,
                };
                let hint = format!("move it by backup and restore, or declare it on {}", elsewhere.host);
                return Err(Refusal::blocked(spot, change, "a machine is not moved between nodes", hint));
            }
            let message = match own {
                Some(own) => format!("{} and {} have one VMID, that of {}", own.told(), elsewhere.told(), machine.name),
                None => format!("{} has the VMID of {}", elsewhere.told(), machine.name),
            };
            return Err(fault(message, "a VMID stands once on all nodes of a substrate: give one of them another"));
        }
        let namesakes = self.landscape.with_name(&machine.vm_name).iter().filter(|place| place.vmid != machine.vmid);
        let others: Vec<String> = namesakes.map(Place::told).collect();
        if others.is_empty() {
            return Ok(own);
        }
        let have = if others.len() == 1 { "has" } else { "have" };
        let (others, name) = (others.join(" and "), &machine.name);
        let message = format!("{others} {have} the name of {name}, whose VMID is {}", machine.vmid);
        Err(fault(message, "give every other machine another name, or declare its VMID"))
    }

    fn is_owned(&self, machine: &DesiredMachine<'_>, place: &Place<'_>) -> bool {
        let is_adopted = self.options.adopts(&machine.names());
        ownership::of(machine, self.name, place, is_adopted) == Ownership::Owned
    }

    fn found(
        &self,
        machine: DesiredMachine<'a>,
        spot: Spot,
        node: &NodeState,
        place: &Place<'a>,
        mark: &OwnershipMark,
    ) -> Result<Candidate<'a>, Refusal> {
        let is_adopted = self.options.adopts(&machine.names());
        match ownership::of(&machine, self.name, place, is_adopted) {
            Ownership::Owned if place.guest.config.is_empty() => {
                let message = format!("the configuration of {} was not shown", place.told());
                Err(Refusal::fault(&spot.target, message, "give the token VM.Audit on it"))
            }
            Ownership::Owned => Ok(Candidate::found(machine, spot, place.guest, node, mark)),
            Ownership::BeingMade => {
                let lock = place.guest.lock.clone();
                let change =
                    FieldChange { field: "lock".to_owned(), before: lock, after: None, class: FieldClass::Resource };
                let hint = "wait until the node is done and plan again";
                Err(Refusal::blocked(&spot, change, "it is being made, and does not say yet by whom", hint.to_owned()))
            }
            Ownership::Stranger => Err(stranger(&machine, &spot, place)),
        }
    }

    fn missing(
        &self,
        machine: DesiredMachine<'a>,
        spot: Spot,
        node: &'a NodeState,
        mark: &OwnershipMark,
    ) -> Result<Candidate<'a>, Refusal> {
        let fault = |message: String, hint: &str| Refusal::fault(&spot.target, message, hint);
        if let Err(error) = &self.complete {
            let message = format!("{} is not made, because its VMID may be taken: {error}", machine.name);
            return Err(fault(message, "plan again when every node answers and shows everything"));
        }
        let Some(prefix) = machine.template_prefix else {
            let message = format!("nothing says from which template {} is made", machine.name);
            return Err(fault(message, "declare its `template_prefix`"));
        };
        let Some(template) = template::newest(node, prefix) else {
            let message =
                format!("{} has no template whose name begins with \"{prefix}\", for {}", machine.host, machine.name);
            return Err(fault(message, "build the template on that node: nodes share none"));
        };
        if template.guest.config.is_empty() {
            let message =
                format!("the configuration of the template {} on {} was not shown", template.vmid, machine.host);
            return Err(fault(message, "give the token VM.Audit and VM.Clone on it"));
        }
        attachment::check_bridges(&machine, template.guest).map_err(|(message, hint)| fault(message, &hint))?;
        Ok(Candidate::cloned(machine, spot, template, mark))
    }
}

fn spot(machine: &DesiredMachine<'_>, node: &NodeState) -> Result<Spot, Refusal> {
    let target = machine.target();
    let declared = machine.hypervisor.node.as_ref().map(|node| node.value.as_str());
    let host = machine.host;
    match node_name(node.node.as_deref(), declared) {
        Ok(node) => Ok(Spot { host: Arc::clone(host), node, target }),
        Err(Some((found, declared))) => {
            let message = format!("the node of {host} is \"{found}\", but \"{declared}\" is declared");
            Err(Refusal::fault(&target, message, "correct `deevnet_hypervisor.node`, or the endpoint"))
        }
        Err(None) => {
            let message = format!("the node name of {host} is not known");
            Err(Refusal::fault(
                &target,
                message,
                "declare `deevnet_hypervisor.node`, or plan again when the node answers",
            ))
        }
    }
}

fn stranger(machine: &DesiredMachine<'_>, spot: &Spot, place: &Place<'_>) -> Refusal {
    let is_machine = place.guest.kind == GuestKind::Qemu && !place.guest.is_template;
    let hint = if is_machine && place.guest.name.as_deref() == Some(&machine.vm_name) {
        format!("where it is the declared one, take it over with `--adopt {}`", machine.name)
    } else {
        "remove it, or give the declared machine another VMID".to_owned()
    };
    let message = format!("{} has the VMID of {}, and is not its", place.told(), machine.name);
    Refusal::fault(&spot.target, message, &hint)
}
