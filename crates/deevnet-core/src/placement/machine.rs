//! The machines of a substrate, whichever plane defines them.

use std::borrow::Cow;

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use crate::mac::Vmid;
use crate::model::{Host, Hypervisor, StorageId, Substrate, Tenant, VirtualMachine, Workload};
use crate::quantity::DataSize;
use crate::source::{Span, Spanned};
use crate::tenant::Plane;

/// Who defines a machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MachineOwner<'a> {
    /// A host of the inventory, with its `mgmt_vm`.
    Management(&'a Host),
    /// A tenant, with one of its workloads.
    Tenant(&'a Tenant, &'a Workload),
}

/// One virtual machine with its definition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Machine<'a> {
    owner: MachineOwner<'a>,
    definition: &'a VirtualMachine,
    vmid: Option<Spanned<Vmid>>,
}

impl<'a> Machine<'a> {
    fn of_host(host: &'a Host) -> Option<Self> {
        let definition = host.machine.as_ref()?;
        Some(Self { owner: MachineOwner::Management(host), definition, vmid: host.vmid() })
    }

    fn of_workload(substrate: &Substrate, tenant: &'a Tenant, workload: &'a Workload) -> Self {
        let definition = &workload.machine;
        let numbered = || {
            let (index, slot) = (tenant.index?, workload.slot?);
            let numbering = substrate.tenant_numbering.bases()?;
            Some(Spanned::new(numbering.vmid(index.value, slot.value), slot.span))
        };
        Self { owner: MachineOwner::Tenant(tenant, workload), definition, vmid: definition.vmid.or_else(numbered) }
    }

    /// Who defines it.
    pub fn owner(&self) -> MachineOwner<'a> {
        self.owner
    }

    /// What it asks for.
    pub fn definition(&self) -> &'a VirtualMachine {
        self.definition
    }

    /// Its VMID: allocated, or numbered from its tenant's index and its own slot.
    pub fn vmid(&self) -> Option<Spanned<Vmid>> {
        self.vmid
    }

    /// Its name: that of its host, or `<tenant>/<workload>`.
    pub fn name(&self) -> Cow<'a, str> {
        match self.owner {
            MachineOwner::Management(host) => Cow::Borrowed(&host.name),
            MachineOwner::Tenant(tenant, workload) => {
                Cow::Owned(format!("{}/{}", tenant.name.value, workload.name.value))
            }
        }
    }

    /// The plane that it belongs to.
    pub fn plane(&self) -> Plane {
        match self.owner {
            MachineOwner::Management(_) => Plane::Management,
            MachineOwner::Tenant(..) => Plane::Tenant,
        }
    }

    /// The inventory host that it is, where it is one.
    pub fn host(&self) -> Option<&'a Host> {
        match self.owner {
            MachineOwner::Management(host) => Some(host),
            MachineOwner::Tenant(..) => None,
        }
    }

    /// Where it is defined.
    pub fn span(&self) -> Span {
        self.definition.span
    }

    /// Its disks on a hypervisor, each with its storage and size, where they are known.
    ///
    /// A disk that names no storage is on that of the machine, and where that names none either, on the hypervisor's
    /// only one.
    pub(super) fn disks(&self, hypervisor: &'a Hypervisor) -> impl Iterator<Item = Disk<'a>> + use<'a> {
        let definition = self.definition;
        let only = match hypervisor.storages.as_slice() {
            [only] => Some(&only.name.value),
            _ => None,
        };
        let own = definition.storage.as_ref().map(|storage| &storage.value).or(only);
        let boot = Disk { storage: own, size: definition.disk.map(|size| size.value) };
        let data = definition.data_disk.as_ref().map(|disk| Disk {
            storage: disk.storage.as_ref().map(|storage| &storage.value).or(own),
            size: disk.size.map(|size| size.value),
        });
        std::iter::once(boot).chain(data)
    }
}

/// One disk of a machine.
#[derive(Debug, Clone, Copy)]
pub(super) struct Disk<'a> {
    pub(super) storage: Option<&'a StorageId>,
    pub(super) size: Option<DataSize>,
}

impl Substrate {
    /// Every machine that is defined: management machines in order of their names, then tenants' workloads in order of
    /// declaration.
    pub fn machines(&self) -> impl Iterator<Item = Machine<'_>> {
        let management = self.hosts.values().filter_map(Machine::of_host);
        let workloads = self.tenants.iter().flat_map(move |tenant| {
            tenant.workloads.iter().map(move |workload| Machine::of_workload(self, tenant, workload))
        });
        management.chain(workloads)
    }
}

impl Serialize for Machine<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let definition = self.definition;
        let mut machine = serializer.serialize_struct("Machine", 8)?;
        machine.serialize_field("name", &self.name())?;
        machine.serialize_field("plane", &self.plane())?;
        machine.serialize_field("vmid", &self.vmid)?;
        machine.serialize_field("cores", &definition.cores)?;
        machine.serialize_field("memory", &definition.memory.map(|size| size.value.bytes()))?;
        machine.serialize_field("disk", &definition.disk.map(|size| size.value.bytes()))?;
        let data_disk = definition.data_disk.as_ref().and_then(|disk| disk.size);
        machine.serialize_field("data_disk", &data_disk.map(|size| size.value.bytes()))?;
        machine.serialize_field("startup", &definition.startup)?;
        machine.end()
    }
}
