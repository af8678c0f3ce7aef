//! Segments: subnets, gateways and pools against each other and against the plan.

use std::net::Ipv4Addr;
use std::sync::Arc;

use ipnet::Ipv4Net;

use super::context::Context;
use crate::finding::{Finding, Subject};
use crate::model::Segment;
use crate::network::SiteBlock;
use crate::rules::{self, Rule};
use crate::source::{Span, Spanned};

pub(super) fn check(context: &mut Context<'_>) {
    for segment in context.substrate.segments.values() {
        if let Some(subnet) = segment.subnet {
            check_subnet(context, segment, subnet);
            check_gateway(context, segment, subnet);
            check_pool_place(context, segment, subnet.value);
        }
        check_pool_order(context, segment);
        check_tenant_scope(context, segment);
    }
}

fn report(context: &mut Context<'_>, rule: &'static Rule, segment: &Segment, span: Span, message: String) -> Finding {
    context.finding(rule, span, message).with_subject(Subject::segment(Arc::clone(&segment.name)))
}

fn check_subnet(context: &mut Context<'_>, segment: &Segment, subnet: Spanned<Ipv4Net>) {
    let (Some(octet), Some(vlan)) = (context.substrate.site_octet, segment.vlan_id) else { return };
    let Some(expected) = SiteBlock::new(octet.value).segment_subnet(vlan.value) else { return };
    if subnet.value == expected {
        return;
    }
    let message = format!(
        "segment `{}` with VLAN {} has the subnet {}; the plan has {expected}",
        segment.name, vlan.value, subnet.value
    );
    let finding = report(context, &rules::SUBNET_OFF_PLAN, segment, subnet.span, message)
        .with_value(subnet.value.to_string())
        .with_hint(format!("a segment's subnet is 10.{}.<VLAN ID>.0/24", octet.value));
    context.push(finding);
}

fn check_gateway(context: &mut Context<'_>, segment: &Segment, subnet: Spanned<Ipv4Net>) {
    let Some(gateway) = segment.gateway else { return };
    let first = first_address(subnet.value);
    let finding = if !subnet.value.contains(&gateway.value) {
        let message =
            format!("the gateway {} of segment `{}` is outside {}", gateway.value, segment.name, subnet.value);
        report(context, &rules::GATEWAY_OUTSIDE_SUBNET, segment, gateway.span, message)
            .with_related("the subnet", context.position(subnet.span))
    } else if gateway.value == first {
        return;
    } else {
        let message = format!("the gateway of segment `{}` is {}, not {first}", segment.name, gateway.value);
        report(context, &rules::GATEWAY_NOT_FIRST, segment, gateway.span, message)
    };
    context.push(finding.with_value(gateway.value.to_string()).with_hint(format!("write {first}")));
}

fn first_address(subnet: Ipv4Net) -> Ipv4Addr {
    subnet.hosts().next().unwrap_or_else(|| subnet.network())
}

/// A pool that is in order lies in the subnet and does not hold the gateway.
fn check_pool_place(context: &mut Context<'_>, segment: &Segment, subnet: Ipv4Net) {
    for end in [segment.dhcp_range_start, segment.dhcp_range_end].into_iter().flatten() {
        if subnet.contains(&end.value) {
            continue;
        }
        let message = format!("the pool of segment `{}` has the end {}, outside {subnet}", segment.name, end.value);
        let finding =
            report(context, &rules::POOL_OUTSIDE_SUBNET, segment, end.span, message).with_value(end.value.to_string());
        context.push(finding);
    }
    let (Some(gateway), Some((start, end))) = (segment.gateway, segment.pool()) else { return };
    if !segment.pool_contains(gateway.value) {
        return;
    }
    let span = segment.dhcp_range_start.map_or(segment.span, |start| start.span);
    let message = format!("the pool {start}-{end} of segment `{}` holds its gateway {}", segment.name, gateway.value);
    let finding = report(context, &rules::POOL_OVER_GATEWAY, segment, span, message)
        .with_value(start.to_string())
        .with_hint("the plan's pool is .100 to .200")
        .with_related("the gateway", context.position(gateway.span));
    context.push(finding);
}

fn check_pool_order(context: &mut Context<'_>, segment: &Segment) {
    let (message, span) = match (segment.dhcp_range_start, segment.dhcp_range_end) {
        (Some(start), Some(end)) if start.value > end.value => (
            format!("the pool of segment `{}` runs from {} down to {}", segment.name, start.value, end.value),
            start.span,
        ),
        (Some(start), None) => (format!("the pool of segment `{}` has no end", segment.name), start.span),
        (None, Some(end)) => (format!("the pool of segment `{}` has no start", segment.name), end.span),
        _ => return,
    };
    let finding = report(context, &rules::POOL_REVERSED, segment, span, message)
        .with_hint("give dhcp_range_start and dhcp_range_end, the lower address first");
    context.push(finding);
}

