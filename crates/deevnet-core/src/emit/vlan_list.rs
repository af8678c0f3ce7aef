//! Lists of VLAN IDs as switches take them: `10,20-22,99`.

use std::collections::BTreeSet;

use crate::network::VlanId;

/// The longest list in one command; switches take lines of about 250 characters.
const LONGEST: usize = 160;

/// The IDs in as few lists as fit one command each; none for no ID.
pub(super) fn vlan_lists(vlans: &BTreeSet<VlanId>) -> Vec<String> {
    let mut lists: Vec<String> = Vec::new();
    for run in vlan_runs(vlans) {
        match lists.last_mut() {
            Some(list) if list.len() + run.len() < LONGEST => {
                list.push(',');
                list.push_str(&run);
            }
            _ => lists.push(run),
        }
    }
    lists
}

/// The IDs as single ones and ranges, in order.
pub(super) fn vlan_runs(vlans: &BTreeSet<VlanId>) -> Vec<String> {
    let run =
        |(first, last): (VlanId, VlanId)| if first == last { first.to_string() } else { format!("{first}-{last}") };
    runs(vlans).into_iter().map(run).collect()
}

/// The first and last ID of every run of consecutive ones.
fn runs(vlans: &BTreeSet<VlanId>) -> Vec<(VlanId, VlanId)> {
    let mut runs: Vec<(VlanId, VlanId)> = Vec::new();
    for vlan in vlans {
        match runs.last_mut() {
            Some((_, last)) if last.get() + 1 == vlan.get() => *last = *vlan,
            _ => runs.push((*vlan, *vlan)),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn set(numbers: impl IntoIterator<Item = u16>) -> BTreeSet<VlanId> {
        numbers.into_iter().map(|number| VlanId::new(number).unwrap()).collect()
    }

    #[test]
    fn consecutive_ids_are_a_run() {
        assert_eq!(vlan_lists(&set([99, 10, 20, 21, 22])), ["10,20-22,99"]);
        assert!(vlan_lists(&set([])).is_empty());
        assert_eq!(vlan_lists(&set(1..=4094)), ["1-4094"]);
    }

    proptest! {
        #[test]
        fn lists_hold_every_id_once_and_fit_a_command(numbers in prop::collection::btree_set(1..=4094_u16, 0..400)) {
            let lists = vlan_lists(&set(numbers.clone()));
            prop_assert!(lists.iter().all(|list| list.len() <= LONGEST));
            let read: Vec<u16> = lists.iter().flat_map(|list| list.split(',')).flat_map(|run| {
                let (first, last) = run.split_once('-').unwrap_or((run, run));
                first.parse::<u16>().unwrap()..=last.parse::<u16>().unwrap()
            }).collect();
            prop_assert_eq!(read, numbers.into_iter().collect::<Vec<_>>());
        }
    }
}
