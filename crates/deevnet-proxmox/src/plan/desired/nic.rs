//! Network devices as the declaration wants them.

use std::sync::Arc;

use deevnet_core::mac::MacAddress;
use deevnet_core::model::{Host, MacState, Substrate, VirtualMachine};
use deevnet_core::placement::NetworkDevice;
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

impl From<NetworkDevice> for DesiredNic {
    fn from(device: NetworkDevice) -> Self {
        Self {
            mac: device.mac.and_then(MacState::known),
            bridge: device.bridge,
            tag: device.tag,
            is_vnet: device.is_vnet,
            segment: device.segment,
        }
    }
}

/// The network devices of a machine of the management plane, the number of the one with the fixed address, and what is
/// missing.
pub(super) fn of_host(
    substrate: &Substrate,
    host: &Host,
    definition: &VirtualMachine,
) -> (Vec<DesiredNic>, usize, Vec<Unfit>) {
    let (devices, place) = substrate.network_devices_of_host(host, definition);
    let is_unallocated = |(_, device): &(usize, &NetworkDevice)| device.mac == Some(MacState::Unallocated);
    let unfit = devices.iter().enumerate().filter(is_unallocated).map(|(number, _)| {
        Unfit::new(
            format!("net{number} of {} has no MAC address yet", host.name),
            "run `deevnet alloc`, which derives it from the VMID",
        )
    });
    let unfit = unfit.collect();
    (devices.into_iter().map(DesiredNic::from).collect(), place, unfit)
}

/// The network devices of a workload.
pub(super) fn of_workload(
    substrate: &Substrate,
    tenant: &TenantRecord,
    definition: &VirtualMachine,
    mac: Option<MacAddress>,
) -> Vec<DesiredNic> {
    let devices = substrate.network_devices_of_workload(tenant, definition, mac);
    devices.into_iter().map(DesiredNic::from).collect()
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
