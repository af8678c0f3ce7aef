//! A virtual machine as a resource of the provider.

use std::net::{IpAddr, Ipv4Addr};

use serde::Serialize;

use super::home;
use super::text::{Quoted, Text};
use crate::emit::addressing::Addressing;
use crate::emit::machine::{MachineInterface, PublishedMachine};
use crate::emit::virtual_machine::{PublishedDevice, PublishedVirtualMachine};
use crate::model::{StartupOrder, StorageId};
use crate::name::{DnsLabel, DomainName, UserName};
use crate::network::VlanId;

/// `proxmox_virtual_environment_vm`.
#[derive(Serialize)]
pub(super) struct Resource<'a> {
    provider: String,
    name: &'a DnsLabel,
    node_name: &'a str,
    vm_id: u32,
    tags: Vec<String>,
    started: bool,
    on_boot: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    startup: Option<Startup>,
    clone: Cloning<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cpu: Option<Processor>,
    #[serde(skip_serializing_if = "Option::is_none")]
    memory: Option<Memory>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    disk: Vec<Disk<'a>>,
    network_device: Vec<Device<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    initialization: Option<Initialization<'a>>,
    lifecycle: Lifecycle,
}

#[derive(Serialize)]
struct Startup {
    #[serde(skip_serializing_if = "Option::is_none")]
    order: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    up_delay: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    down_delay: Option<u32>,
}

impl From<StartupOrder> for Startup {
    fn from(startup: StartupOrder) -> Self {
        Self { order: startup.order(), up_delay: startup.up(), down_delay: startup.down() }
    }
}

#[derive(Serialize)]
struct Cloning<'a> {
    vm_id: String,
    full: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    datastore_id: Option<&'a str>,
}

#[derive(Serialize)]
struct Processor {
    cores: u32,
    /// Without a type the provider sets one of its own, not the template's.
    r#type: &'static str,
}

#[derive(Serialize)]
struct Memory {
    dedicated: u64,
    /// As much as is dedicated, as Proxmox VE has it by itself; without it the provider takes the balloon away.
    floating: u64,
}

#[derive(Serialize)]
struct Disk<'a> {
    interface: &'a str,
    datastore_id: &'a str,
    size: u64,
}

#[derive(Serialize)]
struct Device<'a> {
    bridge: Text<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mac_address: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    vlan_id: Option<u16>,
}

#[derive(Serialize)]
struct Initialization<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    datastore_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    dns: Option<Resolution<'a>>,
    ip_config: Vec<Address>,
    #[serde(skip_serializing_if = "Option::is_none")]
    user_account: Option<Account<'a>>,
}

#[derive(Serialize)]
struct Resolution<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    domain: Option<&'a DomainName>,
    #[serde(skip_serializing_if = "<[IpAddr]>::is_empty")]
    servers: &'a [IpAddr],
}

/// The address of the network device with the same number.
#[derive(Default, Serialize)]
struct Address {
    #[serde(skip_serializing_if = "Option::is_none")]
    ipv4: Option<Ipv4>,
}

#[derive(Serialize)]
struct Ipv4 {
    address: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    gateway: Option<Ipv4Addr>,
}

#[derive(Serialize)]
struct Account<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    username: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    keys: Vec<Text<'a>>,
}

