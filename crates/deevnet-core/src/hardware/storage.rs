//! Drives.

use std::sync::Arc;

use serde::Serialize;

use super::figure::Figure;
use crate::quantity::DataSize;

/// What is known about one drive of a machine; `None` is unknown.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[non_exhaustive]
pub struct Drive {
    /// How much it holds; drives are sold in powers of ten.
    pub size: Option<Figure<DataSize>>,
    /// What it is made of.
    pub kind: Option<Figure<DriveKind>>,
    /// How it is attached, such as `NVMe` or `SATA`.
    pub interface: Option<Figure<Arc<str>>>,
}

/// What a drive is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DriveKind {
    /// A solid-state drive.
    Ssd,
    /// A hard disk.
    Hdd,
    /// Flash on the board behind an MMC controller.
    Emmc,
    /// A memory card.
    MicroSd,
    /// Bare flash on the board, as network devices have it.
    Flash,
}

crate::named::named!(DriveKind, "kind of drive":
    Ssd => "SSD",
    Hdd => "HDD",
    Emmc => "eMMC",
    MicroSd => "microSD",
    Flash => "flash",
);
