//! Segments of tenants on VLANs, and whether overlays can be numbered.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::identity::index_hint;
use crate::check::context::Context;
use crate::finding::Subject;
use crate::model::{Segment, Tenant};
use crate::nearest;
use crate::rules;
use crate::tenant::{TenantNetwork, segment_name};

pub(super) fn check(context: &mut Context<'_>) {
    let mut owners: BTreeMap<&str, &Tenant> = BTreeMap::new();
    for tenant in &context.substrate.tenants {
        match context.substrate.network_of_tenant(tenant) {
            TenantNetwork::Overlay => check_index(context, tenant),
            TenantNetwork::Vlan => match context.substrate.segment_of_tenant(tenant) {
                None => report_missing(context, tenant),
                Some(segment) => {
                    if let Some(owner) = owners.get(&*segment.name) {
                        report_shared(context, tenant, owner, segment);
                    } else {
                        owners.insert(&segment.name, tenant);
                        check_complete(context, tenant, segment);
                    }
                }
            },
        }
    }
}

fn check_index(context: &mut Context<'_>, tenant: &Tenant) {
    if tenant.index.is_some() || tenant.has_invalid_index {
        return;
    }
    let name = &tenant.name;
    let message = format!("the tenant `{}` has no index to number its overlay from", name.value);
    let finding = context
        .finding(&rules::TENANT_INDEX_MISSING, name.span, message)
        .with_value(name.value.as_str())
        .with_hint(index_hint(context));
    context.push(finding);
}

fn report_missing(context: &mut Context<'_>, tenant: &Tenant) {
    let (name, segments) = (&tenant.name.value, &context.substrate.segments);
    if tenant.has_invalid_index
        || (tenant.segment.is_none() && context.substrate.reservation_of_tenant(tenant).is_some())
    {
        return;
    }
    let (span, message, hint) = match (&tenant.segment, tenant.index) {
        (Some(segment), _) => {
            let hint = match nearest(&segment.value, segments.keys().map(|name| &**name)) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("declare `{}` in deevnet_vlans", segment.value),
            };
            (
                segment.span,
                format!("the tenant `{name}` names the segment `{}`, which is not declared", segment.value),
                hint,
            )
        }
        (None, Some(index)) => (
            index.span,
            format!("the tenant `{name}` has no segment"),
            format!("declare `{}` in deevnet_vlans, or name its segment with `segment`", segment_name(index.value)),
        ),
        (None, None) => (
            tenant.name.span,
            format!("the tenant `{name}` has no segment"),
            format!("declare `tenant_{name}` in deevnet_vlans, or name its segment with `segment`"),
        ),
    };
    let finding =
        context.finding(&rules::TENANT_SEGMENT_MISSING, span, message).with_value(name.as_str()).with_hint(hint);
    context.push(finding);
}

fn report_shared(context: &mut Context<'_>, tenant: &Tenant, owner: &Tenant, segment: &Segment) {
    if tenant.name.value == owner.name.value {
        return;
    }
    let span = tenant.segment.as_ref().map_or(tenant.name.span, |segment| segment.span);
    let message =
        format!("the tenants `{}` and `{}` share the segment `{}`", owner.name.value, tenant.name.value, segment.name);
    let finding = context
        .finding(&rules::TENANT_SEGMENT_SHARED, span, message)
        .with_value(segment.name.as_ref())
        .with_hint("give each tenant a segment of its own, as `deevnet tenant add` does")
        .with_related("the other tenant", context.position(owner.name.span))
        .with_subject(Subject::segment(Arc::clone(&segment.name)));
    context.push(finding);
}

fn check_complete(context: &mut Context<'_>, tenant: &Tenant, segment: &Segment) {
    let missing = match (segment.subnet, segment.gateway) {
        (None, _) => "no subnet",
        (Some(_), None) => "no gateway",
        (Some(_), Some(_)) => return,
    };
    let message = format!("`{}`, the segment of the tenant `{}`, has {missing}", segment.name, tenant.name.value);
    let finding = context
        .finding(&rules::TENANT_SEGMENT_INCOMPLETE, segment.span, message)
        .with_value(segment.name.as_ref())
        .with_hint("the plan's subnet is 10.<octet>.<VLAN ID>.0/24, and its gateway the first address")
        .with_related("the tenant", context.position(tenant.name.span))
        .with_subject(Subject::segment(Arc::clone(&segment.name)));
    context.push(finding);
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::declared::testing::messages;
    use crate::rules::{self, Rule};

    fn found(rule: &'static Rule, tenants: &Value) -> Vec<String> {
        messages(
            rule,
            &json!({ "substrate": {
                "deevnet_site_octet": 20,
                "deevnet_tenants": tenants,
                "deevnet_vlans": {
                    "tenant_1": { "vlan_id": 50, "subnet": "10.20.50.0/24", "gateway": "10.20.50.1" },
                    "tenant_2": { "vlan_id": 51, "subnet": "10.20.51.0/24" },
                    "tenant_3": { "vlan_id": 52 },
                },
            } }),
        )
    }

    #[test]
    fn a_tenant_on_vlans_has_a_segment() {
        let tenants = json!([
            { "name": "oak", "index": 1 }, { "name": "elm", "index": 4 }, { "name": "ink" },
            { "name": "ash", "segment": "tenant1" }, { "name": "yew", "index": 99 },
        ]);
        insta::assert_snapshot!(found(&rules::TENANT_SEGMENT_MISSING, &tenants).join("\n"), @r"
        the tenant `elm` has no segment
        the tenant `ink` has no segment
        the tenant `ash` names the segment `tenant1`, which is not declared
        ");
    }

    #[test]
    fn a_tenants_segment_is_complete_and_its_own() {
        let tenants = json!([
            { "name": "oak", "index": 1 }, { "name": "elm", "index": 2 }, { "name": "ink", "index": 3 },
            { "name": "ash", "segment": "tenant_1" },
        ]);
        assert_eq!(
            found(&rules::TENANT_SEGMENT_INCOMPLETE, &tenants),
            [
                "`tenant_2`, the segment of the tenant `elm`, has no gateway",
                "`tenant_3`, the segment of the tenant `ink`, has no subnet",
            ]
        );
        assert_eq!(
            found(&rules::TENANT_SEGMENT_SHARED, &tenants),
            ["the tenants `oak` and `ash` share the segment `tenant_1`"]
        );
    }

    #[test]
    fn an_overlay_has_an_index() {
        let tenants = |numbering: &Value| {
            json!({ "substrate": {
                "deevnet_tenant_numbering": numbering,
                "deevnet_tenants": [{ "name": "oak" }, { "name": "elm", "index": 2 }, { "name": "ink", "index": "x" }],
            } })
        };
        let numbering = json!({ "vrf_base": 10_000, "vnet_base": 20_000, "vmid_base": 10_000 });
        let expected = ["the tenant `oak` has no index to number its overlay from"];
        assert_eq!(messages(&rules::TENANT_INDEX_MISSING, &tenants(&numbering)), expected);
        assert!(messages(&rules::TENANT_SEGMENT_MISSING, &tenants(&numbering)).is_empty());
    }
}
