//! The zones that rules name.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::rule_set::{RuleSet, is_any, is_place};
use crate::check::context::Context;
use crate::finding::Finding;
use crate::nearest;
use crate::rules;
use crate::source::Spanned;

pub(super) fn check(context: &mut Context<'_>, set: &RuleSet<'_>) {
    if !set.has_zones(context) {
        return;
    }
    let policy = &context.substrate.policy;
    let mut zones: Vec<&Spanned<Arc<str>>> =
        set.rules.iter().flat_map(|rule| rule.from_zone.iter().chain(&rule.to_zone)).collect();
    if set.host.is_none() {
        zones.extend(&policy.internet_zones);
        zones.extend(policy.never.iter().flat_map(|never| never.from_zone.iter().chain(&never.to_zone)));
    }
    let known: BTreeSet<&str> = set.zone_names(context).collect();
    let is_unknown = |zone: &&Spanned<Arc<str>>| {
        let name = &*zone.value;
        !(is_any(name) || is_place(name) || known.contains(name) || is_tenant(context, name))
    };
    let findings: Vec<Finding> =
        zones.into_iter().filter(is_unknown).map(|zone| of_unknown(context, set, zone)).collect();
    for finding in findings {
        context.push(finding);
    }
}

/// Whether a name is a tenant's in its longer form, `tenant_<name>`.
fn is_tenant(context: &Context<'_>, name: &str) -> bool {
    let tenant = name.strip_prefix("tenant_");
    tenant.is_some_and(|tenant| context.substrate.tenants.iter().any(|found| found.name.value.as_str() == tenant))
}

fn of_unknown(context: &Context<'_>, set: &RuleSet<'_>, zone: &Spanned<Arc<str>>) -> Finding {
    let name = &*zone.value;
    let problem = match set.host {
        Some(host) if !host.zones.is_empty() => {
            format!("the zone \"{name}\" is neither a segment nor a zone of {}", host.name)
        }
        _ => format!("the zone \"{name}\" is no segment"),
    };
    let hint = match nearest(name, set.zone_names(context)) {
        Some(known) => format!("did you mean `{known}`?"),
        None => "name a segment of deevnet_vlans, or one of any, internet, wan and self".to_owned(),
    };
    set.finding(context, &rules::ZONE_UNKNOWN, zone.span, problem).with_value(name).with_hint(hint)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::declared::testing::{messages, reported};
    use crate::finding::{Severity, Subject};
    use crate::rules::ZONE_UNKNOWN;

    fn rule(from: &str, to: &str) -> Value {
        json!({ "from_zone": from, "to_zone": to, "action": "pass" })
    }

    fn vlans() -> Value {
        json!({ "iot": { "vlan_id": 30 }, "management": { "vlan_id": 99 } })
    }

    #[test]
    fn a_misspelt_zone_is_reported_wherever_it_stands() {
        let findings = reported(
            &ZONE_UNKNOWN,
            &json!({ "substrate": {
                "deevnet_vlans": vlans(),
                "firewall_zone_policies": [rule("managment", "iot"), rule("management", "attic")],
                "firewall_internet_zones": ["management", "iots"],
            } }),
        );
        let shown: Vec<_> = findings
            .iter()
            .map(|finding| format!("{} [{}]", finding.message, finding.hint.as_deref().unwrap_or_default()))
            .collect();
        insta::assert_snapshot!(shown.join("\n"), @r#"
        the zone "iots" is no segment [did you mean `iot`?]
        the zone "managment" is no segment [did you mean `management`?]
        the zone "attic" is no segment [name a segment of deevnet_vlans, or one of any, internet, wan and self]
        "#);
        assert!(findings.iter().all(|finding| finding.severity == Severity::Error));
    }

    #[test]
    fn segments_tenants_and_the_words_for_places_are_zones() {
        let json = json!({ "substrate": {
            "deevnet_vlans": vlans(),
            "deevnet_tenants": [{ "name": "grooveiq", "index": 1 }],
            "firewall_zone_policies": [
                rule("management", "any"),
                rule("iot", "internet"),
                rule("WAN", "self"),
                rule("management", "grooveiq"),
            ],
            "firewall_internet_zones": ["iot", "grooveiq"],
        } });
        assert!(messages(&ZONE_UNKNOWN, &json).is_empty());
    }

    #[test]
    fn the_zones_of_one_host_are_its_own() {
        let json = json!({
            "substrate": { "deevnet_vlans": vlans(), "firewall_zone_policies": [rule("LAN", "iot")] },
            "hosts": {
                "core-rt01": {
                    "firewall_zones": [{ "name": "LAN" }, { "name": "WAN" }],
                    "firewall_zone_policies": [rule("LAN", "WAN"), rule("LAN", "iot"), rule("DMZ", "WAN")],
                },
            },
        });
        let findings = reported(&ZONE_UNKNOWN, &json);
        let shown: Vec<_> = findings.iter().map(|finding| finding.message.as_str()).collect();
        insta::assert_snapshot!(shown.join("\n"), @r#"
        the zone "LAN" is no segment
        the zone "DMZ" is neither a segment nor a zone of core-rt01
        "#);
        assert_eq!(findings[1].subjects, [Subject::device("core-rt01")]);
    }

    #[test]
    fn without_a_plan_no_zone_is_unknown() {
        let json = json!({ "substrate": { "firewall_zone_policies": [rule("attic", "iot")] } });
        assert!(messages(&ZONE_UNKNOWN, &json).is_empty());
    }
}
