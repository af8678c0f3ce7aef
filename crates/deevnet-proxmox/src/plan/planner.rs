//! How a plan is made.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use deevnet_core::model::Substrate;
use deevnet_core::nearest;
use deevnet_core::placement::{Machine, MachineOwner};
use deevnet_core::tenant::TenantRecord;

use super::action::Target;
use super::blocked::Fault;
use super::change::{FieldChange, FieldClass};
use super::desired::{self, DesiredMachine};
use super::draft::{Draft, Spot};
use super::landscape::{Landscape, Place};
use super::machine::{Candidate, node_name};
use super::network::{self, NeededNetwork, NetworkStage, SettledNetworks};
use super::orphan::{self, Named};
use super::ownership::{self, Ownership};
use super::{Plan, PlanOptions, attachment, room, template};
use crate::notation::OwnershipMark;
use crate::survey::{CompleteSurvey, GuestKind, IncompleteSurveyError, NodeState, Survey};

/// What makes the nodes what a declaration says.
///
/// It is pure and synchronous: the same substrate, survey and options give the same plan, in whatever order hosts, tenants and
/// guests were read. It proposes nothing for a virtual machine that the declaration does not own, makes no disk smaller, and
/// makes nothing anew because a field cannot be changed in place: that is [`Blocked`](super::Blocked), with a way out.
///
/// Machines are cloned, and owned ones that nothing declares any more removed, only where the survey is complete over all
/// declared hypervisors. What contradicts the declaration is a [`Fault`], and what it is about is left alone.
pub fn plan(substrate: &Substrate, survey: &Survey, options: &PlanOptions) -> Plan {
    let name: Arc<str> = substrate.name.as_ref().map(|name| name.value.to_string()).unwrap_or_default().into();
    let mut draft = Draft::default();
    if name.is_empty() {
        draft.fault(
            Vec::new(),
            "the substrate has no name, so that nothing can be known to be its own",
            "declare `deevnet_substrate`",
        );
    } else {
        Planner::new(substrate, &name, survey, options).run(&mut draft);
    }
    let Draft { actions, mut blocked, mut faults, unchanged, owned } = draft;
    blocked.sort_by(|left, right| {
        (&left.host, &left.target, &left.change.field).cmp(&(&right.host, &right.target, &right.change.field))
    });
    faults.sort_by(|left, right| (&left.targets, &left.message).cmp(&(&right.targets, &right.message)));
    Plan {
        version: Plan::VERSION,
        substrate: name,
        survey: survey.digest(),
        actions,
        blocked,
        faults,
        unchanged,
        owned,
    }
}

pub(super) struct Planner<'a> {
    substrate: &'a Substrate,
    name: &'a Arc<str>,
    landscape: Landscape<'a>,
    complete: Result<CompleteSurvey<'a>, IncompleteSurveyError>,
    options: &'a PlanOptions,
    records: BTreeMap<&'a str, TenantRecord>,
}

impl<'a> Planner<'a> {
    fn new(substrate: &'a Substrate, name: &'a Arc<str>, survey: &'a Survey, options: &'a PlanOptions) -> Self {
        let hypervisors: BTreeSet<Arc<str>> = substrate.hypervisors().map(|(host, _)| Arc::clone(&host.name)).collect();
        let records =
            substrate.tenants.iter().map(|tenant| (tenant.name.value.as_str(), substrate.tenant_record(tenant)));
        Self {
            substrate,
            name,
            landscape: Landscape::of(survey),
            complete: survey.complete(&hypervisors),
            options,
            records: records.collect(),
        }
    }

