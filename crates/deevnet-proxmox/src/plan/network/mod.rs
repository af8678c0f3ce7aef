//! The software-defined networks of tenants.

mod desired;
mod difference;
mod removal;
mod stage;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::action::{ActionId, Target};
use super::change::{FieldChange, FieldClass, Risk};
use super::draft::{Draft, Spot, Step};
use super::operation::{Operation, SdnObject, SdnOrder, SdnVerb};
use crate::survey::NodeState;

pub(super) use desired::{DesiredNetwork, read};
pub(super) use difference::{NetworkRefusal, changes, is_pending_of_others};
pub(super) use removal::Removal;
pub(super) use stage::{NeededNetwork, NetworkStage, SettledNetworks};

/// The state of an object that is gone once its changes are applied.
const DELETED: &str = "deleted";

/// What an owned VNet has as its alias, so that it is known to be owned.
pub(super) fn alias(substrate: &str, tenant: &str) -> String {
    format!("deevnet-{substrate} {tenant}")
}

/// The tenant of an alias of this substrate.
pub(super) fn tenant_of<'a>(alias: &'a str, substrate: &str) -> Option<&'a str> {
    alias.strip_prefix("deevnet-")?.strip_prefix(substrate)?.strip_prefix(' ')
}

/// Something that is done to an object of a network.
#[derive(Debug)]
pub(super) struct NetworkChange {
    pub(super) order: SdnOrder,
    pub(super) fields: Vec<FieldChange>,
    pub(super) reason: &'static str,
    pub(super) risk: Risk,
}

impl NetworkChange {
    fn make(object: SdnObject, set: BTreeMap<String, String>) -> Self {
        let fields = set.iter().map(|(key, value)| field(&object, key, None, Some(value))).collect();
        let order = SdnOrder { verb: SdnVerb::Create, object, set, delete: Vec::new() };
        Self { order, fields, reason: "it is not there", risk: Risk::None }
    }

    fn remove(object: SdnObject) -> Self {
        let fields = vec![field(&object, "id", Some(&object.to_string()), None)];
        let order = SdnOrder { verb: SdnVerb::Delete, object, set: BTreeMap::new(), delete: Vec::new() };
        Self { order, fields, reason: "no workload of its tenant is here any more", risk: Risk::Disruptive }
    }

    fn into_step(self) -> Step {
        Step::new(Operation::Sdn(self.order), self.fields, self.reason).with_risk(self.risk)
    }
}

fn field(object: &SdnObject, key: &str, before: Option<&String>, after: Option<&String>) -> FieldChange {
    let name = match object {
        SdnObject::Controller { .. } => "controller",
        SdnObject::Zone { .. } => "zone",
        SdnObject::Vnet { .. } => "vnet",
        SdnObject::Subnet { .. } => "subnet",
    };
    let class = if key == "alias" { FieldClass::Cosmetic } else { FieldClass::Identity };
    FieldChange { field: format!("{name}.{key}"), before: before.cloned(), after: after.cloned(), class }
}

/// The networks of one node, changed one after another and then put in force at once.
#[derive(Debug, Default)]
pub(super) struct NodeNetworks {
    changes: Vec<(Target, NetworkChange)>,
    /// Whether owned changes wait on the node already.
    has_pending: bool,
}

impl NodeNetworks {
    pub(super) fn add(&mut self, tenant: &Arc<str>, changes: Vec<NetworkChange>) {
        let target = Target::Network { tenant: Arc::clone(tenant) };
        self.changes.extend(changes.into_iter().map(|change| (target.clone(), change)));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// The networks that are changed.
    pub(super) fn targets(&self) -> Vec<Target> {
        let mut targets: Vec<Target> = self.changes.iter().map(|(target, _)| target.clone()).collect();
        targets.dedup();
        targets
    }

    pub(super) fn wait(&mut self, has_pending: bool) {
        self.has_pending |= has_pending;
    }

    /// Adds what is to be done, each step behind the one before, and the one that puts all of it in force.
    pub(super) fn settle(
        self,
        host: &Arc<str>,
        node: &Arc<str>,
        after: &[ActionId],
        draft: &mut Draft,
    ) -> Option<ActionId> {
        if self.changes.is_empty() && !self.has_pending {
            return None;
        }
        let mut after = after.to_vec();
        for (target, change) in self.changes {
            let spot = Spot { host: Arc::clone(host), node: Arc::clone(node), target };
            after = vec![draft.push(&spot, change.into_step(), &after)];
        }
        let spot = Spot { host: Arc::clone(host), node: Arc::clone(node), target: Target::Node };
        let step = Step::new(Operation::ApplySdn, Vec::new(), "changes of networks wait for it");
        Some(draft.push(&spot, step.with_risk(Risk::Disruptive), &after))
    }
}

/// The VNets that guests of a node are attached to.
pub(super) fn vnets_in_use(node: &NodeState, without: &BTreeSet<u32>) -> BTreeSet<String> {
    let guests = node.guests.iter().filter(|(vmid, _)| !without.contains(vmid));
    let nets = guests.flat_map(|(_, guest)| guest.config.iter().filter(|(key, _)| key.starts_with("net")));
    let parts = nets.flat_map(|(_, text)| text.split(','));
    parts.filter_map(|part| part.trim().strip_prefix("bridge=").map(str::to_owned)).collect()
}
