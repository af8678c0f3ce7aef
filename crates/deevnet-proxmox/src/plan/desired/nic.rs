//! Network devices as the declaration wants them.

use std::sync::Arc;

use deevnet_core::mac::MacAddress;
use deevnet_core::model::{Host, Interface, MacState, Nic, Segment, Substrate, VirtualMachine};
use deevnet_core::tenant::TenantRecord;

use super::read::Unfit;

/// A network device of a machine.
#[derive(Debug, Clone, Default)]
pub(in crate::plan) struct DesiredNic {
    /// Its MAC address; `None` where the node gave it one, which stays.
    pub(in crate::plan) mac: Option<MacAddress>,
    /// The bridge or VNet it is attached to; `None` where none is declared, so that it stays where it is.
    pub(in crate::plan) bridge: Option<String>,
    /// Its VLAN tag; `None` is untagged.
    pub(in crate::plan) tag: Option<u16>,
    /// Whether the bridge is the VNet of an overlay.
    pub(in crate::plan) is_vnet: bool,
    /// The segment it is on, where that is known by name.
    pub(in crate::plan) segment: Option<Arc<str>>,
}

/// The network devices of a machine of the management plane, and the number of the one with the fixed address.
///
/// A list of `nics` is all of them. Where it is empty there is one, with the tag of the machine. Where the machine has a
/// tag and the first of the list has another, the list goes on behind the one with the machine's tag.
pub(super) fn of_host(
    substrate: &Substrate,
    host: &Host,
    definition: &VirtualMachine,
) -> (Vec<DesiredNic>, usize, Vec<Unfit>) {
    let rows = rows(substrate, Some(host), definition);
    let mut unfit = Vec::new();
    let mut place = 0;
    let mut nics = Vec::with_capacity(rows.len());
    for (number, row) in rows.iter().enumerate() {
        let interface = interface_of(substrate, host, definition, &rows, number);
        let state = interface.map(|interface| interface.mac.value).or_else(|| Some(host.assigned.mac?.value));
        if state == Some(MacState::Unallocated) {
            unfit.push(Unfit::new(
                format!("net{number} of {} has no MAC address yet", host.name),
                "run `deevnet alloc`, which derives it from the VMID",
            ));
        }
        if let (Some(interface), Some(address)) = (interface, definition.static_ip)
            && interface.address.value.fixed() == Some(address.value.addr())
        {
            place = number;
        }
        nics.push(DesiredNic { mac: state.and_then(MacState::known), ..row.nic.clone() });
    }
    (nics, place, unfit)
}

/// The network devices of a workload.
///
/// On an overlay a device is attached to the VNet that its `segment` names, or else to the tenant's first one, and has no tag.
/// On a VLAN it has the tag of its tenant's segment where it has none itself.
pub(super) fn of_workload(
    substrate: &Substrate,
    tenant: &TenantRecord,
    definition: &VirtualMachine,
    mac: Option<MacAddress>,
) -> Vec<DesiredNic> {
    let rows = rows(substrate, None, definition);
    let mut nics: Vec<DesiredNic> = rows.iter().map(|row| row.nic.clone()).collect();
    for (nic, row) in nics.iter_mut().zip(&rows) {
        if let Some(overlay) = &tenant.overlay {
            let named = row.declared.and_then(|declared| declared.segment.as_ref());
            let vnet = overlay
                .vnets
                .iter()
                .find(|vnet| named.is_some() && vnet.name.as_ref() == named.map(|name| &name.value));
            nic.bridge = vnet.or(overlay.vnets.first()).map(|vnet| vnet.id.to_string());
            nic.tag = None;
            nic.is_vnet = true;
        } else if nic.tag.is_none() {
            nic.tag = tenant.segment.as_ref().and_then(|segment| Some(segment.vlan_id?.get()));
            nic.segment = tenant.segment.as_ref().map(|segment| Arc::clone(&segment.name));
        }
    }
    if let Some(first) = nics.first_mut() {
        first.mac = mac;
    }
    nics
}

/// A network device with what declares it.
struct Row<'a> {
    nic: DesiredNic,
    declared: Option<&'a Nic>,
}

