//! Packet sets as interval decision diagrams.
//!
//! A diagram asks for one field after the other. A node holds, for the values of its field in ascending order, which
//! node to go on with; the two leaves are *nothing* and *everything*. A node that would ask in vain is left out, equal
//! neighbours are joined, and equal nodes are one node ("hash-consed"), so that a set has exactly one diagram and sets are
//! equal where their numbers are. Union, intersection and difference walk two diagrams side by side and remember every
//! pair of nodes that they have met.
//!
//! Why not lists of disjoint boxes: the difference of two boxes in five fields is up to ten boxes, and subtracting
//! thousands of rules one after the other multiplies them; a diagram shares what the pieces have in common. Why not one
//! bit a question, as binary decision diagrams have it: a port range is one step here and up to thirty there.
//!
//! The order of fields is protocol, destination port, destination, source, source port. Rules are told apart by their
//! destination port most sharply, since most name one port; below one port few rules are left, and their nets make
//! small nodes. Addresses first would repeat, for each of many nets, the ports of all rules that hold it.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::interval_set::{Interval, IntervalSet};
use super::product::{FIELDS, Field, Product};

/// A set of packets, by its node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct NodeId(u32);

impl NodeId {
    /// No packet.
    pub(crate) const NOTHING: Self = Self(0);
    /// Every packet.
    pub(crate) const EVERYTHING: Self = Self(1);
}

