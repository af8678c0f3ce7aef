//! Virtual machines, whichever plane defines them.

mod cloud_init;
mod disk;
mod nic;
mod startup;

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use ipnet::Ipv4Net;
use serde::Serialize;

pub(super) use cloud_init::CLOUD_INIT_KEYS;
pub use cloud_init::CloudInit;
pub(super) use disk::DATA_DISK_KEYS;
pub use disk::{DataDisk, DiskDevice};
pub(super) use nic::NIC_KEYS;
pub use nic::Nic;
pub use startup::StartupOrder;

use super::hypervisor::{NodeName, StorageId};
use super::proxmox::{read_form, read_memory, read_storage_size};
use super::reader::{Key, Reader};
use super::segment::{read_address, read_vlan_id, reject_address};
use crate::declared::{Map, Value};
use crate::mac::Vmid;
use crate::network::VlanId;
use crate::quantity::DataSize;
use crate::rules;
use crate::source::{Span, Spanned};

pub(super) const MACHINE_KEYS: &[&str] = &[
    "hypervisor",
    "node",
    "vmid",
    "template",
    "template_prefix",
    "storage",
    "cores",
    "memory",
    "disk",
    "os_disk_size",
    "data_disk",
    "vlan_tag",
    "static_ip",
    "static_gateway",
    "nameserver",
    "startup",
    "nics",
    "cloud_init",
];

/// The definition of a virtual machine: a management machine (`mgmt_vm`) or a tenant's workload.
///
/// What is not declared is not known: a sum over machines counts it as nothing and says that something is missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct VirtualMachine {
    /// Where it is declared.
    #[serde(skip)]
    pub span: Span,
    /// The inventory hostname of its hypervisor.
    pub hypervisor: Option<Spanned<Arc<str>>>,
    /// The node name of its hypervisor, restated.
    pub node: Option<Spanned<NodeName>>,
    /// Its VMID; `None` while it is not allocated (0 or absent).
    pub vmid: Option<Spanned<Vmid>>,
    /// How the name of the template begins that it is cloned from.
    pub template_prefix: Option<Spanned<Arc<str>>>,
    /// The storage of its disks.
    pub storage: Option<Spanned<StorageId>>,
    /// Its virtual processors.
    pub cores: Option<Spanned<u32>>,
    /// Its memory; a bare number is MiB.
    pub memory: Option<Spanned<DataSize>>,
    /// The disk it boots from (`disk` or `os_disk_size`); a bare number is GiB.
    pub disk: Option<Spanned<DataSize>>,
    /// A second disk.
    pub data_disk: Option<DataDisk>,
    /// The VLAN tag of its first interface; untagged where nothing is said.
    pub vlan_tag: Option<Spanned<VlanId>>,
    /// The address that cloud-init gives it.
    pub static_ip: Option<Spanned<Ipv4Net>>,
    /// The gateway that cloud-init gives it.
    pub static_gateway: Option<Spanned<Ipv4Addr>>,
    /// The name servers that cloud-init gives it, in order.
    pub nameservers: Vec<Spanned<IpAddr>>,
    /// When it starts and stops with its node.
    pub startup: Option<Spanned<StartupOrder>>,
    /// Its network interfaces, where more is declared than one tag.
    pub nics: Vec<Nic>,
    /// What cloud-init configures beyond addresses.
    pub cloud_init: Option<CloudInit>,
}

impl VirtualMachine {
    /// Reads a definition; `also` names the keys of the same map that belong to others.
    pub(super) fn read(reader: &mut Reader<'_>, key: Key<'_>, value: &Value, also: &[&str]) -> Option<Self> {
        let map = reader.map(key, value)?;
        let mut machine = Self::empty(value.span());
        for (name, span, value) in map.text_entries() {
            if !machine.read_field(reader, key.child(name), name, value) {
                reader.unknown_key(key.child(name), span, &[MACHINE_KEYS, also].concat());
            }
        }
        machine.read_second_names(reader, key, map);
        Some(machine)
    }

