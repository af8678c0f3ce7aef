//! Golden vectors: what the released derivations give, frozen.
//!
//! A line here is a promise to every inventory that already holds the address. Add lines; never change one.

use super::{MacAddress, MacNamespace, Vmid, derive};

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
fn namespace_rule_is_frozen() {
    for (octet, namespace) in NAMESPACE {
        assert_eq!(MacNamespace::for_site_octet(*octet).unwrap().to_string(), *namespace);
    }
}
