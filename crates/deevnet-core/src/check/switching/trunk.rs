//! Trunks: the blackhole is native, and every segment needed behind them is carried.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::attachment::{Carried, carried_by_host, host_behind};
use crate::check::context::{Context, label};
use crate::finding::Subject;
use crate::model::{Host, PortMode, Segment, TrunkPort, VlanReference};
use crate::name::Form;
use crate::network::VlanId;
use crate::rules;
use crate::source::{Span, Spanned};
use crate::vlan_plan::{Vlans, port_label};

pub(super) fn check(context: &mut Context<'_>) {
    let vlans = Vlans::new(context.substrate);
    for profile in context.substrate.switch_profiles.values().filter(|profile| profile.mode == Some(PortMode::Trunk)) {
        let user = format!("the trunk profile {}", profile.name);
        check_native(context, &vlans, &user, profile.span, profile.native_vlan.as_ref(), None);
    }
    let carried = carried_by_host(context, &vlans);
    let machines = machines_by_hypervisor(context);
    for switch in context.hosts() {
        for port in switch.switch_ports.iter().flat_map(|ports| &ports.trunk) {
            let user = port_label(switch, port.interface.as_ref());
            let subject = Subject::device(switch.name.clone());
            check_native(context, &vlans, &user, port.span, port.native_vlan.as_ref(), Some(subject));
            check_carried(context, &vlans, &carried, &machines, switch, port);
        }
    }
}

fn check_native(
    context: &mut Context<'_>,
    vlans: &Vlans<'_>,
    user: &str,
    span: Span,
    native: Option<&Spanned<VlanReference>>,
    subject: Option<Subject>,
) {
    let (span, problem) = match native {
        None => (span, format!("{user} has no native VLAN; the switch would use its default")),
        Some(native) if vlans.is_blackhole(&native.value) || !vlans.knows(&native.value) => return,
        Some(native) => {
            let shown = vlans.id(&native.value).map_or_else(|| native.value.to_string(), |id| vlans.label(id));
            (native.span, format!("{user} has the native {shown}, which is not the blackhole"))
        }
    };
    let mut finding = context
        .finding(&rules::NATIVE_VLAN_NOT_BLACKHOLE, span, problem)
        .with_hint("make the blackhole its native VLAN, so that untagged frames go nowhere");
    finding.value = native.map(|native| native.value.to_string());
    finding.subjects.extend(subject);
    context.push(finding);
}

/// The virtual machines on each hypervisor.
fn machines_by_hypervisor<'a>(context: &Context<'a>) -> BTreeMap<&'a str, Vec<&'a Host>> {
    let mut machines: BTreeMap<&str, Vec<&Host>> = BTreeMap::new();
    for host in context.hosts() {
        if let Some(hypervisor) = host.machine.as_ref().and_then(|machine| machine.hypervisor.as_ref()) {
            machines.entry(&hypervisor.value).or_default().push(host);
        }
    }
    machines
}

fn check_carried(
    context: &mut Context<'_>,
    vlans: &Vlans<'_>,
    carried: &BTreeMap<&str, Carried>,
    machines: &BTreeMap<&str, Vec<&Host>>,
    switch: &Host,
    port: &TrunkPort,
) {
    let Some(host) = host_behind(context, port.description.as_ref()) else { return };
    let machines = machines.get(&*host.name).map_or(&[][..], Vec::as_slice);
    for (segment, need) in needs(context, host, machines) {
        let Some(vlan) = segment.vlan_id else { continue };
        if carried.get(&*host.name).is_none_or(|carried| !carried.contains(vlan.value)) {
            report_missing(context, vlans, switch, port, vlan.value, &need);
        }
    }
}

/// Why a segment is needed behind a port, and where that is said.
struct Need {
    reason: String,
    span: Span,
}

/// The segments that a host needs, each with the first reason for it.
fn needs<'a>(context: &Context<'a>, host: &'a Host, machines: &[&'a Host]) -> Vec<(&'a Segment, Need)> {
    let mut needs = Needs::default();
    needs.add_interfaces(context, host);
    if host.form.is_some_and(|form| form.value == Form::AccessPoint) {
        needs.add_wireless(context, host);
    }
    for machine in machines {
        needs.add_interfaces(context, machine);
    }
    needs.found.into_values().collect()
}

#[derive(Default)]
struct Needs<'a> {
    found: BTreeMap<&'a str, (&'a Segment, Need)>,
}

