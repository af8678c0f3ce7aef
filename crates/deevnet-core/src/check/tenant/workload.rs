//! Workloads of tenants, and where MAC addresses come from.

use std::collections::BTreeMap;

use crate::check::context::Context;
use crate::model::{Tenant, Workload};
use crate::rules;
use crate::source::Span;
use crate::tenant::{MacPolicy, Plane, PolicyScope, TenantNetwork, WorkloadSlot};

pub(super) fn check(context: &mut Context<'_>) {
    for tenant in &context.substrate.tenants {
        check_names(context, tenant);
        check_slots(context, tenant);
        check_derivable(context, tenant);
    }
    check_management(context);
}

fn check_names(context: &mut Context<'_>, tenant: &Tenant) {
    let mut first: BTreeMap<&str, Span> = BTreeMap::new();
    for workload in &tenant.workloads {
        let name = &workload.name;
        if let Some(span) = first.get(name.value.as_str()) {
            let message = format!("the tenant `{}` has two workloads `{}`", tenant.name.value, name.value);
            let finding = context
                .finding(&rules::WORKLOAD_NAME, name.span, message)
                .with_value(name.value.as_str())
                .with_hint("give one of them another name")
                .with_related("declared here first", context.position(*span));
            context.push(finding);
        } else {
            first.insert(name.value.as_str(), name.span);
        }
    }
}

fn check_slots(context: &mut Context<'_>, tenant: &Tenant) {
    let is_overlay = context.substrate.network_of_tenant(tenant) == TenantNetwork::Overlay;
    let mut holders: BTreeMap<WorkloadSlot, &Workload> = BTreeMap::new();
    for workload in &tenant.workloads {
        match workload.slot {
            Some(slot) => {
                if let Some(holder) = holders.get(&slot.value) {
                    report_shared_slot(context, tenant, workload, holder);
                } else {
                    holders.insert(slot.value, workload);
                    check_declared_vmid(context, tenant, workload);
                }
            }
            None if is_overlay => report_no_slot(context, tenant, workload),
            None => {}
        }
    }
}

fn report_shared_slot(context: &mut Context<'_>, tenant: &Tenant, workload: &Workload, holder: &Workload) {
    let Some(slot) = workload.slot else { return };
    let message = format!(
        "the workloads `{}` and `{}` of the tenant `{}` are both in slot {}",
        holder.name.value, workload.name.value, tenant.name.value, slot.value
    );
    let finding = context
        .finding(&rules::WORKLOAD_SLOT_INVALID, slot.span, message)
        .with_value(slot.value.to_string())
        .with_hint(slot_hint(tenant))
        .with_related("the other workload", context.position(holder.span));
    context.push(finding);
}

/// A VMID that is written beside a slot is the one that the slot stands for.
fn check_declared_vmid(context: &mut Context<'_>, tenant: &Tenant, workload: &Workload) {
    let (Some(vmid), Some(slot), Some(index)) = (workload.machine.vmid, workload.slot, tenant.index) else { return };
    let Some(bases) = context.substrate.tenant_numbering.bases() else { return };
    let derived = bases.vmid(index.value, slot.value);
    if vmid.value == derived || context.substrate.network_of_tenant(tenant) == TenantNetwork::Vlan {
        return;
    }
    let message = format!(
        "the workload `{}` of the tenant `{}` has VMID {}; its slot {} has {derived}",
        workload.name.value, tenant.name.value, vmid.value, slot.value
    );
    let finding = context
        .finding(&rules::WORKLOAD_SLOT_INVALID, vmid.span, message)
        .with_value(vmid.value.to_string())
        .with_hint("leave the VMID out; it follows from the slot")
        .with_related("the slot", context.position(slot.span));
    context.push(finding);
}

fn report_no_slot(context: &mut Context<'_>, tenant: &Tenant, workload: &Workload) {
    let name = &workload.name;
    let message = format!("the workload `{}` of the tenant `{}` has no slot", name.value, tenant.name.value);
    let finding = context
        .finding(&rules::WORKLOAD_SLOT_MISSING, name.span, message)
        .with_value(name.value.as_str())
        .with_hint(slot_hint(tenant));
    context.push(finding);
}

