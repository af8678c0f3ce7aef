//! What holds for everything that a substrate publishes; what emitters make of it is held to the conformance suite.

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};
use serde_json::{Map, Value as Json, json};

use super::testing::{checked, lab};
use super::{Part, Published, Reservation};
use crate::check::Checked;
use crate::declared::testing::declared_from_json;
use crate::finding::{Finding, Subject};
use crate::model::{Host, Interface};
use crate::rules;

const MACS: &[&str] = &["00:00:5e:00:53:01", "00:00:5e:00:53:02", "00:00:5e:00:53:03", "UNKNOWN", "", "nonsense"];
const ADDRESSES: &[&str] = &["10.20.30.11", "10.20.30.12", "10.20.99.11", "10.20.99.1", "192.168.8.1", "dhcp", ""];
const SERVICES: &[&str] = &["dns", "web", "ns", "pi01", "a.b"];
const NAMES: &[&str] = &["pi01", "pi02", "PI03", "ns", "not_a_label", "12h", "ignore"];

fn interface() -> impl Strategy<Value = (Json, Json)> {
    let values = (select(MACS), select(ADDRESSES), select(&["iot", "management", "nowhere"][..]));
    let flags: [_; 4] = std::array::from_fn(|_| any::<bool>());
    let services = subsequence(SERVICES, 0..=3);
    (values, flags, services, any::<bool>()).prop_map(|((mac, ip, segment), [a, dhcp, wol, boot], services, named)| {
        let mut dns = json!({ "host_a_record": a, "dhcp_reservation": dhcp, "cnames": services });
        if boot {
            dns["pxe_boot"] = json!({ "tftp_server": ip, "boot_file": mac });
        }
        let mut binding = json!({ "ip": ip, "wol": wol, "dns": dns });
        if named {
            binding["segment"] = json!(segment);
        }
        (json!({ "mac": mac }), binding)
    })
}

fn host() -> impl Strategy<Value = Json> {
    prop::collection::btree_map(select(&["eth0", "eth1", "wlan0"][..]), interface(), 0..=3).prop_map(|interfaces| {
        let (mut hardware, mut bindings) = (Map::new(), Map::new());
        for (name, (mac, binding)) in interfaces {
            hardware.insert(name.to_owned(), mac);
            bindings.insert(name.to_owned(), binding);
        }
        json!({ "infrastructure": { "interfaces": hardware }, "env": { "interfaces": bindings } })
    })
}

fn substrate() -> impl Strategy<Value = Json> {
    prop::collection::btree_map(select(NAMES), host(), 0..=5).prop_map(|hosts| {
        let mut substrate = lab();
        substrate["hosts"] = json!(hosts);
        substrate
    })
}

/// Errors about anything in a substrate, and one about nothing in particular.
fn with_errors(mut checked: Checked, picks: &[Index]) -> Checked {
    let mut subjects = vec![Subject::segment("iot"), Subject::segment("management")];
    for host in checked.substrate.hosts.values() {
        subjects.push(Subject::host(host.name.as_ref()));
        subjects.push(Subject::device(host.name.as_ref()));
        for interface in host.interfaces.values() {
            subjects.push(Subject::interface(host.name.as_ref(), interface.name.as_ref()));
            let services = interface.publication.cnames.iter();
            subjects.extend(services.map(|service| Subject::service(host.name.as_ref(), service.name.value.as_ref())));
        }
    }
    for pick in picks {
        let finding = Finding::new(&rules::DUPLICATE_KEY, "it is broken", None);
        checked.findings.push(finding.with_subject(pick.get(&subjects).clone()));
    }
    checked
}

fn count_left_out(published: &Published, subject: &Subject, part: Part) -> usize {
    published.left_out.iter().filter(|left_out| left_out.subject == *subject && left_out.part == part).count()
}

