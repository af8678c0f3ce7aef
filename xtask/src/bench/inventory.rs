//! The generated inventories that are measured on.

use std::fs;
use std::path::PathBuf;

use crate::failure::Failure;
use crate::workspace::Workspace;

/// The seed of every measured inventory, so that one day's figures can be held against another's.
const SEED: &str = "1";

/// Generates an inventory of that many hosts and returns its folder.
pub(crate) fn generate(workspace: &Workspace, hosts: usize) -> Result<PathBuf, Failure> {
    let folder = workspace.target().join("bench").join(format!("hosts-{hosts}"));
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(Failure::file("empty", &folder))?;
    }
    workspace
        .program(workspace.measured("generate"))
        .args(["--hosts", &hosts.to_string(), "--seed", SEED, "--out"])
        .arg(&folder)
        .run()?;
    Ok(folder)
}
