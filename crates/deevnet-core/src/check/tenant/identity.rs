//! Names and indices of tenants.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::check::context::Context;
use crate::finding::{Finding, Subject};
use crate::model::Tenant;
use crate::rules;
use crate::source::Span;

/// What the names of tenants begin with that are added and removed for practice.
const DRILL: &str = "drill";

pub(super) fn check(context: &mut Context<'_>) {
    check_names(context);
    check_reserved(context);
    check_indices(context);
    check_published(context);
}

/// The tenants that follow another one with the same value, each with the first one.
fn repeated<'a, T: Ord>(
    tenants: &'a [Tenant],
    value_of: impl Fn(&'a Tenant) -> Option<T>,
) -> Vec<(&'a Tenant, &'a Tenant)> {
    let mut first = BTreeMap::new();
    let mut repeated = Vec::new();
    for tenant in tenants {
        let Some(value) = value_of(tenant) else { continue };
        match first.get(&value) {
            Some(other) => repeated.push((*other, tenant)),
            None => {
                first.insert(value, tenant);
            }
        }
    }
    repeated
}

fn check_names(context: &mut Context<'_>) {
    for (first, tenant) in repeated(&context.substrate.tenants, |tenant| Some(&tenant.name.value)) {
        let name = &tenant.name;
        let finding = context
            .finding(&rules::TENANT_NAME_DUPLICATE, name.span, format!("the tenant `{}` is declared twice", name.value))
            .with_value(name.value.as_str())
            .with_hint("join both entries, or give one of them another name")
            .with_related("declared here first", context.position(first.name.span));
        context.push(finding);
    }
}

fn check_reserved(context: &mut Context<'_>) {
    for tenant in &context.substrate.tenants {
        let Some(reservation) = context.substrate.reservation_of_tenant(tenant) else { continue };
        let name = &tenant.name;
        let segment = context.substrate.segments.get(name.value.as_str());
        let finding = context
            .finding(
                &rules::TENANT_NAME_RESERVED,
                name.span,
                format!("the tenant `{}` has the name of {reservation}", name.value),
            )
            .with_value(name.value.as_str())
            .with_hint("give the tenant another name")
            .with_related("the segment", segment.and_then(|segment| context.position(segment.span)));
        context.push(finding);
    }
}

fn check_indices(context: &mut Context<'_>) {
    for (first, tenant) in repeated(&context.substrate.tenants, |tenant| Some(tenant.index?.value)) {
        let Some(index) = tenant.index else { continue };
        let message = format!(
            "the tenants `{}` and `{}` have the same index, {}",
            first.name.value, tenant.name.value, index.value
        );
        let finding = context
            .finding(&rules::TENANT_INDEX_DUPLICATE, index.span, message)
            .with_value(index.value.to_string())
            .with_hint(index_hint(context))
            .with_related("used here first", first.index.and_then(|index| context.position(index.span)));
        context.push(finding);
    }
    for tenant in &context.substrate.tenants {
        let Some(index) = tenant.index.filter(|index| index.value.is_drill()) else { continue };
        if tenant.name.value.as_str().starts_with(DRILL) {
            continue;
        }
        let message = format!("the tenant `{}` has the index {}, which is for drills", tenant.name.value, index.value);
        let finding = context
            .finding(&rules::DRILL_INDEX_USED, index.span, message)
            .with_value(index.value.to_string())
            .with_hint(index_hint(context));
        context.push(finding);
    }
}

/// The lowest free index, as a way out.
pub(super) fn index_hint(context: &Context<'_>) -> String {
    match context.substrate.free_tenant_index() {
        Ok(index) => format!("give it the index {index}, the lowest free one"),
        Err(error) => error.to_string(),
    }
}

fn check_published(context: &mut Context<'_>) {
    for tenant in &context.substrate.tenants {
        for (span, what, subject) in published(context, tenant) {
            let message = format!("{what} has the name of the tenant `{}`", tenant.name.value);
            let finding: Finding = context
                .finding(&rules::TENANT_NAME_PUBLISHED, span, message)
                .with_value(tenant.name.value.as_str())
                .with_hint("give the one or the other another name")
                .with_related("the tenant", context.position(tenant.name.span))
                .with_subject(subject);
            context.push(finding);
        }
    }
}

