//! MAC addresses: unique, known where needed, derived where assigned, the same wherever restated.

use std::collections::BTreeMap;

use super::context::{Context, hardware, label, subject};
use super::sharing::sharing;
use crate::finding::{Finding, Subject};
use crate::mac::{InterfaceNamespace, MacAddress, MacNamespace, MacOrigin, Vmid, derive};
use crate::model::{Host, Interface, MacState};
use crate::rules;
use crate::source::{Span, Spanned};

pub(super) fn check(context: &mut Context<'_>) {
    check_interfaces(context);
    check_duplicates(context);
    check_assigned(context);
    check_restated(context);
}

fn check_interfaces(context: &mut Context<'_>) {
    for (host, interface) in context.interfaces() {
        match interface.mac.value {
            MacState::Known(mac) if mac.is_group() => report_group(context, host, interface, mac),
            MacState::Unknown | MacState::Unallocated if !interface.mac_rejected && interface.hardware.is_some() => {
                report_unknown(context, host, interface);
            }
            _ => {}
        }
    }
}

fn report_group(context: &mut Context<'_>, host: &Host, interface: &Interface, mac: MacAddress) {
    let finding = context
        .finding(
            &rules::MAC_GROUP_ADDRESS,
            interface.mac.span,
            format!("{mac} is a group address, not one interface's"),
        )
        .with_value(mac.to_string())
        .with_hint("the lowest bit of the first octet must be 0; read the address off the device again")
        .with_subject(subject(host, interface));
    context.push(finding);
}

/// An unknown MAC is legal until something needs it.
fn report_unknown(context: &mut Context<'_>, host: &Host, interface: &Interface) {
    let need = match (interface.wants_reservation(), interface.wants_wake()) {
        (true, true) => "its DHCP reservation and Wake-on-LAN need it",
        (true, false) => "its DHCP reservation needs it",
        (false, true) => "Wake-on-LAN needs it",
        (false, false) => return,
    };
    let is_hashed = interface.mac_policy.is_some_and(|policy| policy.value == MacOrigin::Hash);
    let (state, hint) = match interface.mac.value {
        _ if is_hashed => ("has no MAC yet", "run `deevnet alloc`, which derives it from the interface"),
        MacState::Unallocated => ("has no MAC yet", "allocate its VMID, so that the MAC can be derived"),
        _ => ("has an unknown MAC", "record the MAC, or set dhcp_reservation and wol to false until it is known"),
    };
    let finding = context
        .finding(&rules::MAC_UNKNOWN, interface.mac.span, format!("{} {state}, but {need}", label(host, interface)))
        .with_hint(hint)
        .with_subject(hardware(host, interface));
    context.push(finding);
}

fn check_duplicates(context: &mut Context<'_>) {
    let holders = context.interfaces().filter_map(|(host, interface)| {
        let mac = held(host, interface)?;
        Some((mac.value, (host, interface)))
    });
    for holders in sharing(holders) {
        report_duplicates(context, &holders);
    }
}

/// The address of an interface: the one that it says, or the one that an allocation wrote for it and it does not say.
fn held(host: &Host, interface: &Interface) -> Option<Spanned<MacAddress>> {
    let known = |mac: &Spanned<MacState>| Some(Spanned::new(mac.value.known()?, mac.span));
    known(&interface.mac).or_else(|| host.assigned.macs.get(&interface.name).and_then(known))
}

fn report_duplicates(context: &mut Context<'_>, holders: &[(&Host, &Interface)]) {
    let [(first_host, first), others @ ..] = holders else { return };
    let Some(Spanned { value: mac, span: first_span, .. }) = held(first_host, first) else { return };
    let first_label = label(first_host, first);
    for (index, (host, interface)) in others.iter().enumerate() {
        if follows_from_vmid(first_host, host) {
            continue;
        }
        let message = format!("{mac} is on {first_label} and on {}", label(host, interface));
        let span = held(host, interface).map_or(interface.mac.span, |mac| mac.span);
        let mut finding = context
            .finding(&rules::MAC_DUPLICATE, span, message)
            .with_value(mac.to_string())
            .with_hint(duplicate_hint(first_host, host, mac))
            .with_related(format!("first declared for {first_label}"), context.position(first_span))
            .with_subject(subject(host, interface));
        if index == 0 {
            finding = finding.with_subject(subject(first_host, first));
        }
        context.push(finding);
    }
}