fn rows<'a>(substrate: &Substrate, host: Option<&Host>, definition: &'a VirtualMachine) -> Vec<Row<'a>> {
    let own = definition.vlan_tag.map(|tag| tag.value.get());
    let mut rows: Vec<Row<'a>> = definition.nics.iter().map(|nic| row(substrate, host, nic)).collect();
    match rows.first_mut() {
        Some(first) if first.nic.tag.is_none() => first.nic.tag = own,
        Some(first) if own.is_none() || first.nic.tag == own => {}
        _ => rows.insert(0, Row { nic: DesiredNic { tag: own, ..DesiredNic::default() }, declared: None }),
    }
    rows
}

fn row<'a>(substrate: &Substrate, host: Option<&Host>, nic: &'a Nic) -> Row<'a> {
    let interface = nic.interface.as_ref().and_then(|name| host?.interfaces.get(&name.value));
    let named = nic.segment.as_ref().or_else(|| interface?.segment.as_ref());
    let segment = named.and_then(|name| substrate.segments.get(&name.value));
    let tag = nic.vlan_tag.or_else(|| segment?.vlan_id).map(|tag| tag.value.get());
    let desired = DesiredNic {
        tag,
        bridge: nic.bridge.as_ref().map(|bridge| bridge.value.to_string()),
        segment: segment.map(|segment| Arc::clone(&segment.name)),
        ..DesiredNic::default()
    };
    Row { nic: desired, declared: Some(nic) }
}

