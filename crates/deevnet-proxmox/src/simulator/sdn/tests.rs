//! Tests of zones, VNets, subnets and controllers together.

use serde_json::{Value, json};

use super::complaint::Complaint;
use super::file::Section;
use super::kind::Kind;
use super::shown::View;
use super::state::{Change, Sdn};
use crate::simulator::release::Release;

fn section(kind: &str, options: &[(&str, &str)]) -> Section {
    let options = options.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
    Section { kind: kind.to_owned(), options }
}

fn set(options: &[(&str, &str)]) -> Change {
    Change { set: section("", options).options, ..Change::default() }
}

/// A simple zone with a VNet and a subnet, and a VLAN zone with a VNet.
fn lab() -> Sdn {
    let mut sdn = Sdn::default();
    sdn.create(Kind::Zone, "lab", section("simple", &[])).unwrap();
    sdn.create(Kind::Zone, "vl", section("vlan", &[("bridge", "vmbr0")])).unwrap();
    sdn.create(Kind::Vnet, "vnet1", section("vnet", &[("zone", "lab")])).unwrap();
    sdn.create(Kind::Vnet, "vnet2", section("vnet", &[("zone", "vl"), ("tag", "20")])).unwrap();
    let subnet = section("subnet", &[("vnet", "vnet1"), ("gateway", "10.20.0.1"), ("snat", "1")]);
    sdn.create(Kind::Subnet, "lab-10.20.0.0-24", subnet).unwrap();
    sdn
}

fn refused(result: Result<(), Complaint>) -> String {
    result.unwrap_err().text(Release::V8_4)
}

