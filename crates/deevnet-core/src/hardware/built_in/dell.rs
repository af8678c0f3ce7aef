//! Dell.

use std::collections::BTreeSet;

use super::Cited;
use crate::hardware::{
    Architecture, Drive, DriveKind, EthernetPorts, HardwareProfile, Memory, MemorySize, Processor, ProcessorFeature,
    ProfileId,
};
use crate::quantity::{DataRate, DataSize, Frequency, Power};

/// The hypervisors of the mobile substrate.
pub(super) fn optiplex_7050_mff() -> HardwareProfile {
    let estate = Cited::estate();
    let mut profile = HardwareProfile::new(ProfileId::built_in("dell-optiplex-7050-mff"));
    profile.vendor = estate.words("Dell");
    profile.model = estate.words("OptiPlex 7050 Micro Form Factor");
    profile.form_factor = estate.words("micro form factor");
    profile.processor = Processor {
        model: estate.words("Intel Core i7-6700T"),
        architecture: estate.figure(Architecture::X86_64),
        cores: estate.figure(4_u16),
        threads: estate.figure(8_u16),
        base_clock: estate.figure(Frequency::megahertz(2_800)),
        turbo_clock: estate.figure(Frequency::megahertz(3_600)),
        tdp: estate.figure(Power::watts(35)),
        features: estate.figure(BTreeSet::from([ProcessorFeature::VtX, ProcessorFeature::VtD])),
    };
    profile.memory =
        Memory { size: estate.figure(MemorySize::gibibytes(32)), technology: estate.words("DDR4"), maximum: None };
    profile.storage = Some(vec![Drive {
        size: estate.figure(DataSize::terabytes(1)),
        kind: estate.figure(DriveKind::Ssd),
        interface: estate.words("NVMe or SATA"),
    }]);
    profile.ethernet = Some(vec![EthernetPorts {
        count: estate.figure(1_u16),
        speed: estate.figure(DataRate::gigabits(1)),
        chipset: estate.words("Intel I219-LM"),
    }]);
    profile.power = estate.figure(Power::watts(35));
    profile
}
