//! Rules as the packets they match.
//!
//! A rule speaks of packets that enter from its `from_zone`; their sources are those of `source_net`, or else that zone's
//! own addresses. With a `destination_net` it matches by address, so that the packets go where the address is; without
//! one it speaks of the `to_zone`'s own addresses, not of what lies behind. Ports without a protocol mean TCP or UDP, and
//! a protocol without ports matches no rule that names one.

use std::net::Ipv4Addr;

use super::interval_set::IntervalSet;
use super::product::{Field, Product};
use super::space::{Space, is_any};
use super::zone::ZoneKind;
use super::{Addresses, Cause, Packet, Ports, Protocol, Protocols, ZoneIndex};
use crate::model::{Action, Narrowing, Never, Policy, ZoneRule};
use crate::source::{Span, Spanned};

/// A rule, resolved against the zones: what it matches and what happens then.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Clause {
    /// What it stands for: a rule or an internet zone.
    pub cause: Cause,
    /// Where that is declared.
    pub span: Span,
    /// What happens to what it matches.
    pub action: Action,
    /// What it matches.
    pub matches: ClauseMatch,
}

/// What a rule matches, every field resolved.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ClauseMatch {
    /// The zone that packets enter from, by its index among the zones; `None` is any.
    pub from: Option<ZoneIndex>,
    /// The zone that it names as the destination; `None` is any.
    pub to: Option<ZoneIndex>,
    /// The protocols.
    pub protocols: Protocols,
    /// The sources that it names; `None` is the zone's own addresses.
    pub sources: Option<Addresses>,
    /// The destinations that it names; `None` is the zone's own addresses.
    pub destinations: Option<Addresses>,
    /// The source ports.
    pub source_ports: Ports,
    /// The destination ports.
    pub destination_ports: Ports,
}

/// A rule that could not be read, by its index in the policy's list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LeftOut {
    pub(crate) rule: usize,
    /// The zone that it is from; `None` where nobody knows, or any.
    pub(crate) from: Option<ZoneIndex>,
}

impl ClauseMatch {
    pub(super) fn read(space: &Space, from: &str, to: &str, only: &Narrowing) -> Option<Self> {
        let zone = |name: &str| if is_any(name) { Some(None) } else { space.find(name).map(Some) };
        let ports = |set: &Option<Spanned<Ports>>| set.as_ref().map_or_else(Ports::any, |ports| ports.value.clone());
        let (source_ports, destination_ports) = (ports(&only.source_port), ports(&only.destination_port));
        let has_ports = !(source_ports.is_any() && destination_ports.is_any());
        let protocols = match &only.protocol {
            Some(protocols) if !(has_ports && protocols.value.is_any()) => protocols.value.clone(),
            _ if has_ports => Protocols::one(Protocol::TCP).union(&Protocols::one(Protocol::UDP)),
            _ => Protocols::any(),
        };
        Some(Self {
            from: zone(from)?,
            to: zone(to)?,
            protocols,
            sources: only.source_net.as_ref().map(|net| net.value.clone()),
            destinations: only.destination_net.as_ref().map(|net| net.value.clone()),
            source_ports,
            destination_ports,
        })
    }

    fn internet_access(space: &Space, zone: &str) -> Option<Self> {
        Self::read(space, zone, "internet", &Narrowing::default())
    }

    fn has_ports(&self) -> bool {
        !(self.source_ports.is_any() && self.destination_ports.is_any())
    }

    /// What it matches, as the product of a set a field; the zone of entry is left to the caller.
    pub(crate) fn product(&self, space: &Space) -> Product {
        let mut product = self.transport();
        if let Some(sources) = self.sources(space) {
            product.restrict(Field::Source, sources);
        }
        let destinations = match (&self.destinations, self.to) {
            (Some(net), to) => space.places_of(to, net.set()),
            (None, Some(to)) => space.own_places(to),
            (None, None) => space.existing().clone(),
        };
        product.with(Field::Destination, destinations)
    }

    /// The part about protocol and ports.
    pub(crate) fn transport(&self) -> Product {
        let mut product = Product::default().with(Field::Protocol, self.protocols.set().clone());
        if self.has_ports() {
            let with_ports: IntervalSet = Protocol::WITH_PORTS
                .iter()
                .flat_map(|found| Protocols::one(*found).set().intervals().to_vec())
                .collect();
            product.restrict(Field::Protocol, with_ports);
            product.restrict(Field::SourcePort, self.source_ports.set().clone());
            product.restrict(Field::DestinationPort, self.destination_ports.set().clone());
        }
        product
    }

