//! What ports, profiles and port roles refer to: VLAN IDs, segments and profiles.

use crate::check::context::Context;
use crate::finding::Subject;
use crate::model::{Host, SwitchPorts, SwitchProfile, VlanReference, VlanSelection};
use crate::nearest;
use crate::rules;
use crate::source::Spanned;
use crate::vlan_plan::{Vlans, port_label};

pub(super) fn check(context: &mut Context<'_>) {
    let vlans = Vlans::new(context.substrate);
    for profile in context.substrate.switch_profiles.values() {
        check_profile(context, &vlans, profile);
    }
    check_roles(context);
    for host in context.hosts() {
        if let Some(ports) = &host.switch_ports {
            check_ports(context, &vlans, host, ports);
        }
    }
}

fn check_profile(context: &mut Context<'_>, vlans: &Vlans<'_>, profile: &SwitchProfile) {
    let user = format!("the profile {}", profile.name);
    let references =
        [&profile.native_vlan, &profile.vlan].into_iter().flatten().chain(listed(profile.allowed_vlans.as_ref()));
    for reference in references {
        check_reference(context, vlans, &user, reference, None);
    }
}

fn check_ports(context: &mut Context<'_>, vlans: &Vlans<'_>, switch: &Host, ports: &SwitchPorts) {
    let subject = Subject::device(switch.name.clone());
    for port in &ports.trunk {
        let user = port_label(switch, port.interface.as_ref());
        for reference in port.native_vlan.iter().chain(listed(Some(&port.allowed_vlans))) {
            check_reference(context, vlans, &user, reference, Some(&subject));
        }
    }
    for port in &ports.access {
        let user = port_label(switch, port.interface.as_ref());
        if let Some(reference) = &port.vlan_id {
            check_reference(context, vlans, &user, reference, Some(&subject));
        }
    }
}

fn listed(selection: Option<&VlanSelection>) -> &[Spanned<VlanReference>] {
    match selection {
        Some(VlanSelection::Listed(references)) => references,
        Some(VlanSelection::All) | None => &[],
    }
}

fn check_reference(
    context: &mut Context<'_>,
    vlans: &Vlans<'_>,
    user: &str,
    reference: &Spanned<VlanReference>,
    subject: Option<&Subject>,
) {
    if vlans.knows(&reference.value) {
        return;
    }
    let (problem, hint) = match &reference.value {
        VlanReference::Id(id) => (format!("{user} names VLAN {id}, which no segment is on"), None),
        VlanReference::Segment(name) => (
            format!("{user} names the segment \"{name}\", which deevnet_vlans does not have"),
            vlans.nearest(name).map(|name| format!("did you mean `{name}`?")),
        ),
    };
    let mut finding = context
        .finding(&rules::PORT_VLAN_UNKNOWN, reference.span, problem)
        .with_value(reference.value.to_string())
        .with_hint(hint.unwrap_or_else(|| "declare the segment in deevnet_vlans, or correct the port".to_owned()));
    finding.subjects.extend(subject.cloned());
    context.push(finding);
}

