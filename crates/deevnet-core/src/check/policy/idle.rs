//! Rules that decide about no packet.

use super::repetition::repeated;
use super::rule_set::{RuleSet, flow_label, zones};
use crate::check::context::Context;
use crate::finding::Finding;
use crate::model::{Matching, ZoneRule};
use crate::policy::{Analysis, Cause, Idleness};
use crate::rules;

pub(super) fn check(context: &mut Context<'_>, set: &RuleSet<'_>, analysis: &Analysis) {
    let repeated = repeated(set.rules);
    for idle in analysis.idle_rules() {
        // A rule that stands twice is reported as that.
        if repeated.contains(&idle.rule) {
            continue;
        }
        let Some(rule) = set.rules.get(idle.rule) else { continue };
        let finding = match idle.why {
            Idleness::Shadowed { by } => shadowed(context, set, analysis, rule, by),
            why => matches_nothing(context, set, rule, &why),
        };
        context.push(finding);
    }
}

fn label(rule: &ZoneRule) -> String {
    zones(rule).map_or_else(String::new, |(from, to)| flow_label(from, to, &rule.narrow))
}

fn matches_nothing(context: &Context<'_>, set: &RuleSet<'_>, rule: &ZoneRule, why: &Idleness) -> Finding {
    let (problem, hint) = match why {
        Idleness::PortWithoutProtocol => {
            ("it names a port, and its protocol has none", "leave out the port, or give a protocol such as tcp")
        }
        Idleness::NoSource => ("no packet has such a source", "name sources that a zone has"),
        _ => ("no zone has such a destination", "name destinations that a zone has"),
    };
    set.finding(
        context,
        &rules::RULE_WITHOUT_MATCH,
        rule.span,
        format!("the rule {} matches nothing: {problem}", label(rule)),
    )
    .with_value(label(rule))
    .with_hint(hint)
}

fn shadowed(
    context: &Context<'_>,
    set: &RuleSet<'_>,
    analysis: &Analysis,
    rule: &ZoneRule,
    by: Option<Cause>,
) -> Finding {
    let others = match (by, analysis.matching()) {
        (Some(_), Matching::First) => "an earlier rule decides",
        (None, Matching::First) => "earlier rules together decide",
        (Some(_), Matching::Any) => "another rule decides",
        (None, Matching::Any) => "other rules together decide",
    };
    let message = format!("the rule {} never applies: {others} about all its packets", label(rule));
    let finding = set
        .finding(context, &rules::RULE_SHADOWED, rule.span, message)
        .with_value(label(rule))
        .with_hint("remove it, or put it before what covers it");
    match by {
        Some(Cause::Rule(index)) => match set.rules.get(index) {
            Some(other) => finding.with_related(format!("{} covers it", label(other)), context.position(other.span)),
            None => finding,
        },
        _ => finding,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::declared::testing::{messages, reported};
    use crate::finding::Severity;
    use crate::rules::{RULE_SHADOWED, RULE_WITHOUT_MATCH};

    fn policy(rules: &Value) -> Value {
        let segment = |vlan: u8| {
            json!({
                "vlan_id": vlan, "subnet": format!("10.20.{vlan}.0/24"), "gateway": format!("10.20.{vlan}.1"),
            })
        };
        json!({ "substrate": {
            "deevnet_vlans": {
                "iot": segment(30), "platform": segment(25), "trusted": segment(10), "blackhole": { "vlan_id": 999 },
            },
            "deevnet_site_octet": 20,
            "firewall_zone_policies": rules,
        } })
    }

    fn rule(from: &str, to: &str, action: &str, fields: &Value) -> Value {
        let mut rule = json!({ "from_zone": from, "to_zone": to, "action": action });
        for (name, value) in fields.as_object().unwrap() {
            rule[name] = value.clone();
        }
        rule
    }

    #[test]
    fn a_rule_that_no_packet_can_match_is_reported() {
        let json = policy(&json!([
            rule("iot", "platform", "pass", &json!({ "protocol": "icmp", "destination_port": 80 })),
            rule("blackhole", "platform", "pass", &json!({})),
            rule("iot", "blackhole", "block", &json!({})),
            rule("iot", "any", "pass", &json!({ "destination_net": "10.20.77.0/24" })),
            rule("any", "platform", "pass", &json!({ "source_net": "10.20.77.0/24" })),
        ]));
        let findings = reported(&RULE_WITHOUT_MATCH, &json);
        let shown: Vec<_> = findings.iter().map(|finding| finding.message.as_str()).collect();
        insta::assert_snapshot!(shown.join("\n"), @"
        the rule iot -> platform (destination_port 80, protocol icmp) matches nothing: it names a port, and its protocol has none
        the rule blackhole -> platform matches nothing: no packet has such a source
        the rule iot -> blackhole matches nothing: no zone has such a destination
        the rule iot -> any (destination_net 10.20.77.0/24) matches nothing: no zone has such a destination
        the rule any -> platform (source_net 10.20.77.0/24) matches nothing: no packet has such a source
        ");
        assert!(findings.iter().all(|finding| finding.severity == Severity::Warning));
    }

    #[test]
    fn a_rule_that_others_cover_is_reported_with_the_one_that_does() {
        let json = policy(&json!([
            rule("iot", "platform", "pass", &json!({ "destination_net": "10.20.25.0/25" })),
            rule("iot", "platform", "pass", &json!({ "destination_net": "10.20.25.128/25" })),
            rule("iot", "platform", "block", &json!({ "protocol": "tcp", "destination_port": 23 })),
            rule("iot", "platform", "pass", &json!({ "protocol": "udp", "destination_net": "10.20.25.5" })),
            rule("any", "platform", "block", &json!({})),
            rule("trusted", "platform", "pass", &json!({ "protocol": "tcp" })),
        ]));
        let findings = reported(&RULE_SHADOWED, &json);
        let shown: Vec<_> = findings
            .iter()
            .map(|finding| {
                let by = finding.related.first().map_or("", |related| related.message.as_str());
                format!("{} [{by}]", finding.message)
            })
            .collect();
        insta::assert_snapshot!(shown.join("\n"), @"
        the rule iot -> platform (destination_port 23, protocol tcp) never applies: earlier rules together decide about all its packets []
        the rule iot -> platform (destination_net 10.20.25.5, protocol udp) never applies: an earlier rule decides about all its packets [iot -> platform (destination_net 10.20.25.0/25) covers it]
        the rule trusted -> platform (protocol tcp) never applies: an earlier rule decides about all its packets [any -> platform covers it]
        ");
    }

    #[test]
    fn rules_that_decide_about_anything_are_legitimate() {
        let json = policy(&json!([
            rule("iot", "platform", "block", &json!({ "protocol": "tcp", "destination_port": 23 })),
            rule("iot", "platform", "pass", &json!({})),
            rule("iot", "platform", "pass", &json!({})),
            rule("any", "platform", "pass", &json!({})),
            rule("iot", "attic", "pass", &json!({})),
            rule("trusted", "self", "pass", &json!({ "protocol": "udp", "destination_port": 53 })),
            rule("trusted", "platform", "pass", &json!({ "ip_version": 6, "protocol": "icmp", "destination_port": 1 })),
            rule("trusted", "platform", "pass", &json!({ "destination_port": "http" })),
            rule("trusted", "iot", "pass", &json!({ "destination_net": "10.20.128.0/18" })),
        ]));
        assert!(messages(&RULE_WITHOUT_MATCH, &json).is_empty());
        assert!(messages(&RULE_SHADOWED, &json).is_empty());
    }
}
