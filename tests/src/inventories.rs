//! The inventories that the tests read.

use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The root of the repository.
pub fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The examples, and the estate's own inventory where it is at hand; says SKIPPED where it is not.
///
/// # Errors
///
/// When the examples cannot be listed, or there is none.
#[expect(clippy::print_stdout, reason = "a skipped test says so")]
pub fn inventories() -> io::Result<Vec<PathBuf>> {
    let mut folders: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(repository().join("examples"))? {
        let path = entry?.path();
        if path.join("hosts.yml").is_file() {
            folders.push(path);
        }
    }
    if folders.is_empty() {
        return Err(io::Error::new(io::ErrorKind::NotFound, "there is no example"));
    }
    folders.sort();
    let shared = env::var_os("DEEVNET_SHARED_DATA").map_or_else(|| repository().join("../shared/data"), PathBuf::from);
    let estate = shared.join("inventory-dvntm");
    if estate.is_dir() {
        folders.push(estate);
    } else {
        println!("SKIPPED: the shared inventory is not at {}", estate.display());
    }
    Ok(folders)
}
