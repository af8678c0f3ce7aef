//! Flows that the segmentation standard prohibits, whatever a rule says.

use super::rule_set::{RuleSet, flow_label, is_any, zones};
use crate::check::context::Context;
use crate::finding::Finding;
use crate::model::{Action, ZoneRule};
use crate::rules;

/// What the standard says about a zone, told by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ZoneKind<'a> {
    Management,
    Guest,
    Iot,
    IotBackend,
    IotVendor,
    /// A tenant, by its name or number.
    Tenant(&'a str),
    /// Any other segment of the substrate.
    Internal,
    /// No routed segment: the internet, the firewall itself, the blackhole, or a zone that nobody knows.
    Outside,
}

/// A zone that a rule names, or stands for.
#[derive(Debug, Clone, Copy)]
struct Zone<'a> {
    name: &'a str,
    kind: ZoneKind<'a>,
}

pub(super) fn check(context: &mut Context<'_>, set: &RuleSet<'_>) {
    let mut blocks: Vec<(&str, &str)> = Vec::new();
    for rule in set.rules {
        let (Some((from, to)), Some(action)) = (zones(rule), rule.action) else { continue };
        match action.value {
            Action::Pass => check_pass(context, set, rule, (from, to), &blocks),
            Action::Block if rule.is_broad() => blocks.push((from, to)),
            Action::Block => {}
        }
    }
    if set.host.is_none() {
        check_default(context, set, &blocks);
    }
}

fn check_pass(
    context: &mut Context<'_>,
    set: &RuleSet<'_>,
    rule: &ZoneRule,
    (from, to): (&str, &str),
    blocks: &[(&str, &str)],
) {
    let written = flow_label(from, to, &rule.narrow);
    let finding = if is_any(from) || is_any(to) {
        let Some((from, to, reason)) = first_prohibited(context, from, to, blocks) else { return };
        set.finding(
            context,
            &rules::FLOW_PROHIBITED,
            rule.span,
            format!("{written} permits {from} -> {to}, which is prohibited: {reason}"),
        )
        .with_hint("name the zones that are meant, or block every prohibited flow before it")
    } else {
        let Some(reason) = prohibition(zone(context, from), zone(context, to)) else { return };
        set.finding(context, &rules::FLOW_PROHIBITED, rule.span, format!("{written} is prohibited: {reason}"))
            .with_hint(if rule.is_broad() {
                "remove the rule"
            } else {
                "remove the rule; a narrow one is no exception"
            })
    };
    context.push(finding.with_value(written));
}

fn check_default(context: &mut Context<'_>, set: &RuleSet<'_>, blocks: &[(&str, &str)]) {
    let Some(default) = context.substrate.policy.default_action.filter(|action| action.value == Action::Pass) else {
        return;
    };
    let Some((from, to, reason)) = first_prohibited(context, "any", "any", blocks) else { return };
    let finding: Finding = set
        .finding(
            context,
            &rules::FLOW_PROHIBITED,
            default.span,
            format!("the default action permits {from} -> {to}, which is prohibited: {reason}"),
        )
        .with_hint("declare firewall_default_action: deny");
    context.push(finding);
}

/// The first prohibited flow, in order of names, that a rule with `any` stands for and no earlier rule blocks.
fn first_prohibited<'c>(
    context: &'c Context<'_>,
    from: &'c str,
    to: &'c str,
    blocks: &[(&str, &str)],
) -> Option<(&'c str, &'c str, &'static str)> {
    let (sources, destinations) = (expand(context, from), expand(context, to));
    let is_blocked = |from: &str, to: &str| {
        let covers = |zone: &str, name: &str| zone == name || is_any(zone);
        blocks.iter().any(|(source, destination)| covers(source, from) && covers(destination, to))
    };
    sources.iter().find_map(|from| {
        destinations.iter().find_map(|to| {
            let reason = prohibition(*from, *to)?;
            (!is_blocked(from.name, to.name)).then_some((from.name, to.name, reason))
        })
    })
}

