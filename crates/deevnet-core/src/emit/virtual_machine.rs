//! Virtual machines as their hypervisors are to make them: identity, template, size, disks and network devices.

use std::sync::Arc;

use super::addressing::Addressing;
use super::candidate;
use super::collector::Collector;
use super::left_out::Part;
use super::machine::PublishedMachine;
use super::reason::Reason;
use crate::finding::{Finding, Subject};
use crate::mac::{MacAddress, Vmid};
use crate::model::{Endpoint, Host, Hypervisor, MacState, NodeName, StartupOrder, StorageId, VirtualMachine};
use crate::name::DnsLabel;
use crate::network::VlanId;
use crate::placement::{Machine, MachineOwner, NetworkDevice};
use crate::quantity::{DataSize, DataSizeUnit};
use crate::tenant::TenantRecord;

/// The device of a data disk that names none: the first one after the disk of the template.
const DATA_DEVICE: &str = "scsi1";

/// The disks of a machine, in the words of a message.
const BOOT: &str = "boot disk";
const DATA: &str = "data disk";

/// A virtual machine as its hypervisor is to make it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PublishedVirtualMachine {
    /// What it goes by among all machines: its host's name, or `<workload>.<tenant>`.
    pub name: String,
    /// The name that its hypervisor shows: the hostname, or `<workload>-<tenant>`.
    pub label: DnsLabel,
    /// Its VMID; no other machine has it.
    pub vmid: Vmid,
    /// The tenant whose workload it is.
    pub tenant: Option<String>,
    /// Where it stands.
    pub home: MachineHome,
    /// How the name of the template begins that it is cloned from.
    pub template_prefix: Arc<str>,
    /// The storage of its disks; `None` is that of its template.
    pub storage: Option<StorageId>,
    /// Its virtual processors; `None` are those of its template.
    pub cores: Option<u32>,
    /// Its memory in MiB; `None` is that of its template.
    pub memory: Option<u64>,
    /// The size in GiB of the disk it boots from; `None` is that of its template.
    pub disk: Option<u64>,
    /// A second disk.
    pub data_disk: Option<PublishedDisk>,
    /// When it starts and stops with its node.
    pub startup: Option<StartupOrder>,
    /// Its network devices, in order of their numbers; at least one.
    pub devices: Vec<PublishedDevice>,
    /// Whether cloud-init is to tell it anything.
    pub has_cloud_init: bool,
}

/// The hypervisor of a machine, as an API client needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct MachineHome {
    /// Its inventory hostname.
    pub host: DnsLabel,
    /// Its node name in Proxmox VE.
    pub node: NodeName,
    /// Where its API answers.
    pub endpoint: Option<Endpoint>,
    /// Whether any certificate of its API is taken.
    pub is_insecure: bool,
}

/// A disk beside the one that a machine boots from.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PublishedDisk {
    /// Its place in the machine, such as `scsi1`.
    pub device: String,
    /// Its size in GiB.
    pub size: u64,
    /// The storage it is on.
    pub storage: StorageId,
}

/// A network device of a machine.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PublishedDevice {
    /// Its MAC address; `None` where none is declared and the node gives it one, never of the first.
    pub mac: Option<MacAddress>,
    /// The bridge or VNet it is attached to.
    pub bridge: String,
    /// Its VLAN tag; `None` is untagged.
    pub tag: Option<VlanId>,
}

/// Collects the machines, by name; what cloud-init tells them is collected before.
pub(super) fn collect(collector: &mut Collector<'_>) {
    let substrate = collector.substrate;
    let records = substrate.tenant_records();
    for machine in substrate.machines() {
        let name: Arc<str> = machine.name().into();
        let subject = || Subject::host(Arc::clone(&name));
        let entry = entry(collector, &machine, &records).and_then(|entry| distinct(collector, entry));
        let obstacle = obstacle(collector, &name, &machine);
        let Some(mut entry) = collector.admit(subject, Part::VirtualMachine, obstacle, entry) else { continue };
        let definition = machine.definition();
        let disk = collector.admit(subject, Part::VirtualDisk, None, boot_disk(definition, entry.storage.as_ref()));
        entry.disk = disk.flatten();
        let data_disk = data_disk(definition, entry.storage.as_ref());
        entry.data_disk = collector.admit(subject, Part::VirtualDisk, None, data_disk).flatten();
        collector.published.virtual_machines.push(entry);
    }
    collector.published.virtual_machines.sort_by(|left, right| left.name.cmp(&right.name));
}