/// The values up to `last`, from the end of the edge before, and where they lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Edge {
    pub(crate) last: u64,
    pub(crate) to: NodeId,
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct Node {
    field: u8,
    edges: Box<[Edge]>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Operation {
    Union,
    Difference,
}

/// An arena of diagrams.
#[derive(Debug, Clone)]
pub(crate) struct Diagrams {
    nodes: Vec<Arc<Node>>,
    known: FxHashMap<Arc<Node>, NodeId>,
    memo: FxHashMap<(Operation, NodeId, NodeId), NodeId>,
}

/// The edges of a node while it is made: neighbours that lead to the same node are joined.
#[derive(Default)]
struct Edges(Vec<Edge>);

impl Edges {
    fn push(&mut self, last: u64, to: NodeId) {
        match self.0.last_mut() {
            Some(above) if above.to == to => above.last = last,
            _ => self.0.push(Edge { last, to }),
        }
    }

    /// Adds a set of values that lead to a node, with nothing in the gaps before them.
    fn push_set(&mut self, set: &IntervalSet, to: NodeId) {
        for interval in set.intervals() {
            self.push_after_gap(*interval, to);
        }
    }

    /// Adds values beyond all others, with nothing in the gap before them if there is one.
    fn push_after_gap(&mut self, interval: Interval, to: NodeId) {
        let end = self.0.last().map(|edge| edge.last);
        if let Some(before) = interval.first.checked_sub(1).filter(|before| end.is_none_or(|end| end < *before)) {
            self.push(before, NodeId::NOTHING);
        }
        self.push(interval.last, to);
    }

    /// Ends the edges at the last value of a field.
    fn close(&mut self, field: Field) {
        if self.0.last().is_none_or(|edge| edge.last < field.last()) {
            self.push(field.last(), NodeId::NOTHING);
        }
    }
}

impl Diagrams {
    /// An arena of the two leaves.
    pub(crate) fn new() -> Self {
        // The leaves stand below every field and have no edges.
        let leaf =
            |field: usize| Arc::new(Node { field: u8::try_from(field).unwrap_or(u8::MAX), edges: Box::default() });
        Self { nodes: vec![leaf(FIELDS), leaf(FIELDS + 1)], known: FxHashMap::default(), memo: FxHashMap::default() }
    }

    fn node(&self, id: NodeId) -> &Arc<Node> {
        &self.nodes[id.0 as usize]
    }

    fn field(&self, id: NodeId) -> u8 {
        self.node(id).field
    }

    /// The edges of a node that asks for a field; `None` where it does not.
    pub(crate) fn edges(&self, id: NodeId, field: Field) -> Option<&[Edge]> {
        let node = self.node(id);
        (node.field == field as u8).then_some(&node.edges)
    }

    fn make(&mut self, field: u8, edges: Edges) -> NodeId {
        if let [only] = edges.0[..] {
            return only.to;
        }
        let node = Node { field, edges: edges.0.into_boxed_slice() };
        if let Some(id) = self.known.get(&node) {
            return *id;
        }
        let id = NodeId(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        let node = Arc::new(node);
        self.nodes.push(Arc::clone(&node));
        self.known.insert(node, id);
        id
    }

    /// The packets of a product.
    pub(crate) fn product(&mut self, product: &Product) -> NodeId {
        if product.is_empty() {
            return NodeId::NOTHING;
        }
        Field::ALL.iter().rev().fold(NodeId::EVERYTHING, |below, field| match product.set(*field) {
            None => below,
            Some(set) => self.held_to(*field, set, below),
        })
    }

    fn held_to(&mut self, field: Field, set: &IntervalSet, below: NodeId) -> NodeId {
        if below == NodeId::NOTHING {
            return below;
        }
        let mut edges = Edges::default();
        edges.push_set(set, below);
        edges.close(field);
        self.make(field as u8, edges)
    }

    /// The packets of either.
    pub(crate) fn union(&mut self, left: NodeId, right: NodeId) -> NodeId {
        let (left, right) = (left.min(right), left.max(right));
        match (left, right) {
            (NodeId::NOTHING, other) => other,
            (NodeId::EVERYTHING, _) => NodeId::EVERYTHING,
            _ if left == right => left,
            _ => self.apply(Operation::Union, left, right),
        }
    }

    /// The packets of the first that the second has not.
    pub(crate) fn difference(&mut self, left: NodeId, right: NodeId) -> NodeId {
        match (left, right) {
            (NodeId::NOTHING, _) | (_, NodeId::EVERYTHING) => NodeId::NOTHING,
            (_, NodeId::NOTHING) => left,
            _ if left == right => NodeId::NOTHING,
            _ => self.apply(Operation::Difference, left, right),
        }
    }

    fn apply(&mut self, operation: Operation, left: NodeId, right: NodeId) -> NodeId {
        if let Some(known) = self.memo.get(&(operation, left, right)) {
            return *known;
        }
        let (left_node, right_node) = (Arc::clone(self.node(left)), Arc::clone(self.node(right)));
        let field = left_node.field.min(right_node.field);
        let last = Field::ALL[usize::from(field)].last();
        let whole = |id: NodeId| [Edge { last, to: id }];
        let (left_whole, right_whole) = (whole(left), whole(right));
        let left_edges = if left_node.field == field { &left_node.edges[..] } else { &left_whole[..] };
        let mut right_edges = if right_node.field == field { &right_node.edges[..] } else { &right_whole[..] };
        let mut edges = Edges::default();
        for edge in left_edges {
            if operation == Operation::Difference && edge.to == NodeId::NOTHING {
                edges.push(edge.last, NodeId::NOTHING);
                // A small set minus a large one: only what lies beside the small one's own values is looked at.
                right_edges = &right_edges[right_edges.partition_point(|other| other.last <= edge.last)..];
                continue;
            }
            while let Some((other, rest)) = right_edges.split_first() {
                let to = match operation {
                    Operation::Union => self.union(edge.to, other.to),
                    Operation::Difference => self.difference(edge.to, other.to),
                };
                edges.push(other.last.min(edge.last), to);
                if other.last <= edge.last {
                    right_edges = rest;
                }
                if other.last >= edge.last {
                    break;
                }
            }
        }
        let made = self.make(field, edges);
        self.memo.insert((operation, left, right), made);
        made
    }

    /// Copies the part of another arena's set that lies in a product.
    pub(crate) fn import(&mut self, other: &Self, id: NodeId, within: &Product) -> NodeId {
        if within.is_empty() {
            return NodeId::NOTHING;
        }
        Import { into: self, from: other, within, done: FxHashMap::default() }.go(0, id)
    }

    /// The values of a field that any packet of the set has.
    pub(crate) fn values(&self, id: NodeId, field: Field) -> IntervalSet {
        let mut found = Vec::new();
        let mut seen = rustc_hash::FxHashSet::default();
        self.collect_values(id, field, &mut seen, &mut found);
        found.into_iter().collect()
    }

    fn collect_values(
        &self,
        id: NodeId,
        field: Field,
        seen: &mut rustc_hash::FxHashSet<NodeId>,
        found: &mut Vec<Interval>,
    ) {
        if id == NodeId::NOTHING || !seen.insert(id) {
            return;
        }
        if self.field(id) > field as u8 {
            found.push(Interval::new(0, field.last()));
        } else if let Some(edges) = self.edges(id, field) {
            found.extend(intervals(edges).filter(|(_, to)| *to != NodeId::NOTHING).map(|(interval, _)| interval));
        } else {
            for edge in &self.node(id).edges {
                self.collect_values(edge.to, field, seen, found);
            }
        }
    }
}

/// The intervals of a node's edges and where each leads.
pub(crate) fn intervals(edges: &[Edge]) -> impl Iterator<Item = (Interval, NodeId)> + '_ {
    let mut first = 0;
    edges.iter().map(move |edge| {
        let interval = Interval::new(first, edge.last);
        first = edge.last.wrapping_add(1);
        (interval, edge.to)
    })
}

/// A copy of part of one arena's set into another arena.
struct Import<'a> {
    into: &'a mut Diagrams,
    from: &'a Diagrams,
    within: &'a Product,
    done: FxHashMap<(usize, NodeId), NodeId>,
}

