//! Where MAC addresses come from: each as its interface's policy says.

use super::context::{Context, hardware, label, subject};
use crate::allocate::AllocateInterfaceMacsError;
use crate::finding::{Finding, Severity, Subject};
use crate::mac::derive::{self, Attempt, InterfaceIdentity};
use crate::mac::{InterfaceNamespace, MacAddress, MacNamespace, MacOrigin};
use crate::model::{Host, Interface, MacState};
use crate::name::DnsLabel;
use crate::rules;
use crate::source::{Span, Spanned};
use crate::tenant::MacPolicy;

pub(super) fn check(context: &mut Context<'_>) {
    let derivation = Derivation::of(context);
    for host in context.hosts() {
        for interface in host.interfaces.values() {
            check_kind(context, host, interface);
            check_management(context, host, interface);
            if origin(interface) == Some(MacOrigin::Hash) {
                check_hashed(context, host, interface, &derivation);
            }
        }
        check_unused(context, host);
    }
}

fn origin(interface: &Interface) -> Option<MacOrigin> {
    interface.mac_policy.map(|policy| policy.value)
}

/// What hashed addresses are derived from and into, or why they cannot be.
struct Derivation<'a>(Result<(&'a DnsLabel, InterfaceNamespace), AllocateInterfaceMacsError>);

impl<'a> Derivation<'a> {
    fn of(context: &Context<'a>) -> Self {
        let substrate = context.substrate;
        let name = substrate.name.as_ref().map(|name| &name.value).ok_or(AllocateInterfaceMacsError::NoSubstrateName);
        let namespace = substrate.mac_namespace.ok_or(AllocateInterfaceMacsError::NoNamespace);
        Self(name.and_then(|name| Ok((name, InterfaceNamespace::of(namespace?.value)?))))
    }
}

/// An address of one of the substrate's namespaces says that it was derived; its interface's policy must say so too.
fn check_kind(context: &mut Context<'_>, host: &Host, interface: &Interface) {
    let (Some(mac), Some(namespace)) = (interface.mac.value.known(), context.substrate.mac_namespace) else { return };
    let Some((message, hint)) = mismatch(mac, namespace.value, origin(interface)) else { return };
    let mut finding = context
        .finding(&rules::MAC_POLICY_DIFFERS, interface.mac.span, format!("{}: {message}", label(host, interface)))
        .with_value(mac.to_string())
        .with_hint(hint)
        .with_subject(hardware(host, interface));
    if let Some(policy) = interface.mac_policy {
        finding = finding.with_related("its policy", context.position(policy.span));
    }
    context.push(finding);
}

/// How an address and a policy disagree, and the way out.
fn mismatch(mac: MacAddress, namespace: MacNamespace, origin: Option<MacOrigin>) -> Option<(String, &'static str)> {
    let hashed = InterfaceNamespace::of(namespace).ok().filter(|interfaces| interfaces.contains(mac));
    let is_derived = hashed.is_some() || namespace.contains(mac);
    match (origin, hashed) {
        (None | Some(MacOrigin::Vmid), Some(interfaces)) => Some((
            format!("{mac} is in {interfaces}, the namespace of MACs that interfaces derive"),
            "write `mac_policy: hash`, or another MAC",
        )),
        (Some(MacOrigin::Vmid), None) if !is_derived => Some((
            format!("{mac} is not in {namespace}, the namespace of MACs that VMIDs derive"),
            "write the MAC that its VMID derives, or `mac_policy: observed`",
        )),
        (Some(found @ (MacOrigin::Observed | MacOrigin::Hypervisor)), _) if is_derived => Some((
            format!("{mac} is written as if it was derived, but its policy is `{found}`"),
            "write the MAC that the interface has, or the policy that derives this one",
        )),
        _ => None,
    }
}

