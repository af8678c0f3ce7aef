//! The folder of an inventory, and paths in it.

use std::path::{Path, PathBuf};

/// The folder that paths in an inventory count from: the inventory itself, or the one that its host file is in.
///
/// ```
/// use std::path::Path;
/// use deevnet_registry::folder_of;
///
/// assert_eq!(folder_of(Path::new("lab/hosts.yml")), Path::new("lab"));
/// assert_eq!(folder_of(Path::new("hosts.yml")), Path::new("."));
/// ```
pub fn folder_of(path: &Path) -> &Path {
    if path.is_dir() {
        return path;
    }
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

/// A path as one below a folder: what was read from `.` does not say so.
///
/// ```
/// use std::path::Path;
/// use deevnet_registry::below;
///
/// assert_eq!(below(Path::new("./lab"), Path::new("lab/hosts.yml")), Path::new("./lab/hosts.yml"));
/// assert_eq!(below(Path::new("lab"), Path::new("/etc/hosts")), Path::new("/etc/hosts"));
/// ```
pub fn below(folder: &Path, path: &Path) -> PathBuf {
    if path.starts_with(folder) || path.is_absolute() != folder.is_absolute() {
        return path.to_owned();
    }
    let own = folder.strip_prefix(".").unwrap_or(folder);
    path.strip_prefix(own).map_or_else(|_| path.to_owned(), |rest| folder.join(rest))
}
