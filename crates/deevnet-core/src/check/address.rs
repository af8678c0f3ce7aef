//! Addresses of interfaces: in their subnet, their own, and where the plan wants them.

use std::collections::{BTreeMap, BTreeSet};
use std::net::Ipv4Addr;
use std::sync::Arc;

use ipnet::Ipv4Net;

use super::context::{Context, label, subject};
use crate::model::{Host, Interface, Segment};
use crate::name::{Form, HostName};
use crate::network::HostRange;
use crate::rules;
use crate::source::Span;

pub(super) fn check(context: &mut Context<'_>) {
    for (host, interface) in context.interfaces() {
        check_interface(context, host, interface);
    }
    check_duplicates(context);
    check_boot_servers(context);
}

fn check_interface(context: &mut Context<'_>, host: &Host, interface: &Interface) {
    let Some(segment) = context.segment_of(interface) else { return };
    if let Some(address) = interface.address.value.fixed()
        && let Some(subnet) = segment.subnet
    {
        check_place(context, host, interface, segment, address, subnet.value);
    }
    check_gateway(context, host, interface, segment);
}

/// Reports the first thing that is wrong with where an address lies; the others follow from it.
fn check_place(
    context: &mut Context<'_>,
    host: &Host,
    interface: &Interface,
    segment: &Segment,
    address: Ipv4Addr,
    subnet: Ipv4Net,
) {
    if !subnet.contains(&address) {
        report_outside(context, host, interface, segment, address, subnet);
    } else if is_reserved(address, subnet) {
        let kind = if address == subnet.network() { "network" } else { "broadcast" };
        let finding = context
            .finding(
                &rules::ADDRESS_RESERVED,
                interface.address.span,
                format!("{address} of {} is the {kind} address of {subnet}", label(host, interface)),
            )
            .with_value(address.to_string())
            .with_subject(subject(host, interface));
        context.push(finding);
    } else if segment.gateway.is_some_and(|gateway| gateway.value == address) {
        if !is_router(host) {
            report_gateway_taken(context, host, interface, segment, address);
        }
    } else if segment.pool_contains(address) {
        report_in_pool(context, host, interface, segment, address);
    } else {
        check_host_range(context, host, interface, address, subnet);
    }
}

fn report_outside(
    context: &mut Context<'_>,
    host: &Host,
    interface: &Interface,
    segment: &Segment,
    address: Ipv4Addr,
    subnet: Ipv4Net,
) {
    let finding = context
        .finding(
            &rules::ADDRESS_OUTSIDE_SUBNET,
            interface.address.span,
            format!(
                "{address} of {} is outside {subnet}, the subnet of segment `{}`",
                label(host, interface),
                segment.name
            ),
        )
        .with_value(address.to_string());
    let finding = match context.segment_holding(address) {
        Some(other) => finding.with_hint(format!("it is in the subnet of segment `{}`", other.name)),
        None => finding.with_hint("no segment's subnet holds it; correct the address, or leave `segment` out"),
    };
    let finding = match segment.subnet {
        Some(subnet) => finding.with_related("the segment's subnet", context.position(subnet.span)),
        None => finding,
    };
    context.push(finding.with_subject(subject(host, interface)));
}

/// In /31 and /32 every address is usable (RFC 3021).
fn is_reserved(address: Ipv4Addr, subnet: Ipv4Net) -> bool {
    subnet.prefix_len() < 31 && (address == subnet.network() || address == subnet.broadcast())
}

/// Whether a host routes: by its form, by the form or role in its name, or by its group.
pub(super) fn is_router(host: &Host) -> bool {
    let by_name = match &host.parsed_name {
        Some(HostName::Classic(name)) => name.form() == Form::Router,
        Some(HostName::FixedWidth(name)) => matches!(name.role().as_str(), "cor" | "edg" | "bgw"),
        None => false,
    };
    by_name || host.form.is_some_and(|form| form.value == Form::Router) || host.is_in_group("routers")
}

fn report_gateway_taken(
    context: &mut Context<'_>,
    host: &Host,
    interface: &Interface,
    segment: &Segment,
    address: Ipv4Addr,
) {
    let mut finding = context
        .finding(
            &rules::ADDRESS_IS_GATEWAY,
            interface.address.span,
            format!("{address} of {} is the gateway of segment `{}`", label(host, interface), segment.name),
        )
        .with_value(address.to_string())
        .with_hint("give the host another address; a router has form `rt` or is in the group `routers`")
        .with_subject(subject(host, interface));
    if let Some(gateway) = segment.gateway {
        finding = finding.with_related("the segment's gateway", context.position(gateway.span));
    }
    context.push(finding);
}

