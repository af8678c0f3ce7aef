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
    &rules::TENANT_VMIDS_OVERLAP,
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::declared::testing::declared_from_json;

    #[test]
    fn a_range_that_reaches_into_those_of_tenants_stops_all() {
        let stopping = |end: u32| {
            let declared = declared_from_json(&json!({ "substrate": {
                "deevnet_substrate": "lab",
                "deevnet_mgmt_vmid_range": { "start": 200, "end": end },
                "deevnet_tenant_numbering": { "vrf_base": 10000, "vnet_base": 20000, "vmid_base": 10000 },
            } }));
            let findings = crate::check(&declared).findings;
            obstacles(&findings).iter().map(|finding| finding.rule.name).collect::<Vec<_>>()
        };
        assert_eq!(stopping(299), [""; 0]);
        assert_eq!(stopping(10_050), ["tenant-vmids-overlap"]);
    }
}
