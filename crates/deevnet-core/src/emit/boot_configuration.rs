//! What a machine that boots from the network is told by its boot loader.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::candidate;
use super::collector::Collector;
use super::kernel::{BootTitle, KernelFolder, KernelOptions};
use super::left_out::{LeftOut, Part};
use super::published::Published;
use super::reason::Reason;
use crate::finding::Subject;
use crate::mac::MacAddress;
use crate::model::{Host, Interface, NetbootEntry};
use crate::name::DnsLabel;

/// One machine that boots an image from the network without being asked which.
///
/// It is declared in `bootstrap_grub_mac_configs`; its MAC address is that of the host's own interface, so that a
/// restated one that went stale configures nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct BootConfiguration {
    /// The inventory hostname.
    pub host: Arc<str>,
    /// The host's name in the DNS.
    pub label: Arc<DnsLabel>,
    /// The interface it boots on.
    pub interface: Arc<str>,
    /// Its MAC address.
    pub mac: MacAddress,
    /// The boot loader that asks for it.
    pub loader: BootLoader,
    /// What people call the image.
    pub title: BootTitle,
    /// Where the kernel is.
    pub folder: KernelFolder,
    /// What the kernel is told.
    pub options: KernelOptions,
}

/// A boot loader that looks for a file named after a MAC address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BootLoader {
    /// GRUB: every machine that is not told to load another.
    Grub,
    /// PXELINUX: a machine whose boot file (`dns.pxe_boot.boot_file`) is one of its files.
    Pxelinux,
}

impl BootLoader {
    /// The one that an interface loads: `pxelinux.0` and `lpxelinux.0` are PXELINUX.
    fn of(interface: &Interface) -> Self {
        let boot = interface.publication.pxe_boot.as_ref();
        let file = boot.and_then(|boot| boot.boot_file.as_ref()).map_or("", |file| &*file.value);
        let name = file.rsplit('/').next().unwrap_or_default();
        if name.trim_start_matches('l').starts_with("pxelinux") { Self::Pxelinux } else { Self::Grub }
    }
}

/// The configurations for a boot loader, each with the text that its file has.
pub(super) fn of_loader(published: &Published, loader: BootLoader) -> impl Iterator<Item = &BootConfiguration> {
    published.boot_configurations.iter().filter(move |configuration| configuration.loader == loader)
}

/// Collects the machines that boot from the network, by host and interface; each MAC address has one configuration.
pub(super) fn collect(collector: &mut Collector<'_>) {
    let substrate = collector.substrate;
    let mut entries: Vec<&NetbootEntry> = substrate.netboot.iter().collect();
    entries.sort_by_key(|entry| said(entry));
    let mut holders: BTreeMap<MacAddress, Arc<str>> = BTreeMap::new();
    for entry in entries {
        let (subject, configuration) = read(collector, entry, &holders);
        let obstacle = obstacle(collector, &subject);
        let admitted = collector.admit(|| subject, Part::BootConfiguration, obstacle, configuration);
        let Some(configuration) = admitted else { continue };
        holders.insert(configuration.mac, Arc::clone(&configuration.host));
        collector.published.boot_configurations.push(configuration);
    }
    let order = |found: &BootConfiguration| (Arc::clone(&found.host), Arc::clone(&found.interface));
    collector.published.boot_configurations.sort_by_key(order);
    for host in substrate.hosts.values() {
        for interface in host.interfaces.values().filter(|interface| interface.publication.pxe_boot.is_some()) {
            note_attended(collector, host, interface);
        }
    }
}

/// What orders the entries, wherever they are declared.
fn said(entry: &NetbootEntry) -> [Option<Arc<str>>; 5] {
    let text = |text: &Option<crate::source::Spanned<Arc<str>>>| text.as_ref().map(|text| Arc::clone(&text.value));
    let mac = entry.mac.and_then(|mac| mac.value.known()).map(|mac| mac.to_string().into());
    [text(&entry.hostname), mac, text(&entry.dest_subdir), text(&entry.image_name), text(&entry.boot_options)]
}

