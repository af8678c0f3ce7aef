//! Golden vectors: what the released derivations give, frozen.
//!
//! A line here is a promise to every inventory that already holds the address. Add lines; never change one.

use super::derive::{Attempt, InterfaceIdentity};
use super::{InterfaceNamespace, MacAddress, MacNamespace, Vmid, derive};

/// Namespace, VMID, address.
const VMID: &[(&str, u32, &str)] = &[
    ("02:de:20", 200, "02:de:20:00:00:c8"),
    ("02:de:10", 200, "02:de:10:00:00:c8"),
    ("02:de:20", 1, "02:de:20:00:00:01"),
    ("02:de:20", 100, "02:de:20:00:00:64"),
    ("02:de:20", 255, "02:de:20:00:00:ff"),
    ("02:de:20", 256, "02:de:20:00:01:00"),
    ("02:de:20", 299, "02:de:20:00:01:2b"),
    ("02:de:20", 65_535, "02:de:20:00:ff:ff"),
    ("02:de:20", 65_536, "02:de:20:01:00:00"),
    ("02:de:20", 1_000_000, "02:de:20:0f:42:40"),
    ("02:de:20", 16_777_215, "02:de:20:ff:ff:ff"),
    ("02:de:99", 66_051, "02:de:99:01:02:03"),
    ("0a:00:5e", 4_660, "0a:00:5e:00:12:34"),
];

/// Namespace, role, node, instance, address.
const ROLE: &[(&str, [u8; 3], &str)] = &[
    ("02:de:10", [1, 0, 1], "02:de:10:01:00:01"),
    ("02:de:10", [2, 0, 1], "02:de:10:02:00:01"),
    ("02:de:20", [0, 0, 0], "02:de:20:00:00:00"),
    ("02:de:20", [16, 2, 9], "02:de:20:10:02:09"),
    ("02:de:20", [255, 254, 253], "02:de:20:ff:fe:fd"),
];

/// Declared namespace; substrate, host, interface; attempt; address. Computed by another implementation of the hash.
const INTERFACE: &[(&str, [&str; 3], u8, &str)] = &[
    ("02:de:20", ["mobile", "pi01", "eth0"], 0, "06:de:20:c3:3a:61"),
    ("02:de:20", ["mobile", "pi01", "eth0"], 1, "06:de:20:ef:cb:ff"),
    ("02:de:20", ["mobile", "pi01", "eth0"], 63, "06:de:20:54:44:e3"),
    ("02:de:10", ["home", "pi01", "eth0"], 0, "06:de:10:74:09:bc"),
    ("02:de:20", ["dvntm", "dns-vm01", "eth1"], 0, "06:de:20:fd:cb:5a"),
    ("02:de:20", ["dvnt", "dns-vm01", "eth1"], 0, "06:de:20:c2:1c:dd"),
    ("02:de:20", ["mobile", "dv00bld001p01", "wlan0"], 0, "06:de:20:3d:3d:59"),
    ("0a:00:5e", ["lab", "core-rt01", "ge-0/0/1.99"], 7, "0e:00:5e:b8:86:62"),
    ("02:de:99", ["lab", "", ""], 0, "06:de:99:4c:0b:29"),
];

/// Site octet, namespace.
const NAMESPACE: &[(u8, &str)] =
    &[(0, "02:de:00"), (9, "02:de:09"), (10, "02:de:10"), (20, "02:de:20"), (99, "02:de:99")];

fn mac(text: &str) -> MacAddress {
    text.parse().unwrap()
}

#[test]
fn vmid_derivation_is_frozen() {
    for (namespace, number, address) in VMID {
        let namespace: MacNamespace = namespace.parse().unwrap();
        let vmid = Vmid::new(*number).unwrap();
        assert_eq!(derive::vmid(namespace, vmid).to_string(), *address);
        assert_eq!(derive::vmid_of(namespace, mac(address)), Some(vmid));
    }
}

#[test]
fn role_derivation_is_frozen() {
    for (namespace, [role, node, instance], address) in ROLE {
        let namespace: MacNamespace = namespace.parse().unwrap();
        assert_eq!(derive::role(namespace, *role, *node, *instance).to_string(), *address);
        let suffix = derive::role_of(namespace, mac(address)).unwrap();
        assert_eq!([suffix.role, suffix.node, suffix.instance], [*role, *node, *instance]);
    }
}

#[test]
fn interface_derivation_is_frozen() {
    for (namespace, [substrate, host, interface], attempt, address) in INTERFACE {
        let namespace = InterfaceNamespace::of(namespace.parse().unwrap()).unwrap();
        let substrate = substrate.parse().unwrap();
        let identity = InterfaceIdentity { substrate: &substrate, host, interface };
        let attempt = Attempt::new(*attempt).unwrap();
        assert_eq!(derive::interface(namespace, identity, attempt).to_string(), *address);
        assert_eq!(derive::interface_attempt_of(namespace, identity, mac(address)), Some(attempt));
    }
}

#[test]
fn namespace_rule_is_frozen() {
    for (octet, namespace) in NAMESPACE {
        assert_eq!(MacNamespace::for_site_octet(*octet).unwrap().to_string(), *namespace);
    }
}
