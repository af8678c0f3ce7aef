//! A policy as a packet filter carries it out: by interfaces, addresses, protocols and ports, line by line.

use std::collections::BTreeSet;

use super::clause::Clause;
use super::interval_set::IntervalSet;
use super::space::Space;
use super::zone::ZoneKind;
use super::{Addresses, Analysis, Cause, Packet, Ports, Protocols, ZoneIndex};
use crate::model::Action;

/// One line of a packet filter: everything that it asks of a packet, and what happens then.
///
/// The first line that matches decides. A rule becomes one line or, where it names addresses that no zone claims, several:
/// only of those does a filter have to ask which way they leave.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct FilterLine {
    /// What it stands for: a rule or an internet zone.
    pub cause: Cause,
    /// What happens to what it matches.
    pub action: Action,
    /// The zone that packets enter from, by its index among the zones; `None` is any.
    pub ingress: Option<ZoneIndex>,
    /// The zones that packets leave to; `None` is any.
    pub egress: Option<BTreeSet<ZoneIndex>>,
    /// The sources; `None` is any.
    pub sources: Option<Addresses>,
    /// The destinations; `None` is any.
    pub destinations: Option<Addresses>,
    /// The protocols.
    pub protocols: Protocols,
    /// The source ports; where they or the destination ports are not all, only protocols with ports match.
    pub source_ports: Ports,
    /// The destination ports.
    pub destination_ports: Ports,
}

/// Where a line's packets go: which way, and to which addresses.
type Exit = (Option<BTreeSet<ZoneIndex>>, Option<Addresses>);

impl FilterLine {
    /// Whether it asks for ports.
    pub fn has_ports(&self) -> bool {
        !(self.source_ports.is_any() && self.destination_ports.is_any())
    }

    /// Whether a packet from one zone to another matches it.
    pub fn matches(&self, (ingress, egress): (ZoneIndex, ZoneIndex), packet: &Packet) -> bool {
        let holds = |addresses: &Option<Addresses>, address| addresses.as_ref().is_none_or(|set| set.contains(address));
        let matches_port = |ports: &Ports, port: Option<u16>| ports.contains(port.unwrap_or(0));
        self.ingress.is_none_or(|zone| zone == ingress)
            && self.egress.as_ref().is_none_or(|zones| zones.contains(&egress))
            && holds(&self.sources, packet.source)
            && holds(&self.destinations, packet.destination)
            && self.protocols.contains(packet.protocol)
            && (!self.has_ports()
                || (packet.protocol.has_ports()
                    && matches_port(&self.source_ports, packet.source_port)
                    && matches_port(&self.destination_ports, packet.destination_port)))
    }

    fn of(space: &Space, clause: &Clause) -> impl Iterator<Item = Self> {
        let matches = &clause.matches;
        let sources = match (&matches.sources, matches.from) {
            (Some(net), _) => Some(net.clone()),
            (None, from) => from.map(|zone| Addresses::of(space.own_addresses(zone))),
        };
        exits(space, matches.to, matches.destinations.as_ref()).into_iter().map(move |(egress, destinations)| Self {
            cause: clause.cause,
            action: clause.action,
            ingress: matches.from,
            egress,
            sources: sources.clone(),
            destinations,
            protocols: matches.protocols.clone(),
            source_ports: matches.source_ports.clone(),
            destination_ports: matches.destination_ports.clone(),
        })
    }

    /// Whether no packet can match it.
    fn is_empty(&self) -> bool {
        let is_empty = |addresses: &Option<Addresses>| addresses.as_ref().is_some_and(Addresses::is_empty);
        is_empty(&self.sources) || is_empty(&self.destinations)
    }
}

/// The exits of a rule to a zone, or to any, with the destinations it names.
fn exits(space: &Space, to: Option<ZoneIndex>, destinations: Option<&Addresses>) -> Vec<Exit> {
    let (addresses, to) = match (destinations, to) {
        (None, None) => return vec![(None, None)],
        (Some(net), None) => return vec![(None, Some(net.clone()))],
        (Some(net), Some(to)) => (net.set().clone(), to),
        (None, Some(to)) => (space.own_addresses(to), to),
    };
    let claimed = addresses.intersection(space.claimed());
    let unclaimed = addresses.difference(space.claimed());
    let outside = if destinations.is_some() { unclaimed.intersection(space.outside()) } else { IntervalSet::default() };
    let internet = (0..space.zones.len()).filter(|zone| space.kind(*zone) == ZoneKind::Internet);
    let outward: BTreeSet<ZoneIndex> = internet.chain([to]).collect();
    [(None, claimed), (Some(BTreeSet::from([to])), unclaimed.difference(&outside)), (Some(outward), outside)]
        .into_iter()
        .filter(|(_, addresses)| !addresses.is_empty())
        .map(|(egress, addresses)| (egress, Some(Addresses::of(addresses))))
        .collect()
}

