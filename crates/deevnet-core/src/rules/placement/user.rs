//! Rules about what a machine is told at its first boot: 729.

use crate::finding::Severity;
use crate::rules::rule::{Code, Rule};

/// A user that cloud-init cannot create.
pub static CLOUD_INIT_USER_INVALID: Rule = Rule {
    code: Code(729),
    name: "cloud-init-user-invalid",
    severity: Severity::Error,
    summary: "The user that cloud-init creates must have the name of a user.",
    explanation: "A name begins with a small letter or underscore, and has small letters, digits, hyphens and \
                  underscores after it, 32 characters at most. cloud-init hands any other to `useradd`, which refuses \
                  it: the machine starts, and nobody can log in to it.",
    source: "useradd(8), \"CAVEATS\"; POSIX.1-2024, 3.407 (User Name)",
    wrong: "\
# file: host_vars/dns-vm01.yml
infrastructure: { form: vm }
mgmt_vm:
  cloud_init: { user: \"Ops Team\" }
",
    right: "\
# file: host_vars/dns-vm01.yml
infrastructure: { form: vm }
mgmt_vm:
  cloud_init: { user: ops-team }
",
};