impl Import<'_> {
    fn go(&mut self, level: usize, id: NodeId) -> NodeId {
        let Some(field) = Field::ALL.get(level).copied() else { return id };
        if id == NodeId::NOTHING {
            return id;
        }
        if let Some(done) = self.done.get(&(level, id)) {
            return *done;
        }
        let source = self.from;
        let made = match (source.edges(id, field), self.within.set(field)) {
            (None, None) => self.go(level + 1, id),
            (None, Some(set)) => {
                let below = self.go(level + 1, id);
                self.into.held_to(field, set, below)
            }
            (Some(edges), set) => {
                let all = IntervalSet::of(Interval::new(0, field.last()));
                let copied = self.copy(level, edges, set.unwrap_or(&all));
                self.into.make(field as u8, copied)
            }
        };
        self.done.insert((level, id), made);
        made
    }

    fn copy(&mut self, level: usize, edges: &[Edge], set: &IntervalSet) -> Edges {
        let mut copied = Edges::default();
        for (interval, to) in intervals(edges).filter(|(_, to)| *to != NodeId::NOTHING) {
            let below = self.go(level + 1, to);
            for piece in set.within(interval).filter(|_| below != NodeId::NOTHING) {
                copied.push_after_gap(piece, below);
            }
        }
        copied.close(Field::ALL[level]);
        copied
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sets(last: u64) -> impl Strategy<Value = Option<IntervalSet>> {
        // Few values, those at the ends among them, so that sets meet.
        let value = prop::sample::select(vec![0, 1, 2, last - 1, last]);
        let interval = (value.clone(), value).prop_map(|(one, two)| Interval::new(one.min(two), one.max(two)));
        prop::option::of(prop::collection::vec(interval, 0..3).prop_map(IntervalSet::from_iter))
    }

    fn products() -> impl Strategy<Value = Product> {
        let sets = Field::ALL.map(|field| sets(field.last()));
        sets.prop_map(|sets| {
            Field::ALL.into_iter().zip(sets).fold(Product::default(), |product, (field, set)| match set {
                Some(set) => product.with(field, set),
                None => product,
            })
        })
    }

    fn union(diagrams: &mut Diagrams, products: &[Product]) -> NodeId {
        products.iter().fold(NodeId::NOTHING, |all, product| {
            let one = diagrams.product(product);
            diagrams.union(all, one)
        })
    }

    proptest! {
        #[test]
        fn the_laws_of_sets_hold_and_equal_sets_are_one_node(
            one in prop::collection::vec(products(), 0..4),
            two in prop::collection::vec(products(), 0..4),
            three in products(),
        ) {
            let mut d = Diagrams::new();
            let (a, b, c) = (union(&mut d, &one), union(&mut d, &two), d.product(&three));
            let (ab, ba) = (d.union(a, b), d.union(b, a));
            prop_assert_eq!(ab, ba);
            let (ab_c, bc) = (d.union(ab, c), d.union(b, c));
            prop_assert_eq!(ab_c, d.union(a, bc));
            // What is left of a without b, and what of it is in b, are a again, and share nothing.
            let only_a = d.difference(a, b);
            let common = d.difference(a, only_a);
            prop_assert_eq!(d.union(only_a, common), a);
            prop_assert_eq!(d.difference(common, b), NodeId::NOTHING);
            prop_assert_eq!(d.difference(only_a, b), only_a);
            let not = |d: &mut Diagrams, set| d.difference(NodeId::EVERYTHING, set);
            let (not_a, not_b, not_ab) = (not(&mut d, a), not(&mut d, b), not(&mut d, ab));
            let not_b_without_a = d.difference(not_b, a);
            prop_assert_eq!(not_ab, not_b_without_a);
            prop_assert_eq!(not(&mut d, not_a), a);
        }

        #[test]
        fn an_import_is_the_part_within(all in prop::collection::vec(products(), 0..5), within in products()) {
            let mut d = Diagrams::new();
            let set = union(&mut d, &all);
            let mut scratch = Diagrams::new();
            let imported = scratch.import(&d, set, &within);
            let whole = scratch.import(&d, set, &Product::default());
            let region = scratch.product(&within);
            let outside = scratch.difference(whole, region);
            prop_assert_eq!(imported, scratch.difference(whole, outside));
            for field in Field::ALL {
                let values = scratch.values(imported, field);
                let allowed = within.set(field).cloned().unwrap_or_else(|| IntervalSet::of(Interval::new(0, field.last())));
                prop_assert!(allowed.covers(&values));
                prop_assert_eq!(values.is_empty(), imported == NodeId::NOTHING);
            }
        }
    }
}
