//! Rules about addresses of interfaces: 201 to 208.

use super::rule::{Code, Rule};
use crate::finding::Severity;

pub(super) const RULES: &[&Rule] = &[
    &ADDRESS_MALFORMED,
    &ADDRESS_OUTSIDE_SUBNET,
    &ADDRESS_DUPLICATE,
    &ADDRESS_RESERVED,
    &ADDRESS_IS_GATEWAY,
    &ADDRESS_IN_POOL,
    &ADDRESS_OUTSIDE_HOST_RANGE,
    &PXE_SERVER_UNKNOWN,
];

/// Text that is not an address or subnet.
pub static ADDRESS_MALFORMED: Rule = Rule {
    code: Code(201),
    name: "address-malformed",
    severity: Severity::Error,
    summary: "An address is four decimal octets, a subnet a network and its prefix length.",
    explanation: "An address that does not parse is published nowhere. `dhcp` and null are legal: they say that \
                  the address is dynamic, or that there is none.",
    source: "RFC 6943, 3.1.1",
    wrong: "\
# file: host_vars/pi01.yml
infrastructure:
  form: pi
  interfaces:
    eth0: { mac: \"00:00:5e:00:53:01\" }
env:
  interfaces:
    eth0:
      ip: 10.20.30.256
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

/// An address outside the subnet of its segment.
pub static ADDRESS_OUTSIDE_SUBNET: Rule = Rule {
    code: Code(202),
    name: "address-outside-subnet",
    severity: Severity::Error,
    summary: "An address lies in the subnet of its interface's segment.",
    explanation: "A host with an address of another segment reaches nothing, its gateway included, and its \
                  reservation goes to a scope that never sees it.",
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
      ip: 10.20.40.11
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

/// One address on two interfaces.
pub static ADDRESS_DUPLICATE: Rule = Rule {
    code: Code(203),
    name: "address-duplicate",
    severity: Severity::Error,
    summary: "An address belongs to one host.",
    explanation: "Two hosts answer for one address, and whichever answered last wins until the ARP entry \
                  expires. Bridge ports of one host may share an address.",
    source: "RFC 5227",
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
    eth0: { mac: \"00:00:5e:00:53:02\" }
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

/// The network or broadcast address of a subnet.
pub static ADDRESS_RESERVED: Rule = Rule {
    code: Code(204),
    name: "address-reserved",
    severity: Severity::Error,
    summary: "The first and last address of a subnet are not given to hosts.",
    explanation: "The first address names the network and the last is its broadcast address. A host that has one \
                  of them is unreachable, or answers for everybody.",
    source: "RFC 1122, 3.2.1.3",
    wrong: "\
# file: host_vars/pi01.yml
infrastructure:
  form: pi
  interfaces:
    eth0: { mac: \"00:00:5e:00:53:01\" }
env:
  interfaces:
    eth0:
      ip: 10.20.30.255
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

/// A host that has the gateway's address.
pub static ADDRESS_IS_GATEWAY: Rule = Rule {
    code: Code(205),
    name: "address-is-gateway",
    severity: Severity::Error,
    summary: "Only a router has the address of a gateway.",
    explanation: "A second holder of the gateway's address cuts the whole segment off as soon as it comes up.",
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
      ip: 10.20.30.1
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

/// A fixed address inside a dynamic pool.
pub static ADDRESS_IN_POOL: Rule = Rule {
    code: Code(206),
    name: "address-in-pool",
    severity: Severity::Error,
    summary: "A fixed address lies outside the dynamic pool of its segment.",
    explanation: "The DHCP server may lease the address to another client while the host is away. Most servers \
                  detect it only when both are up.",
    source: "RFC 2131, 3.1",
    wrong: "\
# file: host_vars/pi01.yml
infrastructure:
  form: pi
  interfaces:
    eth0: { mac: \"00:00:5e:00:53:01\" }
env:
  interfaces:
    eth0:
      ip: 10.20.30.150
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

/// A fixed address outside the range for static infrastructure.
pub static ADDRESS_OUTSIDE_HOST_RANGE: Rule = Rule {
    code: Code(207),
    name: "address-outside-host-range",
    severity: Severity::Warning,
    summary: "Static infrastructure has host numbers 2 to 49.",
    explanation: "The plan keeps 50-59 for tenants, 60-69 in reserve, 70-79 for the lab and 100-200 for pools. \
                  An address outside its range is legal, but will be in the way of what the range is for.",
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
      ip: 10.20.30.55
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

/// A PXE server that is nobody's address.
pub static PXE_SERVER_UNKNOWN: Rule = Rule {
    code: Code(208),
    name: "pxe-server-unknown",
    severity: Severity::Warning,
    summary: "The TFTP server of a network boot is an address of the inventory.",
    explanation: "The address of the boot server is restated with every client. When the server moves, the \
                  clients ask an address that nobody has and hang at a black screen.",
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
      dns: { dhcp_reservation: true, pxe_boot: { tftp_server: 10.20.30.9, boot_file: pxelinux.0 } }
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
      dns: { dhcp_reservation: true, pxe_boot: { tftp_server: 10.20.30.11, boot_file: pxelinux.0 } }
",
};
