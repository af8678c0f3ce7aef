//! AOOSTAR.

use super::Cited;
use crate::hardware::{DriveKind, EthernetPorts, HardwareProfile, Memory, MemorySize, Processor, ProfileId};
use crate::quantity::{DataRate, DataRateUnit, DataSize};

/// The builder of the home substrate.
pub(super) fn n1_pro() -> HardwareProfile {
    let estate = Cited::estate();
    let mut profile = HardwareProfile::new(ProfileId::built_in("aoostar-n1-pro"));
    profile.vendor = estate.words("AOOSTAR");
    profile.model = estate.words("N1 Pro");
    profile.form_factor = estate.words("mini PC");
    profile.processor = Processor { model: estate.words("Intel N150"), ..Processor::default() };
    profile.memory =
        Memory { size: estate.figure(MemorySize::gibibytes(12)), technology: estate.words("LPDDR5"), maximum: None };
    profile.storage = Some(vec![estate.drive(DataSize::terabytes(1), DriveKind::Ssd, "NVMe")]);
    let ports = estate.ports(2, DataRate::megabits(2_500).shown_in(DataRateUnit::Gigabit));
    profile.ethernet = Some(vec![EthernetPorts { chipset: estate.words("Intel I226-V"), ..ports }]);
    profile
}
