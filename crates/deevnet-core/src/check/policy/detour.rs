//! Flows that must not be, by way of a third zone.

use super::rule_set::RuleSet;
use crate::check::context::Context;
use crate::policy::Analysis;
use crate::rules;
use crate::source::Span;

pub(super) fn check(context: &mut Context<'_>, set: &RuleSet<'_>, analysis: &Analysis) {
    for detour in analysis.detours() {
        let message = format!(
            "{} reaches {} through {}, though not directly: {}",
            detour.from, detour.to, detour.through, detour.reason
        );
        let span = detour.second.or(detour.first).unwrap_or(Span::NONE);
        let mut finding = set
            .finding(context, &rules::FLOW_INDIRECT, span, message)
            .with_value(format!("{} -> {} -> {}", detour.from, detour.through, detour.to))
            .with_hint(format!(
                "see that no host of {} forwards what it is sent, or narrow one of the two",
                detour.through
            ));
        if let Some(first) = detour.first.filter(|first| *first != span) {
            finding = finding.with_related(
                format!("{} -> {} is permitted here", detour.from, detour.through),
                context.position(first),
            );
        }
        context.push(finding);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::declared::testing::reported;
    use crate::finding::Severity;
    use crate::rules::FLOW_INDIRECT;

    fn policy(flows: &[(&str, &str)]) -> Value {
        let rules: Vec<Value> =
            flows.iter().map(|(from, to)| json!({ "from_zone": from, "to_zone": to, "action": "pass" })).collect();
        let zones =
            ["guest", "iot", "iot_backend", "iot_vendor", "management", "platform", "tenant_1", "tenant_2", "trusted"];
        let vlans: serde_json::Map<_, _> = zones.iter().map(|name| ((*name).to_owned(), json!({}))).collect();
        json!({ "substrate": { "deevnet_vlans": vlans, "firewall_zone_policies": rules } })
    }

    #[test]
    fn a_prohibited_flow_in_two_permitted_steps_is_noted() {
        let json = policy(&[
            ("iot", "iot_backend"),
            ("iot_backend", "platform"),
            ("platform", "management"),
            ("tenant_1", "platform"),
            ("tenant_2", "platform"),
            ("platform", "tenant_2"),
        ]);
        let findings = reported(&FLOW_INDIRECT, &json);
        let shown: Vec<_> =
            findings.iter().map(|finding| format!("{} [{}]", finding.message, finding.related.len())).collect();
        insta::assert_snapshot!(shown.join("\n"), @"
        iot_backend reaches management through platform, though not directly: device backends never reach management [1]
        tenant_1 reaches tenant_2 through platform, though not directly: tenants never reach each other [1]
        ");
        assert!(findings.iter().all(|finding| finding.severity == Severity::Note));
    }

    #[test]
    fn steps_that_end_where_they_may_and_breaches_are_none() {
        let json = policy(&[
            ("iot", "iot_backend"),
            ("iot_backend", "platform"),
            ("management", "platform"),
            ("guest", "management"),
            ("management", "iot_vendor"),
            ("guest", "internet"),
            ("tenant_1", "internet"),
        ]);
        assert!(reported(&FLOW_INDIRECT, &json).is_empty());
    }
}
