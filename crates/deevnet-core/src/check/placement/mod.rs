//! Virtual machines and the hypervisors they stand on: what they name exists, agrees and fits.

mod capacity;
mod home;
mod network;
mod node;
mod number;
mod user;

use std::sync::Arc;

use super::context::Context;
use crate::finding::Subject;
use crate::model::{Host, Hypervisor};
use crate::placement::Machine;

pub(super) fn check(context: &mut Context<'_>) {
    node::check(context);
    let placed = home::check(context);
    for machine in &placed {
        network::check(context, machine);
    }
    capacity::check(context);
    number::check(context);
    user::check(context);
}

/// A machine on the hypervisor that it names.
#[derive(Debug, Clone, Copy)]
struct Placed<'a> {
    machine: Machine<'a>,
    host: &'a Host,
    hypervisor: &'a Hypervisor,
}

/// What a fault in a machine's definition touches: the device that it is, or else the one that it stands on. Its
/// address and names stay good.
fn subject(machine: &Machine<'_>, hypervisor: Option<&Host>) -> Option<Subject> {
    let host = machine.host().or(hypervisor)?;
    Some(Subject::device(Arc::clone(&host.name)))
}
