//! How a machine is attached: its tags, and the address that cloud-init gives it, are those of its interfaces.

use std::net::Ipv4Addr;

use crate::check::context::{Context, label};
use crate::finding::{Finding, Subject};
use crate::model::{Host, Interface, Nic, Segment};
use crate::network::VlanId;
use crate::placement::MachineOwner;
use crate::rules;
use crate::source::{Span, Spanned};
use crate::vlan_plan::Vlans;

use super::{Placed, subject};

pub(super) fn check(context: &mut Context<'_>, placed: &Placed<'_>) {
    check_bridge(context, placed);
    check_tags(context, placed);
    if let Some(host) = placed.machine.host() {
        check_address(context, placed, host);
    }
}

fn check_bridge(context: &mut Context<'_>, placed: &Placed<'_>) {
    let Some(aware) = placed.hypervisor.vlan_aware.filter(|aware| !aware.value) else { return };
    let definition = placed.machine.definition();
    let mut tags = definition.vlan_tag.iter().chain(definition.nics.iter().filter_map(|nic| nic.vlan_tag.as_ref()));
    let Some(tag) = tags.next() else { return };
    let message = format!(
        "{} is tagged with {}, but the bridge of {} is not VLAN-aware",
        placed.machine.name(),
        Vlans::new(context.substrate).label(tag.value),
        placed.host.name
    );
    let finding = context
        .finding(&rules::BRIDGE_NOT_VLAN_AWARE, tag.span, message)
        .with_value(tag.value.to_string())
        .with_hint("make the bridge VLAN-aware, so that one bridge keeps every tag")
        .with_related(format!("the bridge of {}", placed.host.name), context.position(aware.span));
    push(context, placed, finding);
}

fn check_tags(context: &mut Context<'_>, placed: &Placed<'_>) {
    let definition = placed.machine.definition();
    if let Some(tag) = definition.vlan_tag {
        let expected = expected_segments(context, placed);
        check_tag(context, placed, tag, &expected);
    }
    for nic in &definition.nics {
        check_nic(context, placed, nic);
    }
}

/// A segment that a machine is on, and who says so.
struct Expected<'a> {
    segment: &'a Segment,
    reason: String,
    span: Span,
}

/// The segments that a machine is on by its interfaces, or by its tenant.
fn expected_segments<'a>(context: &Context<'a>, placed: &Placed<'a>) -> Vec<Expected<'a>> {
    match placed.machine.owner() {
        MachineOwner::Management(host) => {
            host.interfaces.values().filter_map(|interface| expected_of(context, host, interface)).collect()
        }
        MachineOwner::Tenant(tenant, _) => {
            let segment = context.substrate.segment_of_tenant(tenant);
            let expected = segment.map(|segment| Expected {
                segment,
                reason: format!("the tenant {} is on it", tenant.name.value),
                span: segment.span,
            });
            expected.into_iter().collect()
        }
    }
}

fn expected_of<'a>(context: &Context<'a>, host: &Host, interface: &Interface) -> Option<Expected<'a>> {
    let segment = context.segment_of(interface)?;
    let span = interface.segment.as_ref().map_or(interface.address.span, |segment| segment.span);
    Some(Expected { segment, reason: format!("{} is on it", label(host, interface)), span })
}