    fn empty(span: Span) -> Self {
        Self {
            span,
            hypervisor: None,
            node: None,
            vmid: None,
            template_prefix: None,
            storage: None,
            cores: None,
            memory: None,
            disk: None,
            data_disk: None,
            vlan_tag: None,
            static_ip: None,
            static_gateway: None,
            nameservers: Vec::new(),
            startup: None,
            nics: Vec::new(),
            cloud_init: None,
        }
    }

    /// Reads one key; false where it is none of a machine's.
    fn read_field(&mut self, reader: &mut Reader<'_>, key: Key<'_>, name: &str, value: &Value) -> bool {
        match name {
            "hypervisor" => self.hypervisor = read_name(reader, key, value),
            "node" => self.node = read_form(reader, key, value),
            "vmid" => self.vmid = read_vmid(reader, key, value),
            "template_prefix" => self.template_prefix = read_name(reader, key, value),
            "storage" => self.storage = read_form(reader, key, value),
            "cores" => self.cores = read_cores(reader, key, value),
            "memory" => self.memory = read_memory(reader, key, value),
            "disk" => self.disk = read_storage_size(reader, key, value),
            "data_disk" => self.data_disk = DataDisk::read(reader, key, value),
            "vlan_tag" => self.vlan_tag = read_tag(reader, key, value),
            "static_ip" => self.static_ip = read_static_ip(reader, key, value),
            "static_gateway" => self.static_gateway = read_address(reader, key, value),
            "nameserver" => self.nameservers = read_nameservers(reader, key, value),
            "startup" => self.startup = read_form(reader, key, value),
            "nics" => {
                self.nics = reader.list(key, value).iter().filter_map(|item| Nic::read(reader, key, item)).collect();
            }
            "cloud_init" => self.cloud_init = CloudInit::read(reader, key, value),
            "template" | "os_disk_size" => {}
            _ => return false,
        }
        true
    }

    /// Reads the second names of two keys, where the first are not there.
    fn read_second_names(&mut self, reader: &mut Reader<'_>, key: Key<'_>, map: &Map) {
        if self.template_prefix.is_none() {
            self.template_prefix =
                map.get("template").and_then(|value| read_name(reader, key.child("template"), value));
        }
        if self.disk.is_none() {
            let size = map.get("os_disk_size");
            self.disk = size.and_then(|value| read_storage_size(reader, key.child("os_disk_size"), value));
        }
    }
}

/// Reads text; empty text is absent.
fn read_name(reader: &mut Reader<'_>, key: Key<'_>, value: &Value) -> Option<Spanned<Arc<str>>> {
    reader.text(key, value).filter(|text| !text.value.trim().is_empty())
}

/// Reads a number of virtual processors, 1 or more (Proxmox VE's API schema, parameter `cores`).
fn read_cores(reader: &mut Reader<'_>, key: Key<'_>, value: &Value) -> Option<Spanned<u32>> {
    let number = reader.integer(key, value)?;
    match u32::try_from(number.value) {
        Ok(cores) if cores > 0 => Some(Spanned::new(cores, number.span)),
        _ => {
            let message = format!("`{key}` is {}, but a machine has at least 1 core", number.value);
            let finding = reader
                .finding(&rules::PROXMOX_VALUE_INVALID, number.span, message)
                .with_value(number.value.to_string())
                .with_hint("write how many virtual processors it has");
            reader.push(finding);
            None
        }
    }
}

/// Reads a VLAN tag; 0 and absent mean untagged.
fn read_tag(reader: &mut Reader<'_>, key: Key<'_>, value: &Value) -> Option<Spanned<VlanId>> {
    if reader.integer(key, value)?.value == 0 {
        return None;
    }
    read_vlan_id(reader, key, value)
}

/// Reads an address with its prefix length; `dhcp` is no fixed address.
fn read_static_ip(reader: &mut Reader<'_>, key: Key<'_>, value: &Value) -> Option<Spanned<Ipv4Net>> {
    let text = read_name(reader, key, value).filter(|text| &*text.value != "dhcp")?;
    if let Ok(network) = text.value.parse() {
        return Some(Spanned::new(network, text.span));
    }
    let message = format!("`{key}` is \"{}\", which is not an IPv4 address with a prefix length", text.value);
    let finding = reader
        .finding(&rules::ADDRESS_MALFORMED, text.span, message)
        .with_value(text.value.as_ref())
        .with_hint("write both, such as 10.20.25.10/24");
    reader.push(finding);
    None
}

