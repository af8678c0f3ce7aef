//! The inventory variables that identity is made of.

/// Variables that hold for a whole substrate.
///
/// They are read where every host sees the same value (in practice `group_vars/all`).
pub const SUBSTRATE_KEYS: &[&str] = &[
    "deevnet_mac_namespace",
    "deevnet_mac_policies",
    "deevnet_mgmt_vmid_range",
    "deevnet_name_grammar",
    "deevnet_port_roles",
    "deevnet_root_domain",
    "deevnet_sdn",
    "deevnet_site_code",
    "deevnet_site_octet",
    "deevnet_substrate",
    "deevnet_switch_profiles",
    "deevnet_tenant_numbering",
    "deevnet_tenants",
    "deevnet_vlan_bands",
    "deevnet_vlans",
    "firewall_default_action",
    "firewall_internet_zones",
    "firewall_match",
    "firewall_never",
    "firewall_zone_policies",
];

/// Variables that describe one host.
pub const HOST_KEYS: &[&str] = &[
    "bootstrap_grub_mac_configs",
    "deevnet_assigned_mac",
    "deevnet_assigned_macs",
    "deevnet_assigned_vmid",
    "deevnet_hypervisor",
    "env",
    "firewall_zone_policies",
    "firewall_zones",
    "infrastructure",
    "mgmt_vm",
    "proxmox_node",
    "proxmox_node_network",
    "switch_ports",
];
