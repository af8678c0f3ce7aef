//! Rules about virtual machines and the hypervisors they stand on: 711 to 729.

use super::rule::{Code, Rule};
use crate::finding::Severity;

/// The rules of this family, in order of their codes.
pub(super) const RULES: &[&Rule] = &[&PROXMOX_VALUE_INVALID];

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