    fn sources(&self, space: &Space) -> Option<IntervalSet> {
        match (&self.sources, self.from) {
            (Some(net), _) => Some(net.set().clone()),
            (None, from) => from.map(|zone| space.own_addresses(zone)),
        }
    }

    /// Whether it matches one packet: the definition in words, field by field.
    pub(crate) fn matches(&self, space: &Space, ends: (ZoneIndex, ZoneIndex), packet: &Packet) -> bool {
        let (ingress, egress) = ends;
        self.from.is_none_or(|from| from == ingress)
            && self.matches_source(space, packet.source)
            && self.matches_destination(space, egress, packet.destination)
            && self.protocols.contains(packet.protocol)
            && self.matches_ports(packet)
    }

    fn matches_source(&self, space: &Space, source: Ipv4Addr) -> bool {
        match (&self.sources, self.from) {
            (Some(net), _) => net.contains(source),
            (None, Some(from)) => Addresses::of(space.own_addresses(from)).contains(source),
            (None, None) => true,
        }
    }

    fn matches_destination(&self, space: &Space, egress: ZoneIndex, destination: Ipv4Addr) -> bool {
        let is_claimed = space.is_claimed(destination);
        match (&self.destinations, self.to) {
            (Some(net), to) => {
                let is_reached_by_internet = space.kind(egress) == ZoneKind::Internet && space.is_outside(destination);
                net.contains(destination) && (is_claimed || to.is_none_or(|to| to == egress) || is_reached_by_internet)
            }
            (None, Some(to)) => {
                Addresses::of(space.own_addresses(to)).contains(destination) && (is_claimed || to == egress)
            }
            (None, None) => true,
        }
    }

    fn matches_ports(&self, packet: &Packet) -> bool {
        let matches = |ports: &Ports, port: Option<u16>| ports.contains(port.unwrap_or(0));
        !self.has_ports()
            || (packet.protocol.has_ports()
                && matches(&self.source_ports, packet.source_port)
                && matches(&self.destination_ports, packet.destination_port))
    }
}

/// The match of a rule that could be read; `None` where nobody knows it, or it is not about IPv4.
fn match_of_rule(space: &Space, rule: &ZoneRule) -> Option<ClauseMatch> {
    if !rule.only.unread.is_empty() {
        return None;
    }
    ClauseMatch::read(space, &rule.from_zone.as_ref()?.value, &rule.to_zone.as_ref()?.value, &rule.only)
}

/// The match of something that must never be permitted.
pub(crate) fn match_of_never(space: &Space, never: &Never) -> Option<ClauseMatch> {
    if !never.only.unread.is_empty() || !never.only.is_about_ipv4() {
        return None;
    }
    ClauseMatch::read(space, &never.from_zone.as_ref()?.value, &never.to_zone.as_ref()?.value, &never.only)
}

/// The clauses of a policy in the order of declaration, internet zones last, and the rules that could not be read.
pub(crate) fn read(space: &Space, policy: &Policy) -> (Vec<Clause>, Vec<LeftOut>) {
    let (mut clauses, mut left_out) = (Vec::new(), Vec::new());
    for (index, rule) in policy.rules.iter().enumerate().filter(|(_, rule)| rule.only.is_about_ipv4()) {
        match (match_of_rule(space, rule), rule.action) {
            (Some(matches), Some(action)) => {
                let (cause, action) = (Cause::Rule(index), action.value);
                clauses.push(Clause { cause, span: rule.span, action, matches });
            }
            (_, Some(Spanned { value: Action::Block, .. })) => {}
            _ => {
                let from = rule.from_zone.as_ref().and_then(|zone| space.find(&zone.value));
                left_out.push(LeftOut { rule: index, from });
            }
        }
    }
    for (index, zone) in policy.internet_zones.iter().enumerate() {
        if let Some(matches) = ClauseMatch::internet_access(space, &zone.value) {
            let cause = Cause::InternetZone(index);
            clauses.push(Clause { cause, span: zone.span, action: Action::Pass, matches });
        }
    }
    (clauses, left_out)
}
