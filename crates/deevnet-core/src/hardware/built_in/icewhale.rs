//! `IceWhale`, the maker of the `ZimaBoard`.

use super::{Cited, gigahertz};
use crate::hardware::{Architecture, DriveKind, HardwareProfile, Memory, MemorySize, Processor, ProfileId};
use crate::quantity::{DataRate, DataSize, Power};

/// The core routers.
///
/// Its features are left unknown: the vendor's documents name its processor in more than one way.
pub(super) fn zimaboard_832() -> HardwareProfile {
    let estate = Cited::estate();
    let mut profile = HardwareProfile::new(ProfileId::built_in("zimaboard-832"));
    profile.vendor = Cited::page("https://github.com/IceWhaleTech/ZimaDocs").words("IceWhale");
    profile.model = estate.words("ZimaBoard 832");
    profile.form_factor = estate.words("single-board computer");
    profile.processor = Processor {
        model: estate.words("Intel Celeron N3450"),
        architecture: estate.figure(Architecture::X86_64),
        cores: estate.figure(4_u16),
        base_clock: estate.figure(gigahertz(1_100)),
        turbo_clock: estate.figure(gigahertz(2_200)),
        tdp: estate.figure(Power::watts(6)),
        ..Processor::default()
    };
    profile.memory =
        Memory { size: estate.figure(MemorySize::gibibytes(8)), technology: estate.words("LPDDR4"), maximum: None };
    profile.storage = Some(vec![estate.drive(DataSize::gigabytes(32), DriveKind::Emmc, "eMMC")]);
    profile.ethernet = Some(vec![estate.ports(2, DataRate::gigabits(1))]);
    profile
}
