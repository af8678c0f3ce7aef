//! Disks of a machine.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::Serialize;

use crate::declared::Value;
use crate::model::hypervisor::StorageId;
use crate::model::proxmox::{ProxmoxValueError, read_form, read_storage_size};
use crate::model::reader::{Key, Reader};
use crate::quantity::DataSize;
use crate::source::Spanned;

pub(in crate::model) const DATA_DISK_KEYS: &[&str] = &["device", "size", "storage", "mount"];

/// The buses of disks and how many each has (Proxmox VE's API schema, parameters `scsi[n]` and its neighbours).
const BUSES: [(&str, u8); 4] = [("ide", 4), ("sata", 6), ("scsi", 31), ("virtio", 16)];

/// The place of a disk in a machine, such as `scsi1`.
///
/// ```
/// use deevnet_core::model::DiskDevice;
///
/// assert_eq!("scsi1".parse::<DiskDevice>()?.to_string(), "scsi1");
/// assert!("scsi31".parse::<DiskDevice>().is_err());
/// # Ok::<(), deevnet_core::model::ProxmoxValueError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DiskDevice {
    bus: &'static str,
    number: u8,
}

impl FromStr for DiskDevice {
    type Err = ProxmoxValueError;

    fn from_str(text: &str) -> Result<Self, ProxmoxValueError> {
        let found = BUSES.iter().find_map(|(bus, count)| {
            let digits = text.strip_prefix(bus)?;
            let number = (0..*count).find(|number| number.to_string() == digits)?;
            Some(Self { bus, number })
        });
        found.ok_or_else(|| {
            ProxmoxValueError::new(
                "disk device",
                text,
                "it is one of ide0-3, sata0-5, scsi0-30 and virtio0-15",
                "write it as scsi1, the first one after the disk of the template",
            )
        })
    }
}

impl fmt::Display for DiskDevice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{}{}", self.bus, self.number))
    }
}

crate::wire::as_text!(DiskDevice, "a disk device as text");

/// A disk beside the one that a machine boots from (`data_disk`).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[non_exhaustive]
pub struct DataDisk {
    /// Its place in the machine.
    pub device: Option<Spanned<DiskDevice>>,
    /// Its size; a bare number is GiB.
    pub size: Option<Spanned<DataSize>>,
    /// The storage it is on; that of the machine where nothing is said.
    pub storage: Option<Spanned<StorageId>>,
    /// Where the machine mounts it.
    pub mount: Option<Spanned<Arc<str>>>,
}

impl DataDisk {
    pub(super) fn read(reader: &mut Reader<'_>, key: Key<'_>, value: &Value) -> Option<Self> {
        let map = reader.map(key, value)?;
        let mut disk = Self::default();
        for (name, span, value) in map.text_entries() {
            let key = key.child(name);
            match name {
                "device" => disk.device = read_form(reader, key, value),
                "size" => disk.size = read_storage_size(reader, key, value),
                "storage" => disk.storage = read_form(reader, key, value),
                "mount" => disk.mount = reader.text(key, value),
                _ => reader.unknown_key(key, span, DATA_DISK_KEYS),
            }
        }
        (!map.is_empty()).then_some(disk)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn each_bus_has_its_own_count() {
        for right in ["ide0", "ide3", "sata5", "scsi0", "scsi30", "virtio15"] {
            assert_eq!(right.parse::<DiskDevice>().unwrap().to_string(), right);
        }
        for wrong in ["", "scsi", "ide4", "sata6", "scsi31", "virtio16", "scsi01", "scsi+1", "SCSI1", "sda"] {
            assert!(wrong.parse::<DiskDevice>().is_err(), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn arbitrary_text_never_panics(text in "(scsi|ide|sata|virtio)?.*") {
            if let Ok(device) = text.parse::<DiskDevice>() {
                prop_assert_eq!(device.to_string(), text);
            }
        }
    }
}
