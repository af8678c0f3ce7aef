//! Everything said about a policy, held against asking the rules one by one about every packet of a small universe.

use std::fmt;
use std::net::Ipv4Addr;
use std::sync::Arc;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::interval_set::{Interval, IntervalSet};
use super::{Analysis, Outcome, Packet, Protocol, Reach, ZoneIndex};
use crate::declared::testing::declared_from_json;
use crate::model::{Action, Substrate};

const ZONES: &[&str] = &[
    "any",
    "guest",
    "iot",
    "iot_vendor",
    "iot_backend",
    "management",
    "tenant_transit",
    "tenant_1",
    "oak",
    "elm",
    "internet",
    "self",
    "nowhere",
    "blackhole",
    "lounge",
];

/// Nets whose corners meet those of zones, of the site and of each other.
const NETS: &[&str] = &[
    "10.20.40.0/24",
    "10.20.40.8/29",
    "10.20.30.1/32",
    "10.20.99.0/31",
    "10.20.99.0/25",
    "10.20.128.0/18",
    "10.20.129.0/24",
    "10.20.130.7",
    "10.20.77.0/24",
    "192.0.2.0/30",
    "0.0.0.0/0",
    "10.20.30.0-10.20.31.255",
    "10.20.99.1, 192.0.2.2",
];

const PORTS: &[&str] = &["0", "22", "20-25", "443, 22", "65535", "any"];

const PROTOCOLS: &[&str] = &["tcp", "UDP", "tcp/udp", "icmp", "0", "any", "255"];

const ADDRESSES: &[&str] = &[
    "10.20.40.0",
    "10.20.40.9",
    "10.20.40.255",
    "10.20.30.1",
    "10.20.31.4",
    "10.20.99.0",
    "10.20.99.1",
    "10.20.99.200",
    "10.20.50.9",
    "10.20.52.2",
    "10.20.129.10",
    "10.20.130.7",
    "10.20.131.1",
    "10.20.77.3",
    "10.20.35.9",
    "192.0.2.2",
    "192.0.2.9",
    "0.0.0.0",
    "255.255.255.255",
];

const PACKET_PORTS: &[u16] = &[0, 22, 23, 443, 65_535];

fn segments() -> Value {
    let segment = |vlan: u8| {
        json!({
            "vlan_id": vlan, "subnet": format!("10.20.{vlan}.0/24"), "gateway": format!("10.20.{vlan}.1"),
        })
    };
    json!({
        "guest": segment(40), "iot": segment(30), "iot_vendor": segment(31), "iot_backend": segment(35),
        "management": segment(99), "tenant_transit": segment(50), "tenant_1": segment(52),
        "lounge": { "vlan_id": 60 }, "blackhole": { "vlan_id": 999 },
    })
}

fn fields() -> impl Strategy<Value = Value> {
    let maybe =
        |texts: &'static [&'static str], chance: f64| prop::option::weighted(chance, prop::sample::select(texts));
    let fields = (maybe(PROTOCOLS, 0.4), maybe(NETS, 0.3), maybe(NETS, 0.4), maybe(PORTS, 0.15), maybe(PORTS, 0.3));
    fields.prop_map(|(protocol, source_net, destination_net, source_port, destination_port)| {
        let mut fields = json!({});
        for (name, value) in [
            ("protocol", protocol),
            ("source_net", source_net),
            ("destination_net", destination_net),
            ("source_port", source_port),
            ("destination_port", destination_port),
        ] {
            if let Some(value) = value {
                fields[name] = value.into();
            }
        }
        fields
    })
}

fn rules() -> impl Strategy<Value = Vec<Value>> {
    let zone = || prop::sample::select(ZONES);
    let rule = (zone(), zone(), prop::bool::weighted(0.6), fields()).prop_map(|(from, to, passes, mut rule)| {
        rule["from_zone"] = from.into();
        rule["to_zone"] = to.into();
        rule["action"] = if passes { "pass" } else { "block" }.into();
        rule
    });
    prop::collection::vec(rule, 0..9)
}

