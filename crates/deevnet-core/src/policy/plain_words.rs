//! The meaning of rules in plain words, written down a second time and held against what the analysis decides.
//!
//! Nothing here reads rules through the model or resolves zones through the analysis: it reads the declaration itself.

use std::net::Ipv4Addr;

use ipnet::Ipv4Net;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

use super::{Analysis, Packet, Protocol};
use crate::declared::testing::declared_from_json;
use crate::model::{Action, Substrate};

/// The zones that have addresses, each with its net.
const NETS_OF_ZONES: [(&str, &str); 6] = [
    ("guest", "10.20.40.0/24"),
    ("management", "10.20.99.0/24"),
    ("tenant_transit", "10.20.50.0/24"),
    ("tenant_1", "10.20.51.0/24"),
    ("elm", "10.20.130.0/24"),
    ("oak", "10.20.129.0/24"),
];
const GATEWAYS: [&str; 4] = ["10.20.40.1", "10.20.99.1", "10.20.50.1", "10.20.51.1"];
/// Names of zones as rules write them, and the zone that each means; none is any.
const NAMES: [(&str, Option<&str>); 13] = [
    ("guest", Some("guest")),
    ("management", Some("management")),
    ("tenant_transit", Some("tenant_transit")),
    ("tenant_1", Some("tenant_1")),
    ("fir", Some("tenant_1")),
    ("tenant_fir", Some("tenant_1")),
    ("elm", Some("elm")),
    ("tenant_oak", Some("oak")),
    ("internet", Some("internet")),
    ("WAN", Some("internet")),
    ("Self", Some("self")),
    ("any", None),
    ("ANY", None),
];
const NETS: [&str; 6] =
    ["10.20.40.0/25", "10.20.99.1/32", "10.20.128.0/18", "10.20.129.0/24", "192.0.2.0/24", "0.0.0.0/0"];
const PROTOCOLS: [(&str, &[u8]); 5] =
    [("TCP", &[6]), ("udp", &[17]), ("tcp/udp", &[6, 17]), ("icmp", &[1]), ("132", &[132])];
const PORTS: [(&str, &[u16]); 3] = [("22", &[22]), ("22, 443", &[22, 443]), ("20-23", &[20, 21, 22, 23])];

/// A rule, as what is written and what it says.
#[derive(Debug, Clone)]
struct Words {
    from: (&'static str, Option<&'static str>),
    to: (&'static str, Option<&'static str>),
    passes: bool,
    source_net: Option<&'static str>,
    destination_net: Option<&'static str>,
    protocol: Option<(&'static str, &'static [u8])>,
    port: Option<(&'static str, &'static [u16])>,
}

impl Words {
    fn written(&self) -> Value {
        let mut rule = json!({
            "from_zone": self.from.0, "to_zone": self.to.0, "action": if self.passes { "pass" } else { "block" },
        });
        for (name, text) in [
            ("source_net", self.source_net),
            ("destination_net", self.destination_net),
            ("protocol", self.protocol.map(|(text, _)| text)),
            ("destination_port", self.port.map(|(text, _)| text)),
        ] {
            if let Some(text) = text {
                rule[name] = text.into();
            }
        }
        rule
    }

    fn matches(&self, packet: &Packet) -> bool {
        self.from.1.is_none_or(|from| from == &*packet.ingress)
            && self.matches_source(packet)
            && self.matches_destination(packet)
            && self.matches_transport(packet)
    }

    /// The source net, or else the zone's own addresses.
    fn matches_source(&self, packet: &Packet) -> bool {
        match (self.source_net, self.from.1) {
            (Some(net), _) => is_in(net, packet.source),
            (None, Some(zone)) => is_of(zone, packet.source),
            (None, None) => true,
        }
    }

    /// The destination net wherever it lies, or else the zone's own addresses.
    fn matches_destination(&self, packet: &Packet) -> bool {
        let destination = packet.destination;
        let goes_to = |zone: &str| &*packet.egress == zone;
        match (self.destination_net, self.to.1) {
            (None, None) => true,
            (Some(net), _) if is_claimed(destination) => is_in(net, destination),
            (Some(net), None) => is_in(net, destination),
            // What nobody has lies behind the zone that the rule names, or in the internet.
            (Some(net), Some(to)) => {
                let is_out = goes_to("internet") && !is_in("10.20.0.0/16", destination);
                is_in(net, destination) && (goes_to(to) || is_out)
            }
            (None, Some(to)) => is_of(to, destination) && (is_claimed(destination) || goes_to(to)),
        }
    }

    /// Ports are those of TCP and UDP unless the rule says which protocol has them.
    fn matches_transport(&self, packet: &Packet) -> bool {
        let protocol = packet.protocol.number();
        let Some((_, ports)) = self.port else {
            return self.protocol.is_none_or(|(_, protocols)| protocols.contains(&protocol));
        };
        let protocols = self.protocol.map_or(&[6, 17][..], |(_, protocols)| protocols);
        protocols.contains(&protocol) && packet.destination_port.is_some_and(|port| ports.contains(&port))
    }
}

fn is_in(net: &str, address: Ipv4Addr) -> bool {
    net.parse::<Ipv4Net>().unwrap().contains(&address)
}

fn is_claimed(address: Ipv4Addr) -> bool {
    NETS_OF_ZONES.iter().any(|(_, net)| is_in(net, address))
}

