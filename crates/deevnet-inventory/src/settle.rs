//! The end of reading host files: the graph gets its final form.

use deevnet_core::{Finding, Severity, Sources, rules};

use crate::graph::{Graph, Memberships};
use crate::limits::MAX_MEMBERSHIPS;

/// Finds the groups of every host, once every host file is in the graph.
pub(crate) fn settle(graph: &mut Graph, sources: &Sources, findings: &mut Vec<Finding>) -> Memberships {
    graph.reconcile();
    for host in graph.namesakes() {
        let message = format!("`{}` is the name of a host and of a group; its variables go to the group", host.name);
        let mut finding = Finding::new(&rules::INVENTORY_STRUCTURE, message, sources.position(host.span))
            .with_value(&*host.name)
            .with_hint("give one of them another name");
        finding.severity = Severity::Warning;
        findings.push(finding);
    }
    let memberships = Memberships::of(graph);
    if memberships.exceeded() {
        let message = format!("hosts are in groups more than {MAX_MEMBERSHIPS} times; nested groups are left out");
        let finding = Finding::new(&rules::LIMIT_EXCEEDED, message, None);
        findings.push(finding.with_hint("put the hosts into fewer groups, or nest the groups less"));
    }
    memberships
}
