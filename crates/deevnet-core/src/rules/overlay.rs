//! Rules about the numbers of overlays: 81x.

use super::rule::{Code, Rule};
use crate::finding::Severity;

/// The rules of this family, in order of their codes.
pub(super) const RULES: &[&Rule] = &[
    &TENANT_NUMBERING_INVALID,
    &TENANT_VMIDS_OVERLAP,
    &OVERLAY_SUBNET_TAKEN,
    &VNET_LIMIT,
    &VNET_ID_TAKEN,
    &ZONE_ID_TOO_SHORT,
];

/// Bases that tenants cannot be numbered from.
pub static TENANT_NUMBERING_INVALID: Rule = Rule {
    code: Code(811),
    name: "tenant-numbering-invalid",
    severity: Severity::Error,
    summary: "The bases of `deevnet_tenant_numbering` have room for 63 tenants and keep their numbers apart.",
    explanation: "VNIs have 24 bits, and so have the VMIDs that MAC addresses are derived from. Where the VNIs of VRFs \
                  reach into those of VNets, one tenant's routing table becomes another's network.",
    source: "RFC 7348, 5; the estate's tenant numbering",
    wrong: "\
# file: group_vars/all/tenants.yml
deevnet_tenant_numbering: { vrf_base: 10000, vnet_base: 10000, vmid_base: 10000 }
",
    right: "\
# file: group_vars/all/tenants.yml
deevnet_tenant_numbering: { vrf_base: 10000, vnet_base: 20000, vmid_base: 10000 }
",
};

/// VMIDs of tenants that something else has.
pub static TENANT_VMIDS_OVERLAP: Rule = Rule {
    code: Code(812),
    name: "tenant-vmids-overlap",
    severity: Severity::Error,
    summary: "No other guest has a VMID among those of tenants.",
    explanation: "A VMID is unique across the whole substrate, and a tenant's VMIDs follow from its index whether they \
                  are in use yet or not. A management machine among them is met by a workload some day: one VMID, two \
                  machines, one MAC address.",
    source: "the estate's tenant numbering and VMID standard",
    wrong: "\
# file: group_vars/all/tenants.yml
deevnet_tenant_numbering: { vrf_base: 10000, vnet_base: 20000, vmid_base: 200 }
deevnet_mgmt_vmid_range: { start: 200, end: 299 }
",
    right: "\
# file: group_vars/all/tenants.yml
deevnet_tenant_numbering: { vrf_base: 10000, vnet_base: 20000, vmid_base: 10000 }
deevnet_mgmt_vmid_range: { start: 200, end: 299 }
",
};

/// An overlay's subnet that a segment has.
pub static OVERLAY_SUBNET_TAKEN: Rule = Rule {
    code: Code(813),
    name: "overlay-subnet-taken",
    severity: Severity::Error,
    summary: "No segment lies in the subnet of a tenant's overlay.",
    explanation: "The overlay of the tenant with index n is 10.<octet>.<128 + n>.0/24. Where a VLAN has that subnet, \
                  the router has two ways to every address in it.",
    source: "the estate's address plan",
    wrong: "\
# file: group_vars/all/tenants.yml
deevnet_tenant_numbering: { vrf_base: 10000, vnet_base: 20000, vmid_base: 10000 }
deevnet_tenants:
  - { name: music, index: 1 }
# file: group_vars/all/vlans.yml
deevnet_vlans:
  workshop:
    vlan_id: 129
    subnet: 10.20.129.0/24
    gateway: 10.20.129.1
",
    right: "\
# file: group_vars/all/tenants.yml
deevnet_tenant_numbering: { vrf_base: 10000, vnet_base: 20000, vmid_base: 10000 }
deevnet_tenants:
  - { name: music, index: 1 }
# file: group_vars/all/vlans.yml
deevnet_vlans:
  lab:
    vlan_id: 70
    subnet: 10.20.70.0/24
    gateway: 10.20.70.1
",
};

/// More VNets than a tenant has numbers for, or one twice.
pub static VNET_LIMIT: Rule = Rule {
    code: Code(814),
    name: "vnet-limit",
    severity: Severity::Error,
    summary: "A tenant has at most ten VNets, each named once.",
    explanation: "A VNet's number is one decimal digit of its VNI and of its ID: its place in `vnets`, counted from \
                  zero. An eleventh VNet would have the first VNI of the next tenant.",
    source: "the estate's tenant numbering",
    wrong: "\
# file: group_vars/all/tenants.yml
deevnet_tenants:
  - { name: music, index: 1, vnets: [front, back, front] }
",
    right: "\
# file: group_vars/all/tenants.yml
deevnet_tenants:
  - { name: music, index: 1, vnets: [front, back] }
",
};

/// A VNet ID that two VNets have, or that is the name of an interface.
pub static VNET_ID_TAKEN: Rule = Rule {
    code: Code(815),
    name: "vnet-id-taken",
    severity: Severity::Error,
    summary: "Every VNet has an ID of its own, which no interface of a hypervisor has.",
    explanation: "A VNet's ID is the first six characters of its tenant's name and its number. It is unique over all \
                  zones of Proxmox VE, and becomes a bridge of that name on every node: two tenants whose names share \
                  six characters would share their networks, and a tenant `vmbr` would take `vmbr0`.",
    source: "Proxmox VE API, /cluster/sdn/vnets; the estate's tenant numbering",
    wrong: "\
# file: group_vars/all/tenants.yml
deevnet_tenant_numbering: { vrf_base: 10000, vnet_base: 20000, vmid_base: 10000 }
deevnet_tenants:
  - { name: grooveiq, index: 1 }
  - { name: groovetv, index: 2 }
",
    right: "\
# file: group_vars/all/tenants.yml
deevnet_tenant_numbering: { vrf_base: 10000, vnet_base: 20000, vmid_base: 10000 }
deevnet_tenants:
  - { name: grooveiq, index: 1 }
  - { name: tvgroove, index: 2 }
",
};

/// A tenant's name that Proxmox VE does not take for a zone.
pub static ZONE_ID_TOO_SHORT: Rule = Rule {
    code: Code(816),
    name: "zone-id-too-short",
    severity: Severity::Error,
    summary: "The name of a tenant with an overlay has two characters at least.",
    explanation: "It is the ID of a zone, and Proxmox VE refuses one of a single letter.",
    source: "Proxmox VE API, format pve-sdn-zone-id",
    wrong: "\
# file: group_vars/all/tenants.yml
deevnet_tenant_numbering: { vrf_base: 10000, vnet_base: 20000, vmid_base: 10000 }
deevnet_tenants:
  - { name: m, index: 1 }
",
    right: "\
# file: group_vars/all/tenants.yml
deevnet_tenant_numbering: { vrf_base: 10000, vnet_base: 20000, vmid_base: 10000 }
deevnet_tenants:
  - { name: mu, index: 1 }
",
};