fn report_in_pool(context: &mut Context<'_>, host: &Host, interface: &Interface, segment: &Segment, address: Ipv4Addr) {
    let Some((start, end)) = segment.pool() else { return };
    let mut finding = context
        .finding(
            &rules::ADDRESS_IN_POOL,
            interface.address.span,
            format!(
                "{address} of {} is in the dynamic pool {start}-{end} of segment `{}`",
                label(host, interface),
                segment.name
            ),
        )
        .with_value(address.to_string())
        .with_hint("choose an address outside the pool")
        .with_subject(subject(host, interface));
    if let Some(start) = segment.dhcp_range_start {
        finding = finding.with_related("the pool starts here", context.position(start.span));
    }
    context.push(finding);
}

/// The host ranges of the plan are those of a /24.
fn check_host_range(context: &mut Context<'_>, host: &Host, interface: &Interface, address: Ipv4Addr, subnet: Ipv4Net) {
    if subnet.prefix_len() != 24 {
        return;
    }
    let number = address.octets()[3];
    let meant_for = match HostRange::classify(number) {
        Some(HostRange::Static) => return,
        Some(HostRange::Gateway) if is_router(host) => return,
        Some(range) => format!("which the plan keeps {}", range.description()),
        None => "which is in no range of the plan".to_owned(),
    };
    let finding = context
        .finding(
            &rules::ADDRESS_OUTSIDE_HOST_RANGE,
            interface.address.span,
            format!("{address} of {} has host number {number}, {meant_for}", label(host, interface)),
        )
        .with_value(address.to_string())
        .with_hint("static infrastructure has host numbers 2 to 49")
        .with_subject(subject(host, interface));
    context.push(finding);
}

fn check_gateway(context: &mut Context<'_>, host: &Host, interface: &Interface, segment: &Segment) {
    let (Some(own), Some(gateway)) = (interface.gateway, segment.gateway) else { return };
    if own.value == gateway.value {
        return;
    }
    let finding = context
        .finding(
            &rules::GATEWAY_DIFFERS,
            own.span,
            format!(
                "{} has the gateway {}, but that of segment `{}` is {}",
                label(host, interface),
                own.value,
                segment.name,
                gateway.value
            ),
        )
        .with_value(own.value.to_string())
        .with_related("the segment's gateway", context.position(gateway.span))
        .with_subject(subject(host, interface));
    context.push(finding);
}

/// Interfaces of one host may share an address (bridge ports) as long as not both MACs are known.
fn check_duplicates(context: &mut Context<'_>) {
    for group in context.sharing(|interface| interface.address.value.fixed()) {
        for (index, second) in group.iter().enumerate().skip(1) {
            let earlier = group[..index].iter().find(|first| collide(second.0, second.1, first.0, first.1));
            if let Some(first) = earlier {
                report_duplicate(context, *first, *second);
            }
        }
    }
}

fn collide(host: &Host, interface: &Interface, other: &Host, bound: &Interface) -> bool {
    let both_known = interface.mac.value.known().is_some() && bound.mac.value.known().is_some();
    host.name != other.name || both_known
}

fn report_duplicate(context: &mut Context<'_>, first: (&Host, &Interface), second: (&Host, &Interface)) {
    let Some(address) = second.1.address.value.fixed() else { return };
    let finding = context
        .finding(
            &rules::ADDRESS_DUPLICATE,
            second.1.address.span,
            format!("{address} is on {} and on {}", label(first.0, first.1), label(second.0, second.1)),
        )
        .with_value(address.to_string())
        .with_hint("an address belongs to one host; give one of them another")
        .with_related(format!("first declared for {}", label(first.0, first.1)), context.position(first.1.address.span))
        .with_subject(subject(second.0, second.1))
        .with_subject(subject(first.0, first.1));
    context.push(finding);
}

