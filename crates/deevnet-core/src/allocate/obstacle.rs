//! Findings that allocation must not pass over.

use crate::finding::Finding;
use crate::rules::{self, Rule};

/// The rules that say which identities there are; of the inventory's structure every error does.
const ABOUT_IDENTITY: &[&Rule] = &[
    &rules::MAC_MALFORMED,
    &rules::MAC_GROUP_ADDRESS,
    &rules::MAC_DUPLICATE,
    &rules::MAC_NOT_DERIVED,
    &rules::MAC_WRONG_NAMESPACE,
    &rules::VMID_DUPLICATE,
    &rules::TENANT_INDEX_INVALID,
    &rules::TENANT_NUMBERING_INVALID,
];

/// The first code of rules about the inventory's files, structure and templates.
const STRUCTURE: u16 = 900;

/// The findings that make it unknown which VMIDs and MAC addresses are taken, so that nothing may be allocated.
///
/// They are errors about MAC addresses, VMIDs and tenants' numbers, and everything that could not be read. Other errors
/// of a check, such as one about names or firewall rules, change no identity.
pub fn obstacles(findings: &[Finding]) -> Vec<&Finding> {
    let stops = |finding: &&Finding| {
        let rule = finding.rule;
        finding.is_error() && (rule.code.number() > STRUCTURE || ABOUT_IDENTITY.contains(&rule))
    };
    findings.iter().filter(stops).collect()
}
