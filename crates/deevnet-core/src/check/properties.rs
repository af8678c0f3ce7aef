//! What holds for every declaration: the order of hosts is irrelevant, and nothing makes a check panic.

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::check;
use crate::declared::testing::declared_from_json;

/// Few enough values that hosts collide in MAC, address and service now and then.
fn interface() -> impl Strategy<Value = (Value, Value)> {
    let mac = prop_oneof![
        (0u8..6).prop_map(|last| json!(format!("00:00:5e:00:53:{last:02x}"))),
        Just(json!("UNKNOWN")),
        Just(json!("")),
        "[0-9a-fA-F:.-]{0,18}".prop_map(|text| json!(text)),
        any::<i32>().prop_map(|number| json!(number)),
    ];
    let ip = prop_oneof![
        (0u8..6).prop_map(|last| json!(format!("10.20.30.{last}"))),
        Just(json!("dhcp")),
        Just(Value::Null),
        "[0-9./]{0,16}".prop_map(|text| json!(text)),
    ];
    let service = prop_oneof!["[a-c]", "pi0[1-4]", "[ -~]{0,8}"];
    (mac, ip, service, any::<[bool; 3]>()).prop_map(|(mac, ip, service, [wol, record, reservation])| {
        let dns = json!({ "host_a_record": record, "dhcp_reservation": reservation, "cnames": [service] });
        (json!({ "mac": mac }), json!({ "ip": ip, "segment": "iot", "wol": wol, "dns": dns }))
    })
}

fn host() -> impl Strategy<Value = Value> {
    prop::collection::vec(interface(), 0..3).prop_map(|interfaces| {
        let mut hardware = Map::new();
        let mut bindings = Map::new();
        for (index, (mac, binding)) in interfaces.into_iter().enumerate() {
            hardware.insert(format!("eth{index}"), mac);
            bindings.insert(format!("eth{index}"), binding);
        }
        json!({ "infrastructure": { "form": "pi", "interfaces": hardware }, "env": { "interfaces": bindings } })
    })
}

fn declaration() -> impl Strategy<Value = Value> {
    prop::collection::btree_map("pi0[1-5]", host(), 0..5).prop_map(|hosts| {
        json!({
            "substrate": {
                "deevnet_substrate": "lab",
                "deevnet_root_domain": "example.net",
                "deevnet_vlans": { "iot": { "vlan_id": 30, "subnet": "10.20.30.0/24", "gateway": "10.20.30.1" } },
            },
            "hosts": hosts,
        })
    })
}

proptest! {
    #[test]
    fn findings_do_not_depend_on_the_order_of_hosts(json in declaration(), rotation in 0usize..5) {
        let declared = declared_from_json(&json);
        let mut rotated = declared.clone();
        let by = rotation.min(rotated.hosts.len());
        rotated.hosts.rotate_left(by);
        prop_assert_eq!(check(&declared).findings, check(&rotated).findings);
    }

    #[test]
    fn findings_are_sorted_and_stand_once(json in declaration()) {
        let findings = check(&declared_from_json(&json)).findings;
        prop_assert!(findings.is_sorted_by(|left, right| left < right));
    }

    #[test]
    fn a_known_mac_and_a_fixed_address_without_errors_are_unique(json in declaration()) {
        let checked = check(&declared_from_json(&json));
        if !checked.has_errors() {
            let interfaces = || checked.substrate.hosts.values().flat_map(|host| host.interfaces.values());
            let mut macs: Vec<_> = interfaces().filter_map(|interface| interface.mac.value.known()).collect();
            macs.sort_unstable();
            prop_assert!(macs.is_sorted_by(|left, right| left < right));
            let mut addresses: Vec<_> = interfaces().filter_map(|interface| interface.address.value.fixed()).collect();
            addresses.sort_unstable();
            prop_assert!(addresses.is_sorted_by(|left, right| left < right));
        }
    }
}
