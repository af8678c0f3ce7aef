//! What a token may see, and what it therefore misses.

use std::collections::BTreeMap;

use crate::survey::{Gap, GapReason};

/// The privileges at each path of the access control lists (`GET /access/permissions`): whether they reach below it.
///
/// Proxmox VE always lists the top-level paths at which there is any privilege, inherited ones included, and besides
/// them the paths that have a list of their own.
pub(super) type Permissions = BTreeMap<String, BTreeMap<String, bool>>;

/// Something that a node shows only to those who have a privilege.
struct Sight {
    /// What is shown, in the words of a gap.
    subject: &'static str,
    /// The top-level path below which every object must be seen.
    root: &'static str,
    /// The privileges of which one is enough; the first is the one to ask for.
    privileges: &'static [&'static str],
}

/// What a survey looks at on every node, and who is shown it, from the descriptions of the calls in the API viewer.
const SIGHTS: [Sight; 3] = [
    Sight { subject: "virtual machines and containers", root: "/vms", privileges: &["VM.Audit"] },
    Sight { subject: "storages", root: "/storage", privileges: &["Datastore.Audit", "Datastore.AllocateSpace"] },
    Sight { subject: "software-defined network", root: "/sdn", privileges: &["SDN.Audit", "SDN.Allocate"] },
];

/// The gaps that follow from what a token may see on a node.
///
/// A list leaves out what its reader has no privilege for and says nothing about it, so that an empty list is no proof
/// of an empty node. A privilege counts where it reaches everything below the path; a list of its own further down that
/// lacks it hides what is there. What cannot be known: a path at which the token has no privilege at all is not listed,
/// so a `NoAccess` on a single machine shows only in that machine's absence.
pub(super) fn gaps(permissions: &Permissions, node: &str) -> Vec<Gap> {
    let mut gaps: Vec<Gap> = SIGHTS.iter().flat_map(|sight| sight.gaps(permissions)).collect();
    if !sees_node(permissions, node) {
        gaps.push(gap("hardware", &format!("/nodes/{node}"), "Sys.Audit"));
    }
    gaps
}

impl Sight {
    fn gaps(&self, permissions: &Permissions) -> Vec<Gap> {
        let grants = |privileges: &BTreeMap<String, bool>, at_least: bool| {
            self.privileges.iter().any(|name| privileges.get(*name).is_some_and(|reaches| *reaches >= at_least))
        };
        let wanted = self.privileges.first().copied().unwrap_or_default();
        if !permissions.get(self.root).is_some_and(|privileges| grants(privileges, true)) {
            return vec![gap(self.subject, self.root, wanted)];
        }
        let below = permissions.iter().filter(|(path, _)| is_below(path, self.root));
        let hidden = below.filter(|(_, privileges)| !grants(privileges, false));
        hidden.map(|(path, _)| gap(self.subject, path, wanted)).collect()
    }
}

fn is_below(path: &str, root: &str) -> bool {
    path.strip_prefix(root).is_some_and(|rest| rest.starts_with('/'))
}

/// Whether the state of a node is shown: by a list of its own, or by that of all nodes.
fn sees_node(permissions: &Permissions, node: &str) -> bool {
    let own = permissions.get(&format!("/nodes/{node}"));
    match own {
        Some(privileges) => privileges.contains_key("Sys.Audit"),
        None => {
            permissions.get("/nodes").and_then(|privileges| privileges.get("Sys.Audit")).is_some_and(|below| *below)
        }
    }
}

fn gap(subject: &str, path: &str, privilege: &str) -> Gap {
    let reason = GapReason::Privilege { path: path.to_owned(), privilege: privilege.to_owned() };
    Gap { subject: subject.to_owned(), reason }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(lists: &[(&str, &[(&str, bool)])]) -> Vec<String> {
        let privileges =
            |names: &[(&str, bool)]| names.iter().map(|(name, below)| ((*name).to_owned(), *below)).collect();
        let permissions = lists.iter().map(|(path, names)| ((*path).to_owned(), privileges(names))).collect();
        gaps(&permissions, "pve1").iter().map(ToString::to_string).collect()
    }

    const EVERYTHING: &[(&str, bool)] =
        &[("Datastore.Audit", true), ("SDN.Audit", true), ("Sys.Audit", true), ("VM.Audit", true)];

    #[test]
    fn an_auditor_of_everything_misses_nothing() {
        let lists = ["/", "/nodes", "/sdn", "/storage", "/vms"].map(|path| (path, EVERYTHING));
        assert_eq!(told(&lists), [] as [String; 0]);
    }

    #[test]
    fn a_token_without_rights_misses_everything() {
        insta::assert_snapshot!(told(&[]).join("\n"), @"
        virtual machines and containers: the token lacks VM.Audit on /vms
        storages: the token lacks Datastore.Audit on /storage
        software-defined network: the token lacks SDN.Audit on /sdn
        hardware: the token lacks Sys.Audit on /nodes/pve1
        ");
    }

    #[test]
    fn a_privilege_has_to_reach_every_machine() {
        let rest: [(&str, &[(&str, bool)]); 3] = [
            ("/nodes/pve1", &[("Sys.Audit", false)]),
            ("/sdn", &[("SDN.Allocate", true)]),
            ("/storage", &[("Datastore.AllocateSpace", true)]),
        ];
        let with = |more: &[(&'static str, &'static [(&'static str, bool)])]| told(&[&rest[..], more].concat());
        let whole = ["virtual machines and containers: the token lacks VM.Audit on /vms"];
        assert_eq!(with(&[("/vms", &[("VM.Audit", true)])]), [] as [String; 0]);
        assert_eq!(with(&[("/vms", &[("VM.Audit", false)])]), whole);
        assert_eq!(with(&[("/vms/100", &[("VM.Audit", true)])]), whole);
        // Inherited privileges are listed at the top-level path, so that this token is denied `/vms`.
        assert_eq!(with(&[("/", &[("VM.Audit", true)])]), whole);
        assert_eq!(
            with(&[("/vms", &[("VM.Audit", true)]), ("/vms/100", &[("VM.PowerMgmt", true)])]),
            ["virtual machines and containers: the token lacks VM.Audit on /vms/100"]
        );
    }
}
