//! Storages of a node.

use std::fmt;
use std::str::FromStr;

use serde::Serialize;

use crate::declared::Value;
use crate::model::proxmox::{ProxmoxValueError, read_form, read_storage_size};
use crate::model::reader::{Key, Reader};
use crate::named::named;
use crate::quantity::DataSize;
use crate::source::{Span, Spanned};

pub(in crate::model) const STORAGE_KEYS: &[&str] = &["name", "size", "kind"];

/// The ID of a storage of a node, such as `local-lvm`.
///
/// It begins with a letter, goes on with letters, digits, `-`, `_` and `.`, and ends with a letter or digit; so it has
/// two characters at least (Proxmox VE's format `pve-storage-id`). Letter case matters.
///
/// ```
/// use deevnet_core::model::StorageId;
///
/// let storage: StorageId = "local-lvm-big-thin".parse()?;
/// assert_eq!(storage.as_str(), "local-lvm-big-thin");
/// assert!("9p".parse::<StorageId>().is_err());
/// # Ok::<(), deevnet_core::model::ProxmoxValueError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StorageId(String);

impl StorageId {
    /// The ID as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for StorageId {
    type Err = ProxmoxValueError;

    fn from_str(text: &str) -> Result<Self, ProxmoxValueError> {
        let bytes = text.as_bytes();
        let is_inner = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.".contains(byte);
        let is_valid = bytes.len() > 1
            && bytes.first().is_some_and(u8::is_ascii_alphabetic)
            && bytes.last().is_some_and(u8::is_ascii_alphanumeric)
            && bytes.iter().all(is_inner);
        if is_valid {
            return Ok(Self(text.to_owned()));
        }
        Err(ProxmoxValueError::new(
            "storage ID",
            text,
            "it begins with a letter, ends with a letter or digit, and has letters, digits, `-`, `_` and `.` between",
            "write the ID as `pvesm status` shows it",
        ))
    }
}

impl fmt::Display for StorageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

crate::wire::as_text!(StorageId, "a Proxmox VE storage ID as text");

/// What a storage is made of, by the name of Proxmox VE's plugin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StorageKind {
    /// A folder of a file system.
    Directory,
    /// A Btrfs file system.
    Btrfs,
    /// An LVM volume group.
    Lvm,
    /// An LVM thin pool.
    LvmThin,
    /// A local ZFS pool.
    ZfsPool,
    /// A share over NFS.
    Nfs,
    /// A share over CIFS.
    Cifs,
    /// Logical units over iSCSI.
    Iscsi,
    /// A Ceph block pool.
    Rbd,
    /// A Ceph file system.
    CephFs,
    /// A Proxmox Backup Server, which holds backups and no disks.
    BackupServer,
}

named!(StorageKind, "storage kind":
    Directory => "dir",
    Btrfs => "btrfs",
    Lvm => "lvm",
    LvmThin => "lvmthin",
    ZfsPool => "zfspool",
    Nfs => "nfs",
    Cifs => "cifs",
    Iscsi => "iscsi",
    Rbd => "rbd",
    CephFs => "cephfs",
    BackupServer => "pbs",
);

impl StorageKind {
    /// Whether it lies on the node's own drives.
    pub const fn is_local(self) -> bool {
        match self {
            Self::Directory | Self::Btrfs | Self::Lvm | Self::LvmThin | Self::ZfsPool => true,
            Self::Nfs | Self::Cifs | Self::Iscsi | Self::Rbd | Self::CephFs | Self::BackupServer => false,
        }
    }
}

/// One storage of a node.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Storage {
    /// Where it is declared.
    #[serde(skip)]
    pub span: Span,
    /// Its ID.
    pub name: Spanned<StorageId>,
    /// How much it holds; a bare number is GiB.
    pub size: Option<Spanned<DataSize>>,
    /// What it is made of.
    pub kind: Option<Spanned<StorageKind>>,
}

/// Reads the list of storages.
pub(super) fn read_storages(reader: &mut Reader<'_>, key: Key<'_>, value: &Value) -> Vec<Storage> {
    reader.list(key, value).iter().filter_map(|item| read_storage(reader, key, item)).collect()
}

fn read_storage(reader: &mut Reader<'_>, key: Key<'_>, value: &Value) -> Option<Storage> {
    let map = reader.map(key, value)?;
    reader.require(key, map, value.span(), &["name"]);
    let name = read_form(reader, key.child("name"), map.get("name")?)?;
    let mut storage = Storage { span: value.span(), name, size: None, kind: None };
    for (name, span, value) in map.text_entries() {
        let key = key.child(name);
        match name {
            "size" => storage.size = read_storage_size(reader, key, value),
            "kind" => storage.kind = reader.named(key, value),
            _ => reader.unknown_key(key, span, STORAGE_KEYS),
        }
    }
    Some(storage)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_id_has_two_characters_at_least() {
        for right in ["local", "local-lvm-big-thin", "zfs.1", "a_b", "L2"] {
            assert_eq!(right.parse::<StorageId>().unwrap().to_string(), right);
        }
        for wrong in ["", "a", "1a", "-a", "a-", "a b", "a/b", "é1"] {
            assert!(wrong.parse::<StorageId>().is_err(), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn parse_print_parse(text in "[a-zA-Z][a-zA-Z0-9._-]{0,12}[a-zA-Z0-9]") {
            let storage: StorageId = text.parse().unwrap();
            prop_assert_eq!(storage.to_string().parse(), Ok(storage));
        }

        #[test]
        fn arbitrary_text_never_panics(text in ".*") {
            if let Ok(storage) = text.parse::<StorageId>() {
                prop_assert_eq!(storage.as_str(), text);
            }
        }
    }
}
