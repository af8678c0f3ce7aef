//! Volumes of virtual machines: made, copied, grown and removed in the storages of a node.

use crate::simulator::state::{Node, Storage, TaskLog, Volume};

/// The size of an image for cloud-init.
pub(super) const CLOUD_INIT_SIZE: u64 = 4 << 20;

/// What a QCOW2 image takes without content, and for each table of references to half a gibibyte.
const QCOW2_HEADER: u64 = 200_704;
const QCOW2_TABLE: u64 = 65_536;

/// A volume to make.
#[derive(Debug, Clone)]
pub(super) struct Wanted<'a> {
    /// The storage it comes to.
    pub(super) storage: &'a str,
    /// The machine it belongs to.
    pub(super) vmid: u32,
    /// Its size in bytes.
    pub(super) size: u64,
    /// How much content it gets, in bytes.
    pub(super) content: u64,
    /// Its format; the storage's own if none is asked for.
    pub(super) format: Option<&'a str>,
    /// Whether it is the image for cloud-init, which has a name of its own.
    pub(super) cloud_init: bool,
}

/// Makes a volume and gives its name with the storage.
pub(super) fn make(node: &mut Node, wanted: &Wanted<'_>, log: &mut TaskLog) -> Result<String, String> {
    let time = node.clock.time();
    let storage = storage_mut(node, wanted.storage)?;
    let in_files = is_in_files(storage);
    let own = if in_files && wanted.cloud_init { "qcow2" } else { "raw" };
    let format = if in_files { wanted.format.unwrap_or(own) } else { "raw" };
    let name = free_name(storage, wanted, format);
    let used = used(storage, format, wanted.size, wanted.content);
    if used > storage.free() {
        return Err(no_space(storage, &name, wanted));
    }
    log.line(made_line(storage, &name, format, wanted));
    let volume = Volume {
        size: wanted.size,
        used,
        format: format.to_owned(),
        content: "images".to_owned(),
        vmid: Some(wanted.vmid),
        parent: None,
        time,
    };
    storage.volumes.insert(name.clone(), volume);
    Ok(format!("{}:{name}", wanted.storage))
}

/// Makes a volume that holds the differences to another, and gives its name with the storage.
pub(super) fn make_linked(node: &mut Node, base: &str, vmid: u32, log: &mut TaskLog) -> Result<String, String> {
    let time = node.clock.time();
    let Volume { size, format, .. } = find(node, base)?.clone();
    let (id, base_name) = split(base);
    let storage = storage_mut(node, id)?;
    let wanted = Wanted { storage: id, vmid, size, content: 0, format: Some(&format), cloud_init: false };
    let own = free_name(storage, &wanted, &format);
    let name = format!("{base_name}/{own}");
    let parent = is_in_files(storage).then(|| format!("../{base_name}"));
    let file = own.rsplit('/').next().unwrap_or_default();
    match &parent {
        Some(parent) => {
            log.line(format!("clone {base_name}: images, {file}, {vmid} to {file} (base={parent})"));
            let path = path(storage, &own);
            log.line(format!(
                "Formatting '{path}', fmt=qcow2 cluster_size=65536 extended_l2=off compression_type=zlib size={size} \
                 backing_file={parent} backing_fmt={format} lazy_refcounts=off refcount_bits=16"
            ));
        }
        None => log.line(format!("  Logical volume \"{file}\" created.")),
    }
    let used = if is_in_files(storage) { QCOW2_HEADER } else { 0 };
    let format = if is_in_files(storage) { "qcow2".to_owned() } else { format };
    let content = "images".to_owned();
    storage.volumes.insert(name.clone(), Volume { size, used, format, content, vmid: Some(vmid), parent, time });
    Ok(format!("{id}:{name}"))
}

/// Makes a volume the base of others: its name begins with `base-` from then on.
pub(super) fn make_base(node: &mut Node, volume: &str) -> Result<String, String> {
    let (id, name) = split(volume);
    let storage = storage_mut(node, id)?;
    let base = match name.rsplit_once('/') {
        Some((folder, file)) => {
            format!("{}/{}", folder.rsplit('/').next().unwrap_or(folder), file.replacen("vm-", "base-", 1))
        }
        None => name.replacen("vm-", "base-", 1),
    };
    let moved = storage.volumes.remove(name).ok_or_else(|| missing(volume))?;
    storage.volumes.insert(base.clone(), moved);
    Ok(format!("{id}:{base}"))
}

/// Grows a volume to a size in bytes.
pub(super) fn grow(node: &mut Node, volume: &str, size: u64) -> Result<(), String> {
    let (id, name) = split(volume);
    let storage = storage_mut(node, id)?;
    let found = storage.volumes.get(name).ok_or_else(|| missing(volume))?.clone();
    let used = used(storage, &found.format, size, content(&found));
    if used.saturating_sub(found.used) > storage.free() {
        return Err(format!("resize error: no space left on storage '{id}'"));
    }
    storage.volumes.insert(name.to_owned(), Volume { size, used: used.max(found.used), ..found });
    Ok(())
}

/// Removes a volume, if it is there.
pub(super) fn remove(node: &mut Node, volume: &str) {
    let (id, name) = split(volume);
    if let Some(storage) = node.storages.get_mut(id) {
        storage.volumes.remove(name);
    }
}

/// Removes all volumes of a machine.
pub(super) fn remove_all_of(node: &mut Node, vmid: u32) {
    for storage in node.storages.values_mut() {
        storage.volumes.retain(|_, volume| volume.vmid != Some(vmid) || volume.content != "images");
    }
}

