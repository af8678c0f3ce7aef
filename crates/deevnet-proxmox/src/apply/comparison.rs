//! Whether what was read back means what was set.

use std::collections::{BTreeMap, BTreeSet};

use crate::notation::{DiskVolume, NetDevice, Size, Tags, decode_ssh_keys, same_description};

/// Options that are never shown as they are.
const MASKED: &str = "cipassword";

/// The devices that hold disks.
const DISKS: [&str; 6] = ["scsi", "virtio", "sata", "ide", "efidisk", "tpmstate"];

/// Whether an option that was read back means what was set.
pub(super) fn means(option: &str, wanted: &str, found: &str) -> bool {
    match option {
        MASKED => true,
        "tags" => Tags::read(wanted) == Tags::read(found),
        "description" => same_description(wanted, found),
        "sshkeys" => keys(wanted) == keys(found),
        "memory" => memory(wanted) == memory(found),
        _ if is_device(option, "net") => both(wanted, found, same_network),
        _ if DISKS.iter().any(|device| is_device(option, device)) => both(wanted, found, same_disk),
        _ => parts(wanted) == parts(found),
    }
}

/// Whether a disk that was read back has the size that it was to grow to, or more.
pub(super) fn has_grown(wanted: &str, found: &str) -> bool {
    let (Ok(wanted), Ok(found)) = (wanted.parse::<Size>(), found.parse::<DiskVolume>()) else { return false };
    found.size().is_some_and(|size| size >= wanted.data_size())
}

/// Whether an option is a device of a kind with a number, such as `net0`.
fn is_device(option: &str, kind: &str) -> bool {
    let number = option.strip_prefix(kind);
    number.is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Compares two values as what they are, or as text where one of them cannot be read.
fn both<T: std::str::FromStr>(wanted: &str, found: &str, same: fn(&T, &T) -> bool) -> bool {
    match (wanted.parse(), found.parse()) {
        (Ok(wanted), Ok(found)) => same(&wanted, &found),
        _ => wanted.trim() == found.trim(),
    }
}

/// A device that was set without a MAC address was given one by the node.
fn same_network(wanted: &NetDevice, found: &NetDevice) -> bool {
    let mut meaning = found.meaning();
    if wanted.mac().is_none() {
        meaning.remove("macaddr");
    }
    wanted.meaning() == meaning
}

/// A disk that was to be made has a volume and a size that the node chose within what was asked for.
fn same_disk(wanted: &DiskVolume, found: &DiskVolume) -> bool {
    if is_subset(&wanted.meaning(), &found.meaning()) {
        return true;
    }
    let mut options = wanted.meaning();
    let volume = options.remove("file").unwrap_or_default();
    let Some((storage, content)) = volume.split_once(':') else { return false };
    let is_made = match content.parse::<f64>() {
        // The node rounds up to what its storage can hold.
        Ok(_) => format!("{content}G")
            .parse::<Size>()
            .is_ok_and(|size| found.size().is_some_and(|found| found >= size.data_size())),
        Err(_) => content == "cloudinit" && found.is_cloud_init(),
    };
    is_made && found.storage() == Some(storage) && is_subset(&options, &found.meaning())
}

fn is_subset(wanted: &BTreeMap<String, String>, found: &BTreeMap<String, String>) -> bool {
    wanted.iter().all(|(key, value)| found.get(key) == Some(value))
}

fn keys(text: &str) -> Option<BTreeSet<String>> {
    let text = decode_ssh_keys(text).ok()?;
    Some(text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect())
}

fn memory(text: &str) -> BTreeSet<&str> {
    parts(text).into_iter().map(|part| part.strip_prefix("current=").unwrap_or(part)).collect()
}

/// What stands between commas, in any order.
fn parts(text: &str) -> BTreeSet<&str> {
    text.split(',').map(str::trim).filter(|part| !part.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling_makes_no_difference() {
        let same = [
            ("net0", "virtio=02:de:20:00:00:c8,bridge=vmbr0,tag=99", "virtio=02:DE:20:00:00:C8,bridge=vmbr0,tag=0099"),
            ("net0", "virtio=02:de:20:00:00:c8,bridge=vmbr0", "virtio=02:DE:20:00:00:C8,bridge=vmbr0,firewall=0"),
            ("net1", "virtio,bridge=vmbr0", "virtio=BC:24:11:00:00:01,bridge=vmbr0"),
            ("scsi1", "data:32", "data:vm-200-disk-1,size=32G"),
            ("scsi1", "data:32,discard=on", "data:vm-200-disk-1,discard=on,size=33G"),
            ("ide2", "data:cloudinit", "data:vm-200-cloudinit,media=cdrom"),
            ("tags", "b;a", "a;b"),
            ("description", "API\n\ndeevnet: a/b/1", "API\n\ndeevnet: a/b/1\n"),
            ("memory", "2048", "current=2048"),
            ("ipconfig0", "ip=10.20.99.30/24,gw=10.20.99.1", "gw=10.20.99.1,ip=10.20.99.30/24"),
            ("sshkeys", "ssh-ed25519%20AAAA%20me", "ssh-ed25519%20AAAA%20me%0A"),
            ("cipassword", "anything", "**********"),
        ];
        for (option, wanted, found) in same {
            assert!(means(option, wanted, found), "{option}: {wanted} and {found}");
        }
    }

    #[test]
    fn another_value_is_another_value() {
        let different = [
            ("net0", "virtio=02:de:20:00:00:c8,bridge=vmbr0,tag=99", "virtio=BC:24:11:00:00:01,bridge=vmbr0,tag=99"),
            ("net0", "virtio=02:de:20:00:00:c8,bridge=vmbr0,tag=99", "virtio=02:de:20:00:00:c8,bridge=vmbr0"),
            ("net0", "virtio=02:de:20:00:00:c8,bridge=vmbr0", "virtio=02:de:20:00:00:c8,bridge=vmbr0,link_down=1"),
            ("scsi1", "data:32", "data:vm-200-disk-1,size=8G"),
            ("scsi1", "data:32", "other:vm-200-disk-1,size=32G"),
            ("ide2", "data:cloudinit", "none,media=cdrom"),
            ("tags", "a", "a;b"),
            ("cores", "2", "4"),
        ];
        for (option, wanted, found) in different {
            assert!(!means(option, wanted, found), "{option}: {wanted} and {found}");
        }
    }

    #[test]
    fn a_disk_grows_to_a_size_or_beyond() {
        assert!(has_grown("64G", "data:vm-200-disk-0,size=65536M"));
        assert!(has_grown("64G", "data:vm-200-disk-0,size=65G"));
        assert!(!has_grown("64G", "data:vm-200-disk-0,size=32G"));
    }
}
