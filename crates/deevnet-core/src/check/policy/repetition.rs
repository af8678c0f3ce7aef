//! Rules that speak of the same packets: twice the same, or the opposite.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::rule_set::{RuleSet, action_word, flow_label, zones};
use crate::check::context::Context;
use crate::model::{Action, ZoneRule};
use crate::rules;

/// What a rule matches: its zones and its narrow fields.
type Match<'a> = (&'a str, &'a str, &'a [(Arc<str>, Arc<str>)]);

pub(super) fn check(context: &mut Context<'_>, set: &RuleSet<'_>) {
    let mut seen: BTreeMap<Match<'_>, Vec<(Action, &ZoneRule)>> = BTreeMap::new();
    for rule in set.rules.iter().filter(|rule| is_read(rule)) {
        let (Some((from, to)), Some(action)) = (zones(rule), rule.action) else { continue };
        let earlier = seen.entry((from, to, &rule.narrow)).or_default();
        if let Some((_, first)) = earlier.iter().find(|(found, _)| *found == action.value) {
            report_duplicate(context, set, first, rule);
            continue;
        }
        if let Some((found, first)) = earlier.first() {
            report_contradiction(context, set, (*found, first), (action.value, rule));
        }
        earlier.push((action.value, rule));
    }
}

/// The rules, by their indices, that speak of the same packets as an earlier one, word for word.
pub(super) fn repeated(rules: &[ZoneRule]) -> BTreeSet<usize> {
    let mut seen: BTreeSet<Match<'_>> = BTreeSet::new();
    let matches = rules.iter().enumerate().filter(|(_, rule)| is_read(rule)).filter_map(|(index, rule)| {
        let (from, to) = zones(rule)?;
        Some((index, (from, to, rule.narrow.as_slice())))
    });
    matches.filter(|(_, found)| !seen.insert(*found)).map(|(index, _)| index).collect()
}

/// Whether it is known what a rule matches, so that another can match the same.
fn is_read(rule: &ZoneRule) -> bool {
    rule.only.unread.is_empty()
}

fn label(rule: &ZoneRule) -> String {
    zones(rule).map_or_else(String::new, |(from, to)| flow_label(from, to, &rule.narrow))
}

fn report_duplicate(context: &mut Context<'_>, set: &RuleSet<'_>, first: &ZoneRule, second: &ZoneRule) {
    let finding = set
        .finding(context, &rules::RULE_DUPLICATE, second.span, format!("the rule {} stands twice", label(second)))
        .with_hint("remove one of the two")
        .with_related("the first", context.position(first.span));
    context.push(finding);
}

fn report_contradiction(
    context: &mut Context<'_>,
    set: &RuleSet<'_>,
    (first_action, first): (Action, &ZoneRule),
    (second_action, second): (Action, &ZoneRule),
) {
    let message = format!(
        "{} is {} here and {} by an earlier rule",
        label(second),
        action_word(second_action),
        action_word(first_action)
    );
    let finding = set
        .finding(context, &rules::RULE_CONTRADICTORY, second.span, message)
        .with_hint("remove one of the two, or narrow it to a protocol, net or port")
        .with_related(format!("{} here", action_word(first_action)), context.position(first.span));
    context.push(finding);
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::declared::testing::{messages, reported};
    use crate::finding::Severity;
    use crate::rules::{RULE_CONTRADICTORY, RULE_DUPLICATE};

    fn policy(rules: &Value) -> Value {
        json!({ "substrate": { "firewall_zone_policies": rules } })
    }

    fn iot(action: &str) -> Value {
        json!({ "from_zone": "management", "to_zone": "iot", "action": action })
    }

    fn telnet(action: &str) -> Value {
        json!({
            "from_zone": "management", "to_zone": "iot", "action": action, "protocol": "tcp", "destination_port": 23,
        })
    }

    #[test]
    fn the_opposite_of_an_earlier_rule_is_reported() {
        let findings =
            reported(&RULE_CONTRADICTORY, &policy(&json!([iot("pass"), telnet("pass"), telnet("drop"), iot("deny")])));
        let shown: Vec<_> = findings.iter().map(|finding| finding.message.as_str()).collect();
        insta::assert_snapshot!(shown.join("\n"), @"
        management -> iot (destination_port 23, protocol tcp) is blocked here and passed by an earlier rule
        management -> iot is blocked here and passed by an earlier rule
        ");
        assert!(findings.iter().all(|finding| finding.severity == Severity::Error));
        assert!(findings[0].related[0].position < findings[0].position);
    }

    #[test]
    fn a_rule_written_twice_is_reported_with_the_first() {
        let rules = policy(&json!([iot("pass"), iot("block"), iot("accept"), iot("drop")]));
        let findings = reported(&RULE_DUPLICATE, &rules);
        assert_eq!(findings.len(), 2);
        insta::assert_snapshot!(findings[0].message, @"the rule management -> iot stands twice");
        assert_eq!(findings[0].severity, Severity::Warning);
        assert_eq!(reported(&RULE_CONTRADICTORY, &rules).len(), 1);
    }

    #[test]
    fn broad_beside_narrow_the_other_way_round_and_other_hosts_are_legitimate() {
        let back = json!({ "from_zone": "iot", "to_zone": "management", "action": "block" });
        let mut json = policy(&json!([telnet("block"), iot("pass"), back]));
        json["hosts"] = json!({ "core-rt01": {
            "firewall_zones": [{ "name": "LAN", "default_action": "drop" }],
            "firewall_zone_policies": [iot("block")],
        } });
        assert!(messages(&RULE_CONTRADICTORY, &json).is_empty());
        assert!(messages(&RULE_DUPLICATE, &json).is_empty());
    }

    #[test]
    fn rules_that_cannot_be_read_repeat_nothing() {
        let unread = |port: u16| {
            let mut rule = iot("pass");
            rule["dest_port"] = json!(port);
            rule
        };
        let json = policy(&json!([unread(22), unread(443), iot("block")]));
        assert!(messages(&RULE_DUPLICATE, &json).is_empty());
        assert!(messages(&RULE_CONTRADICTORY, &json).is_empty());
    }

    #[test]
    fn rules_that_a_host_inherits_are_judged_once() {
        let mut json = policy(&json!([iot("pass"), iot("pass")]));
        assert_eq!(messages(&RULE_DUPLICATE, &json).len(), 1);
        json["hosts"] = json!({ "core-rt01": { "firewall_zone_policies": [] } });
        assert_eq!(messages(&RULE_DUPLICATE, &json).len(), 1);
    }
}
