//! Numbers of overlays against everything else that has numbers.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::check::context::Context;
use crate::finding::Subject;
use crate::model::Tenant;
use crate::name::Form;
use crate::network::SiteBlock;
use crate::rules;
use crate::source::Span;
use crate::tenant::{TenantNetwork, TenantNumbering, VnetId, VnetNumber, overlay};

pub(super) fn check(context: &mut Context<'_>) {
    if let Some(numbering) = context.substrate.tenant_numbering.bases() {
        check_management_range(context, numbering);
        check_hosts(context, numbering);
    }
    check_subnets(context);
    check_vnets(context);
    check_vnet_ids(context);
}

/// The tenants whose network is an overlay.
fn overlays<'a>(context: &Context<'a>) -> impl Iterator<Item = &'a Tenant> + use<'a> {
    let substrate = context.substrate;
    substrate.tenants.iter().filter(|tenant| substrate.network_of_tenant(tenant) == TenantNetwork::Overlay)
}

fn check_management_range(context: &mut Context<'_>, numbering: TenantNumbering) {
    let Some(range) = context.substrate.vmid_range else { return };
    let tenants = numbering.vmids();
    if range.value.end < *tenants.start() || range.value.start > *tenants.end() {
        return;
    }
    let message = format!(
        "management machines have the VMIDs {} to {}, and tenants {} to {}: they overlap",
        range.value.start,
        range.value.end,
        tenants.start(),
        tenants.end()
    );
    let finding = context
        .finding(&rules::TENANT_VMIDS_OVERLAP, range.span, message)
        .with_hint("choose a `vmid_base` far above `deevnet_mgmt_vmid_range`, such as 10000");
    context.push(finding);
}

fn check_hosts(context: &mut Context<'_>, numbering: TenantNumbering) {
    for host in context.hosts() {
        let Some(vmid) = host.vmid() else { continue };
        let Some((index, slot)) = numbering.workload_of(vmid.value) else { continue };
        let message =
            format!("{} has VMID {}, which is workload {slot} of the tenant with index {index}", host.name, vmid.value);
        let finding = context
            .finding(&rules::TENANT_VMIDS_OVERLAP, vmid.span, message)
            .with_value(vmid.value.to_string())
            .with_hint("give it a VMID from `deevnet_mgmt_vmid_range`")
            .with_subject(Subject::host(Arc::clone(&host.name)));
        context.push(finding);
    }
}

fn check_subnets(context: &mut Context<'_>) {
    let Some(site) = context.substrate.site_octet.map(|octet| SiteBlock::new(octet.value)) else { return };
    for tenant in overlays(context) {
        let Some(index) = tenant.index else { continue };
        let own = overlay::subnet(site, index.value);
        for segment in context.substrate.segments.values() {
            let Some(subnet) = segment.subnet else { continue };
            if !own.contains(&subnet.value) && !subnet.value.contains(&own) {
                continue;
            }
            let message = format!(
                "segment `{}` has the subnet {}, where {own} is the overlay of the tenant `{}`",
                segment.name, subnet.value, tenant.name.value
            );
            let finding = context
                .finding(&rules::OVERLAY_SUBNET_TAKEN, subnet.span, message)
                .with_value(subnet.value.to_string())
                .with_hint(format!("segments lie below {}", overlay::block(site).network()))
                .with_related("the tenant", context.position(tenant.name.span))
                .with_subject(Subject::segment(Arc::clone(&segment.name)));
            context.push(finding);
        }
    }
}

fn check_vnets(context: &mut Context<'_>) {
    let limit = VnetNumber::all().count();
    for tenant in &context.substrate.tenants {
        let name = &tenant.name.value;
        if let Some(vnet) = tenant.vnets.get(limit) {
            let message = format!("the tenant `{name}` has {} VNets; it can have {limit}", tenant.vnets.len());
            let finding = context
                .finding(&rules::VNET_LIMIT, vnet.span, message)
                .with_value(vnet.value.as_ref())
                .with_hint("join some of them, or make another tenant");
            context.push(finding);
        }
        let mut first: BTreeMap<&str, Span> = BTreeMap::new();
        for vnet in &tenant.vnets {
            if let Some(span) = first.get(&*vnet.value) {
                let finding = context
                    .finding(
                        &rules::VNET_LIMIT,
                        vnet.span,
                        format!("the tenant `{name}` has the VNet `{}` twice", vnet.value),
                    )
                    .with_value(vnet.value.as_ref())
                    .with_related("it stands here first", context.position(*span));
                context.push(finding);
            } else {
                first.insert(&vnet.value, vnet.span);
            }
        }
    }
}

