//! Access ports: on a segment of the host that the description names.

use crate::check::context::Context;
use crate::finding::Subject;
use crate::model::{AccessPort, Host};
use crate::network::VlanId;
use crate::rules;
use crate::source::Span;
use crate::vlan_plan::{Vlans, host_behind, names_interface, port_label};

pub(super) fn check(context: &mut Context<'_>) {
    let vlans = Vlans::new(context.substrate);
    for switch in context.hosts() {
        for port in switch.switch_ports.iter().flat_map(|ports| &ports.access) {
            check_port(context, &vlans, switch, port);
        }
    }
}

fn check_port(context: &mut Context<'_>, vlans: &Vlans<'_>, switch: &Host, port: &AccessPort) {
    let (Some(vlan), Some(description)) = (&port.vlan_id, &port.description) else { return };
    let Some(host) = host_behind(context.substrate, &description.value) else { return };
    let Some(id) = vlans.id(&vlan.value).filter(|_| vlans.knows(&vlan.value)) else { return };
    let homes = homes(context, host);
    if homes.is_empty() || homes.iter().any(|home| home.id == id) || names_elsewhere(context, host, &description.value)
    {
        return;
    }
    let on: Vec<String> = homes.iter().map(|home| vlans.label(home.id)).collect();
    let mut finding = context
        .finding(
            &rules::ACCESS_PORT_SEGMENT,
            vlan.span,
            format!(
                "{} is on {}, but {} is on {}",
                port_label(switch, port.interface.as_ref()),
                vlans.label(id),
                host.name,
                on.join(" and ")
            ),
        )
        .with_value(vlan.value.to_string())
        .with_hint("put the port on the host's segment, or correct the host's segment or the description")
        .with_subject(Subject::device(switch.name.clone()));
    for home in &homes {
        finding =
            finding.with_related(format!("{} is on {}", host.name, vlans.label(home.id)), context.position(home.span));
    }
    context.push(finding);
}

/// A VLAN that a host is on, and where that is said.
struct Home {
    id: VlanId,
    span: Span,
}

/// The VLANs of a host's interfaces, each once.
fn homes(context: &Context<'_>, host: &Host) -> Vec<Home> {
    let mut homes: Vec<Home> = Vec::new();
    for interface in host.interfaces.values() {
        let Some(id) = context.segment_of(interface).and_then(|segment| segment.vlan_id) else { continue };
        if homes.iter().all(|home| home.id != id.value) {
            let span = interface.segment.as_ref().map_or(interface.address.span, |segment| segment.span);
            homes.push(Home { id: id.value, span });
        }
    }
    homes
}

/// Whether a description names an interface, or its purpose, whose segment nobody can tell.
fn names_elsewhere(context: &Context<'_>, host: &Host, description: &str) -> bool {
    host.interfaces
        .values()
        .any(|interface| context.segment_of(interface).is_none() && names_interface(description, interface))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::declared::testing::reported;
    use crate::finding::{Finding, Severity};
    use crate::rules::ACCESS_PORT_SEGMENT;

    fn report(vlan: &Value, description: &str) -> Vec<Finding> {
        reported(
            &ACCESS_PORT_SEGMENT,
            &json!({
                "substrate": { "deevnet_vlans": {
                    "iot": { "vlan_id": 30, "subnet": "10.20.30.0/24" },
                    "management": { "vlan_id": 99, "subnet": "10.20.99.0/24" },
                    "blackhole": { "vlan_id": 999 },
                } },
                "hosts": {
                    "access-sw01": { "switch_ports": { "access": [
                        { "interface": "1/0/14", "vlan_id": vlan, "description": description },
                    ] } },
                    "pi01": { "env": { "interfaces": { "eth0": { "ip": "10.20.30.11" } } } },
                    "provisioner-ph01": { "env": { "interfaces": {
                        "eth0": { "segment": "management", "purpose": "mgmt" },
                        "eth1": { "ip": "dhcp", "purpose": "transit" },
                    } } },
                    "edge-rt01": { "env": { "interfaces": { "eth0": { "ip": "dhcp" } } } },
                },
            }),
        )
    }

    #[test]
    fn a_port_on_another_vlan_than_its_host_is_reported() {
        let findings = report(&json!(99), "pi01 iot");
        assert_eq!(findings.len(), 1);
        insta::assert_snapshot!(findings[0].message, @"port 1/0/14 of access-sw01 is on VLAN 99 (management), but pi01 is on VLAN 30 (iot)");
        assert_eq!(findings[0].severity, Severity::Warning);
        assert_eq!(&*findings[0].related[0].position.as_ref().unwrap().path, "host_vars/pi01.yml");
    }

    #[test]
    fn the_segment_counts_by_name_too() {
        assert_eq!(report(&json!("management"), "to pi01").len(), 1);
        assert!(report(&json!("iot"), "to pi01").is_empty());
    }

    #[test]
    fn matching_unnamed_and_undecidable_ports_are_legitimate() {
        for (vlan, description) in [
            (json!(30), "pi01 iot"),
            (json!(99), "provisioner-ph01"),
            (json!(99), "provisioner-ph01 eth1"),
            (json!(30), "provisioner-ph01 eth1"),
            (json!(30), "provisioner-ph01 transit"),
            (json!(30), "edge-rt01"),
            (json!(99), "pi011 or a pi"),
            (json!(31), "pi01"),
            (Value::Null, "pi01"),
        ] {
            assert!(report(&vlan, description).is_empty(), "{vlan} {description}");
        }
    }
}
