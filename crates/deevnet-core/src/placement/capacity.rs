//! What a node can give to machines.

use std::fmt;

use super::amount::Amount;
use crate::hardware::HardwareProfile;
use crate::model::{Hypervisor, OvercommitRatio};
use crate::quantity::DataSize;

/// What a node can give to its machines; `None` is unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Capacity {
    /// Memory for all machines together.
    pub memory: Option<Limit<DataSize>>,
    /// Virtual processors for all machines together.
    pub threads: Option<Limit<u64>>,
    /// Storage for all local disks together.
    pub storage: Option<Limit<DataSize>>,
}

impl Capacity {
    /// The capacity of a hypervisor on hardware of a profile.
    pub fn new(hypervisor: &Hypervisor, profile: &HardwareProfile) -> Self {
        let (reserve, overcommit) = (&hypervisor.reserve, &hypervisor.overcommit);
        let memory = profile.memory.size.as_ref().map(|size| size.value.get());
        let threads = profile.processor.threads.as_ref().map(|threads| u64::from(threads.value));
        let kept_threads = reserve.threads.map(|kept| u64::from(kept.value));
        let kept_memory = reserve.memory.map(|kept| kept.value);
        let kept_storage = reserve.storage.map(|kept| kept.value);
        Self {
            memory: memory.map(|size| Limit::new(size, kept_memory, overcommit.memory_ratio())),
            threads: threads.map(|threads| Limit::new(threads, kept_threads, overcommit.threads_ratio())),
            storage: profile.storage_size().map(|size| Limit::new(size, kept_storage, OvercommitRatio::ONE)),
        }
    }
}

/// How much of one resource machines may have: what the hardware has, less what the host keeps for itself, times how
/// often it may be promised.
///
/// It displays that arithmetic, such as `32 GiB less 2 GiB reserved`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit<T> {
    hardware: T,
    reserve: T,
    ratio: OvercommitRatio,
}

impl<T: Amount> Limit<T> {
    pub(super) fn new(hardware: T, reserve: Option<T>, ratio: OvercommitRatio) -> Self {
        Self { hardware, reserve: reserve.unwrap_or(T::ZERO), ratio }
    }

    /// What the hardware has.
    pub fn hardware(self) -> T {
        self.hardware
    }

    /// Whether machines may have exactly what the hardware has.
    pub fn is_whole(self) -> bool {
        self.reserve == T::ZERO && self.ratio == OvercommitRatio::ONE
    }

    /// What machines may have.
    pub fn amount(self) -> T {
        T::of(self.ratio.of(self.hardware.less(self.reserve).number()))
    }
}

impl<T: Amount> fmt::Display for Limit<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.hardware.written_beside(self.hardware))?;
        if self.reserve > T::ZERO {
            write!(f, " less {} reserved", self.reserve.written_beside(self.reserve))?;
        }
        if self.ratio > OvercommitRatio::ONE {
            write!(f, ", times {}", self.ratio)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_shows_its_arithmetic() {
        let ratio = "1.5".parse().unwrap();
        let memory = Limit::new(DataSize::gibibytes(32), Some(DataSize::gibibytes(2)), ratio);
        assert_eq!(memory.amount(), DataSize::gibibytes(45));
        assert_eq!(memory.to_string(), "32 GiB less 2 GiB reserved, times 1.5");
        assert_eq!(Limit::new(8_u64, None, OvercommitRatio::ONE).to_string(), "8");
    }

    #[test]
    fn a_reserve_beyond_the_hardware_leaves_nothing() {
        assert_eq!(Limit::new(4_u64, Some(8), OvercommitRatio::ONE).amount(), 0);
    }
}
