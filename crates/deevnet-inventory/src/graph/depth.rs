//! How deep a group lies, which decides whose variables win.

use std::collections::BTreeSet;

use super::{Group, GroupId};

/// Updates the depths after a group was put into another; returns how many groups were looked at.
///
/// It follows Ansible's own way step by step: below the child, level by level, only groups that become deeper hand the
/// change on.
pub(super) fn deepen(groups: &mut [Group], parent: GroupId, child: GroupId) -> usize {
    groups[child.0].depth = groups[child.0].depth.max(groups[parent.0].depth + 1);
    let mut depth = groups[child.0].depth;
    let mut level: BTreeSet<GroupId> = groups[child.0].children.iter().copied().collect();
    let mut looked_at = 1;
    while !level.is_empty() {
        depth += 1;
        looked_at += level.len();
        let mut below = BTreeSet::new();
        for group in level {
            if groups[group.0].depth < depth {
                groups[group.0].depth = depth;
                below.extend(groups[group.0].children.iter().copied());
            }
        }
        level = below;
    }
    looked_at
}
