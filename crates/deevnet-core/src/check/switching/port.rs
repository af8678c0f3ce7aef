//! Ports as such: each is declared once.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::check::context::Context;
use crate::finding::Subject;
use crate::model::{Host, SwitchPorts};
use crate::rules;
use crate::source::Spanned;

pub(super) fn check(context: &mut Context<'_>) {
    for switch in context.hosts() {
        if let Some(ports) = &switch.switch_ports {
            check_switch(context, switch, ports);
        }
    }
}

fn check_switch(context: &mut Context<'_>, switch: &Host, ports: &SwitchPorts) {
    let trunks = ports.trunk.iter().map(|port| port.interface.as_ref());
    let access = ports.access.iter().map(|port| port.interface.as_ref());
    let mut seen: BTreeMap<String, Vec<&Spanned<Arc<str>>>> = BTreeMap::new();
    for interface in trunks.chain(access).flatten() {
        seen.entry(spelling(&interface.value)).or_default().push(interface);
    }
    for group in seen.values_mut() {
        group.sort_by_key(|interface| interface.span);
        if let Some((first, others)) = group.split_first() {
            for other in others {
                report(context, switch, first, other);
            }
        }
    }
}

/// The name of a port as switches read it: without regard to case and spaces.
fn spelling(interface: &str) -> String {
    interface.chars().filter(|character| !character.is_whitespace()).flat_map(char::to_lowercase).collect()
}

fn report(context: &mut Context<'_>, switch: &Host, first: &Spanned<Arc<str>>, other: &Spanned<Arc<str>>) {
    let finding = context
        .finding(
            &rules::PORT_DUPLICATE,
            other.span,
            format!("port {} of {} is declared twice", other.value, switch.name),
        )
        .with_value(other.value.as_ref())
        .with_hint("leave the port in one list, once")
        .with_related("first declared here", context.position(first.span))
        .with_subject(Subject::device(Arc::clone(&switch.name)));
    context.push(finding);
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::declared::testing::messages;
    use crate::rules::PORT_DUPLICATE;

    fn found(ports: &Value) -> Vec<String> {
        messages(
            &PORT_DUPLICATE,
            &json!({ "hosts": {
            "access-sw01": { "switch_ports": ports },
            "access-sw02": { "switch_ports": { "access": [{ "interface": "gigabitEthernet 1/0/1" }] } },
        } }),
        )
    }

    #[test]
    fn a_port_in_both_lists_or_twice_in_one_is_reported() {
        let ports = json!({
            "trunk": [{ "interface": "gigabitEthernet 1/0/1" }, { "interface": "gigabitEthernet 1/0/2" }],
            "access": [
                { "interface": "GigabitEthernet1/0/1" },
                { "interface": "gigabitEthernet 1/0/3" },
                { "interface": "gigabitEthernet 1/0/3" },
            ],
        });
        insta::assert_snapshot!(found(&ports).join("\n"), @"
        port gigabitEthernet 1/0/3 of access-sw01 is declared twice
        port gigabitEthernet 1/0/1 of access-sw01 is declared twice
        ");
    }

    #[test]
    fn ports_without_a_name_and_of_other_switches_are_others() {
        let ports = json!({ "trunk": [{}, {}], "access": [{ "interface": "gigabitEthernet 1/0/1" }] });
        assert!(found(&ports).is_empty());
    }
}