fn check_tenant_scope(context: &mut Context<'_>, segment: &Segment) {
    let has_pool = segment.dhcp_range_start.is_some() || segment.dhcp_range_end.is_some();
    let has_subnet = segment.subnet.is_some();
    let substrate = context.substrate;
    let is_tenant =
        substrate.tenant_of_segment(&segment.name).is_some() || substrate.tenant_with_segment(&segment.name).is_some();
    if has_pool || !has_subnet || segment.is_static_only() || !is_tenant {
        return;
    }
    let message = format!("the tenant segment `{}` has no DHCP scope", segment.name);
    let finding = report(context, &rules::TENANT_WITHOUT_SCOPE, segment, segment.span, message)
        .with_value(segment.name.as_ref())
        .with_hint("give dhcp_range_start and dhcp_range_end, or say `dhcp_enabled: false`");
    context.push(finding);
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::declared::testing::{messages, reported};
    use crate::finding::Subject;
    use crate::rules::{self, Rule};

    fn found(rule: &'static Rule, segment: &Value) -> Vec<String> {
        named(rule, "iot", segment)
    }

    fn named(rule: &'static Rule, name: &str, segment: &Value) -> Vec<String> {
        messages(rule, &json!({ "substrate": { "deevnet_site_octet": 20, "deevnet_vlans": { name: segment } } }))
    }

    fn iot(subnet: &str, gateway: &str) -> Value {
        json!({ "vlan_id": 30, "subnet": subnet, "gateway": gateway })
    }

    fn pool(start: &str, end: &str) -> Value {
        json!({ "vlan_id": 30, "subnet": "10.20.30.0/24", "gateway": "10.20.30.1",
            "dhcp_range_start": start, "dhcp_range_end": end })
    }

    #[test]
    fn a_subnet_has_no_bits_beyond_its_prefix() {
        assert_eq!(found(&rules::ADDRESS_MALFORMED, &iot("10.20.30.1/24", "10.20.30.1")).len(), 1);
        assert_eq!(found(&rules::ADDRESS_MALFORMED, &iot("10.20.30.0/33", "10.20.30.1")).len(), 1);
    }

    #[test]
    fn a_subnet_is_where_the_plan_puts_it() {
        assert!(found(&rules::SUBNET_OFF_PLAN, &iot("10.20.30.0/24", "10.20.30.1")).is_empty());
        assert_eq!(
            found(&rules::SUBNET_OFF_PLAN, &iot("10.20.31.0/24", "10.20.31.1")),
            ["segment `iot` with VLAN 30 has the subnet 10.20.31.0/24; the plan has 10.20.30.0/24"]
        );
        assert_eq!(found(&rules::SUBNET_OFF_PLAN, &iot("10.10.30.0/24", "10.10.30.1")).len(), 1);
    }

    #[test]
    fn a_gateway_is_the_first_address_of_its_subnet() {
        assert_eq!(
            found(&rules::GATEWAY_NOT_FIRST, &iot("10.20.30.0/24", "10.20.30.254")),
            ["the gateway of segment `iot` is 10.20.30.254, not 10.20.30.1"]
        );
        assert_eq!(
            found(&rules::GATEWAY_OUTSIDE_SUBNET, &iot("10.20.30.0/24", "10.20.31.1")),
            ["the gateway 10.20.31.1 of segment `iot` is outside 10.20.30.0/24"]
        );
        assert!(found(&rules::GATEWAY_NOT_FIRST, &iot("10.20.30.0/24", "10.20.31.1")).is_empty());
    }

    #[test]
    fn a_pool_is_in_order_in_its_subnet_and_beside_the_gateway() {
        let good = pool("10.20.30.100", "10.20.30.200");
        for rule in [&rules::POOL_OUTSIDE_SUBNET, &rules::POOL_REVERSED, &rules::POOL_OVER_GATEWAY] {
            assert!(found(rule, &good).is_empty(), "{}", rule.name);
        }
        assert_eq!(found(&rules::POOL_OUTSIDE_SUBNET, &pool("10.20.31.100", "10.20.31.200")).len(), 2);
        assert_eq!(
            found(&rules::POOL_REVERSED, &pool("10.20.30.200", "10.20.30.100")),
            ["the pool of segment `iot` runs from 10.20.30.200 down to 10.20.30.100"]
        );
        assert_eq!(
            found(&rules::POOL_OVER_GATEWAY, &pool("10.20.30.1", "10.20.30.200")),
            ["the pool 10.20.30.1-10.20.30.200 of segment `iot` holds its gateway 10.20.30.1"]
        );
        let half = json!({ "vlan_id": 30, "subnet": "10.20.30.0/24", "dhcp_range_start": "10.20.30.100" });
        assert_eq!(found(&rules::POOL_REVERSED, &half), ["the pool of segment `iot` has no end"]);
    }

    #[test]
    fn a_tenant_segment_has_a_scope_or_says_that_it_is_static() {
        let bare = json!({ "vlan_id": 50, "subnet": "10.20.50.0/24" });
        assert_eq!(
            named(&rules::TENANT_WITHOUT_SCOPE, "tenant_1", &bare),
            ["the tenant segment `tenant_1` has no DHCP scope"]
        );
        assert!(named(&rules::TENANT_WITHOUT_SCOPE, "tenant_transit", &bare).is_empty());
        let static_only = json!({ "vlan_id": 50, "subnet": "10.20.50.0/24", "dhcp_enabled": false });
        assert!(named(&rules::TENANT_WITHOUT_SCOPE, "tenant_1", &static_only).is_empty());
    }

    #[test]
    fn a_segment_has_a_vlan_id_and_its_keys_are_spelt_right() {
        assert_eq!(found(&rules::KEY_MISSING, &json!({ "subnet": "10.20.30.0/24" })).len(), 1);
        assert_eq!(found(&rules::UNKNOWN_KEY, &json!({ "vlan_id": 30, "dhcp_range_strat": "10.20.30.9" })).len(), 1);
        assert!(found(&rules::UNKNOWN_KEY, &json!({ "vlan_id": 30, "description": "things" })).is_empty());
    }

    #[test]
    fn a_finding_touches_its_segment() {
        let json = json!({ "substrate": { "deevnet_vlans": { "iot": pool("10.20.30.9", "10.20.30.8") } } });
        assert_eq!(reported(&rules::POOL_REVERSED, &json)[0].subjects, [Subject::segment("iot")]);
    }
}
