//! Policies to load, and packets to judge by them.

use std::collections::BTreeSet;
use std::net::Ipv4Addr;
use std::sync::Arc;

use deevnet_core::check;
use deevnet_core::check::Checked;
use deevnet_core::policy::{Analysis, Packet, Protocol, Zone, ZoneKind};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

use crate::ruleset::{Hook, Ruleset};

const ZONES: [&str; 8] = ["iot", "guest", "platform", "tenant_transit", "orchard", "internet", "self", "any"];
const NETS: [&str; 8] = [
    "10.20.128.0/18",
    "10.20.129.0/24",
    "10.20.30.0/24",
    "10.20.40.7/32",
    "10.20.0.0/16",
    "192.0.2.0/24",
    "10.20.25.0/25",
    "198.51.100.0-198.51.100.9",
];
const PROTOCOLS: [&str; 5] = ["tcp", "UDP", "icmp", "tcp/udp", "47"];

/// A checked substrate with a random policy between three segments.
pub(crate) fn any_substrate() -> impl Strategy<Value = Checked> {
    let rules = proptest::collection::vec(any_rule(), 0..7);
    (rules, select(&["first", "any"][..]), select(&["deny", "pass"][..])).prop_map(|(rules, matching, default)| {
        let segment = |vlan: u8| {
            json!({ "vlan_id": vlan, "subnet": format!("10.20.{vlan}.0/24"), "gateway": format!("10.20.{vlan}.1") })
        };
        let hostvars = [(
            "core-rt01".to_owned(),
            json!({
                "deevnet_substrate": "lab",
                "deevnet_site_octet": 20,
                "deevnet_vlans": { "iot": segment(30), "guest": segment(40), "platform": segment(25),
                    "tenant_transit": segment(50),
                },
                "deevnet_tenants": [{ "name": "orchard", "index": 1 }, { "name": "meadow", "index": 2 }],
                "deevnet_tenant_numbering": { "vrf_base": 10_000, "vnet_base": 20_000, "vmid_base": 10_000 },
                "firewall_zone_policies": rules,
                "firewall_internet_zones": ["guest"],
                "firewall_match": matching,
                "firewall_default_action": default,
            }),
        )];
        let groups = [("all".to_owned(), vec!["core-rt01".to_owned()])];
        check(&deevnet_inventory::from_hostvars(hostvars.into(), groups.into()))
    })
}

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

/// Packets between all zones that have an interface, each with the hook at which it is judged.
pub(crate) fn packets(analysis: &Analysis, ruleset: &Ruleset, guard_router: bool) -> Vec<(Packet, Hook)> {
    let has_interface = |zone: &&Zone| ruleset.interface(&zone.name).is_some() && !is_overlay(zone);
    let zones: Vec<&Zone> = analysis.zones().iter().filter(has_interface).collect();
    let router = analysis.zones().iter().find(|zone| zone.kind == ZoneKind::Firewall && guard_router);
    let mut packets = Vec::new();
    for from in &zones {
        for to in zones.iter().copied().chain(router) {
            let hook = if to.kind == ZoneKind::Firewall { Hook::Input } else { Hook::Forward };
            for (source, destination) in ends(from, to) {
                for (protocol, port) in transports() {
                    let packet = Packet {
                        ingress: from.name.clone(),
                        egress: to.name.clone(),
                        protocol,
                        source,
                        destination,
                        source_port: port.map(|_| 40_000),
                        destination_port: port,
                    };
                    packets.push((packet, hook));
                }
            }
        }
    }
    packets
}

/// The segment through which overlays come in.
const TRANSIT: &str = "tenant_transit";

/// A packet of an overlay, as the kernel sees it and as the policy may be asked about it.
pub(crate) struct OverlayPacket {
    /// The packet, which comes in from the segment that leads to the overlay.
    pub(crate) seen: Packet,
    /// The overlay that it comes from.
    pub(crate) overlay: Arc<str>,
    /// The zone that it goes to.
    pub(crate) egress: Arc<str>,
}

/// Packets of every overlay to every zone that the kernel can tell, other overlays among them.
pub(crate) fn overlay_packets(analysis: &Analysis, ruleset: &Ruleset) -> Vec<OverlayPacket> {
    if ruleset.interface(TRANSIT).is_none() {
        return Vec::new();
    }
    let overlays = || analysis.zones().iter().filter(|zone| is_overlay(zone));
    let zones = analysis.zones().iter().filter(|zone| ruleset.interface(&zone.name).is_some() || is_overlay(zone));
    let zones: Vec<&Zone> = zones.collect();
    let mut packets = Vec::new();
    for (from, to) in overlays().flat_map(|from| zones.iter().map(move |to| (from, *to))) {
        for (source, destination) in ends(from, to) {
            for (protocol, port) in transports() {
                let seen = Packet {
                    ingress: TRANSIT.into(),
                    egress: if is_overlay(to) { TRANSIT.into() } else { Arc::clone(&to.name) },
                    protocol,
                    source,
                    destination,
                    source_port: port.map(|_| 40_000),
                    destination_port: port,
                };
                packets.push(OverlayPacket { seen, overlay: Arc::clone(&from.name), egress: Arc::clone(&to.name) });
            }
        }
    }
    packets
}

/// Overlays share the interface of the segment that they come through.
fn is_overlay(zone: &Zone) -> bool {
    zone.kind == ZoneKind::Tenant
        && zone
            .addresses
            .as_ref()
            .is_some_and(|addresses| addresses.ranges().any(|(first, _)| first.octets()[2] >= 128))
}

fn transports() -> [(Protocol, Option<u16>); 6] {
    [
        (Protocol::TCP, Some(53)),
        (Protocol::TCP, Some(443)),
        (Protocol::UDP, Some(53)),
        (Protocol::UDP, Some(40_000)),
        (Protocol::ICMP, None),
        (Protocol::new(47), None),
    ]
}

fn ends(from: &Zone, to: &Zone) -> Vec<(Ipv4Addr, Ipv4Addr)> {
    let destinations = inside(to);
    let destinations = &destinations;
    inside(from).into_iter().flat_map(|source| destinations.iter().map(move |found| (source, *found))).collect()
}

/// A few addresses of a zone; of one that declares none, a few outside the substrate.
fn inside(zone: &Zone) -> BTreeSet<Ipv4Addr> {
    let outside = || ["192.0.2.7", "198.51.100.4", "203.0.113.9"].iter().filter_map(|text| text.parse().ok()).collect();
    zone.addresses.as_ref().map_or_else(outside, |addresses| {
        let ranges = addresses.ranges().map(|(first, last)| (u32::from(first), u32::from(last)));
        let picked = ranges.flat_map(|(first, last)| {
            [first, first + 7, first + 10, last - last.min(1)].map(|at| at.clamp(first, last))
        });
        picked.map(Ipv4Addr::from).collect()
    })
}
