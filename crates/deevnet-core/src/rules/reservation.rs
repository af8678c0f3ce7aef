//! The rule about names that tenants cannot have: 817.

use super::rule::{Code, Rule};
use crate::finding::Severity;

/// The rules of this file, in order of their codes.
pub(super) const RULES: &[&Rule] = &[&TENANT_NAME_RESERVED];

/// A tenant's name that means something else in the firewall policy.
pub static TENANT_NAME_RESERVED: Rule = Rule {
    code: Code(817),
    name: "tenant-name-reserved",
    severity: Severity::Error,
    summary: "A tenant is not called like a segment or a word of the firewall policy.",
    explanation: "Rules name tenants and segments alike. A tenant by the name of a segment would make a tenant's zone \
                  of it, and what the standard forbids that segment would no longer be held against the rules. Kept \
                  are the words `any`, `self`, `internet` and `wan`, the segments of the standard (`guest`, `iot`, \
                  `platform`, `storage`, `trusted`; `transit` and `underlay` for the fabric below the tenants), and \
                  every declared segment, unless it is the tenant's own: named by its `segment`, or on a VLAN of the \
                  tenant band.",
    source: "the estate's segmentation standard",
    wrong: "\
# file: group_vars/all/tenants.yml
deevnet_tenants:
  - { name: guest, index: 1 }
",
    right: "\
# file: group_vars/all/tenants.yml
deevnet_tenants:
  - { name: visitor, index: 1 }
",
};
