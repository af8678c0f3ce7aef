//! Rules about what a machine names: its hypervisor, plane, storage and template: 714 to 719.

use crate::finding::Severity;
use crate::rules::rule::{Code, Rule};

const PLACEMENT_STANDARD: &str = "the estate's hypervisor standard";

/// A machine on a hypervisor that does not exist.
pub static HYPERVISOR_UNKNOWN: Rule = Rule {
    code: Code(714),
    name: "hypervisor-unknown",
    severity: Severity::Error,
    summary: "A machine must stand on a hypervisor of the inventory.",
    explanation: "Placement is written down and never chosen, so a name that leads nowhere leaves the machine without \
                  a home: it is in no sum, nobody creates it, and no switch port carries its segment. Nor does a host \
                  lead anywhere that is a hypervisor by its name alone and declares neither `infrastructure` nor \
                  `deevnet_hypervisor`.",
    source: PLACEMENT_STANDARD,
    wrong: "\
# file: host_vars/dns-vm01.yml
infrastructure: { form: vm }
mgmt_vm:
  hypervisor: hv10
# file: host_vars/hv01.yml
infrastructure: { form: hv }
deevnet_hypervisor:
  plane: management
",
    right: "\
# file: host_vars/dns-vm01.yml
infrastructure: { form: vm }
mgmt_vm:
  hypervisor: hv01
# file: host_vars/hv01.yml
infrastructure: { form: hv }
deevnet_hypervisor:
  plane: management
",
};

/// A machine whose node is not that of its hypervisor.
pub static NODE_DIFFERS: Rule = Rule {
    code: Code(715),
    name: "node-differs",
    severity: Severity::Error,
    summary: "The node of a machine must be that of its hypervisor.",
    explanation: "A definition names its hypervisor by inventory name and restates its node name for the API. Where \
                  one was moved and the other forgotten, automation connects to one machine and asks for the other.",
    source: PLACEMENT_STANDARD,
    wrong: "\
# file: host_vars/dns-vm01.yml
infrastructure: { form: vm }
mgmt_vm:
  hypervisor: hv01
  node: pve2
# file: host_vars/hv01.yml
infrastructure: { form: hv }
deevnet_hypervisor:
  plane: management
  node: pve
",
    right: "\
# file: host_vars/dns-vm01.yml
infrastructure: { form: vm }
mgmt_vm:
  hypervisor: hv01
  node: pve
# file: host_vars/hv01.yml
infrastructure: { form: hv }
deevnet_hypervisor:
  plane: management
  node: pve
",
};

/// A tenant's workload on the management plane.
pub static TENANT_ON_MANAGEMENT_HYPERVISOR: Rule = Rule {
    code: Code(716),
    name: "tenant-on-management-hypervisor",
    severity: Severity::Error,
    summary: "A tenant's workload must not stand on a hypervisor of the management plane.",
    explanation: "The management plane carries what everything else needs, name service and allocation among it, and \
                  must never be lost. Workloads come and go, fill memory and disks, and run code of tenants: beside \
                  them nothing is safe, and isolation ends at the node's own kernel.",
    source: PLACEMENT_STANDARD,
    wrong: "\
# file: group_vars/all/tenants.yml
deevnet_tenant_numbering: { vrf_base: 10000, vnet_base: 20000, vmid_base: 10000 }
deevnet_tenants:
  - name: music
    index: 1
    workloads:
      - { name: api, slot: 0, hypervisor: hv01 }
# file: host_vars/hv01.yml
infrastructure: { form: hv }
deevnet_hypervisor:
  plane: management
# file: host_vars/hv02.yml
infrastructure: { form: hv }
deevnet_hypervisor:
  plane: tenant
",
    right: "\
# file: group_vars/all/tenants.yml
deevnet_tenant_numbering: { vrf_base: 10000, vnet_base: 20000, vmid_base: 10000 }
deevnet_tenants:
  - name: music
    index: 1
    workloads:
      - { name: api, slot: 0, hypervisor: hv02 }
# file: host_vars/hv01.yml
infrastructure: { form: hv }
deevnet_hypervisor:
  plane: management
# file: host_vars/hv02.yml
infrastructure: { form: hv }
deevnet_hypervisor:
  plane: tenant
",
};

/// A management machine on the tenant plane.
pub static MANAGEMENT_ON_TENANT_HYPERVISOR: Rule = Rule {
    code: Code(717),
    name: "management-on-tenant-hypervisor",
    severity: Severity::Warning,
    summary: "A management machine should stand on a hypervisor of the management plane.",
    explanation: "The tenant plane may be rebuilt at any time. A management machine on it works until then, and is \
                  gone with it.",
    source: PLACEMENT_STANDARD,
    wrong: "\
# file: host_vars/dns-vm01.yml
infrastructure: { form: vm }
mgmt_vm:
  hypervisor: hv02
# file: host_vars/hv02.yml
infrastructure: { form: hv }
deevnet_hypervisor:
  plane: tenant
",
    right: "\
# file: host_vars/dns-vm01.yml
infrastructure: { form: vm }
mgmt_vm:
  hypervisor: hv01
# file: host_vars/hv01.yml
infrastructure: { form: hv }
deevnet_hypervisor:
  plane: management
",
};

/// A disk on a storage that its hypervisor does not have.
pub static STORAGE_UNKNOWN: Rule = Rule {
    code: Code(718),
    name: "storage-unknown",
    severity: Severity::Error,
    summary: "A machine's storage must be one of its hypervisor's.",
    explanation: "Storages are local to each node, and the same name on two nodes means two storages. A clone onto one \
                  that is not there fails when the disk is allocated.",
    source: "the Proxmox VE administration guide, \"Storage Types\"",
    wrong: "\
# file: host_vars/dns-vm01.yml
infrastructure: { form: vm }
mgmt_vm:
  hypervisor: hv01
  storage: local-zfs
# file: host_vars/hv01.yml
infrastructure: { form: hv }
deevnet_hypervisor:
  plane: management
  storages:
    - { name: local-lvm, size: 400, kind: lvmthin }
",
    right: "\
# file: host_vars/dns-vm01.yml
infrastructure: { form: vm }
mgmt_vm:
  hypervisor: hv01
  storage: local-lvm
# file: host_vars/hv01.yml
infrastructure: { form: hv }
deevnet_hypervisor:
  plane: management
  storages:
    - { name: local-lvm, size: 400, kind: lvmthin }
",
};

/// A machine cloned from a template that its hypervisor does not have.
pub static TEMPLATE_UNKNOWN: Rule = Rule {
    code: Code(719),
    name: "template-unknown",
    severity: Severity::Error,
    summary: "A machine's template must be one of its hypervisor's.",
    explanation: "Templates are built for each node and stored on it. A definition gives the beginning of a template's \
                  name, and the newest that begins so is cloned; where none does, the run stops before the machine \
                  exists.",
    source: PLACEMENT_STANDARD,
    wrong: "\
# file: host_vars/dns-vm01.yml
infrastructure: { form: vm }
mgmt_vm:
  hypervisor: hv01
  template_prefix: debian-
# file: host_vars/hv01.yml
infrastructure: { form: hv }
deevnet_hypervisor:
  plane: management
  template_prefixes: [fedora-server-]
",
    right: "\
# file: host_vars/dns-vm01.yml
infrastructure: { form: vm }
mgmt_vm:
  hypervisor: hv01
  template_prefix: fedora-server-
# file: host_vars/hv01.yml
infrastructure: { form: hv }
deevnet_hypervisor:
  plane: management
  template_prefixes: [fedora-server-]
",
};
