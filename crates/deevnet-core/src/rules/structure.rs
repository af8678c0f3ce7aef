//! Rules about the inventory itself, its files, structure and templates: 9xx.

use super::rule::{Code, Rule};
use crate::finding::Severity;

pub(super) const RULES: &[&Rule] = &[
    &YAML_MALFORMED,
    &DUPLICATE_KEY,
    &WRONG_TYPE,
    &TEMPLATE_FAILED,
    &SECRET_NEEDED,
    &GROUP_CYCLE,
    &FILE_UNREADABLE,
    &FILE_TOO_LARGE,
    &LIMIT_EXCEEDED,
    &INVENTORY_STRUCTURE,
    &SUBSTRATE_KEY_OVERRIDDEN,
    &UNUSED_IGNORE,
    &UNKNOWN_KEY,
    &KEY_MISSING,
    &CHANGE_UNFINISHED,
    &INTERFACE_NAME_INVALID,
];

const ANSIBLE_INVENTORY: &str = "Ansible, building inventories";

/// A file that is not valid YAML, JSON or INI.
pub static YAML_MALFORMED: Rule = Rule {
    code: Code(901),
    name: "file-malformed",
    severity: Severity::Error,
    summary: "Every inventory file must be valid in its format.",
    explanation: "Ansible refuses the whole inventory when one file does not parse. Nothing of the file is read, so \
                  other findings may follow from what it would have declared. A tab in the indentation, an unclosed \
                  quote and a colon in unquoted text are the usual causes.",
    source: ANSIBLE_INVENTORY,
    wrong: "\
# file: host_vars/pi01.yml
infrastructure:
\tform: pi
",
    right: "\
# file: host_vars/pi01.yml
infrastructure:
  form: pi
",
};

/// A key that stands twice in one map.
pub static DUPLICATE_KEY: Rule = Rule {
    code: Code(902),
    name: "duplicate-key",
    severity: Severity::Error,
    summary: "A key must stand once in a map.",
    explanation: "Of two equal keys Ansible keeps the last and drops the first, with a warning that scrolls by. An \
                  interface declared twice loses its first address without a word.",
    source: ANSIBLE_INVENTORY,
    wrong: "\
# file: host_vars/pi01.yml
infrastructure:
  form: pi
  interfaces:
    eth0: { mac: 00:00:5e:00:53:01 }
    eth0: { mac: 00:00:5e:00:53:02 }
",
    right: "\
# file: host_vars/pi01.yml
infrastructure:
  form: pi
  interfaces:
    eth0: { mac: 00:00:5e:00:53:01 }
    eth1: { mac: 00:00:5e:00:53:02 }
",
};