/// What to do about an address on two interfaces: two inventories that did not know of each other may both have given it.
fn duplicate_hint(first: &Host, other: &Host, mac: MacAddress) -> &'static str {
    let is_given = |host: &Host| host.assigned.macs.values().any(|given| given.value.known() == Some(mac));
    if is_given(first) && is_given(other) {
        "let the one that is in use keep it, remove the other from its identity.yml and run `deevnet alloc`"
    } else {
        "a MAC belongs to one interface; read both off the devices again"
    }
}

/// Whether two hosts have one MAC because they have one VMID, which is reported.
fn follows_from_vmid(left: &Host, right: &Host) -> bool {
    let vmid = |host: &Host| host.vmid().map(|vmid| vmid.value);
    left.name != right.name && vmid(left).is_some() && vmid(left) == vmid(right)
}

fn check_assigned(context: &mut Context<'_>) {
    let Some(namespace) = context.substrate.mac_namespace else { return };
    check_namespace_octet(context, namespace);
    for host in context.hosts() {
        check_identity(context, host, namespace.value);
        for interface in host.interfaces.values() {
            check_foreign_namespace(context, host, interface, namespace.value);
        }
    }
}

fn check_namespace_octet(context: &mut Context<'_>, namespace: Spanned<MacNamespace>) {
    let Some(octet) = context.substrate.site_octet else { return };
    let Ok(expected) = MacNamespace::for_site_octet(octet.value) else { return };
    if namespace.value == expected {
        return;
    }
    let finding = context
        .finding(
            &rules::MAC_WRONG_NAMESPACE,
            namespace.span,
            format!("the namespace {} is not the one of site octet {}", namespace.value, octet.value),
        )
        .with_value(namespace.value.to_string())
        .with_hint(format!("write it as {expected}: the octet's decimal digits are the third octet"))
        .with_related("the site octet", context.position(octet.span));
    context.push(finding);
}

/// The MAC that a host's VMID derives must be the one in its identity and on one of its interfaces.
fn check_identity(context: &mut Context<'_>, host: &Host, namespace: MacNamespace) {
    let Some(vmid) = host.vmid() else { return };
    let expected = derive::vmid(namespace, vmid.value);
    if let Some(Spanned { value: MacState::Known(mac), span }) = host.assigned.mac
        && mac != expected
    {
        report_underived(context, host, span, mac, vmid, expected);
        return;
    }
    for interface in host.interfaces.values() {
        let Some(mac) = interface.mac.value.known() else { continue };
        if namespace.contains(mac) && mac != expected && derive::vmid_of(namespace, mac).is_some() {
            let span = interface.mac.span;
            let finding = underived(context, span, mac, vmid, expected).with_subject(subject(host, interface));
            context.push(finding);
        }
    }
}

fn report_underived(
    context: &mut Context<'_>,
    host: &Host,
    span: Span,
    mac: MacAddress,
    vmid: Spanned<Vmid>,
    expected: MacAddress,
) {
    let mut finding = underived(context, span, mac, vmid, expected);
    for interface in host.interfaces.values().filter(|interface| interface.mac.value.known() == Some(mac)) {
        finding = finding.with_subject(subject(host, interface));
    }
    if finding.subjects.is_empty() {
        finding = finding.with_subject(Subject::host(host.name.clone()));
    }
    context.push(finding);
}

fn underived(context: &Context<'_>, span: Span, mac: MacAddress, vmid: Spanned<Vmid>, expected: MacAddress) -> Finding {
    context
        .finding(
            &rules::MAC_NOT_DERIVED,
            span,
            format!("{mac} is not the MAC of VMID {}, which derives {expected}", vmid.value),
        )
        .with_value(mac.to_string())
        .with_hint(format!("write {expected}, or correct the VMID"))
        .with_related(format!("VMID {}", vmid.value), context.position(vmid.span))
}

