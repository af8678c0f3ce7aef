//! What really exists on the nodes.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};

/// The VMIDs that exist on every node that was asked: virtual machines, containers and templates alike.
///
/// Read from JSON as `{"nodes": {"pve1": [100, 101], "pve2": []}}`. A node that stands twice counts with all its
/// VMIDs. Proxmox VE numbers run to [`PROXMOX_MAX`](crate::mac::Vmid::PROXMOX_MAX), beyond what a MAC can carry.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Survey {
    nodes: BTreeMap<Arc<str>, BTreeSet<u32>>,
}

impl Survey {
    /// Adds what was found on a node.
    pub fn add(&mut self, node: impl Into<Arc<str>>, vmids: impl IntoIterator<Item = u32>) {
        self.nodes.entry(node.into()).or_default().extend(vmids);
    }

    /// The nodes that were asked, with the VMIDs found there.
    pub fn nodes(&self) -> impl Iterator<Item = (&Arc<str>, &BTreeSet<u32>)> {
        self.nodes.iter()
    }

    /// The nodes of a set that were not asked.
    pub fn missing(&self, nodes: &BTreeSet<Arc<str>>) -> Vec<Arc<str>> {
        nodes.iter().filter(|node| !self.nodes.contains_key(*node)).cloned().collect()
    }
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    nodes: Nodes,
}

struct Nodes(Survey);

impl<'de> Deserialize<'de> for Survey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Document::deserialize(deserializer).map(|document| document.nodes.0)
    }
}

impl<'de> Deserialize<'de> for Nodes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries;

        impl<'de> Visitor<'de> for Entries {
            type Value = Nodes;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a map of node names to lists of VMIDs")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Nodes, A::Error> {
                let mut survey = Survey::default();
                while let Some((node, vmids)) = entries.next_entry::<String, Vec<u32>>()? {
                    survey.add(node, vmids);
                }
                Ok(Nodes(survey))
            }
        }

        deserializer.deserialize_map(Entries)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_survey_is_read_from_json() {
        let survey: Survey =
            serde_json::from_str(r#"{"nodes": {"pve2": [], "pve1": [100], "pve1": [9000000, 100]}}"#).unwrap();
        let nodes: Vec<_> = survey.nodes().map(|(node, vmids)| (&**node, vmids.len())).collect();
        assert_eq!(nodes, [("pve1", 2), ("pve2", 0)]);
        assert_eq!(survey.missing(&["pve1".into(), "pve3".into()].into()), ["pve3".into()]);
    }

    #[test]
    fn what_is_no_survey_is_refused() {
        for refused in ["{}", r#"{"nodes": [100]}"#, r#"{"nodes": {"pve1": ["100"]}}"#, r#"{"nodes": {}, "node": {}}"#]
        {
            assert!(serde_json::from_str::<Survey>(refused).is_err(), "{refused}");
        }
    }
}
