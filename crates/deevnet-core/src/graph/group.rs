//! Things that are connected alike, as one node.

use std::collections::{BTreeMap, BTreeSet};

use super::edge::{Edge, EdgeKind};
use super::network::Graph;
use super::node::{Node, NodeKey, NodeKind};

/// How many names a group tells.
const TOLD: usize = 3;

/// What two things have in common that are connected alike.
type Connections = (NodeKind, BTreeSet<(NodeKey, NodeKey, EdgeKind)>);

/// Groups hosts and machines where they are too many to be shown one by one.
pub(super) fn settle(graph: &mut Graph) {
    let count = graph.nodes.keys().filter(|key| is_grouped(key)).count();
    if count <= Graph::SHOWN_ONE_BY_ONE {
        return;
    }
    let mut groups: BTreeMap<Connections, Vec<NodeKey>> = BTreeMap::new();
    for (key, connections) in connections(graph) {
        groups.entry((key.kind, connections)).or_default().push(key);
    }
    let mut leaders = BTreeMap::new();
    for members in groups.values().filter(|members| members.len() > 1) {
        merge(graph, members, &mut leaders);
    }
    let edges = std::mem::take(&mut graph.edges);
    graph.edges = edges.into_iter().map(|edge| lead(edge, &leaders)).collect();
}

fn is_grouped(key: &NodeKey) -> bool {
    matches!(key.kind, NodeKind::Host | NodeKind::Machine)
}

/// The edges of every host and machine, with a blank in the place of the thing itself.
fn connections(graph: &Graph) -> BTreeMap<NodeKey, BTreeSet<(NodeKey, NodeKey, EdgeKind)>> {
    let keys = graph.nodes.keys().filter(|key| is_grouped(key));
    let mut found: BTreeMap<NodeKey, BTreeSet<_>> = keys.map(|key| (key.clone(), BTreeSet::new())).collect();
    for edge in &graph.edges {
        for key in [&edge.from, &edge.to] {
            let Some(connections) = found.get_mut(key) else { continue };
            let blank = |end: &NodeKey| {
                if end == key { NodeKey { kind: end.kind, name: "".into() } } else { end.clone() }
            };
            connections.insert((blank(&edge.from), blank(&edge.to), edge.kind));
        }
    }
    found
}

/// Makes one node of several, which goes by the name of the first.
fn merge(graph: &mut Graph, members: &[NodeKey], leaders: &mut BTreeMap<NodeKey, NodeKey>) {
    let Some(leader) = members.first() else { return };
    let noun = if leader.kind == NodeKind::Machine { "machines" } else { "hosts" };
    let mut told: Vec<&str> = members.iter().take(TOLD).map(|key| &*key.name).collect();
    if members.len() > TOLD {
        told.push("...");
    }
    let details = vec![format!("{} {noun}", members.len()), told.join(", ")];
    for member in members {
        graph.nodes.remove(member);
        leaders.insert(member.clone(), leader.clone());
    }
    let mut node = Node::new(leader.kind, leader.name.clone());
    (node.details, node.count) = (details, members.len());
    graph.nodes.insert(leader.clone(), node);
}

/// An edge of the group that its ends are in; the ports and addresses of single members are not told.
fn lead(mut edge: Edge, leaders: &BTreeMap<NodeKey, NodeKey>) -> Edge {
    for end in [&mut edge.from, &mut edge.to] {
        if let Some(leader) = leaders.get(end) {
            *end = leader.clone();
            edge.label = None;
        }
    }
    edge
}
