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
    /// The files, by name: one for every target but those that have one for each zone, switch, machine or hypervisor.
    ///
    /// There are none where something is declared for the target and all of it is left out.
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
/// When the target cannot be emitted at all: the domain that its names are in or the name server that was asked for is
/// not published, or nothing of what it is made of is declared. Where it is declared and left out, there is no file and
/// the reason.
pub fn emit(target: Target, published: &Published, options: &EmitOptions) -> Result<Emission, EmitError> {
    let mut emission = match files(target, published, options) {
        Err(error) if published.left_out.iter().any(|left_out| error.is_explained_by(left_out)) => Emission::default(),
        emitted => emitted?,
    };
    let left_out = published.left_out.iter().filter(|left_out| target.prints(left_out.part));
    emission.left_out.extend(left_out.cloned());
    emission.left_out.sort_unstable();
    Ok(emission)
}

/// The files of a target, with what is left out of them for reasons of its own.
fn files(target: Target, published: &Published, options: &EmitOptions) -> Result<Emission, EmitError> {
    match target {
        Target::DhcpReservations => dhcp_reservations::emit(published, options),
        Target::DnsRecords => dns_records::emit(published),
        Target::Wol => wol::emit(published, options),
        Target::Dnsmasq => dnsmasq::emit(published, options),
        Target::KeaDhcp4 => kea::emit(published, options),
        Target::BindForward => bind_forward::emit(published, options),
        Target::BindReverse => bind_reverse::emit(published, options),
        Target::Hosts => hosts::emit(published),
        Target::SwitchCli => switch_cli::emit(published, options),
        Target::Nftables => nftables::emit(published, options),
        Target::VlanPlan => vlan_plan::emit(published),
        Target::Vyos => vyos::emit(published, options),
        Target::CloudInit => cloud_init::emit(published),
        Target::ProxmoxInterfaces => proxmox_interfaces::emit(published),
        Target::Unbound => unbound::emit(published),
        Target::OpnsenseKea => opnsense_kea::emit(published, options),
        Target::OpnsenseUnbound => opnsense_unbound::emit(published, options),
        Target::Ethers => ethers::emit(published),
        Target::Grub => grub::emit(published),
        Target::Pxelinux => pxelinux::emit(published),
        Target::AnsibleInventory => ansible_inventory::emit(published),
        Target::Mermaid => mermaid::emit(published),
        Target::Terraform => terraform::emit(published),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::emit::testing::{checked, lab, listed, published};
    use crate::finding::{Finding, Subject};
    use crate::rules;

    fn told(target: Target, subject: Subject) -> String {
        let mut checked = checked(&lab());
        checked.findings.push(Finding::new(&rules::MAC_RESTATED, "it went stale", None).with_subject(subject));
        let emission = emit(target, &Published::new(&checked), &EmitOptions::default()).unwrap();
        assert!(emission.files.is_empty(), "{target}");
        listed(&emission.left_out)
    }

    #[test]
    fn what_is_declared_and_left_out_gives_no_file_and_the_reason() {
        let nodes = told(Target::ProxmoxInterfaces, Subject::host("hv01"));
        let images = told(Target::Pxelinux, Subject::host("pi01"));
        let bootstrap = told(Target::Dnsmasq, Subject::segment("management"));
        insta::assert_snapshot!(format!("{nodes}\n\n{images}\n\n{bootstrap}"), @"
        network of the hypervisor of hv01: it went stale [DV106]

        boot configuration of pi01 (eth1): it went stale [DV106]

        DHCP reservation of core-rt01 (eth0): it went stale [DV106]
        DHCP reservation of hv01 (eth0): its MAC address is not known [DV106]
        DHCP reservation of pi01 (eth1): it went stale [DV106]
        DHCP reservation of provisioner-ph01 (eth0): it went stale [DV106]
        DHCP reservation of provisioner-ph01 (eth1): its address is not fixed (`ip: dhcp`)
        service name queue of worker-vm02: its host has no published address record to point at
        subnet of segment management: it went stale [DV106]
        ");
    }

    #[test]
    fn what_is_not_declared_gives_an_error_that_says_how() {
        let mut json = lab();
        json["hosts"]["pi01"]["env"]["interfaces"]["eth1"]["dns"]["pxe_boot"] = json!({ "boot_file": "grubx64.efi" });
        let published = published(&json);
        assert!(!emit(Target::Grub, &published, &EmitOptions::default()).unwrap().files.is_empty());
        let error = emit(Target::Pxelinux, &published, &EmitOptions::default()).unwrap_err();
        insta::assert_snapshot!(format!("{error}\n  {}", error.hint().unwrap()), @"
        `pxelinux` writes a file a machine that boots with it, and none is published
          declare `dns.pxe_boot.boot_file: pxelinux.0` on the interface that such a machine boots on; without it, its entry in `bootstrap_grub_mac_configs` is for `grub`
        ");
    }
}
