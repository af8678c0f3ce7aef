//! What ports carry against what stands behind them needs.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::check::context::Context;
use crate::finding::{Finding, Subject};
use crate::model::PortMode;
use crate::network::VlanId;
use crate::rules::{self, Rule};
use crate::source::Span;
use crate::vlan_plan::{PlannedPort, PortDifference, PortRequirement, Reason, VlanPlan, Vlans};

pub(super) fn check(context: &mut Context<'_>, plan: &VlanPlan) {
    let vlans = Vlans::new(context.substrate);
    for port in plan.ports() {
        let Some(required) = &port.required else { continue };
        let is_other_mode = port.differences.iter().any(|difference| matches!(difference, PortDifference::Mode { .. }));
        if is_other_mode {
            report_mode(context, &vlans, port, required);
        } else if port.declared.mode == PortMode::Trunk {
            for (vlan, reasons) in port.missing() {
                report_missing(context, &vlans, port, vlan, reasons);
            }
            report_superfluous(context, &vlans, port, required);
        }
    }
}

fn report(context: &Context<'_>, rule: &'static Rule, port: &PlannedPort, message: String) -> Finding {
    context.finding(rule, port.span, message).with_subject(Subject::device(Arc::clone(&port.switch)))
}

fn report_mode(context: &mut Context<'_>, vlans: &Vlans<'_>, port: &PlannedPort, required: &PortRequirement) {
    let host = &required.behind.host;
    let needed = listed(vlans, required.vlans.keys());
    let (message, hint) = match required.mode {
        PortMode::Trunk => (
            format!("{} is an access port, but {host} needs {needed} there", port.label()),
            "make it a trunk that carries them, with the blackhole as its native VLAN",
        ),
        PortMode::Access => (
            format!("{} is a trunk, but {host} takes untagged frames of {needed} only", port.label()),
            "make it an access port on that VLAN",
        ),
    };
    let mut finding = report(context, &rules::PORT_MODE_WRONG, port, message).with_hint(hint);
    for (reason, span) in required.vlans.values().filter_map(BTreeMap::first_key_value) {
        finding = finding.with_related(reason.to_string(), context.position(*span));
    }
    context.push(finding);
}

fn report_missing(
    context: &mut Context<'_>,
    vlans: &Vlans<'_>,
    port: &PlannedPort,
    vlan: VlanId,
    reasons: &BTreeMap<Reason, Span>,
) {
    let Some((reason, span)) = reasons.first_key_value() else { return };
    let message = format!("{} does not carry {}, but {reason}", port.label(), vlans.label(vlan));
    let finding = report(context, &rules::TRUNK_SEGMENT_MISSING, port, message)
        .with_value(vlan.to_string())
        .with_hint("add it to the port's allowed_vlans")
        .with_related(reason.to_string(), context.position(*span));
    context.push(finding);
}

fn report_superfluous(context: &mut Context<'_>, vlans: &Vlans<'_>, port: &PlannedPort, required: &PortRequirement) {
    let superfluous: Vec<VlanId> = port.superfluous().collect();
    if superfluous.is_empty() {
        return;
    }
    let host = &required.behind.host;
    let shown = listed(vlans, &superfluous);
    let message = format!("{} carries {shown}, which {host} does not need", port.label());
    let hint = format!("list in allowed_vlans what {host} needs, or declare what is on it there");
    let finding = report(context, &rules::PORT_VLAN_SUPERFLUOUS, port, message).with_hint(hint);
    context.push(finding);
}

