//! Disks and drives of virtual machines.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use deevnet_core::quantity::DataSize;

use super::error::NotationError;
use super::meaning::{number, truth};
use super::properties::{Properties, is_key, is_value};
use super::size::Size;

const KIND: &str = "disk";
const HINT: &str = "write it as local-lvm:vm-201-disk-0,size=32G";

/// Options that are off where nothing is said.
const SWITCHES: [&str; 4] = ["iothread", "ro", "ssd", "shared"];

/// Options that are on where nothing is said.
const ON_SWITCHES: [&str; 2] = ["backup", "replicate"];

/// A disk or drive of a virtual machine (`scsi0` and its neighbours).
///
/// It reads the volume with or without `file=` and prints as Proxmox VE does: the volume first, then the options by name. Two
/// disks are equal when they mean the same; a size is compared as a number.
///
/// ```
/// use deevnet_core::quantity::DataSize;
/// use deevnet_proxmox::notation::DiskVolume;
///
/// let disk: DiskVolume = "local-lvm:vm-201-disk-0,size=32G,discard=on".parse()?;
/// assert_eq!((disk.storage(), disk.size()), (Some("local-lvm"), Some(DataSize::gibibytes(32))));
/// assert_eq!(disk.to_string(), "local-lvm:vm-201-disk-0,discard=on,size=32G");
/// # Ok::<(), deevnet_proxmox::notation::NotationError>(())
/// ```
#[derive(Debug, Clone)]
pub struct DiskVolume {
    volume: String,
    options: Properties,
}

impl DiskVolume {
    /// The volume: `storage:name`, a path, `none` or `cdrom`; `storage:8` where one of 8 GiB is to be made.
    pub fn volume(&self) -> &str {
        &self.volume
    }

    /// The storage of the volume; `None` for a path and an empty drive.
    pub fn storage(&self) -> Option<&str> {
        self.volume.split_once(':').map(|(storage, _)| storage).filter(|storage| !storage.contains('/'))
    }

    /// The size that is written, which may be wrong by hand; `None` where none is.
    pub fn size(&self) -> Option<DataSize> {
        self.option("size")?.parse().ok().map(Size::data_size)
    }

    /// Whether it is a drive for optical media, that of cloud-init included.
    pub fn is_cdrom(&self) -> bool {
        self.volume == "cdrom" || self.option("media") == Some("cdrom")
    }

    /// Whether it is the drive that cloud-init reads.
    pub fn is_cloud_init(&self) -> bool {
        let name = self.volume.rsplit([':', '/']).next().unwrap_or_default();
        let stem = name.split('.').next().unwrap_or_default();
        stem == "cloudinit" || (stem.starts_with("vm-") && stem.ends_with("-cloudinit"))
    }

    /// An option as it is written.
    pub fn option(&self, key: &str) -> Option<&str> {
        self.options.get(key)
    }

    /// The options as they are written, in their order.
    pub fn options(&self) -> impl Iterator<Item = (&str, &str)> {
        self.options.iter()
    }

    /// The disk with an option set, or removed where there is no value.
    ///
    /// # Errors
    /// When key or value cannot stand in a list of options, or the key is that of the volume.
    pub fn with_option(mut self, key: &str, value: Option<&str>) -> Result<Self, NotationError> {
        if !is_key(key) || matches!(key, "file" | "volume") {
            return Err(NotationError::new(KIND, key, "it is not the name of an option", HINT));
        }
        if let Some(value) = value.filter(|value| !is_value(value)) {
            return Err(NotationError::new(KIND, value, "an option has neither comma nor line break in it", HINT));
        }
        self.options.set(key, value.map(str::to_owned));
        Ok(self)
    }

    /// What every option means, by name: switches at their default are left out, numbers are normalised, a size is bytes. The
    /// volume is `file`.
    pub fn meaning(&self) -> BTreeMap<String, String> {
        let options =
            self.options.iter().filter_map(|(key, value)| Some((key.to_owned(), option_meaning(key, value)?)));
        options.chain([("file".to_owned(), self.volume.clone())]).collect()
    }
}

/// What an option means; `None` where that is what its absence means.
fn option_meaning(key: &str, value: &str) -> Option<String> {
    let default = match key {
        _ if SWITCHES.contains(&key) => Some(false),
        _ if ON_SWITCHES.contains(&key) => Some(true),
        _ => None,
    };
    if let (Some(default), Some(is_on)) = (default, truth(value)) {
        return (is_on != default).then(|| u8::from(is_on).to_string());
    }
    match key {
        "size" => Some(value.parse().map_or_else(|_| value.to_owned(), |size: Size| size.bytes().to_string())),
        "discard" if value == "ignore" => None,
        "media" if value == "disk" => None,
        _ => Some(number(value)),
    }
}

impl PartialEq for DiskVolume {
    fn eq(&self, other: &Self) -> bool {
        self.meaning() == other.meaning()
    }
}

impl Eq for DiskVolume {}

impl FromStr for DiskVolume {
    type Err = NotationError;

    fn from_str(text: &str) -> Result<Self, NotationError> {
        let refuse = |rule| NotationError::new(KIND, text, rule, HINT);
        let mut options = Properties::parse(text, "file").map_err(refuse)?;
        if options.get("file").is_some() && options.get("volume").is_some() {
            return Err(refuse("it names its volume once"));
        }
        let volume = options.remove("file").or_else(|| options.remove("volume"));
        let volume = volume.ok_or_else(|| refuse("it names no volume"))?;
        if options.iter().any(|(key, _)| !is_key(key)) {
            return Err(refuse("the name of an option has letters, digits, - and _"));
        }
        Ok(Self { volume, options })
    }
}

impl fmt::Display for DiskVolume {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A path with an equals sign in it would be read as an option of that name.
        let key = if self.volume.contains('=') { "file=" } else { "" };
        write!(f, "{key}{}", self.volume)?;
        self.options.write_sorted(f)
    }
}