/// A MAC of another substrate's namespace would meet that substrate's own.
fn check_foreign_namespace(context: &mut Context<'_>, host: &Host, interface: &Interface, namespace: MacNamespace) {
    let Some(mac) = interface.mac.value.known() else { return };
    let interfaces = InterfaceNamespace::of(namespace).ok().map(InterfaceNamespace::octets);
    let [first, second, third] = mac.oui();
    let is_beside = |ours: [u8; 3]| [first, second] == ours[..2] && third != ours[2];
    if !is_beside(namespace.octets()) && !interfaces.is_some_and(is_beside) {
        return;
    }
    let finding = context
        .finding(
            &rules::MAC_WRONG_NAMESPACE,
            interface.mac.span,
            format!("{mac} is in another substrate's namespace; this one's is {namespace}"),
        )
        .with_value(mac.to_string())
        .with_hint("derive it again in this substrate's namespace")
        .with_subject(subject(host, interface));
    context.push(finding);
}

fn check_restated(context: &mut Context<'_>) {
    let hosts: BTreeMap<_, _> = context.hosts().map(|host| (&*host.name, host)).collect();
    for entry in &context.substrate.netboot {
        let (Some(hostname), Some(restated)) = (&entry.hostname, entry.mac) else { continue };
        let Some(mac) = restated.value.known() else { continue };
        match hosts.get(&*hostname.value) {
            None => report_unknown_restated(context, hostname),
            Some(host) => check_restated_for(context, host, mac, restated.span),
        }
    }
}

fn report_unknown_restated(context: &mut Context<'_>, hostname: &Spanned<std::sync::Arc<str>>) {
    let finding = context
        .finding(
            &rules::MAC_RESTATED,
            hostname.span,
            format!("a network boot entry names the host \"{}\", which the inventory does not have", hostname.value),
        )
        .with_value(hostname.value.as_ref())
        .with_hint("remove the entry, or correct the name");
    context.push(finding);
}

