//! Which machines belong to the declaration.

use super::desired::DesiredMachine;
use super::landscape::Place;
use crate::notation::{OwnershipMark, Tags};
use crate::survey::GuestKind;

/// Whose a virtual machine at a declared VMID is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ownership {
    /// It is the declared one.
    Owned,
    /// It is being made, by whom its configuration does not tell yet.
    BeingMade,
    /// It is somebody else's.
    Stranger,
}

/// The locks under which a machine is made.
const MAKING: [&str; 2] = ["clone", "create"];

/// Whose the virtual machine at the VMID of a declared machine is.
///
/// It is the declared one where the mark in its description names this substrate, this declaration and its own VMID, and either
/// the tag of the substrate or the declared name stands beside it: a clone copies tag and description, but its VMID is another;
/// a machine whose declaration is gone, and whose VMID another one was given, is marked with another name; and a machine that
/// was only half made has no tag yet. Without a mark, the tag and the declared name are enough. Where the
/// machine may be `adopted`, the name alone is.
pub(super) fn of(desired: &DesiredMachine<'_>, substrate: &str, place: &Place<'_>, is_adopted: bool) -> Ownership {
    let guest = place.guest;
    if guest.kind != GuestKind::Qemu || guest.is_template {
        return Ownership::Stranger;
    }
    let has_name = guest.name.as_deref() == Some(&desired.vm_name);
    let has_tag = has_tag(place, substrate);
    match mark(place) {
        Some(mark) if is_own(&mark, substrate, place) && *mark.host() == *desired.name => {
            if has_tag || has_name {
                Ownership::Owned
            } else {
                Ownership::Stranger
            }
        }
        None if has_name && (has_tag || is_adopted) => Ownership::Owned,
        Some(_) if has_name && is_adopted => Ownership::Owned,
        None if is_being_made(place) && (has_name || guest.name.is_none()) => Ownership::BeingMade,
        _ => Ownership::Stranger,
    }
}

/// The mark of a machine that is surely of this substrate: it has the tag, and a mark with its own VMID and its own name.
pub(super) fn sure_mark(substrate: &str, place: &Place<'_>) -> Option<OwnershipMark> {
    let is_machine = place.guest.kind == GuestKind::Qemu && !place.guest.is_template;
    let mark = mark(place).filter(|mark| is_machine && is_own(mark, substrate, place))?;
    let has_name = place.guest.name.as_deref() == Some(&*machine_name(mark.host()));
    (has_name && has_tag(place, substrate)).then_some(mark)
}

/// The name that the virtual machine of a declaration has: a workload is declared as `<workload>.<tenant>`.
fn machine_name(declared: &str) -> String {
    declared.replace('.', "-")
}

fn mark(place: &Place<'_>) -> Option<OwnershipMark> {
    OwnershipMark::find(place.guest.config.get("description")?)
}

fn is_own(mark: &OwnershipMark, substrate: &str, place: &Place<'_>) -> bool {
    mark.substrate() == substrate && mark.vmid() == place.vmid
}

fn has_tag(place: &Place<'_>, substrate: &str) -> bool {
    place.guest.config.get("tags").is_some_and(|tags| Tags::read(tags).contains(&OwnershipMark::tag_of(substrate)))
}

fn is_being_made(place: &Place<'_>) -> bool {
    place.guest.lock.as_deref().is_some_and(|lock| MAKING.contains(&lock))
}