    fn run(&self, draft: &mut Draft) {
        let mut named = Named::default();
        let mut desired = Vec::new();
        for machine in self.substrate.machines() {
            let record = match machine.owner() {
                MachineOwner::Tenant(tenant, _) => self.records.get(tenant.name.value.as_str()),
                MachineOwner::Management(_) => None,
            };
            named.add(&machine, record);
            match desired::read(self.substrate, record, &machine) {
                Ok(machine) => desired.push(machine),
                Err(faults) => draft.faults.extend(faults.into_iter().filter(|fault| self.includes(fault))),
            }
        }
        self.check_targets(&desired, draft);
        desired.sort_by(|left, right| (left.host, &left.name, left.vmid).cmp(&(right.host, &right.name, right.vmid)));
        let desired = without_doubles(desired, draft);
        let candidates: Vec<Candidate<'a>> =
            desired.into_iter().filter_map(|machine| self.candidate(machine, draft)).collect();
        let stage = self.network_stage();
        let mut networks = SettledNetworks::default();
        let needed = self.needed_networks(&candidates, &mut networks, draft);
        stage.before_machines(needed, &mut networks, draft);
        let candidates = self.networked(candidates, &networks, draft);
        for candidate in room::keep_those_that_fit(candidates, self.landscape.survey(), draft) {
            candidate.settle(self.options.reboot, draft);
        }
        orphan::plan(self.name, &self.landscape, &self.complete, &named, self.options, draft);
        stage.after_machines(draft);
    }

