//! Hardware and what is demanded of it: 701 to 705.

use super::Rule;
use super::rule::Code;
use crate::finding::Severity;

/// The rules of this family, in order of their codes.
pub(super) const RULES: &[&Rule] =
    &[&HARDWARE_UNKNOWN, &HARDWARE_SHORT, &HARDWARE_FIGURES_UNKNOWN, &HARDWARE_UNDECIDED, &HARDWARE_OF_VIRTUAL_MACHINE];

/// Hardware of which there is no profile.
pub static HARDWARE_UNKNOWN: Rule = Rule {
    code: Code(701),
    name: "hardware-unknown",
    severity: Severity::Error,
    summary: "A host's hardware is a profile of the catalogue, or still to be decided.",
    explanation: "What runs on a machine is held against what its profile says it has. Hardware that no profile \
                  describes is held against nothing. The estate's profiles are built in (`deevnet show hardware \
                  --all`); others stand in deevnet.toml, as tables [hardware.<id>]. Hardware that nobody has chosen \
                  yet is `to-be-decided`.",
    source: "the estate's hardware standard",
    wrong: "\
# file: host_vars/pi01.yml
infrastructure:
  form: pi
  hardware: raspberry-pi-4-b
  interfaces:
    eth0: { mac: \"00:00:5e:00:53:01\" }
env:
  interfaces:
    eth0: { ip: 10.20.30.11, segment: iot }
",
    right: "\
# file: host_vars/pi01.yml
infrastructure:
  form: pi
  hardware: raspberry-pi-4-b-8gb
  interfaces:
    eth0: { mac: \"00:00:5e:00:53:01\" }
env:
  interfaces:
    eth0: { ip: 10.20.30.11, segment: iot }
",
};

/// Hardware that is less than its host's role demands.
pub static HARDWARE_SHORT: Rule = Rule {
    code: Code(702),
    name: "hardware-short",
    severity: Severity::Warning,
    summary: "A hypervisor's hardware has what is demanded of one.",
    explanation: "A hypervisor of either plane has 32 GiB of memory for its guests, 1 TB of SSD for images and disks \
                  that no other node holds, a processor that virtualizes (x86_64 with VT-x, or AMD-V), and gigabit \
                  Ethernet, which all its guests share. Memory is counted in GiB, as it is made (what is sold as \
                  32 GB has 32 GiB), and drives as they are sold.",
    source: "the estate's hardware standard",
    wrong: "\
# file: host_vars/hv01.yml
infrastructure:
  form: hv
  hardware: raspberry-pi-4-b-8gb
  interfaces:
    eth0: { mac: \"00:00:5e:00:53:01\" }
env:
  interfaces:
    eth0: { ip: 10.20.99.11, segment: management }
",
    right: "\
# file: host_vars/hv01.yml
infrastructure:
  form: hv
  hardware: dell-optiplex-7050-mff
  interfaces:
    eth0: { mac: \"00:00:5e:00:53:01\" }
env:
  interfaces:
    eth0: { ip: 10.20.99.11, segment: management }
",
};

/// Hardware of which too little is known to judge it.
pub static HARDWARE_FIGURES_UNKNOWN: Rule = Rule {
    code: Code(703),
    name: "hardware-figures-unknown",
    severity: Severity::Note,
    summary: "The profile of a hypervisor's hardware says what is needed to judge it.",
    explanation: "A figure that nobody could confirm is left out of a profile, and never guessed. Where a demand rests \
                  on such a figure, nobody can tell whether it is met.",
    source: "the estate's hardware standard",
    wrong: "\
# file: deevnet.toml
[hardware.attic-server]
source = \"the label on its case\"
cpu = { architecture = \"x86_64\", features = [\"VT-x\"] }
memory = { size = \"64 GiB\" }
nics = [{ count = 2, speed = \"1 Gbit/s\" }]
# file: host_vars/hv01.yml
infrastructure:
  form: hv
  hardware: attic-server
  interfaces:
    eth0: { mac: \"00:00:5e:00:53:01\" }
env:
  interfaces:
    eth0: { ip: 10.20.99.11, segment: management }
",
    right: "\
# file: deevnet.toml
[hardware.attic-server]
source = \"the label on its case\"
cpu = { architecture = \"x86_64\", features = [\"VT-x\"] }
memory = { size = \"64 GiB\" }
storage = [{ size = \"2 TB\", kind = \"SSD\" }]
nics = [{ count = 2, speed = \"1 Gbit/s\" }]
# file: host_vars/hv01.yml
infrastructure:
  form: hv
  hardware: attic-server
  interfaces:
    eth0: { mac: \"00:00:5e:00:53:01\" }
env:
  interfaces:
    eth0: { ip: 10.20.99.11, segment: management }
",
};

/// Hardware that nobody has chosen yet.
pub static HARDWARE_UNDECIDED: Rule = Rule {
    code: Code(704),
    name: "hardware-undecided",
    severity: Severity::Note,
    summary: "The hardware of a host is decided.",
    explanation: "A host can be modelled before its hardware is bought. What its role demands stands all the same, and \
                  what is placed on it cannot be held against anything yet.",
    source: "the estate's hardware standard",
    wrong: "\
# file: host_vars/hv01.yml
infrastructure:
  form: hv
  hardware: to-be-decided
  interfaces:
    eth0: { mac: UNKNOWN }
env:
  interfaces:
    eth0: { ip: 10.20.99.11, segment: management }
",
    right: "\
# file: host_vars/hv01.yml
infrastructure:
  form: hv
  hardware: dell-optiplex-7050-mff
  interfaces:
    eth0: { mac: \"00:00:5e:00:53:01\" }
env:
  interfaces:
    eth0: { ip: 10.20.99.11, segment: management }
",
};

/// Hardware of a host that has none of its own.
pub static HARDWARE_OF_VIRTUAL_MACHINE: Rule = Rule {
    code: Code(705),
    name: "hardware-of-virtual-machine",
    severity: Severity::Warning,
    summary: "A virtual machine declares no hardware of its own.",
    explanation: "A virtual machine has what its hypervisor gives it, which its `mgmt_vm` says. A profile beside that \
                  is either a leftover of a machine that was bare metal once, or the form is wrong.",
    source: "the estate's hardware standard",
    wrong: "\
# file: host_vars/dns-vm01.yml
infrastructure:
  form: vm
  hardware: dell-optiplex-7050-mff
  interfaces:
    eth0: { mac: \"02:de:20:00:00:c8\" }
mgmt_vm: { vmid: 200 }
env:
  interfaces:
    eth0: { ip: 10.20.99.12, segment: management }
",
    right: "\
# file: host_vars/dns-vm01.yml
infrastructure:
  form: vm
  interfaces:
    eth0: { mac: \"02:de:20:00:00:c8\" }
mgmt_vm: { vmid: 200 }
env:
  interfaces:
    eth0: { ip: 10.20.99.12, segment: management }
",
};