/// Management machines come back from the inventory with the same addresses.
fn check_management(context: &mut Context<'_>, host: &Host, interface: &Interface) {
    let (Some(_), Some(policy)) = (&host.machine, interface.mac_policy) else { return };
    let severity = match policy.value.policy() {
        MacPolicy::Deterministic => return,
        MacPolicy::Observed => Severity::Warning,
        MacPolicy::HypervisorAssigned => Severity::Error,
    };
    let message = format!("{} is a management machine's, but its policy is `{}`", label(host, interface), policy.value);
    let mut finding = context
        .finding(&rules::MANAGEMENT_MAC_NOT_DETERMINISTIC, policy.span, message)
        .with_value(policy.value.name())
        .with_hint("write `mac_policy: vmid`, or `hash` for a further interface of the machine")
        .with_subject(hardware(host, interface));
    finding.severity = severity;
    context.push(finding);
}

/// A hashed address is derived from its interface, and the same in the host's identity and on the interface.
fn check_hashed(context: &mut Context<'_>, host: &Host, interface: &Interface, derivation: &Derivation<'_>) {
    let (substrate, namespace) = match &derivation.0 {
        Ok(derivation) => *derivation,
        Err(error) => return report_not_derivable(context, host, interface, error),
    };
    let assigned = host.assigned.macs.get(&interface.name).and_then(known);
    let mac = match (known(&interface.mac), assigned) {
        (Some(mac), Some(assigned)) if mac.value != assigned.value => {
            return report_not_taken(context, host, interface, &format!("has {}", mac.value), assigned);
        }
        (None, Some(assigned)) if !interface.mac_rejected => {
            return report_not_taken(context, host, interface, "has no MAC", assigned);
        }
        // Of two equal values the one of the identity file is the one to correct.
        (mac, assigned) => assigned.or(mac),
    };
    let Some(mac) = mac else { return };
    let identity = InterfaceIdentity { substrate, host: &host.name, interface: &interface.name };
    if derive::interface_attempt_of(namespace, identity, mac.value).is_none() {
        let expected = derive::interface(namespace, identity, Attempt::FIRST);
        report_not_hashed(context, host, interface, mac, expected);
    }
}

fn known(mac: &Spanned<MacState>) -> Option<Spanned<MacAddress>> {
    Some(Spanned::new(mac.value.known()?, mac.span))
}

fn report_not_derivable(
    context: &mut Context<'_>,
    host: &Host,
    interface: &Interface,
    error: &AllocateInterfaceMacsError,
) {
    let span = interface.mac_policy.map_or(interface.mac.span, |policy| policy.span);
    let message = format!("the MAC of {} cannot be derived: {error}", label(host, interface));
    let mut finding = context
        .finding(&rules::MAC_NOT_DERIVABLE, span, message)
        .with_hint(error.hint())
        .with_subject(hardware(host, interface));
    if let Some(namespace) = context.substrate.mac_namespace {
        finding = finding.with_value(namespace.value.to_string());
        finding = finding.with_related("the namespace", context.position(namespace.span));
    }
    context.push(finding);
}

fn report_not_taken(
    context: &mut Context<'_>,
    host: &Host,
    interface: &Interface,
    state: &str,
    assigned: Spanned<MacAddress>,
) {
    let message = format!("{} {state}, but {} is assigned to it", label(host, interface), assigned.value);
    let finding = hashed(context, host, interface, interface.mac.span, message)
        .with_value(assigned.value.to_string())
        .with_hint(format!("write `mac: \"{{{{ deevnet_assigned_macs.{} | default('') }}}}\"`", interface.name))
        .with_related("assigned here", context.position(assigned.span));
    context.push(finding);
}

fn report_not_hashed(
    context: &mut Context<'_>,
    host: &Host,
    interface: &Interface,
    mac: Spanned<MacAddress>,
    expected: MacAddress,
) {
    let message = format!("{} is no MAC that {} derives; the first is {expected}", mac.value, label(host, interface));
    let finding = hashed(context, host, interface, mac.span, message)
        .with_value(mac.value.to_string())
        .with_hint("remove it and run `deevnet alloc`, or ignore this for a host that was renamed");
    context.push(finding);
}

