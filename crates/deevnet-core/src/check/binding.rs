//! Interfaces as a whole: both halves there, and what is published about them possible.

use super::context::{Context, hardware, label, subject};
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
        .with_subject(hardware(host, interface));
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

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::declared::testing::{messages, reported};
    use crate::finding::Severity;
    use crate::rules::{self, Rule};

    fn host(hardware: &Value, bindings: &Value) -> Value {
        json!({
            "substrate": { "deevnet_vlans": {
                "blackhole": { "vlan_id": 999 },
                "guest": { "vlan_id": 40, "subnet": "10.20.40.0/24" },
                "iot": { "vlan_id": 30, "subnet": "10.20.30.0/24" },
                "management": { "vlan_id": 99, "subnet": "10.20.99.0/24" },
            } },
            "hosts": { "pi01": {
                "infrastructure": { "interfaces": hardware },
                "env": { "interfaces": bindings },
            } },
        })
    }

    fn bound(rule: &'static Rule, binding: &Value) -> Vec<String> {
        messages(rule, &host(&json!({ "eth0": { "mac": "00:00:5e:00:53:01" } }), &json!({ "eth0": binding })))
    }

    #[test]
    fn a_missing_half_is_an_error_where_it_is_needed() {
        let hardware = json!({ "eth0": { "mac": "00:00:5e:00:53:01" } });
        let idle = reported(&rules::INTERFACE_HALF_DECLARED, &host(&hardware, &json!({ "wlan0": { "ip": "dhcp" } })));
        assert_eq!(idle.len(), 2);
        assert!(idle.iter().all(|finding| finding.severity == Severity::Warning));
        assert_eq!(idle[0].hint.as_deref(), Some("`eth0` has the other half only; are they the same interface?"));
        let needed = json!({ "wlan0": { "ip": "10.20.30.11", "dns": { "dhcp_reservation": true } } });
        let findings = reported(&rules::INTERFACE_HALF_DECLARED, &host(&hardware, &needed));
        assert!(findings.iter().any(|finding| {
            finding.is_error() && finding.message == "pi01 (wlan0) is in `env` but not in `infrastructure`"
        }));
    }

    #[test]
    fn what_is_published_has_a_fixed_address() {
        let rule = &rules::RESERVATION_WITHOUT_ADDRESS;
        let asks = |ip: &Value| json!({ "ip": ip, "dns": { "dhcp_reservation": true } });
        assert_eq!(
            bound(rule, &asks(&json!("dhcp"))),
            ["pi01 (eth0) asks for a DHCP reservation, but has a dynamic address"]
        );
        assert_eq!(bound(rule, &asks(&json!(null))), ["pi01 (eth0) asks for a DHCP reservation, but has no address"]);
        assert!(bound(rule, &asks(&json!("10.20.30.11"))).is_empty());
        assert!(bound(rule, &asks(&json!("10.20.30.256"))).is_empty(), "reported as malformed already");
        let record = json!({ "ip": "dhcp", "dns": { "host_a_record": true, "dhcp_reservation": false } });
        assert_eq!(bound(rule, &record), ["pi01 (eth0) asks for an address record, but has a dynamic address"]);
        assert!(bound(rule, &json!({ "ip": "dhcp" })).is_empty());
    }

    #[test]
    fn guests_have_no_reservations() {
        let on = |segment: &str, ip: &str| json!({ "ip": ip, "segment": segment, "dns": { "dhcp_reservation": true } });
        let rule = &rules::STATIC_ON_DYNAMIC_SEGMENT;
        assert_eq!(bound(rule, &on("guest", "10.20.40.11")), ["pi01 (eth0) has a reservation on segment `guest`"]);
        assert!(bound(rule, &on("iot", "10.20.30.11")).is_empty());
    }

    #[test]
    fn a_reservation_has_a_scope_to_live_in() {
        let rule = &rules::RESERVATION_WITHOUT_SCOPE;
        let unnamed = |ip: &str| json!({ "ip": ip, "dns": { "dhcp_reservation": true } });
        assert!(bound(rule, &unnamed("10.20.30.11")).is_empty());
        assert_eq!(
            bound(rule, &unnamed("192.0.2.1")),
            ["192.0.2.1 of pi01 (eth0) is reserved, but no segment's subnet holds it"]
        );
        let mut on_blackhole = unnamed("192.0.2.1");
        on_blackhole["segment"] = json!("blackhole");
        assert_eq!(
            bound(rule, &on_blackhole),
            ["192.0.2.1 of pi01 (eth0) is reserved on segment `blackhole`, which has no subnet"]
        );
    }

    #[test]
    fn a_network_boot_is_whole_or_absent() {
        let boot = |pxe: &Value| bound(&rules::PXE_INCOMPLETE, &json!({ "dns": { "pxe_boot": pxe } }));
        assert!(boot(&json!({})).is_empty());
        assert!(boot(&json!({ "tftp_server": "10.20.30.11", "boot_file": "pxelinux.0" })).is_empty());
        assert_eq!(
            boot(&json!({ "tftp_server": "10.20.30.11", "boot_file": "" })),
            ["the network boot of pi01 (eth0) has no boot_file"]
        );
        assert_eq!(boot(&json!({ "boot_file": "a" })), ["the network boot of pi01 (eth0) has no tftp_server"]);
    }

    #[test]
    fn several_published_interfaces_are_worth_a_note() {
        let flags = json!({ "dhcp_reservation": true, "host_a_record": true });
        let hardware = json!({ "eth0": { "mac": "00:00:5e:00:53:01" }, "eth1": { "mac": "00:00:5e:00:53:02" } });
        let bindings = json!({
            "eth0": { "ip": "10.20.30.11", "dns": flags },
            "eth1": { "ip": "10.20.99.11", "dns": flags },
        });
        let findings = reported(&rules::SEVERAL_PUBLISHED, &host(&hardware, &bindings));
        let shown: Vec<_> = findings.iter().map(|finding| finding.message.as_str()).collect();
        assert_eq!(
            shown,
            [
                "pi01 has a DHCP reservation on each of eth0, eth1; all are published",
                "pi01 has an address record on each of eth0, eth1; all are published",
            ]
        );
        assert!(findings.iter().all(|finding| finding.severity == Severity::Note));
    }

    #[test]
    fn a_misspelt_key_is_reported_and_a_key_of_the_automations_own_is_not() {
        let rule = &rules::UNKNOWN_KEY;
        let findings = reported(rule, &host(&json!({}), &json!({ "eth0": { "dns": { "dhcp_reservaton": true } } })));
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].hint.as_deref(), Some("did you mean `dhcp_reservation`?"));
        for name in ["gatway", "segmnet", "purpos"] {
            assert_eq!(bound(rule, &json!({ name: "x" })).len(), 1, "{name}");
        }
        for name in ["dns_servers", "mtu", "ipv6", "vrf", "bond_mode", "nameserver"] {
            assert!(bound(rule, &json!({ name: "x" })).is_empty(), "{name}");
        }
    }

    #[test]
    fn a_quoted_flag_is_not_a_flag() {
        let quoted = json!({ "ip": "10.20.30.11", "dns": { "dhcp_reservation": "true" } });
        assert_eq!(bound(&rules::WRONG_TYPE, &quoted).len(), 1);
    }
}
