//! Drives: what stands behind `scsi0`, `ide2`, `virtio1` and their like.

use std::collections::BTreeMap;
use std::fmt;

use super::file::Section;
use crate::simulator::size::parse_size;

/// The buses that drives hang on, with the number of places on each, in the order in which drives are listed.
const BUSES: [(&str, u16); 4] = [("ide", 4), ("scsi", 31), ("virtio", 16), ("sata", 6)];

/// A drive: what it is made of, and its options.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Drive {
    /// A volume with its storage, `none`, or what is to be made: `data:32`, `data:cloudinit`.
    pub(super) file: String,
    /// The options by name.
    pub(super) options: BTreeMap<String, String>,
}

/// What the first part of a drive asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Source {
    /// A new, empty disk of so many bytes.
    New {
        /// The name of the storage.
        storage: String,
        /// Its size in bytes.
        size: u64,
    },
    /// A new disk with the content of another volume or file.
    Import {
        /// The name of the storage.
        storage: String,
        /// What is copied.
        from: String,
    },
    /// A new image for cloud-init.
    CloudInit {
        /// The name of the storage.
        storage: String,
    },
    /// A volume that exists.
    Volume {
        /// The name of the storage.
        storage: String,
        /// Its name there.
        name: String,
    },
    /// A drive without a medium.
    Empty,
}

impl Drive {
    /// A drive from its properties, of which `file` must be one.
    pub(super) fn new(mut options: BTreeMap<String, String>) -> Self {
        let file = options.remove("file").unwrap_or_default();
        Self { file, options }
    }

    /// A drive as a file has it; `None` where it names no volume.
    pub(super) fn read(text: &str) -> Option<Self> {
        let mut options = BTreeMap::new();
        for part in text.split(',') {
            let (key, value) = part.split_once('=').unwrap_or(("file", part));
            options.insert(key.to_owned(), value.to_owned());
        }
        let drive = Self::new(options);
        (!drive.file.is_empty()).then_some(drive)
    }

    /// Whether it holds a medium that can be taken out.
    pub(super) fn is_cdrom(&self) -> bool {
        self.options.get("media").is_some_and(|media| media == "cdrom")
    }

    /// Whether it holds an image for cloud-init.
    pub(super) fn is_cloud_init(&self) -> bool {
        self.is_cdrom() && self.file.contains("-cloudinit")
    }

    /// Its size in bytes, where that is said.
    pub(super) fn size(&self) -> Option<u64> {
        self.options.get("size").and_then(|size| parse_size(size))
    }

    /// What it asks for.
    pub(super) fn source(&self) -> Source {
        let Some((storage, name)) = self.file.split_once(':') else { return Source::Empty };
        let (storage, name) = (storage.to_owned(), name.to_owned());
        if name == "cloudinit" {
            return Source::CloudInit { storage };
        }
        let gibibytes = name.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        match (parse_size(&format!("{name}G")).filter(|_| gibibytes), self.options.get("import-from")) {
            (Some(_), Some(from)) => Source::Import { storage, from: from.clone() },
            (Some(size), None) => Source::New { storage, size },
            (None, _) => Source::Volume { storage, name },
        }
    }

    /// The drive with a volume in the place of what was asked for.
    pub(super) fn made(mut self, volume: String, size: Option<&str>) -> Self {
        self.file = volume;
        for asked in ["format", "import-from"] {
            self.options.remove(asked);
        }
        self.options.extend(size.map(|size| ("size".to_owned(), size.to_owned())));
        self
    }
}

impl fmt::Display for Drive {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        self.options.iter().try_for_each(|(key, value)| write!(f, ",{key}={value}"))
    }
}

/// Whether a key is that of a drive.
pub(super) fn is_drive(key: &str) -> bool {
    matches!(key, "efidisk0" | "tpmstate0")
        || BUSES.iter().any(|(bus, count)| {
            key.strip_prefix(bus).and_then(|number| number.parse::<u16>().ok()).is_some_and(|number| number < *count)
        })
}

/// The drives of a machine in the order of their keys.
pub(super) fn drives(section: &Section) -> impl Iterator<Item = (&str, Drive)> {
    let drives = section.iter().filter(|(key, _)| is_drive(key));
    drives.filter_map(|(key, value)| Some((key.as_str(), Drive::read(value)?)))
}

/// The drives of a machine in the order in which Proxmox VE goes through them: by bus, then by number.
pub(super) fn drives_in_bus_order(section: &Section) -> impl Iterator<Item = (String, Drive)> {
    let keys = BUSES.iter().flat_map(|(bus, count)| (0..*count).map(move |number| format!("{bus}{number}")));
    let keys = keys.chain(["efidisk0", "tpmstate0"].map(str::to_owned));
    keys.filter_map(|key| Some((section.get(&key).and_then(|value| Drive::read(value))?, key)))
        .map(|(drive, key)| (key, drive))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(text: &str) -> Source {
        Drive::read(text).unwrap().source()
    }

    #[test]
    fn the_first_part_says_what_is_wanted() {
        let storage = || "data".to_owned();
        assert_eq!(source("data:1.5,format=raw"), Source::New { storage: storage(), size: 3 << 29 });
        assert_eq!(source("data:cloudinit"), Source::CloudInit { storage: storage() });
        let from = "local:import/img.qcow2".to_owned();
        assert_eq!(source("data:0,import-from=local:import/img.qcow2"), Source::Import { storage: storage(), from });
        assert_eq!(source("data:xyz"), Source::Volume { storage: storage(), name: "xyz".to_owned() });
        assert_eq!(source("none,media=cdrom"), Source::Empty);
    }

    #[test]
    fn options_are_printed_in_order_and_wishes_are_not() {
        let drive = Drive::read("data:2,format=qcow2,iothread=1,discard=on,ssd=1").unwrap();
        let made = drive.made("data:101/vm-101-disk-0.qcow2".to_owned(), Some("2G"));
        insta::assert_snapshot!(made, @"data:101/vm-101-disk-0.qcow2,discard=on,iothread=1,size=2G,ssd=1");
    }

    #[test]
    fn keys_of_drives_have_numbers_within_their_bus() {
        for key in ["ide3", "scsi30", "virtio15", "sata5", "efidisk0"] {
            assert!(is_drive(key), "{key}");
        }
        for key in ["ide4", "scsi31", "virtio16", "scsihw", "net0", "unused0"] {
            assert!(!is_drive(key), "{key}");
        }
    }
}
