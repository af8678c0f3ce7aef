//! Flows that must not be: those that the segmentation standard prohibits, and those declared in `firewall_never`.

use std::collections::{BTreeMap, BTreeSet};

use super::rule_set::{RuleSet, flow_label, is_any, zones};
use crate::check::context::Context;
use crate::finding::Finding;
use crate::model::ZoneRule;
use crate::policy::{Analysis, Breach, Cause, Ipv6Breach, ZoneKind};
use crate::rules;

pub(super) fn check(context: &mut Context<'_>, set: &RuleSet<'_>, analysis: &Analysis, breaches: &[Breach]) {
    let mut prohibited: BTreeMap<Cause, Breach> = BTreeMap::new();
    for breach in breaches {
        if breach.never.is_some() {
            let finding = of_never(context, set, analysis, breach);
            context.push(finding);
            continue;
        }
        let first = prohibited.entry(breach.witness.cause).or_insert_with(|| breach.clone());
        let ends = |breach: &Breach| (breach.witness.from.clone(), breach.witness.to.clone());
        if ends(breach) < ends(first) {
            first.clone_from(breach);
        }
    }
    for breach in prohibited.values() {
        let finding = of_standard(context, set, analysis, breach);
        context.push(finding);
    }
    let mut reported: BTreeSet<(Cause, Option<usize>)> =
        breaches.iter().map(|breach| (breach.witness.cause, breach.never)).collect();
    for breach in analysis.ipv6_breaches() {
        if reported.insert((Cause::Rule(breach.rule), breach.never)) {
            let finding = of_ipv6(context, set, &breach);
            context.push(finding);
        }
    }
}

/// A rule about IPv6 that must not be, where it is not reported for IPv4 already.
fn of_ipv6(context: &Context<'_>, set: &RuleSet<'_>, breach: &Ipv6Breach) -> Finding {
    let Ipv6Breach { from, to, reason, .. } = breach;
    let written = culprit(set, Cause::Rule(breach.rule));
    let never = breach.never.and_then(|index| context.substrate.policy.never.get(index));
    let (rule, broken) = match never {
        Some(never) => (&rules::NEVER_VIOLATED, format!("breaks \"{}\"", never.statement())),
        None => (&rules::FLOW_PROHIBITED, "is prohibited".to_owned()),
    };
    let message = format!("{written} {broken}: {reason}; it lets IPv6 through from {from} to {to}");
    let finding = set
        .finding(context, rule, breach.span, message)
        .with_value(written)
        .with_hint("remove the rule, or block IPv6 between these zones before it");
    match never {
        Some(never) => finding.with_related("must never be", context.position(never.span)),
        None => finding,
    }
}

/// What a message calls the rule that lets a packet through.
fn culprit(set: &RuleSet<'_>, cause: Cause) -> String {
    match rule(set, cause).and_then(|rule| zones(rule).map(|zones| (zones, rule))) {
        Some(((from, to), rule)) => flow_label(from, to, &rule.narrow),
        None if cause == Cause::Default => "the default action".to_owned(),
        None => "an entry of `firewall_internet_zones`".to_owned(),
    }
}

fn rule<'s>(set: &RuleSet<'s>, cause: Cause) -> Option<&'s ZoneRule> {
    match cause {
        Cause::Rule(index) => set.rules.get(index),
        Cause::InternetZone(_) | Cause::Default => None,
    }
}

/// Whether the zones of a rule are those that its breach is between.
fn is_between_its_zones(analysis: &Analysis, rule: &ZoneRule, breach: &Breach) -> bool {
    let is_same = |name: &str, zone: &str| analysis.zone(name).is_ok_and(|found| &*found.name == zone);
    zones(rule).is_some_and(|(from, to)| is_same(from, &breach.witness.from) && is_same(to, &breach.witness.to))
}

fn of_standard(context: &Context<'_>, set: &RuleSet<'_>, analysis: &Analysis, breach: &Breach) -> Finding {
    let Breach { reason, witness, .. } = breach;
    let written = culprit(set, witness.cause);
    let rule = rule(set, witness.cause);
    let is_its_own = rule.is_some_and(|rule| is_between_its_zones(analysis, rule, breach));
    let problem = if is_its_own {
        format!("{written} is prohibited")
    } else {
        format!("{written} permits {} -> {}, which is prohibited", witness.from, witness.to)
    };
    let message = format!("{problem}: {reason}; it lets through {witness}");
    let finding = set.finding(context, &rules::FLOW_PROHIBITED, witness.span, message);
    let finding = if rule.is_some() { finding.with_value(written) } else { finding };
    finding.with_hint(hint(context, analysis, rule, breach, is_its_own))
}

