//! The agent in a guest: there is none that answers.

use super::show::agent_is_on;
use crate::simulator::route::{Answer, Call, Refusal};
use crate::simulator::state::Node;

/// Asks the agent something.
pub(super) fn ask(node: &mut Node, call: &Call) -> Answer {
    let vmid = call.vmid();
    let machine = node.machine(vmid).map_err(Refusal::failure)?;
    Err(Refusal::failure(match machine {
        machine if !agent_is_on(&machine.config) => "No QEMU guest agent configured".to_owned(),
        machine if !machine.is_running() => format!("VM {vmid} is not running"),
        _ => "QEMU guest agent is not running".to_owned(),
    }))
}
