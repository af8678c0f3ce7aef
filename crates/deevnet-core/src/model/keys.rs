//! The catalogue of keys that a model is read from, place by place.

use super::flow::{REMARKS, ZONES};
use super::host::INFRASTRUCTURE_KEYS;
use super::hypervisor::{
    AUTOMATION_KEYS, HYPERVISOR_KEYS, OVERCOMMIT_KEYS, RESERVE_KEYS, STORAGE_KEYS, SYSTEM_KEYS, TLS_KEYS,
};
use super::interface::{BINDING_KEYS, PUBLICATION_KEYS, PXE_KEYS};
use super::machine::{CLOUD_INIT_KEYS, DATA_DISK_KEYS, MACHINE_KEYS, NIC_KEYS};
use super::narrowing::NARROW_FIELDS;
use super::segment::SEGMENT_KEYS;
use super::switching::{ACCESS_KEYS, PROFILE_KEYS, TRUNK_KEYS};
use super::tenant::{BASES, OWN_KEYS, SDN_KEYS, TENANT_KEYS};
use super::vlan_bands::BAND_KEYS;

const RULES: &str = "firewall_zone_policies[]";
const PROHIBITIONS: &str = "firewall_never[]";
const WORKLOADS: &str = "deevnet_tenants[].workloads[]";

/// Keys that are read at one place of the inventory.
///
/// A place is the path to a map: `[]` stands for each item of a list, `*` for each entry of a map, whose names are the
/// inventory's own. One place may have several sets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct KeySet {
    /// The place, such as `env.interfaces.*.dns`.
    pub place: &'static str,
    /// Its keys.
    pub keys: &'static [&'static str],
}

/// Every key below the variables of [`HOST_KEYS`](crate::declared::HOST_KEYS) and
/// [`SUBSTRATE_KEYS`](crate::declared::SUBSTRATE_KEYS), as the readers of the model have them.
pub const KEY_SETS: &[KeySet] = &[
    at("infrastructure", INFRASTRUCTURE_KEYS),
    at("infrastructure.interfaces.*", &["mac", "mac_policy"]),
    at("env", &["role", "interfaces"]),
    at("env.interfaces.*", BINDING_KEYS),
    at("env.interfaces.*.dns", PUBLICATION_KEYS),
    at("env.interfaces.*.dns.pxe_boot", PXE_KEYS),
    at("switch_ports", &["trunk", "access"]),
    at("switch_ports.trunk[]", TRUNK_KEYS),
    at("switch_ports.access[]", ACCESS_KEYS),
    at("bootstrap_grub_mac_configs[]", &["hostname", "mac", "image_name", "dest_subdir", "boot_options"]),
    at("mgmt_vm", MACHINE_KEYS),
    at("mgmt_vm.data_disk", DATA_DISK_KEYS),
    at("mgmt_vm.nics[]", NIC_KEYS),
    at("mgmt_vm.cloud_init", CLOUD_INIT_KEYS),
    at("deevnet_hypervisor", HYPERVISOR_KEYS),
    at("deevnet_hypervisor.tls", TLS_KEYS),
    at("deevnet_hypervisor.storages[]", STORAGE_KEYS),
    at("deevnet_hypervisor.operating_system", SYSTEM_KEYS),
    at("deevnet_hypervisor.automation", AUTOMATION_KEYS),
    at("deevnet_hypervisor.reserve", RESERVE_KEYS),
    at("deevnet_hypervisor.overcommit", OVERCOMMIT_KEYS),
    at("proxmox_node_network", &["bridge"]),
    at("proxmox_node_network.bridge", &["name", "vlan_aware"]),
    at("deevnet_vlans.*", SEGMENT_KEYS),
    at("deevnet_vlan_bands.*", BAND_KEYS),
    at("deevnet_switch_profiles.*", PROFILE_KEYS),
    at("deevnet_port_roles.*", &["profile"]),
    at("deevnet_mgmt_vmid_range", &["start", "end"]),
    at("deevnet_sdn", SDN_KEYS),
    at("deevnet_tenant_numbering", BASES),
    at("deevnet_tenants[]", TENANT_KEYS),
    at(WORKLOADS, OWN_KEYS),
    at(WORKLOADS, MACHINE_KEYS),
    at("deevnet_tenants[].workloads[].data_disk", DATA_DISK_KEYS),
    at("deevnet_tenants[].workloads[].nics[]", NIC_KEYS),
    at("deevnet_tenants[].workloads[].cloud_init", CLOUD_INIT_KEYS),
    at("firewall_zones[]", &["name", "default_action"]),
    at(RULES, ZONES),
    at(RULES, &["action"]),
    at(RULES, NARROW_FIELDS),
    at(RULES, REMARKS),
    at(PROHIBITIONS, ZONES),
    at(PROHIBITIONS, NARROW_FIELDS),
    at(PROHIBITIONS, REMARKS),
];

const fn at(place: &'static str, keys: &'static [&'static str]) -> KeySet {
    KeySet { place, keys }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::declared::{HOST_KEYS, SUBSTRATE_KEYS};

    /// The place that a place stands in and its key there, without the signs for its entries.
    fn parent(place: &str) -> Option<(&str, &str)> {
        place.trim_end_matches("[]").trim_end_matches(".*").rsplit_once('.')
    }

    fn knows(place: &str, key: &str) -> bool {
        KEY_SETS.iter().any(|set| set.place == place && set.keys.contains(&key))
    }

    #[test]
    fn every_place_stands_in_another_or_is_a_variable() {
        for set in KEY_SETS {
            let is_known = if let Some((place, key)) = parent(set.place) {
                knows(place, key)
            } else {
                let variable = set.place.trim_end_matches("[]").trim_end_matches(".*");
                HOST_KEYS.contains(&variable) || SUBSTRATE_KEYS.contains(&variable)
            };
            assert!(is_known, "{}", set.place);
        }
    }
}
