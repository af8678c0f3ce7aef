//! How well hardware fits what a role demands.

use std::fmt;

use serde::ser::{Serialize, SerializeStruct, Serializer};

use super::ethernet::EthernetPorts;
use super::memory::MemorySize;
use super::processor::{Architecture, Processor};
use super::profile::HardwareProfile;
use super::requirement::{Demand, Requirement, RequirementSet};
use super::shortfall::Shortfall;
use super::storage::{Drive, DriveKind};
use crate::quantity::{DataRate, DataSize};

/// How hardware fits a set of requirements, line by line.
///
/// ```
/// use deevnet_core::hardware::{Catalogue, Fit, RequirementSet, Verdict};
/// use deevnet_core::tenant::Plane;
///
/// let set = RequirementSet::hypervisor(Some(Plane::Tenant));
/// let pi = Catalogue::built_in().find("raspberry-pi-4-b-8gb").unwrap();
/// let fit = Fit::of(pi, &set);
/// assert!(fit.is_short());
/// assert_eq!(fit.lines[0].verdict.to_string(), "short by 24 GiB");
///
/// let undecided = Fit::undecided(&set);
/// assert!(undecided.lines.iter().all(|line| line.verdict == Verdict::Undecided));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Fit {
    /// The role that demands.
    pub role: &'static str,
    /// One line for each requirement.
    pub lines: Vec<FitLine>,
}

impl Fit {
    /// How a profile fits.
    pub fn of(profile: &HardwareProfile, set: &RequirementSet) -> Self {
        Self::judged(set, |demand| (found(profile, demand), judge(profile, demand)))
    }

    /// How hardware fits that is still to be decided: what is demanded stands, and nothing is judged.
    pub fn undecided(set: &RequirementSet) -> Self {
        Self::judged(set, |_| (None, Verdict::Undecided))
    }

    fn judged(set: &RequirementSet, judge: impl Fn(Demand) -> (Option<String>, Verdict)) -> Self {
        let line = |requirement: &Requirement| {
            let (found, verdict) = judge(requirement.demand);
            FitLine { requirement: requirement.clone(), found, verdict }
        };
        Self { role: set.role, lines: set.requirements.iter().map(line).collect() }
    }

    /// Whether every line is met.
    pub fn is_met(&self) -> bool {
        self.lines.iter().all(|line| line.verdict == Verdict::Met)
    }

    /// Whether a line is short.
    pub fn is_short(&self) -> bool {
        self.lines.iter().any(|line| matches!(line.verdict, Verdict::Short(_)))
    }

    /// The figures that would have to be known to judge every line, in order of lines.
    pub fn unknown_figures(&self) -> impl Iterator<Item = &'static str> {
        self.lines.iter().filter_map(|line| match line.verdict {
            Verdict::Unknown { figure } => Some(figure),
            Verdict::Met | Verdict::Short(_) | Verdict::Undecided => None,
        })
    }
}

/// How hardware fits one requirement.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct FitLine {
    /// What is demanded, and why.
    pub requirement: Requirement,
    /// What the hardware has of it, in words, as far as that is known.
    pub found: Option<String>,
    /// Whether it is enough.
    pub verdict: Verdict,
}

impl Serialize for FitLine {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut line = serializer.serialize_struct("FitLine", 6)?;
        line.serialize_field("needs", &self.requirement.demand)?;
        line.serialize_field("has", &self.found)?;
        line.serialize_field("verdict", self.verdict.name())?;
        line.serialize_field("detail", &self.verdict.to_string())?;
        line.serialize_field("reason", self.requirement.reason)?;
        line.serialize_field("source", &self.requirement.source)?;
        line.end()
    }
}

/// Whether hardware meets a requirement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// It does.
    Met,
    /// It does not, and lacks this.
    Short(Shortfall),
    /// A figure is unknown that it depends on, named as in a `deevnet.toml`.
    Unknown {
        /// The figure, such as `cpu.features`.
        figure: &'static str,
    },
    /// The hardware is still to be decided.
    Undecided,
}

impl Verdict {
    /// Its name: `met`, `short`, `unknown` or `undecided`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Short(_) => "short",
            Self::Unknown { .. } => "unknown",
            Self::Undecided => "undecided",
        }
    }
}