fn hint(
    context: &Context<'_>,
    analysis: &Analysis,
    rule: Option<&ZoneRule>,
    breach: &Breach,
    is_its_own: bool,
) -> String {
    let Some(rule) = rule else { return "declare firewall_default_action: deny".to_owned() };
    if let Some(hint) = own_gateway(context, analysis, rule, breach) {
        return hint;
    }
    if is_its_own {
        let remove = if rule.is_broad() { "remove the rule" } else { "remove the rule; a narrow one is no exception" };
        return remove.to_owned();
    }
    match zones(rule) {
        Some((from, to)) if !is_any(from) && !is_any(to) => {
            format!(
                "remove the rule, or narrow its nets: a net is reached wherever it lies, here {}",
                breach.witness.to
            )
        }
        _ => "name the zones that are meant, or block every prohibited flow before it".to_owned(),
    }
}

/// The way out where a rule means a zone's own gateway and opens that of every segment.
fn own_gateway(context: &Context<'_>, analysis: &Analysis, rule: &ZoneRule, breach: &Breach) -> Option<String> {
    let is_firewall = |zone: &str| analysis.zone(zone).is_ok_and(|found| found.kind == ZoneKind::Firewall);
    let (from, to) = zones(rule)?;
    let witness = &breach.witness;
    if rule.only.destination_net.is_some() || !is_firewall(to) || is_firewall(&witness.to) {
        return None;
    }
    let gateway = context.substrate.segments.get(&witness.from)?.gateway?.value;
    if gateway == witness.packet.destination {
        return None;
    }
    let net = format!("`destination_net: {gateway}/32`; `self` is the gateway of every segment");
    Some(if is_any(from) {
        format!("name one zone with its own gateway, such as {} with {net}", witness.from)
    } else {
        format!("narrow it to the zone's own gateway with {net}")
    })
}

fn narrowing(analysis: &Analysis, rule: &ZoneRule, breach: &Breach) -> String {
    let is_too_broad = rule.is_broad() && is_between_its_zones(analysis, rule, breach);
    let hint = if is_too_broad {
        "remove the rule, or narrow it to what may pass"
    } else {
        "narrow the rule, or block these packets before it"
    };
    hint.to_owned()
}

