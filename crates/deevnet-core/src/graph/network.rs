//! The graph of a substrate.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::edge::{Edge, EdgeKind};
use super::group;
use super::node::{Node, NodeKey, NodeKind};
use crate::model::{Host, SegmentLookup, Substrate, VirtualMachine};
use crate::name::Form;
use crate::placement::{Machine, MachineOwner};

/// What there is in a substrate, and what holds it together: nodes by kind and name, edges by what they join.
///
/// Hosts and machines are shown one by one while there are few. Where there are more than
/// [`SHOWN_ONE_BY_ONE`](Self::SHOWN_ONE_BY_ONE), those that are connected alike are one node that tells how many they are.
///
/// ```
/// use deevnet_core::declared::Declared;
/// use deevnet_core::graph::Graph;
///
/// let checked = deevnet_core::check(&Declared::default());
/// assert!(Graph::of(&checked.substrate).nodes().is_empty());
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Graph {
    pub(super) nodes: BTreeMap<NodeKey, Node>,
    pub(super) edges: BTreeSet<Edge>,
}

impl Graph {
    /// How many hosts and machines are shown one by one.
    pub const SHOWN_ONE_BY_ONE: usize = 60;

    /// The graph of a substrate as it is declared, faults included.
    pub fn of(substrate: &Substrate) -> Self {
        let mut graph = Self::default();
        graph.segments(substrate);
        graph.hosts(substrate);
        graph.workloads(substrate);
        graph.ports(substrate);
        group::settle(&mut graph);
        graph
    }

    /// The nodes, by kind and name.
    pub fn nodes(&self) -> Vec<&Node> {
        self.nodes.values().collect()
    }

    /// The edges, by what they join.
    pub fn edges(&self) -> impl Iterator<Item = &Edge> {
        self.edges.iter()
    }

    fn add(&mut self, node: Node) -> NodeKey {
        let key = node.key();
        self.nodes.entry(key.clone()).or_insert(node);
        key
    }

    fn join(&mut self, from: &NodeKey, to: &NodeKey, kind: EdgeKind, label: Option<String>) {
        self.edges.insert(Edge::new(from.clone(), to.clone(), kind, label));
    }

    fn segments(&mut self, substrate: &Substrate) {
        for segment in substrate.segments.values() {
            let mut node = Node::new(NodeKind::Segment, Arc::clone(&segment.name));
            node.details.extend(segment.vlan_id.map(|vlan| format!("VLAN {}", vlan.value)));
            node.details.extend(segment.subnet.map(|subnet| subnet.value.to_string()));
            self.add(node);
        }
        for record in substrate.tenant_records() {
            let mut node = Node::new(NodeKind::Tenant, record.name.as_str().into());
            node.details.extend(record.subnet.map(|subnet| subnet.to_string()));
            let tenant = self.add(node);
            if let Some(segment) = &record.segment {
                let segment = NodeKey { kind: NodeKind::Segment, name: Arc::clone(&segment.name) };
                if self.nodes.contains_key(&segment) {
                    self.join(&segment, &tenant, EdgeKind::BelongsTo, None);
                }
            }
        }
    }

    fn hosts(&mut self, substrate: &Substrate) {
        let lookup = SegmentLookup::new(substrate);
        for host in substrate.hosts.values() {
            let mut node = Node::new(kind_of(host), Arc::clone(&host.name));
            node.details.extend(host.role.as_ref().map(|role| role.value.to_string()));
            let key = self.add(node);
            for interface in host.interfaces.values() {
                let Some(segment) = lookup.of_interface(interface) else { continue };
                let segment = NodeKey { kind: NodeKind::Segment, name: Arc::clone(&segment.name) };
                let address = interface.address.value.fixed().map(|address| address.to_string());
                self.join(&key, &segment, EdgeKind::MemberOf, address);
            }
            if let Some(machine) = &host.machine {
                self.placed(&key, substrate, machine);
            }
        }
    }

    fn workloads(&mut self, substrate: &Substrate) {
        for machine in substrate.machines() {
            let MachineOwner::Tenant(tenant, _) = machine.owner() else { continue };
            let key = self.add(Node::new(NodeKind::Machine, name_of(&machine)));
            self.placed(&key, substrate, machine.definition());
            let tenant = NodeKey { kind: NodeKind::Tenant, name: tenant.name.value.as_str().into() };
            self.join(&key, &tenant, EdgeKind::BelongsTo, None);
        }
    }

    fn placed(&mut self, key: &NodeKey, substrate: &Substrate, machine: &VirtualMachine) {
        if let Ok(host) = substrate.placed_on(machine) {
            let hypervisor = NodeKey { kind: kind_of(host), name: Arc::clone(&host.name) };
            self.join(&hypervisor, key, EdgeKind::Runs, None);
        }
    }

    fn ports(&mut self, substrate: &Substrate) {
        let plan = substrate.vlan_plan();
        for port in plan.ports() {
            let Some(switch) = substrate.hosts.get(&port.switch) else { continue };
            let Some(behind) = port.required.as_ref().and_then(|required| substrate.hosts.get(&required.behind.host))
            else {
                continue;
            };
            let key = |host: &Host| NodeKey { kind: kind_of(host), name: Arc::clone(&host.name) };
            let (near, far) = (key(switch), key(behind));
            let is_uplink = matches!(far.kind, NodeKind::Router | NodeKind::Switch);
            let kind = if is_uplink { EdgeKind::Uplink } else { EdgeKind::Carries };
            let label = port.interface.as_ref().map(ToString::to_string);
            // A router is drawn above its switch, whichever end declares the port.
            if far.kind == NodeKind::Router {
                self.join(&far, &near, kind, label);
            } else {
                self.join(&near, &far, kind, label);
            }
        }
    }
}

fn name_of(machine: &Machine<'_>) -> Arc<str> {
    machine.name().into()
}

/// What kind of node a host is.
fn kind_of(host: &Host) -> NodeKind {
    match host.form_or_name() {
        Some(Form::Router) => NodeKind::Router,
        Some(Form::Switch) => NodeKind::Switch,
        _ if host.hypervisor.is_some() => NodeKind::Hypervisor,
        Some(Form::VirtualMachine) => NodeKind::Machine,
        _ if host.machine.is_some() => NodeKind::Machine,
        _ if host.switch_ports.is_some() => NodeKind::Switch,
        _ => NodeKind::Host,
    }
}
