//! The digest of a survey.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::Arc;

use deevnet_core::quantity::DataSize;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::{BridgeState, Gap, Guest, NodeHardware, NodeState, SdnState, StorageState, Survey};

impl Survey {
    /// The SHA-256 digest of what was found, as 64 lower-case hexadecimal digits.
    ///
    /// It is taken over the survey's JSON in canonical form: keys in the order of the types, lists sorted, no space.
    /// What changes by itself is left out, which is the free space of storages. So two surveys of nodes that nobody
    /// touched meanwhile have one digest, and a plan that was made from the first still holds.
    ///
    /// ```
    /// use deevnet_proxmox::survey::Survey;
    ///
    /// assert!(Survey::default().digest().starts_with("72b2c97e"));
    /// ```
    pub fn digest(&self) -> String {
        let mut hasher = Hasher(Sha256::new());
        let nodes = self.nodes.iter().map(|(host, state)| (host, Lasting::of(state))).collect();
        // Neither the hasher nor any value of a survey refuses to be written; if one ever did, the digest would still
        // be a function of the survey.
        drop(serde_json::to_writer(&mut hasher, &Document { version: self.version, nodes }));
        let digits = hasher.0.finalize().into_iter().flat_map(|byte| [byte >> 4, byte & 0xf]);
        digits.filter_map(|digit| char::from_digit(u32::from(digit), 16)).collect()
    }
}

struct Hasher(Sha256);

impl Write for Hasher {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    nodes: BTreeMap<&'a Arc<str>, Lasting<'a>>,
}

/// What is found again as long as nobody changes the node.
#[derive(Serialize)]
struct Lasting<'a> {
    node: Option<&'a str>,
    release: Option<&'a str>,
    hardware: Option<&'a NodeHardware>,
    storages: BTreeMap<&'a str, LastingStorage<'a>>,
    bridges: &'a BTreeMap<String, BridgeState>,
    sdn: &'a SdnState,
    guests: &'a BTreeMap<u32, Guest>,
    gaps: &'a [Gap],
}

#[derive(Serialize)]
struct LastingStorage<'a> {
    kind: &'a str,
    content: &'a [String],
    is_active: bool,
    total: Option<DataSize>,
}

impl<'a> Lasting<'a> {
    fn of(state: &'a NodeState) -> Self {
        let NodeState { node, release, hardware, storages, bridges, sdn, guests, gaps } = state;
        Self {
            node: node.as_deref(),
            release: release.as_deref(),
            hardware: hardware.as_ref(),
            storages: storages.iter().map(|(name, storage)| (name.as_str(), LastingStorage::of(storage))).collect(),
            bridges,
            sdn,
            guests,
            gaps,
        }
    }
}

impl<'a> LastingStorage<'a> {
    fn of(storage: &'a StorageState) -> Self {
        let StorageState { kind, content, is_active, total, free: _ } = storage;
        Self { kind, content, is_active: *is_active, total: *total }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::survey::testing::{any_survey, survey};

    #[test]
    fn free_space_is_not_in_the_digest_and_everything_else_is() {
        let found = survey();
        let node = |change: &dyn Fn(&mut NodeState)| {
            let mut changed = found.clone();
            changed.nodes.values_mut().for_each(change);
            changed.digest()
        };
        assert_eq!(found.digest().len(), 64);
        assert_eq!(node(&|node| node.storages.values_mut().for_each(|storage| storage.free = None)), found.digest());
        let changes: [&dyn Fn(&mut NodeState); 4] = [
            &|node| node.release = None,
            &|node| node.storages.values_mut().for_each(|storage| storage.is_active = false),
            &|node| node.guests.values_mut().for_each(|guest| guest.lock = Some("backup".to_owned())),
            &|node| node.bridges.clear(),
        ];
        let digests: Vec<String> = changes.iter().map(|change| node(*change)).collect();
        assert!(digests.iter().all(|digest| *digest != found.digest()), "{digests:?}");
    }

    proptest! {
        #[test]
        fn the_digest_does_not_depend_on_the_order_of_lists(mut found in any_survey()) {
            found.sort();
            let mut turned = found.clone();
            for node in turned.nodes.values_mut() {
                node.gaps.reverse();
                node.storages.values_mut().for_each(|storage| storage.content.reverse());
                node.bridges.values_mut().for_each(|bridge| bridge.ports.reverse());
                node.guests.values_mut().for_each(|guest| guest.pending.reverse());
            }
            let read = Survey::from_json(&turned.to_json().unwrap()).unwrap();
            prop_assert_eq!(read.digest(), found.digest());
        }
    }
}
