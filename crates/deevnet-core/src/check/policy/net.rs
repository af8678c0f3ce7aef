//! Nets that lie in another segment than the zone they are named with.

use std::collections::BTreeSet;

use super::rule_set::{RuleSet, flow_label, zones};
use crate::check::context::Context;
use crate::policy::{Analysis, Breach, Cause};
use crate::rules;

pub(super) fn check(context: &mut Context<'_>, set: &RuleSet<'_>, analysis: &Analysis, breaches: &[Breach]) {
    // A breach says already where the net lies.
    let breaching: BTreeSet<Cause> = breaches.iter().map(|breach| breach.witness.cause).collect();
    for misplaced in analysis.misplaced_nets() {
        if breaching.contains(&Cause::Rule(misplaced.rule)) {
            continue;
        }
        let Some(rule) = set.rules.get(misplaced.rule) else { continue };
        let Some((from, to)) = zones(rule) else { continue };
        let only = &rule.only;
        let (field, net) = if misplaced.is_source {
            ("source", only.source_net.as_ref())
        } else {
            ("destination", only.destination_net.as_ref())
        };
        let message = format!(
            "the {field} {} of {} lies in {}, not in {}",
            misplaced.net,
            flow_label(from, to, &rule.narrow),
            misplaced.segment,
            misplaced.zone
        );
        let span = net.map_or(rule.span, |net| net.span);
        let finding = set
            .finding(context, &rules::NET_ELSEWHERE, span, message)
            .with_value(misplaced.net.to_string())
            .with_hint(format!("name the zone {}, or a net of {}", misplaced.segment, misplaced.zone));
        context.push(finding);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::declared::testing::reported;
    use crate::rules::NET_ELSEWHERE;

    #[test]
    fn a_net_of_another_segment_is_reported_and_one_behind_a_zone_is_not() {
        let segment = |vlan: u8| json!({ "vlan_id": vlan, "subnet": format!("10.20.{vlan}.0/24"), "gateway": format!("10.20.{vlan}.1") });
        let rule = |from: &str, to: &str, field: &str, net: &str| {
            let mut rule = json!({ "from_zone": from, "to_zone": to, "action": "pass" });
            rule[field] = net.into();
            rule
        };
        let json = json!({ "substrate": {
            "deevnet_vlans": {
                "management": segment(99), "platform": segment(25), "trusted": segment(10), "tenant_transit": segment(50),
            },
            "deevnet_site_octet": 20,
            "deevnet_tenants": [{ "name": "oak", "index": 1 }],
            "firewall_zone_policies": [
                rule("trusted", "platform", "destination_net", "10.20.99.0/28"),
                rule("trusted", "platform", "source_net", "10.20.25.7"),
                rule("trusted", "tenant_transit", "destination_net", "10.20.128.0/18"),
                rule("tenant_transit", "platform", "source_net", "10.20.128.0/18"),
                rule("platform", "platform", "destination_net", "10.20.25.1/32"),
                rule("platform", "self", "destination_net", "10.20.25.1/32"),
                rule("trusted", "platform", "destination_net", "172.16.7.0/24"),
            ],
        } });
        let findings = reported(&NET_ELSEWHERE, &json);
        let shown: Vec<_> = findings
            .iter()
            .map(|finding| format!("{} [{}]", finding.message, finding.hint.as_deref().unwrap_or_default()))
            .collect();
        insta::assert_snapshot!(shown.join("\n"), @"
        the destination 10.20.99.0/28 of trusted -> platform (destination_net 10.20.99.0/28) lies in management, not in platform [name the zone management, or a net of platform]
        the source 10.20.25.7 of trusted -> platform (source_net 10.20.25.7) lies in platform, not in trusted [name the zone platform, or a net of trusted]
        ");
    }
}