fn never() -> impl Strategy<Value = Vec<Value>> {
    let zone = || prop::sample::select(ZONES);
    let never = (zone(), zone(), fields()).prop_map(|(from, to, mut never)| {
        never["from_zone"] = from.into();
        never["to_zone"] = to.into();
        never["reason"] = "we say so".into();
        never
    });
    prop::collection::vec(never, 0..3)
}

prop_compose! {
    fn policies()(
        rules in rules(),
        never in never(),
        internet in prop::collection::vec(prop::sample::select(ZONES), 0..3),
        passes in prop::bool::weighted(0.15),
        matching in prop::sample::select(&["first", "any"]),
    ) -> Policy {
        let internet: Vec<&str> = internet.into_iter().filter(|zone| *zone != "any").collect();
        let json = json!({ "substrate": {
            "deevnet_site_octet": 20,
            "deevnet_vlans": segments(),
            "deevnet_tenants": [{ "name": "oak", "index": 1 }, { "name": "elm", "index": 2 }],
            "deevnet_tenant_numbering": { "vrf_base": 10_000, "vnet_base": 20_000, "vmid_base": 10_000 },
            "firewall_zone_policies": rules,
            "firewall_internet_zones": internet,
            "firewall_never": never,
            "firewall_default_action": if passes { "pass" } else { "deny" },
            "firewall_match": matching,
        } });
        Policy(json)
    }
}

/// A policy as it is declared, which is how a failure shows it.
struct Policy(Value);

impl fmt::Debug for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, value) in self.0["substrate"].as_object().into_iter().flatten() {
            if name.starts_with("firewall") {
                writeln!(f, "{name}: {value}")?;
            }
        }
        Ok(())
    }
}

impl Policy {
    fn analysis(&self) -> Analysis {
        Analysis::of(&Substrate::read(&declared_from_json(&self.0)).0)
    }
}

fn number(address: Ipv4Addr) -> u64 {
    u32::from(address).into()
}

fn contains(reach: &Reach, packet: &Packet) -> bool {
    match reach {
        Reach::None => false,
        Reach::Some(packets) => packets.contains(packet),
        Reach::All => true,
    }
}

fn address(packet: &Packet) -> IntervalSet {
    IntervalSet::of(Interval::one(number(packet.destination)))
}

/// Every packet of the small universe that there can be between two zones.
fn packets(analysis: &Analysis, entry: ZoneIndex, sources: &IntervalSet, to: ZoneIndex) -> Vec<Packet> {
    let space = &analysis.space;
    let name = |zone: ZoneIndex| Arc::clone(&space.zones[zone].name);
    let addresses: Vec<Ipv4Addr> = ADDRESSES.iter().map(|text| text.parse().unwrap()).collect();
    let is_at = |address: &&Ipv4Addr| {
        let one = IntervalSet::of(Interval::one(number(**address)));
        space.places_of(Some(to), &one).union(&space.own_places(to).intersection(&one)).intersects(space.places(to))
    };
    let mut packets = Vec::new();
    for destination in addresses.iter().filter(is_at) {
        for source in addresses.iter().filter(|address| sources.contains(number(**address))) {
            for protocol in [1, 6, 17, 255].map(Protocol::new) {
                let ports: &[u16] = if protocol.has_ports() { PACKET_PORTS } else { &[0] };
                for (source_port, destination_port) in
                    ports.iter().flat_map(|one| ports.iter().map(move |two| (one, two)))
                {
                    let port = |port: &u16| protocol.has_ports().then_some(*port);
                    packets.push(Packet {
                        ingress: name(entry),
                        egress: name(to),
                        protocol,
                        source: *source,
                        destination: *destination,
                        source_port: port(source_port),
                        destination_port: port(destination_port),
                    });
                }
            }
        }
    }
    packets
}

/// An overlay comes in from several zones, and reaches what any of them lets through.
fn passes_any(analysis: &Analysis, entries: &[(ZoneIndex, IntervalSet)], packet: &Packet) -> bool {
    entries.iter().filter(|(_, sources)| sources.contains(number(packet.source))).any(|(entry, _)| {
        let ingress = Arc::clone(&analysis.zones()[*entry].name);
        analysis.decide(&Packet { ingress, ..packet.clone() }).unwrap().action == Action::Pass
    })
}

