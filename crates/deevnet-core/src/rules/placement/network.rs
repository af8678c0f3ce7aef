//! Rules about how a machine is attached to the network: 723 to 725.

use crate::finding::Severity;
use crate::rules::rule::{Code, Rule};

/// A tagged machine on a bridge that knows no tags.
pub static BRIDGE_NOT_VLAN_AWARE: Rule = Rule {
    code: Code(723),
    name: "bridge-not-vlan-aware",
    severity: Severity::Warning,
    summary: "A hypervisor with tagged machines should have a VLAN-aware bridge.",
    explanation: "On a plain bridge Proxmox VE makes a second bridge and a VLAN device of the uplink for each tag, \
                  when the first machine with it starts. They are in no configuration, and whoever reads the node's \
                  network sees one flat bridge. A VLAN-aware bridge keeps the tags and shows them.",
    source: "the Proxmox VE administration guide, \"VLAN 802.1Q\"",
    wrong: "\
# file: host_vars/sensors-vm01.yml
infrastructure: { form: vm }
env:
  interfaces:
    eth0: { ip: 10.20.30.11, segment: iot }
mgmt_vm:
  hypervisor: hv01
  vlan_tag: 30
# file: host_vars/hv01.yml
infrastructure: { form: hv }
deevnet_hypervisor:
  plane: management
  vlan_aware: false
",
    right: "\
# file: host_vars/sensors-vm01.yml
infrastructure: { form: vm }
env:
  interfaces:
    eth0: { ip: 10.20.30.11, segment: iot }
mgmt_vm:
  hypervisor: hv01
  vlan_tag: 30
# file: host_vars/hv01.yml
infrastructure: { form: hv }
deevnet_hypervisor:
  plane: management
  vlan_aware: true
",
};

/// A VLAN tag that is not that of the machine's segment.
pub static VLAN_TAG_DIFFERS: Rule = Rule {
    code: Code(724),
    name: "vlan-tag-differs",
    severity: Severity::Error,
    summary: "A machine's VLAN tag must be that of its interface's segment.",
    explanation: "The segment decides the address, the gateway, the reservation and the firewall's zone; the tag \
                  decides which wire the frames are on. Where they differ, the machine has an address that nothing \
                  around it answers.",
    source: "the estate's VLAN plan",
    wrong: "\
# file: host_vars/sensors-vm01.yml
infrastructure: { form: vm }
env:
  interfaces:
    eth0: { ip: 10.20.30.11, segment: iot }
mgmt_vm:
  hypervisor: hv01
  vlan_tag: 40
# file: host_vars/hv01.yml
infrastructure: { form: hv }
deevnet_hypervisor:
  plane: management
",
    right: "\
# file: host_vars/sensors-vm01.yml
infrastructure: { form: vm }
env:
  interfaces:
    eth0: { ip: 10.20.30.11, segment: iot }
mgmt_vm:
  hypervisor: hv01
  vlan_tag: 30
# file: host_vars/hv01.yml
infrastructure: { form: hv }
deevnet_hypervisor:
  plane: management
",
};

/// A static address that is not the machine's.
pub static MACHINE_ADDRESS_DIFFERS: Rule = Rule {
    code: Code(725),
    name: "machine-address-differs",
    severity: Severity::Error,
    summary: "What cloud-init sets must be the address and gateway of the machine's interface.",
    explanation: "DNS and reservations publish the interface's address, and cloud-init gives the machine the one of \
                  its definition. Where they differ, the machine is up and nobody finds it.",
    source: "the estate's IP addressing standard",
    wrong: "\
# file: host_vars/sensors-vm01.yml
infrastructure: { form: vm }
env:
  interfaces:
    eth0: { ip: 10.20.30.11, segment: iot }
mgmt_vm:
  hypervisor: hv01
  static_ip: 10.20.30.12/24
# file: host_vars/hv01.yml
infrastructure: { form: hv }
deevnet_hypervisor:
  plane: management
",
    right: "\
# file: host_vars/sensors-vm01.yml
infrastructure: { form: vm }
env:
  interfaces:
    eth0: { ip: 10.20.30.11, segment: iot }
mgmt_vm:
  hypervisor: hv01
  static_ip: 10.20.30.11/24
# file: host_vars/hv01.yml
infrastructure: { form: hv }
deevnet_hypervisor:
  plane: management
",
};
