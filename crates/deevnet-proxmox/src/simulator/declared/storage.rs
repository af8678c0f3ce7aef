//! Storages as they are declared.

use std::collections::BTreeSet;

use deevnet_core::model::{Hypervisor, Storage, StorageKind};

use crate::simulator::setup::StorageSetup;

/// The storage that every installation has.
const LOCAL: &str = "local";

/// How large a storage is of which nothing is declared.
const UNKNOWN_SIZE: u64 = 500 << 30;

/// The declared storages, and `local` for images of installers and templates of containers.
pub(super) fn storages(hypervisor: &Hypervisor) -> Vec<StorageSetup> {
    let mut storages: Vec<StorageSetup> = hypervisor.storages.iter().map(storage).collect();
    if !storages.iter().any(|storage| storage.id == LOCAL) {
        storages.push(StorageSetup {
            id: LOCAL.to_owned(),
            kind: StorageKind::Directory.name().to_owned(),
            path: Some("/var/lib/vz".to_owned()),
            content: content(&["backup", "import", "iso", "snippets", "vztmpl"]),
            total: 64 << 30,
            used: 4 << 30,
            ..StorageSetup::default()
        });
    }
    if hypervisor.storages.is_empty() {
        storages.push(StorageSetup {
            id: "local-lvm".to_owned(),
            kind: StorageKind::LvmThin.name().to_owned(),
            content: content(&["images", "rootdir"]),
            total: UNKNOWN_SIZE,
            options: options(StorageKind::LvmThin, "local-lvm"),
            ..StorageSetup::default()
        });
    }
    storages
}

fn storage(declared: &Storage) -> StorageSetup {
    let id = declared.name.value.as_str();
    let kind = declared.kind.map_or(StorageKind::Directory, |kind| kind.value);
    let names: &[&str] = match kind {
        StorageKind::BackupServer => &["backup"],
        StorageKind::Directory if id == LOCAL => {
            &["backup", "images", "import", "iso", "rootdir", "snippets", "vztmpl"]
        }
        _ => &["images", "rootdir"],
    };
    StorageSetup {
        id: id.to_owned(),
        kind: kind.name().to_owned(),
        path: (kind == StorageKind::Directory).then(|| path(id)),
        content: content(names),
        total: declared.size.map_or(UNKNOWN_SIZE, |size| size.value.bytes()),
        options: options(kind, id),
        ..StorageSetup::default()
    }
}

fn path(id: &str) -> String {
    if id == LOCAL { "/var/lib/vz".to_owned() } else { format!("/mnt/{id}") }
}

fn content(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

/// The options that a storage has beside its content, by its type.
fn options(kind: StorageKind, id: &str) -> Vec<(String, String)> {
    let pairs: &[(&str, &str)] = match kind {
        StorageKind::LvmThin if id == "local-lvm" => &[("vgname", "pve"), ("thinpool", "data")],
        StorageKind::LvmThin => &[("vgname", id), ("thinpool", id)],
        StorageKind::Lvm => &[("vgname", id)],
        StorageKind::ZfsPool if id == "local-zfs" => &[("pool", "rpool/data"), ("sparse", "1")],
        StorageKind::ZfsPool => &[("pool", id)],
        _ => &[],
    };
    pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}
