//! What can be emitted.

use super::left_out::Part;

/// A list or configuration that [`emit`](super::emit) writes.
///
/// Its names are what `Display` writes and `FromStr` reads.
///
/// ```
/// use deevnet_core::emit::Target;
///
/// assert_eq!("kea-dhcp4".parse(), Ok(Target::KeaDhcp4));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// DHCP reservations as a JSON list, in the shape the estate's router role takes.
    DhcpReservations,
    /// A, CNAME and PTR records as JSON, in the shape the estate's resolver role takes.
    DnsRecords,
    /// Wake-on-LAN entries as a JSON list, in the shape the estate's router role takes.
    Wol,
    /// dnsmasq for the management segment only, as the builder serves it before there is a router.
    Dnsmasq,
    /// Kea's IPv4 server for every segment.
    KeaDhcp4,
    /// The forward zone of the substrate.
    BindForward,
    /// The reverse zones of the address plan.
    BindReverse,
    /// Lines of `/etc/hosts`.
    Hosts,
    /// The policy between zones as an nftables ruleset.
    Nftables,
    /// The VLANs and ports of every switch, as commands.
    SwitchCli,
    /// The VLAN plan as neutral JSON.
    VlanPlan,
    /// A VyOS router's interfaces, DHCP server, zones and source NAT, as commands.
    Vyos,
    /// What machines are told at their first boot: network, user and keys.
    CloudInit,
    /// The network of every hypervisor: a VLAN-aware bridge.
    ProxmoxInterfaces,
    /// Unbound's local data.
    Unbound,
    /// Subnets and reservations as bodies of OPNsense's Kea API.
    OpnsenseKea,
    /// Host overrides and aliases as bodies of OPNsense's Unbound API.
    OpnsenseUnbound,
    /// Lines of `/etc/ethers`.
    Ethers,
    /// A GRUB configuration for every machine that boots from the network with it.
    Grub,
    /// A PXELINUX configuration for every machine that boots from the network with it.
    Pxelinux,
    /// A static inventory for Ansible, as JSON.
    AnsibleInventory,
    /// The substrate as a picture: a Mermaid flowchart.
    Mermaid,
    /// The virtual machines for Terraform, in its JSON syntax.
    Terraform,
}

crate::named::named!(Target, "emit target":
    DhcpReservations => "dhcp-reservations",
    DnsRecords => "dns-records",
    Wol => "wol",
    Dnsmasq => "dnsmasq",
    KeaDhcp4 => "kea-dhcp4",
    BindForward => "bind-forward",
    BindReverse => "bind-reverse",
    Hosts => "hosts",
    Nftables => "nftables",
    SwitchCli => "switch-cli",
    VlanPlan => "vlan-plan",
    Vyos => "vyos",
    CloudInit => "cloud-init",
    ProxmoxInterfaces => "proxmox-interfaces",
    Unbound => "unbound",
    OpnsenseKea => "opnsense-kea",
    OpnsenseUnbound => "opnsense-unbound",
    Ethers => "ethers",
    Grub => "grub",
    Pxelinux => "pxelinux",
    AnsibleInventory => "ansible-inventory",
    Mermaid => "mermaid",
    Terraform => "terraform",
);

