//! Which template a machine is cloned from.

use std::cmp::Ordering;

use crate::survey::{Guest, GuestKind, NodeState};

/// A template of a node.
#[derive(Debug, Clone, Copy)]
pub(super) struct Template<'a> {
    pub(super) vmid: u32,
    pub(super) name: &'a str,
    pub(super) guest: &'a Guest,
}

/// The newest template of a node whose name begins with a prefix.
///
/// Names are compared by the numbers in them, so that `44-1.10` is newer than `44-1.9`; where these are equal, by their
/// text, and then by VMID.
pub(super) fn newest<'a>(node: &'a NodeState, prefix: &str) -> Option<Template<'a>> {
    let templates = node.guests.iter().filter_map(|(vmid, guest)| {
        let name = guest.name.as_deref()?;
        let is_one = guest.kind == GuestKind::Qemu && guest.is_template && guest.lock.is_none();
        (is_one && name.starts_with(prefix)).then_some(Template { vmid: *vmid, name, guest })
    });
    templates.max_by(|left, right| {
        let order = by_numbers(&left.name[prefix.len()..], &right.name[prefix.len()..]);
        order.then_with(|| left.name.cmp(right.name)).then(left.vmid.cmp(&right.vmid))
    })
}

/// Compares texts by the numbers in them, the first one first; a text that goes on is greater.
fn by_numbers(left: &str, right: &str) -> Ordering {
    numbers(left).map(Number).cmp(numbers(right).map(Number))
}

fn numbers(text: &str) -> impl Iterator<Item = &str> {
    text.split(|character: char| !character.is_ascii_digit()).filter(|digits| !digits.is_empty())
}

/// A number of any length.
#[derive(PartialEq, Eq)]
struct Number<'a>(&'a str);

impl Ord for Number<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        let (own, others) = (self.0.trim_start_matches('0'), other.0.trim_start_matches('0'));
        own.len().cmp(&others.len()).then_with(|| own.cmp(others))
    }
}

impl PartialOrd for Number<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
