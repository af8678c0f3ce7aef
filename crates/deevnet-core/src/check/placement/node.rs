//! Hypervisors themselves: standalone, each with a node name of its own.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::check::context::Context;
use crate::finding::Subject;
use crate::model::{Host, NodeName};
use crate::rules;
use crate::source::Spanned;

pub(super) fn check(context: &mut Context<'_>) {
    let mut by_node: BTreeMap<&NodeName, (&Host, &Spanned<NodeName>)> = BTreeMap::new();
    let substrate = context.substrate;
    for (host, hypervisor) in substrate.hypervisors() {
        if let Some(standalone) = hypervisor.standalone.filter(|standalone| !standalone.value) {
            let finding = context
                .finding(
                    &rules::HYPERVISOR_CLUSTERED,
                    standalone.span,
                    format!("{} is declared to be in a cluster; everything here holds for standalone nodes", host.name),
                )
                .with_value("false")
                .with_hint("take the node out of its cluster, or leave it out of the inventory's hypervisors")
                .with_subject(Subject::device(Arc::clone(&host.name)));
            context.push(finding);
        }
        let Some(node) = &hypervisor.node else { continue };
        match by_node.get(&node.value) {
            Some((first, place)) => report_duplicate(context, host, node, first, place),
            None => drop(by_node.insert(&node.value, (host, node))),
        }
    }
}

fn report_duplicate(
    context: &mut Context<'_>,
    host: &Host,
    node: &Spanned<NodeName>,
    first: &Host,
    place: &Spanned<NodeName>,
) {
    let finding = context
        .finding(
            &rules::NODE_NAME_DUPLICATE,
            node.span,
            format!("the node \"{}\" is that of {} and of {}", node.value, first.name, host.name),
        )
        .with_value(node.value.as_str())
        .with_hint("declare the name that each node has; a node is renamed while it has no machines")
        .with_related(format!("first declared for {}", first.name), context.position(place.span))
        .with_subject(Subject::device(Arc::clone(&host.name)))
        .with_subject(Subject::device(Arc::clone(&first.name)));
    context.push(finding);
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::declared::testing::{messages, reported};
    use crate::rules::{HYPERVISOR_CLUSTERED, NODE_NAME_DUPLICATE};

    #[test]
    fn a_cluster_is_an_error_and_leaves_addresses_good() {
        let json = json!({ "hosts": { "hv01": { "deevnet_hypervisor": { "standalone": false } } } });
        let findings = reported(&HYPERVISOR_CLUSTERED, &json);
        insta::assert_snapshot!(findings[0].message, @"hv01 is declared to be in a cluster; everything here holds for standalone nodes");
        assert!(findings[0].is_error());
        for standalone in [json!(true), json!(null)] {
            let json = json!({ "hosts": { "hv01": { "deevnet_hypervisor": { "standalone": standalone } } } });
            assert!(messages(&HYPERVISOR_CLUSTERED, &json).is_empty());
        }
    }

    #[test]
    fn two_hypervisors_with_one_node_name_are_reported_whichever_key_says_it() {
        let json = json!({ "hosts": {
            "hv01": { "proxmox_node": "pve" },
            "hv02": { "deevnet_hypervisor": { "node": "pve" } },
            "hv03": { "proxmox_node": "PVE" },
            "pi01": { "proxmox_node": "pve" },
        } });
        insta::assert_snapshot!(messages(&NODE_NAME_DUPLICATE, &json).join("\n"), @r#"the node "pve" is that of hv01 and of hv02"#);
    }
}