fn pairs() -> impl Strategy<Value = Vec<(prop::sample::Index, prop::sample::Index)>> {
    prop::collection::vec(any::<(prop::sample::Index, prop::sample::Index)>(), 6)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn reach_is_what_the_rules_say_about_every_packet(policy in policies(), pairs in pairs()) {
        let analysis = policy.analysis();
        for (from, to) in pairs {
            let (from, to) = (from.index(analysis.zones().len()), to.index(analysis.zones().len()));
            let (entries, reach) = (analysis.entries(from), analysis.reach(from, to));
            // A forged source is none of those that `all` speaks of.
            let honest = analysis.space.honest_sources(from);
            for packet in entries.iter().flat_map(|(entry, sources)| packets(&analysis, *entry, sources, to)) {
                if reach != Reach::All || honest.contains(number(packet.source)) {
                    let passes = passes_any(&analysis, &entries, &packet);
                    prop_assert_eq!(contains(&reach, &packet), passes, "{} in {}", packet, reach);
                }
            }
        }
    }

    #[test]
    fn a_proof_holds_where_no_packet_refutes_it(
        policy in policies(), from: prop::sample::Index, to: prop::sample::Index,
    ) {
        let analysis = policy.analysis();
        for breach in analysis.breaches() {
            prop_assert_eq!(analysis.decide(&breach.witness.packet).unwrap().action, Action::Pass, "{}", breach.witness);
        }
        for (proof, claim) in analysis.proofs().iter().zip(&analysis.claims) {
            if let Outcome::Refuted(witness) = &proof.outcome {
                let verdict = analysis.decide(&witness.packet).unwrap();
                prop_assert_eq!((verdict.action, verdict.cause), (Action::Pass, witness.cause), "{}", proof);
                let zone = |name: &str| analysis.space.zone(name).unwrap();
                let (from, to) = (zone(&witness.from), zone(&witness.to));
                prop_assert!(claim.is_between(from, to), "{}", proof);
                let packet_is_there = analysis.entries(from).iter().any(|(entry, sources)| {
                    *entry == zone(&witness.packet.ingress) && sources.contains(number(witness.packet.source))
                });
                prop_assert!(packet_is_there, "{}", proof);
                continue;
            }
            let from = claim.sources().nth(from.index(claim.sources().count())).unwrap();
            let to = to.index(analysis.zones().len());
            let protected = claim.protected(&analysis.space, from, analysis.space.places(to));
            for (entry, sources) in analysis.entries(from) {
                let in_question = claim.is_between(from, to) && claim.is_broad() && !protected.is_empty();
                for packet in packets(&analysis, entry, &sources, to).iter().filter(|_| in_question) {
                    let passes = analysis.decide(packet).unwrap().action == Action::Pass;
                    let is_protected = protected.intersects(&analysis.space.places_of(Some(to), &address(packet)));
                    prop_assert!(!(passes && is_protected), "{} of {}", packet, proof);
                }
            }
        }
    }

    #[test]
    fn the_matrix_holds_every_pair(policy in policies()) {
        let analysis = policy.analysis();
        let matrix = analysis.matrix();
        let mut flows = 0;
        for from in 0..analysis.zones().len() {
            for to in 0..analysis.zones().len() {
                let reach = analysis.reach(from, to);
                flows += usize::from(reach.is_some());
                prop_assert_eq!(matrix.reach(from, to), &reach, "{} -> {}", analysis.zones()[from].name, analysis.zones()[to].name);
            }
        }
        prop_assert_eq!(matrix.flows().count(), flows);
    }

    #[test]
    fn the_same_policy_gives_the_same_answers(policy in policies()) {
        let (once, again) = (policy.analysis(), policy.analysis());
        prop_assert_eq!(once.matrix(), again.matrix());
        prop_assert_eq!(once.proofs(), again.proofs());
        prop_assert_eq!(once.breaches(), again.breaches());
    }
}
