//! One node, and what it shows.

use std::collections::BTreeMap;
use std::sync::Arc;

use deevnet_core::quantity::DataSize;

use super::options::ObserveOptions;
use super::parts::{Part, gap};
use super::progress::Progress;
use super::rights;
use super::standing::Standing;
use crate::client::Client;
use crate::request::{Interface, Networks, NodeStatus, Nodes, Permissions, StorageRow, Storages, Version};
use crate::survey::{BridgeState, NodeHardware, NodeState, StorageState};

/// The types of interfaces that machines are attached to.
const BRIDGE: &str = "bridge";
const OPEN_VSWITCH_BRIDGE: &str = "OVSBridge";

/// A node that is looked at.
#[derive(Clone, Copy)]
pub(super) struct Look<'a> {
    pub(super) host: &'a Arc<str>,
    pub(super) client: &'a Client,
    pub(super) options: &'a ObserveOptions,
}

impl Look<'_> {
    /// Everything that the node shows, and which node it is.
    pub(super) async fn at_node(self) -> (NodeState, Option<Standing>) {
        let mut state = NodeState::default();
        let standing = self.enter(&mut state).await;
        if let Some(standing) = &standing {
            self.fill(&mut state, &standing.name).await;
        }
        let is_complete = state.gaps.is_empty();
        self.tell(&Progress::Finished { host: Arc::clone(self.host), is_complete });
        (state, standing)
    }

    /// Finds out which node it is and what may be seen there. Without an answer to the first question there is one gap,
    /// for everything.
    async fn enter(self, state: &mut NodeState) -> Option<Standing> {
        let permissions = Permissions::default();
        let (nodes, permissions, release) =
            tokio::join!(self.client.call(&Nodes), self.client.call(&permissions), self.client.call(&Version));
        let nodes = match nodes {
            Ok(nodes) => nodes,
            Err(error) => {
                state.gaps.push(gap("node", &error));
                return None;
            }
        };
        let standing = match Standing::find(&nodes, self.options.declared.get(self.host)) {
            Ok((standing, other_name)) => {
                state.gaps.extend(other_name);
                standing
            }
            Err(unknown) => {
                state.gaps.push(unknown);
                return None;
            }
        };
        state.node = Some(standing.name.clone());
        match release {
            Ok(release) => state.release = Some(release.version),
            Err(error) => state.gaps.push(gap("version", &error)),
        }
        match permissions {
            Ok(table) => state.gaps.extend(rights::gaps(table.paths(), &standing.name)),
            Err(error) => state.gaps.push(gap("permissions", &error)),
        }
        Some(standing)
    }

    /// Reads what is on the node. Guests come first, because most calls are theirs.
    async fn fill(self, state: &mut NodeState, node: &str) {
        let (guests, storages, bridges, hardware, sdn) =
            tokio::join!(self.guests(node), self.storages(node), self.bridges(node), self.hardware(node), self.sdn());
        state.guests = guests.take_into(&mut state.gaps);
        state.storages = storages.take_into(&mut state.gaps);
        state.bridges = bridges.take_into(&mut state.gaps);
        state.hardware = hardware.take_into(&mut state.gaps);
        state.sdn = sdn.take_into(&mut state.gaps);
    }

    async fn storages(self, node: &str) -> Part<BTreeMap<String, StorageState>> {
        let rows = self.client.call(&Storages { node: node.to_owned() }).await;
        Part::of("storages", rows).map(|rows| rows.into_iter().map(storage).collect())
    }

    async fn bridges(self, node: &str) -> Part<BTreeMap<String, BridgeState>> {
        let interfaces = self.client.call(&Networks { node: node.to_owned(), kind: None }).await;
        Part::of("bridges", interfaces).map(|interfaces| interfaces.into_iter().filter_map(bridge).collect())
    }

    async fn hardware(self, node: &str) -> Part<Option<NodeHardware>> {
        let summary = self.client.call(&NodeStatus { node: node.to_owned() }).await;
        Part::of("hardware", summary.map(Some)).map(|summary| {
            let summary = summary?;
            let memory = DataSize::from_bytes(summary.memory);
            Some(NodeHardware { processor: summary.processor, threads: summary.threads, cores: summary.cores, memory })
        })
    }

    pub(super) fn tell(&self, progress: &Progress) {
        self.options.tell(progress);
    }
}

fn storage(row: StorageRow) -> (String, StorageState) {
    let is_active = row.active && row.enabled;
    let size = |bytes: Option<u64>| bytes.filter(|_| is_active).map(DataSize::from_bytes);
    let (total, free) = (size(row.total), size(row.avail));
    (row.storage, StorageState { kind: row.kind, content: row.content, is_active, total, free })
}

fn bridge(interface: Interface) -> Option<(String, BridgeState)> {
    let Interface { iface, kind, active, bridge_vlan_aware, bridge_ports } = interface;
    let is_vlan_aware = match kind.as_str() {
        BRIDGE => bridge_vlan_aware,
        // Open vSwitch keeps tags unless it is told otherwise for a port.
        OPEN_VSWITCH_BRIDGE => true,
        _ => return None,
    };
    Some((iface, BridgeState { is_vlan_aware, is_active: active, ports: bridge_ports }))
}