fn check_restated_for(context: &mut Context<'_>, host: &Host, mac: MacAddress, span: Span) {
    let known: Vec<_> =
        host.interfaces.values().filter_map(|interface| Some((interface, interface.mac.value.known()?))).collect();
    if known.is_empty() || known.iter().any(|(_, found)| *found == mac) {
        return;
    }
    let mut finding = context
        .finding(
            &rules::MAC_RESTATED,
            span,
            format!("{mac} is restated for {}, which has no such interface", host.name),
        )
        .with_value(mac.to_string())
        .with_hint("restate the MAC of the interface that boots from the network")
        .with_subject(Subject::host(host.name.clone()));
    for (interface, found) in known {
        finding = finding
            .with_related(format!("{} has {found}", label(host, interface)), context.position(interface.mac.span));
    }
    context.push(finding);
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::declared::testing::{messages, reported};
    use crate::finding::Subject;
    use crate::rules;

    fn interface(mac: &str, binding: &Value) -> Value {
        json!({
            "infrastructure": { "interfaces": { "eth0": { "mac": mac } } },
            "env": { "interfaces": { "eth0": binding } },
        })
    }

    fn one(mac: &str, binding: &Value) -> Value {
        json!({ "hosts": { "pi01": interface(mac, binding) } })
    }

    #[test]
    fn a_malformed_mac_says_what_is_wrong_with_it() {
        let findings = reported(&rules::MAC_MALFORMED, &one("00:00:5e:00:53", &json!({})));
        assert_eq!(findings.len(), 1);
        assert!(findings[0].message.starts_with("`infrastructure.interfaces.eth0.mac` is "), "{}", findings[0].message);
        assert_eq!(findings[0].value.as_deref(), Some("00:00:5e:00:53"));
        assert_eq!(findings[0].subjects, [Subject::hardware("pi01", "eth0")]);
        assert!(findings[0].hint.is_some());
    }

    #[test]
    fn a_number_where_a_mac_belongs_is_told_as_what_yaml_made_of_it() {
        let json = json!({ "hosts": { "pi01": {
            "infrastructure": { "interfaces": { "eth0": { "mac": 8_100_000_000_i64 } } } } } });
        let findings = reported(&rules::MAC_MALFORMED, &json);
        assert_eq!(findings[0].hint.as_deref(), Some("put the MAC address in quotes"));
    }

    #[test]
    fn another_spelling_is_fixable() {
        let findings = reported(&rules::MAC_NOT_CANONICAL, &one("00-00-5E-00-53-01", &json!({})));
        let fix = findings[0].fix.as_ref().unwrap();
        assert_eq!((fix.original.as_str(), fix.replacement.as_str()), ("00-00-5E-00-53-01", "00:00:5e:00:53:01"));
    }

    #[test]
    fn unknown_in_any_case_is_not_malformed() {
        for text in ["UNKNOWN", "Unknown", "unknown", "", " "] {
            assert!(reported(&rules::MAC_MALFORMED, &one(text, &json!({}))).is_empty(), "{text:?}");
        }
    }

    #[test]
    fn an_unknown_mac_is_an_error_only_where_it_is_needed() {
        let idle = json!({ "ip": "10.20.30.11", "dns": { "host_a_record": true } });
        assert!(reported(&rules::MAC_UNKNOWN, &one("UNKNOWN", &idle)).is_empty());
        let needed = json!({ "ip": "10.20.30.11", "wol": true, "dns": { "dhcp_reservation": true } });
        assert_eq!(
            messages(&rules::MAC_UNKNOWN, &one("UNKNOWN", &needed)),
            ["pi01 (eth0) has an unknown MAC, but its DHCP reservation and Wake-on-LAN need it"]
        );
        assert_eq!(
            messages(&rules::MAC_UNKNOWN, &one("", &json!({ "wol": true }))),
            ["pi01 (eth0) has no MAC yet, but Wake-on-LAN needs it"]
        );
        let mut hashed = one("UNKNOWN", &json!({ "wol": true }));
        hashed["hosts"]["pi01"]["infrastructure"]["interfaces"]["eth0"]["mac_policy"] = json!("hash");
        let findings = reported(&rules::MAC_UNKNOWN, &hashed);
        assert_eq!(findings[0].hint.as_deref(), Some("run `deevnet alloc`, which derives it from the interface"));
    }

    #[test]
    fn a_group_address_is_reported() {
        assert_eq!(messages(&rules::MAC_GROUP_ADDRESS, &one("01:00:5e:00:53:01", &json!({}))).len(), 1);
    }

    #[test]
    fn every_further_holder_of_a_mac_is_reported_and_each_is_touched() {
        let mac = "00:00:5e:00:53:01";
        let json = json!({ "hosts": {
            "pi01": interface(mac, &json!({})),
            "pi02": interface("0000.5E00.5301", &json!({})),
            "pi03": interface(mac, &json!({})),
            "pi04": interface("00:00:5e:00:53:04", &json!({})),
        } });
        let findings = reported(&rules::MAC_DUPLICATE, &json);
        let shown: Vec<_> = findings.iter().map(|finding| finding.message.as_str()).collect();
        insta::assert_snapshot!(shown.join("\n"), @r"
        00:00:5e:00:53:01 is on pi01 (eth0) and on pi02 (eth0)
        00:00:5e:00:53:01 is on pi01 (eth0) and on pi03 (eth0)
        ");
        let mut touched: Vec<_> = findings.into_iter().flat_map(|finding| finding.subjects).collect();
        touched.sort();
        assert_eq!(touched, ["pi01", "pi02", "pi03"].map(|host| Subject::interface(host, "eth0")));
    }

    #[test]
    fn an_address_that_was_given_twice_is_reported_whether_its_interface_says_it_or_not() {
        let given = |mac: &str| {
            json!({
                "infrastructure": { "interfaces": { "eth1": { "mac": mac, "mac_policy": "hash" } } },
                "deevnet_assigned_macs": { "eth1": "06:de:20:00:00:07" },
            })
        };
        for mac in ["", "06:de:20:00:00:07"] {
            let json = json!({ "hosts": { "app-vm01": given("06:de:20:00:00:07"), "dns-vm01": given(mac) } });
            let findings = reported(&rules::MAC_DUPLICATE, &json);
            assert_eq!(findings.len(), 1, "{mac}");
            insta::allow_duplicates! {
                insta::assert_snapshot!(format!("{}; {}", findings[0].message, findings[0].hint.as_deref().unwrap()), @"06:de:20:00:00:07 is on app-vm01 (eth1) and on dns-vm01 (eth1); let the one that is in use keep it, remove the other from its identity.yml and run `deevnet alloc`");
            }
        }
    }

    fn machine(vmid: &Value, mac: &str) -> Value {
        json!({
            "substrate": { "deevnet_mac_namespace": "02:de:20", "deevnet_site_octet": 20 },
            "hosts": { "dns-vm01": {
                "infrastructure": { "interfaces": { "eth0": { "mac": mac } } },
                "mgmt_vm": { "vmid": vmid },
                "deevnet_assigned_mac": mac,
            } },
        })
    }

    #[test]
    fn an_assigned_mac_is_the_one_that_its_vmid_derives() {
        assert!(reported(&rules::MAC_NOT_DERIVED, &machine(&json!(200), "02:de:20:00:00:c8")).is_empty());
        assert_eq!(
            messages(&rules::MAC_NOT_DERIVED, &machine(&json!("201"), "02:de:20:00:00:c8")),
            ["02:de:20:00:00:c8 is not the MAC of VMID 201, which derives 02:de:20:00:00:c9"]
        );
        assert!(reported(&rules::MAC_NOT_DERIVED, &machine(&json!(0), "")).is_empty());
        assert_eq!(reported(&rules::MAC_NOT_DERIVED, &machine(&json!(16_777_216), "")).len(), 1);
    }

    #[test]
    fn an_observed_mac_of_a_machine_is_left_alone() {
        let mut json = machine(&json!(200), "bc:24:11:00:53:01");
        json["hosts"]["dns-vm01"]["deevnet_assigned_mac"] = json!(null);
        assert!(reported(&rules::MAC_NOT_DERIVED, &json).is_empty());
    }

    #[test]
    fn a_mac_of_another_substrate_is_reported_and_so_is_a_namespace_of_another_octet() {
        for foreign in ["02:de:10:00:00:c8", "06:de:10:00:00:c8"] {
            assert_eq!(reported(&rules::MAC_WRONG_NAMESPACE, &machine(&json!(0), foreign)).len(), 1, "{foreign}");
        }
        let mut json = machine(&json!(0), "");
        json["substrate"]["deevnet_site_octet"] = json!(10);
        assert_eq!(
            messages(&rules::MAC_WRONG_NAMESPACE, &json),
            ["the namespace 02:de:20 is not the one of site octet 10"]
        );
    }

    #[test]
    fn a_restated_mac_is_one_of_the_hosts_own() {
        let restated = |host: &str, mac: &str| {
            let mut json = json!({ "hosts": {
                "pi01": interface("00:00:5e:00:53:01", &json!({})),
                "pi02": interface("UNKNOWN", &json!({})),
            } });
            json["hosts"]["pi01"]["bootstrap_grub_mac_configs"] = json!([{ "hostname": host, "mac": mac }]);
            messages(&rules::MAC_RESTATED, &json)
        };
        assert!(restated("pi01", "00:00:5e:00:53:01").is_empty());
        assert!(restated("pi02", "00:00:5e:00:53:02").is_empty());
        assert_eq!(
            restated("pi01", "00:00:5e:00:53:99"),
            ["00:00:5e:00:53:99 is restated for pi01, which has no such interface"]
        );
        assert_eq!(restated("pi09", "00:00:5e:00:53:01").len(), 1);
    }
}