/// The interface of a host that a network device is: the one it names; or of those that no device names, the one with the
/// address that cloud-init gives, the one on the VLAN of its tag, or the first by name.
fn interface_of<'h>(
    substrate: &Substrate,
    host: &'h Host,
    definition: &VirtualMachine,
    rows: &[Row<'_>],
    number: usize,
) -> Option<&'h Interface> {
    let name_of = |row: &Row<'_>| row.declared.and_then(|nic| Some(Arc::clone(&nic.interface.as_ref()?.value)));
    if let Some(name) = name_of(&rows[number]) {
        return host.interfaces.get(&name);
    }
    let named: Vec<Arc<str>> = rows.iter().filter_map(name_of).collect();
    let free: Vec<&Interface> = host.interfaces.values().filter(|interface| !named.contains(&interface.name)).collect();
    let address = definition.static_ip.map(|address| address.value.addr());
    let has_address = |interface: &&&Interface| address.is_some() && interface.address.value.fixed() == address;
    let segment =
        |interface: &Interface| -> Option<&Segment> { substrate.segments.get(&interface.segment.as_ref()?.value) };
    let tag = rows[number].nic.tag;
    let has_tag = |interface: &&&Interface| {
        tag.is_some() && segment(interface).and_then(|segment| segment.vlan_id).map(|vlan| vlan.value.get()) == tag
    };
    let unnamed_before = rows[..number].iter().filter(|row| name_of(row).is_none()).count();
    let first = || free.get(unnamed_before);
    if unnamed_before > 0 {
        return free.iter().find(has_tag).or_else(first).copied();
    }
    free.iter().find(has_address).or_else(|| free.iter().find(has_tag)).or_else(first).copied()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::plan::tests::world::{hypervisors, machine, shared, substrate_of};

    fn told(nics: &[DesiredNic]) -> String {
        let line = |nic: &DesiredNic| {
            let mac = nic.mac.map_or_else(|| "any".to_owned(), |mac| mac.to_string());
            let tag = nic.tag.map_or_else(|| "untagged".to_owned(), |tag| tag.to_string());
            let (bridge, segment) = (nic.bridge.as_deref().unwrap_or("-"), nic.segment.as_deref().unwrap_or("-"));
            format!("{mac} {bridge} {tag} {segment}")
        };
        nics.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    /// The network devices of `dns-vm01`, the number of the one with its address, and what is missing.
    fn of_dns(change: impl FnOnce(&mut Value)) -> String {
        let mut hosts = hypervisors();
        hosts["dns-vm01"] = machine(210);
        change(&mut hosts["dns-vm01"]);
        let substrate = substrate_of(&shared(), &hosts);
        let host = &substrate.hosts["dns-vm01"];
        let (nics, place, unfit) = of_host(&substrate, host, host.machine.as_ref().unwrap());
        let unfit = unfit.iter().map(|unfit| format!("\n{}", unfit.message));
        format!("{}\nnet{place} has the address{}", told(&nics), unfit.collect::<String>())
    }

    fn second_interface(host: &mut Value) {
        host["infrastructure"]["interfaces"]["eth1"] = json!({ "mac": "00:00:5e:00:53:01" });
        host["env"]["interfaces"]["eth1"] = json!({ "ip": "10.20.99.40", "segment": "management" });
    }

    #[test]
    fn a_machine_that_lists_none_has_one_with_its_tag() {
        insta::assert_snapshot!(of_dns(|_| ()), @"
        02:de:20:00:00:d2 - 25 -
        net0 has the address
        ");
    }

    #[test]
    fn a_list_is_all_of_them_and_each_finds_its_interface() {
        let by_name = of_dns(|host| {
            second_interface(host);
            host["mgmt_vm"]["nics"] = json!([
                { "interface": "eth1", "bridge": "vmbr1" }, { "interface": "eth0", "bridge": "vmbr0" },
            ]);
            host["mgmt_vm"].as_object_mut().unwrap().remove("vlan_tag");
        });
        insta::assert_snapshot!(by_name, @"
        00:00:5e:00:53:01 vmbr1 99 management
        02:de:20:00:00:d2 vmbr0 25 platform
        net1 has the address
        ");
        let by_tag = of_dns(|host| {
            second_interface(host);
            host["mgmt_vm"]["nics"] = json!([{ "bridge": "vmbr0" }, { "bridge": "vmbr1", "segment": "management" }]);
        });
        insta::assert_snapshot!(by_tag, @"
        02:de:20:00:00:d2 vmbr0 25 -
        00:00:5e:00:53:01 vmbr1 99 management
        net0 has the address
        ");
    }

    #[test]
    fn a_list_with_another_tag_goes_on_behind_the_machine_s_own() {
        let shown = of_dns(|host| {
            second_interface(host);
            host["mgmt_vm"]["nics"] = json!([{ "bridge": "vmbr1", "segment": "management" }]);
        });
        insta::assert_snapshot!(shown, @"
        02:de:20:00:00:d2 - 25 -
        00:00:5e:00:53:01 vmbr1 99 management
        net0 has the address
        ");
    }

    #[test]
    fn an_address_that_is_not_given_yet_is_missing() {
        let shown = of_dns(|host| host["infrastructure"]["interfaces"]["eth0"]["mac"] = json!(""));
        insta::assert_snapshot!(shown, @"
        any - 25 -
        net0 has the address
        net0 of dns-vm01 has no MAC address yet
        ");
    }

    #[test]
    fn a_workload_is_on_its_tenant_s_vlan_or_vnet() {
        let of_api = |tenants: Value, is_overlay: bool| {
            let mut shared = shared();
            if is_overlay {
                shared["deevnet_vlans"].as_object_mut().unwrap().remove("tenant_1");
            }
            shared["deevnet_tenants"] = tenants;
            let substrate = substrate_of(&shared, &hypervisors());
            let tenant = &substrate.tenants[0];
            let record = substrate.tenant_record(tenant);
            told(&of_workload(&substrate, &record, &tenant.workloads[0].machine, None))
        };
        let tenant = |nics: Value| {
            json!([{ "name": "orchard", "index": 1, "vnets": ["app", "data"],
                     "workloads": [{ "name": "api", "slot": 0, "vmid": 301, "hypervisor": "hv02", "nics": nics }] }])
        };
        insta::assert_snapshot!(of_api(tenant(json!([{ "bridge": "vmbr0" }])), false), @"any vmbr0 50 tenant_1");
        insta::assert_snapshot!(of_api(tenant(json!([{ "segment": "data" }, { "bridge": "vmbr0" }])), true), @"
        any orchar1 untagged -
        any orchar0 untagged -
        ");
    }
}
