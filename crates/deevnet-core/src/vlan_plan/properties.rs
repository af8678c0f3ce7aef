//! What holds for every plan.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};
use serde_json::{Map, Value as Json, json};

use super::{BehindKind, Conflict, PlannedPort, VlanPlan};
use crate::declared::testing::declared_from_json;
use crate::network::{VlanBand, VlanId};

/// The segments of the generated substrates: name, VLAN ID and whether there is a wireless network.
const SEGMENTS: &[(&str, u16, bool)] = &[
    ("trusted", 10, true),
    ("platform", 25, false),
    ("iot", 30, true),
    ("tenant_1", 50, false),
    ("tenant_2", 51, false),
    ("management", 99, false),
    ("blackhole", 999, false),
];

/// Who may stand behind a port.
const HOSTS: &[&str] = &["ap01", "core-rt01", "hv01", "hv02", "pi01"];

fn plan(json: &Json) -> VlanPlan {
    crate::check(&declared_from_json(json)).substrate.vlan_plan()
}

/// Adds the lowest free ID of a band under a name, as a new segment takes it.
fn add(vlans: &mut BTreeMap<String, u16>, name: &str, band: VlanBand) -> bool {
    let json = json!({ "substrate": { "deevnet_vlans": declared(vlans) } });
    match plan(&json).free(band) {
        Ok(vlan) => vlans.insert(name.to_owned(), vlan.get()).is_none(),
        Err(error) => {
            assert_eq!((error.free(), error.holders.len()), (0, error.size()));
            false
        }
    }
}

fn declared(vlans: &BTreeMap<String, u16>) -> Map<String, Json> {
    vlans.iter().map(|(name, vlan)| (name.clone(), json!({ "vlan_id": vlan }))).collect()
}

fn vlans() -> Map<String, Json> {
    let segment = |(name, vlan, has_wireless): &(&str, u16, bool)| {
        let mut segment = json!({ "vlan_id": vlan });
        if *vlan < 256 {
            segment["subnet"] = json!(format!("10.20.{vlan}.0/24"));
            segment["gateway"] = json!(format!("10.20.{vlan}.1"));
        }
        if *has_wireless {
            segment["wifi_ssid"] = json!(format!("Lantern {name}"));
        }
        ((*name).to_owned(), segment)
    };
    SEGMENTS.iter().map(segment).collect()
}

fn substrate(machines: &[(String, String)], ports: &[(String, BTreeSet<u16>)]) -> Json {
    let port = |(index, (host, tagged)): (usize, &(String, BTreeSet<u16>))| {
        json!({
            "interface": format!("1/0/{index}"), "description": host, "native_vlan": 999, "allowed_vlans": tagged,
        })
    };
    let on_management = |address: &str| json!({ "interfaces": { "eth0": { "ip": address } } });
    let mut hosts = json!({
        "access-sw01": { "switch_ports": { "trunk": ports.iter().enumerate().map(port).collect::<Vec<_>>() } },
        "ap01": { "infrastructure": { "form": "ap" }, "env": on_management("10.20.99.9") },
        "core-rt01": { "infrastructure": { "form": "rt" }, "env": on_management("10.20.99.1") },
        "hv01": { "deevnet_hypervisor": { "plane": "management" }, "env": on_management("10.20.99.21") },
        "hv02": { "deevnet_hypervisor": { "plane": "tenant" }, "env": on_management("10.20.99.22") },
        "pi01": { "env": { "interfaces": { "eth0": { "segment": "iot" } } } },
    });
    for (index, (hypervisor, segment)) in machines.iter().enumerate() {
        hosts[format!("machine-vm{index:02}")] = json!({
            "env": { "interfaces": { "eth0": { "segment": segment } } },
            "mgmt_vm": { "hypervisor": hypervisor },
        });
    }
    json!({ "substrate": { "deevnet_vlans": vlans() }, "hosts": hosts })
}

