//! Emitting one target.

use super::error::EmitError;
use super::left_out::LeftOut;
use super::options::EmitOptions;
use super::published::Published;
use super::target::Target;
use super::{
    ansible_inventory, bind_forward, bind_reverse, cloud_init, dhcp_reservations, dns_records, dnsmasq, ethers, grub,
    hosts, kea, mermaid, nftables, opnsense_kea, opnsense_unbound, proxmox_interfaces, pxelinux, switch_cli, terraform,
    unbound, vlan_plan, vyos, wol,
};

/// One file of an emission.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct EmittedFile {
    /// Its usual name, without a folder; made of letters, digits, dots and hyphens only.
    pub name: String,
    /// Its whole content, ending in a newline.
    pub content: String,
}

impl EmittedFile {
    pub(super) fn new(name: impl Into<String>, content: String) -> Self {
        Self { name: name.into(), content }
    }
}

/// What [`emit`] gives: the files of a target, and what it would have printed but for an error or a missing value.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Emission {
    /// The files, by name: one for every target but `bind-reverse`, which has one a zone, and
    /// `switch-cli`, which has one a switch.
    pub files: Vec<EmittedFile>,
    /// What is left out of them, sorted.
    pub left_out: Vec<LeftOut>,
}

impl Emission {
    pub(super) fn of(file: EmittedFile) -> Self {
        Self { files: vec![file], left_out: Vec::new() }
    }
}

/// Emits one target.
///
/// # Errors
///
/// When the target cannot be emitted at all: the domain that its names are in, the management segment that it serves
/// or the name server that was asked for is not published.
pub fn emit(target: Target, published: &Published, options: &EmitOptions) -> Result<Emission, EmitError> {
    let mut emission = match target {
        Target::DhcpReservations => dhcp_reservations::emit(published, options)?,
        Target::DnsRecords => dns_records::emit(published)?,
        Target::Wol => wol::emit(published, options)?,
        Target::Dnsmasq => dnsmasq::emit(published, options)?,
        Target::KeaDhcp4 => kea::emit(published, options)?,
        Target::BindForward => bind_forward::emit(published, options)?,
        Target::BindReverse => bind_reverse::emit(published, options)?,
        Target::Hosts => hosts::emit(published)?,
        Target::SwitchCli => switch_cli::emit(published, options)?,
        Target::Nftables => nftables::emit(published, options)?,
        Target::VlanPlan => vlan_plan::emit(published)?,
        Target::Vyos => vyos::emit(published, options)?,
        Target::CloudInit => cloud_init::emit(published)?,
        Target::ProxmoxInterfaces => proxmox_interfaces::emit(published)?,
        Target::Unbound => unbound::emit(published)?,
        Target::OpnsenseKea => opnsense_kea::emit(published, options)?,
        Target::OpnsenseUnbound => opnsense_unbound::emit(published, options)?,
        Target::Ethers => ethers::emit(published)?,
        Target::Grub => grub::emit(published)?,
        Target::Pxelinux => pxelinux::emit(published)?,
        Target::AnsibleInventory => ansible_inventory::emit(published)?,
        Target::Mermaid => mermaid::emit(published)?,
        Target::Terraform => terraform::emit(published)?,
    };
    let left_out = published.left_out.iter().filter(|left_out| target.prints(left_out.part));
    emission.left_out.extend(left_out.cloned());
    emission.left_out.sort_unstable();
    Ok(emission)
}