fn check_roles(context: &mut Context<'_>) {
    let profiles = &context.substrate.switch_profiles;
    for role in context.substrate.port_roles.values() {
        let Some(profile) = &role.profile else { continue };
        if profiles.contains_key(&profile.value) {
            continue;
        }
        let hint = match nearest(&profile.value, profiles.keys().map(|name| &**name)) {
            Some(name) => format!("did you mean `{name}`?"),
            None => "declare the profile, or correct the port role".to_owned(),
        };
        let finding = context
            .finding(
                &rules::PORT_VLAN_UNKNOWN,
                profile.span,
                format!(
                    "the port role {} uses the profile \"{}\", which deevnet_switch_profiles does not have",
                    role.name, profile.value
                ),
            )
            .with_value(profile.value.as_ref())
            .with_hint(hint);
        context.push(finding);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::declared::testing::{messages, reported};
    use crate::finding::{Severity, Subject};
    use crate::rules::PORT_VLAN_UNKNOWN;

    fn substrate() -> Value {
        json!({
            "deevnet_vlans": { "iot": { "vlan_id": 30 }, "management": { "vlan_id": 99 } },
            "deevnet_switch_profiles": {
                "access_iot": { "mode": "access", "vlan": "iot" },
                "trunk_all": { "mode": "trunk", "native_vlan": 999, "allowed_vlans": "all" },
            },
            "deevnet_port_roles": { "sensor": { "profile": "access_iot" } },
        })
    }

    fn switch(ports: &Value) -> Value {
        json!({ "access-sw01": { "switch_ports": ports } })
    }

    #[test]
    fn an_unknown_vlan_of_a_port_is_reported_at_each_place() {
        let findings = reported(
            &PORT_VLAN_UNKNOWN,
            &json!({ "substrate": substrate(), "hosts": switch(&json!({
                "trunk": [{ "interface": "1/0/1", "native_vlan": "blakhole", "allowed_vlans": [30, 31, "iott"] }],
                "access": [{ "vlan_id": 33 }],
            })) }),
        );
        let shown: Vec<_> = findings
            .iter()
            .map(|finding| format!("{} [{}]", finding.message, finding.hint.as_deref().unwrap_or_default()))
            .collect();
        insta::assert_snapshot!(shown.join("\n"), @r#"
        a port of access-sw01 names VLAN 33, which no segment is on [declare the segment in deevnet_vlans, or correct the port]
        port 1/0/1 of access-sw01 names VLAN 31, which no segment is on [declare the segment in deevnet_vlans, or correct the port]
        port 1/0/1 of access-sw01 names the segment "iott", which deevnet_vlans does not have [did you mean `iot`?]
        port 1/0/1 of access-sw01 names the segment "blakhole", which deevnet_vlans does not have [declare the segment in deevnet_vlans, or correct the port]
        "#);
        assert!(findings.iter().all(|finding| finding.severity == Severity::Error));
        assert!(findings.iter().all(|finding| finding.subjects == [Subject::device("access-sw01")]));
    }

    #[test]
    fn unknown_segments_and_profiles_of_profiles_and_roles_are_reported() {
        let mut substrate = substrate();
        substrate["deevnet_switch_profiles"]["access_iot"]["vlan"] = json!("iott");
        substrate["deevnet_switch_profiles"]["trunk_all"]["allowed_vlans"] = json!(["storage"]);
        substrate["deevnet_port_roles"]["sensor"]["profile"] = json!("acces_iot");
        insta::assert_snapshot!(messages(&PORT_VLAN_UNKNOWN, &json!({ "substrate": substrate })).join("\n"), @r#"
        the port role sensor uses the profile "acces_iot", which deevnet_switch_profiles does not have
        the profile access_iot names the segment "iott", which deevnet_vlans does not have
        the profile trunk_all names the segment "storage", which deevnet_vlans does not have
        "#);
    }

    #[test]
    fn known_vlans_and_the_blackhole_without_a_segment_are_legitimate() {
        let ports = json!({
            "trunk": [{ "native_vlan": 999, "allowed_vlans": ["iot", 99] }, { "native_vlan": 999 }],
            "access": [{ "vlan_id": "30" }, { "vlan_id": 999 }, { "vlan_id": null }],
        });
        let json = json!({ "substrate": substrate(), "hosts": switch(&ports) });
        assert!(messages(&PORT_VLAN_UNKNOWN, &json).is_empty());
    }

    #[test]
    fn without_a_plan_nothing_is_unknown() {
        let ports = json!({ "trunk": [{ "native_vlan": "blackhole" }], "access": [{ "vlan_id": 33 }] });
        assert!(messages(&PORT_VLAN_UNKNOWN, &json!({ "hosts": switch(&ports) })).is_empty());
    }
}
