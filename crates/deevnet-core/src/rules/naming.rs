//! Rules about names: 4xx.

use super::rule::{Code, Rule};
use crate::finding::Severity;

pub(super) const RULES: &[&Rule] = &[
    &NAME_GRAMMAR,
    &FORM_DIFFERS,
    &ROLE_MISSING,
    &ROLE_REDUNDANT,
    &HOST_WITHOUT_VARIABLES,
    &VARIABLES_WITHOUT_HOST,
    &HOST_LISTED_TWICE,
    &TENANT_IS_SUBSTRATE,
    &NAME_NOT_DNS,
];

/// A host name that does not follow the grammar.
pub static NAME_GRAMMAR: Rule = Rule {
    code: Code(401),
    name: "name-grammar",
    severity: Severity::Warning,
    summary: "A host name follows the substrate's grammar.",
    explanation: "The name says what the machine is: `[role-]formNN` in the classic grammar, \
                  `dv{site}{role}{sequence}{form}{generation}` in the fixed-width one. `deevnet_name_grammar` \
                  (`classic`, `fixed-width`, `either`) says which applies; without it either does.",
    source: "the estate's naming standard",
    wrong: "\
# file: host_vars/sensor.yml
infrastructure:
  form: pi
  interfaces:
    eth0: { mac: \"00:00:5e:00:53:01\" }
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
    eth0: { mac: \"00:00:5e:00:53:01\" }
env:
  interfaces:
    eth0:
      ip: 10.20.30.11
      segment: iot
",
};

/// A form that differs from the one in the name.
pub static FORM_DIFFERS: Rule = Rule {
    code: Code(402),
    name: "form-differs",
    severity: Severity::Error,
    summary: "`infrastructure.form` is the form in the host's name.",
    explanation: "Automation chooses by form: a `vm` is cloned, a `pi` is flashed. Where name and form disagree \
                  one of them is a leftover of another machine.",
    source: "the estate's naming standard",
    wrong: "\
# file: host_vars/core-rt01.yml
infrastructure:
  form: vm
  interfaces:
    eth0: { mac: \"00:00:5e:00:53:01\" }
env:
  interfaces:
    eth0:
      ip: 10.20.30.2
      segment: iot
",
    right: "\
# file: host_vars/core-rt01.yml
infrastructure:
  form: rt
  interfaces:
    eth0: { mac: \"00:00:5e:00:53:01\" }
env:
  interfaces:
    eth0:
      ip: 10.20.30.2
      segment: iot
",
};

/// A name without the role that its form needs.
pub static ROLE_MISSING: Rule = Rule {
    code: Code(403),
    name: "role-missing",
    severity: Severity::Warning,
    summary: "A name has a role unless its form says it all.",
    explanation: "`hv01`, `sw01`, `ap01` and `pi01` say what they are. `vm01`, `ph01`, `em01` and `rt01` do not: \
                  `core-rt01` and `edge-rt01` are different things.",
    source: "the estate's naming standard",
    wrong: "\
# file: host_vars/vm01.yml
infrastructure:
  form: vm
  interfaces:
    eth0: { mac: \"00:00:5e:00:53:01\" }
env:
  interfaces:
    eth0:
      ip: 10.20.30.11
      segment: iot
",
    right: "\
# file: host_vars/dns-vm01.yml
infrastructure:
  form: vm
  interfaces:
    eth0: { mac: \"00:00:5e:00:53:01\" }
env:
  interfaces:
    eth0:
      ip: 10.20.30.11
      segment: iot
",
};

/// A role that only repeats the form.
pub static ROLE_REDUNDANT: Rule = Rule {
    code: Code(404),
    name: "role-redundant",
    severity: Severity::Warning,
    summary: "A role says more than the form does.",
    explanation: "`hypervisor-hv01` says the same thing twice; the second name of a thing is the one that \
                  somebody looks for and does not find.",
    source: "the estate's naming standard",
    wrong: "\
# file: host_vars/hypervisor-hv01.yml
infrastructure:
  form: hv
  interfaces:
    eth0: { mac: \"00:00:5e:00:53:01\" }
env:
  interfaces:
    eth0:
      ip: 10.20.30.11
      segment: iot
",
    right: "\
# file: host_vars/hv01.yml
infrastructure:
  form: hv
  interfaces:
    eth0: { mac: \"00:00:5e:00:53:01\" }
env:
  interfaces:
    eth0:
      ip: 10.20.30.11
      segment: iot
",
};

/// A host about which nothing is declared.
pub static HOST_WITHOUT_VARIABLES: Rule = Rule {
    code: Code(405),
    name: "host-without-variables",
    severity: Severity::Warning,
    summary: "A listed host declares `infrastructure` or `env`.",
    explanation: "A host without variables has no identity: no address, no record, no reservation. It is a \
                  typing error in the list, or its file was forgotten.",
    source: "the estate's inventory schema",
    wrong: "\
# file: hosts.yml
all:
  hosts:
    pi01: {}
    pi02: {}
# file: host_vars/pi01.yml
infrastructure:
  form: pi
  interfaces:
    eth0: { mac: \"00:00:5e:00:53:01\" }
env:
  interfaces:
    eth0:
      ip: 10.20.30.11
      segment: iot
",
    right: "\
# file: hosts.yml
all:
  hosts:
    pi01: {}
# file: host_vars/pi01.yml
infrastructure:
  form: pi
  interfaces:
    eth0: { mac: \"00:00:5e:00:53:01\" }
env:
  interfaces:
    eth0:
      ip: 10.20.30.11
      segment: iot
",
};

/// Variables of a host that is not listed.
pub static VARIABLES_WITHOUT_HOST: Rule = Rule {
    code: Code(406),
    name: "variables-without-host",
    severity: Severity::Warning,
    summary: "Variables in `host_vars` belong to a listed host.",
    explanation: "Ansible never reads the file, and nobody notices: the host has no reservation and no record, \
                  though its file looks complete.",
    source: "Ansible, building inventories",
    wrong: "\
# file: hosts.yml
all:
  hosts:
    pi01: {}
# file: host_vars/pi01.yml
infrastructure:
  form: pi
  interfaces:
    eth0: { mac: \"00:00:5e:00:53:01\" }
env:
  interfaces:
    eth0:
      ip: 10.20.30.11
      segment: iot
# file: host_vars/pi02.yml
infrastructure:
  form: pi
  interfaces:
    eth0: { mac: \"00:00:5e:00:53:02\" }
env:
  interfaces:
    eth0:
      ip: 10.20.30.12
      segment: iot
",
    right: "\
# file: hosts.yml
all:
  hosts:
    pi01: {}
    pi02: {}
# file: host_vars/pi01.yml
infrastructure:
  form: pi
  interfaces:
    eth0: { mac: \"00:00:5e:00:53:01\" }
env:
  interfaces:
    eth0:
      ip: 10.20.30.11
      segment: iot
# file: host_vars/pi02.yml
infrastructure:
  form: pi
  interfaces:
    eth0: { mac: \"00:00:5e:00:53:02\" }
env:
  interfaces:
    eth0:
      ip: 10.20.30.12
      segment: iot
",
};

/// A host that two files list.
pub static HOST_LISTED_TWICE: Rule = Rule {
    code: Code(407),
    name: "host-listed-twice",
    severity: Severity::Warning,
    summary: "A host is listed by one inventory file.",
    explanation: "Ansible merges two hosts of one name without a word: the second file's machine gets the first \
                  one's variables. Within one file a host may be in many groups.",
    source: "Ansible, building inventories",
    wrong: "\
# file: hosts.yml
all:
  hosts:
    pi01: {}
# file: more.yml
all:
  hosts:
    pi01: {}
# file: host_vars/pi01.yml
infrastructure:
  form: pi
  interfaces:
    eth0: { mac: \"00:00:5e:00:53:01\" }
env:
  interfaces:
    eth0:
      ip: 10.20.30.11
      segment: iot
",
    right: "\
# file: hosts.yml
all:
  hosts:
    pi01: {}
# file: host_vars/pi01.yml
infrastructure:
  form: pi
  interfaces:
    eth0: { mac: \"00:00:5e:00:53:01\" }
env:
  interfaces:
    eth0:
      ip: 10.20.30.11
      segment: iot
",
};

/// A tenant named like a substrate.
pub static TENANT_IS_SUBSTRATE: Rule = Rule {
    code: Code(408),
    name: "tenant-is-substrate",
    severity: Severity::Error,
    summary: "No tenant has the name of a substrate.",
    explanation: "Names of tenants stand where names of substrates stand, one label further left. Equal names \
                  make `api.lab.lab.example.net`, and searches that match the wrong one.",
    source: "the estate's naming standard",
    wrong: "\
# file: group_vars/all/tenants.yml
deevnet_tenants:
  - { name: lab, index: 1 }
",
    right: "\
# file: group_vars/all/tenants.yml
deevnet_tenants:
  - { name: music, index: 1 }
",
};

/// A name that is not a DNS label or domain.
pub static NAME_NOT_DNS: Rule = Rule {
    code: Code(409),
    name: "name-not-dns",
    severity: Severity::Error,
    summary: "Hosts, substrates and domains have DNS names.",
    explanation: "A label has 1 to 63 letters, digits and hyphens and no hyphen at either end; a whole name has \
                  at most 253 characters. Nothing is published under another name.",
    source: "RFC 1123, 2.1; RFC 1035, 2.3.4",
    wrong: "\
# file: host_vars/pi_01.yml
infrastructure: { form: pi }
",
    right: "\
# file: host_vars/pi01.yml
infrastructure: { form: pi }
",
};