/// A value of another type than the key needs.
pub static WRONG_TYPE: Rule = Rule {
    code: Code(903),
    name: "wrong-type",
    severity: Severity::Error,
    summary: "A value must have the type that its key needs.",
    explanation: "A quoted \"true\" is text, not a truth value: the flag is not set, and nothing says so. A number \
                  where text is meant, or a list where a map is meant, is lost in the same way.",
    source: "the estate's inventory schema",
    wrong: "\
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
      dns: { host_a_record: \"true\" }
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
      dns: { host_a_record: true }
",
};

/// A template that identity needs and that cannot be resolved.
pub static TEMPLATE_FAILED: Rule = Rule {
    code: Code(904),
    name: "template-failed",
    severity: Severity::Error,
    summary: "A template that an identity needs must resolve.",
    explanation: "The value is computed by a template that reads an undefined variable, uses a function that only \
                  Ansible has, refers to itself or fails. What depends on it stays out of the model; it is never \
                  guessed.",
    source: "Ansible, templating with Jinja2",
    wrong: "\
# file: host_vars/pi01.yml
infrastructure:
  form: pi
  interfaces:
    eth0: { mac: \"{{ recorded_mac }}\" }
env:
  interfaces:
    eth0: { ip: 10.20.30.11, segment: iot }
",
    right: "\
# file: host_vars/pi01.yml
recorded_mac: \"00:00:5e:00:53:01\"
infrastructure:
  form: pi
  interfaces:
    eth0: { mac: \"{{ recorded_mac }}\" }
env:
  interfaces:
    eth0: { ip: 10.20.30.11, segment: iot }
",
};

/// An identity that depends on an encrypted value.
pub static SECRET_NEEDED: Rule = Rule {
    code: Code(905),
    name: "secret-needed",
    severity: Severity::Error,
    summary: "An identity must not depend on an encrypted value that cannot be read.",
    explanation: "A MAC, an address or a name is read from a value encrypted by Ansible Vault. Identities are \
                  published in DNS and DHCP and are no secrets; keep them in plain files, or give the vault's \
                  password with --vault-password-file.",
    source: "Ansible, protecting sensitive data with Ansible Vault",
    wrong: "\
# file: host_vars/pi01.yml
infrastructure:
  form: pi
  interfaces:
    eth0:
      mac: !vault |
        $ANSIBLE_VAULT;1.1;AES256
        3361
env:
  interfaces:
    eth0: { ip: 10.20.30.11, segment: iot }
",
    right: "\
# file: host_vars/pi01.yml
infrastructure:
  form: pi
  interfaces:
    eth0:
      mac: \"00:00:5e:00:53:01\"
env:
  interfaces:
    eth0: { ip: 10.20.30.11, segment: iot }
",
};

/// A group that holds itself.
pub static GROUP_CYCLE: Rule = Rule {
    code: Code(906),
    name: "group-cycle",
    severity: Severity::Error,
    summary: "A group must not hold itself, directly or through others.",
    explanation: "Precedence between groups is by depth, and a cycle has none. Ansible refuses such an inventory.",
    source: ANSIBLE_INVENTORY,
    wrong: "\
# file: hosts.yml
all:
  children:
    network:
      children:
        routers:
          children:
            network: {}
",
    right: "\
# file: hosts.yml
all:
  children:
    network:
      children:
        routers: {}
",
};

/// A file or folder that cannot be read.
pub static FILE_UNREADABLE: Rule = Rule {
    code: Code(907),
    name: "file-unreadable",
    severity: Severity::Error,
    summary: "Every file of the inventory must be readable as UTF-8 text.",
    explanation: "A dangling link, a missing permission or bytes that are not UTF-8 hide what the file declares. \
                  Nothing of it is read.",
    source: ANSIBLE_INVENTORY,
    wrong: "\
# file: host_vars/pi01.yml (encoding latin-1)
comment: caf\u{e9}
",
    right: "\
# file: host_vars/pi01.yml
comment: caf\u{e9}
",
};

/// A file larger than the loader reads.
pub static FILE_TOO_LARGE: Rule = Rule {
    code: Code(908),
    name: "file-too-large",
    severity: Severity::Error,
    summary: "An inventory file must not exceed the loader's size limit.",
    explanation: "A file of many megabytes among an inventory's variables is nearly always a stray dump or image. It \
                  is not read, so that a mistake cannot take all memory.",
    source: "limits of deevnet",
    wrong: "\
# file: host_vars/pi01.yml (padded to 65 MiB)
infrastructure: { form: pi }
",
    right: "\
# file: host_vars/pi01.yml
infrastructure: { form: pi }
",
};

/// A structure that exceeds a limit of the loader.
pub static LIMIT_EXCEEDED: Rule = Rule {
    code: Code(909),
    name: "limit-exceeded",
    severity: Severity::Error,
    summary: "Nesting, aliases, ranges and templates must stay within the loader's limits.",
    explanation: "Aliases of aliases, a range of a billion hosts or a template that multiplies itself can fill any \
                  memory from a few lines. Each has a limit far above what an inventory needs.",
    source: "limits of deevnet",
    wrong: "\
# file: hosts.yml
all:
  hosts:
    pi[000000000:999999999]: {}
",
    right: "\
# file: hosts.yml
all:
  hosts:
    pi[01:04]: {}
",
};

/// An inventory whose groups or hosts are not of the form that Ansible reads.
pub static INVENTORY_STRUCTURE: Rule = Rule {
    code: Code(910),
    name: "inventory-structure",
    severity: Severity::Error,
    summary: "Groups hold `hosts`, `children` and `vars`, each a map.",
    explanation: "Ansible skips or refuses what it does not know in a group: a misspelt `childern` drops every host \
                  below it.",
    source: ANSIBLE_INVENTORY,
    wrong: "\
# file: hosts.yml
all:
  childern:
    pis:
      hosts:
        pi01: {}
",
    right: "\
# file: hosts.yml
all:
  children:
    pis:
      hosts:
        pi01: {}
",
};

/// A substrate-wide variable that one host sees differently.
pub static SUBSTRATE_KEY_OVERRIDDEN: Rule = Rule {
    code: Code(911),
    name: "substrate-key-overridden",
    severity: Severity::Warning,
    summary: "A variable of the whole substrate must not differ between hosts.",
    explanation: "The VLAN plan, the domain and the MAC namespace hold for the whole substrate. Where a group or host \
                  overrides one, two parts of the automation see two plans. deevnet uses the substrate's.",
    source: "the estate's inventory schema",
    wrong: "\
# file: host_vars/pi01.yml
deevnet_substrate: attic
infrastructure: { form: pi }
",
    right: "\
# file: host_vars/pi01.yml
infrastructure: { form: pi }
",
};

/// An ignore in `deevnet.toml` that ignores nothing.
pub static UNUSED_IGNORE: Rule = Rule {
    code: Code(912),
    name: "unused-ignore",
    severity: Severity::Warning,
    summary: "Every ignore in deevnet.toml must still ignore something.",
    explanation: "An ignore outlives its reason and then hides the next fault of that kind. Remove it.",
    source: "deevnet.toml",
    wrong: "\
# file: deevnet.toml
[[ignore]]
rule = \"DV402\"
host = \"pi01\"
reason = \"renamed next week\"
# file: host_vars/pi01.yml
infrastructure: { form: pi }
",
    right: "\
# file: host_vars/pi01.yml
infrastructure: { form: pi }
",
};

/// A key that nothing reads, and that nearly is one that is read.
pub static UNKNOWN_KEY: Rule = Rule {
    code: Code(913),
    name: "unknown-key",
    severity: Severity::Warning,
    summary: "A key is spelt as the schema spells it.",
    explanation: "A misspelt key is read by nobody: `dhcp_reservaton: true` reserves nothing, and nothing says so. Keys \
                  that resemble no known one are the automation's own and are left alone.",
    source: "the estate's inventory schema",
    wrong: "\
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
      dns: { dhcp_reservaton: true }
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
      dns: { dhcp_reservation: true }
",
};

/// An entry without a key that it cannot do without.
pub static KEY_MISSING: Rule = Rule {
    code: Code(914),
    name: "key-missing",
    severity: Severity::Error,
    summary: "An entry has the keys that it cannot do without.",
    explanation: "A firewall rule needs both zones and an action, a segment its VLAN ID, a tenant its name. An entry that \
                  lacks one permits, carries or names nothing, though it looks as if it did.",
    source: "the estate's inventory schema",
    wrong: "\
# file: group_vars/all/firewall.yml
firewall_zone_policies:
  - { to_zone: iot, action: pass }
",
    right: "\
# file: group_vars/all/firewall.yml
firewall_zone_policies:
  - { from_zone: management, to_zone: iot, action: pass }
",
};

/// A change of several files that was stopped half-way.
pub static CHANGE_UNFINISHED: Rule = Rule {
    code: Code(915),
    name: "change-unfinished",
    severity: Severity::Error,
    summary: "No change of the inventory may stand half-way.",
    explanation: "A command that changes several files keeps a journal in the inventory while it does. A journal that \
                  stays means that the command was stopped: some files may hold the new text and others the old one. \
                  The next command that changes the inventory finishes what had been decided and takes back the rest.",
    source: "deevnet, changes of an inventory",
    wrong: "\
# file: host_vars/pi01.yml
infrastructure:
  form: pi
# file: .deevnet-journal.json
{\"version\": 1, \"state\": \"preparing\", \"folders\": [], \"files\": []}
",
    right: "\
# file: host_vars/pi01.yml
infrastructure:
  form: pi
",
};

/// An interface with a name that the kernel refuses.
pub static INTERFACE_NAME_INVALID: Rule = Rule {
    code: Code(916),
    name: "interface-name-invalid",
    severity: Severity::Warning,
    summary: "An interface has a name that the kernel of its host takes.",
    explanation: "Linux takes at most 15 bytes for the name of an interface, and in them no slash, no colon and no white \
                  space; `.` and `..` are folders. A configuration with another name is refused, or waits for an \
                  interface that never comes. What a switch calls its own interfaces is left alone.",
    source: "Linux, dev_valid_name in net/core/dev.c; IFNAMSIZ in if.h",
    wrong: "\
# file: host_vars/pi01.yml
infrastructure:
  form: pi
  interfaces:
    \"eth0 sensors\": { mac: \"00:00:5e:00:53:01\" }
env:
  interfaces:
    \"eth0 sensors\": { ip: 10.20.30.11, segment: iot }
",
    right: "\
# file: host_vars/pi01.yml
infrastructure:
  form: pi
  interfaces:
    eth0: { mac: \"00:00:5e:00:53:01\" }
env:
  interfaces:
    eth0: { ip: 10.20.30.11, segment: iot }
",
};