#[derive(Serialize)]
struct Lifecycle {
    /// A newer template is for the next machine, not for one that stands.
    ignore_changes: [&'static str; 1],
    precondition: [Condition; 1],
}

#[derive(Serialize)]
struct Condition {
    condition: String,
    error_message: String,
}

impl<'a> Resource<'a> {
    /// The resource of a machine; `told` is what cloud-init tells it.
    pub(super) fn new(
        substrate: Option<&DnsLabel>,
        machine: &'a PublishedVirtualMachine,
        told: Option<&'a PublishedMachine>,
    ) -> Self {
        let template = format!("local.{}[{}]", home::templates(&machine.home), Quoted(&machine.template_prefix));
        let missing =
            format!("{} has no template whose name begins with {}", machine.home.host, machine.template_prefix);
        let storage = machine.storage.as_ref().map(StorageId::as_str);
        Self {
            provider: format!("proxmox.{}", home::alias(&machine.home)),
            name: &machine.label,
            node_name: machine.home.node.as_str(),
            vm_id: machine.vmid.get(),
            tags: tags(substrate, machine),
            started: true,
            on_boot: true,
            startup: machine.startup.map(Startup::from),
            clone: Cloning { vm_id: format!("${{{template}}}"), full: true, datastore_id: storage },
            cpu: machine.cores.map(|cores| Processor { cores, r#type: "${var.cpu_type}" }),
            memory: machine.memory.map(|dedicated| Memory { dedicated, floating: dedicated }),
            disk: disks(machine),
            network_device: machine.devices.iter().map(device).collect(),
            initialization: told.filter(|_| machine.has_cloud_init).map(|told| initialization(machine, told, storage)),
            lifecycle: Lifecycle {
                ignore_changes: ["clone"],
                precondition: [Condition {
                    condition: format!("${{{template} != null}}"),
                    error_message: Text(&missing).to_string(),
                }],
            },
        }
    }
}

/// What the resource of a machine is called: its name, without what no identifier has.
pub(super) fn identifier(machine: &PublishedVirtualMachine) -> String {
    home::identifier(&machine.name.replace('.', "_"))
}

/// The tags that say whose a machine is, in the order that Proxmox VE keeps them in.
fn tags(substrate: Option<&DnsLabel>, machine: &PublishedVirtualMachine) -> Vec<String> {
    let substrate = substrate.map(|name| format!("deevnet-{}", name.as_str().to_lowercase()));
    let tenant = machine.tenant.as_ref().map(|tenant| format!("tenant-{tenant}"));
    substrate.into_iter().chain(tenant).collect()
}

fn disks(machine: &PublishedVirtualMachine) -> Vec<Disk<'_>> {
    let boot = machine.disk.zip(machine.storage.as_ref()).map(|(size, storage)| Disk {
        interface: "${var.boot_disk}",
        datastore_id: storage.as_str(),
        size,
    });
    let data = machine.data_disk.as_ref().filter(|disk| is_known(&disk.device)).map(|disk| Disk {
        interface: &disk.device,
        datastore_id: disk.storage.as_str(),
        size: disk.size,
    });
    boot.into_iter().chain(data).collect()
}

/// Whether the provider has words for a disk in that place.
pub(super) fn is_known(device: &str) -> bool {
    ["scsi", "sata", "virtio"].iter().any(|bus| device.starts_with(bus))
}

fn device(device: &PublishedDevice) -> Device<'_> {
    Device {
        bridge: Text(&device.bridge),
        mac_address: device.mac.map(|mac| mac.to_string()),
        vlan_id: device.tag.map(VlanId::get),
    }
}

fn initialization<'a>(
    machine: &'a PublishedVirtualMachine,
    told: &'a PublishedMachine,
    storage: Option<&'a str>,
) -> Initialization<'a> {
    let address = |device: &PublishedDevice| {
        let interface = told.interfaces.iter().find(|interface| Some(interface.mac) == device.mac);
        interface.map(address).unwrap_or_default()
    };
    let user = told.user.as_ref().filter(|user| user.name.is_some() || !user.keys.is_empty());
    let is_resolving = told.search.is_some() || !told.name_servers.is_empty();
    Initialization {
        datastore_id: storage,
        dns: is_resolving.then_some(Resolution { domain: told.search.as_ref(), servers: &told.name_servers }),
        ip_config: machine.devices.iter().map(address).collect(),
        user_account: user.map(|user| Account {
            username: user.name.as_ref().map(UserName::as_str),
            keys: user.keys.iter().map(|key| Text(key)).collect(),
        }),
    }
}

fn address(interface: &MachineInterface) -> Address {
    let ipv4 = match interface.addressing {
        Addressing::Fixed(address) => Some(Ipv4 { address: address.to_string(), gateway: interface.gateway }),
        Addressing::Dynamic => Some(Ipv4 { address: "dhcp".to_owned(), gateway: None }),
        Addressing::Absent => None,
    };
    Address { ipv4 }
}
