//! Which node an endpoint leads to.

use std::collections::BTreeSet;

use deevnet_core::model::NodeName;

use super::together::inconsistent;
use crate::request::NodeRow;
use crate::survey::Gap;

/// Which node an endpoint leads to, and with which others it is in a cluster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Standing {
    /// Its node name in Proxmox VE.
    pub(super) name: String,
    /// The SHA-256 fingerprint of its certificate.
    fingerprint: Option<String>,
    /// The other members of its cluster; none, for a node that stands alone.
    pub(super) others: BTreeSet<String>,
}

impl Standing {
    /// The node among those that an endpoint lists: the only one, or the declared one. What it is besides contradicts
    /// the declaration where there is a gap with it.
    ///
    /// # Errors
    /// The gap, where it cannot be told which node it is.
    pub(super) fn find(rows: &[NodeRow], declared: Option<&NodeName>) -> Result<(Self, Option<Gap>), Gap> {
        let is_declared = |row: &&NodeRow| declared.is_some_and(|name| name.as_str() == row.node);
        let found = match (rows, rows.iter().find(is_declared)) {
            (_, Some(row)) | ([row], None) => row,
            ([], None) => return Err(inconsistent("node", "it lists no node, not even itself".to_owned())),
            (_, None) => {
                let names: Vec<&str> = rows.iter().map(|row| row.node.as_str()).collect();
                let among = declared.map_or_else(String::new, |name| format!(" and not `{name}`"));
                return Err(inconsistent(
                    "node",
                    format!("it lists {}{among}, and may be any of them", names.join(", ")),
                ));
            }
        };
        let other_name = declared.filter(|name| name.as_str() != found.node);
        let gap = other_name
            .map(|name| inconsistent("node", format!("its name is `{}`, and `{name}` is declared", found.node)));
        let others = rows.iter().map(|row| row.node.clone()).filter(|name| *name != found.node).collect();
        Ok((Self { name: found.node.clone(), fingerprint: found.ssl_fingerprint.clone(), others }, gap))
    }

    /// Whether both are one node, as far as name and certificate tell.
    pub(super) fn is_one_with(&self, other: &Self) -> bool {
        self.name == other.name && self.fingerprint.is_some() && self.fingerprint == other.fingerprint
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(name: &str) -> NodeRow {
        NodeRow { node: name.to_owned(), status: None, ssl_fingerprint: Some("A8:0F".to_owned()) }
    }

    fn told(names: &[&str], declared: Option<&str>) -> String {
        let rows: Vec<NodeRow> = names.iter().map(|name| row(name)).collect();
        let declared: Option<NodeName> = declared.map(|name| name.parse().unwrap());
        match Standing::find(&rows, declared.as_ref()) {
            Ok((standing, None)) => standing.name,
            Ok((standing, Some(gap))) => format!("{}; {gap}", standing.name),
            Err(gap) => gap.to_string(),
        }
    }

    #[test]
    fn a_name_is_found_by_asking_and_compared_when_declared() {
        assert_eq!(told(&["pve1"], None), "pve1");
        assert_eq!(told(&["pve1"], Some("pve1")), "pve1");
        assert_eq!(told(&["pve1", "pve2"], Some("pve2")), "pve2");
        insta::assert_snapshot!(told(&["pve1"], Some("pve2")), @"pve1; node: its name is `pve1`, and `pve2` is declared");
        insta::assert_snapshot!(told(&[], None), @"node: it lists no node, not even itself");
        insta::assert_snapshot!(told(&["a", "b"], None), @"node: it lists a, b, and may be any of them");
        insta::assert_snapshot!(told(&["a", "b"], Some("c")), @"node: it lists a, b and not `c`, and may be any of them");
    }
}
