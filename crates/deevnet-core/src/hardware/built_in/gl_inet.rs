//! GL.iNet.

use super::{Cited, gigahertz};
use crate::hardware::{DriveKind, HardwareProfile, Memory, MemorySize, Processor, ProfileId};
use crate::quantity::{DataRate, DataSize, Power};

/// The edge router of the mobile substrate.
pub(super) fn slate_ax() -> HardwareProfile {
    let estate = Cited::estate();
    let mut profile = HardwareProfile::new(ProfileId::built_in("gl-inet-slate-ax"));
    profile.vendor = estate.words("GL.iNet");
    profile.model = estate.words("GL-AXT1800 (Slate AX)");
    profile.form_factor = estate.words("travel router");
    profile.processor = Processor {
        model: estate.words("IPQ6000"),
        cores: estate.figure(4_u16),
        base_clock: estate.figure(gigahertz(1_200)),
        ..Processor::default()
    };
    profile.memory =
        Memory { size: estate.figure(MemorySize::mebibytes(512)), technology: estate.words("DDR3L"), maximum: None };
    profile.storage = Some(vec![estate.drive(DataSize::mebibytes(128), DriveKind::Flash, "NAND")]);
    profile.ethernet = Some(vec![estate.ports(3, DataRate::gigabits(1))]);
    profile.power = estate.figure(Power::milliwatts(8_750));
    profile
}
