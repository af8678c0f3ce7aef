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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::tests::world::template;

    fn node(guests: &[(u32, &str)]) -> NodeState {
        let guests = guests.iter().map(|(vmid, name)| (*vmid, template(name)));
        NodeState { guests: guests.collect(), ..NodeState::default() }
    }

    fn newest_of(names: &[&str]) -> Option<String> {
        let guests: Vec<(u32, &str)> = (9000..).zip(names.iter().copied()).collect();
        newest(&node(&guests), "fedora-").map(|template| template.name.to_owned())
    }

    #[test]
    fn numbers_are_compared_as_numbers() {
        let newer = [
            ("fedora-44-1.9", "fedora-44-1.10"),
            ("fedora-9-1.1", "fedora-10-1.1"),
            ("fedora-44-1.9", "fedora-44-1.9.1"),
            ("fedora-44", "fedora-044-1"),
            ("fedora-99999999999999999999", "fedora-100000000000000000000"),
            ("fedora-base", "fedora-1"),
        ];
        for (old, new) in newer {
            for names in [[old, new], [new, old]] {
                assert_eq!(newest_of(&names).as_deref(), Some(new), "{names:?}");
            }
        }
    }

    #[test]
    fn equal_numbers_are_told_apart_by_text_and_then_by_vmid() {
        assert_eq!(newest_of(&["fedora-44-a", "fedora-44-b"]).as_deref(), Some("fedora-44-b"));
        let twins = node(&[(9001, "fedora-44"), (9000, "fedora-44")]);
        assert_eq!(newest(&twins, "fedora-").map(|template| template.vmid), Some(9001));
    }

    #[test]
    fn only_finished_templates_with_the_prefix_are_taken() {
        let mut node = node(&[(1, "fedora-1"), (2, "fedora-2"), (3, "fedora-3"), (4, "fedora-4"), (5, "debian-5")]);
        node.guests.entry(2).and_modify(|guest| guest.is_template = false);
        node.guests.entry(3).and_modify(|guest| guest.lock = Some("create".to_owned()));
        node.guests.entry(4).and_modify(|guest| guest.kind = GuestKind::Lxc);
        assert_eq!(newest(&node, "fedora-").map(|template| template.vmid), Some(1));
        assert!(newest(&node, "alpine-").is_none());
    }

    proptest::proptest! {
        #[test]
        fn the_order_of_templates_on_a_node_decides_nothing(mut names in proptest::collection::vec("fedora-[0-9]{1,3}-[0-9]\\.[0-9]{1,2}", 1..6)) {
            let first = newest_of(&names.iter().map(String::as_str).collect::<Vec<_>>());
            names.reverse();
            proptest::prop_assert_eq!(newest_of(&names.iter().map(String::as_str).collect::<Vec<_>>()), first);
        }
    }
}
