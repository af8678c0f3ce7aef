//! What a machine names: a hypervisor of its own plane, that one's node, and a storage and template it has.

use crate::check::context::Context;
use crate::finding::Finding;
use crate::model::{Host, NodeName, Storage, StorageId};
use crate::nearest;
use crate::placement::{Machine, UnplacedReason};
use crate::rules;
use crate::source::{Span, Spanned};
use crate::tenant::Plane;

use super::{Placed, subject};

/// Reports machines without a home, and gives the others with theirs.
pub(super) fn check<'a>(context: &mut Context<'a>) -> Vec<Placed<'a>> {
    let substrate = context.substrate;
    let mut placed = Vec::new();
    for machine in substrate.machines() {
        match substrate.placed_on(machine.definition()) {
            Ok(host) => {
                let Some(hypervisor) = &host.hypervisor else { continue };
                if !host.is_declared && !hypervisor.is_declared {
                    report_undeclared(context, &machine, host);
                    continue;
                }
                let home = Placed { machine, host, hypervisor };
                check_node(context, &home);
                check_plane(context, &home);
                check_storages(context, &home);
                check_template(context, &home);
                placed.push(home);
            }
            Err(reason) => report_unplaced(context, &machine, &reason),
        }
    }
    placed
}

/// A machine that names nothing is not placed yet, which is legal; one that names something is placed nowhere.
fn report_unplaced(context: &mut Context<'_>, machine: &Machine<'_>, reason: &UnplacedReason) {
    let definition = machine.definition();
    let names = || context.substrate.hypervisors().map(|(host, _)| &*host.name);
    let (span, value, problem, hint) = match reason {
        UnplacedReason::Undefined | UnplacedReason::NoHypervisor => return,
        UnplacedReason::UnknownHypervisor(name) => (
            definition.hypervisor.as_ref().map(|hypervisor| hypervisor.span),
            name.to_string(),
            format!("{name}, which the inventory does not have"),
            nearest(name, names()).map(|meant| format!("did you mean `{meant}`?")),
        ),
        UnplacedReason::NotAHypervisor(name) => (
            definition.hypervisor.as_ref().map(|hypervisor| hypervisor.span),
            name.to_string(),
            format!("{name}, which is no hypervisor"),
            Some(format!("give {name} the form hv or `deevnet_hypervisor`, or correct the name")),
        ),
        UnplacedReason::UnknownNode(node) => {
            if knows_too_little(context, node) {
                return;
            }
            let problem = format!("the node \"{node}\", which no hypervisor has");
            (definition.node.as_ref().map(|node| node.span), node.to_string(), problem, None)
        }
    };
    let hint = hint.unwrap_or_else(|| "name the inventory host of its hypervisor".to_owned());
    let message = format!("{} stands on {problem}", machine.name());
    let span = span.unwrap_or(machine.span());
    let mut finding = context.finding(&rules::HYPERVISOR_UNKNOWN, span, message).with_value(value).with_hint(hint);
    finding.subjects.extend(subject(machine, None));
    context.push(finding);
}

/// A hypervisor that is one by its name, or by what a group hands down to it, offers nothing that could be checked.
fn report_undeclared(context: &mut Context<'_>, machine: &Machine<'_>, host: &Host) {
    let span = machine.definition().hypervisor.as_ref().map_or(machine.span(), |named| named.span);
    let message = format!("{} stands on {}, which declares nothing of a hypervisor", machine.name(), host.name);
    let mut finding = context
        .finding(&rules::HYPERVISOR_UNKNOWN, span, message)
        .with_value(host.name.as_ref())
        .with_hint(format!("declare `infrastructure` or `deevnet_hypervisor` in host_vars/{}.yml", host.name))
        .with_related(format!("{} is listed here", host.name), context.position(host.span));
    finding.subjects.extend(subject(machine, Some(host)));
    context.push(finding);
}

/// Whether a node name says nothing wrong: no hypervisor declares any, or two have the same, which is reported.
fn knows_too_little(context: &Context<'_>, node: &NodeName) -> bool {
    let mut nodes = context.substrate.hypervisors().filter_map(|(_, hypervisor)| hypervisor.node.as_ref()).peekable();
    nodes.peek().is_none() || nodes.any(|own| own.value == *node)
}

