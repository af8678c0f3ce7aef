//! How a plan is made.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use deevnet_core::model::Substrate;
use deevnet_core::nearest;
use deevnet_core::placement::{Machine, MachineOwner};
use deevnet_core::tenant::TenantRecord;

use super::action::Target;
use super::blocked::Fault;
use super::desired::{self, DesiredMachine};
use super::draft::Draft;
use super::examination::Refusal;
use super::landscape::Landscape;
use super::machine::Candidate;
use super::network::{self, NeededNetwork, NetworkStage, SettledNetworks};
use super::orphan::{self, Named};
use super::ownership::{self, Ownership};
use super::{Plan, PlanOptions, room};
use crate::survey::{CompleteSurvey, IncompleteSurveyError, Survey};

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
        scope: options.scope(),
        actions,
        blocked,
        faults,
        unchanged,
        owned,
    }
}

/// A host and a tenant whose network is there.
type NetworkPlace = (Arc<str>, Arc<str>);

/// What a plan is made from.
pub(super) struct Planner<'a> {
    substrate: &'a Substrate,
    pub(super) name: &'a Arc<str>,
    pub(super) landscape: Landscape<'a>,
    pub(super) complete: Result<CompleteSurvey<'a>, IncompleteSurveyError>,
    pub(super) options: &'a PlanOptions,
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
        let candidates = networked(candidates, &networks, draft);
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
        let mut by_place: BTreeMap<NetworkPlace, (Arc<str>, Vec<Target>)> = BTreeMap::new();
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
                draft.faults.push(*fault);
                None
            }
            Err(Refusal::Blocked(blocked)) => {
                draft.blocked.push(*blocked);
                None
            }
        }
    }

    /// A machine that is not asked for is owned all the same.
    fn count_owned(&self, machine: &DesiredMachine<'_>, draft: &mut Draft) {
        let place = self.landscape.with_vmid(machine.vmid).iter().find(|place| place.host == machine.host);
        let is_owned = place.is_some_and(|place| ownership::of(machine, self.name, place, false) == Ownership::Owned);
        draft.owned += usize::from(is_owned);
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

/// The candidates whose network will be there, each behind what puts it in force.
fn networked<'a>(
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