/// VLANs as messages list them: `VLAN 30 (iot), VLAN 31 (iot_vendor) and VLAN 40 (guest)`.
fn listed<'v>(vlans: &Vlans<'_>, ids: impl IntoIterator<Item = &'v VlanId>) -> String {
    let labels: Vec<String> = ids.into_iter().map(|id| vlans.label(*id)).collect();
    match labels.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} and {last}", others.join(", ")),
        _ => labels.concat(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::declared::testing::{messages, reported};
    use crate::finding::Severity;
    use crate::rules::{PORT_MODE_WRONG, PORT_VLAN_SUPERFLUOUS, TRUNK_SEGMENT_MISSING};

    fn plan() -> Value {
        json!({ "deevnet_vlans": {
            "blackhole": { "vlan_id": 999 },
            "guest": { "vlan_id": 40, "wifi_ssid": "Guests" },
            "iot": { "vlan_id": 30, "subnet": "10.20.30.0/24", "gateway": "10.20.30.1" },
            "management": { "vlan_id": 99, "subnet": "10.20.99.0/24", "gateway": "10.20.99.1" },
            "tenant_1": { "vlan_id": 50 },
        } })
    }

    fn with_ports(ports: &Value) -> Value {
        json!({
            "substrate": plan(),
            "hosts": {
                "access-sw01": { "switch_ports": ports },
                "ap01": {
                    "infrastructure": { "form": "ap" },
                    "env": { "interfaces": { "eth0": { "ip": "10.20.99.9" } } },
                },
                "core-rt01": {
                    "infrastructure": { "form": "rt" },
                    "env": { "interfaces": { "eth0": { "ip": "10.20.99.1" }, "eth1": { "ip": "dhcp" } } },
                },
                "hv01": { "env": { "interfaces": { "eth0": { "segment": "management" } } } },
                "hv02": {
                    "deevnet_hypervisor": { "plane": "tenant" },
                    "env": { "interfaces": { "eth0": { "segment": "management" } } },
                },
                "pi01": { "env": { "interfaces": { "eth0": { "segment": "iot" } } } },
                "depot-ph01": { "env": { "interfaces": {
                    "eth0": { "segment": "management", "purpose": "mgmt" },
                    "eth1": { "segment": "iot", "purpose": "bench" },
                } } },
                "sensors-vm01": {
                    "env": { "interfaces": { "eth0": { "segment": "iot" }, "eth1": { "ip": "dhcp" } } },
                    "mgmt_vm": { "hypervisor": "hv01" },
                },
            },
        })
    }

    fn trunk(native: &Value, allowed: &Value, description: &str) -> Value {
        with_ports(&json!({ "trunk": [
            { "interface": "1/0/4", "native_vlan": native, "allowed_vlans": allowed, "description": description },
        ] }))
    }

    fn access(vlan: u16, description: &str) -> Value {
        with_ports(&json!({ "access": [{ "interface": "1/0/4", "vlan_id": vlan, "description": description }] }))
    }

    #[test]
    fn an_access_point_needs_every_wireless_segment() {
        let findings = reported(&TRUNK_SEGMENT_MISSING, &trunk(&json!(999), &json!([30, 99]), "ap01 wireless"));
        assert_eq!(findings.len(), 1);
        insta::assert_snapshot!(findings[0].message, @r#"port 1/0/4 of access-sw01 does not carry VLAN 40 (guest), but ap01 serves its wireless network "Guests""#);
        assert_eq!(&*findings[0].related[0].position.as_ref().unwrap().path, "group_vars/all.yml");
        assert_eq!(findings[0].severity, Severity::Warning);
    }

    #[test]
    fn a_hypervisor_needs_the_segments_of_its_machines() {
        let messages = messages(&TRUNK_SEGMENT_MISSING, &trunk(&json!(999), &json!(["guest"]), "uplink of hv01"));
        insta::assert_snapshot!(messages.join("\n"), @"
        port 1/0/4 of access-sw01 does not carry VLAN 30 (iot), but sensors-vm01 (eth0) is on it
        port 1/0/4 of access-sw01 does not carry VLAN 99 (management), but hv01 (eth0) is on it
        ");
    }

    #[test]
    fn all_vlans_the_native_one_and_other_ports_of_the_host_count() {
        for json in [
            trunk(&json!(999), &json!("all"), "ap01"),
            trunk(&json!(999), &Value::Null, "ap01"),
            trunk(&json!(99), &json!([30, 40]), "ap01"),
            trunk(&json!(999), &json!([]), "a lamp"),
            with_ports(&json!({
                "trunk": [{ "native_vlan": 999, "allowed_vlans": ["iot"], "description": "hv01 machines" }],
                "access": [{ "vlan_id": 99, "description": "hv01 mgmt" }],
            })),
        ] {
            assert!(messages(&TRUNK_SEGMENT_MISSING, &json).is_empty(), "{json}");
        }
    }

    #[test]
    fn a_router_carries_every_segment_that_it_routes() {
        let found = messages(&TRUNK_SEGMENT_MISSING, &trunk(&json!(999), &json!([99]), "core-rt01 uplink"));
        insta::assert_snapshot!(found.join("\n"), @"port 1/0/4 of access-sw01 does not carry VLAN 30 (iot), but core-rt01 routes it");
    }

    #[test]
    fn a_hypervisor_of_the_tenant_plane_carries_the_tenants() {
        let found = messages(&TRUNK_SEGMENT_MISSING, &trunk(&json!(999), &json!([99]), "hv02"));
        insta::assert_snapshot!(found.join("\n"), @"port 1/0/4 of access-sw01 does not carry VLAN 50 (tenant_1), but hv02 hosts the tenants");
    }

    #[test]
    fn a_missing_segment_is_reported_once_where_several_ports_could_carry_it() {
        let found = messages(
            &TRUNK_SEGMENT_MISSING,
            &with_ports(&json!({ "trunk": [
                { "interface": "1/0/1", "native_vlan": 999, "allowed_vlans": [99], "description": "hv02 first" },
                { "interface": "1/0/2", "native_vlan": 999, "allowed_vlans": [99], "description": "hv02 second" },
            ] })),
        );
        insta::assert_snapshot!(found.join("\n"), @"port 1/0/1 of access-sw01 does not carry VLAN 50 (tenant_1), but hv02 hosts the tenants");
    }

    #[test]
    fn an_access_port_cannot_serve_what_needs_tags() {
        let findings = reported(&PORT_MODE_WRONG, &access(99, "hv01 mgmt"));
        assert_eq!(findings[0].severity, Severity::Warning);
        insta::assert_snapshot!(findings[0].message, @"port 1/0/4 of access-sw01 is an access port, but hv01 needs VLAN 30 (iot) and VLAN 99 (management) there");
        insta::assert_snapshot!(messages(&PORT_MODE_WRONG, &access(99, "core-rt01")).join("\n"), @"port 1/0/4 of access-sw01 is an access port, but core-rt01 needs VLAN 30 (iot) and VLAN 99 (management) there");
    }

    #[test]
    fn a_trunk_does_not_serve_a_host_that_takes_untagged_frames() {
        let found = messages(&PORT_MODE_WRONG, &trunk(&json!(999), &json!([30]), "pi01"));
        insta::assert_snapshot!(found.join("\n"), @"port 1/0/4 of access-sw01 is a trunk, but pi01 takes untagged frames of VLAN 30 (iot) only");
        assert!(messages(&PORT_MODE_WRONG, &trunk(&json!(30), &json!([]), "pi01")).is_empty());
    }

    #[test]
    fn a_host_with_an_interface_plugged_in_elsewhere_is_legitimate() {
        for description in ["depot-ph01", "depot-ph01 mgmt"] {
            assert!(messages(&PORT_MODE_WRONG, &access(99, description)).is_empty(), "{description}");
        }
    }

    #[test]
    fn a_vlan_that_nothing_behind_the_port_needs_is_a_note() {
        let findings = reported(&PORT_VLAN_SUPERFLUOUS, &trunk(&json!(999), &json!("all"), "ap01"));
        insta::assert_snapshot!(findings[0].message, @"port 1/0/4 of access-sw01 carries VLAN 30 (iot) and VLAN 50 (tenant_1), which ap01 does not need");
        assert_eq!(findings[0].severity, Severity::Note);
    }

    #[test]
    fn nothing_is_superfluous_where_not_all_is_known() {
        for description in ["hv01", "core-rt01", "access-sw01", "a lamp"] {
            let json = trunk(&json!(999), &json!("all"), description);
            assert!(messages(&PORT_VLAN_SUPERFLUOUS, &json).is_empty(), "{description}");
        }
    }
}