fn check_node(context: &mut Context<'_>, home: &Placed<'_>) {
    let (Some(restated), Some(node)) = (&home.machine.definition().node, &home.hypervisor.node) else { return };
    if restated.value == node.value {
        return;
    }
    let message = format!(
        "{} stands on the node \"{}\", but that of its hypervisor {} is \"{}\"",
        home.machine.name(),
        restated.value,
        home.host.name,
        node.value
    );
    let finding = context
        .finding(&rules::NODE_DIFFERS, restated.span, message)
        .with_value(restated.value.as_str())
        .with_hint(format!("write {}, or correct the hypervisor", node.value))
        .with_related(format!("the node of {}", home.host.name), context.position(node.span));
    push(context, home, finding);
}

fn check_plane(context: &mut Context<'_>, home: &Placed<'_>) {
    let Some(plane) = home.hypervisor.plane else { return };
    let (rule, of) = match (home.machine.plane(), plane.value) {
        (Plane::Tenant, Plane::Management) => (&rules::TENANT_ON_MANAGEMENT_HYPERVISOR, "a tenant's"),
        (Plane::Management, Plane::Tenant) => (&rules::MANAGEMENT_ON_TENANT_HYPERVISOR, "the management plane's"),
        (Plane::Tenant, Plane::Tenant) | (Plane::Management, Plane::Management) => return,
    };
    let (name, host) = (home.machine.name(), &home.host.name);
    let message = format!("{name} is {of} and stands on {host}, a hypervisor of the {} plane", plane.value);
    let own = home.machine.plane();
    let others = context.substrate.hypervisors().filter(|(_, other)| other.plane.is_some_and(|of| of.value == own));
    let others: Vec<&str> = others.map(|(host, _)| &*host.name).collect();
    let hint = match others.as_slice() {
        [] => format!("place it on a hypervisor of the {own} plane"),
        others => format!("place it on {}", others.join(" or ")),
    };
    let span = home.machine.definition().hypervisor.as_ref().map_or(home.machine.span(), |named| named.span);
    let finding = context
        .finding(rule, span, message)
        .with_value(host.as_ref())
        .with_hint(hint)
        .with_related(format!("the plane of {host}"), context.position(plane.span));
    push(context, home, finding);
}

fn check_storages(context: &mut Context<'_>, home: &Placed<'_>) {
    if home.hypervisor.storages.is_empty() {
        return;
    }
    let definition = home.machine.definition();
    let data = definition.data_disk.as_ref().and_then(|disk| disk.storage.as_ref());
    for storage in definition.storage.iter().chain(data) {
        if home.hypervisor.storage(&storage.value).is_none() {
            report_storage(context, home, storage);
        }
    }
}

fn report_storage(context: &mut Context<'_>, home: &Placed<'_>, storage: &Spanned<StorageId>) {
    let names: Vec<&str> = home.hypervisor.storages.iter().map(|storage| storage.name.value.as_str()).collect();
    let message = format!(
        "{} is on the storage \"{}\", which {} does not have",
        home.machine.name(),
        storage.value,
        home.host.name
    );
    let finding = context
        .finding(&rules::STORAGE_UNKNOWN, storage.span, message)
        .with_value(storage.value.as_str())
        .with_hint(meant_or_listed(storage.value.as_str(), &names));
    let first = home.hypervisor.storages.first().map_or(home.hypervisor.span, |storage: &Storage| storage.span);
    push(context, home, with_offer(context, home, finding, "storages", first));
}

fn check_template(context: &mut Context<'_>, home: &Placed<'_>) {
    let prefixes = &home.hypervisor.template_prefixes;
    let Some(template) = &home.machine.definition().template_prefix else { return };
    let is_known = prefixes.iter().any(|prefix| template.value.starts_with(&*prefix.value));
    let Some(first) = prefixes.first().filter(|_| !is_known) else { return };
    let names: Vec<&str> = prefixes.iter().map(|prefix| &*prefix.value).collect();
    let message = format!(
        "{} is cloned from the template \"{}\", which {} does not have",
        home.machine.name(),
        template.value,
        home.host.name
    );
    let finding = context
        .finding(&rules::TEMPLATE_UNKNOWN, template.span, message)
        .with_value(template.value.as_ref())
        .with_hint(meant_or_listed(&template.value, &names));
    push(context, home, with_offer(context, home, finding, "templates", first.span));
}

