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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn disk(text: &str) -> DiskVolume {
        text.parse().unwrap()
    }

    #[test]
    fn a_disk_means_the_same_in_any_spelling() {
        let one = "local-lvm:vm-201-disk-0,discard=on,iothread=1,size=32G,ssd=1";
        for other in [
            "file=local-lvm:vm-201-disk-0,ssd=on,size=32768M,iothread=yes,discard=on",
            "volume=local-lvm:vm-201-disk-0,ssd=1,size=34359738368,iothread=1,discard=on,backup=1,replicate=1,ro=0",
        ] {
            assert_eq!(disk(other), disk(one), "{other}");
        }
        assert_ne!(disk("local:1,backup=0"), disk("local:1"));
        assert_ne!(disk("local:1,size=1G"), disk("local:1"));
    }

    #[test]
    fn a_drive_knows_its_kind() {
        assert!(disk("data:201/vm-201-cloudinit.qcow2,media=cdrom,size=4M").is_cloud_init());
        assert!(disk("data:cloudinit").is_cloud_init());
        assert!(disk("local-lvm:vm-201-cloudinit,media=cdrom").is_cloud_init());
        assert!(disk("none,media=cdrom").is_cdrom() && disk("cdrom").is_cdrom());
        let linked = disk("data:9000/base-9000-disk-0.qcow2/201/vm-201-disk-0.qcow2,size=3G");
        assert!(!linked.is_cdrom() && !linked.is_cloud_init());
        assert_eq!((linked.storage(), disk("none").storage(), disk("/dev/sd:a").storage()), (Some("data"), None, None));
    }

    #[test]
    fn one_option_changes_and_the_others_stay() {
        let grown = disk("local-lvm:vm-201-disk-0,ssd=1,size=8G").with_option("size", Some("64G")).unwrap();
        assert_eq!(grown.to_string(), "local-lvm:vm-201-disk-0,size=64G,ssd=1");
        assert_eq!(grown.with_option("ssd", None).unwrap().to_string(), "local-lvm:vm-201-disk-0,size=64G");
        assert!(disk("local:1").with_option("size", Some("1G,ssd=1")).is_err());
        assert!(disk("local:1").with_option("file", Some("local:2")).is_err());
    }

    proptest! {
        #[test]
        fn parse_print_parse(
            volume in "[a-z]{1,8}:[a-z0-9/.-]{1,20}",
            options in proptest::collection::btree_map("(size|ssd|discard|media|cache|serial)", "[a-zA-Z0-9.=%]{1,8}", 0..5),
        ) {
            let mut disk: DiskVolume = volume.parse().unwrap();
            for (key, value) in &options {
                disk = disk.with_option(key, Some(value)).unwrap();
            }
            let shown = disk.to_string();
            prop_assert_eq!(&shown.parse::<DiskVolume>().unwrap(), &disk);
            prop_assert_eq!(shown.parse::<DiskVolume>().unwrap().to_string(), shown);
        }

        #[test]
        fn arbitrary_text_survives_if_it_is_a_disk(text in "(file=)?.*(,[a-z]+=.*)*") {
            if let Ok(disk) = text.parse::<DiskVolume>() {
                prop_assert_eq!(disk.to_string().parse::<DiskVolume>(), Ok(disk));
            }
        }
    }
}
