//! What is done to one declared machine.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::action::ActionId;
use super::change::{FieldChange, FieldClass, Risk};
use super::desired::DesiredMachine;
use super::difference::{Difference, Effect, Found};
use super::draft::{Draft, Spot, Step};
use super::operation::{CloneOrder, Operation};
use super::template::Template;
use crate::notation::{DiskVolume, OwnershipMark, Tags};
use crate::survey::{Guest, GuestStatus, NodeState};

/// A machine with everything that differs, before it is known whether there is room for it.
#[derive(Debug)]
pub(super) struct Candidate<'a> {
    pub(super) desired: DesiredMachine<'a>,
    pub(super) spot: Spot,
    pub(super) origin: Origin<'a>,
    pub(super) difference: Difference,
    /// The action that puts its network in force.
    pub(super) network: Option<ActionId>,
}

/// Where a machine comes from.
#[derive(Debug)]
pub(super) enum Origin<'a> {
    /// It is there.
    Found(&'a Guest),
    /// It is cloned.
    Template(Template<'a>, CloneOrder),
}

impl<'a> Candidate<'a> {
    /// A machine that is there.
    pub(super) fn found(
        desired: DesiredMachine<'a>,
        spot: Spot,
        guest: &'a Guest,
        node: &NodeState,
        mark: &OwnershipMark,
    ) -> Self {
        let text = mark.to_string();
        let has_tags_of_template = has_tags_of_template(guest, node);
        let found = Found { config: &guest.config, is_template: false, has_tags_of_template, mark: &text };
        let difference = Difference::between(&desired, &found, &own_tags(&desired, mark));
        let difference =
            Difference { order: super::ConfigOrder { digest: guest.digest.clone(), ..difference.order }, ..difference };
        Self { desired, spot, origin: Origin::Found(guest), difference, network: None }
    }

    /// A machine that is cloned from a template.
    pub(super) fn cloned(
        desired: DesiredMachine<'a>,
        spot: Spot,
        template: Template<'a>,
        mark: &OwnershipMark,
    ) -> Self {
        let own = template.guest.config.get("description").map(String::as_str).unwrap_or_default();
        let order = CloneOrder {
            template: template.vmid,
            template_name: template.name.to_owned(),
            vmid: desired.vmid,
            name: desired.vm_name.clone(),
            description: mark.insert(own),
            storage: desired.storage.map(str::to_owned),
        };
        let config = cloned_config(template.guest, &order);
        let text = mark.to_string();
        let found = Found { config: &config, is_template: true, has_tags_of_template: true, mark: &text };
        let difference = Difference::between(&desired, &found, &own_tags(&desired, mark));
        Self { desired, spot, origin: Origin::Template(template, order), difference, network: None }
    }

    /// Whether it is there already.
    pub(super) fn is_found(&self) -> bool {
        matches!(self.origin, Origin::Found(_))
    }

    /// What it takes of storages, in bytes.
    pub(super) fn needs(&self) -> BTreeMap<String, u64> {
        let mut needs: BTreeMap<String, u64> = BTreeMap::new();
        let mut add = |storage: &str, bytes: u64| {
            let need = needs.entry(storage.to_owned()).or_default();
            *need = need.saturating_add(bytes);
        };
        if let Origin::Template(template, order) = &self.origin {
            for volume in disks(template.guest) {
                let storage = order.storage.as_deref().or(volume.storage());
                if let (Some(storage), Some(size)) = (storage, volume.size()) {
                    add(storage, size.bytes());
                }
            }
            if let Some(storage) = &order.storage {
                add(storage, 0);
            }
        }
        for growth in &self.difference.growths {
            if let Some(storage) = &growth.storage {
                add(storage, growth.bytes);
            }
        }
        for (storage, bytes) in &self.difference.new_disks {
            add(storage, *bytes);
        }
        needs
    }

    /// Adds what is to be done.
    pub(super) fn settle(self, reboot: bool, draft: &mut Draft) {
        let Self { desired, spot, origin, mut difference, network } = self;
        for obstacle in std::mem::take(&mut difference.obstacles) {
            draft.block(&spot, obstacle.change, obstacle.reason, obstacle.hint);
        }
        let after: Vec<ActionId> = network.into_iter().collect();
        match origin {
            Origin::Template(_, order) => make(&desired, &spot, order, difference, &after, draft),
            Origin::Found(guest) => {
                draft.owned += 1;
                let before = draft.actions.len();
                alter(&spot, guest, difference, reboot, &after, draft);
                draft.unchanged += usize::from(draft.actions.len() == before);
            }
        }
    }
}

/// The tags that say whose a machine is.
fn own_tags(desired: &DesiredMachine<'_>, mark: &OwnershipMark) -> Vec<String> {
    let tenant = desired.tenant.iter().map(|tenant| format!("tenant-{tenant}"));
    std::iter::once(mark.tag()).chain(tenant).collect()
}

/// Whether a machine was cloned and not configured any more: it has never run with tags of its own.
fn has_tags_of_template(guest: &Guest, node: &NodeState) -> bool {
    let tags = |guest: &Guest| guest.config.get("tags").map(|tags| Tags::read(tags)).filter(|tags| !tags.is_empty());
    let own = tags(guest).filter(|_| guest.status == GuestStatus::Stopped);
    own.is_some() && node.guests.values().any(|other| other.is_template && tags(other) == own)
}

/// What a clone of a template has before it is configured.
fn cloned_config(template: &Guest, order: &CloneOrder) -> BTreeMap<String, String> {
    let mut config = template.config.clone();
    config.insert("name".to_owned(), order.name.clone());
    config.insert("description".to_owned(), order.description.clone());
    config
}

fn disks(guest: &Guest) -> impl Iterator<Item = DiskVolume> {
    let devices = guest.config.iter().filter(|(key, _)| key.parse::<deevnet_core::model::DiskDevice>().is_ok());
    let volumes = devices.filter_map(|(_, text)| text.trim().parse::<DiskVolume>().ok());
    volumes.filter(|volume| !volume.is_cdrom())
}

fn make(
    desired: &DesiredMachine<'_>,
    spot: &Spot,
    order: CloneOrder,
    difference: Difference,
    after: &[ActionId],
    draft: &mut Draft,
) {
    let added = |field: &str, after: String, class| FieldChange {
        field: field.to_owned(),
        before: None,
        after: Some(after),
        class,
    };
    let mut changes = vec![
        added("vmid", order.vmid.to_string(), FieldClass::Identity),
        added("name", order.name.clone(), FieldClass::Identity),
        added("template", format!("{} ({})", order.template_name, order.template), FieldClass::Resource),
    ];
    changes.extend(order.storage.clone().map(|storage| added("storage", storage, FieldClass::Resource)));
    let reason = format!("no node has a virtual machine {}", desired.vmid);
    let mut last = draft.push(spot, Step::new(Operation::Clone(order), changes, reason), after);
    if !difference.sets_nothing() {
        let reason = "the clone is to be as declared";
        last = draft.push(spot, Step::new(Operation::Configure(difference.order), difference.changes, reason), &[last]);
    }
    for growth in difference.growths {
        let reason = "the template's disk is smaller than declared";
        last = draft.push(spot, Step::new(Operation::Resize(growth.order), vec![growth.change], reason), &[last]);
    }
    draft.push(spot, Step::new(Operation::Start, vec![status("running", None)], "it is new"), &[last]);
}

fn alter(spot: &Spot, guest: &Guest, difference: Difference, reboot: bool, after: &[ActionId], draft: &mut Draft) {
    let is_running = guest.status == GuestStatus::Running;
    let has_work = !difference.sets_nothing() || !difference.growths.is_empty() || guest.status == GuestStatus::Stopped;
    if let Some(lock) = guest.lock.as_ref().filter(|_| has_work) {
        let change = FieldChange {
            field: "lock".to_owned(),
            before: Some(lock.clone()),
            after: None,
            class: FieldClass::Resource,
        };
        let hint = format!(
            "wait until the node is done and plan again; where nothing runs, `qm unlock` takes the lock {lock} away"
        );
        draft.block(spot, change, "it is locked, so that nothing of it can be changed", hint);
        return;
    }
    let needs_reboot = is_running && difference.has(Effect::NextStart);
    let restarts = reboot && is_running && (needs_reboot || !guest.pending.is_empty());
    let mut after = after.to_vec();
    if restarts {
        let step =
            Step::new(Operation::Stop, vec![status("stopped", Some("running"))], "values take effect when it starts");
        after = vec![draft.push(spot, step.with_risk(Risk::Disruptive), &after)];
    }
    let is_noticed = is_running && !restarts && difference.has(Effect::Interrupts);
    let risk = if is_noticed { Risk::Disruptive } else { Risk::None };
    if !difference.sets_nothing() {
        let operation = if difference.sets_only_tags() {
            let tags = difference
                .order
                .set
                .into_values()
                .flat_map(|tags| tags.split(';').map(str::to_owned).collect::<Vec<_>>());
            Operation::Retag { tags: tags.collect() }
        } else {
            Operation::Configure(difference.order)
        };
        let mut step = Step::new(operation, difference.changes, "it differs from the declaration").with_risk(risk);
        step.needs_reboot = needs_reboot && !restarts;
        after = vec![draft.push(spot, step, &after)];
    }
    for growth in difference.growths {
        let step = Step::new(Operation::Resize(growth.order), vec![growth.change], "its disk is smaller than declared");
        after = vec![draft.push(spot, step, &after)];
    }
    if restarts || guest.status == GuestStatus::Stopped {
        let reason =
            if restarts { "it was stopped so that values take effect" } else { "it is declared and does not run" };
        draft.push(spot, Step::new(Operation::Start, vec![status("running", Some("stopped"))], reason), &after);
    }
}

pub(super) fn status(after: &str, before: Option<&str>) -> FieldChange {
    FieldChange {
        field: "status".to_owned(),
        before: before.map(str::to_owned),
        after: Some(after.to_owned()),
        class: FieldClass::Resource,
    }
}

/// The node name of a hypervisor: what it says itself, which is what is declared where that is anything.
pub(super) fn node_name(found: Option<&str>, declared: Option<&str>) -> Result<Arc<str>, Option<(String, String)>> {
    match (found, declared) {
        (Some(found), Some(declared)) if found != declared => Err(Some((found.to_owned(), declared.to_owned()))),
        (Some(name), _) | (None, Some(name)) => Ok(name.into()),
        (None, None) => Err(None),
    }
}
