//! Dell.

use std::collections::BTreeSet;

use super::{Cited, gigahertz};
use crate::hardware::{
    Architecture, DriveKind, EthernetPorts, HardwareProfile, Memory, MemorySize, Processor, ProcessorFeature, ProfileId,
};
use crate::quantity::{DataRate, DataSize, Power};

/// The hypervisors of the mobile substrate.
pub(super) fn optiplex_7050_mff() -> HardwareProfile {
    let estate = Cited::estate();
    let memory_choice = Cited::page("https://www.dell.com/learn/us/en/04/help-me-choose/hmc-optiplex-memory");
    let mut profile = HardwareProfile::new(ProfileId::built_in("dell-optiplex-7050-mff"));
    profile.vendor = estate.words("Dell");
    profile.model = estate.words("OptiPlex 7050 Micro Form Factor");
    profile.form_factor = estate.words("micro form factor");
    profile.processor = Processor {
        model: estate.words("Intel Core i7-6700T"),
        architecture: estate.figure(Architecture::X86_64),
        cores: estate.figure(4_u16),
        threads: estate.figure(8_u16),
        base_clock: estate.figure(gigahertz(2_800)),
        turbo_clock: estate.figure(gigahertz(3_600)),
        tdp: estate.figure(Power::watts(35)),
        features: estate.figure(BTreeSet::from([ProcessorFeature::VtX, ProcessorFeature::VtD])),
    };
    profile.memory = Memory {
        size: estate.figure(MemorySize::gibibytes(32)),
        technology: estate.words("DDR4"),
        maximum: memory_choice.figure(MemorySize::gibibytes(32)),
    };
    profile.storage = Some(vec![estate.drive(DataSize::terabytes(1), DriveKind::Ssd, "NVMe or SATA")]);
    let ports = estate.ports(1, DataRate::gigabits(1));
    profile.ethernet = Some(vec![EthernetPorts { chipset: estate.words("Intel I219-LM"), ..ports }]);
    profile.power = estate.figure(Power::watts(35));
    profile
}
