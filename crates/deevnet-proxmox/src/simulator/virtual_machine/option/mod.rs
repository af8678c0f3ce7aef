//! The options of virtual machines: what their values are, and what they need to be changed.

mod device;
mod drive;
mod list;
mod rule;

pub(super) use device::NETWORK_DEVICE;
pub(super) use drive::{DRIVE, EFI_DISK, TPM_STATE};
pub(super) use list::{DISKS, OPTIONS, find};
pub(super) use rule::{Hotplug, hotplug, privilege};
