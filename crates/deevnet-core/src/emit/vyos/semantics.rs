//! The zones of the router decide as the policy does.

use std::collections::BTreeSet;
use std::net::Ipv4Addr;
use std::sync::Arc;

use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

use super::configuration::Configuration;
use crate::check::Checked;
use crate::declared::testing::declared_from_json;
use crate::emit::router::is_overlay;
use crate::emit::testing::{checked, lab};
use crate::emit::{EmitOptions, Published, Target, emit};
use crate::model::Action;
use crate::policy::{Analysis, Packet, Protocol, Zone, ZoneKind};

const ZONES: [&str; 8] = ["iot", "guest", "platform", "tenant_transit", "orchard", "internet", "self", "any"];
const NETS: [&str; 8] = [
    "10.20.128.0/18",
    "10.20.129.0/24",
    "10.20.30.0/24",
    "10.20.40.7/32",
    "10.20.0.0/16",
    "192.0.2.0/24",
    "10.20.25.0/25,10.20.40.0/28",
    "198.51.100.0-198.51.100.9",
];
const PROTOCOLS: [&str; 5] = ["tcp", "UDP", "icmp", "tcp/udp", "47"];

fn any_rule() -> impl Strategy<Value = Value> {
    let net = || proptest::option::of(select(NETS.as_slice()));
    let ports = proptest::option::of(select(&["53", "1-1023", "80,443"][..]));
    let ends = (select(ZONES.as_slice()), select(ZONES.as_slice()));
    (ends, any::<bool>(), net(), net(), proptest::option::of(select(PROTOCOLS.as_slice())), ports).prop_map(
        |((from, to), passes, source, destination, protocol, port)| {
            let mut rule = json!({ "from_zone": from, "to_zone": to, "action": if passes { "pass" } else { "block" } });
            let port = port.filter(|_| protocol.is_none_or(|name| name != "icmp" && name != "47"));
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

fn any_substrate() -> impl Strategy<Value = Checked> {
    let rules = proptest::collection::vec(any_rule(), 0..7);
    (rules, select(&["first", "any"][..]), select(&["deny", "pass"][..])).prop_map(|(rules, matching, default)| {
        let segment = |vlan: u8| {
            json!({ "vlan_id": vlan, "subnet": format!("10.20.{vlan}.0/24"), "gateway": format!("10.20.{vlan}.1") })
        };
        crate::check(&declared_from_json(&json!({ "substrate": {
            "deevnet_substrate": "lab",
            "deevnet_site_octet": 20,
            "deevnet_vlans": {
                "iot": segment(30), "guest": segment(40), "platform": segment(25), "tenant_transit": segment(50),
            },
            "deevnet_tenants": [{ "name": "orchard", "index": 1 }, { "name": "meadow", "index": 2 }],
            "deevnet_tenant_numbering": { "vrf_base": 10_000, "vnet_base": 20_000, "vmid_base": 10_000 },
            "firewall_zone_policies": rules,
            "firewall_internet_zones": ["guest"],
            "firewall_match": matching,
            "firewall_default_action": default,
        } })))
    })
}

fn configuration(checked: &Checked, guard_router: bool) -> (Configuration, String) {
    let (interface, wan) = (Some("eth1".parse().unwrap()), Some("eth0".parse().unwrap()));
    let options = EmitOptions { interface, wan, guard_router, ..EmitOptions::default() };
    let emission = emit(Target::Vyos, &Published::forced(checked), &options).unwrap();
    let text = emission.files[0].content.clone();
    (Configuration::read(&text).unwrap_or_else(|error| panic!("{error}\n{text}")), text)
}

/// The firewall zone that a zone's packets come in from or leave to.
fn zone_of<'a>(checked: &Checked, zone: &'a Zone) -> &'a str {
    if is_overlay(&checked.substrate, zone) { "tenant_transit" } else { &zone.name }
}

/// What becomes of a packet: the rules of every zone that it may be said to come from are about it, and whichever stands
/// first decides.
fn expected(analysis: &Analysis, packet: &Packet, also_from: &str) -> Action {
    let place = |ingress: &str| {
        let verdict = analysis.decide(&Packet { ingress: ingress.into(), ..packet.clone() }).unwrap();
        let place = analysis.clauses().iter().position(|clause| clause.cause == verdict.cause);
        (place.unwrap_or(usize::MAX), verdict.action)
    };
    let (own, other) = (place(&packet.ingress), place(also_from));
    if other.0 < own.0 { other.1 } else { own.1 }
}

fn inside(zone: &Zone) -> BTreeSet<Ipv4Addr> {
    let outside = || ["192.0.2.7", "198.51.100.4", "203.0.113.9"].iter().map(|text| text.parse().unwrap()).collect();
    zone.addresses.as_ref().map_or_else(outside, |addresses| {
        let ranges = addresses.ranges().map(|(first, last)| (u32::from(first), u32::from(last)));
        let picked =
            ranges.flat_map(|(first, last)| [first, first + 7, last - last.min(1)].map(|at| at.clamp(first, last)));
        picked.map(Ipv4Addr::from).collect()
    })
}

fn transports() -> [(Protocol, Option<u16>); 5] {
    [
        (Protocol::TCP, Some(53)),
        (Protocol::TCP, Some(443)),
        (Protocol::UDP, Some(40_000)),
        (Protocol::ICMP, None),
        (Protocol::new(47), None),
    ]
}

fn packets(from: &Zone, to: &Zone) -> impl Iterator<Item = Packet> {
    let (ingress, egress) = (Arc::clone(&from.name), Arc::clone(&to.name));
    let destinations = inside(to);
    let ends: Vec<(Ipv4Addr, Ipv4Addr)> =
        inside(from).into_iter().flat_map(|source| destinations.iter().map(move |found| (source, *found))).collect();
    ends.into_iter().flat_map(|ends| transports().map(|transport| (ends, transport))).map(
        move |((source, destination), (protocol, port))| Packet {
            ingress: Arc::clone(&ingress),
            egress: Arc::clone(&egress),
            protocol,
            source,
            destination,
            source_port: port.map(|_| 40_000),
            destination_port: port,
        },
    )
}

/// Compares every sampled packet; how many there were.
fn compare(checked: &Checked, guard_router: bool) -> usize {
    let (configuration, text) = configuration(checked, guard_router);
    assert_eq!(configuration.dangling(), Vec::<String>::new(), "{text}");
    let analysis = Analysis::of(&checked.substrate);
    let is_there = |zone: &&Zone| {
        let name = zone_of(checked, zone);
        !configuration.interfaces(name).is_empty() || configuration.is_local(name)
    };
    let zones: Vec<&Zone> = analysis.zones().iter().filter(is_there).collect();
    let mut count = 0;
    for from in zones.iter().filter(|zone| zone.kind != ZoneKind::Firewall) {
        for to in &zones {
            let way = (zone_of(checked, from), zone_of(checked, to));
            for packet in packets(from, to) {
                let found = configuration.decide(way.0, way.1, &packet);
                assert_eq!(found, expected(&analysis, &packet, way.0), "{packet}\n{text}");
                count += 1;
            }
        }
    }
    count
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_router_decides_as_the_policy_does(checked in any_substrate(), guard_router: bool) {
        prop_assert!(compare(&checked, guard_router) > 1_000);
    }

    #[test]
    fn nothing_of_an_earlier_policy_survives(before in any_substrate(), after in any_substrate(), guard_router: bool) {
        let (fresh, text) = configuration(&after, guard_router);
        let (_, earlier) = configuration(&before, !guard_router);
        let changed = Configuration::read(&format!("{earlier}{text}")).unwrap();
        prop_assert_eq!(changed.without_interfaces(), fresh.without_interfaces());
    }

    #[test]
    fn whatever_is_declared_the_router_takes_every_command(
        zone in ".*", rule in ".*", boot_file in ".*",
    ) {
        let mut lab = lab();
        lab["substrate"]["deevnet_vlans"][&zone] =
            json!({ "vlan_id": 31, "subnet": "10.20.31.0/24", "gateway": "10.20.31.1" });
        lab["substrate"]["firewall_zone_policies"] =
            json!([{ "from_zone": &zone, "to_zone": "iot", "action": "pass", "name": rule }]);
        lab["substrate"]["firewall_internet_zones"] = json!([zone]);
        lab["hosts"]["provisioner-ph01"]["env"]["interfaces"]["eth0"]["dns"]["pxe_boot"]["boot_file"] = json!(boot_file);
        let (configuration, text) = configuration(&checked(&lab), true);
        prop_assert!(text.contains("set firewall zone iot"), "{text}");
        prop_assert_eq!(configuration.dangling(), Vec::<String>::new());
    }
}
