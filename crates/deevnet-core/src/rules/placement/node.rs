//! Rules about hypervisors themselves: 711 to 713.

use crate::finding::Severity;
use crate::rules::rule::{Code, Rule};

const PLACEMENT_STANDARD: &str = "the estate's hypervisor standard";

/// A value that Proxmox VE would refuse.
pub static PROXMOX_VALUE_INVALID: Rule = Rule {
    code: Code(711),
    name: "proxmox-value-invalid",
    severity: Severity::Error,
    summary: "Node names, storage IDs, sizes and start orders must have the form that Proxmox VE accepts.",
    explanation: "A node name stands in every path of the API, a storage ID in every disk, and a start order is \
                  parsed when the node boots. Proxmox VE refuses another form when the machine is created, half-way \
                  through a run. Sizes are read with their units: 64, \"64\" and 64G are one size, 64GB is another.",
    source: "Proxmox VE's API schema: pve-node, pve-storage-id, pve-startup-order, disk-size",
    wrong: "\
# file: host_vars/hv01.yml
infrastructure: { form: hv }
deevnet_hypervisor:
  plane: management
  node: hv_01
",
    right: "\
# file: host_vars/hv01.yml
infrastructure: { form: hv }
deevnet_hypervisor:
  plane: management
  node: hv01
",
};

/// A hypervisor in a cluster.
pub static HYPERVISOR_CLUSTERED: Rule = Rule {
    code: Code(712),
    name: "hypervisor-clustered",
    severity: Severity::Error,
    summary: "A hypervisor must stand alone.",
    explanation: "Everything here holds for a node by itself: its storages are its own, a machine stays where it is \
                  placed, and each node gives out VMIDs without asking the others. In a cluster machines move, storage \
                  is shared and a lost quorum stops every node, so sums and plans would be wrong without a word. Two \
                  nodes gain nothing from a cluster anyway: one cannot outvote the other.",
    source: PLACEMENT_STANDARD,
    wrong: "\
# file: host_vars/hv01.yml
infrastructure: { form: hv }
deevnet_hypervisor:
  plane: management
  standalone: false
",
    right: "\
# file: host_vars/hv01.yml
infrastructure: { form: hv }
deevnet_hypervisor:
  plane: management
  standalone: true
",
};

/// Two hypervisors with one node name.
pub static NODE_NAME_DUPLICATE: Rule = Rule {
    code: Code(713),
    name: "node-name-duplicate",
    severity: Severity::Error,
    summary: "A node name must belong to one hypervisor of a substrate.",
    explanation: "Machines name their node, and a survey of VMIDs is complete when every node has answered. Where two \
                  nodes have one name, an answer of the first passes for the second, and a machine is looked for on \
                  the wrong one. Installers offer the same name, pve, every time.",
    source: PLACEMENT_STANDARD,
    wrong: "\
# file: host_vars/hv01.yml
infrastructure: { form: hv }
deevnet_hypervisor:
  plane: management
  node: pve
# file: host_vars/hv02.yml
infrastructure: { form: hv }
deevnet_hypervisor:
  plane: tenant
  node: pve
",
    right: "\
# file: host_vars/hv01.yml
infrastructure: { form: hv }
deevnet_hypervisor:
  plane: management
  node: pve
# file: host_vars/hv02.yml
infrastructure: { form: hv }
deevnet_hypervisor:
  plane: tenant
  node: pve2
",
};
