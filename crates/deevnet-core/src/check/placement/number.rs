//! What tells machines apart: a VMID of their own, in its range, and one definition.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::check::context::Context;
use crate::finding::Subject;
use crate::mac::Vmid;
use crate::model::Host;
use crate::placement::MachineOwner;
use crate::rules;
use crate::source::Spanned;

pub(super) fn check(context: &mut Context<'_>) {
    let mut by_vmid: BTreeMap<Vmid, Vec<(&Host, Spanned<Vmid>)>> = BTreeMap::new();
    for host in context.hosts() {
        let Some(vmid) = host.vmid() else { continue };
        by_vmid.entry(vmid.value).or_default().push((host, vmid));
        check_range(context, host, vmid);
    }
    for holders in by_vmid.values() {
        report_duplicates(context, holders);
    }
    check_definitions(context);
}

fn check_range(context: &mut Context<'_>, host: &Host, vmid: Spanned<Vmid>) {
    let Some(range) = context.substrate.vmid_range else { return };
    let (start, end) = (range.value.start, range.value.end);
    if (start..=end).contains(&vmid.value) {
        return;
    }
    let message = format!("{} has the VMID {}, outside the management range {start} to {end}", host.name, vmid.value);
    let finding = context
        .finding(&rules::VMID_OUTSIDE_RANGE, vmid.span, message)
        .with_value(vmid.value.to_string())
        .with_hint("a machine keeps its VMID; widen the range, or accept this one in deevnet.toml with the reason")
        .with_related("the range", context.position(range.span))
        .with_subject(Subject::device(Arc::clone(&host.name)));
    context.push(finding);
}

/// Reports each further holder of a VMID. What would be published of its hardware is another machine's.
fn report_duplicates(context: &mut Context<'_>, holders: &[(&Host, Spanned<Vmid>)]) {
    let [(first, place), others @ ..] = holders else { return };
    for (host, vmid) in others {
        let mut finding = context
            .finding(
                &rules::VMID_DUPLICATE,
                vmid.span,
                format!("the VMID {} is that of {} and of {}", vmid.value, first.name, host.name),
            )
            .with_value(vmid.value.to_string())
            .with_hint("the machine that has it keeps it; clear the other's and allocate one")
            .with_related(format!("first declared for {}", first.name), context.position(place.span))
            .with_subject(Subject::device(Arc::clone(&host.name)))
            .with_subject(Subject::device(Arc::clone(&first.name)));
        for host in [first, host] {
            for interface in host.interfaces.values().filter(|interface| interface.mac.value.known().is_some()) {
                finding = finding.with_subject(Subject::hardware(Arc::clone(&host.name), Arc::clone(&interface.name)));
            }
        }
        context.push(finding);
    }
}

/// A workload with the name of a management machine is that machine, defined once more.
fn check_definitions(context: &mut Context<'_>) {
    let substrate = context.substrate;
    for machine in substrate.machines() {
        let MachineOwner::Tenant(tenant, workload) = machine.owner() else { continue };
        let name = workload.name.value.as_str();
        let Some((host, definition)) = substrate.hosts.get(name).and_then(|host| Some((host, host.machine.as_ref()?)))
        else {
            continue;
        };
        let message = format!("{name} is a workload of the tenant {} and a management machine", tenant.name.value);
        let finding = context
            .finding(&rules::MACHINE_DEFINED_TWICE, workload.name.span, message)
            .with_value(name)
            .with_hint("keep the definition of the plane that it belongs to")
            .with_related(format!("`mgmt_vm` of {}", host.name), context.position(definition.span))
            .with_subject(Subject::device(Arc::clone(&host.name)));
        context.push(finding);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::declared::testing::{messages, reported};
    use crate::finding::{Severity, Subject};
    use crate::rules::{MAC_DUPLICATE, MACHINE_DEFINED_TWICE, VMID_DUPLICATE, VMID_OUTSIDE_RANGE};

    #[test]
    fn a_vmid_outside_the_range_is_a_warning() {
        let json = |vmid: i64| {
            json!({
                "substrate": { "deevnet_mgmt_vmid_range": { "start": 200, "end": 299 } },
                "hosts": { "dns-vm01": { "mgmt_vm": { "vmid": vmid } } },
            })
        };
        let findings = reported(&VMID_OUTSIDE_RANGE, &json(300));
        insta::assert_snapshot!(findings[0].message, @"dns-vm01 has the VMID 300, outside the management range 200 to 299");
        assert_eq!(findings[0].severity, Severity::Warning);
        for vmid in [0, 200, 299] {
            assert!(messages(&VMID_OUTSIDE_RANGE, &json(vmid)).is_empty(), "{vmid}");
        }
    }

    #[test]
    fn a_vmid_of_two_machines_is_reported_for_each_further_one() {
        let json = json!({ "hosts": {
            "a-vm01": { "mgmt_vm": { "vmid": 210 } },
            "b-vm01": {
                "deevnet_assigned_vmid": 210,
                "infrastructure": { "interfaces": { "eth0": { "mac": "02:de:20:00:00:d2" }, "eth1": { "mac": "" } } },
            },
            "c-vm01": { "mgmt_vm": { "vmid": "210" }, "deevnet_assigned_vmid": 210 },
            "d-vm01": { "mgmt_vm": { "vmid": 0 } },
            "e-vm01": { "mgmt_vm": { "vmid": 0 } },
        } });
        let findings = reported(&VMID_DUPLICATE, &json);
        let shown: Vec<_> = findings.iter().map(|finding| finding.message.as_str()).collect();
        insta::assert_snapshot!(shown.join("\n"), @"
        the VMID 210 is that of a-vm01 and of b-vm01
        the VMID 210 is that of a-vm01 and of c-vm01
        ");
        assert!(findings[0].subjects.contains(&Subject::hardware("b-vm01", "eth0")));
    }

    #[test]
    fn a_mac_that_is_shared_because_the_vmid_is_says_nothing_more() {
        let host = json!({
            "deevnet_assigned_vmid": 210,
            "infrastructure": { "interfaces": { "eth0": { "mac": "02:de:20:00:00:d2" } } },
        });
        let json = json!({ "hosts": { "a-vm01": host, "b-vm01": host } });
        assert_eq!((messages(&VMID_DUPLICATE, &json).len(), messages(&MAC_DUPLICATE, &json).len()), (1, 0));
    }

    #[test]
    fn a_workload_that_is_a_management_machine_too_is_reported() {
        let json = json!({
            "substrate": { "deevnet_tenants": [{ "name": "music", "workloads": [{ "name": "dns-vm01" }, { "name": "pi01" }] }] },
            "hosts": { "dns-vm01": { "mgmt_vm": { "cores": 1 } }, "pi01": { "infrastructure": { "form": "pi" } } },
        });
        insta::assert_snapshot!(messages(&MACHINE_DEFINED_TWICE, &json).join("\n"), @"dns-vm01 is a workload of the tenant music and a management machine");
    }
}
