//! What happens to packets that no rule matches.

use super::rule_set::RuleSet;
use crate::check::context::Context;
use crate::declared::Value;
use crate::rules;

pub(super) fn check(context: &mut Context<'_>, set: &RuleSet<'_>) {
    match set.host {
        None => check_substrate(context, set),
        Some(_) => check_own_zones(context, set),
    }
}

fn check_substrate(context: &mut Context<'_>, set: &RuleSet<'_>) {
    let declared = context.declared.substrate.get("firewall_default_action");
    let Some(first) = set.rules.first() else { return };
    if declared.is_some_and(|value| !Value::is_null(value)) {
        return;
    }
    let finding = set
        .finding(
            context,
            &rules::DEFAULT_MISSING,
            first.span,
            "these rules stand without `firewall_default_action`; deny is assumed where none matches",
        )
        .with_hint("declare firewall_default_action: deny");
    context.push(finding);
}

fn check_own_zones(context: &mut Context<'_>, set: &RuleSet<'_>) {
    for zone in set.own_zones.iter().filter(|zone| zone.default_action.is_none()) {
        let finding = set
            .finding(
                context,
                &rules::DEFAULT_MISSING,
                zone.name.span,
                format!("the zone {} has no `default_action`; deny is assumed where no rule matches", zone.name.value),
            )
            .with_value(zone.name.value.as_ref())
            .with_hint("declare default_action: drop");
        context.push(finding);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::declared::testing::{messages, reported};
    use crate::finding::Severity;
    use crate::rules::DEFAULT_MISSING;

    fn rules() -> Value {
        json!([{ "from_zone": "management", "to_zone": "iot", "action": "pass" }])
    }

    #[test]
    fn rules_without_a_default_are_noted_once() {
        let findings = reported(&DEFAULT_MISSING, &json!({ "substrate": { "firewall_zone_policies": rules() } }));
        assert_eq!(findings.len(), 1);
        insta::assert_snapshot!(findings[0].message, @"these rules stand without `firewall_default_action`; deny is assumed where none matches");
        assert_eq!(findings[0].severity, Severity::Note);
    }

    #[test]
    fn a_hosts_zone_without_a_default_is_noted() {
        let json = json!({ "hosts": { "core-rt01": { "firewall_zones": [
            { "name": "LAN" }, { "name": "WAN", "default_action": "drop" },
        ] } } });
        insta::assert_snapshot!(messages(&DEFAULT_MISSING, &json).join("\n"), @"the zone LAN has no `default_action`; deny is assumed where no rule matches");
    }

    #[test]
    fn a_default_or_no_policy_at_all_is_legitimate() {
        for substrate in [json!({ "firewall_zone_policies": rules(), "firewall_default_action": "deny" }), json!({})] {
            assert!(messages(&DEFAULT_MISSING, &json!({ "substrate": substrate })).is_empty());
        }
    }
}
