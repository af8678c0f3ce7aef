//! `deevnet show vlans` and `deevnet vlan free`.

use crate::substrate::{PI01, Substrate};

/// An access point whose port carries too much and too little, and a spare port on a VLAN that nothing else names.
const SWITCH: &str = "\
# file: host_vars/access-sw01.yml
infrastructure: { form: sw }
switch_ports:
  trunk:
    - interface: gigabitEthernet 1/0/1
      description: ap01 wireless
      native_vlan: 999
      allowed_vlans: [30]
  access:
    - interface: gigabitEthernet 1/0/2
      description: pi01 sensor
      vlan_id: 30
    - interface: gigabitEthernet 1/0/3
      vlan_id: 40
";
const ACCESS_POINT: &str = "\
# file: host_vars/ap01.yml
infrastructure:
  form: ap
  interfaces:
    eth0: { mac: \"00:00:5e:00:53:09\" }
env:
  interfaces:
    eth0: { ip: 10.20.99.9, segment: management }
";

fn substrate() -> Substrate {
    Substrate::with(&[PI01, SWITCH, ACCESS_POINT])
}

#[test]
fn the_plan_is_tables_of_bands_segments_and_ports() {
    insta::assert_snapshot!(substrate().deevnet(&["show", "vlans"]).text(), @"
    exit 0
    BAND        VLANS  SIZE  USED  FREE  NEXT
    core        10-40    31     2    29    10
    tenant      50-59    10     0    10    50
    reserved    60-69    10     0    10    60
    lab         70-79    10     0    10    70
    management  99        1     1     0     -
    blackhole   999       1     1     0     -

    VLAN  SEGMENT     BAND        SUBNET         POOL                       SSID
      30  iot         core        10.20.30.0/24  10.20.30.100-10.20.30.200  -
      40  guest       core        10.20.40.0/24  10.20.40.100-10.20.40.200  -
      99  management  management  10.20.99.0/24  -                          -
     999  blackhole   blackhole   -              -                          -

    SWITCH       PORT                   BEHIND  MODE    UNTAGGED  TAGGED  NEEDED  DIFFERS
    access-sw01  gigabitEthernet 1/0/1  ap01    trunk   999       30      99      +99 -30
    access-sw01  gigabitEthernet 1/0/2  pi01    access  30        -       30      -
    access-sw01  gigabitEthernet 1/0/3  -       access  40        -       -       -

    +ID is needed and not carried, -ID is carried and not needed.
    ");
}

#[test]
fn the_plan_is_json() {
    let json = substrate().deevnet(&["show", "vlans", "--format", "json"]).json();
    assert_eq!(json["version"], 1);
    assert_eq!(json["vlans"]["bands"][1]["band"], "tenant");
    let port = &json["vlans"]["ports"][0];
    assert_eq!(port["required"]["behind"]["kind"], "access-point");
    assert_eq!(port["required"]["vlans"][0]["reasons"][0]["kind"], "interface");
    assert_eq!(port["differences"][0], serde_json::json!({ "kind": "missing", "vlan": 99 }));
}

#[test]
fn the_lowest_free_ids_are_printed() {
    let substrate = substrate();
    insta::assert_snapshot!(substrate.deevnet(&["vlan", "free", "--band", "tenant"]).text(), @"
    exit 0
    50
    ");
    insta::assert_snapshot!(substrate.deevnet(&["vlan", "free", "--band", "core", "--count", "2"]).text(), @"
    exit 0
    10
    11
    ");
    let json = substrate.deevnet(&["vlan", "free", "--band", "lab", "--format", "json"]).json();
    assert_eq!(json, serde_json::json!({ "version": 1, "band": "lab", "free": [70] }));
}

#[test]
fn a_full_band_and_an_unknown_one_are_refused() {
    let substrate = substrate();
    insta::assert_snapshot!(substrate.deevnet(&["vlan", "free", "--band", "management"]).text(), @"
    exit 1
    --- stderr
    error: the management band, VLAN 99, has 0 of 1 free, and 1 is needed; taken: 99 (management)
    hint: give the band a wider range in `deevnet_vlan_bands`, or release a segment that is no longer used
    ");
    insta::assert_snapshot!(substrate.deevnet(&["vlan", "free", "--band", "tenants"]).text(), @"
    exit 1
    --- stderr
    error: invalid value 'tenants' for '--band <BAND>'
      [possible values: core, tenant, reserved, lab, management, blackhole]

      tip: a similar value exists: 'tenant'

    For more information, try '--help'.
    ");
}

#[test]
fn switches_are_emitted_in_either_dialect() {
    let substrate = substrate();
    let lines = |dialect: &str| {
        let text = substrate.deevnet(&["emit", "switch-cli", "--dialect", dialect]).text();
        let port = text.split("interface gigabitEthernet 1/0/2\n").nth(1).unwrap_or_default().to_owned();
        port.split(" exit\n").next().unwrap_or_default().to_owned()
    };
    insta::assert_snapshot!(lines("tp-link"), @"
    description pi01-sensor
    switchport general allowed vlan 30 untagged
    switchport pvid 30
    no switchport general allowed vlan 1
    no shutdown
    ");
    insta::assert_snapshot!(lines("cisco"), @"
    description pi01-sensor
    switchport mode access
    switchport access vlan 30
    no shutdown
    ");
}
