//! What an apply did, as JSON.

use deevnet_proxmox::apply::{ActionReport, MachineReport, Report};
use deevnet_proxmox::plan::{Blocked, Fault, Plan};
use serde::Serialize;

use crate::format::JSON_VERSION;

/// What was done and what is left.
#[derive(Serialize)]
pub(super) struct Document<'a> {
    version: u32,
    substrate: &'a str,
    /// What became of every action; empty where nothing was begun.
    actions: &'a [ActionReport],
    /// The machines that were changed, and whether they will boot with what was set.
    machines: &'a [MachineReport],
    interrupted: bool,
    left: Left<'a>,
}

/// What differs from the declaration afterwards, or would be ended.
#[derive(Serialize)]
struct Left<'a> {
    /// How many actions there are to do.
    actions: usize,
    blocked: &'a [Blocked],
    faults: &'a [Fault],
}

impl<'a> Document<'a> {
    pub(super) fn new(report: Option<&'a Report>, left: &'a Plan) -> Self {
        let undone = match report {
            Some(report) if !report.is_complete() => {
                report.actions.iter().filter(|action| !action.outcome.is_done()).count()
            }
            _ => left.actions.len(),
        };
        Self {
            version: JSON_VERSION,
            substrate: &left.substrate,
            actions: report.map_or(&[], |report| &report.actions),
            machines: report.map_or(&[], |report| &report.machines),
            interrupted: report.is_some_and(|report| report.interrupted),
            left: Left { actions: undone, blocked: &left.blocked, faults: &left.faults },
        }
    }
}
