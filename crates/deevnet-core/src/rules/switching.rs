//! Rules about VLANs, segments and switch ports: 3xx.

use super::rule::{Code, Rule};
use crate::finding::Severity;

pub(super) const RULES: &[&Rule] = &[
    &VLAN_ID_INVALID,
    &VLAN_ID_DUPLICATE,
    &VLAN_OUTSIDE_BAND,
    &SEGMENT_UNDEFINED,
    &SUBNETS_OVERLAP,
    &PORT_VLAN_UNKNOWN,
    &NATIVE_VLAN_NOT_BLACKHOLE,
    &ACCESS_PORT_SEGMENT,
    &TRUNK_SEGMENT_MISSING,
    &VLAN_BAND_INVALID,
    &SSID_DUPLICATE,
    &PORT_DUPLICATE,
    &PORT_MODE_WRONG,
    &PORT_VLAN_SUPERFLUOUS,
];

const VLAN_STANDARD: &str = "IEEE 802.1Q, 9.6";
const VLAN_PLAN: &str = "the estate's VLAN plan";
const SWITCHING_STANDARD: &str = "the estate's switching standard";

/// A VLAN ID that no frame can carry.
pub static VLAN_ID_INVALID: Rule = Rule {
    code: Code(301),
    name: "vlan-id-invalid",
    severity: Severity::Error,
    summary: "A VLAN ID must be between 1 and 4094.",
    explanation: "The tag of a frame has twelve bits for it; 0 marks a frame without a VLAN and 4095 is reserved. A \
                  switch refuses such an ID, and the segment exists nowhere.",
    source: VLAN_STANDARD,
    wrong: "\
# file: group_vars/all/vlans.yml
deevnet_vlans:
  iot: { vlan_id: 4095, subnet: 10.20.30.0/24, gateway: 10.20.30.1 }
",
    right: "\
# file: group_vars/all/vlans.yml
deevnet_vlans:
  iot: { vlan_id: 30, subnet: 10.20.30.0/24, gateway: 10.20.30.1 }
",
};

/// Two segments on one VLAN.
pub static VLAN_ID_DUPLICATE: Rule = Rule {
    code: Code(302),
    name: "vlan-id-duplicate",
    severity: Severity::Error,
    summary: "Two segments must not share a VLAN ID.",
    explanation: "A switch knows only the ID: both segments become one broadcast domain, their DHCP servers answer \
                  each other's clients, and the firewall between them is bypassed.",
    source: VLAN_PLAN,
    wrong: "\
# file: group_vars/all/vlans.yml
deevnet_vlans:
  iot: { vlan_id: 30, subnet: 10.20.30.0/24, gateway: 10.20.30.1 }
  iot_vendor: { vlan_id: 30, subnet: 10.20.31.0/24, gateway: 10.20.31.1 }
",
    right: "\
# file: group_vars/all/vlans.yml
deevnet_vlans:
  iot: { vlan_id: 30, subnet: 10.20.30.0/24, gateway: 10.20.30.1 }
  iot_vendor: { vlan_id: 31, subnet: 10.20.31.0/24, gateway: 10.20.31.1 }
",
};

/// A segment on a VLAN that is kept for other segments.
pub static VLAN_OUTSIDE_BAND: Rule = Rule {
    code: Code(303),
    name: "vlan-outside-band",
    severity: Severity::Warning,
    summary: "A segment's VLAN ID must be in the band of its kind.",
    explanation: "Core segments are on 10-40, tenants on 50-59, labs on 70-79, management on 99 and the blackhole on \
                  999; 60-69 are reserved. The same ID then means the same on every substrate, and the third octet \
                  of an address tells its segment. An ID in a foreign band will meet the segment that the band is \
                  kept for.",
    source: VLAN_PLAN,
    wrong: "\
# file: group_vars/all/vlans.yml
deevnet_vlans:
  trusted: { vlan_id: 55, subnet: 10.20.55.0/24, gateway: 10.20.55.1 }
",
    right: "\
# file: group_vars/all/vlans.yml
deevnet_vlans:
  trusted: { vlan_id: 10, subnet: 10.20.10.0/24, gateway: 10.20.10.1 }
",
};