impl Target {
    /// What it is, in one line.
    pub fn description(self) -> &'static str {
        match self {
            Target::DhcpReservations => "DHCP reservations, as a JSON list",
            Target::DnsRecords => "A, CNAME and PTR records, as JSON",
            Target::Wol => "Wake-on-LAN entries, as a JSON list",
            Target::Dnsmasq => "dnsmasq configuration for the management segment (bootstrap-authoritative)",
            Target::KeaDhcp4 => "Kea DHCPv4 configuration for every segment (core-authoritative)",
            Target::BindForward => "forward zone of the substrate, in master file format",
            Target::BindReverse => "reverse zones of the address plan, in master file format",
            Target::Hosts => "lines of /etc/hosts",
            Target::Nftables => "nftables ruleset of the policy between zones",
            Target::SwitchCli => "VLANs and ports of every switch, as commands",
            Target::VlanPlan => "VLAN plan as JSON: bands, segments, SSIDs and ports",
            Target::Vyos => "VyOS interfaces, DHCP server, zones and source NAT, as commands",
            Target::CloudInit => "cloud-init network, user and keys of every virtual machine",
            Target::ProxmoxInterfaces => "/etc/network/interfaces of every Proxmox VE node",
            Target::Unbound => "Unbound local data: addresses, aliases and pointers",
            Target::OpnsenseKea => "DHCP subnets and reservations, as bodies of OPNsense's Kea API",
            Target::OpnsenseUnbound => "host overrides and aliases, as bodies of OPNsense's Unbound API",
            Target::Ethers => "lines of /etc/ethers",
            Target::Grub => "GRUB configuration of every machine that boots with it, by MAC",
            Target::Pxelinux => "PXELINUX configuration of every machine that boots with it, by MAC",
            Target::AnsibleInventory => "static inventory for Ansible, as JSON",
            Target::Mermaid => "the substrate as a picture: a Mermaid flowchart",
            Target::Terraform => "virtual machines for Terraform, with the provider bpg/proxmox",
        }
    }

    /// Whether it prints what a part of a declaration would give, so that its absence is worth telling.
    pub fn prints(self, part: Part) -> bool {
        use Part::{
            AddressRecord, BootConfiguration, FirewallRule, InventoryHost, MachineNetwork, MachineUser, NetworkBoot,
            NodeNetwork, PointerRecord, Pool, Reservation, RouterInterface, ServiceRecord, Subnet, Switch, SwitchPort,
            UnattendedBoot, VirtualDisk, VirtualMachine, Vlan, WakeEntry,
        };
        match self {
            Target::DhcpReservations => matches!(part, Reservation | NetworkBoot),
            Target::DnsRecords => matches!(part, AddressRecord | ServiceRecord | PointerRecord),
            Target::Wol => matches!(part, WakeEntry),
            Target::Dnsmasq => {
                matches!(part, Reservation | NetworkBoot | AddressRecord | ServiceRecord | Subnet | Pool)
            }
            Target::KeaDhcp4 => matches!(part, Reservation | NetworkBoot | Subnet | Pool),
            Target::BindForward | Target::Hosts => matches!(part, AddressRecord | ServiceRecord),
            Target::BindReverse => matches!(part, AddressRecord | PointerRecord | Subnet),
            Target::Nftables | Target::Mermaid => false,
            Target::AnsibleInventory => matches!(part, InventoryHost),
            Target::SwitchCli => matches!(part, Vlan | Switch | SwitchPort),
            Target::VlanPlan => matches!(part, Vlan | Switch | SwitchPort | Subnet | Pool),
            Target::Unbound => matches!(part, AddressRecord | ServiceRecord | PointerRecord),
            Target::OpnsenseKea => matches!(part, Reservation | NetworkBoot | Subnet | Pool),
            Target::OpnsenseUnbound => matches!(part, AddressRecord | ServiceRecord),
            Target::Ethers => matches!(part, Reservation),
            Target::Grub | Target::Pxelinux => matches!(part, BootConfiguration | UnattendedBoot),
            Target::Vyos => {
                matches!(part, Subnet | Pool | Reservation | NetworkBoot | RouterInterface | FirewallRule)
            }
            Target::CloudInit => matches!(part, MachineNetwork | MachineUser),
            Target::ProxmoxInterfaces => matches!(part, NodeNetwork),
            Target::Terraform => matches!(part, VirtualMachine | VirtualDisk | MachineUser),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_target_has_a_name_and_a_description() {
        let lines: Vec<String> =
            Target::ALL.iter().map(|target| format!("{target:<18} {}", target.description())).collect();
        insta::assert_snapshot!(lines.join("\n"), @"
        dhcp-reservations  DHCP reservations, as a JSON list
        dns-records        A, CNAME and PTR records, as JSON
        wol                Wake-on-LAN entries, as a JSON list
        dnsmasq            dnsmasq configuration for the management segment (bootstrap-authoritative)
        kea-dhcp4          Kea DHCPv4 configuration for every segment (core-authoritative)
        bind-forward       forward zone of the substrate, in master file format
        bind-reverse       reverse zones of the address plan, in master file format
        hosts              lines of /etc/hosts
        nftables           nftables ruleset of the policy between zones
        switch-cli         VLANs and ports of every switch, as commands
        vlan-plan          VLAN plan as JSON: bands, segments, SSIDs and ports
        vyos               VyOS interfaces, DHCP server, zones and source NAT, as commands
        cloud-init         cloud-init network, user and keys of every virtual machine
        proxmox-interfaces /etc/network/interfaces of every Proxmox VE node
        unbound            Unbound local data: addresses, aliases and pointers
        opnsense-kea       DHCP subnets and reservations, as bodies of OPNsense's Kea API
        opnsense-unbound   host overrides and aliases, as bodies of OPNsense's Unbound API
        ethers             lines of /etc/ethers
        grub               GRUB configuration of every machine that boots with it, by MAC
        pxelinux           PXELINUX configuration of every machine that boots with it, by MAC
        ansible-inventory  static inventory for Ansible, as JSON
        mermaid            the substrate as a picture: a Mermaid flowchart
        terraform          virtual machines for Terraform, with the provider bpg/proxmox
        ");
    }

    #[test]
    fn every_part_is_printed_by_some_target() {
        for part in Part::ALL {
            assert!(Target::ALL.iter().any(|target| target.prints(*part)), "{part}");
        }
    }
}
