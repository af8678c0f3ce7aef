//! Name, description, tags, processors, memory and the order of start.

use deevnet_core::model::StartupOrder;
use deevnet_core::quantity::{DataSize, DataSizeUnit};

use super::{Difference, Effect, Found, change};
use crate::notation::{OwnershipMark, Tags, same_description};
use crate::plan::change::FieldClass;
use crate::plan::desired::DesiredMachine;

pub(super) const TAGS: &str = "tags";

/// What a machine has that says nothing about its memory, in MiB (Proxmox VE's API schema, parameter `memory`).
const DEFAULT_MEMORY: u64 = 512;

pub(super) fn compare(desired: &DesiredMachine<'_>, found: &Found<'_>, tags: &[String], difference: &mut Difference) {
    name(desired, found, difference);
    cores(desired, found, difference);
    memory(desired, found, difference);
    startup(desired, found, difference);
    own_tags(found, tags, difference);
    description(found, difference);
}

fn name(desired: &DesiredMachine<'_>, found: &Found<'_>, difference: &mut Difference) {
    let before = found.get("name");
    if before != Some(&desired.vm_name) {
        let change = change("name", before, Some(&desired.vm_name), FieldClass::Identity);
        difference.set("name", &desired.vm_name, Effect::AtOnce, [change]);
    }
}

/// Virtual processors are cores times sockets, one of each where nothing is said.
fn cores(desired: &DesiredMachine<'_>, found: &Found<'_>, difference: &mut Difference) {
    let Some(cores) = desired.cores else { return };
    let number = |key| found.get(key).map_or(Some(1), |text| text.parse::<u32>().ok());
    let sockets = number("sockets");
    let before = number("cores").zip(sockets).and_then(|(cores, sockets)| cores.checked_mul(sockets));
    if before == Some(cores) {
        return;
    }
    let change = change("cores", before.map(|cores| cores.to_string()), Some(cores.to_string()), FieldClass::Resource);
    difference.set("cores", cores.to_string(), Effect::NextStart, [change]);
    if sockets != Some(1) {
        difference.set("sockets", "1", Effect::NextStart, []);
    }
}

fn memory(desired: &DesiredMachine<'_>, found: &Found<'_>, difference: &mut Difference) {
    let wanted = desired.memory.and_then(|memory| memory.whole(DataSizeUnit::Mebibyte));
    let Some(wanted) = wanted else { return };
    let before = found.get("memory").map_or(Some(DEFAULT_MEMORY), memory_of);
    if before == Some(wanted) {
        return;
    }
    let shown = |mebibytes: u64| DataSize::new(mebibytes, DataSizeUnit::Mebibyte).map(|size| size.to_string()).ok();
    let change = change("memory", before.and_then(shown), shown(wanted), FieldClass::Resource);
    difference.set("memory", wanted.to_string(), Effect::NextStart, [change]);
    // Memory that is given back under pressure is never more than there is.
    let balloon = found.get("balloon").and_then(|balloon| balloon.parse::<u64>().ok());
    if balloon.is_some_and(|balloon| balloon > wanted) {
        difference.set("balloon", wanted.to_string(), Effect::NextStart, []);
    }
}

/// The MiB of a text such as `4096` or `current=4096`.
fn memory_of(text: &str) -> Option<u64> {
    text.split(',').find_map(|part| part.strip_prefix("current=").unwrap_or(part).parse().ok())
}

/// A machine whose order of start is declared starts with its node.
fn startup(desired: &DesiredMachine<'_>, found: &Found<'_>, difference: &mut Difference) {
    let Some(wanted) = desired.startup else { return };
    let before = found.get("startup");
    if before.and_then(|text| text.parse::<StartupOrder>().ok()) != Some(wanted) {
        let change = change("startup", before, Some(wanted.to_string()), FieldClass::Cosmetic);
        difference.set("startup", wanted.to_string(), Effect::AtOnce, [change]);
    }
    if found.get("onboot") != Some("1") {
        let change = change("onboot", found.get("onboot"), Some("1"), FieldClass::Cosmetic);
        difference.set("onboot", "1", Effect::AtOnce, [change]);
    }
}

/// The tags of others stay. Those of a template say what the template is, and do not stay in its clone.
fn own_tags(found: &Found<'_>, own: &[String], difference: &mut Difference) {
    let before = Tags::read(found.get(TAGS).unwrap_or_default());
    let mut after = if found.has_tags_of_template { Tags::default() } else { before.clone() };
    for tag in own {
        after.insert(tag);
    }
    if before != after {
        let shown = (!before.is_empty()).then(|| before.to_string());
        let change = change(TAGS, shown, Some(after.to_string()), FieldClass::Cosmetic);
        difference.set(TAGS, after.to_string(), Effect::AtOnce, [change]);
    }
}

/// What others wrote stays beside the mark of ownership.
fn description(found: &Found<'_>, difference: &mut Difference) {
    let Ok(mark) = found.mark.parse::<OwnershipMark>() else { return };
    let before = found.config.get("description").map(String::as_str).unwrap_or_default();
    if OwnershipMark::find(before).as_ref() == Some(&mark) {
        return;
    }
    let after = mark.insert(before);
    if !same_description(before, &after) {
        let before = (!before.is_empty()).then(|| before.trim_end());
        let change = change("description", before, Some(after.trim_end()), FieldClass::Cosmetic);
        difference.set("description", after, Effect::AtOnce, [change]);
    }
}
