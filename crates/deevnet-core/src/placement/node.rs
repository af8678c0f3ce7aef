//! One hypervisor with the machines on it.

use std::collections::{BTreeMap, BTreeSet};

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use super::balance::Balance;
use super::capacity::{Capacity, Limit};
use super::machine::{Disk, Machine};
use crate::model::{Host, Hypervisor, Storage, StorageId};
use crate::quantity::DataSize;

/// One hypervisor, the machines on it, and what they use of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NodePlacement<'a> {
    host: &'a Host,
    hypervisor: &'a Hypervisor,
    capacity: Capacity,
    machines: Vec<Machine<'a>>,
    memory: Balance<DataSize>,
    threads: Balance<u64>,
    storage: Balance<DataSize>,
    storages: Vec<StorageUse<'a>>,
}

/// What machines use of one storage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StorageUse<'a> {
    name: &'a StorageId,
    declared: Option<&'a Storage>,
    balance: Balance<DataSize>,
}

impl<'a> NodePlacement<'a> {
    /// The placement of machines, whatever their order, on a hypervisor of some capacity.
    pub(super) fn new(
        host: &'a Host,
        hypervisor: &'a Hypervisor,
        capacity: Capacity,
        mut machines: Vec<Machine<'a>>,
    ) -> Self {
        machines.sort_by(|left, right| left.name().cmp(&right.name()));
        let memory = machines.iter().map(|machine| machine.definition().memory.map(|size| size.value));
        let memory = Balance::of_users(memory, capacity.memory.map(Limit::amount));
        let threads = machines.iter().map(|machine| machine.definition().cores.map(|cores| u64::from(cores.value)));
        let threads = Balance::of_users(threads, capacity.threads.map(Limit::amount));
        let disks: Vec<Disk<'a>> = machines.iter().flat_map(|machine| machine.disks(hypervisor)).collect();
        let local = disks.iter().filter(|disk| is_local(hypervisor, disk.storage)).map(|disk| disk.size);
        let storage = Balance::of_users(local, capacity.storage.map(Limit::amount));
        let storages = storages(hypervisor, &disks);
        Self { host, hypervisor, capacity, machines, memory, threads, storage, storages }
    }

    /// The host that it is.
    pub fn host(&self) -> &'a Host {
        self.host
    }

    /// What is declared about it as a hypervisor.
    pub fn hypervisor(&self) -> &'a Hypervisor {
        self.hypervisor
    }

    /// What it can give.
    pub fn capacity(&self) -> Capacity {
        self.capacity
    }

    /// The machines on it, in order of their names.
    pub fn machines(&self) -> &[Machine<'a>] {
        &self.machines
    }

    /// Memory, against what the hardware has less the reserve.
    pub fn memory(&self) -> Balance<DataSize> {
        self.memory
    }

    /// Virtual processors, against the threads of the hardware less the reserve, times the overcommit ratio.
    pub fn threads(&self) -> Balance<u64> {
        self.threads
    }

    /// All local disks together, against what the drives hold less the reserve.
    pub fn storage(&self) -> Balance<DataSize> {
        self.storage
    }

    /// Each storage by itself: the declared ones in order of declaration, then others that machines name.
    pub fn storages(&self) -> &[StorageUse<'a>] {
        &self.storages
    }
}

impl<'a> StorageUse<'a> {
    /// Its ID.
    pub fn name(&self) -> &'a StorageId {
        self.name
    }

    /// Its declaration; `None` where machines name a storage that the hypervisor does not declare.
    pub fn declared(&self) -> Option<&'a Storage> {
        self.declared
    }

    /// What is used of it, against its size.
    pub fn balance(&self) -> Balance<DataSize> {
        self.balance
    }
}

/// Whether a disk takes room on the node's own drives; a disk on a storage of unknown kind does.
fn is_local(hypervisor: &Hypervisor, storage: Option<&StorageId>) -> bool {
    let kind = storage.and_then(|storage| hypervisor.storage(storage)?.kind);
    kind.is_none_or(|kind| kind.value.is_local())
}

fn storages<'a>(hypervisor: &'a Hypervisor, disks: &[Disk<'a>]) -> Vec<StorageUse<'a>> {
    let mut by_storage: BTreeMap<&StorageId, Vec<Option<DataSize>>> = BTreeMap::new();
    for disk in disks {
        if let Some(storage) = disk.storage {
            by_storage.entry(storage).or_default().push(disk.size);
        }
    }
    let declared: BTreeSet<&StorageId> = hypervisor.storages.iter().map(|storage| &storage.name.value).collect();
    let others = by_storage.keys().copied().filter(|name| !declared.contains(name)).map(|name| (name, None));
    let all = hypervisor.storages.iter().map(|storage| (&storage.name.value, Some(storage))).chain(others);
    all.map(|(name, declared)| {
        let limit = declared.and_then(|storage| storage.size).map(|size| size.value);
        let sizes = by_storage.get(name).map_or(&[][..], Vec::as_slice);
        StorageUse { name, declared, balance: Balance::of_users(sizes.iter().copied(), limit) }
    })
    .collect()
}

impl Serialize for NodePlacement<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut node = serializer.serialize_struct("NodePlacement", 8)?;
        node.serialize_field("hypervisor", &self.host.name)?;
        node.serialize_field("plane", &self.hypervisor.plane)?;
        node.serialize_field("node", &self.hypervisor.node)?;
        node.serialize_field("memory", &self.memory)?;
        node.serialize_field("threads", &self.threads)?;
        node.serialize_field("storage", &self.storage)?;
        node.serialize_field("storages", &self.storages)?;
        node.serialize_field("machines", &self.machines)?;
        node.end()
    }
}

impl Serialize for StorageUse<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Row<'a> {
            name: &'a StorageId,
            #[serde(flatten)]
            balance: Balance<DataSize>,
        }
        Row { name: self.name, balance: self.balance }.serialize(serializer)
    }
}
