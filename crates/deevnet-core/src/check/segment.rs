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
    let is_tenant = context.substrate.tenant_of_segment(&segment.name).is_some();
    if has_pool || !has_subnet || segment.is_static_only() || !is_tenant {
        return;
    }
    let message = format!("the tenant segment `{}` has no DHCP scope", segment.name);
    let finding = report(context, &rules::TENANT_WITHOUT_SCOPE, segment, segment.span, message)
        .with_value(segment.name.as_ref())
        .with_hint("give dhcp_range_start and dhcp_range_end, or say `dhcp_enabled: false`");
    context.push(finding);
}
