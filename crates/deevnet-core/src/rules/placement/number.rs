//! Rules about what tells machines apart: 726 to 728.

use crate::finding::Severity;
use crate::rules::rule::{Code, Rule};

/// A VMID outside the management range.
pub static VMID_OUTSIDE_RANGE: Rule = Rule {
    code: Code(726),
    name: "vmid-outside-range",
    severity: Severity::Warning,
    summary: "The VMID of a management machine should be in the management range.",
    explanation: "The ranges keep planes and substrates apart: a number in another range may be given out there. It \
                  works today, and collides on the day that the other range reaches it.",
    source: "the estate's MAC naming standard",
    wrong: "\
# file: group_vars/all/range.yml
deevnet_mgmt_vmid_range: { start: 200, end: 299 }
# file: host_vars/dns-vm01.yml
infrastructure: { form: vm }
mgmt_vm: { vmid: 150 }
",
    right: "\
# file: group_vars/all/range.yml
deevnet_mgmt_vmid_range: { start: 200, end: 299 }
# file: host_vars/dns-vm01.yml
infrastructure: { form: vm }
mgmt_vm: { vmid: 250 }
",
};

/// One VMID for two machines.
pub static VMID_DUPLICATE: Rule = Rule {
    code: Code(727),
    name: "vmid-duplicate",
    severity: Severity::Error,
    summary: "A VMID must belong to one machine of a substrate.",
    explanation: "A node refuses a VMID only where it has it itself, so two nodes take the same one without complaint. \
                  MAC addresses are derived from it: the two machines then answer to one address, and a reservation \
                  flips between them.",
    source: "the estate's MAC naming standard",
    wrong: "\
# file: host_vars/dns-vm01.yml
infrastructure: { form: vm }
mgmt_vm: { vmid: 210 }
# file: host_vars/git-vm01.yml
infrastructure: { form: vm }
mgmt_vm: { vmid: 210 }
",
    right: "\
# file: host_vars/dns-vm01.yml
infrastructure: { form: vm }
mgmt_vm: { vmid: 210 }
# file: host_vars/git-vm01.yml
infrastructure: { form: vm }
mgmt_vm: { vmid: 211 }
",
};

/// One machine in two definitions.
pub static MACHINE_DEFINED_TWICE: Rule = Rule {
    code: Code(728),
    name: "machine-defined-twice",
    severity: Severity::Error,
    summary: "A machine must have one definition.",
    explanation: "A host with `mgmt_vm` and a workload of a tenant with the same name are two owners of one machine: \
                  each run of the one undoes what the other did, and the name on a node does not tell whose it is.",
    source: "the estate's hypervisor standard",
    wrong: "\
# file: group_vars/all/tenants.yml
deevnet_tenant_numbering: { vrf_base: 10000, vnet_base: 20000, vmid_base: 10000 }
deevnet_tenants:
  - name: music
    index: 1
    workloads:
      - { name: api-vm01, slot: 0 }
# file: host_vars/api-vm01.yml
infrastructure: { form: vm }
mgmt_vm: { vmid: 210 }
",
    right: "\
# file: group_vars/all/tenants.yml
deevnet_tenant_numbering: { vrf_base: 10000, vnet_base: 20000, vmid_base: 10000 }
deevnet_tenants:
  - name: music
    index: 1
    workloads:
      - { name: api, slot: 0 }
# file: host_vars/api-vm01.yml
infrastructure: { form: vm }
mgmt_vm: { vmid: 210 }
",
};