/// Reads name servers, one or a list of them, or several in one text as Proxmox VE has it.
fn read_nameservers(reader: &mut Reader<'_>, key: Key<'_>, value: &Value) -> Vec<Spanned<IpAddr>> {
    let items = value.as_list().unwrap_or(std::slice::from_ref(value));
    let mut servers = Vec::new();
    for text in items.iter().filter_map(|item| reader.text(key, item)).collect::<Vec<_>>() {
        for word in text.value.split([' ', ',', ';']).filter(|word| !word.is_empty()) {
            match word.parse() {
                Ok(address) => servers.push(Spanned::new(address, text.span)),
                Err(_) => reject_address(reader, key, &Spanned::new(word.into(), text.span)),
            }
        }
    }
    servers
}

/// Reads a VMID; 0 and absent mean that none is allocated yet.
pub(super) fn read_vmid(reader: &mut Reader<'_>, key: Key<'_>, value: &Value) -> Option<Spanned<Vmid>> {
    let number = reader.integer(key, value)?;
    if number.value == 0 {
        return None;
    }
    let parsed = u64::try_from(number.value).ok().and_then(|id| Vmid::try_from(id).ok());
    if parsed.is_none() {
        let finding = reader
            .finding(
                &rules::MAC_NOT_DERIVED,
                number.span,
                format!("`{key}` is {}, from which no MAC can be derived: a VMID here is 1 to 16777215", number.value),
            )
            .with_value(number.value.to_string());
        reader.push(finding);
    }
    parsed.map(|vmid| Spanned::new(vmid, number.span))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::VirtualMachine;
    use crate::declared::testing::{declared_from_json, messages};
    use crate::rules::{ADDRESS_MALFORMED, PROXMOX_VALUE_INVALID, UNKNOWN_KEY, VLAN_ID_INVALID};

    fn with(definition: &Value) -> Value {
        json!({ "hosts": { "dns-vm01": { "mgmt_vm": definition } } })
    }

    fn read(definition: &Value) -> VirtualMachine {
        let checked = crate::check(&declared_from_json(&with(definition)));
        checked.substrate.hosts["dns-vm01"].machine.clone().unwrap()
    }

    #[test]
    fn a_whole_definition_is_read() {
        let machine = read(&json!({
            "hypervisor": "hv01",
            "node": "pve",
            "vmid": 210,
            "template_prefix": "fedora-server-",
            "storage": "local-lvm-big-thin",
            "cores": 2,
            "memory": 4096,
            "disk": 64,
            "data_disk": { "device": "scsi1", "size": 100, "storage": "local-lvm-big-thin", "mount": "/srv" },
            "vlan_tag": 25,
            "static_ip": "10.20.25.10/24",
            "static_gateway": "10.20.25.1",
            "nameserver": "10.20.25.1 2001:db8::53",
            "startup": "order=50,up=0,down=60",
            "nics": [{ "interface": "eth1", "segment": "storage", "vlan_tag": 20, "bridge": "vmbr1" }],
            "cloud_init": { "user": "operator", "upgrade": true, "ssh_keys": ["ssh-ed25519 AAAA"] },
            "usb": [{ "slot": "usb0" }],
        }));
        insta::assert_snapshot!(serde_json::to_string(&machine).unwrap(), @r#"{"hypervisor":"hv01","node":"pve","vmid":210,"template_prefix":"fedora-server-","storage":"local-lvm-big-thin","cores":2,"memory":"4096 MiB","disk":"64 GiB","data_disk":{"device":"scsi1","size":"100 GiB","storage":"local-lvm-big-thin","mount":"/srv"},"vlan_tag":25,"static_ip":"10.20.25.10/24","static_gateway":"10.20.25.1","nameservers":["10.20.25.1","2001:db8::53"],"startup":"order=50,up=0,down=60","nics":[{"interface":"eth1","segment":"storage","vlan_tag":20,"bridge":"vmbr1"}],"cloud_init":{"user":"operator","ssh_keys":["ssh-ed25519 AAAA"],"search_domain":null,"upgrade":true}}"#);
    }

    #[test]
    fn quoted_numbers_and_units_mean_the_same() {
        let plain = read(&json!({ "cores": 2, "memory": 4096, "disk": 64, "vlan_tag": 25 }));
        for other in [
            json!({ "cores": "2", "memory": "4096", "disk": "64", "vlan_tag": "25" }),
            json!({ "cores": 2, "memory": "4G", "disk": "64G", "vlan_tag": 25 }),
            json!({ "cores": 2, "memory": "4 GiB", "os_disk_size": "64 GiB", "vlan_tag": 25 }),
        ] {
            let other = read(&other);
            assert_eq!(
                (other.cores.map(|cores| cores.value), other.vlan_tag.map(|tag| tag.value.get())),
                (Some(2), Some(25))
            );
            assert_eq!(other.memory.map(|size| size.value), plain.memory.map(|size| size.value));
            assert_eq!(other.disk.map(|size| size.value), plain.disk.map(|size| size.value));
        }
    }

    #[test]
    fn nothing_and_not_yet_are_absent() {
        let machine = read(&json!({
            "vmid": 0, "vlan_tag": 0, "hypervisor": "", "static_ip": "dhcp", "nameserver": "", "storage": null,
            "data_disk": {}, "startup": "",
        }));
        assert!(machine.vmid.is_none() && machine.vlan_tag.is_none() && machine.hypervisor.is_none());
        assert!(machine.static_ip.is_none() && machine.nameservers.is_empty() && machine.storage.is_none());
        assert!(machine.data_disk.is_none() && machine.startup.is_none());
        let rules = [&PROXMOX_VALUE_INVALID, &ADDRESS_MALFORMED, &VLAN_ID_INVALID];
        assert!(rules.iter().all(|rule| messages(rule, &with(&json!({ "vmid": 0, "vlan_tag": 0 }))).is_empty()));
    }

    #[test]
    fn what_cannot_be_read_is_reported() {
        let json = with(&json!({
            "node": "pve.example.net",
            "storage": "local lvm",
            "cores": 0,
            "memory": "4 GB",
            "disk": 0,
            "data_disk": { "device": "sda", "size": "1X" },
            "vlan_tag": 5000,
            "static_ip": "10.20.25.10",
            "nameserver": ["10.20.25.300"],
            "startup": "first",
            "templat_prefix": "fedora-",
        }));
        let mut shown = Vec::new();
        for rule in [&PROXMOX_VALUE_INVALID, &ADDRESS_MALFORMED, &VLAN_ID_INVALID, &UNKNOWN_KEY] {
            shown.extend(messages(rule, &json));
        }
        insta::assert_snapshot!(shown.join("\n"), @r#"
        `mgmt_vm.cores` is 0, but a machine has at least 1 core
        `mgmt_vm.data_disk.device`: "sda" is not a valid disk device: it is one of ide0-3, sata0-5, scsi0-30 and virtio0-15
        `mgmt_vm.data_disk.size`: `1X` is not a data size: `X` is no unit of it
        `mgmt_vm.disk`: "0" is not a valid size: it is more than nothing
        `mgmt_vm.memory`: "4 GB" is not a valid memory size: a machine has a whole number of MiB, 16 or more
        `mgmt_vm.node`: "pve.example.net" is not a valid node name: it is one DNS label: 1 to 63 letters, digits and hyphens, with no hyphen at either end
        `mgmt_vm.startup`: "first" is not a valid startup order: it has the parts order, up and down, each at most once and each a number
        `mgmt_vm.storage`: "local lvm" is not a valid storage ID: it begins with a letter, ends with a letter or digit, and has letters, digits, `-`, `_` and `.` between
        `mgmt_vm.nameserver` is "10.20.25.300", which is not an IPv4 address
        `mgmt_vm.static_ip` is "10.20.25.10", which is not an IPv4 address with a prefix length
        `mgmt_vm.vlan_tag` is 5000, but a VLAN ID is between 1 and 4094
        `mgmt_vm.templat_prefix` is a key that means nothing; nothing reads it
        "#);
    }
}
