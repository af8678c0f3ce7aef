//! Rules about what is published in DHCP and DNS: 504 to 512.

use super::rule::{Code, Rule};
use crate::finding::Severity;

pub(super) const RULES: &[&Rule] = &[
    &STATIC_ON_DYNAMIC_SEGMENT,
    &SEVERAL_PUBLISHED,
    &INTERFACE_HALF_DECLARED,
    &PXE_INCOMPLETE,
    &TENANT_WITHOUT_SCOPE,
    &RESERVATION_WITHOUT_ADDRESS,
    &RESERVATION_WITHOUT_SCOPE,
    &SERVICE_WITHOUT_RECORD,
    &DOMAIN_MISSING,
];

/// A reservation on a segment that is dynamic only.
pub static STATIC_ON_DYNAMIC_SEGMENT: Rule = Rule {
    code: Code(504),
    name: "static-on-dynamic-segment",
    severity: Severity::Error,
    summary: "The guest segment has no reservations.",
    explanation: "Guests are strangers: their segment is dynamic only. A host that needs a fixed address does \
                  not belong there.",
    source: "the estate's segmentation standard",
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
      segment: guest
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

/// Several interfaces of one host that are published.
pub static SEVERAL_PUBLISHED: Rule = Rule {
    code: Code(505),
    name: "several-published",
    severity: Severity::Note,
    summary: "Several interfaces of one host are published under one name.",
    explanation: "All of them are published: every reservation, and one address record for each. Loops that take \
                  the first interface lose the others; a client of the name gets either address.",
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
      dns: { dhcp_reservation: true }
    eth1:
      ip: 10.20.99.11
      segment: management
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

/// An interface that is declared in one half only.
pub static INTERFACE_HALF_DECLARED: Rule = Rule {
    code: Code(506),
    name: "interface-half-declared",
    severity: Severity::Warning,
    summary: "An interface stands in `infrastructure` and in `env`.",
    explanation: "`infrastructure` has its MAC, `env` its address; the key joins them. Where one half is \
                  missing, or spelt otherwise, the host is skipped without a word. It is an error where a \
                  reservation or Wake-on-LAN needs the missing half.",
    source: "the estate's inventory schema",
    wrong: "\
# file: host_vars/pi01.yml
infrastructure:
  form: pi
  interfaces:
    eth0: { mac: \"00:00:5e:00:53:01\" }
env:
  interfaces:
    eth1:
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

/// A network boot without a boot file or server.
pub static PXE_INCOMPLETE: Rule = Rule {
    code: Code(507),
    name: "pxe-incomplete",
    severity: Severity::Error,
    summary: "A network boot names its server and its boot file.",
    explanation: "A client that is given a server and no file asks for nothing, and one that is given a file and \
                  no server asks nobody.",
    source: "RFC 2132, 9.4, 9.5",
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
      dns: { dhcp_reservation: true, pxe_boot: { tftp_server: 10.20.30.11 } }
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

/// A tenant segment without a DHCP scope.
pub static TENANT_WITHOUT_SCOPE: Rule = Rule {
    code: Code(508),
    name: "tenant-without-scope",
    severity: Severity::Warning,
    summary: "Every tenant segment has its own DHCP scope.",
    explanation: "Guests of a tenant get their address from the router. Without a pool, and without \
                  `dhcp_enabled: false`, the first virtual machine comes up with no address.",
    source: "the estate's segmentation standard",
    wrong: "\
# file: group_vars/all/vlans.yml
deevnet_vlans:
  tenant_1:
    vlan_id: 50
    subnet: 10.20.50.0/24
    gateway: 10.20.50.1
",
    right: "\
# file: group_vars/all/vlans.yml
deevnet_vlans:
  tenant_1:
    vlan_id: 50
    subnet: 10.20.50.0/24
    gateway: 10.20.50.1
    dhcp_range_start: 10.20.50.100
    dhcp_range_end: 10.20.50.200
",
};

/// A reservation or record without a fixed address.
pub static RESERVATION_WITHOUT_ADDRESS: Rule = Rule {
    code: Code(509),
    name: "record-without-address",
    severity: Severity::Error,
    summary: "A reservation and an address record need a fixed address.",
    explanation: "`dhcp_reservation: true` beside `ip: dhcp` or null asks for a fixed address and gives none. \
                  Nothing can be published.",
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
      ip: dhcp
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

/// A reservation in no subnet of the plan.
pub static RESERVATION_WITHOUT_SCOPE: Rule = Rule {
    code: Code(510),
    name: "reservation-without-scope",
    severity: Severity::Error,
    summary: "A reservation lies in the subnet of a segment.",
    explanation: "A DHCP server holds reservations by subnet. One that lies in none is refused, or taken and \
                  never used.",
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
      ip: 192.0.2.11
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

/// Service names of a host without an address record.
pub static SERVICE_WITHOUT_RECORD: Rule = Rule {
    code: Code(511),
    name: "service-without-record",
    severity: Severity::Warning,
    summary: "Service names stand beside an address record.",
    explanation: "A CNAME that points at a name without an address resolves to nothing. The names are left out \
                  until the interface has `host_a_record: true`.",
    source: "RFC 1034, 3.6.2",
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
      dns: { host_a_record: false, cnames: [radio] }
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
      dns: { host_a_record: true, cnames: [radio] }
",
};

/// Records without a domain to publish them in.
pub static DOMAIN_MISSING: Rule = Rule {
    code: Code(512),
    name: "domain-missing",
    severity: Severity::Error,
    summary: "A substrate that publishes records has a domain.",
    explanation: "Names are `<host>.<substrate>.<root domain>`. Without `deevnet_substrate` and \
                  `deevnet_root_domain` there is no zone to put them in.",
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
      dns: { host_a_record: true }
# file: group_vars/all/main.yml
deevnet_substrate: lab
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
      dns: { host_a_record: true }
# file: group_vars/all/main.yml
deevnet_substrate: lab
deevnet_root_domain: example.net
",
};