/// The error that touches a machine: about it as a whole, or about an interface of its host.
fn obstacle<'a>(collector: &Collector<'a>, name: &Arc<str>, machine: &Machine<'_>) -> Option<&'a Finding> {
    let obstacles = &collector.obstacles;
    obstacles.about_host(name).or_else(|| {
        let mut interfaces = machine.host()?.interfaces.values();
        interfaces.find_map(|interface| {
            let own = obstacles.about_interface(name, &interface.name);
            own.or_else(|| obstacles.about_hardware(name, &interface.name))
        })
    })
}

/// Refuses a machine with the name or the VMID of another, whatever the check says about it.
fn distinct(collector: &Collector<'_>, entry: PublishedVirtualMachine) -> Result<PublishedVirtualMachine, Reason> {
    for other in &collector.published.virtual_machines {
        if other.label == entry.label {
            return Err(Reason::MachineTaken);
        }
        if other.vmid == entry.vmid {
            return Err(Reason::VmidTaken { vmid: entry.vmid, machine: other.name.clone() });
        }
    }
    Ok(entry)
}

fn entry(
    collector: &Collector<'_>,
    machine: &Machine<'_>,
    records: &[TenantRecord],
) -> Result<PublishedVirtualMachine, Reason> {
    let substrate = collector.substrate;
    let definition = machine.definition();
    let (name, label, tenant, devices) = match machine.owner() {
        MachineOwner::Management(host) => {
            let label = DnsLabel::clone(&*candidate::label_of(host)?);
            (label.to_string(), label, None, substrate.network_devices_of_host(host, definition).0)
        }
        MachineOwner::Tenant(tenant, workload) => {
            let (tenant, workload) = (&tenant.name.value, &workload.name.value);
            let record = records.iter().find(|record| record.name == *tenant).ok_or(Reason::NoInterface)?;
            let own = record.workloads.iter().find(|own| own.name == *workload).ok_or(Reason::NoInterface)?;
            let label = format!("{workload}-{tenant}").parse().map_err(Reason::HostName)?;
            let devices = substrate.network_devices_of_workload(record, definition, own.mac);
            (format!("{workload}.{tenant}"), label, Some(tenant.to_string()), devices)
        }
    };
    let vmid = machine.vmid().ok_or(Reason::VmidMissing)?.value;
    let host = substrate.placed_on(definition).map_err(Reason::Unplaced)?;
    let hypervisor = host.hypervisor.as_ref().ok_or(Reason::NodeNameUnknown)?;
    let devices = devices.into_iter().enumerate();
    let devices: Result<Vec<_>, _> = devices.map(|(number, device)| published(number, device, hypervisor)).collect();
    let devices = devices?;
    let told = collector.published.machines.iter().find(|told| told.name == name);
    Ok(PublishedVirtualMachine {
        has_cloud_init: told.is_some_and(|told| is_told(definition, told, tenant.is_some())),
        name,
        label,
        vmid,
        tenant,
        home: home(host, hypervisor)?,
        template_prefix: template_prefix(definition, hypervisor)?,
        storage: storage(definition, hypervisor),
        cores: definition.cores.map(|cores| cores.value),
        memory: definition.memory.and_then(|memory| memory.value.whole(DataSizeUnit::Mebibyte)),
        disk: None,
        data_disk: None,
        startup: definition.startup.map(|startup| startup.value),
        devices,
    })
}