    fn network_stage(&self) -> NetworkStage<'_> {
        let withheld = &self.options.withheld;
        let mut placed: BTreeMap<Arc<str>, BTreeSet<Arc<str>>> = BTreeMap::new();
        for machine in self.substrate.machines() {
            let host = self.substrate.placed_on(machine.definition());
            if let (MachineOwner::Tenant(tenant, _), Ok(host)) = (machine.owner(), host) {
                placed.entry(Arc::clone(&host.name)).or_default().insert(tenant.name.value.as_str().into());
            }
        }
        NetworkStage {
            substrate: self.name,
            landscape: &self.landscape,
            options: self.options,
            may_remove: self.complete.is_ok() && withheld.tenants().is_none() && withheld.anything().is_none(),
            placed,
        }
    }

    /// The networks that candidates are attached to; one that cannot be is a fault, and missing.
    fn needed_networks(
        &self,
        candidates: &[Candidate<'a>],
        networks: &mut SettledNetworks,
        draft: &mut Draft,
    ) -> Vec<NeededNetwork> {
        let mut by_place: BTreeMap<(Arc<str>, Arc<str>), (Arc<str>, Vec<Target>)> = BTreeMap::new();
        for candidate in candidates {
            let tenant = candidate.desired.tenant.as_ref().filter(|_| candidate.desired.has_vnet());
            if let Some(tenant) = tenant {
                let place = (Arc::clone(&candidate.spot.host), Arc::clone(tenant));
                let (_, machines) =
                    by_place.entry(place).or_insert_with(|| (Arc::clone(&candidate.spot.node), Vec::new()));
                machines.push(candidate.spot.target.clone());
            }
        }
        let mut needed = Vec::new();
        for ((host, tenant), (node, machines)) in by_place {
            let Some(record) = self.records.get(&*tenant) else { continue };
            match network::read(self.substrate, self.name, record) {
                Ok(desired) => needed.push(NeededNetwork { host, node, desired, machines }),
                Err((message, hint)) => {
                    networks.miss(&host, &tenant);
                    let targets = std::iter::once(Target::Network { tenant }).chain(machines);
                    draft.fault(targets.collect(), message, hint);
                }
            }
        }
        needed
    }

    /// The candidates whose network will be there, each behind what puts it in force.
    fn networked(
        &self,
        mut candidates: Vec<Candidate<'a>>,
        networks: &SettledNetworks,
        draft: &mut Draft,
    ) -> Vec<Candidate<'a>> {
        candidates.retain(|candidate| {
            let tenant = candidate.desired.tenant.as_ref().filter(|_| candidate.desired.has_vnet());
            let is_missing = tenant.is_some_and(|tenant| networks.lack(&candidate.spot.host, tenant));
            draft.owned += usize::from(is_missing && candidate.is_found());
            !is_missing
        });
        for candidate in candidates.iter_mut().filter(|candidate| candidate.desired.has_vnet()) {
            candidate.network = networks.step(&candidate.spot.host);
        }
        candidates
    }

    fn includes(&self, fault: &Fault) -> bool {
        fault.targets.iter().any(|target| match target {
            Target::Machine { name, tenant, .. } => {
                let names: Vec<&str> = [Some(&**name), tenant.as_deref()].into_iter().flatten().collect();
                self.options.includes(&names)
            }
            Target::Network { tenant } => self.options.includes(&[tenant]),
            Target::Node => true,
        })
    }

    /// A name that is asked for and that nothing has is a fault: it is probably mistyped.
    fn check_targets(&self, desired: &[DesiredMachine<'_>], draft: &mut Draft) {
        let tenants = self.records.keys().copied();
        let hosts = self.substrate.hosts.keys().map(|host| &**host);
        let on_nodes = self.landscape.guests().filter_map(|place| ownership::sure_mark(self.name, &place));
        let marked: Vec<String> = on_nodes.map(|mark| mark.host().to_owned()).collect();
        let known: BTreeSet<&str> = desired
            .iter()
            .flat_map(DesiredMachine::names)
            .chain(tenants)
            .chain(hosts)
            .chain(marked.iter().map(String::as_str))
            .collect();
        for target in self.options.targets.union(&self.options.adopt) {
            if !known.contains(target.as_str()) {
                let hint = match nearest(target, known.iter().copied()) {
                    Some(meant) => format!("did you mean `{meant}`?"),
                    None => "name a host, a workload as `<workload>.<tenant>`, or a tenant".to_owned(),
                };
                draft.fault(Vec::new(), format!("`{target}` is no machine and no tenant of {}", self.name), hint);
            }
        }
    }

    /// The machine with what differs, unless nothing may be done to it.
    fn candidate(&self, machine: DesiredMachine<'a>, draft: &mut Draft) -> Option<Candidate<'a>> {
        if !self.options.includes(&machine.names()) {
            self.count_owned(&machine, draft);
            return None;
        }
        match self.examine(machine) {
            Ok(candidate) => Some(candidate),
            Err(Refusal::Fault(fault)) => {
                draft.faults.push(fault);
                None
            }
            Err(Refusal::Blocked(spot, change, reason, hint)) => {
                draft.block(&spot, change, reason, hint);
                None
            }
        }
    }

    /// A machine that is not asked for counts all the same.
    fn count_owned(&self, machine: &DesiredMachine<'_>, draft: &mut Draft) {
        let place = self.landscape.with_vmid(machine.vmid).iter().find(|place| place.host == machine.host);
        let is_owned = place.is_some_and(|place| ownership::of(machine, self.name, place, false) == Ownership::Owned);
        draft.owned += usize::from(is_owned);
        draft.unchanged += usize::from(is_owned);
    }

    fn examine(&self, machine: DesiredMachine<'a>) -> Result<Candidate<'a>, Refusal> {
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
        let spot = spot(&machine, node)?;
        let own = self.own_place(&machine, &spot)?;
        attachment::check(&machine, node).map_err(|(message, hint)| fault(message, &hint))?;
        match own {
            Some(place) => self.found(machine, spot, &place, &mark),
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
                return Err(Refusal::Blocked(
                    spot.clone(),
                    change,
                    "a machine is not moved between nodes".to_owned(),
                    hint,
                ));
            }
            let message = match own {
                Some(own) => format!("{} and {} have one VMID, that of {}", own.told(), elsewhere.told(), machine.name),
                None => format!("{} has the VMID of {}", elsewhere.told(), machine.name),
            };
            return Err(fault(message, "a VMID stands once on all nodes of a substrate: give one of them another"));
        }
        let other = self.landscape.with_name(&machine.vm_name).iter().find(|place| place.vmid != machine.vmid);
        if let Some(other) = other {
            let message = format!("{} has the name of {}, whose VMID is {}", other.told(), machine.name, machine.vmid);
            return Err(fault(message, "give that machine another name, or declare its VMID"));
        }
        Ok(own)
    }

    fn is_owned(&self, machine: &DesiredMachine<'_>, place: &Place<'_>) -> bool {
        let is_adopted = self.options.adopts(&machine.names());
        ownership::of(machine, self.name, place, is_adopted) == Ownership::Owned
    }

    fn found(
        &self,
        machine: DesiredMachine<'a>,
        spot: Spot,
        place: &Place<'a>,
        mark: &OwnershipMark,
    ) -> Result<Candidate<'a>, Refusal> {
        let is_adopted = self.options.adopts(&machine.names());
        match ownership::of(&machine, self.name, place, is_adopted) {
            Ownership::Owned if place.guest.config.is_empty() => {
                let message = format!("the configuration of {} was not shown", place.told());
                Err(Refusal::fault(&spot.target, message, "give the token VM.Audit on it"))
            }
            Ownership::Owned => Ok(Candidate::found(machine, spot, place.guest, mark)),
            Ownership::BeingMade => {
                let lock = place.guest.lock.clone();
                let change =
                    FieldChange { field: "lock".to_owned(), before: lock, after: None, class: FieldClass::Resource };
                let hint = "wait until the node is done and plan again";
                Err(Refusal::Blocked(
                    spot,
                    change,
                    "it is being made, and does not say yet by whom".to_owned(),
                    hint.to_owned(),
                ))
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

/// Why nothing is done to a machine.
enum Refusal {
    Fault(Fault),
    Blocked(Spot, FieldChange, String, String),
}

impl Refusal {
    fn fault(target: &Target, message: String, hint: &str) -> Self {
        Self::Fault(Fault { targets: vec![target.clone()], message, hint: hint.to_owned() })
    }
}

impl Named {
    fn add(&mut self, machine: &Machine<'_>, record: Option<&TenantRecord>) {
        self.vmids.extend(machine.vmid().map(|vmid| vmid.value.get()));
        match machine.owner() {
            MachineOwner::Management(host) => {
                self.names.insert(Arc::clone(&host.name));
            }
            MachineOwner::Tenant(tenant, workload) => {
                self.names.insert(format!("{}.{}", workload.name.value, tenant.name.value).into());
                let own = record.and_then(|record| record.workloads.iter().find(|own| own.name == workload.name.value));
                self.vmids.extend(own.and_then(|own| own.vmid).map(deevnet_core::mac::Vmid::get));
            }
        }
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

/// The machines without those that share a VMID or the name of a virtual machine; these are faults.
fn without_doubles<'a>(machines: Vec<DesiredMachine<'a>>, draft: &mut Draft) -> Vec<DesiredMachine<'a>> {
    let mut by_vmid: BTreeMap<u32, Vec<Target>> = BTreeMap::new();
    let mut by_name: BTreeMap<String, Vec<Target>> = BTreeMap::new();
    for machine in &machines {
        by_vmid.entry(machine.vmid).or_default().push(machine.target());
        by_name.entry(machine.vm_name.clone()).or_default().push(machine.target());
    }
    by_vmid.retain(|_, targets| targets.len() > 1);
    by_name.retain(|_, targets| targets.len() > 1);
    for (vmid, targets) in &by_vmid {
        draft.fault(targets.clone(), format!("the VMID {vmid} is declared for several machines"), "give each its own");
    }
    for (name, targets) in &by_name {
        let message = format!("several machines would have the name \"{name}\" on their nodes");
        draft.fault(targets.clone(), message, "rename a host or a workload; a workload's is `<workload>-<tenant>`");
    }
    let is_double =
        |machine: &DesiredMachine<'_>| by_vmid.contains_key(&machine.vmid) || by_name.contains_key(&machine.vm_name);
    machines.into_iter().filter(|machine| !is_double(machine)).collect()
}
