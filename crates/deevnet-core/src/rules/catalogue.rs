//! All rules, in order of their codes.

use super::{
    Rule, address, hardware, mac, mac_policy, naming, overlay, placement, policy, publishing, reservation, service,
    structure, subnet, switching, tenant, together, workload,
};

/// The inventory that every rule's examples are laid over, in the same form as they are.
///
/// Where an example brings no `hosts.yml`, every file of its `host_vars` is a host.
pub const EXAMPLE_BASE: &str = "\
# file: group_vars/all/main.yml
deevnet_root_domain: example.net
deevnet_substrate: lab
deevnet_site_octet: 20
deevnet_mac_namespace: \"02:de:20\"
firewall_default_action: deny
# file: group_vars/all/vlans.yml
deevnet_vlans:
  iot:
    vlan_id: 30
    subnet: 10.20.30.0/24
    gateway: 10.20.30.1
    dhcp_range_start: 10.20.30.100
    dhcp_range_end: 10.20.30.200
  guest:
    vlan_id: 40
    subnet: 10.20.40.0/24
    gateway: 10.20.40.1
    dhcp_range_start: 10.20.40.100
    dhcp_range_end: 10.20.40.200
  management:
    vlan_id: 99
    subnet: 10.20.99.0/24
    gateway: 10.20.99.1
    dhcp_enabled: false
  blackhole:
    vlan_id: 999
";

/// Every rule, in order of its code.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    [
        mac::RULES,
        mac_policy::RULES,
        together::MAC_RULES,
        address::RULES,
        subnet::RULES,
        together::ADDRESS_RULES,
        switching::RULES,
        naming::RULES,
        together::NAME_RULES,
        service::RULES,
        publishing::RULES,
        policy::RULES,
        hardware::RULES,
        placement::RULES,
        tenant::RULES,
        overlay::RULES,
        reservation::RULES,
        workload::RULES,
        structure::RULES,
    ]
    .into_iter()
    .flatten()
    .copied()
}

/// The rule of a code (`DV101`, either case) or name (`mac-malformed`).
pub fn find(text: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.name == text || rule.code.to_string().eq_ignore_ascii_case(text))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn codes_ascend_and_names_are_unique() {
        let codes: Vec<_> = all().map(|rule| rule.code).collect();
        assert!(codes.is_sorted_by(|left, right| left < right), "{codes:?}");
        let names: BTreeSet<_> = all().map(|rule| rule.name).collect();
        assert_eq!(names.len(), codes.len());
    }

    #[test]
    fn a_rule_is_found_by_code_and_by_name() {
        let rule = all().next().unwrap();
        assert_eq!(find(&rule.code.to_string().to_lowercase()), Some(rule));
        assert_eq!(find(rule.name), Some(rule));
        assert_eq!(find("DV000"), None);
    }

    #[test]
    fn every_rule_has_a_page() {
        for rule in all() {
            assert!(rule.summary.ends_with('.'), "{}", rule.name);
            assert!(rule.explanation.len() > 40, "{}", rule.name);
            assert!(rule.wrong.contains("# file: "), "{}", rule.name);
            assert!(rule.right.contains("# file: "), "{}", rule.name);
        }
    }
}