/// What an entry is about, and what it gives.
fn read(
    collector: &Collector<'_>,
    entry: &NetbootEntry,
    holders: &BTreeMap<MacAddress, Arc<str>>,
) -> (Subject, Result<BootConfiguration, Reason>) {
    let Some(name) = entry.hostname.as_ref().map(|name| &name.value) else {
        return (Subject::host("(no hostname)"), Err(Reason::BootHostMissing));
    };
    let whole = Subject::host(Arc::clone(name));
    let Some(host) = collector.substrate.hosts.get(name) else { return (whole, Err(Reason::BootHostUnknown)) };
    let Some(mac) = entry.mac.and_then(|mac| mac.value.known()) else { return (whole, Err(Reason::MacUnknown)) };
    let is_own = |interface: &&Interface| interface.mac.value.known() == Some(mac);
    let Some(interface) = host.interfaces.values().find(is_own) else {
        return (whole, Err(Reason::BootMacForeign(mac)));
    };
    let subject = Subject::interface(Arc::clone(&host.name), Arc::clone(&interface.name));
    if let Some(holder) = holders.get(&mac) {
        return (subject, Err(Reason::BootMacTaken { mac, host: Arc::clone(holder) }));
    }
    (subject, configuration(entry, host, interface, mac))
}

fn configuration(
    entry: &NetbootEntry,
    host: &Host,
    interface: &Interface,
    mac: MacAddress,
) -> Result<BootConfiguration, Reason> {
    let label = candidate::label_of(host)?;
    if entry.image_rejected {
        return Err(Reason::ImageRejected);
    }
    let folder = entry.dest_subdir.as_ref().ok_or(Reason::KernelFolderMissing)?;
    let options = entry.boot_options.as_ref().map_or("", |options| &*options.value);
    let title = entry.image_name.as_ref().map_or(label.as_str(), |title| &*title.value);
    Ok(BootConfiguration {
        host: Arc::clone(&host.name),
        interface: Arc::clone(&interface.name),
        mac,
        loader: BootLoader::of(interface),
        title: title.parse().map_err(Reason::BootTitle)?,
        folder: folder.value.parse().map_err(Reason::KernelFolder)?,
        options: options.parse().map_err(Reason::KernelOptions)?,
        label,
    })
}

/// The error that touches what an entry is about.
fn obstacle<'a>(collector: &Collector<'a>, subject: &Subject) -> Option<&'a crate::finding::Finding> {
    let obstacles = &collector.obstacles;
    match subject {
        Subject::Interface { host, interface } => obstacles
            .about_interface(host, interface)
            .or_else(|| obstacles.about_hardware(host, interface))
            .or_else(|| obstacles.about_host(host)),
        Subject::Host { host } => obstacles.about_host(host),
        _ => None,
    }
}