impl Analysis {
    /// The policy as lines of a packet filter, in the order in which they decide; after the last one the default action
    /// does.
    ///
    /// A rule that could not be read, or that names no known zone, gives no line.
    pub fn filter_lines(&self) -> Vec<FilterLine> {
        let lines = self.clauses.iter().flat_map(|clause| FilterLine::of(&self.space, clause));
        lines.filter(|line| !line.is_empty()).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use proptest::prelude::*;
    use proptest::sample::select;
    use serde_json::{Value, json};

    use super::*;
    use crate::check;
    use crate::declared::testing::declared_from_json;
    use crate::policy::Protocol;

    const ZONES: [&str; 8] = ["iot", "guest", "tenant_transit", "orchard", "bare", "internet", "self", "any"];
    const NETS: [&str; 6] =
        ["10.20.30.0/24", "10.20.40.7/32", "10.20.0.0/16", "192.0.2.0/24", "10.20.129.0/25", "0.0.0.0/0"];
    const ADDRESSES: [[u8; 4]; 8] = [
        [10, 20, 30, 1],
        [10, 20, 30, 9],
        [10, 20, 40, 7],
        [10, 20, 50, 3],
        [10, 20, 129, 10],
        [10, 20, 200, 1],
        [192, 0, 2, 9],
        [198, 51, 100, 4],
    ];

    fn any_rule() -> impl Strategy<Value = Value> {
        let net = || proptest::option::of(select(NETS.as_slice()));
        let transport = (proptest::option::of(select(&["tcp", "udp", "icmp"][..])), proptest::option::of(1_u16..4));
        (select(ZONES.as_slice()), select(ZONES.as_slice()), any::<bool>(), net(), net(), transport).prop_map(
            |(from, to, passes, source, destination, (protocol, port))| {
                let mut rule =
                    json!({ "from_zone": from, "to_zone": to, "action": if passes { "pass" } else { "block" } });
                let port = port.filter(|_| protocol != Some("icmp"));
                for (key, value) in [
                    ("source_net", json!(source)),
                    ("destination_net", json!(destination)),
                    ("protocol", json!(protocol)),
                    ("destination_port", json!(port)),
                ] {
                    if !value.is_null() {
                        rule[key] = value;
                    }
                }
                rule
            },
        )
    }

    fn analysis(rules: &[Value], matching: &str) -> Analysis {
        let declared = declared_from_json(&json!({ "substrate": {
            "deevnet_site_octet": 20,
            "deevnet_vlans": {
                "iot": { "vlan_id": 30, "subnet": "10.20.30.0/24", "gateway": "10.20.30.1" },
                "guest": { "vlan_id": 40, "subnet": "10.20.40.0/24", "gateway": "10.20.40.1" },
                "tenant_transit": { "vlan_id": 50, "subnet": "10.20.50.0/24", "gateway": "10.20.50.1" },
                "bare": { "vlan_id": 60 },
            },
            "deevnet_tenants": [{ "name": "orchard", "index": 1 }],
            "firewall_zone_policies": rules,
            "firewall_internet_zones": ["guest"],
            "firewall_match": matching,
        } }));
        Analysis::of(&check(&declared).substrate)
    }

    fn packets(analysis: &Analysis) -> Vec<((ZoneIndex, ZoneIndex), Packet)> {
        let ends = 0..analysis.zones().len();
        let mut packets = Vec::new();
        for (from, to) in ends.clone().flat_map(|from| ends.clone().map(move |to| (from, to))) {
            for (source, destination) in
                ADDRESSES.iter().flat_map(|one| ADDRESSES.iter().map(move |other| (one, other)))
            {
                for (protocol, port) in [(Protocol::TCP, Some(2)), (Protocol::ICMP, None)] {
                    packets.push((
                        (from, to),
                        Packet {
                            ingress: analysis.zones()[from].name.clone(),
                            egress: analysis.zones()[to].name.clone(),
                            protocol,
                            source: Ipv4Addr::from(*source),
                            destination: Ipv4Addr::from(*destination),
                            source_port: port,
                            destination_port: port,
                        },
                    ));
                }
            }
        }
        packets
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn lines_decide_as_the_rules_do(
            rules in proptest::collection::vec(any_rule(), 0..6),
            matching in select(&["first", "any"][..]),
        ) {
            let analysis = analysis(&rules, matching);
            let lines = analysis.filter_lines();
            for (ends, packet) in packets(&analysis) {
                let decided = lines.iter().find(|line| line.matches(ends, &packet));
                let action = decided.map_or(analysis.default_action(), |line| line.action);
                prop_assert_eq!(action, analysis.decide(&packet).unwrap().action, "{}", packet);
            }
        }
    }
}
