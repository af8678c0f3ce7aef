//! Rules about tenants and what identifies them: 80x.

use super::rule::{Code, Rule};
use crate::finding::Severity;

/// The rules of this family, in order of their codes.
pub(super) const RULES: &[&Rule] = &[
    &TENANT_NAME_MALFORMED,
    &TENANT_NAME_DUPLICATE,
    &TENANT_INDEX_INVALID,
    &TENANT_INDEX_DUPLICATE,
    &TENANT_INDEX_MISSING,
    &DRILL_INDEX_USED,
    &TENANT_SEGMENT_MISSING,
    &TENANT_SEGMENT_INCOMPLETE,
    &TENANT_SEGMENT_SHARED,
    &TENANT_NAME_PUBLISHED,
];

/// A tenant's name that cannot be one.
pub static TENANT_NAME_MALFORMED: Rule = Rule {
    code: Code(801),
    name: "tenant-name-malformed",
    severity: Severity::Error,
    summary: "A tenant's name is a letter and up to seven letters and digits, all lowercase.",
    explanation: "The name is the ID of the tenant's zone in Proxmox VE's software-defined network, which takes eight \
                  characters at most, and a label of its domain names. A tenant with another name stays out of \
                  everything that is derived.",
    source: "Proxmox VE API, format pve-sdn-zone-id; the estate's naming standard",
    wrong: "\
# file: group_vars/all/tenants.yml
deevnet_tenants:
  - { name: music-archive, index: 1 }
",
    right: "\
# file: group_vars/all/tenants.yml
deevnet_tenants:
  - { name: music, index: 1 }
",
};

/// A tenant's name that stands twice.
pub static TENANT_NAME_DUPLICATE: Rule = Rule {
    code: Code(802),
    name: "tenant-name-duplicate",
    severity: Severity::Error,
    summary: "Every tenant has a name of its own.",
    explanation: "Zones of firewalls, of the DNS and of Proxmox VE are found by the tenant's name. Two tenants of one \
                  name would be let into each other's network.",
    source: "the estate's naming standard",
    wrong: "\
# file: group_vars/all/tenants.yml
deevnet_tenants:
  - { name: music, index: 1 }
  - { name: music, index: 2 }
",
    right: "\
# file: group_vars/all/tenants.yml
deevnet_tenants:
  - { name: music, index: 1 }
  - { name: video, index: 2 }
",
};

/// An index outside its bounds.
pub static TENANT_INDEX_INVALID: Rule = Rule {
    code: Code(803),
    name: "tenant-index-invalid",
    severity: Severity::Error,
    summary: "A tenant's index is 1 to 62; 63 is kept for drills.",
    explanation: "The index chooses one of the 63 subnets above 10.<octet>.128.0. A larger one would number the \
                  tenant into the fabric's addresses, and zero is the subnet that stays free.",
    source: "the estate's tenant numbering",
    wrong: "\
# file: group_vars/all/tenants.yml
deevnet_tenants:
  - { name: music, index: 64 }
",
    right: "\
# file: group_vars/all/tenants.yml
deevnet_tenants:
  - { name: music, index: 1 }
",
};

/// An index that two tenants have.
pub static TENANT_INDEX_DUPLICATE: Rule = Rule {
    code: Code(804),
    name: "tenant-index-duplicate",
    severity: Severity::Error,
    summary: "Every tenant has an index of its own.",
    explanation: "VNIs, VMIDs, the subnet and every address follow from the index. Two tenants with one index are \
                  one network, whatever the firewall says.",
    source: "the estate's tenant numbering",
    wrong: "\
# file: group_vars/all/tenants.yml
deevnet_tenants:
  - { name: music, index: 1 }
  - { name: video, index: 1 }
",
    right: "\
# file: group_vars/all/tenants.yml
deevnet_tenants:
  - { name: music, index: 1 }
  - { name: video, index: 2 }
",
};

/// An overlay that has no index to be numbered from.
pub static TENANT_INDEX_MISSING: Rule = Rule {
    code: Code(805),
    name: "tenant-index-missing",
    severity: Severity::Error,
    summary: "A tenant whose network is an overlay has an index.",
    explanation: "Where `deevnet_tenant_numbering` is declared, everything of a tenant is numbered from its index. \
                  Without one it has no VNI, no subnet and no VMID. The number that the hint names is the lowest \
                  free one; an index is never given to another tenant while it is in use.",
    source: "the estate's tenant numbering",
    wrong: "\
# file: group_vars/all/tenants.yml
deevnet_tenant_numbering: { vrf_base: 10000, vnet_base: 20000, vmid_base: 10000 }
deevnet_tenants:
  - { name: music }
",
    right: "\
# file: group_vars/all/tenants.yml
deevnet_tenant_numbering: { vrf_base: 10000, vnet_base: 20000, vmid_base: 10000 }
deevnet_tenants:
  - { name: music, index: 1 }
",
};

