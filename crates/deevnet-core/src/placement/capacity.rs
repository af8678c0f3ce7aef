//! What a node can give to machines.

use crate::hardware::HardwareProfile;
use crate::model::Hypervisor;
use crate::quantity::DataSize;

use super::amount::Amount;

/// What a node can give to its machines; `None` is unknown.
///
/// Memory and threads are what the hardware has, less the reserve, times the overcommit ratio. Storage is what the
/// drives hold, less the reserve.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Capacity {
    /// Memory for all machines together.
    pub memory: Option<DataSize>,
    /// Virtual processors for all machines together.
    pub threads: Option<u64>,
    /// Storage for all disks together.
    pub storage: Option<DataSize>,
    /// The threads of the hardware: no single machine may have more virtual processors.
    pub largest_machine: Option<u64>,
}

impl Capacity {
    /// The capacity of a hypervisor on hardware of a profile.
    pub fn new(hypervisor: &Hypervisor, profile: &HardwareProfile) -> Self {
        let (reserve, overcommit) = (&hypervisor.reserve, &hypervisor.overcommit);
        let memory = profile.memory.size.as_ref().map(|size| size.value.get());
        let threads = profile.processor.threads.as_ref().map(|threads| u64::from(threads.value));
        Self {
            memory: memory.map(|size| {
                let free = without(size, reserve.memory.map(|kept| kept.value));
                DataSize::of(overcommit.memory_ratio().of(free.bytes()))
            }),
            threads: threads.map(|threads| {
                let free = without(threads, reserve.threads.map(|kept| u64::from(kept.value)));
                overcommit.threads_ratio().of(free)
            }),
            storage: profile.storage_size().map(|size| without(size, reserve.storage.map(|kept| kept.value))),
            largest_machine: threads,
        }
    }
}

fn without<T: Amount>(whole: T, kept: Option<T>) -> T {
    whole.less(kept.unwrap_or(T::ZERO))
}
