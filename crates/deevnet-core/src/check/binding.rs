//! Interfaces as a whole: both halves there, and what is published about them possible.

use super::context::{Context, label, subject};
use crate::finding::{Finding, Severity, Subject};
use crate::model::{AddressState, Host, Interface};
use crate::rules;
use crate::source::Span;

pub(super) fn check(context: &mut Context<'_>) {
    for (host, interface) in context.interfaces() {
        check_halves(context, host, interface);
        check_published_address(context, host, interface);
        check_reservation_segment(context, host, interface);
        check_network_boot(context, host, interface);
    }
    for host in context.hosts() {
        check_several(context, host);
    }
}

fn check_halves(context: &mut Context<'_>, host: &Host, interface: &Interface) {
    let (message, span, hint) = match (interface.hardware, interface.binding) {
        (None, Some(span)) => (
            format!("{} is in `env` but not in `infrastructure`", label(host, interface)),
            span,
            near_key(host, interface, |other| other.hardware.is_some() && other.binding.is_none()),
        ),
        (Some(span), None) => (
            format!("{} is in `infrastructure` but not in `env`", label(host, interface)),
            span,
            near_key(host, interface, |other| other.binding.is_some() && other.hardware.is_none()),
        ),
        _ => return,
    };
    let mut finding = context
        .finding(&rules::INTERFACE_HALF_DECLARED, span, message)
        .with_value(interface.name.as_ref())
        .with_hint(hint)
        .with_subject(subject(host, interface));
    if interface.hardware.is_none() && (interface.wants_reservation() || interface.wants_wake()) {
        finding.severity = Severity::Error;
    }
    context.push(finding);
}

fn near_key(host: &Host, interface: &Interface, is_other_half: impl Fn(&Interface) -> bool) -> String {
    match host.interfaces.values().find(|other| is_other_half(other)) {
        Some(other) => format!("`{}` has the other half only; are they the same interface?", other.name),
        None => format!("declare `{}` in both, under the same key", interface.name),
    }
}

fn check_published_address(context: &mut Context<'_>, host: &Host, interface: &Interface) {
    if interface.address_rejected || matches!(interface.address.value, AddressState::Fixed(_)) {
        return;
    }
    let (what, span) = match (flag_span(interface, true), flag_span(interface, false)) {
        (Some(span), _) => ("a DHCP reservation", span),
        (None, Some(span)) => ("an address record", span),
        (None, None) => return,
    };
    let state = if interface.address.value == AddressState::Dynamic { "a dynamic address" } else { "no address" };
    let finding = context
        .finding(
            &rules::RESERVATION_WITHOUT_ADDRESS,
            span,
            format!("{} asks for {what}, but has {state}", label(host, interface)),
        )
        .with_hint("give `ip` a fixed address, or set the flag to false")
        .with_related("the address", context.position(interface.address.span))
        .with_subject(subject(host, interface));
    context.push(finding);
}

fn flag_span(interface: &Interface, reservation: bool) -> Option<Span> {
    let flag = if reservation { interface.publication.dhcp_reservation } else { interface.publication.host_a_record };
    flag.filter(|flag| flag.value).map(|flag| flag.span)
}

fn check_reservation_segment(context: &mut Context<'_>, host: &Host, interface: &Interface) {
    let Some(flag) = interface.publication.dhcp_reservation.filter(|flag| flag.value) else { return };
    let Some(address) = interface.address.value.fixed() else { return };
    let named = interface.segment.as_ref().map(|name| &*name.value);
    let segment = context.segment_of(interface);
    let finding = match segment {
        Some(segment) if is_dynamic_only(&segment.name) => context
            .finding(
                &rules::STATIC_ON_DYNAMIC_SEGMENT,
                flag.span,
                format!("{} has a reservation on segment `{}`", label(host, interface), segment.name),
            )
            .with_hint("set dhcp_reservation to false, or move the host to another segment"),
        Some(segment) if segment.subnet.is_none() => without_scope(
            context,
            flag.span,
            format!(
                "{address} of {} is reserved on segment `{}`, which has no subnet",
                label(host, interface),
                segment.name
            ),
        ),
        None if named.is_none() && !context.substrate.segments.is_empty() => without_scope(
            context,
            flag.span,
            format!("{address} of {} is reserved, but no segment's subnet holds it", label(host, interface)),
        ),
        _ => return,
    };
    context.push(finding.with_value(address.to_string()).with_subject(subject(host, interface)));
}

fn without_scope(context: &Context<'_>, span: Span, message: String) -> Finding {
    context
        .finding(&rules::RESERVATION_WITHOUT_SCOPE, span, message)
        .with_hint("give the segment a subnet that holds the address")
}

/// Guests are addressed dynamically, never statically.
fn is_dynamic_only(segment: &str) -> bool {
    segment == "guest"
}

fn check_network_boot(context: &mut Context<'_>, host: &Host, interface: &Interface) {
    let Some(pxe) = &interface.publication.pxe_boot else { return };
    let missing = match (&pxe.tftp_server, &pxe.boot_file) {
        (Some(_), None) => "boot_file",
        (None, Some(_)) => "tftp_server",
        (None, None) => "tftp_server and boot_file",
        (Some(_), Some(_)) => return,
    };
    let finding = context
        .finding(
            &rules::PXE_INCOMPLETE,
            pxe.span,
            format!("the network boot of {} has no {missing}", label(host, interface)),
        )
        .with_hint(format!("give {missing}, or remove pxe_boot"))
        .with_subject(subject(host, interface));
    context.push(finding);
}

fn check_several(context: &mut Context<'_>, host: &Host) {
    for (what, reservation) in [("a DHCP reservation", true), ("an address record", false)] {
        let published: Vec<(&Interface, Span)> = host
            .interfaces
            .values()
            .filter_map(|interface| Some((interface, flag_span(interface, reservation)?)))
            .collect();
        let [(first, first_span), (_, second_span), ..] = published.as_slice() else { continue };
        let names: Vec<&str> = published.iter().map(|(interface, _)| &*interface.name).collect();
        let finding = context
            .finding(
                &rules::SEVERAL_PUBLISHED,
                *second_span,
                format!("{} has {what} on each of {}; all are published", host.name, names.join(", ")),
            )
            .with_value(host.name.as_ref())
            .with_related(format!("the first is {}", first.name), context.position(*first_span))
            .with_subject(Subject::host(host.name.clone()));
        context.push(finding);
    }
}