/// Notes that a machine which boots from the network is asked which image: nothing is declared for it.
fn note_attended(collector: &mut Collector<'_>, host: &Host, interface: &Interface) {
    let is_for = |entry: &NetbootEntry| {
        let is_named = entry.hostname.as_ref().is_some_and(|name| name.value == host.name);
        let mac = interface.mac.value.known();
        is_named && (mac.is_none() || entry.mac.and_then(|mac| mac.value.known()) == mac)
    };
    if !collector.substrate.netboot.iter().any(is_for) {
        let subject = Subject::interface(Arc::clone(&host.name), Arc::clone(&interface.name));
        let message = Reason::BootUndeclared.to_string();
        collector.published.left_out.push(LeftOut { subject, part: Part::UnattendedBoot, rule: None, message });
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use crate::check::Checked;
    use crate::emit::testing::{checked, lab, listed, published};
    use crate::emit::{BootLoader, EmitOptions, Part, Published, Target, emit};
    use crate::finding::{Finding, Subject};
    use crate::rules;

    const KEY: &str = "bootstrap_grub_mac_configs";

    /// The lab with other entries.
    fn with_entries(entries: Json) -> Json {
        let mut json = lab();
        json["hosts"]["provisioner-ph01"][KEY] = entries;
        json
    }

    fn told(published: &Published) -> String {
        let is_ours = |part| matches!(part, Part::BootConfiguration | Part::UnattendedBoot);
        listed(published.left_out.iter().filter(|found| is_ours(found.part)))
    }

    #[test]
    fn the_boot_file_tells_the_loader() {
        let loaders: Vec<(String, BootLoader)> = published(&lab())
            .boot_configurations
            .iter()
            .map(|found| (format!("{} {}", found.host, found.interface), found.loader))
            .collect();
        assert_eq!(
            loaders,
            [
                ("pi01 eth1".to_owned(), BootLoader::Pxelinux),
                ("provisioner-ph01 eth0".to_owned(), BootLoader::Grub),
                ("worker-vm02 eth0".to_owned(), BootLoader::Grub),
            ]
        );
    }

    #[test]
    fn what_is_not_declared_is_left_out_with_a_reason() {
        let json = with_entries(json!([
            { "mac": "00:00:5e:00:53:12", "dest_subdir": "pi" },
            { "hostname": "nobody", "mac": "00:00:5e:00:53:12", "dest_subdir": "pi" },
            { "hostname": "hv01", "mac": "UNKNOWN", "dest_subdir": "proxmox" },
            { "hostname": "pi01", "mac": "00:00:5e:00:53:99", "dest_subdir": "pi" },
            { "hostname": "core-rt01", "mac": "00:00:5e:00:53:01" },
            { "hostname": "pi01", "mac": "00:00:5e:00:53:11", "dest_subdir": "../etc" },
            { "hostname": "pi01", "mac": "00:00:5e:00:53:12", "dest_subdir": "pi", "boot_options": ["quiet"] },
            { "hostname": "provisioner-ph01", "mac": "00:00:5e:00:53:22", "dest_subdir": "a", "image_name": "\n" },
        ]));
        insta::assert_snapshot!(told(&published(&json)), @r#"
        boot configuration of (no hostname): no host is named for it (`hostname`)
        boot configuration of hv01: its MAC address is not known
        boot configuration of nobody: the inventory has no such host
        boot configuration of pi01: 00:00:5e:00:53:99 is the MAC address of none of its interfaces
        boot configuration of core-rt01 (eth0): it does not say in which folder its kernel is (`dest_subdir`)
        boot configuration of pi01 (eth0): the kernel's folder "../etc" is not a folder below the boot server's root: names of letters, digits, `.`, `-` and `_`, separated by `/`, at most 112 characters
        boot configuration of pi01 (eth1): what it boots cannot be read
        unattended boot of provisioner-ph01 (eth0): no entry of `bootstrap_grub_mac_configs` says which image it boots
        boot configuration of provisioner-ph01 (eth1): the image name "\n" is not the name of an image: one line of 1 to 72 characters
        unattended boot of worker-vm02 (eth0): no entry of `bootstrap_grub_mac_configs` says which image it boots
        "#);
    }

    #[test]
    fn a_mac_address_has_one_configuration_in_whatever_order_entries_stand() {
        let entry =
            |folder: &str| json!({ "hostname": "worker-vm02", "mac": "00:00:5e:00:53:31", "dest_subdir": folder });
        let turned = published(&with_entries(json!([entry("b"), entry("a")])));
        assert_eq!(turned, published(&with_entries(json!([entry("a"), entry("b")]))));
        assert_eq!(turned.boot_configurations[0].folder.as_str(), "a");
        assert!(told(&turned).contains("00:00:5e:00:53:31 has a configuration already, for worker-vm02"));
    }

    #[test]
    fn an_error_about_the_host_leaves_out_its_configuration_alone() {
        let mut checked: Checked = checked(&lab());
        let finding = Finding::new(&rules::MAC_RESTATED, "it went stale", None);
        checked.findings.push(finding.with_subject(Subject::host("worker-vm02")));
        let published = Published::new(&checked);
        assert_eq!(published.boot_configurations.len(), 2);
        insta::assert_snapshot!(told(&published), @"boot configuration of worker-vm02 (eth0): it went stale [DV106]");
    }

    #[test]
    fn without_a_machine_there_is_nothing_to_write() {
        let published = published(&with_entries(json!([])));
        let error = emit(Target::Grub, &published, &EmitOptions::default()).unwrap_err();
        insta::assert_snapshot!(error, @"`grub` writes a file a machine that boots with it, and none is published");
        assert!(error.lacks_facts() && error.hint().is_some());
    }
}
