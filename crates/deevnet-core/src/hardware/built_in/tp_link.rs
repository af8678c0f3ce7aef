//! TP-Link.

use super::Cited;
use crate::hardware::{HardwareProfile, ProfileId};
use crate::quantity::{DataRate, Power};

/// The access switch of the mobile substrate.
pub(super) fn sg2218() -> HardwareProfile {
    let estate = Cited::estate();
    let mut profile = HardwareProfile::new(ProfileId::built_in("tp-link-sg2218"));
    profile.vendor = estate.words("TP-Link");
    profile.model = estate.words("Omada SG2218");
    profile.form_factor = estate.words("desktop or rack-mounted switch");
    // Sixteen RJ45 ports and two SFP slots.
    profile.ethernet = Some(vec![estate.ports(16, DataRate::gigabits(1)), estate.ports(2, DataRate::gigabits(1))]);
    profile.power = estate.figure(Power::milliwatts(8_650));
    profile
}

/// The access point of the mobile substrate.
pub(super) fn eap650_outdoor() -> HardwareProfile {
    let estate = Cited::estate();
    let mut profile = HardwareProfile::new(ProfileId::built_in("tp-link-eap650-outdoor"));
    profile.vendor = estate.words("TP-Link");
    profile.model = estate.words("Omada EAP650-Outdoor");
    profile.form_factor = estate.words("outdoor access point");
    profile.ethernet = Some(vec![estate.ports(1, DataRate::gigabits(1))]);
    profile.power = estate.figure(Power::milliwatts(12_300));
    profile
}