/// A volume by its name with the storage.
pub(super) fn find<'a>(node: &'a Node, volume: &str) -> Result<&'a Volume, String> {
    let (id, name) = split(volume);
    let storage = node.storages.get(id).ok_or_else(|| no_such_storage(id))?;
    storage.volumes.get(name).ok_or_else(|| missing(volume))
}

/// Whether other volumes hold only differences to a volume.
pub(super) fn has_links(node: &Node, volume: &str) -> bool {
    let (id, name) = split(volume);
    let links = format!("{name}/");
    node.storages.get(id).is_some_and(|storage| storage.volumes.keys().any(|other| other.starts_with(&links)))
}

/// Whether a volume may be the base of others.
pub(super) fn is_base(volume: &str) -> bool {
    let name = split(volume).1;
    name.rsplit('/').next().unwrap_or(name).starts_with("base-")
}

/// The machine that a volume belongs to, by its name.
pub(super) fn owner(volume: &str) -> Option<u32> {
    let name = split(volume).1.rsplit('/').next()?;
    name.strip_prefix("vm-").or_else(|| name.strip_prefix("base-"))?.split('-').next()?.parse().ok()
}

/// Checks that a storage could have a volume of a name: those with folders know `number/file` and a folder for each content.
pub(super) fn check_name(node: &Node, id: &str, name: &str) -> Result<(), String> {
    let storage = node.storages.get(id).ok_or_else(|| no_such_storage(id))?;
    if is_in_files(storage) && !name.contains('/') {
        return Err(format!("unable to parse directory volume name '{name}'"));
    }
    Ok(())
}

/// How much content is in a volume, in bytes.
pub(super) fn content(volume: &Volume) -> u64 {
    let empty = if volume.format == "qcow2" { qcow2(volume.size) } else { 0 };
    volume.used.saturating_sub(empty)
}

/// Where the file of a volume lies.
pub(super) fn path_of(node: &Node, volume: &str) -> String {
    let (id, name) = split(volume);
    let parts: Vec<&str> = name.split('/').collect();
    let own = parts.iter().rev().take(2).rev().copied().collect::<Vec<_>>().join("/");
    node.storages.get(id).map(|storage| path(storage, &own)).unwrap_or_default()
}

/// The text for a storage that is not there.
pub(super) fn no_such_storage(id: &str) -> String {
    format!("storage '{id}' does not exist")
}

fn missing(volume: &str) -> String {
    format!("volume '{volume}' does not exist")
}

fn split(volume: &str) -> (&str, &str) {
    volume.split_once(':').unwrap_or(("", volume))
}

fn storage_mut<'a>(node: &'a mut Node, id: &str) -> Result<&'a mut Storage, String> {
    node.storages.get_mut(id).ok_or_else(|| no_such_storage(id))
}

fn is_in_files(storage: &Storage) -> bool {
    storage.path.is_some()
}

fn path(storage: &Storage, name: &str) -> String {
    match &storage.path {
        Some(folder) => format!("{folder}/images/{name}"),
        None => format!("/dev/{}/{name}", storage.options.get("vgname").map_or("pve", String::as_str)),
    }
}

/// What an image takes: thick volumes all of it, others their content.
fn used(storage: &Storage, format: &str, size: u64, content: u64) -> u64 {
    match (storage.kind.as_str(), format) {
        ("lvm", _) => size,
        (_, "qcow2") => qcow2(size) + content,
        _ if is_in_files(storage) => content.max(4096),
        _ => content,
    }
}

fn qcow2(size: u64) -> u64 {
    QCOW2_HEADER + QCOW2_TABLE * (size.div_ceil(512 << 20) + size / (2 << 30))
}

fn free_name(storage: &Storage, wanted: &Wanted<'_>, format: &str) -> String {
    let vmid = wanted.vmid;
    let in_files = is_in_files(storage);
    let full = |stem: String| if in_files { format!("{vmid}/{stem}.{format}") } else { stem };
    if wanted.cloud_init {
        return full(format!("vm-{vmid}-cloudinit"));
    }
    let is_taken = |stem: &str| {
        let base = stem.replacen("vm-", "base-", 1);
        storage.volumes.keys().any(|name| {
            let file = name.rsplit('/').next().unwrap_or(name);
            let found = file.split('.').next().unwrap_or(file);
            found == stem || found == base
        })
    };
    let stems = (0..).map(|number| format!("vm-{vmid}-disk-{number}"));
    full(stems.into_iter().find(|stem| !is_taken(stem)).unwrap_or_default())
}

fn made_line(storage: &Storage, name: &str, format: &str, wanted: &Wanted<'_>) -> String {
    let (path, size) = (path(storage, name), wanted.size);
    match format {
        _ if !is_in_files(storage) => format!("  Logical volume \"{name}\" created."),
        "qcow2" => format!(
            "Formatting '{path}', fmt=qcow2 cluster_size=65536 extended_l2=off preallocation=metadata \
             compression_type=zlib size={size} lazy_refcounts=off refcount_bits=16"
        ),
        _ => format!("Formatting '{path}', fmt={format} size={size} preallocation=off"),
    }
}

fn no_space(storage: &Storage, name: &str, wanted: &Wanted<'_>) -> String {
    format!(
        "unable to create image '{}': no space left on storage '{}' ({} bytes free)",
        path(storage, name),
        wanted.storage,
        storage.free()
    )
}
