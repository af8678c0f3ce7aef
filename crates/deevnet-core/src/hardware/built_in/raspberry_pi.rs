//! Raspberry Pi.

use super::{Cited, gigahertz};
use crate::hardware::{Architecture, HardwareProfile, Memory, MemorySize, Processor, ProfileId};
use crate::quantity::{DataRate, Power};

/// The bank of single-board computers for development.
///
/// It boots from a memory card of any size, so its storage is unknown.
pub(super) fn model_4_b_8gb() -> HardwareProfile {
    let estate = Cited::estate();
    let computers = Cited::page("https://www.raspberrypi.com/documentation/computers/raspberry-pi.html");
    let processors = Cited::page("https://www.raspberrypi.com/documentation/computers/processors.html");
    let mut profile = HardwareProfile::new(ProfileId::built_in("raspberry-pi-4-b-8gb"));
    profile.vendor = estate.words("Raspberry Pi");
    profile.model = estate.words("4 Model B 8 GB");
    profile.form_factor = computers.words("single-board computer");
    profile.processor = Processor {
        model: processors.words("Broadcom BCM2711 (Arm Cortex-A72)"),
        architecture: processors.figure(Architecture::Aarch64),
        cores: processors.figure(4_u16),
        base_clock: processors.figure(gigahertz(1_500)),
        ..Processor::default()
    };
    profile.memory = Memory {
        size: estate.figure(MemorySize::gibibytes(8)),
        technology: processors.words("LPDDR4"),
        maximum: processors.figure(MemorySize::gibibytes(8)),
    };
    profile.ethernet = Some(vec![computers.ports(1, DataRate::gigabits(1))]);
    profile.power = computers.figure(Power::watts(15));
    profile
}