/// What a host needs, said again without the plan's own code.
fn needed(host: &str, machines: &[(String, String)]) -> BTreeSet<u16> {
    let id = |name: &str| SEGMENTS.iter().find(|(found, ..)| *found == name).unwrap().1;
    let all = |keep: &dyn Fn(&(&str, u16, bool)) -> bool| {
        SEGMENTS.iter().filter(|segment| keep(segment)).map(|segment| segment.1).collect::<BTreeSet<u16>>()
    };
    let mut needed = match host {
        "ap01" => all(&|(_, _, has_wireless)| *has_wireless),
        "core-rt01" => all(&|(_, vlan, _)| *vlan < 256),
        "hv02" => all(&|(name, ..)| name.starts_with("tenant_")),
        "pi01" => return BTreeSet::from([id("iot")]),
        _ => BTreeSet::new(),
    };
    needed.insert(id("management"));
    needed.extend(machines.iter().filter(|(hypervisor, _)| hypervisor == host).map(|(_, segment)| id(segment)));
    needed
}

fn segment_name() -> impl Strategy<Value = String> {
    select(&["trusted", "platform", "iot", "tenant_1", "management"][..]).prop_map(str::to_owned)
}

fn machines() -> impl Strategy<Value = Vec<(String, String)>> {
    prop::collection::vec((select(&["hv01", "hv02"][..]).prop_map(str::to_owned), segment_name()), 0..5)
}

fn ports() -> impl Strategy<Value = Vec<(String, BTreeSet<u16>)>> {
    let ids: Vec<u16> = SEGMENTS.iter().map(|segment| segment.1).filter(|vlan| *vlan != 999).collect();
    let tagged = subsequence(ids, 0..=6).prop_map(|ids| ids.into_iter().collect::<BTreeSet<u16>>());
    prop::collection::vec((select(HOSTS).prop_map(str::to_owned), tagged), 1..5)
}

proptest! {
    #[test]
    fn what_is_declared_never_moves_and_no_id_is_given_twice(
        steps in prop::collection::vec((0..14_u8, any::<bool>(), any::<Index>()), 1..40),
    ) {
        let mut vlans = BTreeMap::new();
        for (number, is_addition, index) in steps {
            let before = vlans.clone();
            let name = format!("tenant_{number}");
            if is_addition && !vlans.contains_key(&name) {
                let was_added = add(&mut vlans, &name, VlanBand::Tenant);
                prop_assert_eq!(was_added, before.len() < 10);
            } else if let Some(gone) = before.keys().nth(index.index(before.len().max(1))) {
                vlans.remove(gone);
            }
            let stays = before.iter().filter(|(name, _)| vlans.contains_key(*name));
            for (name, vlan) in stays {
                prop_assert_eq!(vlans.get(name), Some(vlan));
            }
            let ids: BTreeSet<u16> = vlans.values().copied().collect();
            prop_assert_eq!(ids.len(), vlans.len());
            prop_assert!(ids.iter().all(|id| VlanBand::Tenant.range().contains(id)));
        }
    }

    #[test]
    fn what_is_derived_equals_what_is_said_again(machines in machines(), ports in ports()) {
        let plan = plan(&substrate(&machines, &ports));
        let mut required: BTreeMap<&str, BTreeSet<u16>> = BTreeMap::new();
        for (port, (host, tagged)) in plan.ports().iter().zip(&ports) {
            let derived = port.required.as_ref().unwrap();
            let needs = needed(host, &machines);
            prop_assert_eq!(&*derived.behind.host, host.as_str());
            prop_assert_eq!(derived.needed.iter().map(|id| id.get()).collect::<BTreeSet<_>>(), needs.clone());
            let passing: BTreeSet<u16> = derived.vlans.keys().map(|id| id.get()).collect();
            prop_assert!(passing.is_superset(&needs.intersection(tagged).copied().collect()));
            prop_assert!(passing.is_subset(&needs));
            let missing: BTreeSet<u16> = port.missing().map(|(vlan, _)| vlan.get()).collect();
            prop_assert_eq!(missing, passing.difference(tagged).copied().collect());
            let superfluous: BTreeSet<u16> = port.superfluous().map(VlanId::get).collect();
            prop_assert_eq!(superfluous, tagged.difference(&needs).copied().collect());
            prop_assert!(derived.vlans.values().all(|reasons| !reasons.is_empty()));
            required.entry(host).or_default().extend(passing);
        }
        for (host, vlans) in required {
            prop_assert_eq!(vlans, needed(host, &machines));
        }
    }

    #[test]
    fn every_two_segments_that_share_something_conflict(
        segments in prop::collection::vec((select(&[10_u16, 20][..]), select(&["A", "B"][..]), 0..3_u8), 0..6),
    ) {
        let segment = |(index, (vlan, ssid, third)): (usize, &(u16, &str, u8))| {
            let json = json!({ "vlan_id": vlan, "wifi_ssid": ssid, "subnet": format!("10.20.{third}.0/24") });
            (format!("s{index}"), json)
        };
        let vlans: Map<String, Json> = segments.iter().enumerate().map(segment).collect();
        let conflicts = plan(&json!({ "substrate": { "deevnet_vlans": vlans } })).conflicts();
        let mut expected = [0; 3];
        for (index, left) in segments.iter().enumerate() {
            for right in &segments[index + 1..] {
                expected[0] += usize::from(left.0 == right.0);
                expected[1] += usize::from(left.1 == right.1);
                expected[2] += usize::from(left.2 == right.2);
            }
        }
        let count = |is_kind: fn(&Conflict) -> bool| conflicts.iter().filter(|found| is_kind(found)).count();
        let found = [
            count(|found| matches!(found, Conflict::Vlan { .. })),
            count(|found| matches!(found, Conflict::Ssid { .. })),
            count(|found| matches!(found, Conflict::Subnet { .. })),
        ];
        prop_assert_eq!(found, expected);
        prop_assert!(conflicts.is_sorted());
    }
}

