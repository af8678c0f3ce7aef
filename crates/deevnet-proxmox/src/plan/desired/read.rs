//! How a machine's definition becomes what is wanted.

use std::sync::Arc;

use deevnet_core::model::{Host, Hypervisor, Substrate, VirtualMachine};
use deevnet_core::name::DnsLabel;
use deevnet_core::placement::{Machine, MachineOwner};
use deevnet_core::tenant::{TenantRecord, WorkloadRecord};

use super::cloud_init::DesiredCloudInit;
use super::{DesiredDisk, DesiredMachine, nic};
use crate::plan::action::Target;
use crate::plan::blocked::Fault;

/// The device of a data disk that names none: the first one after the disk of the template.
const DATA_DEVICE: &str = "scsi1";

/// Why a machine cannot be planned.
#[derive(Debug)]
pub(super) struct Unfit {
    pub(super) message: String,
    hint: String,
}

impl Unfit {
    pub(super) fn new(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { message: message.into(), hint: hint.into() }
    }
}

/// A machine and who it belongs to, before it is known whether it can be planned.
struct Identity {
    name: Arc<str>,
    vm_name: String,
    vmid: Option<u32>,
    tenant: Option<Arc<str>>,
}

impl Identity {
    fn of_host(host: &Host) -> Self {
        let vmid = host.vmid().map(|vmid| vmid.value.get());
        Self { name: Arc::clone(&host.name), vm_name: host.name.to_string(), vmid, tenant: None }
    }

    fn of_workload(tenant: &TenantRecord, workload: &WorkloadRecord) -> Self {
        let (tenant, name) = (tenant.name.as_str(), &workload.name);
        Self {
            name: format!("{name}.{tenant}").into(),
            vm_name: format!("{name}-{tenant}"),
            vmid: workload.vmid.map(deevnet_core::mac::Vmid::get),
            tenant: Some(tenant.into()),
        }
    }

    /// What faults about it name; VMID 0 stands for one that is not allocated.
    fn target(&self) -> Target {
        Target::Machine { name: Arc::clone(&self.name), vmid: self.vmid.unwrap_or(0), tenant: self.tenant.clone() }
    }
}

/// What a definition wants, or the faults that keep it from being planned.
pub(in crate::plan) fn read<'a>(
    substrate: &'a Substrate,
    tenant: Option<&TenantRecord>,
    machine: &Machine<'a>,
) -> Result<DesiredMachine<'a>, Vec<Fault>> {
    let definition = machine.definition();
    let record = |name: &DnsLabel| tenant?.workloads.iter().find(|workload| workload.name == *name);
    let mut unfit = Vec::new();
    let (identity, nics, cloud_init) = match machine.owner() {
        MachineOwner::Management(host) => {
            let (nics, place, missing) = nic::of_host(substrate, host, definition);
            let identity = Identity::of_host(host);
            // A MAC address follows from the VMID: where both are missing, one of them is.
            unfit.extend(missing.into_iter().filter(|_| identity.vmid.is_some()));
            (identity, nics, DesiredCloudInit::of(definition, place))
        }
        MachineOwner::Tenant(_, workload) => {
            let (Some(tenant), Some(record)) = (tenant, record(&workload.name.value)) else { return Err(Vec::new()) };
            let cloud_init = DesiredCloudInit::of(definition, 0).numbered(tenant, record);
            let nics = nic::of_workload(substrate, tenant, definition, record.mac);
            (Identity::of_workload(tenant, record), nics, cloud_init)
        }
    };
    unfit.extend(misnamed(&identity));
    if identity.vmid.is_none() {
        unfit.push(without_vmid(&identity));
    }
    let placed = substrate.placed_on(definition).map_err(|reason| {
        let hint = "name the inventory host of its hypervisor, and declare that as one";
        Unfit::new(format!("{} stands on no hypervisor: {reason}", identity.name), hint)
    });
    let home = placed.map(|host| (host, host.hypervisor.as_ref()));
    let target = identity.target();
    match (home, identity.vmid) {
        (Ok((host, Some(hypervisor))), Some(vmid)) if unfit.is_empty() => {
            let machine = Draft { identity, vmid, host, hypervisor, definition };
            Ok(machine.finish(nics, cloud_init))
        }
        (home, _) => {
            unfit.extend(home.err());
            let fault =
                |unfit: Unfit| Fault { targets: vec![target.clone()], message: unfit.message, hint: unfit.hint };
            Err(unfit.into_iter().map(fault).collect())
        }
    }
}

/// A workload and its tenant may make a name that is too long for the DNS.
fn misnamed(identity: &Identity) -> Option<Unfit> {
    let error = identity.vm_name.parse::<DnsLabel>().err()?;
    let message =
        format!("{} would be a virtual machine with the name \"{}\": {error}", identity.name, identity.vm_name);
    Some(Unfit::new(message, "give it a shorter name of letters, digits and hyphens"))
}

fn without_vmid(identity: &Identity) -> Unfit {
    let hint = match identity.tenant {
        None => "run `deevnet alloc`",
        Some(_) => "give the workload a slot or a VMID; `deevnet alloc` gives one to machines of the management plane",
    };
    Unfit::new(format!("{} has no VMID yet", identity.name), hint)
}

struct Draft<'a> {
    identity: Identity,
    vmid: u32,
    host: &'a Host,
    hypervisor: &'a Hypervisor,
    definition: &'a VirtualMachine,
}

impl<'a> Draft<'a> {
    fn finish(self, mut nics: Vec<nic::DesiredNic>, cloud_init: DesiredCloudInit) -> DesiredMachine<'a> {
        let Self { identity, vmid, host, hypervisor, definition } = self;
        let only = match hypervisor.storages.as_slice() {
            [only] => Some(only.name.value.as_str()),
            _ => None,
        };
        let storage = definition.storage.as_ref().map(|storage| storage.value.as_str()).or(only);
        let prefixes = &hypervisor.template_prefixes;
        let only_prefix = (prefixes.len() == 1).then(|| &*prefixes[0].value);
        for nic in nics.iter_mut().filter(|nic| nic.bridge.is_none()) {
            nic.bridge = hypervisor.bridge.as_ref().map(|bridge| bridge.value.to_string());
        }
        let data_disk = definition.data_disk.as_ref().and_then(|disk| {
            let device = disk.device.map_or_else(|| DATA_DEVICE.to_owned(), |device| device.value.to_string());
            let own = disk.storage.as_ref().map(|storage| storage.value.as_str());
            Some(DesiredDisk { device, size: disk.size?.value, storage: own.or(storage) })
        });
        DesiredMachine {
            name: identity.name,
            vm_name: identity.vm_name,
            vmid,
            tenant: identity.tenant,
            host: &host.name,
            hypervisor,
            template_prefix: definition.template_prefix.as_ref().map(|prefix| &*prefix.value).or(only_prefix),
            storage,
            cores: definition.cores.map(|cores| cores.value),
            memory: definition.memory.map(|memory| memory.value),
            disk: definition.disk.map(|disk| disk.value),
            data_disk,
            startup: definition.startup.map(|startup| startup.value),
            nics,
            cloud_init,
        }
    }
}
