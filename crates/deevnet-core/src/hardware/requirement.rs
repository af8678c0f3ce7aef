//! What a role demands of hardware, and why.

use std::fmt;

use serde::Serialize;

use super::figure::Source;
use super::memory::MemorySize;
use super::processor::Architecture;
use super::storage::DriveKind;
use crate::quantity::{DataRate, DataSize};
use crate::tenant::Plane;

/// One thing that is demanded of a machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Demand {
    /// At least that much memory.
    Memory(MemorySize),
    /// At least that much storage of a kind, all drives of it together.
    Storage {
        /// How much.
        size: DataSize,
        /// Of which kind.
        kind: DriveKind,
    },
    /// An instruction set, and virtualization in the processor: VT-x, or what AMD calls AMD-V.
    VirtualizingProcessor(Architecture),
    /// A wired network port of at least that rate.
    Ethernet(DataRate),
}

/// What it asks for, in words.
impl fmt::Display for Demand {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Memory(size) => write!(formatter, "{size} of memory"),
            Self::Storage { size, kind } => write!(formatter, "{size} of {kind} storage"),
            Self::VirtualizingProcessor(architecture) => write!(formatter, "{architecture} with VT-x or AMD-V"),
            Self::Ethernet(rate) => write!(formatter, "{rate} Ethernet"),
        }
    }
}

impl Serialize for Demand {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A demand with its reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Requirement {
    /// What is demanded.
    #[serde(rename = "needs")]
    pub demand: Demand,
    /// Why.
    pub reason: &'static str,
    /// Who says so.
    pub source: Source,
}

/// Everything that a role demands of a machine.
///
/// The estate demands the same of both planes' hypervisors: 32 GB of memory, 1 TB of SSD, x86-64 with VT-x, and gigabit
/// Ethernet. Its `32 GB` of memory are what a shop calls so, 32 GiB ([`MemorySize`]); its `1 TB` are those of a drive,
/// 1 000 000 000 000 bytes.
///
/// ```
/// use deevnet_core::hardware::RequirementSet;
/// use deevnet_core::tenant::Plane;
///
/// let set = RequirementSet::hypervisor(Some(Plane::Tenant));
/// assert_eq!(set.role, "tenant hypervisor");
/// assert_eq!(set.requirements[0].demand.to_string(), "32 GiB of memory");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct RequirementSet {
    /// The role, such as `tenant hypervisor`.
    pub role: &'static str,
    /// What it demands, in the order of the estate's standard.
    pub requirements: Vec<Requirement>,
}

impl RequirementSet {
    /// What is demanded of a hypervisor; where its plane is not known, what both planes demand.
    pub fn hypervisor(plane: Option<Plane>) -> Self {
        let (role, memory_reason) = match plane {
            Some(Plane::Tenant) => ("tenant hypervisor", "it runs the machines of several tenants at once"),
            Some(Plane::Management) => ("management hypervisor", "it runs all services of the management plane"),
            None => ("hypervisor", "it runs many machines at once"),
        };
        let size = DataSize::terabytes(1);
        let demands = [
            (Demand::Memory(MemorySize::gibibytes(32)), memory_reason),
            (
                Demand::Storage { size, kind: DriveKind::Ssd },
                "images and disks are kept on the node, as nodes share no storage",
            ),
            (Demand::VirtualizingProcessor(Architecture::X86_64), "guests run on the processor's own virtualization"),
            (Demand::Ethernet(DataRate::gigabits(1)), "all its guests reach the substrate through it"),
        ];
        let requirement = |(demand, reason)| Requirement { demand, reason, source: Source::built_in(Source::ESTATE) };
        Self { role, requirements: demands.into_iter().map(requirement).collect() }
    }
}