fn check_vnet_ids(context: &mut Context<'_>) {
    let interfaces = hypervisor_interfaces(context);
    let mut first: BTreeMap<&str, &Tenant> = BTreeMap::new();
    for tenant in overlays(context) {
        let name = &tenant.name;
        if !name.value.is_zone_id() {
            let message = format!("the tenant `{}` has a name of one character, which is no zone ID", name.value);
            let finding = context
                .finding(&rules::ZONE_ID_TOO_SHORT, name.span, message)
                .with_value(name.value.as_str())
                .with_hint("give it a name of two to eight characters");
            context.push(finding);
        }
        let prefix = VnetId::prefix(&name.value);
        match first.get(prefix) {
            Some(other) if other.name.value == name.value => {}
            Some(other) => report_shared_ids(context, tenant, other),
            None => {
                first.insert(prefix, tenant);
            }
        }
        report_interfaces(context, tenant, &interfaces);
    }
}

fn report_shared_ids(context: &mut Context<'_>, tenant: &Tenant, other: &Tenant) {
    let id = VnetId::of(&tenant.name.value, VnetNumber::MIN);
    let message =
        format!("the tenants `{}` and `{}` both have the VNet ID `{id}`", other.name.value, tenant.name.value);
    let finding = context
        .finding(&rules::VNET_ID_TAKEN, tenant.name.span, message)
        .with_value(tenant.name.value.as_str())
        .with_hint("choose a name whose first six characters no other tenant's name begins with")
        .with_related("the other tenant", context.position(other.name.span));
    context.push(finding);
}

fn report_interfaces(context: &mut Context<'_>, tenant: &Tenant, interfaces: &BTreeMap<Arc<str>, Arc<str>>) {
    let record = context.substrate.tenant_record(tenant);
    let Some(overlay) = record.overlay else { return };
    for vnet in overlay.vnets {
        let Some(host) = interfaces.get(vnet.id.as_str()) else { continue };
        let message =
            format!("the VNet ID `{}` of the tenant `{}` is an interface of {host}", vnet.id, tenant.name.value);
        let finding = context
            .finding(&rules::VNET_ID_TAKEN, tenant.name.span, message)
            .with_value(tenant.name.value.as_str())
            .with_hint("give the tenant a name that begins like no interface");
        context.push(finding);
    }
}

