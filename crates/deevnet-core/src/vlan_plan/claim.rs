//! Who takes which VLAN ID of a substrate.

use super::allocation::TakenVlans;
use super::vlans::{Vlans, port_label};
use crate::model::{Substrate, SwitchPorts, SwitchProfile, VlanReference, VlanSelection};
use crate::source::Spanned;

/// The IDs that a declaration takes.
///
/// A segment takes its own. An ID that only a port or a profile names is taken by that: a new segment on it would be
/// joined with whatever the port is for.
pub(super) fn taken(substrate: &Substrate) -> TakenVlans {
    let vlans = Vlans::new(substrate);
    let mut taken = TakenVlans::default();
    for segment in substrate.segments.values() {
        if let Some(vlan) = segment.vlan_id {
            taken.add(vlan.value, segment.name.clone());
        }
    }
    let mut claim = |holder: &str, reference: &Spanned<VlanReference>| match reference.value {
        VlanReference::Id(id) if vlans.name(id).is_none() => taken.add(id, holder),
        _ => {}
    };
    for profile in substrate.switch_profiles.values() {
        let holder = format!("the profile {}", profile.name);
        references_of_profile(profile).for_each(|reference| claim(&holder, reference));
    }
    for (switch, ports) in substrate.hosts.values().filter_map(|host| Some((host, host.switch_ports.as_ref()?))) {
        for (interface, reference) in references_of_ports(ports) {
            claim(&port_label(switch, interface), reference);
        }
    }
    taken
}

type Reference = Spanned<VlanReference>;
type Interface = Spanned<std::sync::Arc<str>>;

fn references_of_profile(profile: &SwitchProfile) -> impl Iterator<Item = &Reference> {
    profile.native_vlan.iter().chain(&profile.vlan).chain(listed(profile.allowed_vlans.as_ref()))
}

fn references_of_ports(ports: &SwitchPorts) -> impl Iterator<Item = (Option<&Interface>, &Reference)> {
    let trunks = ports.trunk.iter().flat_map(|port| {
        let references = port.native_vlan.iter().chain(listed(Some(&port.allowed_vlans)));
        references.map(|reference| (port.interface.as_ref(), reference))
    });
    let access = ports.access.iter().filter_map(|port| Some((port.interface.as_ref(), port.vlan_id.as_ref()?)));
    trunks.chain(access)
}

fn listed(selection: Option<&VlanSelection>) -> &[Reference] {
    match selection {
        Some(VlanSelection::Listed(references)) => references,
        Some(VlanSelection::All) | None => &[],
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::declared::testing::declared_from_json;
    use crate::network::VlanBand;

    #[test]
    fn an_id_that_only_a_port_or_profile_names_is_taken_too() {
        let declared = declared_from_json(&json!({
            "substrate": {
                "deevnet_vlans": { "tenant_1": { "vlan_id": 50 } },
                "deevnet_switch_profiles": { "spare": { "mode": "access", "vlan": 51 } },
            },
            "hosts": { "access-sw01": { "switch_ports": {
                "trunk": [{ "interface": "1/0/1", "native_vlan": 999, "allowed_vlans": [50, 52, "tenant_1"] }],
                "access": [{ "interface": "1/0/3", "vlan_id": 53 }],
            } } },
        }));
        let plan = crate::check(&declared).substrate.vlan_plan();
        assert_eq!(plan.free(VlanBand::Tenant).unwrap().get(), 54);
        insta::assert_snapshot!(plan.free(VlanBand::Blackhole).unwrap_err(), @"the blackhole band, VLAN 999, has 0 of 1 free, and 1 is needed; taken: 999 (port 1/0/1 of access-sw01)");
        let tenants = plan.taken().within(VlanBand::Tenant.into());
        let lines: Vec<String> = tenants.iter().map(|(vlan, holders)| format!("{vlan} {holders:?}")).collect();
        insta::assert_snapshot!(lines.join("\n"), @r#"
        50 {"tenant_1"}
        51 {"the profile spare"}
        52 {"port 1/0/1 of access-sw01"}
        53 {"port 1/0/3 of access-sw01"}
        "#);
    }
}