#[test]
fn what_is_wrong_is_refused_with_the_words_of_the_server() {
    let mut sdn = lab();
    let mut create = |kind, id, section| refused(sdn.create(kind, id, section));
    let texts = [
        create(Kind::Zone, "lab", section("simple", &[])),
        create(Kind::Zone, "vl2", section("vlan", &[])),
        create(Kind::Zone, "s2", section("simple", &[("peers", "10.0.0.1")])),
        create(Kind::Zone, "ev", section("evpn", &[("controller", "evpn1"), ("vrf-vxlan", "10001")])),
        create(Kind::Vnet, "vnet1", section("vnet", &[("zone", "lab")])),
        create(Kind::Vnet, "vnet3", section("vnet", &[("zone", "none"), ("tag", "1")])),
        create(Kind::Vnet, "vnet3", section("vnet", &[("zone", "lab"), ("tag", "5")])),
        create(Kind::Vnet, "vnet3", section("vnet", &[("zone", "vl")])),
        create(Kind::Vnet, "vnet3", section("vnet", &[("zone", "vl"), ("tag", "20")])),
        create(Kind::Subnet, "lab-10.20.0.0-24", section("subnet", &[("vnet", "vnet1")])),
        create(Kind::Subnet, "lab-10.21.0.0-24", section("subnet", &[("vnet", "vnet1"), ("gateway", "10.99.0.1")])),
    ];
    insta::assert_snapshot!(texts.join("\n"), @"
    create sdn zone object failed: sdn zone object ID 'lab' already defined
    missing value for required option 'bridge'
    unexpected property 'peers'
    create sdn zone object failed: controller evpn1 don't exist
    create sdn vnet object failed: sdn vnet object ID 'vnet1' already defined
    create sdn vnet object failed: cannot lookup undefined type! at /usr/share/perl5/PVE/API2/Network/SDN/Vnets.pm line 232.
    create sdn vnet object failed: 400 Parameter verification failed.
    tag: vlan tag is not allowed on simple zone
    create sdn vnet object failed: 400 Parameter verification failed.
    tag: missing vlan tag
    create sdn vnet object failed: 400 Parameter verification failed.
    tag: tag 20 already exist in vnet vnet2
    create sdn subnet object failed: sdn subnet object ID 'lab-10.20.0.0-24' already defined
    create sdn subnet object failed: 400 Parameter verification failed.
    gateway: 10.99.0.1 is not in subnet 10.21.0.0/24
    ");
}

#[test]
fn what_is_used_stays() {
    let mut sdn = lab();
    let texts = [
        refused(sdn.delete(Kind::Zone, "lab")),
        refused(sdn.delete(Kind::Vnet, "vnet1")),
        refused(sdn.delete(Kind::Zone, "none")),
        refused(sdn.delete(Kind::Vnet, "none")),
    ];
    insta::assert_snapshot!(texts.join("\n"), @"
    delete sdn zone object failed: zone lab is used by vnet vnet1 at /usr/share/perl5/PVE/Network/SDN/Zones/Plugin.pm line 159.
    delete sdn vnet object failed: 400 Parameter verification failed.
    vnet: Can't delete vnet if subnets exists
    delete sdn zone object failed: sdn 'none' does not exist
    sdn vnet 'none' does not exist
    ");
}

#[test]
fn an_update_needs_the_digest_of_the_file() {
    let mut sdn = lab();
    let stale = Change { digest: Some("0".repeat(40)), ..set(&[("mtu", "1400")]) };
    let text = refused(sdn.update(Kind::Zone, "lab", stale));
    let expected =
        "update sdn zone object failed: detected modified configuration - file changed by other user? Try again.";
    assert_eq!(text, expected);
    let digest = sdn.show(Kind::Zone, "lab", View::Configured).unwrap()["digest"].as_str().map(str::to_owned);
    sdn.update(Kind::Zone, "lab", Change { digest, ..set(&[("mtu", "1400")]) }).unwrap();
    assert_eq!(sdn.show(Kind::Zone, "lab", View::Configured).unwrap()["mtu"], json!(1400));
}

#[test]
fn changes_wait_until_they_are_applied() {
    let pending = |sdn: &Sdn, kind, id| {
        let row = sdn.show(kind, id, View::Pending).unwrap();
        json!([row.get("state"), row.get("pending")])
    };
    let mut sdn = lab();
    assert_eq!(pending(&sdn, Kind::Zone, "lab"), json!(["new", {}]));
    assert_eq!(pending(&sdn, Kind::Vnet, "vnet2"), json!(["new", { "zone": "vl", "tag": 20 }]));
    assert_eq!(pending(&sdn, Kind::Subnet, "lab-10.20.0.0-24"), json!(["new", { "gateway": "10.20.0.1", "snat": 1 }]));
    sdn.apply();
    assert_eq!(pending(&sdn, Kind::Vnet, "vnet2"), json!([Value::Null, Value::Null]));
    sdn.update(Kind::Vnet, "vnet2", set(&[("alias", "changed")])).unwrap();
    assert_eq!(pending(&sdn, Kind::Vnet, "vnet2"), json!(["changed", { "alias": "changed" }]));
    sdn.update(Kind::Vnet, "vnet2", Change { delete: vec!["alias".to_owned()], ..Change::default() }).unwrap();
    assert_eq!(pending(&sdn, Kind::Vnet, "vnet2"), json!([Value::Null, Value::Null]));
    sdn.delete(Kind::Subnet, "lab-10.20.0.0-24").unwrap();
    let row = sdn.show(Kind::Subnet, "lab-10.20.0.0-24", View::Pending).unwrap();
    assert_eq!((&row["state"], &row["pending"], &row["snat"]), (&json!("deleted"), &json!({}), &json!(1)));
    assert!(sdn.list(Kind::Subnet, View::Configured).is_empty());
    sdn.apply();
    assert!(sdn.list(Kind::Subnet, View::Pending).is_empty());
}

#[test]
fn a_subnet_tells_its_network() {
    let row = lab().show(Kind::Subnet, "lab-10.20.0.0-24", View::Configured).unwrap();
    insta::assert_snapshot!(row, @r#"{"cidr":"10.20.0.0/24","dhcp-range":[],"digest":"bfbb2020cb45433b8a5b74a6ec3e88b846ea0044","gateway":"10.20.0.1","id":"lab-10.20.0.0-24","mask":"24","network":"10.20.0.0","snat":1,"subnet":"lab-10.20.0.0-24","type":"subnet","vnet":"vnet1","zone":"lab"}"#);
}

#[test]
fn an_evpn_zone_needs_its_controller() {
    let mut sdn = lab();
    let controller = section("evpn", &[("asn", "65020"), ("peers", "10.20.255.1")]);
    sdn.create(Kind::Controller, "evpn1", controller).unwrap();
    let zone = |number| section("evpn", &[("controller", "evpn1"), ("vrf-vxlan", number)]);
    sdn.create(Kind::Zone, "orchard", zone("10001")).unwrap();
    let text = refused(sdn.create(Kind::Zone, "atelier", zone("10001")));
    assert_eq!(text, "create sdn zone object failed: vrf-vxlan 10001 is already declared in orchard");
    let text = refused(sdn.delete(Kind::Controller, "evpn1"));
    assert_eq!(text, "delete sdn controller object failed: controller evpn1 is used by zone orchard");
}