/// The index that is kept for drills, given to a tenant.
pub static DRILL_INDEX_USED: Rule = Rule {
    code: Code(806),
    name: "drill-index-used",
    severity: Severity::Warning,
    summary: "Index 63 is for drills: tenants whose name begins with `drill`.",
    explanation: "A drill rehearses adding and removing a tenant with numbers that nobody else ever has. A real tenant \
                  on that index is torn down by the next rehearsal.",
    source: "the estate's tenant numbering",
    wrong: "\
# file: group_vars/all/tenants.yml
deevnet_tenants:
  - { name: music, index: 63 }
",
    right: "\
# file: group_vars/all/tenants.yml
deevnet_tenants:
  - { name: drill, index: 63 }
",
};

/// A tenant on VLANs without a segment.
pub static TENANT_SEGMENT_MISSING: Rule = Rule {
    code: Code(807),
    name: "tenant-segment-missing",
    severity: Severity::Error,
    summary: "A tenant on VLANs has a segment of its own.",
    explanation: "The segment is the one that `segment` names, or else `tenant_<index>`, `tenant_<name>` or `<name>`. \
                  Without it the tenant has no VLAN, no subnet and no zone, and its machines end up in somebody \
                  else's network.",
    source: "the estate's segmentation standard",
    wrong: "\
# file: group_vars/all/tenants.yml
deevnet_tenants:
  - { name: music, segment: tenant_1 }
",
    right: "\
# file: group_vars/all/tenants.yml
deevnet_tenants:
  - { name: music, segment: tenant_1 }
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

/// A tenant's segment without a subnet or gateway.
pub static TENANT_SEGMENT_INCOMPLETE: Rule = Rule {
    code: Code(808),
    name: "tenant-segment-incomplete",
    severity: Severity::Error,
    summary: "A tenant's segment has a subnet and a gateway.",
    explanation: "Tenants are routed by the core router only. A segment without a subnet has no addresses to give, and \
                  one without a gateway leads nowhere.",
    source: "the estate's segmentation standard",
    wrong: "\
# file: group_vars/all/tenants.yml
deevnet_tenants:
  - { name: music, index: 1 }
# file: group_vars/all/vlans.yml
deevnet_vlans:
  tenant_1:
    vlan_id: 50
",
    right: "\
# file: group_vars/all/tenants.yml
deevnet_tenants:
  - { name: music, index: 1 }
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

/// A segment that two tenants have.
pub static TENANT_SEGMENT_SHARED: Rule = Rule {
    code: Code(809),
    name: "tenant-segment-shared",
    severity: Severity::Error,
    summary: "No two tenants share a segment.",
    explanation: "Machines on one VLAN reach each other without passing the router, so no rule keeps their tenants \
                  apart.",
    source: "the estate's segmentation standard: tenants never reach each other",
    wrong: "\
# file: group_vars/all/tenants.yml
deevnet_tenants:
  - { name: music, segment: tenant_1 }
  - { name: video, segment: tenant_1 }
# file: group_vars/all/vlans.yml
deevnet_vlans:
  tenant_1:
    vlan_id: 50
    subnet: 10.20.50.0/24
    gateway: 10.20.50.1
    dhcp_range_start: 10.20.50.100
    dhcp_range_end: 10.20.50.200
",
    right: "\
# file: group_vars/all/tenants.yml
deevnet_tenants:
  - { name: music, segment: tenant_1 }
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

/// A tenant's name that a host or service has too.
pub static TENANT_NAME_PUBLISHED: Rule = Rule {
    code: Code(810),
    name: "tenant-name-published",
    severity: Severity::Error,
    summary: "No host or service has the name of a tenant.",
    explanation: "`<tenant>.<substrate>.<root>` is the apex of the tenant's zone. A record of a host or service there \
                  stands where the zone is delegated: resolvers see the one or the other.",
    source: "RFC 1034, 3.6.2 and 4.2.1",
    wrong: "\
# file: group_vars/all/tenants.yml
deevnet_tenants:
  - { name: music, index: 1 }
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
      dns: { host_a_record: true, cnames: [music] }
",
    right: "\
# file: group_vars/all/tenants.yml
deevnet_tenants:
  - { name: music, index: 1 }
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
      dns: { host_a_record: true, cnames: [jukebox] }
",
};
