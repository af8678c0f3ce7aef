//! Rules about subnets, gateways and pools: 209 to 215.

use super::rule::{Code, Rule};
use crate::finding::Severity;

pub(super) const RULES: &[&Rule] = &[
    &SUBNET_OFF_PLAN,
    &GATEWAY_NOT_FIRST,
    &GATEWAY_OUTSIDE_SUBNET,
    &POOL_OUTSIDE_SUBNET,
    &POOL_REVERSED,
    &POOL_OVER_GATEWAY,
    &GATEWAY_DIFFERS,
];

/// A subnet that is not where the plan puts it.
pub static SUBNET_OFF_PLAN: Rule = Rule {
    code: Code(209),
    name: "subnet-off-plan",
    severity: Severity::Warning,
    summary: "A segment's subnet is 10.<site octet>.<VLAN ID>.0/24.",
    explanation: "The plan makes address and VLAN say the same thing, so that a packet's address names its \
                  segment. A subnet elsewhere works, until somebody relies on the rule.",
    source: "the estate's address plan",
    wrong: "\
# file: group_vars/all/vlans.yml
deevnet_vlans:
  iot:
    vlan_id: 30
    subnet: 10.20.31.0/24
    gateway: 10.20.31.1
",
    right: "\
# file: group_vars/all/vlans.yml
deevnet_vlans:
  iot:
    vlan_id: 30
    subnet: 10.20.30.0/24
    gateway: 10.20.30.1
",
};

/// A gateway that is not the first address of its subnet.
pub static GATEWAY_NOT_FIRST: Rule = Rule {
    code: Code(210),
    name: "gateway-not-first",
    severity: Severity::Warning,
    summary: "A segment's gateway is the first address of its subnet.",
    explanation: "Every host of the estate expects its gateway at .1. Another address works where it is declared \
                  and fails where it is assumed.",
    source: "the estate's address plan",
    wrong: "\
# file: group_vars/all/vlans.yml
deevnet_vlans:
  iot:
    vlan_id: 30
    subnet: 10.20.30.0/24
    gateway: 10.20.30.254
",
    right: "\
# file: group_vars/all/vlans.yml
deevnet_vlans:
  iot:
    vlan_id: 30
    subnet: 10.20.30.0/24
    gateway: 10.20.30.1
",
};

/// A gateway outside its subnet.
pub static GATEWAY_OUTSIDE_SUBNET: Rule = Rule {
    code: Code(211),
    name: "gateway-outside-subnet",
    severity: Severity::Error,
    summary: "A gateway lies in the subnet that it serves.",
    explanation: "A host cannot reach a gateway that is not on its own link, so nothing leaves the segment.",
    source: "RFC 1122, 3.3.1",
    wrong: "\
# file: group_vars/all/vlans.yml
deevnet_vlans:
  iot:
    vlan_id: 30
    subnet: 10.20.30.0/24
    gateway: 10.20.31.1
",
    right: "\
# file: group_vars/all/vlans.yml
deevnet_vlans:
  iot:
    vlan_id: 30
    subnet: 10.20.30.0/24
    gateway: 10.20.30.1
",
};

/// A dynamic pool outside its subnet.
pub static POOL_OUTSIDE_SUBNET: Rule = Rule {
    code: Code(212),
    name: "pool-outside-subnet",
    severity: Severity::Error,
    summary: "A dynamic pool lies in the subnet of its segment.",
    explanation: "DHCP servers refuse such a scope, and with it their whole configuration.",
    source: "RFC 2131",
    wrong: "\
# file: group_vars/all/vlans.yml
deevnet_vlans:
  iot:
    vlan_id: 30
    subnet: 10.20.30.0/24
    gateway: 10.20.30.1
    dhcp_range_start: 10.20.31.100
    dhcp_range_end: 10.20.31.200
",
    right: "\
# file: group_vars/all/vlans.yml
deevnet_vlans:
  iot:
    vlan_id: 30
    subnet: 10.20.30.0/24
    gateway: 10.20.30.1
    dhcp_range_start: 10.20.30.100
    dhcp_range_end: 10.20.30.200
",
};

/// A dynamic pool whose ends are swapped or half missing.
pub static POOL_REVERSED: Rule = Rule {
    code: Code(213),
    name: "pool-reversed",
    severity: Severity::Error,
    summary: "A dynamic pool has a start and an end, the start not above the end.",
    explanation: "A pool from 200 down to 100 is empty to one server and an error to the next; a pool with one \
                  end is not a pool.",
    source: "RFC 2131",
    wrong: "\
# file: group_vars/all/vlans.yml
deevnet_vlans:
  iot:
    vlan_id: 30
    subnet: 10.20.30.0/24
    gateway: 10.20.30.1
    dhcp_range_start: 10.20.30.200
    dhcp_range_end: 10.20.30.100
",
    right: "\
# file: group_vars/all/vlans.yml
deevnet_vlans:
  iot:
    vlan_id: 30
    subnet: 10.20.30.0/24
    gateway: 10.20.30.1
    dhcp_range_start: 10.20.30.100
    dhcp_range_end: 10.20.30.200
",
};

/// A dynamic pool that holds the gateway.
pub static POOL_OVER_GATEWAY: Rule = Rule {
    code: Code(214),
    name: "pool-over-gateway",
    severity: Severity::Error,
    summary: "A dynamic pool does not hold its segment's gateway.",
    explanation: "Sooner or later the gateway's address is leased to a client, which then answers for the \
                  router.",
    source: "RFC 2131",
    wrong: "\
# file: group_vars/all/vlans.yml
deevnet_vlans:
  iot:
    vlan_id: 30
    subnet: 10.20.30.0/24
    gateway: 10.20.30.1
    dhcp_range_start: 10.20.30.1
    dhcp_range_end: 10.20.30.200
",
    right: "\
# file: group_vars/all/vlans.yml
deevnet_vlans:
  iot:
    vlan_id: 30
    subnet: 10.20.30.0/24
    gateway: 10.20.30.1
    dhcp_range_start: 10.20.30.100
    dhcp_range_end: 10.20.30.200
",
};

/// An interface whose gateway is not its segment's.
pub static GATEWAY_DIFFERS: Rule = Rule {
    code: Code(215),
    name: "gateway-differs",
    severity: Severity::Warning,
    summary: "The gateway of an interface is the gateway of its segment.",
    explanation: "The gateway is restated with the interface. When the segment is renumbered the host keeps the \
                  old one and loses its way out.",
    source: "the estate's address plan",
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
      gateway: 10.20.30.254
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
      gateway: 10.20.30.1
",
};
