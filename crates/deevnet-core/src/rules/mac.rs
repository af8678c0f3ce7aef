//! Rules about MAC addresses: 1xx.

use super::rule::{Code, Rule};
use crate::finding::Severity;

pub(super) const RULES: &[&Rule] = &[
    &MAC_MALFORMED,
    &MAC_NOT_CANONICAL,
    &MAC_GROUP_ADDRESS,
    &MAC_DUPLICATE,
    &MAC_UNKNOWN,
    &MAC_RESTATED,
    &MAC_NOT_DERIVED,
    &MAC_WRONG_NAMESPACE,
];

/// Text that is not a MAC address.
pub static MAC_MALFORMED: Rule = Rule {
    code: Code(101),
    name: "mac-malformed",
    severity: Severity::Error,
    summary: "A MAC address is six octets in one of the usual spellings.",
    explanation: "A MAC that does not parse reserves nothing: the host comes up on a dynamic address, or on \
                  none. Five octets, a letter beyond f and an unquoted address of decimal pairs, which YAML 1.1 \
                  reads as a number, are the usual causes.",
    source: "IEEE 802-2014, 8.1",
    wrong: "\
# file: host_vars/pi01.yml
infrastructure:
  form: pi
  interfaces:
    eth0: { mac: \"00:00:5e:00:53\" }
env:
  interfaces:
    eth0:
      ip: 10.20.30.11
      segment: iot
",
    right: "\
# file: host_vars/pi01.yml
infrastructure:
  form: pi
  interfaces:
    eth0: { mac: \"00:00:5e:00:53:01\" }
env:
  interfaces:
    eth0:
      ip: 10.20.30.11
      segment: iot
",
};

/// A MAC address in another spelling than the canonical one.
pub static MAC_NOT_CANONICAL: Rule = Rule {
    code: Code(102),
    name: "mac-not-canonical",
    severity: Severity::Warning,
    summary: "MAC addresses are written in lower case with colons.",
    explanation: "One spelling in the source of truth makes two equal addresses look equal to every tool that \
                  compares text, Ansible and grep among them. Consumers that want another spelling get it when \
                  their configuration is emitted. `deevnet check --fix` rewrites it.",
    source: "the estate's MAC naming standard",
    wrong: "\
# file: host_vars/pi01.yml
infrastructure:
  form: pi
  interfaces:
    eth0: { mac: \"00-00-5E-00-53-01\" }
env:
  interfaces:
    eth0:
      ip: 10.20.30.11
      segment: iot
",
    right: "\
# file: host_vars/pi01.yml
infrastructure:
  form: pi
  interfaces:
    eth0: { mac: \"00:00:5e:00:53:01\" }
env:
  interfaces:
    eth0:
      ip: 10.20.30.11
      segment: iot
",
};

/// A group address where one interface is meant.
pub static MAC_GROUP_ADDRESS: Rule = Rule {
    code: Code(103),
    name: "mac-group-address",
    severity: Severity::Error,
    summary: "The MAC of an interface is an individual address.",
    explanation: "The lowest bit of the first octet marks multicast and broadcast. No interface sends from such \
                  an address, and switches drop frames that claim to.",
    source: "IEEE 802-2014, 8.2",
    wrong: "\
# file: host_vars/pi01.yml
infrastructure:
  form: pi
  interfaces:
    eth0: { mac: \"01:00:5e:00:53:01\" }
env:
  interfaces:
    eth0:
      ip: 10.20.30.11
      segment: iot
",
    right: "\
# file: host_vars/pi01.yml
infrastructure:
  form: pi
  interfaces:
    eth0: { mac: \"00:00:5e:00:53:01\" }
env:
  interfaces:
    eth0:
      ip: 10.20.30.11
      segment: iot
",
};

/// One MAC address on two interfaces.
pub static MAC_DUPLICATE: Rule = Rule {
    code: Code(104),
    name: "mac-duplicate",
    severity: Severity::Error,
    summary: "A MAC address belongs to one interface.",
    explanation: "The DHCP server gives both hosts one address, and the switch moves the MAC from port to port \
                  with every frame. Both lose packets at random. It comes from a host file copied for the next \
                  host.",
    source: "IEEE 802-2014, 8.1",
    wrong: "\
# file: host_vars/pi01.yml
infrastructure:
  form: pi
  interfaces:
    eth0: { mac: \"00:00:5e:00:53:01\" }
env:
  interfaces:
    eth0:
      ip: 10.20.30.11
      segment: iot
# file: host_vars/pi02.yml
infrastructure:
  form: pi
  interfaces:
    eth0: { mac: \"00:00:5e:00:53:01\" }
env:
  interfaces:
    eth0:
      ip: 10.20.30.12
      segment: iot
",
    right: "\
# file: host_vars/pi01.yml
infrastructure:
  form: pi
  interfaces:
    eth0: { mac: \"00:00:5e:00:53:01\" }
env:
  interfaces:
    eth0:
      ip: 10.20.30.11
      segment: iot
# file: host_vars/pi02.yml
infrastructure:
  form: pi
  interfaces:
    eth0: { mac: \"00:00:5e:00:53:02\" }
env:
  interfaces:
    eth0:
      ip: 10.20.30.12
      segment: iot
",
};

/// An unknown MAC address that something needs.
pub static MAC_UNKNOWN: Rule = Rule {
    code: Code(105),
    name: "mac-unknown",
    severity: Severity::Error,
    summary: "A DHCP reservation or Wake-on-LAN needs a known MAC address.",
    explanation: "`UNKNOWN` and an empty MAC are legal until something needs them. A reservation without a MAC \
                  cannot be written, so the host would silently come up on another address.",
    source: "the estate's MAC naming standard",
    wrong: "\
# file: host_vars/pi01.yml
infrastructure:
  form: pi
  interfaces:
    eth0: { mac: UNKNOWN }
env:
  interfaces:
    eth0:
      ip: 10.20.30.11
      segment: iot
      dns: { dhcp_reservation: true }
",
    right: "\
# file: host_vars/pi01.yml
infrastructure:
  form: pi
  interfaces:
    eth0: { mac: \"00:00:5e:00:53:01\" }
env:
  interfaces:
    eth0:
      ip: 10.20.30.11
      segment: iot
      dns: { dhcp_reservation: true }
",
};

/// A MAC address restated elsewhere, and different.
pub static MAC_RESTATED: Rule = Rule {
    code: Code(106),
    name: "mac-restated",
    severity: Severity::Error,
    summary: "A MAC restated for network boot is one of the host's own.",
    explanation: "`bootstrap_grub_mac_configs` names files after MACs. After a NIC is replaced the restated one \
                  goes stale, and the machine boots the default menu instead of its own installation.",
    source: "the estate's inventory schema",
    wrong: "\
# file: host_vars/pi01.yml
infrastructure:
  form: pi
  interfaces:
    eth0: { mac: \"00:00:5e:00:53:01\" }
env:
  interfaces:
    eth0:
      ip: 10.20.30.11
      segment: iot
# file: group_vars/all/netboot.yml
bootstrap_grub_mac_configs:
  - { hostname: pi01, mac: \"00:00:5e:00:53:99\" }
",
    right: "\
# file: host_vars/pi01.yml
infrastructure:
  form: pi
  interfaces:
    eth0: { mac: \"00:00:5e:00:53:01\" }
env:
  interfaces:
    eth0:
      ip: 10.20.30.11
      segment: iot
# file: group_vars/all/netboot.yml
bootstrap_grub_mac_configs:
  - { hostname: pi01, mac: \"00:00:5e:00:53:01\" }
",
};

/// An assigned MAC address that is not the one its VMID derives.
pub static MAC_NOT_DERIVED: Rule = Rule {
    code: Code(107),
    name: "mac-not-derived",
    severity: Severity::Error,
    summary: "An assigned MAC is the one that its VMID derives.",
    explanation: "The MAC of a machine that we create is its namespace followed by its VMID in three octets. \
                  Where the two disagree, one of them was edited alone: the reservation and the virtual machine \
                  no longer meet.",
    source: "the estate's MAC naming standard",
    wrong: "\
# file: host_vars/dns-vm01/identity.yml
deevnet_assigned_vmid: 201
deevnet_assigned_mac: \"02:de:20:00:00:c8\"
# file: host_vars/dns-vm01/vars.yml
infrastructure:
  form: vm
  interfaces:
    eth0: { mac: \"{{ deevnet_assigned_mac }}\" }
env:
  interfaces:
    eth0: { ip: 10.20.99.31, segment: management }
",
    right: "\
# file: host_vars/dns-vm01/identity.yml
deevnet_assigned_vmid: 201
deevnet_assigned_mac: \"02:de:20:00:00:c9\"
# file: host_vars/dns-vm01/vars.yml
infrastructure:
  form: vm
  interfaces:
    eth0: { mac: \"{{ deevnet_assigned_mac }}\" }
env:
  interfaces:
    eth0: { ip: 10.20.99.31, segment: management }
",
};

/// A MAC address in another substrate's namespace.
pub static MAC_WRONG_NAMESPACE: Rule = Rule {
    code: Code(108),
    name: "mac-wrong-namespace",
    severity: Severity::Error,
    summary: "Assigned MACs are in the namespace of their own substrate.",
    explanation: "The third octet of the namespace is the substrate's octet written in decimal digits, so that \
                  equal VMIDs on two substrates give different MACs. An address in the other's namespace will \
                  meet its twin as soon as the two networks touch.",
    source: "the estate's MAC naming standard",
    wrong: "\
# file: host_vars/dns-vm01.yml
infrastructure:
  form: vm
  interfaces:
    eth0: { mac: \"02:de:10:00:00:c8\" }
env:
  interfaces:
    eth0:
      ip: 10.20.99.31
      segment: management
",
    right: "\
# file: host_vars/dns-vm01.yml
infrastructure:
  form: vm
  interfaces:
    eth0: { mac: \"02:de:20:00:00:c8\" }
env:
  interfaces:
    eth0:
      ip: 10.20.99.31
      segment: management
",
};