fn hashed(context: &Context<'_>, host: &Host, interface: &Interface, span: Span, message: String) -> Finding {
    context.finding(&rules::MAC_NOT_HASHED, span, message).with_subject(subject(host, interface))
}

/// An identity file that holds an address for an interface which takes none from it.
fn check_unused(context: &mut Context<'_>, host: &Host) {
    for (name, mac) in &host.assigned.macs {
        let interface = host.interfaces.get(name);
        let message = match interface {
            Some(interface) if origin(interface) == Some(MacOrigin::Hash) => continue,
            Some(_) => format!("a MAC is assigned to {} ({name}), whose policy is not `hash`", host.name),
            None => format!("a MAC is assigned to {} ({name}), and there is no such interface", host.name),
        };
        let finding = context
            .finding(&rules::MAC_NOT_HASHED, mac.span, message)
            .with_hint(format!("write `mac_policy: hash` on the interface, or remove `{name}` from the identity file"))
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

    /// `pi01` on `lab`, whose first derived address is this one.
    const DERIVED: &str = "06:de:20:27:5f:7f";

    fn host(interface: &Value, assigned: &Value) -> Value {
        json!({
            "substrate": { "deevnet_substrate": "lab", "deevnet_mac_namespace": "02:de:20" },
            "hosts": { "pi01": {
                "infrastructure": { "interfaces": { "eth0": interface } },
                "deevnet_assigned_macs": assigned,
            } },
        })
    }

    fn said(rule: &'static Rule, mac: &str, policy: &str) -> Vec<String> {
        messages(rule, &host(&json!({ "mac": mac, "mac_policy": policy }), &json!({})))
    }

    fn identity(mac: &str, assigned: &str) -> Vec<String> {
        let interface = json!({ "mac": mac, "mac_policy": "hash" });
        messages(&rules::MAC_NOT_HASHED, &host(&interface, &json!({ "eth0": assigned })))
    }

    #[test]
    fn a_hashed_mac_is_one_that_its_names_derive() {
        let rule = &rules::MAC_NOT_HASHED;
        assert!(said(rule, DERIVED, "hash").is_empty());
        assert!(said(rule, "06:de:20:17:a4:b8", "hash").is_empty(), "a further attempt");
        assert!(said(rule, "", "hash").is_empty(), "not allocated yet");
        assert_eq!(
            said(rule, "06:de:20:00:00:01", "hash"),
            [format!("06:de:20:00:00:01 is no MAC that pi01 (eth0) derives; the first is {DERIVED}")]
        );
        assert_eq!(said(rule, "00:00:5e:00:53:01", "hash").len(), 1);
        assert!(said(rule, "00:00:5e:00:53:01", "observed").is_empty());
    }

    #[test]
    fn an_interface_takes_what_is_assigned_to_it() {
        assert!(identity(DERIVED, DERIVED).is_empty());
        assert_eq!(identity("", DERIVED), [format!("pi01 (eth0) has no MAC, but {DERIVED} is assigned to it")]);
        assert_eq!(
            identity("06:de:20:00:00:01", DERIVED),
            [format!("pi01 (eth0) has 06:de:20:00:00:01, but {DERIVED} is assigned to it")]
        );
        assert_eq!(identity("06:de:20:00:00:01", "06:de:20:00:00:01").len(), 1);
        let unused = |interfaces: &Value| {
            let mut json = host(&json!({}), &json!({ "eth1": DERIVED }));
            json["hosts"]["pi01"]["infrastructure"]["interfaces"] = interfaces.clone();
            messages(&rules::MAC_NOT_HASHED, &json)
        };
        assert_eq!(
            unused(&json!({ "eth0": {} })),
            ["a MAC is assigned to pi01 (eth1), and there is no such interface"]
        );
        assert_eq!(
            unused(&json!({ "eth1": { "mac": "00:00:5e:00:53:01" } })),
            ["a MAC is assigned to pi01 (eth1), whose policy is not `hash`"]
        );
    }

    #[test]
    fn a_mac_is_of_the_kind_that_its_policy_says() {
        let rule = &rules::MAC_POLICY_DIFFERS;
        let (by_vmid, by_hash, found) = ("02:de:20:00:00:c8", DERIVED, "00:00:5e:00:53:01");
        for (mac, policy) in
            [(by_vmid, "vmid"), (by_hash, "hash"), (found, "hash"), (found, "observed"), (found, "hypervisor")]
        {
            assert!(said(rule, mac, policy).is_empty(), "{mac} {policy}");
        }
        let wrong = [(by_hash, "vmid"), (found, "vmid"), (by_vmid, "observed"), (by_hash, "hypervisor")];
        let shown: Vec<String> = wrong.iter().flat_map(|(mac, policy)| said(rule, mac, policy)).collect();
        insta::assert_snapshot!(shown.join("\n"), @"
        pi01 (eth0): 06:de:20:27:5f:7f is in 06:de:20, the namespace of MACs that interfaces derive
        pi01 (eth0): 00:00:5e:00:53:01 is not in 02:de:20, the namespace of MACs that VMIDs derive
        pi01 (eth0): 02:de:20:00:00:c8 is written as if it was derived, but its policy is `observed`
        pi01 (eth0): 06:de:20:27:5f:7f is written as if it was derived, but its policy is `hypervisor`
        ");
        let without = |mac: &str| messages(rule, &host(&json!({ "mac": mac }), &json!({})));
        assert_eq!((without(by_vmid).len(), without(by_hash).len(), without(found).len()), (0, 1, 0));
    }

    #[test]
    fn a_management_machine_has_a_deterministic_mac() {
        let severity = |policy: &str| {
            let mut json = host(&json!({ "mac_policy": policy }), &json!({}));
            json["hosts"]["pi01"]["mgmt_vm"] = json!({ "vmid": 200 });
            let findings = reported(&rules::MANAGEMENT_MAC_NOT_DETERMINISTIC, &json);
            findings.first().map(|finding| finding.severity)
        };
        assert_eq!(severity("hypervisor"), Some(Severity::Error));
        assert_eq!(severity("observed"), Some(Severity::Warning));
        assert_eq!((severity("vmid"), severity("hash")), (None, None));
        assert!(said(&rules::MANAGEMENT_MAC_NOT_DETERMINISTIC, "", "hypervisor").is_empty(), "no machine");
    }

    #[test]
    fn what_a_derivation_lacks_is_told_where_one_is_asked_for() {
        let lacking = |key: &str, value: Value| {
            let mut json = host(&json!({ "mac_policy": "hash" }), &json!({}));
            json["substrate"][key] = value;
            messages(&rules::MAC_NOT_DERIVABLE, &json)
        };
        let shown = [
            lacking("deevnet_substrate", Value::Null),
            lacking("deevnet_mac_namespace", Value::Null),
            lacking("deevnet_mac_namespace", json!("0e:de:20")),
        ];
        insta::assert_snapshot!(shown.concat().join("\n"), @"
        the MAC of pi01 (eth0) cannot be derived: `deevnet_substrate` is not declared, and MAC addresses are derived from it
        the MAC of pi01 (eth0) cannot be derived: `deevnet_mac_namespace` is not declared, and MAC addresses are derived into it
        the MAC of pi01 (eth0) cannot be derived: `0e:de:20` has no interface namespace: bit 0x04 of its first octet is set already
        ");
        assert!(lacking("deevnet_site_octet", json!(20)).is_empty());
    }

    #[test]
    fn a_policy_that_does_not_exist_is_told() {
        assert_eq!(
            said(&rules::WRONG_TYPE, "", "hsh"),
            ["`infrastructure.interfaces.eth0.mac_policy` is \"hsh\", which is not a known MAC policy of an interface"]
        );
    }
}
