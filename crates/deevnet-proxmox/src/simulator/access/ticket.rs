//! Tickets and what goes with them against forged requests.

use crate::simulator::state::{Node, digest};

/// How long a ticket is valid, in seconds.
const LIFETIME: u64 = 2 * 60 * 60;

/// A ticket with its token against forged requests.
#[derive(Debug)]
pub(super) struct Ticket {
    /// `PVE:user:time::signature`.
    pub(super) text: String,
    /// `time:signature`.
    pub(super) prevention_token: String,
}

/// A ticket for a user.
pub(super) fn issue(node: &Node, user: &str) -> Ticket {
    let time = node.clock.time();
    let text = format!("PVE:{user}:{time:08X}::{}", signature(node, "ticket", user, time));
    Ticket { text, prevention_token: prevention_token(node, user, time) }
}

/// The user of a ticket that is valid.
pub(super) fn user_of<'a>(node: &Node, ticket: &'a str) -> Option<&'a str> {
    let (plain, signed) = ticket.strip_prefix("PVE:")?.split_once("::")?;
    let (user, time) = plain.rsplit_once(':')?;
    let time = u64::from_str_radix(time, 16).ok()?;
    let valid = signed == signature(node, "ticket", user, time) && is_current(node, time);
    valid.then_some(user)
}

/// Whether a token against forged requests is one for a user.
pub(super) fn is_prevention_token(node: &Node, user: &str, token: &str) -> bool {
    let time = token.split_once(':').and_then(|(time, _)| u64::from_str_radix(time, 16).ok());
    time.is_some_and(|time| is_current(node, time) && token == prevention_token(node, user, time))
}

fn prevention_token(node: &Node, user: &str, time: u64) -> String {
    format!("{time:08X}:{}", signature(node, "prevention", user, time))
}

fn is_current(node: &Node, time: u64) -> bool {
    let now = node.clock.time();
    time <= now && now - time <= LIFETIME
}

/// What only this node can know of a user and a time; the fingerprint stands for its key.
fn signature(node: &Node, purpose: &str, user: &str, time: u64) -> String {
    digest(&format!("{purpose}\n{}\n{}\n{user}\n{time}", node.name, node.fingerprint))
}