/// The interfaces and bridges of hypervisors by name, each with the first host that has it.
fn hypervisor_interfaces(context: &Context<'_>) -> BTreeMap<Arc<str>, Arc<str>> {
    let mut interfaces = BTreeMap::new();
    for host in context.hosts() {
        let is_one = host.hypervisor.is_some() || host.form.is_some_and(|form| form.value == Form::Hypervisor);
        if !is_one {
            continue;
        }
        let bridge = host.hypervisor.as_ref().and_then(|hypervisor| hypervisor.bridge.as_ref());
        let bridges = bridge.map(|bridge| Arc::clone(&bridge.value));
        let names = host.interfaces.values().map(|interface| Arc::clone(&interface.name)).chain(bridges);
        for name in names {
            interfaces.entry(name).or_insert_with(|| Arc::clone(&host.name));
        }
    }
    interfaces
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::declared::testing::messages;
    use crate::rules::{self, Rule};

    fn with(rule: &'static Rule, tenants: &Value, segments: &Value, hosts: &Value) -> Vec<String> {
        messages(
            rule,
            &json!({
                "substrate": {
                    "deevnet_site_octet": 20,
                    "deevnet_mgmt_vmid_range": { "start": 200, "end": 299 },
                    "deevnet_tenant_numbering": { "vrf_base": 10_000, "vnet_base": 20_000, "vmid_base": 10_000 },
                    "deevnet_tenants": tenants,
                    "deevnet_vlans": segments,
                },
                "hosts": hosts,
            }),
        )
    }

    fn found(rule: &'static Rule, tenants: &Value) -> Vec<String> {
        with(rule, tenants, &json!({}), &json!({}))
    }

    #[test]
    fn vmids_of_tenants_are_nobody_elses() {
        let range = |base: u32, end: u32| {
            messages(
                &rules::TENANT_VMIDS_OVERLAP,
                &json!({ "substrate": {
                    "deevnet_mgmt_vmid_range": { "start": 200, "end": end },
                    "deevnet_tenant_numbering": { "vrf_base": 10_000, "vnet_base": 20_000, "vmid_base": base },
                } }),
            )
        };
        assert!(range(260, 299).is_empty());
        assert_eq!(
            range(259, 299),
            ["management machines have the VMIDs 200 to 299, and tenants 299 to 2818: they overlap"]
        );
        let hosts = json!({
            "dns-vm01": { "mgmt_vm": { "vmid": 10_123 } },
            "git-vm01": { "mgmt_vm": { "vmid": 210 } },
            "log-vm01": { "deevnet_assigned_vmid": 10_040 },
        });
        assert_eq!(
            with(&rules::TENANT_VMIDS_OVERLAP, &json!([]), &json!({}), &hosts),
            [
                "dns-vm01 has VMID 10123, which is workload 3 of the tenant with index 3",
                "log-vm01 has VMID 10040, which is workload 0 of the tenant with index 1",
            ]
        );
    }

    #[test]
    fn overlays_have_their_subnets_alone() {
        let tenants = json!([{ "name": "oak", "index": 1 }, { "name": "elm", "index": 3 }]);
        let segments = json!({
            "lab": { "vlan_id": 70, "subnet": "10.20.70.0/24" },
            "one": { "vlan_id": 129, "subnet": "10.20.129.0/24" },
            "wide": { "vlan_id": 130, "subnet": "10.20.130.0/23" },
            "other": { "vlan_id": 132, "subnet": "10.20.132.0/24" },
        });
        assert_eq!(
            with(&rules::OVERLAY_SUBNET_TAKEN, &tenants, &segments, &json!({})),
            [
                "segment `one` has the subnet 10.20.129.0/24, where 10.20.129.0/24 is the overlay of the tenant `oak`",
                "segment `wide` has the subnet 10.20.130.0/23, where 10.20.131.0/24 is the overlay of the tenant `elm`",
            ]
        );
    }

    #[test]
    fn vnets_are_ten_and_each_is_named_once() {
        let vnets = |names: &[&str]| found(&rules::VNET_LIMIT, &json!([{ "name": "oak", "index": 1, "vnets": names }]));
        assert!(vnets(&["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"]).is_empty());
        assert_eq!(
            vnets(&["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "a"]),
            ["the tenant `oak` has 12 VNets; it can have 10", "the tenant `oak` has the VNet `a` twice"]
        );
    }

    #[test]
    fn a_vnet_id_is_one_vnets() {
        let tenants = json!([
            { "name": "grooveiq", "index": 1 }, { "name": "groove", "index": 2 }, { "name": "groov", "index": 3 },
            { "name": "vmbr", "index": 4 }, { "name": "eno", "index": 5 }, { "name": "m", "index": 6 },
        ]);
        let hosts = json!({
            "hv01": {
                "infrastructure": { "form": "hv", "interfaces": { "eno0": { "mac": "00:00:5e:00:53:01" } } },
                "deevnet_hypervisor": { "bridge": "vmbr0" },
            },
            "pi01": { "infrastructure": { "form": "pi", "interfaces": { "m0": { "mac": "00:00:5e:00:53:02" } } } },
        });
        insta::assert_snapshot!(with(&rules::VNET_ID_TAKEN, &tenants, &json!({}), &hosts).join("\n"), @r"
        the tenants `grooveiq` and `groove` both have the VNet ID `groove0`
        the VNet ID `vmbr0` of the tenant `vmbr` is an interface of hv01
        the VNet ID `eno0` of the tenant `eno` is an interface of hv01
        ");
        assert_eq!(
            found(&rules::ZONE_ID_TOO_SHORT, &tenants),
            ["the tenant `m` has a name of one character, which is no zone ID"]
        );
    }

    #[test]
    fn names_of_tenants_on_vlans_may_be_alike() {
        let json = json!({ "substrate": {
            "deevnet_tenants": [{ "name": "grooveiq", "index": 1 }, { "name": "groovetv", "index": 2 }],
            "deevnet_vlans": { "tenant_1": { "vlan_id": 50 }, "tenant_2": { "vlan_id": 51 } },
        } });
        assert!(messages(&rules::VNET_ID_TAKEN, &json).is_empty());
    }

    #[test]
    fn bases_have_room_and_are_complete() {
        let bases = |numbering: Value| {
            let json = json!({ "substrate": { "deevnet_tenant_numbering": numbering } });
            [&rules::TENANT_NUMBERING_INVALID, &rules::KEY_MISSING, &rules::WRONG_TYPE]
                .map(|rule| messages(rule, &json).len())
        };
        assert_eq!(bases(json!({ "vrf_base": "10000", "vnet_base": 20_000, "vmid_base": 10_000 })), [0, 0, 0]);
        assert_eq!(bases(json!({ "vrf_base": 1, "vnet_base": 2, "vmid_base": 3 })), [1, 0, 0]);
        assert_eq!(bases(json!({ "vrf_base": 10_000 })), [0, 1, 0]);
        assert_eq!(bases(json!({ "vrf_base": -1, "vnet_base": 20_000, "vmid_base": 10_000 })), [0, 0, 1]);
        assert_eq!((bases(json!([])), bases(json!(null))), ([0, 0, 1], [0, 0, 0]));
    }
}