/// The verdict in words: `met`, `short by 16 GiB`, `unknown: cpu.features`.
impl fmt::Display for Verdict {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Met => formatter.write_str("met"),
            Self::Short(shortfall) => shortfall.fmt(formatter),
            Self::Unknown { figure } => write!(formatter, "unknown: {figure}"),
            Self::Undecided => formatter.write_str("to be decided"),
        }
    }
}

fn found(profile: &HardwareProfile, demand: Demand) -> Option<String> {
    match demand {
        Demand::Memory(_) => profile.memory.summary(),
        Demand::Storage { .. } => profile.storage_summary(),
        Demand::VirtualizingProcessor(_) => profile.processor.summary(),
        Demand::Ethernet(_) => profile.ethernet_summary(),
    }
}

fn judge(profile: &HardwareProfile, demand: Demand) -> Verdict {
    match demand {
        Demand::Memory(size) => memory(profile.memory.size.as_ref().map(|found| found.value), size),
        Demand::Storage { size, kind } => {
            profile.storage.as_ref().map_or(unknown("storage"), |drives| storage(drives, size, kind))
        }
        Demand::VirtualizingProcessor(architecture) => processor(&profile.processor, architecture),
        Demand::Ethernet(rate) => profile.ethernet.as_ref().map_or(unknown("nics"), |ports| ethernet(ports, rate)),
    }
}

const fn unknown(figure: &'static str) -> Verdict {
    Verdict::Unknown { figure }
}

fn size_verdict(found: DataSize, demanded: DataSize) -> Verdict {
    match demanded.checked_sub(found) {
        Some(lacking) if !lacking.is_zero() => Verdict::Short(Shortfall::Size(lacking)),
        _ => Verdict::Met,
    }
}

fn memory(found: Option<MemorySize>, demanded: MemorySize) -> Verdict {
    found.map_or(unknown("memory.size"), |found| size_verdict(found.get(), demanded.get()))
}

/// Drives of which size or kind is unknown may make up for what the others lack.
fn storage(drives: &[Drive], demanded: DataSize, kind: DriveKind) -> Verdict {
    let mut sum = DataSize::ZERO;
    let mut open = None;
    for drive in drives {
        match (&drive.kind, &drive.size) {
            (Some(found), _) if found.value != kind => {}
            (Some(_), Some(size)) => sum = sum.checked_add(size.value).unwrap_or(demanded),
            (None, _) => open = Some("storage.kind"),
            (Some(_), None) => open = Some("storage.size"),
        }
    }
    match (size_verdict(sum, demanded), open) {
        (Verdict::Short(_), Some(figure)) => unknown(figure),
        (verdict, _) => verdict,
    }
}

/// What is known to be wrong counts before what is unknown.
fn processor(found: &Processor, architecture: Architecture) -> Verdict {
    let features = found.features.as_ref().map(|features| &features.value);
    match (&found.architecture, features) {
        (Some(other), _) if other.value != architecture => Verdict::Short(Shortfall::Architecture(other.value)),
        (_, Some(features)) if !features.iter().any(|feature| feature.virtualizes_processor()) => {
            Verdict::Short(Shortfall::Virtualization)
        }
        (None, _) => unknown("cpu.architecture"),
        (_, None) => unknown("cpu.features"),
        (Some(_), Some(_)) => Verdict::Met,
    }
}

/// One port that is fast enough is enough.
fn ethernet(ports: &[EthernetPorts], demanded: DataRate) -> Verdict {
    let mut lacking = demanded;
    let mut open = None;
    for port in ports {
        let count = port.count.as_ref().map(|count| count.value);
        match (count, &port.speed) {
            (Some(0), _) => {}
            (_, None) => open = Some("nics.speed"),
            (None, Some(speed)) if speed.value >= demanded => open = Some("nics.count"),
            (None, Some(_)) => {}
            (Some(_), Some(speed)) => match demanded.checked_sub(speed.value) {
                Some(less) if !less.is_zero() => lacking = lacking.min(less),
                _ => return Verdict::Met,
            },
        }
    }
    open.map_or(Verdict::Short(Shortfall::Rate(lacking)), unknown)
}
