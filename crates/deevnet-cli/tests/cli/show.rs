//! `deevnet show`.

use crate::substrate::{PI01, PI02_SAME_MAC, Substrate};

#[test]
fn the_parts_are_tables() {
    let substrate = Substrate::with(&[PI01]);
    insta::assert_snapshot!(substrate.deevnet(&["show"]).text(), @"
    exit 0
    PROPERTY          VALUE
    name              lab
    domain            lab.example.net
    site octet        20
    site code         -
    MAC namespace     02:de:20
    management VMIDs  -
    name grammar      either
    segments          4
    hosts             1
    interfaces        1
    tenants           -
    ");
    insta::assert_snapshot!(substrate.deevnet(&["show", "segments"]).text(), @"
    exit 0
    SEGMENT     VLAN  SUBNET         GATEWAY     POOL                       SSID  INTERFACES
    iot           30  10.20.30.0/24  10.20.30.1  10.20.30.100-10.20.30.200  -              1
    guest         40  10.20.40.0/24  10.20.40.1  10.20.40.100-10.20.40.200  -              0
    management    99  10.20.99.0/24  10.20.99.1  static only                -              0
    blackhole    999  -              -           -                          -              0
    ");
    insta::assert_snapshot!(substrate.deevnet(&["show", "hosts"]).text(), @"
    exit 0
    HOST  FORM  VMID  INTERFACE  MAC                ADDRESS      SEGMENT  PUBLISHES
    pi01  pi       -  eth0       00:00:5e:00:53:01  10.20.30.11  iot      dns dhcp (sensors)
    ");
    insta::assert_snapshot!(substrate.deevnet(&["show", "policy"]).text(), @"
    exit 0
    Who reaches whom (rows open connections to columns)

    FROM        guest  iot  management  internet  self
    guest       ·      ·    ·           ·         ·
    iot         ·      ·    ·           ·         ·
    management  ·      ·    ·           ·         ·
    internet    ·      ·    ·           ·         ·
    self        ·      ·    ·           ·         ·

    What is proven

    holds     guest reaches nothing internal
    holds     iot does not reach management

    Rules

    FROM   TO     ACTION  ONLY  NAME
    (any)  (any)  block   -     (default)
    ");
}

#[test]
fn the_parts_are_json() {
    let substrate = Substrate::with(&[PI01]);
    for part in ["substrate", "segments", "hosts", "policy"] {
        let json = substrate.deevnet(&["show", part, "--format", "json"]).json();
        assert_eq!(json["version"], 1);
        assert!(json[part].is_object(), "{json}");
    }
    let hosts = substrate.deevnet(&["show", "hosts", "--format", "json"]).json();
    assert_eq!(hosts["hosts"]["pi01"]["interfaces"]["eth0"]["mac"], "00:00:5e:00:53:01");
}

#[test]
fn errors_are_mentioned() {
    let substrate = Substrate::with(&[PI01, PI02_SAME_MAC]);
    insta::assert_snapshot!(substrate.deevnet(&["show", "hosts"]).text(), @"
    exit 2
    HOST  FORM  VMID  INTERFACE  MAC                ADDRESS      SEGMENT  PUBLISHES
    pi01  pi       -  eth0       00:00:5e:00:53:01  10.20.30.11  iot      dns dhcp (sensors)
    pi02  pi       -  eth0       00:00:5e:00:53:01  10.20.30.12  iot      dns dhcp
    --- stderr
    error: the check found 1 error; what it touches may be missing here; see `deevnet check`
    ");
}

#[test]
fn a_path_may_stand_in_place_of_the_part() {
    let substrate = Substrate::with(&[PI01]);
    let here = substrate.deevnet(&["show"]).text();
    assert_eq!(substrate.deevnet(&["show", "."]).text(), here);
    assert_eq!(substrate.deevnet(&["show", "hosts.yml"]).text(), here);
    insta::assert_snapshot!(substrate.deevnet(&["show", ".", "hosts.yml"]).text(), @"
    exit 1
    --- stderr
    error: `.` is a path, and so is `hosts.yml`
    hint: name one part and one path, as in `deevnet show hosts PATH`
    ");
    insta::assert_snapshot!(substrate.deevnet(&["show", "hots"]).text(), @"
    exit 1
    --- stderr
    error: invalid value 'hots' for '[PART]'
      [possible values: substrate, segments, vlans, hosts, tenants, hypervisors, placement, policy, hardware]

      tip: a similar value exists: 'hosts'

    For more information, try '--help'.
    ");
}