#[test]
fn a_link_between_switches_carries_what_both_sides_need() {
    let ports = |trunks: Json| json!({ "infrastructure": { "form": "sw" }, "switch_ports": trunks });
    let trunk = |port: &str, host: &str, allowed: &[u16]| json!({ "interface": port, "description": host, "native_vlan": 999, "allowed_vlans": allowed });
    let mut json = substrate(&[], &[]);
    json["hosts"]["access-sw01"] =
        ports(json!({ "trunk": [trunk("1/0/1", "core-rt01", &[99]), trunk("1/0/2", "access-sw02", &[99])] }));
    json["hosts"]["access-sw02"] = ports(json!({
        "trunk": [trunk("1/0/1", "access-sw01", &[])],
        "access": [{ "interface": "1/0/2", "description": "pi01", "vlan_id": 30 }],
    }));
    let line = |port: &PlannedPort| {
        let required = port.required.as_ref().filter(|required| required.behind.kind == BehindKind::Switch)?;
        let reasons =
            required.vlans.iter().map(|(vlan, reasons)| format!("{vlan}, {}", reasons.keys().next().unwrap()));
        Some(format!("{}: {}", port.label(), reasons.collect::<Vec<_>>().join("; ")))
    };
    let lines: Vec<String> = plan(&json).ports().iter().filter_map(line).collect();
    insta::assert_snapshot!(lines.join("\n"), @"
    port 1/0/2 of access-sw01: 30, hosts behind access-sw01 and behind access-sw02 are on it
    port 1/0/1 of access-sw02: 30, hosts behind access-sw02 and behind access-sw01 are on it
    ");
}

#[test]
fn conflicts_name_both_parties() {
    let json = json!({ "substrate": { "deevnet_vlans": {
        "guest": {
            "vlan_id": 40, "subnet": "10.20.40.0/23", "wifi_ssid": "Lantern",
            "dhcp_range_start": "10.20.40.100", "dhcp_range_end": "10.20.41.50",
        },
        "iot": {
            "vlan_id": 40, "subnet": "10.20.41.0/24", "wifi_ssid": "Lantern",
            "dhcp_range_start": "10.20.41.10", "dhcp_range_end": "10.20.41.20",
        },
    } } });
    let lines: Vec<String> = plan(&json).conflicts().iter().map(ToString::to_string).collect();
    insta::assert_snapshot!(lines.join("\n"), @r#"
    guest and iot are both on VLAN 40
    guest and iot both have the wireless network "Lantern"
    the subnet 10.20.40.0/23 of guest overlaps 10.20.41.0/24 of iot
    the pools of guest and iot share 10.20.41.10-10.20.41.20
    "#);
}