/// How often a flagged part is published or left out; a shared address or service of one host is one record.
fn appearances(published: &Published, host: &Host, interface: &Interface) -> Vec<(Part, usize)> {
    let subject = Subject::interface(host.name.as_ref(), interface.name.as_ref());
    let mut parts = Vec::new();
    let mut add = |flagged: bool, part, shown: usize| {
        if flagged {
            parts.push((part, shown + count_left_out(published, &subject, part)));
        }
    };
    let of = |found_host: &str, found: &str| *found_host == *host.name && *found == *interface.name;
    let reserved = published.reservations.iter().filter(|found| of(&found.host, &found.interface)).count();
    let woken = published.wake_entries.iter().filter(|found| of(&found.host, &found.interface)).count();
    let is_left_out = count_left_out(published, &subject, Part::AddressRecord) > 0;
    let has_address = |address| published.address_records.iter().filter(move |found| found.address == address);
    let address = interface.address.value.fixed();
    let named = address.map_or(0, |address| has_address(address).filter(|found| found.host == host.name).count());
    add(interface.wants_reservation(), Part::Reservation, reserved);
    add(interface.wants_wake(), Part::WakeEntry, woken);
    add(interface.wants_address_record(), Part::AddressRecord, if is_left_out { 0 } else { named });
    parts
}

proptest! {
    #[test]
    fn every_flagged_interface_is_published_or_left_out_once(
        substrate in substrate(), picks: Vec<Index>, force: bool,
    ) {
        let checked = with_errors(checked(&substrate), &picks);
        let published = if force { Published::forced(&checked) } else { Published::new(&checked) };
        for host in checked.substrate.hosts.values() {
            for interface in host.interfaces.values() {
                for (part, count) in appearances(&published, host, interface) {
                    prop_assert_eq!(count, 1, "{} of {} ({})", part, &host.name, &interface.name);
                }
                for service in &interface.publication.cnames {
                    let name = &service.name.value;
                    let shown = published.service(name).is_some_and(|record| record.host == host.name);
                    let subject = Subject::service(host.name.as_ref(), name.as_ref());
                    let left_out = count_left_out(&published, &subject, Part::ServiceRecord);
                    prop_assert!(shown || left_out > 0, "{name} of {}", host.name);
                }
            }
        }
    }

    #[test]
    fn a_forced_list_holds_what_an_unforced_one_holds(substrate in substrate(), picks: Vec<Index>) {
        let checked = with_errors(checked(&substrate), &picks);
        let (plain, forced) = (Published::new(&checked), Published::forced(&checked));
        for wake_entry in &plain.wake_entries {
            prop_assert!(forced.wake_entries.contains(wake_entry));
        }
        for reservation in &plain.reservations {
            let is_same = |found: &Reservation| {
                (&found.host, &found.interface) == (&reservation.host, &reservation.interface)
            };
            prop_assert!(forced.reservations.iter().any(is_same));
        }
    }

    #[test]
    fn the_order_of_hosts_does_not_matter(substrate in substrate(), seed: Index) {
        let declared = declared_from_json(&substrate);
        let mut turned = declared.clone();
        if !turned.hosts.is_empty() {
            let middle = seed.index(turned.hosts.len());
            turned.hosts.rotate_left(middle);
        }
        turned.hosts.reverse();
        prop_assert_eq!(
            Published::forced(&crate::check(&declared)),
            Published::forced(&crate::check(&turned))
        );
    }

    #[test]
    fn names_pair_every_record_with_its_services(substrate in substrate()) {
        let published = Published::new(&checked(&substrate));
        for service in &published.service_records {
            let own = published.address_records.iter().filter(|record| record.label == service.label);
            let paired = published.names().filter(|(_, services)| services.contains(&service));
            prop_assert!(own.clone().eq(paired.map(|(record, _)| record)) && own.count() > 0, "{:?}", service);
        }
        let names: BTreeSet<_> = published.service_records.iter().map(|record| &record.service).collect();
        prop_assert_eq!(names.len(), published.service_records.len());
    }
}
