//! Rules about where MAC addresses come from: 109 to 112.

use super::rule::{Code, Rule};
use crate::finding::Severity;

pub(super) const RULES: &[&Rule] =
    &[&MAC_NOT_HASHED, &MAC_POLICY_DIFFERS, &MANAGEMENT_MAC_NOT_DETERMINISTIC, &MAC_NOT_DERIVABLE];

/// A hashed MAC address that its interface does not derive.
pub static MAC_NOT_HASHED: Rule = Rule {
    code: Code(109),
    name: "mac-not-hashed",
    severity: Severity::Warning,
    summary: "The MAC of an interface with the policy `hash` is one that its names derive.",
    explanation: "`interface-sha256-v1` derives it from the names of substrate, host and interface, and an allocation \
                  writes it to `deevnet_assigned_macs`, where the interface takes it from. An address that was edited, \
                  copied from another host, or never taken over cannot be derived again from the inventory. A host \
                  that was renamed keeps its address, and this rule then says that it did: ignore it with that reason.",
    source: "the estate's MAC naming standard",
    wrong: "\
# file: host_vars/dns-vm01/identity.yml
deevnet_assigned_vmid: 200
deevnet_assigned_mac: \"02:de:20:00:00:c8\"
deevnet_assigned_macs:
  eth1: \"06:de:20:00:00:01\"
# file: host_vars/dns-vm01/vars.yml
infrastructure:
  form: vm
  interfaces:
    eth0: { mac: \"{{ deevnet_assigned_mac | default('') }}\" }
    eth1: { mac: \"{{ deevnet_assigned_macs.eth1 | default('') }}\", mac_policy: hash }
env:
  interfaces:
    eth0: { ip: 10.20.99.31, segment: management }
    eth1: { ip: 10.20.30.31, segment: iot }
",
    right: "\
# file: host_vars/dns-vm01/identity.yml
deevnet_assigned_vmid: 200
deevnet_assigned_mac: \"02:de:20:00:00:c8\"
deevnet_assigned_macs:
  eth1: \"06:de:20:14:f0:f5\"
# file: host_vars/dns-vm01/vars.yml
infrastructure:
  form: vm
  interfaces:
    eth0: { mac: \"{{ deevnet_assigned_mac | default('') }}\" }
    eth1: { mac: \"{{ deevnet_assigned_macs.eth1 | default('') }}\", mac_policy: hash }
env:
  interfaces:
    eth0: { ip: 10.20.99.31, segment: management }
    eth1: { ip: 10.20.30.31, segment: iot }
",
};

/// A MAC address of another kind than its interface's policy.
pub static MAC_POLICY_DIFFERS: Rule = Rule {
    code: Code(110),
    name: "mac-policy-differs",
    severity: Severity::Warning,
    summary: "The MAC of an interface is of the kind that its `mac_policy` says.",
    explanation: "The substrate's namespace is for MACs that VMIDs derive, and the one beside it, with bit 0x04 of the \
                  first octet set, for those that interfaces derive. An address in either that nothing derives, such \
                  as one called observed or left to the hypervisor, stands where an allocation may one day put \
                  another host.",
    source: "the estate's MAC naming standard",
    wrong: "\
# file: host_vars/pi01.yml
infrastructure:
  form: pi
  interfaces:
    eth0: { mac: \"06:de:20:00:00:01\", mac_policy: observed }
env:
  interfaces:
    eth0:
      ip: 10.20.30.11
      segment: iot
",
    right: "\
# file: host_vars/pi01.yml
infrastructure:
  form: pi
  interfaces:
    eth0: { mac: \"00:00:5e:00:53:01\", mac_policy: observed }
env:
  interfaces:
    eth0:
      ip: 10.20.30.11
      segment: iot
",
};

/// A management machine whose MAC address nothing derives.
pub static MANAGEMENT_MAC_NOT_DETERMINISTIC: Rule = Rule {
    code: Code(111),
    name: "management-mac-not-deterministic",
    severity: Severity::Error,
    summary: "The MACs of management machines are deterministic.",
    explanation: "The management plane is rebuilt from the inventory alone. A machine whose MAC the hypervisor chooses \
                  comes back with another one: its reservation no longer meets it, and it has neither address nor \
                  name. An older guest whose MAC was recorded as found lives until it is rebuilt, so `observed` is a \
                  warning.",
    source: "the estate's MAC naming standard",
    wrong: "\
# file: host_vars/dns-vm01.yml
infrastructure:
  form: vm
  interfaces:
    eth0: { mac_policy: hypervisor }
env:
  interfaces:
    eth0: { ip: 10.20.99.31, segment: management }
mgmt_vm:
  vmid: 200
",
    right: "\
# file: host_vars/dns-vm01.yml
infrastructure:
  form: vm
  interfaces:
    eth0: { mac: \"02:de:20:00:00:c8\", mac_policy: vmid }
env:
  interfaces:
    eth0: { ip: 10.20.99.31, segment: management }
mgmt_vm:
  vmid: 200
",
};

/// A hashed MAC address on a substrate that has nothing to derive it from.
pub static MAC_NOT_DERIVABLE: Rule = Rule {
    code: Code(112),
    name: "mac-not-derivable",
    severity: Severity::Error,
    summary: "A substrate whose interfaces derive their MACs has a name, and a namespace with room beside it.",
    explanation: "The hash needs `deevnet_substrate`, and its result a namespace that VMIDs cannot reach: the declared \
                  one with bit 0x04 of the first octet set. Where that bit is set already there is none.",
    source: "the estate's MAC naming standard; IEEE 802c-2017 for the quadrants of local addresses",
    wrong: "\
# file: group_vars/all/main.yml
deevnet_root_domain: example.net
deevnet_substrate: lab
deevnet_mac_namespace: \"06:de:20\"
firewall_default_action: deny
# file: host_vars/pi01.yml
infrastructure:
  form: pi
  interfaces:
    eth0: { mac_policy: hash }
env:
  interfaces:
    eth0:
      ip: 10.20.30.11
      segment: iot
",
    right: "\
# file: group_vars/all/main.yml
deevnet_root_domain: example.net
deevnet_substrate: lab
deevnet_mac_namespace: \"02:de:20\"
firewall_default_action: deny
# file: host_vars/pi01.yml
infrastructure:
  form: pi
  interfaces:
    eth0: { mac_policy: hash }
env:
  interfaces:
    eth0:
      ip: 10.20.30.11
      segment: iot
",
};
