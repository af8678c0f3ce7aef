//! The zones that rules name.

use std::sync::Arc;

use super::rule_set::{RuleSet, is_any, is_place};
use crate::check::context::Context;
use crate::nearest;
use crate::rules;
use crate::source::Spanned;

pub(super) fn check(context: &mut Context<'_>, set: &RuleSet<'_>) {
    if !set.has_zones(context) {
        return;
    }
    for rule in set.rules {
        for zone in rule.from_zone.iter().chain(&rule.to_zone) {
            check_zone(context, set, zone);
        }
    }
    if set.host.is_none() {
        for zone in &context.substrate.policy.internet_zones {
            check_zone(context, set, zone);
        }
    }
}

fn check_zone(context: &mut Context<'_>, set: &RuleSet<'_>, zone: &Spanned<Arc<str>>) {
    let name = &*zone.value;
    if is_any(name) || is_place(name) || set.zone_names(context).any(|known| known == name) {
        return;
    }
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
    let finding = set.finding(context, &rules::ZONE_UNKNOWN, zone.span, problem).with_value(name).with_hint(hint);
    context.push(finding);
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