fn of_never(context: &Context<'_>, set: &RuleSet<'_>, analysis: &Analysis, breach: &Breach) -> Finding {
    let Breach { reason, witness, .. } = breach;
    let never = breach.never.and_then(|index| context.substrate.policy.never.get(index));
    let statement = never.map(crate::model::Never::statement).unwrap_or_default();
    let written = culprit(set, witness.cause);
    let message = format!("{written} breaks \"{statement}\": {reason}; it lets through {witness}");
    let mut finding = set.finding(context, &rules::NEVER_VIOLATED, witness.span, message);
    finding = match (rule(set, witness.cause), witness.cause) {
        (Some(rule), _) => {
            let hint =
                own_gateway(context, analysis, rule, breach).unwrap_or_else(|| narrowing(analysis, rule, breach));
            finding.with_value(written).with_hint(hint)
        }
        (None, Cause::Default) => finding.with_hint("declare firewall_default_action: deny"),
        (None, _) => finding.with_hint("remove the zone from firewall_internet_zones, or block these packets"),
    };
    match never {
        Some(never) => finding.with_related("must never be", context.position(never.span)),
        None => finding,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::declared::testing::{messages, reported};
    use crate::finding::Severity;
    use crate::rules::{FLOW_PROHIBITED, NEVER_VIOLATED};

    fn rule(from: &str, to: &str) -> Value {
        json!({ "from_zone": from, "to_zone": to, "action": "pass" })
    }

    fn blocked(from: &str, to: &str) -> Value {
        json!({ "from_zone": from, "to_zone": to, "action": "block" })
    }

    fn substrate(rules: &[Value]) -> Value {
        let segments = [
            "blackhole",
            "guest",
            "iot",
            "iot_backend",
            "iot_vendor",
            "management",
            "platform",
            "storage",
            "tenant_1",
            "tenant_2",
            "tenant_transit",
            "trusted",
        ];
        let vlans: serde_json::Map<_, _> = segments.iter().map(|name| ((*name).to_owned(), json!({}))).collect();
        json!({ "substrate": {
            "deevnet_vlans": vlans,
            "deevnet_tenants": [{ "name": "grooveiq", "index": 7 }],
            "firewall_zone_policies": rules,
            "firewall_internet_zones": ["guest", "iot", "iot_vendor", "tenant_1"],
        } })
    }

    #[test]
    fn every_prohibited_flow_is_reported() {
        let rules = [
            rule("guest", "platform"),
            rule("guest", "tenant_transit"),
            rule("iot", "management"),
            rule("iot_backend", "management"),
            rule("iot_vendor", "iot_backend"),
            rule("tenant_1", "tenant_2"),
            rule("tenant_1", "grooveiq"),
            rule("trusted", "iot_vendor"),
        ];
        let findings = reported(&FLOW_PROHIBITED, &substrate(&rules));
        let shown: Vec<_> = findings.iter().map(|finding| finding.message.as_str()).collect();
        insta::assert_snapshot!(shown.join("\n"), @"
        guest -> platform is prohibited: guests reach the internet only; it lets through tcp from guest to platform port 22
        guest -> tenant_transit is prohibited: guests reach the internet only; it lets through tcp from guest to tenant_transit port 22
        iot -> management is prohibited: devices never reach management; it lets through tcp from iot to management port 22
        iot_backend -> management is prohibited: device backends never reach management; it lets through tcp from iot_backend to management port 22
        iot_vendor -> iot_backend is prohibited: vendor devices reach the internet only; it lets through tcp from iot_vendor to iot_backend port 22
        tenant_1 -> tenant_2 is prohibited: tenants never reach each other; it lets through tcp from tenant_1 to tenant_2 port 22
        tenant_1 -> grooveiq is prohibited: tenants never reach each other; it lets through tcp from tenant_1 to grooveiq port 22
        trusted -> iot_vendor is prohibited: only management reaches vendor devices; it lets through tcp from trusted to iot_vendor port 22
        ");
        assert!(findings.iter().all(|finding| finding.severity == Severity::Error));
    }

    #[test]
    fn a_narrow_rule_is_no_exception() {
        let mut narrow = rule("guest", "iot");
        narrow["protocol"] = json!("tcp");
        narrow["destination_port"] = json!(443);
        let findings = reported(&FLOW_PROHIBITED, &substrate(&[narrow]));
        insta::assert_snapshot!(findings[0].message, @"guest -> iot (destination_port 443, protocol tcp) is prohibited: guests reach the internet only; it lets through tcp from guest to iot port 443");
        assert_eq!(findings[0].hint.as_deref(), Some("remove the rule; a narrow one is no exception"));
    }

    #[test]
    fn flows_that_may_be_declared_are_legitimate() {
        let rules = [
            rule("management", "any"),
            rule("management", "guest"),
            rule("management", "iot_vendor"),
            rule("management", "tenant_1"),
            rule("trusted", "management"),
            rule("trusted", "tenant_1"),
            rule("tenant_1", "platform"),
            rule("tenant_1", "tenant_transit"),
            rule("iot", "iot_backend"),
            rule("iot_backend", "platform"),
            rule("guest", "internet"),
            rule("guest", "guest"),
            rule("guest", "nowhere"),
            rule("iot_vendor", "WAN"),
            rule("grooveiq", "tenant_grooveiq"),
            blocked("guest", "management"),
            blocked("iot_vendor", "any"),
        ];
        assert!(messages(&FLOW_PROHIBITED, &substrate(&rules)).is_empty());
    }

    #[test]
    fn any_stands_for_every_zone_that_is_not_blocked_before() {
        let rules = [rule("guest", "any"), rule("any", "any"), rule("any", "tenant_1")];
        insta::assert_snapshot!(messages(&FLOW_PROHIBITED, &substrate(&rules)).join("\n"), @"
        guest -> any permits guest -> grooveiq, which is prohibited: guests reach the internet only; it lets through tcp from guest to grooveiq port 22
        any -> any permits grooveiq -> iot_vendor, which is prohibited: only management reaches vendor devices; it lets through tcp from grooveiq to iot_vendor port 22
        any -> tenant_1 permits grooveiq -> tenant_1, which is prohibited: tenants never reach each other; it lets through tcp from grooveiq to tenant_1 port 22
        ");
        let rules = [blocked("guest", "any"), rule("guest", "any")];
        assert!(messages(&FLOW_PROHIBITED, &substrate(&rules)).is_empty());
        let rules = [rule("guest", "any"), blocked("guest", "any")];
        assert_eq!(messages(&FLOW_PROHIBITED, &substrate(&rules)).len(), 1);
    }

    #[test]
    fn a_default_that_passes_permits_what_no_rule_blocks() {
        let mut json = substrate(&[blocked("guest", "any")]);
        json["substrate"]["firewall_default_action"] = json!("accept");
        insta::assert_snapshot!(messages(&FLOW_PROHIBITED, &json).join("\n"), @"the default action permits grooveiq -> iot_vendor, which is prohibited: only management reaches vendor devices; it lets through tcp from grooveiq to iot_vendor port 22");
        json["substrate"]["firewall_default_action"] = json!("deny");
        assert!(messages(&FLOW_PROHIBITED, &json).is_empty());
    }

    #[test]
    fn a_hosts_own_zones_are_no_segments() {
        let mut json = substrate(&[]);
        json["hosts"] = json!({ "core-rt01": {
            "firewall_zones": [{ "name": "LAN" }, { "name": "WAN" }, { "name": "guest" }],
            "firewall_zone_policies": [rule("LAN", "WAN"), rule("WAN", "LAN"), rule("guest", "LAN")],
        } });
        assert!(messages(&FLOW_PROHIBITED, &json).is_empty());
        json["hosts"]["core-rt01"]["firewall_zone_policies"] = json!([rule("guest", "trusted")]);
        assert_eq!(messages(&FLOW_PROHIBITED, &json).len(), 1);
    }

    fn on_the_air(rules: &[Value]) -> Value {
        let segment = |vlan: u8| {
            json!({
                "vlan_id": vlan, "subnet": format!("10.20.{vlan}.0/24"), "gateway": format!("10.20.{vlan}.1"),
            })
        };
        let mut json = substrate(rules);
        let vlans = &mut json["substrate"]["deevnet_vlans"];
        for (name, vlan) in [("guest", 40), ("iot", 30), ("management", 99), ("platform", 25), ("tenant_transit", 50)] {
            vlans[name] = segment(vlan);
        }
        json["substrate"]["deevnet_tenants"] = json!([{ "name": "oak", "index": 1 }, { "name": "elm", "index": 2 }]);
        json["substrate"]["deevnet_tenant_numbering"] = json!({});
        json
    }

    #[test]
    fn a_net_is_followed_to_where_it_lies() {
        let mut to_hypervisors = rule("iot", "platform");
        to_hypervisors["destination_net"] = json!("10.20.99.21/32");
        to_hypervisors["destination_port"] = json!("8006");
        let mut overlays = rule("tenant_transit", "tenant_transit");
        overlays["source_net"] = json!("10.20.128.0/18");
        overlays["destination_net"] = json!("10.20.128.0/18");
        let findings = reported(&FLOW_PROHIBITED, &on_the_air(&[to_hypervisors, overlays]));
        let shown: Vec<_> = findings
            .iter()
            .map(|finding| format!("{} [{}]", finding.message, finding.hint.as_deref().unwrap_or_default()))
            .collect();
        insta::assert_snapshot!(shown.join("\n"), @"
        iot -> platform (destination_net 10.20.99.21/32, destination_port 8006) permits iot -> management, which is prohibited: devices never reach management; it lets through tcp from 10.20.30.10 (iot) to 10.20.99.21 (management) port 8006 [remove the rule, or narrow its nets: a net is reached wherever it lies, here management]
        tenant_transit -> tenant_transit (destination_net 10.20.128.0/18, source_net 10.20.128.0/18) permits oak -> elm, which is prohibited: tenants never reach each other; it lets through tcp from 10.20.129.10 (oak) to 10.20.130.10 (elm) port 22 [remove the rule, or narrow its nets: a net is reached wherever it lies, here elm]
        ");
    }

    #[test]
    fn an_earlier_block_covers_what_it_matches_and_no_more() {
        let narrow = |mut rule: Value| {
            rule["destination_net"] = json!("10.20.99.0/25");
            rule
        };
        let pass = narrow(rule("iot", "management"));
        for block in [blocked("iot", "management"), narrow(blocked("iot", "any")), blocked("any", "management")] {
            assert!(messages(&FLOW_PROHIBITED, &on_the_air(&[block.clone(), pass.clone()])).is_empty());
            assert_eq!(messages(&FLOW_PROHIBITED, &on_the_air(&[pass.clone(), block])).len(), 1);
        }
        let rules = [narrow(blocked("iot", "management")), rule("iot", "management")];
        insta::assert_snapshot!(messages(&FLOW_PROHIBITED, &on_the_air(&rules)).join("\n"), @"iot -> management is prohibited: devices never reach management; it lets through tcp from 10.20.30.10 (iot) to 10.20.99.128 (management) port 22");
    }

    #[test]
    fn where_order_means_nothing_a_block_always_wins() {
        let mut json = on_the_air(&[rule("iot", "management"), blocked("iot", "management")]);
        assert_eq!(messages(&FLOW_PROHIBITED, &json).len(), 1);
        json["substrate"]["firewall_match"] = json!("any");
        assert!(messages(&FLOW_PROHIBITED, &json).is_empty());
    }

    #[test]
    fn a_zones_own_gateway_is_no_other_segment() {
        for (from, to) in [("iot", "iot"), ("iot", "self"), ("iot", "any")] {
            let mut gateway = rule(from, to);
            gateway["destination_net"] = json!("10.20.30.1/32");
            assert!(messages(&FLOW_PROHIBITED, &on_the_air(&[gateway])).is_empty());
        }
        assert!(messages(&FLOW_PROHIBITED, &on_the_air(&[rule("trusted", "self")])).is_empty());
        assert_eq!(messages(&FLOW_PROHIBITED, &on_the_air(&[rule("guest", "self")])).len(), 1);
        let mut of_management = rule("iot", "management");
        of_management["destination_net"] = json!("10.20.99.1/32");
        assert_eq!(messages(&FLOW_PROHIBITED, &on_the_air(&[of_management])).len(), 1);
    }

    #[test]
    fn what_is_declared_never_to_be_is_proven_like_the_standard() {
        let mut json = on_the_air(&[rule("platform", "internet"), rule("guest", "internet")]);
        json["substrate"]["firewall_internet_zones"] = json!(["iot"]);
        json["substrate"]["firewall_never"] = json!([
            { "from_zone": "any", "to_zone": "internet", "protocol": "tcp", "destination_port": 25, "reason": "mail goes by the relay" },
            { "from_zone": "guest", "to_zone": "platform", "reason": "nothing permits it" },
        ]);
        let findings = reported(&NEVER_VIOLATED, &json);
        let shown: Vec<_> = findings
            .iter()
            .map(|finding| format!("{} [{}]", finding.message, finding.hint.as_deref().unwrap_or_default()))
            .collect();
        insta::assert_snapshot!(shown.join("\n"), @r#"
        an entry of `firewall_internet_zones` breaks "any never reaches internet (destination_port 25, protocol tcp)": mail goes by the relay; it lets through tcp from 10.20.30.10 (iot) to internet port 25 [remove the zone from firewall_internet_zones, or block these packets]
        platform -> internet breaks "any never reaches internet (destination_port 25, protocol tcp)": mail goes by the relay; it lets through tcp from 10.20.25.10 (platform) to internet port 25 [remove the rule, or narrow it to what may pass]
        guest -> internet breaks "any never reaches internet (destination_port 25, protocol tcp)": mail goes by the relay; it lets through tcp from 10.20.40.10 (guest) to internet port 25 [remove the rule, or narrow it to what may pass]
        "#);
        assert!(findings.iter().all(|finding| finding.severity == Severity::Error));
        assert_eq!(findings[0].related.len(), 1);
    }
}
