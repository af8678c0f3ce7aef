//! Rules about workloads, their classes and their MAC policies: 82x.

use super::rule::{Code, Rule};
use crate::finding::Severity;

/// The rules of this family, in order of their codes.
pub(super) const RULES: &[&Rule] = &[
    &WORKLOAD_NAME,
    &WORKLOAD_SLOT_INVALID,
    &WORKLOAD_SLOT_MISSING,
    &WORKLOAD_CLASS_UNKNOWN,
    &MAC_POLICY_UNKNOWN,
    &MANAGEMENT_MAC_POLICY,
    &TENANT_MAC_UNDERIVABLE,
];

/// A workload's name that is none, or stands twice.
pub static WORKLOAD_NAME: Rule = Rule {
    code: Code(821),
    name: "workload-name",
    severity: Severity::Error,
    summary: "Every workload of a tenant has a DNS name of its own.",
    explanation: "The workload is published as `<workload>.<tenant>.<substrate>.<root>`, and its virtual machine is \
                  found by the same name. A second one of that name overwrites the first.",
    source: "RFC 1123, 2.1; the estate's naming standard",
    wrong: "\
# file: group_vars/all/tenants.yml
deevnet_tenants:
  - name: music
    index: 1
    workloads:
      - { name: api, slot: 0 }
      - { name: api, slot: 1 }
",
    right: "\
# file: group_vars/all/tenants.yml
deevnet_tenants:
  - name: music
    index: 1
    workloads:
      - { name: api, slot: 0 }
      - { name: database, slot: 1 }
",
};

/// A slot outside its bounds, or one that two workloads have.
pub static WORKLOAD_SLOT_INVALID: Rule = Rule {
    code: Code(822),
    name: "workload-slot-invalid",
    severity: Severity::Error,
    summary: "A workload's slot is 0 to 39, and no other workload of its tenant has it.",
    explanation: "VMID, address and MAC follow from the slot, and a tenant has forty of each: the next VMID is the \
                  first one of the next tenant. Two workloads in one slot are one machine to the hypervisor.",
    source: "the estate's tenant numbering",
    wrong: "\
# file: group_vars/all/tenants.yml
deevnet_tenants:
  - name: music
    index: 1
    workloads:
      - { name: api, slot: 3 }
      - { name: database, slot: 3 }
",
    right: "\
# file: group_vars/all/tenants.yml
deevnet_tenants:
  - name: music
    index: 1
    workloads:
      - { name: api, slot: 3 }
      - { name: database, slot: 4 }
",
};

/// A workload that has no slot yet.
pub static WORKLOAD_SLOT_MISSING: Rule = Rule {
    code: Code(823),
    name: "workload-slot-missing",
    severity: Severity::Warning,
    summary: "A workload on an overlay has a slot.",
    explanation: "Without one it has no VMID, address or MAC yet. It is not counted by its place in the list, because a \
                  workload removed before it would then give it another identity. The number that the hint names is \
                  the lowest free one.",
    source: "the estate's tenant numbering",
    wrong: "\
# file: group_vars/all/tenants.yml
deevnet_tenant_numbering: { vrf_base: 10000, vnet_base: 20000, vmid_base: 10000 }
deevnet_tenants:
  - name: music
    index: 1
    workloads:
      - { name: api }
",
    right: "\
# file: group_vars/all/tenants.yml
deevnet_tenant_numbering: { vrf_base: 10000, vnet_base: 20000, vmid_base: 10000 }
deevnet_tenants:
  - name: music
    index: 1
    workloads:
      - { name: api, slot: 0 }
",
};

/// A workload class that does not exist, or is none of tenants.
pub static WORKLOAD_CLASS_UNKNOWN: Rule = Rule {
    code: Code(824),
    name: "workload-class-unknown",
    severity: Severity::Error,
    summary: "A tenant's class is `application-development`, `experiment` or `ephemeral`.",
    explanation: "The class says how much churn a workload tolerates and where its MAC addresses come from. Services of \
                  the management plane are no tenant's.",
    source: "the estate's workload classes",
    wrong: "\
# file: group_vars/all/tenants.yml
deevnet_tenants:
  - { name: music, index: 1, class: production }
",
    right: "\
# file: group_vars/all/tenants.yml
deevnet_tenants:
  - { name: music, index: 1, class: application-development }
",
};

/// A MAC policy, or what it is for, that does not exist.
pub static MAC_POLICY_UNKNOWN: Rule = Rule {
    code: Code(825),
    name: "mac-policy-unknown",
    severity: Severity::Error,
    summary: "A MAC policy is `deterministic`, `observed` or `hypervisor-assigned`, for a plane or a workload class.",
    explanation: "`deevnet_mac_policies` maps planes (`management`, `tenant`) and workload classes to policies; a \
                  tenant's own `mac_policy` comes before both.",
    source: "the estate's MAC policies",
    wrong: "\
# file: group_vars/all/main.yml
deevnet_root_domain: example.net
deevnet_substrate: lab
deevnet_mac_policies: { tenant: random }
",
    right: "\
# file: group_vars/all/main.yml
deevnet_root_domain: example.net
deevnet_substrate: lab
deevnet_mac_policies: { tenant: hypervisor-assigned }
",
};

/// A management plane whose MAC addresses are not derived.
pub static MANAGEMENT_MAC_POLICY: Rule = Rule {
    code: Code(826),
    name: "management-mac-policy",
    severity: Severity::Error,
    summary: "The MAC policy of the management plane is `deterministic`.",
    explanation: "Everything else depends on the management plane: its machines are rebuilt with the address that \
                  reservations, switches and network boot know. Nothing may have to ask a hypervisor first.",
    source: "the estate's MAC policies",
    wrong: "\
# file: group_vars/all/main.yml
deevnet_root_domain: example.net
deevnet_substrate: lab
deevnet_mac_policies: { management: hypervisor-assigned }
",
    right: "\
# file: group_vars/all/main.yml
deevnet_root_domain: example.net
deevnet_substrate: lab
deevnet_mac_policies: { management: deterministic }
",
};

/// A deterministic policy where no VMID follows from the declaration.
pub static TENANT_MAC_UNDERIVABLE: Rule = Rule {
    code: Code(827),
    name: "tenant-mac-underivable",
    severity: Severity::Warning,
    summary: "A tenant with deterministic MAC addresses has VMIDs to derive them from.",
    explanation: "The MAC address of a workload is derived from its VMID, which follows from \
                  `deevnet_tenant_numbering`, the tenant's index and the workload's slot, in the namespace of \
                  `deevnet_mac_namespace`. Without one of these the hypervisor chooses it after all.",
    source: "the estate's MAC policies",
    wrong: "\
# file: group_vars/all/tenants.yml
deevnet_tenants:
  - { name: music, index: 1, mac_policy: deterministic }
",
    right: "\
# file: group_vars/all/tenants.yml
deevnet_tenant_numbering: { vrf_base: 10000, vnet_base: 20000, vmid_base: 10000 }
deevnet_tenants:
  - { name: music, index: 1, mac_policy: deterministic }
",
};