/// A tag is right where any of the segments has it: only the first interface carries it, and none says which that is.
fn check_tag(context: &mut Context<'_>, placed: &Placed<'_>, tag: Spanned<VlanId>, expected: &[Expected<'_>]) {
    let numbered = |expected: &&Expected<'_>| expected.segment.vlan_id.is_some();
    if expected.iter().any(|expected| expected.segment.vlan_id.is_some_and(|vlan| vlan.value == tag.value)) {
        return;
    }
    let vlans = Vlans::new(context.substrate);
    let own = vlans.label(tag.value);
    let name = placed.machine.name();
    let finding = match expected.iter().find(numbered) {
        Some(Expected { segment, reason, span }) => {
            let Some(vlan) = segment.vlan_id else { return };
            let message =
                format!("{name} is tagged with {own}, but its segment {} is VLAN {}", segment.name, vlan.value);
            let finding = context.finding(&rules::VLAN_TAG_DIFFERS, tag.span, message);
            let hint = format!("write {}, or put the interface on another segment", vlan.value);
            finding.with_hint(hint).with_related(reason.clone(), context.position(*span))
        }
        None if context.has_plan() && vlans.name(tag.value).is_none() => {
            let message = format!("{name} is tagged with {own}, which no segment is on");
            let finding = context.finding(&rules::VLAN_TAG_DIFFERS, tag.span, message);
            finding.with_hint("declare the segment in deevnet_vlans, or correct the tag")
        }
        None => return,
    };
    push(context, placed, finding.with_value(tag.value.to_string()));
}

fn check_nic(context: &mut Context<'_>, placed: &Placed<'_>, nic: &Nic) {
    let declared = nic.segment.as_ref().and_then(|name| {
        let segment = context.substrate.segments.get(&name.value)?;
        Some(Expected { segment, reason: format!("its segment is {}", name.value), span: name.span })
    });
    let host = placed.machine.host();
    let interface = nic.interface.as_ref().and_then(|name| host?.interfaces.get(&name.value));
    let bound = interface.and_then(|interface| expected_of(context, host?, interface));
    if let Some(tag) = nic.vlan_tag {
        let expected: Vec<Expected<'_>> = bound.into_iter().chain(declared).collect();
        check_tag(context, placed, tag, &expected);
    } else if let (Some(bound), Some(declared)) = (bound, declared) {
        check_same(context, placed, &bound, &declared);
    }
}

/// A network interface names the segment that the interface of the host is on.
fn check_same(context: &mut Context<'_>, placed: &Placed<'_>, bound: &Expected<'_>, declared: &Expected<'_>) {
    let (own, expected) = (&declared.segment.name, &bound.segment.name);
    if own == expected {
        return;
    }
    let message =
        format!("a network interface of {} is on {own}, but its segment is {expected}", placed.machine.name());
    let finding = context
        .finding(&rules::VLAN_TAG_DIFFERS, declared.span, message)
        .with_value(own.as_ref())
        .with_hint(format!("write {expected}, or put the interface on another segment"))
        .with_related(bound.reason.replace(" it", &format!(" {expected}")), context.position(bound.span));
    push(context, placed, finding);
}

fn check_address(context: &mut Context<'_>, placed: &Placed<'_>, host: &Host) {
    let definition = placed.machine.definition();
    let fixed: Vec<(&Interface, Ipv4Addr)> =
        host.interfaces.values().filter_map(|interface| Some((interface, interface.address.value.fixed()?))).collect();
    let Some((first, first_address)) = fixed.first().copied() else { return };
    let Some(own) = definition.static_ip else {
        check_gateway(context, placed, host, first);
        return;
    };
    let Some((interface, _)) = fixed.iter().find(|(_, address)| *address == own.value.addr()) else {
        let message =
            format!("{} is given the address {}, but {} has {first_address}", host.name, own.value.addr(), first.name);
        let finding = context
            .finding(&rules::MACHINE_ADDRESS_DIFFERS, own.span, message)
            .with_value(own.value.to_string())
            .with_hint(format!("write {first_address}/{}, or correct the interface", own.value.prefix_len()))
            .with_related(format!("the address of {}", label(host, first)), context.position(first.address.span))
            .with_subject(Subject::interface(host.name.clone(), first.name.clone()));
        context.push(finding);
        return;
    };
    check_prefix(context, placed, interface);
    check_gateway(context, placed, host, interface);
}

fn check_prefix(context: &mut Context<'_>, placed: &Placed<'_>, interface: &Interface) {
    let (Some(own), Some(segment)) = (placed.machine.definition().static_ip, context.segment_of(interface)) else {
        return;
    };
    let Some(subnet) = segment.subnet.filter(|subnet| subnet.value.prefix_len() != own.value.prefix_len()) else {
        return;
    };
    let message = format!(
        "{} is given the prefix length {}, but the subnet of {} is {}",
        placed.machine.name(),
        own.value.prefix_len(),
        segment.name,
        subnet.value
    );
    let finding = context
        .finding(&rules::MACHINE_ADDRESS_DIFFERS, own.span, message)
        .with_value(own.value.to_string())
        .with_hint(format!("write {}/{}", own.value.addr(), subnet.value.prefix_len()))
        .with_related(format!("the subnet of {}", segment.name), context.position(subnet.span));
    push(context, placed, finding);
}

fn check_gateway(context: &mut Context<'_>, placed: &Placed<'_>, host: &Host, interface: &Interface) {
    let Some(own) = placed.machine.definition().static_gateway else { return };
    let of_segment = || context.segment_of(interface).and_then(|segment| segment.gateway);
    let Some(gateway) = interface.gateway.or_else(of_segment).filter(|gateway| gateway.value != own.value) else {
        return;
    };
    let message = format!(
        "{} is given the gateway {}, but that of {} is {}",
        host.name,
        own.value,
        label(host, interface),
        gateway.value
    );
    let finding = context
        .finding(&rules::MACHINE_ADDRESS_DIFFERS, own.span, message)
        .with_value(own.value.to_string())
        .with_hint(format!("write {}, or correct the interface", gateway.value))
        .with_related(format!("the gateway of {}", label(host, interface)), context.position(gateway.span));
    push(context, placed, finding);
}

fn push(context: &mut Context<'_>, placed: &Placed<'_>, mut finding: Finding) {
    finding.subjects.extend(subject(&placed.machine, Some(placed.host)));
    context.push(finding);
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::declared::testing::{messages, reported};
    use crate::finding::Subject;
    use crate::rules::{BRIDGE_NOT_VLAN_AWARE, MACHINE_ADDRESS_DIFFERS, VLAN_TAG_DIFFERS};

    fn with_machine(definition: &Value) -> Value {
        let mut machine = definition.clone();
        machine["hypervisor"] = json!("hv01");
        json!({
            "substrate": { "deevnet_vlans": {
                "iot": { "vlan_id": 30, "subnet": "10.20.30.0/24", "gateway": "10.20.30.1" },
                "management": { "vlan_id": 99, "subnet": "10.20.99.0/24" },
                "platform": { "vlan_id": 25, "subnet": "10.20.25.0/24", "gateway": "10.20.25.1" },
            } },
            "hosts": {
                "hv01": { "infrastructure": { "form": "hv" }, "deevnet_hypervisor": { "vlan_aware": false } },
                "dns-vm01": {
                    "env": { "interfaces": { "eth0": { "ip": "10.20.25.10", "segment": "platform" } } },
                    "mgmt_vm": machine,
                },
            },
        })
    }

    #[test]
    fn a_tag_on_a_plain_bridge_is_reported() {
        let findings = reported(&BRIDGE_NOT_VLAN_AWARE, &with_machine(&json!({ "vlan_tag": 25 })));
        insta::assert_snapshot!(findings[0].message, @"dns-vm01 is tagged with VLAN 25 (platform), but the bridge of hv01 is not VLAN-aware");
        assert!(messages(&BRIDGE_NOT_VLAN_AWARE, &with_machine(&json!({ "vlan_tag": 0 }))).is_empty());
        let mut aware = with_machine(&json!({ "vlan_tag": 25 }));
        for said in [json!(true), json!(null)] {
            aware["hosts"]["hv01"]["deevnet_hypervisor"]["vlan_aware"] = said;
            assert!(messages(&BRIDGE_NOT_VLAN_AWARE, &aware).is_empty());
        }
    }

    #[test]
    fn a_tag_that_is_not_the_segments_is_reported() {
        let mut shown = Vec::new();
        for definition in [
            json!({ "vlan_tag": 30 }),
            json!({ "vlan_tag": 26 }),
            json!({ "nics": [{ "interface": "eth0", "vlan_tag": 30 }] }),
            json!({ "nics": [{ "interface": "eth0", "segment": "iot" }] }),
            json!({ "nics": [{ "segment": "iot", "vlan_tag": 25 }] }),
            json!({ "nics": [{ "vlan_tag": 77 }] }),
        ] {
            shown.extend(messages(&VLAN_TAG_DIFFERS, &with_machine(&definition)));
        }
        insta::assert_snapshot!(shown.join("\n"), @"
        dns-vm01 is tagged with VLAN 30 (iot), but its segment platform is VLAN 25
        dns-vm01 is tagged with VLAN 26, but its segment platform is VLAN 25
        dns-vm01 is tagged with VLAN 30 (iot), but its segment platform is VLAN 25
        a network interface of dns-vm01 is on iot, but its segment is platform
        dns-vm01 is tagged with VLAN 25 (platform), but its segment iot is VLAN 30
        dns-vm01 is tagged with VLAN 77, which no segment is on
        ");
    }

    #[test]
    fn the_segments_tag_and_no_tag_are_legitimate() {
        for definition in [
            json!({ "vlan_tag": 25 }),
            json!({ "vlan_tag": "25" }),
            json!({}),
            json!({ "nics": [{ "interface": "eth0", "segment": "platform", "vlan_tag": 25 }, { "vlan_tag": 30 }] }),
        ] {
            assert!(messages(&VLAN_TAG_DIFFERS, &with_machine(&definition)).is_empty(), "{definition}");
        }
        let mut several = with_machine(&json!({ "vlan_tag": 99 }));
        several["hosts"]["dns-vm01"]["env"]["interfaces"]["eth1"] = json!({ "segment": "management" });
        assert!(messages(&VLAN_TAG_DIFFERS, &several).is_empty());
    }

    #[test]
    fn a_static_address_prefix_and_gateway_are_the_interfaces() {
        let mut shown = Vec::new();
        for definition in [
            json!({ "static_ip": "10.20.25.11/24" }),
            json!({ "static_ip": "10.20.25.10/16" }),
            json!({ "static_ip": "10.20.25.10/24", "static_gateway": "10.20.25.254" }),
        ] {
            shown.extend(messages(&MACHINE_ADDRESS_DIFFERS, &with_machine(&definition)));
        }
        insta::assert_snapshot!(shown.join("\n"), @"
        dns-vm01 is given the address 10.20.25.11, but eth0 has 10.20.25.10
        dns-vm01 is given the prefix length 16, but the subnet of platform is 10.20.25.0/24
        dns-vm01 is given the gateway 10.20.25.254, but that of dns-vm01 (eth0) is 10.20.25.1
        ");
        let json = with_machine(&json!({ "static_ip": "10.20.25.11/24" }));
        let subjects = &reported(&MACHINE_ADDRESS_DIFFERS, &json)[0].subjects;
        assert_eq!(*subjects, [Subject::interface("dns-vm01", "eth0")]);
    }

    #[test]
    fn what_agrees_and_what_is_left_to_dhcp_is_legitimate() {
        for definition in [
            json!({ "static_ip": "10.20.25.10/24", "static_gateway": "10.20.25.1" }),
            json!({ "static_ip": "dhcp" }),
            json!({ "static_ip": "" }),
        ] {
            assert!(messages(&MACHINE_ADDRESS_DIFFERS, &with_machine(&definition)).is_empty(), "{definition}");
        }
        let mut dynamic = with_machine(&json!({ "static_ip": "10.20.25.11/24" }));
        dynamic["hosts"]["dns-vm01"]["env"]["interfaces"]["eth0"]["ip"] = json!("dhcp");
        assert!(messages(&MACHINE_ADDRESS_DIFFERS, &dynamic).is_empty());
    }
}