fn check_boot_servers(context: &mut Context<'_>) {
    let addresses: BTreeSet<Ipv4Addr> =
        context.interfaces().filter_map(|(_, interface)| interface.address.value.fixed()).collect();
    let mut unknown: BTreeMap<Span, (&Host, &Interface, &Arc<str>)> = BTreeMap::new();
    for (host, interface) in context.interfaces() {
        let Some(server) = interface.publication.pxe_boot.as_ref().and_then(|pxe| pxe.tftp_server.as_ref()) else {
            continue;
        };
        let is_known = match server.value.parse::<Ipv4Addr>() {
            Ok(address) => addresses.contains(&address),
            Err(_) => is_known_name(context, &server.value),
        };
        if !is_known {
            unknown.insert(server.span, (host, interface, &server.value));
        }
    }
    for (span, (host, interface, server)) in unknown {
        let finding = context
            .finding(
                &rules::PXE_SERVER_UNKNOWN,
                span,
                format!("{} boots from {server}, which is no host of the inventory", label(host, interface)),
            )
            .with_value(server.as_ref())
            .with_hint("write the address of the host that serves TFTP")
            .with_subject(subject(host, interface));
        context.push(finding);
    }
}

/// Whether a name is a host or a service of the substrate, with or without its domain.
fn is_known_name(context: &Context<'_>, name: &str) -> bool {
    let domain = context.substrate.domain().map(|domain| format!(".{domain}"));
    let short = domain.as_deref().and_then(|domain| name.strip_suffix(domain)).unwrap_or(name);
    context.substrate.hosts.contains_key(short)
        || context
            .interfaces()
            .flat_map(|(_, interface)| &interface.publication.cnames)
            .any(|service| &*service.name.value == short)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::declared::testing::messages;
    use crate::rules::{self, Rule};

    fn with_hosts(hosts: &Value) -> Value {
        json!({
            "substrate": {
                "deevnet_substrate": "lab",
                "deevnet_root_domain": "example.net",
                "deevnet_vlans": {
                    "iot": {
                        "vlan_id": 30, "subnet": "10.20.30.0/24", "gateway": "10.20.30.1",
                        "dhcp_range_start": "10.20.30.100", "dhcp_range_end": "10.20.30.200",
                    },
                    "link": { "vlan_id": 31, "subnet": "10.20.31.0/31" },
                    "wide": { "vlan_id": 32, "subnet": "10.20.32.0/20", "gateway": "10.20.32.1" },
                },
            },
            "hosts": hosts,
            "groups": { "routers": ["gate-vm01"] },
        })
    }

    fn at(host: &str, binding: &Value) -> Value {
        with_hosts(&json!({ host: { "env": { "interfaces": { "eth0": binding } } } }))
    }

    fn found(rule: &'static Rule, ip: &str) -> Vec<String> {
        messages(rule, &at("pi01", &json!({ "ip": ip, "segment": "iot" })))
    }

    #[test]
    fn text_that_is_no_address_is_malformed() {
        for ip in ["10.20.30.256", "10.20.30", "10.20.30.011", "fe80::1", "10.20.30.11/24", "DHCP"] {
            assert_eq!(found(&rules::ADDRESS_MALFORMED, ip).len(), 1, "{ip}");
        }
        for ip in ["dhcp", "10.20.30.11", ""] {
            assert!(found(&rules::ADDRESS_MALFORMED, ip).is_empty(), "{ip}");
        }
        assert!(messages(&rules::ADDRESS_MALFORMED, &at("pi01", &json!({ "ip": null }))).is_empty());
        assert_eq!(messages(&rules::ADDRESS_MALFORMED, &at("pi01", &json!({ "ip": 10.2 }))).len(), 1);
    }

    #[test]
    fn an_address_lies_in_the_subnet_of_its_segment() {
        assert_eq!(
            found(&rules::ADDRESS_OUTSIDE_SUBNET, "10.20.31.1"),
            ["10.20.31.1 of pi01 (eth0) is outside 10.20.30.0/24, the subnet of segment `iot`"]
        );
        assert!(found(&rules::ADDRESS_OUTSIDE_SUBNET, "10.20.30.11").is_empty());
    }

    #[test]
    fn the_ends_of_a_subnet_are_reserved_but_not_of_a_link() {
        assert_eq!(
            found(&rules::ADDRESS_RESERVED, "10.20.30.0"),
            ["10.20.30.0 of pi01 (eth0) is the network address of 10.20.30.0/24"]
        );
        assert_eq!(
            found(&rules::ADDRESS_RESERVED, "10.20.30.255"),
            ["10.20.30.255 of pi01 (eth0) is the broadcast address of 10.20.30.0/24"]
        );
        let link = at("pi01", &json!({ "ip": "10.20.31.0", "segment": "link" }));
        assert!(messages(&rules::ADDRESS_RESERVED, &link).is_empty());
    }

    #[test]
    fn only_a_router_has_the_gateways_address() {
        let binding = json!({ "ip": "10.20.30.1", "segment": "iot" });
        for router in ["core-rt01", "gate-vm01", "dv02cor001v01"] {
            assert!(messages(&rules::ADDRESS_IS_GATEWAY, &at(router, &binding)).is_empty(), "{router}");
        }
        assert_eq!(
            messages(&rules::ADDRESS_IS_GATEWAY, &at("pi01", &binding)),
            ["10.20.30.1 of pi01 (eth0) is the gateway of segment `iot`"]
        );
    }

    #[test]
    fn a_fixed_address_lies_outside_the_pool_even_where_no_segment_is_named() {
        assert_eq!(
            messages(&rules::ADDRESS_IN_POOL, &at("pi01", &json!({ "ip": "10.20.30.150" }))),
            ["10.20.30.150 of pi01 (eth0) is in the dynamic pool 10.20.30.100-10.20.30.200 of segment `iot`"]
        );
        assert!(found(&rules::ADDRESS_IN_POOL, "10.20.30.99").is_empty());
    }

    #[test]
    fn host_ranges_hold_in_a_24_only() {
        assert_eq!(
            found(&rules::ADDRESS_OUTSIDE_HOST_RANGE, "10.20.30.55"),
            ["10.20.30.55 of pi01 (eth0) has host number 55, which the plan keeps for tenants"]
        );
        assert_eq!(found(&rules::ADDRESS_OUTSIDE_HOST_RANGE, "10.20.30.90").len(), 1);
        assert!(found(&rules::ADDRESS_OUTSIDE_HOST_RANGE, "10.20.30.49").is_empty());
        let wide = at("pi01", &json!({ "ip": "10.20.32.90", "segment": "wide" }));
        assert!(messages(&rules::ADDRESS_OUTSIDE_HOST_RANGE, &wide).is_empty());
    }

    #[test]
    fn an_interfaces_gateway_is_its_segments() {
        let binding = |gateway: &str| json!({ "ip": "10.20.30.11", "segment": "iot", "gateway": gateway });
        assert!(messages(&rules::GATEWAY_DIFFERS, &at("pi01", &binding("10.20.30.1"))).is_empty());
        assert_eq!(
            messages(&rules::GATEWAY_DIFFERS, &at("pi01", &binding("10.20.30.254"))),
            ["pi01 (eth0) has the gateway 10.20.30.254, but that of segment `iot` is 10.20.30.1"]
        );
    }

    #[test]
    fn two_hosts_never_share_an_address_but_bridge_ports_may() {
        let port = json!({ "ip": "192.0.2.1" });
        let bridge = json!({ "env": { "interfaces": { "eth0": port, "eth1": port } } });
        assert!(messages(&rules::ADDRESS_DUPLICATE, &with_hosts(&json!({ "edge-rt01": bridge }))).is_empty());
        let both = with_hosts(&json!({ "edge-rt01": bridge, "pi01": { "env": { "interfaces": { "eth0": port } } } }));
        assert_eq!(messages(&rules::ADDRESS_DUPLICATE, &both), ["192.0.2.1 is on edge-rt01 (eth0) and on pi01 (eth0)"]);
        let known = json!({
            "infrastructure": { "interfaces": {
                "eth0": { "mac": "00:00:5e:00:53:01" }, "eth1": { "mac": "00:00:5e:00:53:02" } } },
            "env": { "interfaces": { "eth0": port, "eth1": port } },
        });
        assert_eq!(messages(&rules::ADDRESS_DUPLICATE, &with_hosts(&json!({ "pi01": known }))).len(), 1);
    }

    #[test]
    fn a_boot_server_is_an_address_a_host_or_a_service() {
        let boots_from = |server: &str| {
            let binding = json!({ "ip": "10.20.30.11", "dns": { "host_a_record": true, "cnames": ["pxe"],
                "pxe_boot": { "tftp_server": server, "boot_file": "pxelinux.0" } } });
            messages(&rules::PXE_SERVER_UNKNOWN, &at("pi01", &binding))
        };
        for server in ["10.20.30.11", "pi01", "pxe", "pxe.lab.example.net"] {
            assert!(boots_from(server).is_empty(), "{server}");
        }
        assert_eq!(
            boots_from("10.20.30.12"),
            ["pi01 (eth0) boots from 10.20.30.12, which is no host of the inventory"]
        );
        assert_eq!(boots_from("pxe.lab2.example.net").len(), 1);
    }
}