impl<'a> Needs<'a> {
    fn add_interfaces(&mut self, context: &Context<'a>, host: &'a Host) {
        for interface in host.interfaces.values() {
            let Some(segment) = context.segment_of(interface) else { continue };
            let span = interface.segment.as_ref().map_or(interface.address.span, |segment| segment.span);
            self.add(segment, || Need { reason: format!("{} is on it", label(host, interface)), span });
        }
    }

    fn add_wireless(&mut self, context: &Context<'a>, host: &'a Host) {
        for segment in context.substrate.segments.values() {
            let Some(ssid) = &segment.wifi_ssid else { continue };
            let reason = || format!("{} serves its wireless network \"{}\"", host.name, ssid.value);
            self.add(segment, || Need { reason: reason(), span: ssid.span });
        }
    }

    fn add(&mut self, segment: &'a Segment, need: impl FnOnce() -> Need) {
        self.found.entry(&segment.name).or_insert_with(|| (segment, need()));
    }
}

fn report_missing(
    context: &mut Context<'_>,
    vlans: &Vlans<'_>,
    switch: &Host,
    port: &TrunkPort,
    id: VlanId,
    need: &Need,
) {
    let user = port_label(switch, port.interface.as_ref());
    let finding = context
        .finding(
            &rules::TRUNK_SEGMENT_MISSING,
            port.span,
            format!("{user} does not carry {}, but {}", vlans.label(id), need.reason),
        )
        .with_value(id.to_string())
        .with_hint("add it to the port's allowed_vlans")
        .with_related(need.reason.clone(), context.position(need.span))
        .with_subject(Subject::device(Arc::clone(&switch.name)));
    context.push(finding);
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::declared::testing::{messages, reported};
    use crate::finding::{Severity, Subject};
    use crate::rules::{NATIVE_VLAN_NOT_BLACKHOLE, TRUNK_SEGMENT_MISSING};

    fn plan() -> Value {
        json!({ "deevnet_vlans": {
            "blackhole": { "vlan_id": 999 },
            "guest": { "vlan_id": 40, "wifi_ssid": "Guests" },
            "iot": { "vlan_id": 30, "subnet": "10.20.30.0/24" },
            "management": { "vlan_id": 99, "subnet": "10.20.99.0/24" },
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
                "hv01": { "env": { "interfaces": { "eth0": { "segment": "management" } } } },
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

    #[test]
    fn a_trunk_with_another_native_vlan_or_none_is_reported() {
        let findings = reported(
            &NATIVE_VLAN_NOT_BLACKHOLE,
            &with_ports(&json!({ "trunk": [
                { "interface": "1/0/1", "native_vlan": 99 },
                { "interface": "1/0/2", "native_vlan": "iot" },
                { "interface": "1/0/3" },
            ] })),
        );
        let shown: Vec<_> = findings.iter().map(|finding| finding.message.as_str()).collect();
        insta::assert_snapshot!(shown.join("\n"), @"
        port 1/0/1 of access-sw01 has the native VLAN 99 (management), which is not the blackhole
        port 1/0/2 of access-sw01 has the native VLAN 30 (iot), which is not the blackhole
        port 1/0/3 of access-sw01 has no native VLAN; the switch would use its default
        ");
        assert!(findings.iter().all(|finding| finding.severity == Severity::Warning));
        assert!(findings.iter().all(|finding| finding.subjects == [Subject::device("access-sw01")]));
    }

    #[test]
    fn a_trunk_profile_is_held_to_the_same() {
        let mut substrate = plan();
        substrate["deevnet_switch_profiles"] = json!({
            "access_mgmt": { "mode": "access", "vlan": "management" },
            "trunk_good": { "mode": "trunk", "native_vlan": "blackhole" },
            "trunk_none": { "mode": "trunk" },
            "trunk_wrong": { "mode": "trunk", "native_vlan": "management" },
        });
        let messages = messages(&NATIVE_VLAN_NOT_BLACKHOLE, &json!({ "substrate": substrate }));
        insta::assert_snapshot!(messages.join("\n"), @"
        the trunk profile trunk_none has no native VLAN; the switch would use its default
        the trunk profile trunk_wrong has the native VLAN 99 (management), which is not the blackhole
        ");
    }

    #[test]
    fn the_blackhole_by_number_or_name_is_legitimate() {
        for native in [json!(999), json!("999"), json!("blackhole"), json!("not_declared")] {
            assert!(messages(&NATIVE_VLAN_NOT_BLACKHOLE, &trunk(&native, &json!("all"), "")).is_empty(), "{native}");
        }
        let unplanned =
            json!({ "hosts": { "access-sw01": { "switch_ports": { "trunk": [{ "native_vlan": 999 }] } } } });
        assert!(messages(&NATIVE_VLAN_NOT_BLACKHOLE, &unplanned).is_empty());
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
}