fn meant_or_listed(value: &str, names: &[&str]) -> String {
    match nearest(value, names.iter().copied()) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("write one of: {}", names.join(", ")),
    }
}

fn with_offer(context: &Context<'_>, home: &Placed<'_>, finding: Finding, what: &str, span: Span) -> Finding {
    finding.with_related(format!("the {what} of {}", home.host.name), context.position(span))
}

fn push(context: &mut Context<'_>, home: &Placed<'_>, mut finding: Finding) {
    finding.subjects.extend(subject(&home.machine, Some(home.host)));
    context.push(finding);
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::declared::testing::{messages, reported};
    use crate::finding::{Severity, Subject};
    use crate::rules::{
        HYPERVISOR_UNKNOWN, MANAGEMENT_ON_TENANT_HYPERVISOR, NODE_DIFFERS, STORAGE_UNKNOWN, TEMPLATE_UNKNOWN,
        TENANT_ON_MANAGEMENT_HYPERVISOR,
    };

    fn with_machine(machine: &Value) -> Value {
        json!({ "hosts": {
            "hv01": {
                "proxmox_node": "pve",
                "deevnet_hypervisor": {
                    "plane": "management",
                    "storages": [{ "name": "local-lvm" }, { "name": "local-big" }],
                    "template_prefixes": ["fedora-server-"],
                },
            },
            "hv02": { "infrastructure": { "form": "hv" }, "deevnet_hypervisor": { "plane": "tenant" } },
            "pi01": { "infrastructure": { "form": "pi" } },
            "dns-vm01": { "infrastructure": { "form": "vm" }, "mgmt_vm": machine },
        } })
    }

    #[test]
    fn a_machine_without_a_home_is_reported() {
        let mut shown = Vec::new();
        for machine in [
            json!({ "hypervisor": "hv10" }),
            json!({ "hypervisor": "pi01" }),
            json!({ "hypervisor": "attic" }),
            json!({ "node": "pve7" }),
        ] {
            for finding in reported(&HYPERVISOR_UNKNOWN, &with_machine(&machine)) {
                assert_eq!(finding.subjects, [Subject::device("dns-vm01")]);
                shown.push(format!("{} [{}]", finding.message, finding.hint.unwrap_or_default()));
            }
        }
        insta::assert_snapshot!(shown.join("\n"), @r#"
        dns-vm01 stands on hv10, which the inventory does not have [did you mean `hv01`?]
        dns-vm01 stands on pi01, which is no hypervisor [give pi01 the form hv or `deevnet_hypervisor`, or correct the name]
        dns-vm01 stands on attic, which the inventory does not have [name the inventory host of its hypervisor]
        dns-vm01 stands on the node "pve7", which no hypervisor has [name the inventory host of its hypervisor]
        "#);
    }

    #[test]
    fn a_machine_with_a_home_or_with_none_yet_is_legitimate() {
        for machine in [
            json!({ "hypervisor": "hv01" }),
            json!({ "node": "pve" }),
            json!({ "hypervisor": "hv01", "node": "pve" }),
            json!({ "hypervisor": "", "vmid": 0 }),
            json!({ "hypervisor": "hv02", "node": "anything" }),
        ] {
            for rule in [&HYPERVISOR_UNKNOWN, &NODE_DIFFERS] {
                assert!(messages(rule, &with_machine(&machine)).is_empty(), "{machine}");
            }
        }
    }

    #[test]
    fn a_hypervisor_that_declares_nothing_is_none() {
        let json = |hypervisor: Value| json!({ "hosts": { "hv01": hypervisor, "dns-vm01": { "mgmt_vm": { "hypervisor": "hv01" } } } });
        let findings = reported(&HYPERVISOR_UNKNOWN, &json(json!({ "proxmox_node": "pve" })));
        insta::assert_snapshot!(findings[0].message, @"dns-vm01 stands on hv01, which declares nothing of a hypervisor");
        assert_eq!(findings[0].subjects, [Subject::device("dns-vm01")]);
        assert_eq!(messages(&HYPERVISOR_UNKNOWN, &json(json!({}))).len(), 1);
        for declared in [json!({ "infrastructure": { "form": "hv" } }), json!({ "deevnet_hypervisor": {} })] {
            assert!(messages(&HYPERVISOR_UNKNOWN, &json(declared)).is_empty());
        }
    }

    #[test]
    fn a_node_nobody_declares_says_nothing() {
        let json = json!({ "hosts": {
            "hv01": { "infrastructure": { "form": "hv" } },
            "dns-vm01": { "mgmt_vm": { "node": "pve" } },
        } });
        assert!(messages(&HYPERVISOR_UNKNOWN, &json).is_empty());
    }

    #[test]
    fn a_node_that_is_not_the_hypervisors_is_reported() {
        let findings = reported(&NODE_DIFFERS, &with_machine(&json!({ "hypervisor": "hv01", "node": "pve2" })));
        insta::assert_snapshot!(findings[0].message, @r#"dns-vm01 stands on the node "pve2", but that of its hypervisor hv01 is "pve""#);
        assert_eq!(findings[0].related[0].message, "the node of hv01");
    }

    #[test]
    fn a_management_machine_on_the_tenant_plane_is_a_warning() {
        let findings = reported(&MANAGEMENT_ON_TENANT_HYPERVISOR, &with_machine(&json!({ "hypervisor": "hv02" })));
        insta::assert_snapshot!(findings[0].message, @"dns-vm01 is the management plane's and stands on hv02, a hypervisor of the tenant plane");
        assert_eq!(findings[0].severity, Severity::Warning);
        assert_eq!(findings[0].hint.as_deref(), Some("place it on hv01"));
    }

    #[test]
    fn a_workload_on_the_management_plane_is_an_error() {
        let mut json = with_machine(&json!({}));
        json["substrate"] = json!({ "deevnet_tenants": [
            { "name": "music", "workloads": [{ "name": "api", "hypervisor": "hv01" }, { "name": "web", "hypervisor": "hv02" }] },
        ] });
        let findings = reported(&TENANT_ON_MANAGEMENT_HYPERVISOR, &json);
        insta::assert_snapshot!(findings[0].message, @"music/api is a tenant's and stands on hv01, a hypervisor of the management plane");
        assert_eq!((findings.len(), findings[0].severity), (1, Severity::Error));
        assert_eq!(findings[0].subjects, [Subject::device("hv01")]);
    }

    #[test]
    fn storages_and_templates_are_those_of_the_hypervisor() {
        let machine = json!({
            "hypervisor": "hv01",
            "storage": "local-lmv",
            "data_disk": { "storage": "tank" },
            "template_prefix": "debian-",
        });
        let json = with_machine(&machine);
        let mut shown = Vec::new();
        for rule in [&STORAGE_UNKNOWN, &TEMPLATE_UNKNOWN] {
            for finding in reported(rule, &json) {
                shown.push(format!("{} [{}]", finding.message, finding.hint.unwrap_or_default()));
            }
        }
        insta::assert_snapshot!(shown.join("\n"), @r#"
        dns-vm01 is on the storage "tank", which hv01 does not have [write one of: local-lvm, local-big]
        dns-vm01 is on the storage "local-lmv", which hv01 does not have [did you mean `local-lvm`?]
        dns-vm01 is cloned from the template "debian-", which hv01 does not have [write one of: fedora-server-]
        "#);
    }

    #[test]
    fn a_known_storage_a_whole_template_name_and_an_undeclared_offer_are_legitimate() {
        for machine in [
            json!({ "hypervisor": "hv01", "storage": "local-lvm", "template_prefix": "fedora-server-" }),
            json!({ "hypervisor": "hv01", "data_disk": { "storage": "local-big" }, "template": "fedora-server-44-1.10" }),
            json!({ "hypervisor": "hv02", "storage": "tank", "template_prefix": "debian-" }),
        ] {
            for rule in [&STORAGE_UNKNOWN, &TEMPLATE_UNKNOWN] {
                assert!(messages(rule, &with_machine(&machine)).is_empty(), "{machine}");
            }
        }
    }
}