/// The lowest free slot of a tenant, as a way out.
fn slot_hint(tenant: &Tenant) -> String {
    let is_free = |slot: &WorkloadSlot| {
        tenant.workloads.iter().all(|workload| workload.slot.is_none_or(|held| held.value != *slot))
    };
    match WorkloadSlot::all().find(is_free) {
        Some(slot) => format!("give it the slot {slot}, the lowest free one"),
        None => "all forty slots of the tenant are taken; make another tenant".to_owned(),
    }
}

fn check_management(context: &mut Context<'_>) {
    for (scope, policy) in &context.substrate.mac_policies {
        if scope.plane() != Plane::Management || policy.value == MacPolicy::Deterministic {
            continue;
        }
        let finding = context
            .finding(
                &rules::MANAGEMENT_MAC_POLICY,
                policy.span,
                format!("the MAC policy of `{scope}` is `{}`, but the management plane is deterministic", policy.value),
            )
            .with_value(policy.value.name())
            .with_hint("write `deterministic`, or leave it out");
        context.push(finding);
    }
}

/// A policy of the tenant itself or of its class that wants derived addresses where no VMID follows.
fn check_derivable(context: &mut Context<'_>, tenant: &Tenant) {
    let substrate = context.substrate;
    let class = tenant.class();
    if substrate.mac_policy_of_tenant(tenant, class) != MacPolicy::Deterministic || tenant.has_invalid_index {
        return;
    }
    let is_vlan = substrate.network_of_tenant(tenant) == TenantNetwork::Vlan;
    let missing =
        if is_vlan && !tenant.workloads.is_empty() && tenant.workloads.iter().all(|one| one.machine.vmid.is_some()) {
            return;
        } else if is_vlan {
            "a tenant on a VLAN has no VMIDs of its own"
        } else if !substrate.tenant_numbering.is_declared() {
            "`deevnet_tenant_numbering` is not declared"
        } else if context.declared.substrate.get("deevnet_mac_namespace").is_none() {
            "`deevnet_mac_namespace` is not declared"
        } else {
            return;
        };
    let scopes = [PolicyScope::Class(class), PolicyScope::Plane(Plane::Tenant)];
    let declared =
        tenant.mac_policy.or_else(|| scopes.iter().find_map(|scope| substrate.mac_policies.get(scope).copied()));
    let name = &tenant.name;
    let message = format!("the MAC addresses of the tenant `{}` cannot be derived: {missing}", name.value);
    let finding = context
        .finding(&rules::TENANT_MAC_UNDERIVABLE, tenant.mac_policy.map_or(name.span, |policy| policy.span), message)
        .with_value(MacPolicy::Deterministic.name())
        .with_hint("declare what is missing, or write `hypervisor-assigned`")
        .with_related("the policy", declared.and_then(|policy| context.position(policy.span)));
    context.push(finding);
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::declared::testing::{messages, reported};
    use crate::rules::{self, Rule};

    fn declared(tenant: &Value) -> Value {
        json!({ "substrate": {
            "deevnet_mac_namespace": "02:de:20",
            "deevnet_tenant_numbering": { "vrf_base": 10_000, "vnet_base": 20_000, "vmid_base": 10_000 },
            "deevnet_tenants": [tenant],
        } })
    }

    fn workloads(rule: &'static Rule, workloads: &Value) -> Vec<String> {
        messages(rule, &declared(&json!({ "name": "oak", "index": 1, "workloads": workloads })))
    }

    #[test]
    fn a_workload_has_a_name_of_its_own() {
        let found = workloads(&rules::WORKLOAD_NAME, &json!([{ "name": "api" }, { "name": "API" }, { "name": "a_b" }]));
        insta::assert_snapshot!(found.join("\n"), @r#"
        the tenant `oak` has two workloads `api`
        `deevnet_tenants.workloads.name` is "a_b": `a_b` has `_` at column 2, which is not a letter, digit or hyphen
        "#);
    }

    #[test]
    fn a_slot_is_one_workloads() {
        let found = |slots: &Value| workloads(&rules::WORKLOAD_SLOT_INVALID, slots);
        assert!(found(&json!([{ "name": "a", "slot": 0 }, { "name": "b", "slot": "39" }, { "name": "c" }])).is_empty());
        insta::assert_snapshot!(
            found(&json!([
                { "name": "a", "slot": 3 }, { "name": "b", "slot": 3 }, { "name": "c", "slot": 40 },
                { "name": "d", "slot": 4, "vmid": 300 }, { "name": "e", "slot": 5, "vmid": 10_045 },
            ])).join("\n"), @r"
        the workloads `a` and `b` of the tenant `oak` are both in slot 3
        `deevnet_tenants.workloads.slot` is 40; a workload's slot is 0 to 39
        the workload `d` of the tenant `oak` has VMID 300; its slot 4 has 10044
        ");
    }

    #[test]
    fn a_workload_on_an_overlay_has_a_slot() {
        let tenant = json!({ "name": "oak", "index": 1, "workloads": [{ "name": "a", "slot": 0 }, { "name": "b" }] });
        let findings = reported(&rules::WORKLOAD_SLOT_MISSING, &declared(&tenant));
        assert_eq!(findings[0].message, "the workload `b` of the tenant `oak` has no slot");
        assert_eq!(findings[0].hint.as_deref(), Some("give it the slot 1, the lowest free one"));
        let on_vlan = json!({ "substrate": {
            "deevnet_tenants": [{ "name": "oak", "segment": "oak", "workloads": [{ "name": "b" }] }],
            "deevnet_vlans": { "oak": { "vlan_id": 50 } },
        } });
        assert!(reported(&rules::WORKLOAD_SLOT_MISSING, &on_vlan).is_empty());
    }

    #[test]
    fn classes_and_policies_are_those_that_exist() {
        let tenant = |class: &str, policy: &str| {
            let json = declared(&json!({ "name": "oak", "index": 1, "class": class, "mac_policy": policy }));
            [&rules::WORKLOAD_CLASS_UNKNOWN, &rules::MAC_POLICY_UNKNOWN].map(|rule| messages(rule, &json).join("\n"))
        };
        assert_eq!(tenant("experiment", "observed"), ["", ""]);
        insta::assert_snapshot!(tenant("experimental", "vmid").join("\n"), @r"
        `deevnet_tenants.class` is `experimental`, which is no workload class
        `deevnet_tenants.mac_policy` is `vmid`, which is no MAC policy
        ");
        insta::assert_snapshot!(tenant("management-service", "observed")[0], @"`deevnet_tenants.class` is `management-service`, a class of the management plane");
        let json = json!({ "substrate": { "deevnet_mac_policies": { "tenants": "observed", "tenant": "random" } } });
        insta::assert_snapshot!(messages(&rules::MAC_POLICY_UNKNOWN, &json).join("\n"), @r"
        `deevnet_mac_policies.tenant` is `random`, which is no MAC policy
        `deevnet_mac_policies` has a policy for `tenants`, which is no plane or workload class
        ");
    }

    #[test]
    fn the_management_plane_is_deterministic() {
        let policies = |policies: Value| {
            messages(&rules::MANAGEMENT_MAC_POLICY, &json!({ "substrate": { "deevnet_mac_policies": policies } }))
        };
        assert!(policies(json!({ "management": "deterministic", "tenant": "observed" })).is_empty());
        assert_eq!(
            policies(json!({ "management-service": "observed" })),
            ["the MAC policy of `management-service` is `observed`, but the management plane is deterministic"]
        );
    }

    #[test]
    fn what_is_deterministic_can_be_derived() {
        let underivable = |json: &Value| messages(&rules::TENANT_MAC_UNDERIVABLE, json).join("\n");
        let tenant = json!({ "name": "oak", "index": 1, "mac_policy": "deterministic" });
        assert_eq!(underivable(&declared(&tenant)), "");
        let without = |key: &str| {
            let mut json = declared(&tenant);
            json["substrate"].as_object_mut().unwrap().remove(key);
            underivable(&json)
        };
        let cannot = "the MAC addresses of the tenant `oak` cannot be derived";
        for key in ["deevnet_mac_namespace", "deevnet_tenant_numbering"] {
            assert_eq!(without(key), format!("{cannot}: `{key}` is not declared"));
        }
        let mut on_vlan = declared(&tenant);
        on_vlan["substrate"]["deevnet_tenants"][0]["segment"] = json!("oak");
        assert_eq!(underivable(&on_vlan), format!("{cannot}: a tenant on a VLAN has no VMIDs of its own"));
        on_vlan["substrate"]["deevnet_tenants"][0]["workloads"] = json!([{ "name": "api", "vmid": 300 }]);
        assert_eq!(underivable(&on_vlan), "");
    }
}