/// Whether anything is declared for cloud-init, or a workload has its address from nobody else.
fn is_told(definition: &VirtualMachine, told: &PublishedMachine, is_workload: bool) -> bool {
    let is_declared = definition.cloud_init.is_some() || definition.static_ip.is_some();
    let has_fixed = || told.interfaces.iter().any(|interface| matches!(interface.addressing, Addressing::Fixed(_)));
    is_declared || !definition.nameservers.is_empty() || (is_workload && has_fixed())
}

fn published(number: usize, device: NetworkDevice, hypervisor: &Hypervisor) -> Result<PublishedDevice, Reason> {
    let mac = match device.mac {
        Some(MacState::Known(mac)) => Some(mac),
        Some(MacState::Unallocated) => return Err(Reason::MacUnallocated),
        Some(MacState::Unknown) => return Err(Reason::MacUnknown),
        None if number == 0 => return Err(Reason::MacUnknown),
        None => None,
    };
    let own = hypervisor.bridge.as_ref().map(|bridge| bridge.value.to_string());
    let bridge = device.bridge.or_else(|| own.filter(|_| !device.is_vnet)).ok_or(Reason::BridgeUndeclared)?;
    Ok(PublishedDevice { mac, bridge, tag: device.tag.and_then(|tag| VlanId::new(tag).ok()) })
}

fn home(host: &Host, hypervisor: &Hypervisor) -> Result<MachineHome, Reason> {
    Ok(MachineHome {
        host: DnsLabel::clone(&*candidate::label_of(host)?),
        node: hypervisor.node.as_ref().ok_or(Reason::NodeNameUnknown)?.value.clone(),
        endpoint: hypervisor.endpoint.as_ref().map(|endpoint| endpoint.value.clone()),
        is_insecure: hypervisor.tls.is_insecure(),
    })
}

/// The prefix that the machine declares, or else the only one of its hypervisor.
fn template_prefix(definition: &VirtualMachine, hypervisor: &Hypervisor) -> Result<Arc<str>, Reason> {
    let only = match hypervisor.template_prefixes.as_slice() {
        [only] => Some(only),
        _ => None,
    };
    let prefix = definition.template_prefix.as_ref().or(only).ok_or(Reason::TemplateUnknown)?;
    Ok(Arc::clone(&prefix.value))
}

/// The storage that the machine declares, or else the only one of its hypervisor.
fn storage(definition: &VirtualMachine, hypervisor: &Hypervisor) -> Option<StorageId> {
    let only = match hypervisor.storages.as_slice() {
        [only] => Some(&only.name.value),
        _ => None,
    };
    definition.storage.as_ref().map(|storage| &storage.value).or(only).cloned()
}

fn boot_disk(definition: &VirtualMachine, storage: Option<&StorageId>) -> Result<Option<u64>, Reason> {
    let Some(size) = definition.disk else { return Ok(None) };
    storage.ok_or(Reason::StorageUnknown(BOOT))?;
    gibibytes(BOOT, size.value).map(Some)
}

fn data_disk(definition: &VirtualMachine, storage: Option<&StorageId>) -> Result<Option<PublishedDisk>, Reason> {
    let Some(disk) = &definition.data_disk else { return Ok(None) };
    let own = disk.storage.as_ref().map(|storage| &storage.value);
    Ok(Some(PublishedDisk {
        device: disk.device.map_or_else(|| DATA_DEVICE.to_owned(), |device| device.value.to_string()),
        size: gibibytes(DATA, disk.size.ok_or(Reason::DiskSizeUnknown(DATA))?.value)?,
        storage: own.or(storage).ok_or(Reason::StorageUnknown(DATA))?.clone(),
    }))
}

fn gibibytes(disk: &'static str, size: DataSize) -> Result<u64, Reason> {
    size.whole(DataSizeUnit::Gibibyte).ok_or_else(|| Reason::DiskSizeOdd { disk, size: size.to_string() })
}