/// The zones that a name stands for: itself, or every segment and tenant.
fn expand<'c>(context: &'c Context<'_>, name: &'c str) -> Vec<Zone<'c>> {
    if !is_any(name) {
        return vec![zone(context, name)];
    }
    let segments = context.substrate.segments.keys().map(|name| &**name);
    let tenants = context.substrate.tenants.iter().map(|tenant| tenant.name.value.as_str());
    let mut names: Vec<&str> = segments.chain(tenants).collect();
    names.sort_unstable();
    names.dedup();
    names.into_iter().map(|name| zone(context, name)).collect()
}

fn zone<'c>(context: &'c Context<'_>, name: &'c str) -> Zone<'c> {
    Zone { name, kind: kind(context, name) }
}

fn kind<'c>(context: &'c Context<'_>, name: &'c str) -> ZoneKind<'c> {
    if let Some(tenant) = context.substrate.tenant_of_segment(name) {
        return ZoneKind::Tenant(tenant);
    }
    if context.has_plan() && !context.substrate.segments.contains_key(name) {
        return ZoneKind::Outside;
    }
    match name {
        "management" => ZoneKind::Management,
        "guest" => ZoneKind::Guest,
        "iot" => ZoneKind::Iot,
        "iot_backend" => ZoneKind::IotBackend,
        "iot_vendor" => ZoneKind::IotVendor,
        "platform" | "storage" | "trusted" => ZoneKind::Internal,
        "blackhole" => ZoneKind::Outside,
        _ if context.substrate.segments.contains_key(name) => ZoneKind::Internal,
        _ => ZoneKind::Outside,
    }
}

/// Why a flow is prohibited, or `None` where it may be declared.
fn prohibition(from: Zone<'_>, to: Zone<'_>) -> Option<&'static str> {
    if from.name == to.name {
        return None;
    }
    match (from.kind, to.kind) {
        (ZoneKind::Outside | ZoneKind::Management, _) | (_, ZoneKind::Outside) => None,
        (ZoneKind::Guest, _) => Some("guests reach the internet only"),
        (ZoneKind::IotVendor, _) => Some("vendor devices reach the internet only"),
        (_, ZoneKind::IotVendor) => Some("only management reaches vendor devices"),
        (ZoneKind::Iot, ZoneKind::Management) => Some("devices never reach management"),
        (ZoneKind::IotBackend, ZoneKind::Management) => Some("device backends never reach management"),
        (ZoneKind::Tenant(from), ZoneKind::Tenant(to)) if from != to => Some("tenants never reach each other"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::declared::testing::{messages, reported};
    use crate::finding::Severity;
    use crate::rules::FLOW_PROHIBITED;

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
            "deevnet_tenants": [{ "name": "grooveiq", "index": 1 }],
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
        guest -> platform is prohibited: guests reach the internet only
        guest -> tenant_transit is prohibited: guests reach the internet only
        iot -> management is prohibited: devices never reach management
        iot_backend -> management is prohibited: device backends never reach management
        iot_vendor -> iot_backend is prohibited: vendor devices reach the internet only
        tenant_1 -> tenant_2 is prohibited: tenants never reach each other
        tenant_1 -> grooveiq is prohibited: tenants never reach each other
        trusted -> iot_vendor is prohibited: only management reaches vendor devices
        ");
        assert!(findings.iter().all(|finding| finding.severity == Severity::Error));
    }

    #[test]
    fn a_narrow_rule_is_no_exception() {
        let mut narrow = rule("guest", "iot");
        narrow["protocol"] = json!("tcp");
        narrow["destination_port"] = json!(443);
        let findings = reported(&FLOW_PROHIBITED, &substrate(&[narrow]));
        insta::assert_snapshot!(findings[0].message, @"guest -> iot (destination_port 443, protocol tcp) is prohibited: guests reach the internet only");
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
        guest -> any permits guest -> grooveiq, which is prohibited: guests reach the internet only
        any -> any permits grooveiq -> iot_vendor, which is prohibited: only management reaches vendor devices
        any -> tenant_1 permits grooveiq -> tenant_1, which is prohibited: tenants never reach each other
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
        insta::assert_snapshot!(messages(&FLOW_PROHIBITED, &json).join("\n"), @"the default action permits grooveiq -> iot_vendor, which is prohibited: only management reaches vendor devices");
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
}
