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
        Demand::VirtualizingProcessor(_) => profile.processor.virtualization_summary(),
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::sync::Arc;

    use proptest::prelude::*;

    use super::*;
    use crate::hardware::{Catalogue, Figure, ProcessorFeature, Source};
    use crate::tenant::Plane;

    fn figure<T>(value: T) -> Figure<T> {
        Figure::new(value, "measured".parse::<Source>().unwrap())
    }

    fn set() -> RequirementSet {
        RequirementSet::hypervisor(Some(Plane::Tenant))
    }

    fn optiplex() -> HardwareProfile {
        HardwareProfile::clone(Catalogue::built_in().find("dell-optiplex-7050-mff").unwrap())
    }

    fn shown(fit: &Fit) -> String {
        let line = |line: &FitLine| {
            let found = line.found.as_deref().unwrap_or("?");
            format!("{}: {} [{found}]", line.requirement.demand, line.verdict)
        };
        fit.lines.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn the_estates_hypervisor_meets_its_own_standard() {
        let fit = Fit::of(&optiplex(), &set());
        assert!(fit.is_met() && !fit.is_short());
        insta::assert_snapshot!(shown(&fit), @"
        32 GiB of memory: met [32 GiB DDR4]
        1 TB of SSD storage: met [1 TB SSD (NVMe or SATA)]
        x86_64 with VT-x or AMD-V: met [Intel Core i7-6700T, x86_64, VT-x VT-d]
        1 Gbit/s Ethernet: met [1 x 1 Gbit/s Intel I219-LM]
        ");
    }

    #[test]
    fn what_is_short_says_by_how_much() {
        let profiles = ["raspberry-pi-4-b-8gb", "zimaboard-832", "aoostar-n1-pro", "tp-link-sg2218"];
        let fits = profiles.map(|id| shown(&Fit::of(Catalogue::built_in().find(id).unwrap(), &set())));
        insta::assert_snapshot!(fits.join("\n\n"), @"
        32 GiB of memory: short by 24 GiB [8 GiB LPDDR4]
        1 TB of SSD storage: unknown: storage [?]
        x86_64 with VT-x or AMD-V: it is aarch64 [Broadcom BCM2711 (Arm Cortex-A72), aarch64]
        1 Gbit/s Ethernet: met [1 x 1 Gbit/s]

        32 GiB of memory: short by 24 GiB [8 GiB LPDDR4]
        1 TB of SSD storage: short by 1 TB [32 GB eMMC]
        x86_64 with VT-x or AMD-V: unknown: cpu.features [Intel Celeron N3450, x86_64]
        1 Gbit/s Ethernet: met [2 x 1 Gbit/s]

        32 GiB of memory: short by 20 GiB [12 GiB LPDDR5]
        1 TB of SSD storage: met [1 TB SSD (NVMe)]
        x86_64 with VT-x or AMD-V: unknown: cpu.architecture [Intel N150]
        1 Gbit/s Ethernet: met [2 x 2.5 Gbit/s Intel I226-V]

        32 GiB of memory: unknown: memory.size [?]
        1 TB of SSD storage: unknown: storage [?]
        x86_64 with VT-x or AMD-V: unknown: cpu.architecture [?]
        1 Gbit/s Ethernet: met [16 x 1 Gbit/s, 2 x 1 Gbit/s]
        ");
    }

    #[test]
    fn an_open_decision_shows_what_is_demanded() {
        let fit = Fit::undecided(&set());
        assert!(!fit.is_met() && !fit.is_short());
        insta::assert_snapshot!(shown(&fit), @"
        32 GiB of memory: to be decided [?]
        1 TB of SSD storage: to be decided [?]
        x86_64 with VT-x or AMD-V: to be decided [?]
        1 Gbit/s Ethernet: to be decided [?]
        ");
    }

    #[test]
    fn only_drives_of_the_kind_count_together() {
        let drive = |size: &str, kind| Drive {
            size: Some(figure(size.parse().unwrap())),
            kind: Some(figure(kind)),
            ..Drive::default()
        };
        let demanded = DataSize::terabytes(1);
        let mut drives = vec![drive("500 GB", DriveKind::Ssd), drive("4 TB", DriveKind::Hdd)];
        assert_eq!(storage(&drives, demanded, DriveKind::Ssd).to_string(), "short by 500 GB");
        drives.push(Drive { kind: Some(figure(DriveKind::Ssd)), ..Drive::default() });
        assert_eq!(storage(&drives, demanded, DriveKind::Ssd), unknown("storage.size"));
        drives.push(drive("512 GB", DriveKind::Ssd));
        assert_eq!(storage(&drives, demanded, DriveKind::Ssd), Verdict::Met);
        assert_eq!(storage(&[], demanded, DriveKind::Ssd).to_string(), "short by 1 TB");
    }

    #[test]
    fn amd_virtualizes_too() {
        let mut profile = optiplex();
        profile.processor.features = Some(figure(BTreeSet::from([ProcessorFeature::AmdV])));
        assert!(Fit::of(&profile, &set()).is_met());
        profile.processor.features = Some(figure(BTreeSet::from([ProcessorFeature::VtD])));
        assert_eq!(processor(&profile.processor, Architecture::X86_64), Verdict::Short(Shortfall::Virtualization));
        profile.processor.features = None;
        assert_eq!(processor(&profile.processor, Architecture::X86_64), unknown("cpu.features"));
    }

    #[test]
    fn the_fastest_port_counts() {
        let port = |count, speed: &str| EthernetPorts {
            count: Some(figure(count)),
            speed: Some(figure(speed.parse().unwrap())),
            ..EthernetPorts::default()
        };
        let demanded = DataRate::gigabits(1);
        let ports = [port(2, "100 Mbit/s"), port(0, "10 Gbit/s")];
        assert_eq!(ethernet(&ports, demanded).to_string(), "short by 900 Mbit/s");
        assert_eq!(ethernet(&[port(1, "2.5 Gbit/s"), EthernetPorts::default()], demanded), Verdict::Met);
        assert_eq!(ethernet(&[port(2, "100 Mbit/s"), EthernetPorts::default()], demanded), unknown("nics.speed"));
    }

    #[test]
    fn a_line_is_json_with_its_reason() {
        let fit = Fit::of(Catalogue::built_in().find("aoostar-n1-pro").unwrap(), &set());
        insta::assert_snapshot!(serde_json::to_string_pretty(&fit.lines[0]).unwrap(), @r#"
        {
          "needs": "32 GiB of memory",
          "has": "12 GiB LPDDR5",
          "verdict": "short",
          "detail": "short by 20 GiB",
          "reason": "it runs the machines of several tenants at once",
          "source": "the estate's standard"
        }
        "#);
    }

    proptest! {
        #[test]
        fn more_never_fits_worse(memory in 0..128_u32, drives in prop::collection::vec(0..2_000_u32, 0..3), more in 0..64_u32) {
            let fit = |memory: u32, drives: &[u32]| {
                let mut profile = optiplex();
                profile.memory.size = Some(figure(MemorySize::gibibytes(memory)));
                let drive = |size: &u32| Drive {
                    size: Some(figure(DataSize::gigabytes(*size))),
                    kind: Some(figure(DriveKind::Ssd)),
                    interface: Some(figure(Arc::from("SATA"))),
                };
                profile.storage = Some(drives.iter().map(drive).collect());
                Fit::of(&profile, &set())
            };
            let (before, after) = (fit(memory, &drives), fit(memory + more, &[drives.as_slice(), &[more]].concat()));
            prop_assert_eq!(before.is_met(), memory >= 32 && drives.iter().sum::<u32>() >= 1_000);
            prop_assert!(after.is_met() || !before.is_met());
        }
    }
}
