//! Trunks: the blackhole is native.

use crate::check::context::Context;
use crate::finding::Subject;
use crate::model::{PortMode, VlanReference};
use crate::rules;
use crate::source::{Span, Spanned};
use crate::vlan_plan::{Vlans, port_label};

pub(super) fn check(context: &mut Context<'_>) {
    let vlans = Vlans::new(context.substrate);
    for profile in context.substrate.switch_profiles.values().filter(|profile| profile.mode == Some(PortMode::Trunk)) {
        let user = format!("the trunk profile {}", profile.name);
        check_native(context, &vlans, &user, profile.span, profile.native_vlan.as_ref(), None);
    }
    for switch in context.hosts() {
        for port in switch.switch_ports.iter().flat_map(|ports| &ports.trunk) {
            let user = port_label(switch, port.interface.as_ref());
            let subject = Subject::device(switch.name.clone());
            check_native(context, &vlans, &user, port.span, port.native_vlan.as_ref(), Some(subject));
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

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::declared::testing::{messages, reported};
    use crate::finding::{Severity, Subject};
    use crate::rules::NATIVE_VLAN_NOT_BLACKHOLE;

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
            "hosts": { "access-sw01": { "switch_ports": ports } },
        })
    }

    fn trunk(native: &Value) -> Value {
        with_ports(&json!({ "trunk": [{ "interface": "1/0/4", "native_vlan": native }] }))
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
            assert!(messages(&NATIVE_VLAN_NOT_BLACKHOLE, &trunk(&native)).is_empty(), "{native}");
        }
        let unplanned =
            json!({ "hosts": { "access-sw01": { "switch_ports": { "trunk": [{ "native_vlan": 999 }] } } } });
        assert!(messages(&NATIVE_VLAN_NOT_BLACKHOLE, &unplanned).is_empty());
    }
}