/// An interface on a segment that the plan does not have.
pub static SEGMENT_UNDEFINED: Rule = Rule {
    code: Code(304),
    name: "segment-undefined",
    severity: Severity::Error,
    summary: "The segment of an interface must be one of `deevnet_vlans`.",
    explanation: "A misspelt segment has no VLAN, no subnet and no DHCP scope: the port is left on the switch's \
                  default VLAN, and the reservation has nowhere to live.",
    source: VLAN_PLAN,
    wrong: "\
# file: host_vars/pi01.yml
infrastructure:
  form: pi
  interfaces:
    eth0: { mac: \"00:00:5e:00:53:01\" }
env:
  interfaces:
    eth0: { ip: 10.20.99.11, segment: managment }
",
    right: "\
# file: host_vars/pi01.yml
infrastructure:
  form: pi
  interfaces:
    eth0: { mac: \"00:00:5e:00:53:01\" }
env:
  interfaces:
    eth0: { ip: 10.20.99.11, segment: management }
",
};

/// Two segments whose subnets share addresses.
pub static SUBNETS_OVERLAP: Rule = Rule {
    code: Code(305),
    name: "subnets-overlap",
    severity: Severity::Error,
    summary: "The subnets of two segments must not share addresses.",
    explanation: "A router with both refuses the second, or sends packets for the shared addresses out of one \
                  interface only: hosts on the other side are unreachable. The DHCP server refuses two subnets that \
                  overlap and does not start.",
    source: "RFC 4632, 5.1",
    wrong: "\
# file: group_vars/all/vlans.yml
deevnet_vlans:
  iot: { vlan_id: 30, subnet: 10.20.30.0/23, gateway: 10.20.30.1 }
  iot_vendor: { vlan_id: 31, subnet: 10.20.31.0/24, gateway: 10.20.31.1 }
",
    right: "\
# file: group_vars/all/vlans.yml
deevnet_vlans:
  iot: { vlan_id: 30, subnet: 10.20.30.0/24, gateway: 10.20.30.1 }
  iot_vendor: { vlan_id: 31, subnet: 10.20.31.0/24, gateway: 10.20.31.1 }
",
};

/// A port that names a VLAN, segment or profile which does not exist.
pub static PORT_VLAN_UNKNOWN: Rule = Rule {
    code: Code(306),
    name: "port-vlan-unknown",
    severity: Severity::Error,
    summary: "A port, profile or port role must name VLANs, segments and profiles that are declared.",
    explanation: "The role that configures the switch fails on an unknown segment or profile, often after the ports \
                  before it are already changed. An unknown ID is worse: the switch creates that VLAN, the link \
                  comes up, and no packet ever reaches a router.",
    source: SWITCHING_STANDARD,
    wrong: "\
# file: host_vars/access-sw01.yml
infrastructure: { form: sw }
switch_ports:
  access:
    - { interface: \"gigabitEthernet 1/0/3\", vlan_id: 33, description: spare }
",
    right: "\
# file: host_vars/access-sw01.yml
infrastructure: { form: sw }
switch_ports:
  access:
    - { interface: \"gigabitEthernet 1/0/3\", vlan_id: 30, description: spare }
",
};

/// A trunk whose untagged frames end up in a segment.
pub static NATIVE_VLAN_NOT_BLACKHOLE: Rule = Rule {
    code: Code(307),
    name: "native-vlan-not-blackhole",
    severity: Severity::Warning,
    summary: "The native VLAN of a trunk must be the blackhole.",
    explanation: "Untagged frames on a trunk join its native VLAN. Where that is a real segment, anything plugged \
                  into the port is in it, and a frame with two tags hops into another VLAN. Where none is declared, \
                  the switch uses its default, VLAN 1.",
    source: SWITCHING_STANDARD,
    wrong: "\
# file: host_vars/access-sw01.yml
infrastructure: { form: sw }
switch_ports:
  trunk:
    - { interface: \"gigabitEthernet 1/0/1\", native_vlan: 99, description: uplink }
",
    right: "\
# file: host_vars/access-sw01.yml
infrastructure: { form: sw }
switch_ports:
  trunk:
    - { interface: \"gigabitEthernet 1/0/1\", native_vlan: 999, description: uplink }
",
};

/// An access port on another VLAN than the host behind it.
pub static ACCESS_PORT_SEGMENT: Rule = Rule {
    code: Code(308),
    name: "access-port-segment",
    severity: Severity::Warning,
    summary: "An access port must be on a segment of the host that its description names.",
    explanation: "The host keeps its declared address but sits in another broadcast domain: its gateway does not \
                  answer, and its DHCP request reaches a scope that has no reservation for it.",
    source: SWITCHING_STANDARD,
    wrong: "\
# file: host_vars/access-sw01.yml
infrastructure: { form: sw }
switch_ports:
  access:
    - { interface: \"gigabitEthernet 1/0/14\", vlan_id: 99, description: pi01 }
# file: host_vars/pi01.yml
infrastructure:
  form: pi
  interfaces:
    eth0: { mac: \"00:00:5e:00:53:01\" }
env:
  interfaces:
    eth0: { ip: 10.20.30.11, segment: iot }
",
    right: "\
# file: host_vars/access-sw01.yml
infrastructure: { form: sw }
switch_ports:
  access:
    - { interface: \"gigabitEthernet 1/0/14\", vlan_id: 30, description: pi01 }
# file: host_vars/pi01.yml
infrastructure:
  form: pi
  interfaces:
    eth0: { mac: \"00:00:5e:00:53:01\" }
env:
  interfaces:
    eth0: { ip: 10.20.30.11, segment: iot }
",
};

/// A trunk that stops a segment short of the host that needs it.
pub static TRUNK_SEGMENT_MISSING: Rule = Rule {
    code: Code(309),
    name: "trunk-segment-missing",
    severity: Severity::Warning,
    summary: "A trunk must carry every segment that the host behind it needs.",
    explanation: "The switch drops frames of a VLAN that the trunk does not carry, without a message: a virtual \
                  machine has no network, or a wireless network accepts clients that never get an address. A host \
                  needs the segments of its interfaces; an access point also those with an SSID, a hypervisor those of \
                  its virtual machines and on the tenant plane of every tenant, and a router that has a segment's \
                  gateway every segment whose gateway no other host has.",
    source: SWITCHING_STANDARD,
    wrong: "\
# file: group_vars/all/vlans.yml
deevnet_vlans:
  guest: { vlan_id: 40, subnet: 10.20.40.0/24, gateway: 10.20.40.1, wifi_ssid: Guests }
  management: { vlan_id: 99, subnet: 10.20.99.0/24, gateway: 10.20.99.1 }
  blackhole: { vlan_id: 999 }
# file: host_vars/ap01.yml
infrastructure:
  form: ap
  interfaces:
    eth0: { mac: \"00:00:5e:00:53:09\" }
env:
  interfaces:
    eth0: { ip: 10.20.99.9, segment: management }
# file: host_vars/access-sw01.yml
infrastructure: { form: sw }
switch_ports:
  trunk:
    - interface: \"gigabitEthernet 1/0/4\"
      native_vlan: 999
      allowed_vlans: [99]
      description: ap01 wireless
",
    right: "\
# file: group_vars/all/vlans.yml
deevnet_vlans:
  guest: { vlan_id: 40, subnet: 10.20.40.0/24, gateway: 10.20.40.1, wifi_ssid: Guests }
  management: { vlan_id: 99, subnet: 10.20.99.0/24, gateway: 10.20.99.1 }
  blackhole: { vlan_id: 999 }
# file: host_vars/ap01.yml
infrastructure:
  form: ap
  interfaces:
    eth0: { mac: \"00:00:5e:00:53:09\" }
env:
  interfaces:
    eth0: { ip: 10.20.99.9, segment: management }
# file: host_vars/access-sw01.yml
infrastructure: { form: sw }
switch_ports:
  trunk:
    - interface: \"gigabitEthernet 1/0/4\"
      native_vlan: 999
      allowed_vlans: [40, 99]
      description: ap01 wireless
",
};

/// A band of VLAN IDs that cannot be.
pub static VLAN_BAND_INVALID: Rule = Rule {
    code: Code(310),
    name: "vlan-band-invalid",
    severity: Severity::Error,
    summary: "A band of `deevnet_vlan_bands` must be known, run upwards and share no VLAN ID with another band.",
    explanation: "A band says what a VLAN ID is for, and the next free one is allocated from it. An ID in two bands \
                  is handed out for two purposes; a band that runs downwards holds none, and a misspelt one changes \
                  nothing. Bands that are not declared keep their standard IDs, and count too.",
    source: VLAN_PLAN,
    wrong: "\
# file: group_vars/all/bands.yml
deevnet_vlan_bands:
  tenant: { start: 50, end: 69 }
",
    right: "\
# file: group_vars/all/bands.yml
deevnet_vlan_bands:
  tenant: { start: 50, end: 64 }
  reserved: { start: 65, end: 69 }
",
};

/// Two segments with one wireless network.
pub static SSID_DUPLICATE: Rule = Rule {
    code: Code(311),
    name: "ssid-duplicate",
    severity: Severity::Error,
    summary: "A wireless network must belong to one segment.",
    explanation: "An access point puts the clients of a network into one VLAN. With two segments behind one name it is \
                  chance which of them a client joins, and its reservation and firewall zone are those of the other.",
    source: VLAN_PLAN,
    wrong: "\
# file: group_vars/all/vlans.yml
deevnet_vlans:
  iot: { vlan_id: 30, subnet: 10.20.30.0/24, gateway: 10.20.30.1, wifi_ssid: Lantern }
  guest: { vlan_id: 40, subnet: 10.20.40.0/24, gateway: 10.20.40.1, wifi_ssid: Lantern }
",
    right: "\
# file: group_vars/all/vlans.yml
deevnet_vlans:
  iot: { vlan_id: 30, subnet: 10.20.30.0/24, gateway: 10.20.30.1, wifi_ssid: Lantern Things }
  guest: { vlan_id: 40, subnet: 10.20.40.0/24, gateway: 10.20.40.1, wifi_ssid: Lantern Guests }
",
};

/// A port that is declared twice.
pub static PORT_DUPLICATE: Rule = Rule {
    code: Code(312),
    name: "port-duplicate",
    severity: Severity::Error,
    summary: "A port of a switch must be declared once.",
    explanation: "The switch is configured in the order of the lists, so the last declaration wins and the first one \
                  reads as if it held. In both lists, a port flips between trunk and access on every run. Upper and \
                  lower case and spaces make no difference.",
    source: SWITCHING_STANDARD,
    wrong: "\
# file: host_vars/access-sw01.yml
infrastructure: { form: sw }
switch_ports:
  trunk:
    - { interface: \"gigabitEthernet 1/0/1\", native_vlan: 999, description: uplink }
  access:
    - { interface: \"GigabitEthernet 1/0/1\", vlan_id: 30, description: spare }
",
    right: "\
# file: host_vars/access-sw01.yml
infrastructure: { form: sw }
switch_ports:
  trunk:
    - { interface: \"gigabitEthernet 1/0/1\", native_vlan: 999, description: uplink }
  access:
    - { interface: \"gigabitEthernet 1/0/2\", vlan_id: 30, description: spare }
",
};

/// An access port where a trunk is needed, or the other way round.
pub static PORT_MODE_WRONG: Rule = Rule {
    code: Code(313),
    name: "port-mode-wrong",
    severity: Severity::Warning,
    summary: "A port must be a trunk where what stands behind it needs several VLANs, and an access port for a host on \
              one segment.",
    explanation: "An access port drops tagged frames: the machines of a hypervisor, the wireless networks of an access \
                  point and the interfaces of a router have no network there. A trunk gives a host its segment with a \
                  tag that it does not read, and puts what it sends into the blackhole. A host's description names \
                  it; its needs follow from its interfaces, machines, wireless networks and routes.",
    source: SWITCHING_STANDARD,
    wrong: "\
# file: host_vars/hv01.yml
infrastructure:
  form: hv
  interfaces:
    eno1: { mac: \"00:00:5e:00:53:21\" }
env:
  interfaces:
    eno1: { ip: 10.20.99.21, segment: management }
# file: host_vars/sensors-vm01.yml
infrastructure:
  form: vm
  interfaces:
    eth0: { mac: \"02:de:20:00:00:c8\" }
env:
  interfaces:
    eth0: { ip: 10.20.30.11, segment: iot }
mgmt_vm: { hypervisor: hv01, vmid: 200 }
# file: host_vars/access-sw01.yml
infrastructure: { form: sw }
switch_ports:
  access:
    - { interface: \"gigabitEthernet 1/0/15\", vlan_id: 99, description: hv01 }
",
    right: "\
# file: host_vars/hv01.yml
infrastructure:
  form: hv
  interfaces:
    eno1: { mac: \"00:00:5e:00:53:21\" }
env:
  interfaces:
    eno1: { ip: 10.20.99.21, segment: management }
# file: host_vars/sensors-vm01.yml
infrastructure:
  form: vm
  interfaces:
    eth0: { mac: \"02:de:20:00:00:c8\" }
env:
  interfaces:
    eth0: { ip: 10.20.30.11, segment: iot }
mgmt_vm: { hypervisor: hv01, vmid: 200 }
# file: host_vars/access-sw01.yml
infrastructure: { form: sw }
switch_ports:
  trunk:
    - { interface: \"gigabitEthernet 1/0/15\", native_vlan: 999, allowed_vlans: [30, 99], description: hv01 }
",
};

/// A trunk with VLANs that nothing behind it needs.
pub static PORT_VLAN_SUPERFLUOUS: Rule = Rule {
    code: Code(314),
    name: "port-vlan-superfluous",
    severity: Severity::Note,
    summary: "A trunk needs to carry only what stands behind it needs.",
    explanation: "Every VLAN on a trunk is one that a compromised or misconfigured host behind it can enter by tagging \
                  its own frames, and one whose broadcasts it receives. Nothing is said where not all is known: behind \
                  a switch, behind a hypervisor without a declared plane, or where an interface is on a segment that \
                  nobody can tell.",
    source: SWITCHING_STANDARD,
    wrong: "\
# file: host_vars/ap01.yml
infrastructure:
  form: ap
  interfaces:
    eth0: { mac: \"00:00:5e:00:53:09\" }
env:
  interfaces:
    eth0: { ip: 10.20.99.9, segment: management }
# file: host_vars/access-sw01.yml
infrastructure: { form: sw }
switch_ports:
  trunk:
    - { interface: \"gigabitEthernet 1/0/4\", native_vlan: 999, allowed_vlans: all, description: ap01 }
",
    right: "\
# file: host_vars/ap01.yml
infrastructure:
  form: ap
  interfaces:
    eth0: { mac: \"00:00:5e:00:53:09\" }
env:
  interfaces:
    eth0: { ip: 10.20.99.9, segment: management }
# file: host_vars/access-sw01.yml
infrastructure: { form: sw }
switch_ports:
  trunk:
    - { interface: \"gigabitEthernet 1/0/4\", native_vlan: 999, allowed_vlans: [99], description: ap01 }
",
};