fn is_of(zone: &str, address: Ipv4Addr) -> bool {
    let is_outside = !is_in("10.20.0.0/16", address);
    match zone {
        "internet" => is_outside,
        "self" => is_outside || GATEWAYS.iter().any(|gateway| gateway.parse() == Ok(address)),
        _ => NETS_OF_ZONES.iter().any(|(name, net)| *name == zone && is_in(net, address)),
    }
}

/// The first rule that matches; where order means nothing, a block before every pass.
fn passes(rules: &[Words], internet: &[&str], is_ordered: bool, default: bool, packet: &Packet) -> bool {
    let mut matching = rules.iter().filter(|rule| rule.matches(packet));
    let decided = if is_ordered {
        matching.next().map(|rule| rule.passes)
    } else {
        let found: Vec<bool> = matching.map(|rule| rule.passes).collect();
        (!found.is_empty()).then(|| found.into_iter().all(|passes| passes))
    };
    let reaches_internet = internet.contains(&&*packet.ingress)
        && is_of(&packet.ingress, packet.source)
        && &*packet.egress == "internet"
        && is_of("internet", packet.destination);
    decided.unwrap_or(reaches_internet || default)
}

fn words() -> impl Strategy<Value = Words> {
    let net = || prop::option::weighted(0.4, select(&NETS[..]));
    let protocol = prop::option::of(select(&PROTOCOLS[..]));
    let port = prop::option::weighted(0.4, select(&PORTS[..]));
    let zone = || select(&NAMES[..]);
    (zone(), zone(), any::<bool>(), net(), net(), protocol, port).prop_map(
        |(from, to, passes, source_net, destination_net, protocol, port)| {
            // A protocol without ports and a port are a mistake that is reported for itself.
            let port = port.filter(|_| protocol.is_none_or(|(name, _)| name != "icmp"));
            Words { from, to, passes, source_net, destination_net, protocol, port }
        },
    )
}

fn packets() -> impl Strategy<Value = Vec<Packet>> {
    let zones = || select(&["guest", "management", "tenant_transit", "tenant_1", "elm", "oak", "internet", "self"][..]);
    let addresses = || {
        select(
            &[
                "10.20.40.1",
                "10.20.40.9",
                "10.20.40.200",
                "10.20.99.1",
                "10.20.99.21",
                "10.20.50.2",
                "10.20.51.7",
                "10.20.129.10",
                "10.20.130.10",
                "10.20.131.1",
                "192.0.2.9",
                "8.8.8.8",
            ][..],
        )
    };
    let transport = select(&[(6, 22), (6, 443), (17, 22), (17, 53), (132, 22), (1, 0), (47, 0)][..]);
    let packet = (zones(), zones(), addresses(), addresses(), transport).prop_map(
        |(from, to, source, destination, (protocol, port))| {
            let protocol = Protocol::new(protocol);
            Packet {
                ingress: from.into(),
                egress: to.into(),
                protocol,
                source: source.parse().unwrap(),
                destination: destination.parse().unwrap(),
                source_port: protocol.has_ports().then_some(40_000),
                destination_port: protocol.has_ports().then_some(port),
            }
        },
    );
    prop::collection::vec(packet, 64)
}

fn declared(rules: &[Words], internet: &[&str], is_ordered: bool, default: bool) -> Value {
    let segment = |vlan: u8| json!({ "vlan_id": vlan, "subnet": format!("10.20.{vlan}.0/24"), "gateway": format!("10.20.{vlan}.1") });
    json!({ "substrate": {
        "deevnet_site_octet": 20,
        "deevnet_vlans": {
            "guest": segment(40), "management": segment(99), "tenant_transit": segment(50), "tenant_1": segment(51),
        },
        "deevnet_tenants": [
            { "name": "fir", "segment": "tenant_1" }, { "name": "oak", "index": 1 }, { "name": "elm", "index": 2 },
        ],
        "deevnet_tenant_numbering": { "vrf_base": 10_000, "vnet_base": 20_000, "vmid_base": 10_000 },
        "firewall_zone_policies": rules.iter().map(Words::written).collect::<Vec<_>>(),
        "firewall_internet_zones": internet,
        "firewall_default_action": if default { "pass" } else { "deny" },
        "firewall_match": if is_ordered { "first" } else { "any" },
    } })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn a_packet_is_decided_as_the_words_say(
        rules in prop::collection::vec(words(), 0..8),
        internet in prop::sample::subsequence(vec!["guest", "tenant_1", "elm"], 0..3),
        is_ordered: bool,
        default in prop::bool::weighted(0.2),
        packets in packets(),
    ) {
        let json = declared(&rules, &internet, is_ordered, default);
        let analysis = Analysis::of(&Substrate::read(&declared_from_json(&json)).0);
        for packet in &packets {
            let expected = passes(&rules, &internet, is_ordered, default, packet);
            let found = analysis.decide(packet).unwrap();
            prop_assert_eq!(found.action == Action::Pass, expected, "{} by {:?}", packet, found.cause);
            let reach = analysis.reachable(&packet.ingress, &packet.egress).unwrap();
            let is_reached = match &reach {
                super::Reach::None => false,
                super::Reach::Some(set) => set.contains(packet),
                super::Reach::All => true,
            };
            // What passes is reached, wherever both zones have the addresses.
            let is_there =
                is_of(&packet.ingress, packet.source) && is_of(&packet.egress, packet.destination);
            prop_assert!(is_reached || !expected || !is_there, "{} not in {}", packet, reach);
        }
    }
}
