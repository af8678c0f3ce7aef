//! Machines that are owned and no longer declared.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::PlanOptions;
use super::action::Target;
use super::change::{FieldChange, FieldClass, Risk};
use super::draft::{Draft, Spot, Step};
use super::landscape::{Landscape, Place};
use super::machine::status;
use super::operation::{DestroyOrder, Operation};
use super::ownership::sure_mark;
use crate::notation::{OwnershipMark, Tags};
use crate::survey::{CompleteSurvey, GuestStatus, IncompleteSurveyError};

/// What the declaration still names, planned or not: nothing of that is removed.
#[derive(Debug, Default)]
pub(super) struct Named {
    pub(super) names: BTreeSet<Arc<str>>,
    pub(super) vmids: BTreeSet<u32>,
}

/// Plans the end of machines that are surely of this substrate and that nothing declares any more.
pub(super) fn plan(
    substrate: &str,
    landscape: &Landscape<'_>,
    complete: &Result<CompleteSurvey<'_>, IncompleteSurveyError>,
    named: &Named,
    options: &PlanOptions,
    draft: &mut Draft,
) {
    for place in landscape.guests() {
        let Some(mark) = sure_mark(substrate, &place) else { continue };
        if named.vmids.contains(&place.vmid) || named.names.contains(mark.host()) {
            continue;
        }
        draft.owned += 1;
        let target = target(&mark, &place);
        if !options.includes(&names(&target, &place)) {
            continue;
        }
        match reprieve(&mark, complete, options) {
            Some((message, hint)) => draft.fault(vec![target], message, hint),
            None => remove(&place, target, landscape, draft),
        }
    }
}

fn target(mark: &OwnershipMark, place: &Place<'_>) -> Target {
    let tags = Tags::read(place.guest.config.get("tags").map(String::as_str).unwrap_or_default());
    let tenant = tags.iter().find_map(|tag| tag.strip_prefix("tenant-")).map(Arc::from);
    Target::Machine { name: mark.host().into(), vmid: place.vmid, tenant }
}

fn names<'n>(target: &'n Target, place: &Place<'n>) -> Vec<&'n str> {
    let Target::Machine { name, tenant, .. } = target else { return Vec::new() };
    [Some(&**name), tenant.as_deref(), place.guest.name.as_deref()].into_iter().flatten().collect()
}

/// Why a machine is kept although nothing declares it.
fn reprieve(
    mark: &OwnershipMark,
    complete: &Result<CompleteSurvey<'_>, IncompleteSurveyError>,
    options: &PlanOptions,
) -> Option<(String, String)> {
    let name = mark.host();
    let withheld = &options.withheld;
    let of_tenant = withheld.tenants().filter(|_| name.contains('.'));
    if let Some(error) = withheld.host(name).or(of_tenant).or(withheld.anything()) {
        let message = format!("{name} is not declared, but it may be hidden by an error: {error}");
        return Some((message, "correct the inventory; `deevnet check` shows the place".to_owned()));
    }
    let error = complete.as_ref().err()?;
    let message = format!("{name} is not declared, and is not removed: {error}");
    Some((message, "plan again when every node answers".to_owned()))
}

fn remove(place: &Place<'_>, target: Target, landscape: &Landscape<'_>, draft: &mut Draft) {
    let guest = place.guest;
    let node = landscape.nodes().get(place.host).and_then(|node| node.node.as_deref()).unwrap_or(place.host);
    let spot = Spot { host: Arc::clone(place.host), node: node.into(), target };
    let removed = |field: &str, before: Option<String>| FieldChange {
        field: field.to_owned(),
        before,
        after: None,
        class: FieldClass::Identity,
    };
    if let Some(lock) = &guest.lock {
        let hint = "wait until the node is done and plan again";
        draft.block(&spot, removed("lock", Some(lock.clone())), "it is locked, so that it cannot be removed", hint);
        return;
    }
    if guest.config.get("protection").is_some_and(|protection| protection.trim() == "1") {
        let hint = "take the protection away by hand, or declare it again";
        draft.block(&spot, removed("protection", Some("1".to_owned())), "it is protected from being removed", hint);
        return;
    }
    let mut after = Vec::new();
    if guest.status != GuestStatus::Stopped {
        let step = Step::new(Operation::Stop, vec![status("stopped", Some("running"))], "it is removed next");
        after.push(draft.push(&spot, step.with_risk(Risk::Disruptive), &[]));
    }
    let name = guest.name.clone().unwrap_or_default();
    let changes = vec![removed("vmid", Some(place.vmid.to_string())), removed("name", guest.name.clone())];
    let order = DestroyOrder { name, digest: guest.digest.clone() };
    let step = Step::new(Operation::Destroy(order), changes, "nothing declares it any more");
    draft.push(&spot, step.with_risk(Risk::Destructive), &after);
}