/// The hosts and services that have the name of a tenant.
fn published(context: &Context<'_>, tenant: &Tenant) -> Vec<(Span, String, Subject)> {
    let name = tenant.name.value.as_str();
    let mut found = Vec::new();
    if let Some(host) = context.substrate.hosts.get(name) {
        found.push((host.span, format!("the host {}", host.name), Subject::host(Arc::clone(&host.name))));
    }
    for (host, interface) in context.interfaces() {
        for service in &interface.publication.cnames {
            if service.name.value.eq_ignore_ascii_case(name) {
                let subject = Subject::service(Arc::clone(&host.name), service.name.value.to_ascii_lowercase());
                found.push((
                    service.name.span,
                    format!("the service `{}` of {}", service.name.value, host.name),
                    subject,
                ));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::declared::testing::messages;
    use crate::rules::{self, Rule};

    fn found(rule: &'static Rule, tenants: &Value) -> Vec<String> {
        messages(rule, &json!({ "substrate": { "deevnet_substrate": "dvnt", "deevnet_tenants": tenants } }))
    }

    #[test]
    fn a_name_that_cannot_be_one_stays_out() {
        let tenants = json!([{ "name": "moneyrouter", "index": 1 }, { "name": "music", "index": 1 }]);
        assert_eq!(
            found(&rules::TENANT_NAME_MALFORMED, &tenants),
            ["`deevnet_tenants.name` is \"moneyrouter\", which is no tenant's name: `moneyrouter` has 11 \
              characters; a tenant's name has at most 8"]
        );
        assert!(found(&rules::TENANT_INDEX_DUPLICATE, &tenants).is_empty());
    }

    #[test]
    fn names_and_indices_are_unique() {
        let tenants = json!([
            { "name": "music", "index": 1 }, { "name": "video", "index": 2 }, { "name": "music", "index": 3 },
            { "name": "oak", "index": 1 }, { "name": "elm", "index": 1 },
        ]);
        assert_eq!(found(&rules::TENANT_NAME_DUPLICATE, &tenants), ["the tenant `music` is declared twice"]);
        assert_eq!(
            found(&rules::TENANT_INDEX_DUPLICATE, &tenants),
            [
                "the tenants `music` and `oak` have the same index, 1",
                "the tenants `music` and `elm` have the same index, 1",
            ]
        );
    }

    #[test]
    fn no_tenant_is_called_like_a_word_or_somebody_elses_segment() {
        let tenants: Vec<Value> = ["guest", "self", "transit", "lounge", "studio", "booth", "music"]
            .iter()
            .zip(1..)
            .map(|(name, index)| json!({ "name": name, "index": index }))
            .chain([json!({ "name": "attic", "segment": "attic" }), json!({ "name": "storage" })])
            .collect();
        let segments = json!({
            "guest": { "vlan_id": 40 }, "lounge": { "vlan_id": 36 }, "studio": { "vlan_id": 51 },
            "booth": { "vlan_id": 52 }, "tenant_6": { "vlan_id": 56 }, "attic": { "vlan_id": 37 },
            "storage": { "vlan_id": 20 },
        });
        let mut variables = json!({ "deevnet_tenants": tenants, "deevnet_vlans": segments });
        let told =
            |variables: &Value| messages(&rules::TENANT_NAME_RESERVED, &json!({ "substrate": variables })).join("\n");
        insta::assert_snapshot!(told(&variables), @"
        the tenant `guest` has the name of a segment of the segmentation standard
        the tenant `self` has the name of a word of the firewall policy
        the tenant `transit` has the name of a segment of the segmentation standard
        the tenant `lounge` has the name of a declared segment that is not the tenant's own
        the tenant `booth` has the name of a declared segment that is not the tenant's own
        the tenant `storage` has the name of a segment of the segmentation standard
        ");
        variables["deevnet_tenant_numbering"] = json!({ "vrf_base": 10_000, "vnet_base": 20_000, "vmid_base": 10_000 });
        insta::assert_snapshot!(told(&variables), @"
        the tenant `guest` has the name of a segment of the segmentation standard
        the tenant `self` has the name of a word of the firewall policy
        the tenant `transit` has the name of a segment of the segmentation standard
        the tenant `lounge` has the name of a declared segment that is not the tenant's own
        the tenant `studio` has the name of a declared segment that is not the tenant's own
        the tenant `booth` has the name of a declared segment that is not the tenant's own
        the tenant `storage` has the name of a segment of the segmentation standard
        ");
    }

    #[test]
    fn an_index_is_in_its_bounds_and_63_is_for_drills() {
        let index = |index: Value| {
            let tenants = json!([{ "name": "music", "index": index }]);
            [&rules::TENANT_INDEX_INVALID, &rules::DRILL_INDEX_USED].map(|rule| found(rule, &tenants).len())
        };
        assert_eq!(
            [0, 1, 62, 63, 64, -1].map(|number| index(json!(number))),
            [[1, 0], [0, 0], [0, 0], [0, 1], [1, 0], [1, 0]]
        );
        assert_eq!((index(json!("7")), index(json!(null))), ([0, 0], [0, 0]));
        assert!(found(&rules::DRILL_INDEX_USED, &json!([{ "name": "drill2", "index": 63 }])).is_empty());
    }

    #[test]
    fn an_entry_without_a_name_or_with_a_misspelt_key_is_told() {
        assert_eq!(
            found(&rules::KEY_MISSING, &json!([{ "index": 1 }])),
            ["an entry of `deevnet_tenants` has no `name`"]
        );
        assert_eq!(found(&rules::UNKNOWN_KEY, &json!([{ "name": "oak", "clas": 1, "workload": [] }])).len(), 1);
        assert!(found(&rules::UNKNOWN_KEY, &json!([{ "name": "oak", "owner": "me" }])).is_empty());
    }

    #[test]
    fn no_host_and_no_service_is_called_like_a_tenant() {
        let host = |cname: &str| {
            json!({
                "infrastructure": { "form": "pi", "interfaces": { "eth0": { "mac": "00:00:5e:00:53:01" } } },
                "env": { "interfaces": { "eth0": {
                    "ip": "10.20.30.11", "dns": { "host_a_record": true, "cnames": [cname] },
                } } },
            })
        };
        let json = json!({
            "substrate": { "deevnet_tenants": [{ "name": "music", "index": 1 }, { "name": "pi01", "index": 2 }] },
            "hosts": { "pi01": host("Music"), "pi02": host("musician") },
        });
        assert_eq!(
            messages(&rules::TENANT_NAME_PUBLISHED, &json),
            [
                "the host pi01 has the name of the tenant `pi01`",
                "the service `music` of pi01 has the name of the tenant `music`",
            ]
        );
    }
}
