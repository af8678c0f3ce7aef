//! Rules about what machines use of a hypervisor: 720 to 722.

use crate::finding::Severity;
use crate::rules::rule::{Code, Rule};

const PLACEMENT_STANDARD: &str = "the estate's hypervisor standard";

/// More memory than the node has.
pub static MEMORY_EXCEEDED: Rule = Rule {
    code: Code(720),
    name: "memory-exceeded",
    severity: Severity::Error,
    summary: "The machines on a hypervisor must fit into its memory less its reserve.",
    explanation: "Memory is not shared by time: when every machine uses what it was given, the kernel ends one of \
                  them, and it chooses by size. The limit is the hardware's memory less `reserve.memory`, times \
                  `overcommit.memory` where one is declared.",
    source: PLACEMENT_STANDARD,
    wrong: "\
# file: host_vars/dns-vm01.yml
infrastructure: { form: vm }
mgmt_vm:
  hypervisor: hv01
  memory: 20480
# file: host_vars/git-vm01.yml
infrastructure: { form: vm }
mgmt_vm:
  hypervisor: hv01
  memory: 12288
# file: host_vars/hv01.yml
infrastructure: { form: hv, hardware: dell-optiplex-7050-mff }
deevnet_hypervisor:
  plane: management
  reserve: { memory: 2048 }
",
    right: "\
# file: host_vars/dns-vm01.yml
infrastructure: { form: vm }
mgmt_vm:
  hypervisor: hv01
  memory: 16384
# file: host_vars/git-vm01.yml
infrastructure: { form: vm }
mgmt_vm:
  hypervisor: hv01
  memory: 12288
# file: host_vars/hv01.yml
infrastructure: { form: hv, hardware: dell-optiplex-7050-mff }
deevnet_hypervisor:
  plane: management
  reserve: { memory: 2048 }
",
};

/// More virtual processors than threads carry.
pub static THREADS_EXCEEDED: Rule = Rule {
    code: Code(721),
    name: "threads-exceeded",
    severity: Severity::Error,
    summary: "The machines on a hypervisor must keep within its threads times the overcommit limit, and each within its threads.",
    explanation: "Threads are shared by time, so more virtual processors than threads are usual and too many make \
                  every machine slow. The limit is the hardware's threads less `reserve.threads`, times \
                  `overcommit.threads`, 4 where none is declared. A single machine with more virtual processors than \
                  the node has threads is refused by Proxmox VE when it starts.",
    source: PLACEMENT_STANDARD,
    wrong: "\
# file: host_vars/dns-vm01.yml
infrastructure: { form: vm }
mgmt_vm:
  hypervisor: hv01
  cores: 12
# file: host_vars/hv01.yml
infrastructure: { form: hv, hardware: dell-optiplex-7050-mff }
deevnet_hypervisor:
  plane: management
",
    right: "\
# file: host_vars/dns-vm01.yml
infrastructure: { form: vm }
mgmt_vm:
  hypervisor: hv01
  cores: 4
# file: host_vars/hv01.yml
infrastructure: { form: hv, hardware: dell-optiplex-7050-mff }
deevnet_hypervisor:
  plane: management
",
};

/// More disk than the storage holds.
pub static STORAGE_EXCEEDED: Rule = Rule {
    code: Code(722),
    name: "storage-exceeded",
    severity: Severity::Error,
    summary: "The disks on a storage must fit into it, and all of them into the hypervisor's drives less its reserve.",
    explanation: "A thin storage accepts disks of any size and fails when they fill: every machine on it stops writing \
                  at once, and disks never shrink. Disks are counted with their full size, each storage against its \
                  own, and all local ones against the hardware's drives less `reserve.storage`.",
    source: PLACEMENT_STANDARD,
    wrong: "\
# file: host_vars/dns-vm01.yml
infrastructure: { form: vm }
mgmt_vm:
  hypervisor: hv01
  storage: local-lvm
  disk: 64
  data_disk: { device: scsi1, size: 400 }
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
  disk: 64
  data_disk: { device: scsi1, size: 250 }
# file: host_vars/hv01.yml
infrastructure: { form: hv }
deevnet_hypervisor:
  plane: management
  storages:
    - { name: local-lvm, size: 400, kind: lvmthin }
",
};
