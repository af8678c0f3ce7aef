//! The Ansible collection whose modules are tried on simulated nodes.

use std::fs;

use super::virtual_environment;
use crate::failure::Failure;
use crate::step::Verdict;
use crate::workspace::Workspace;

/// The collection.
const NAME: &str = "community.proxmox";

/// The package that has it, as the Python package index does; Ansible's own index is not asked.
const PACKAGE: &str = "ansible==12.3.0";

const UNPACK: &str = "xtask/src/setup/unpack_collection.py";

/// Unpacks the collection into the virtual environment, unless it is there; nothing else of the large package is kept.
///
/// Where the package cannot be had, the step is skipped, and the test that wants the collection says so too.
pub(crate) fn ensure(workspace: &Workspace) -> Result<Verdict, Failure> {
    let collections = workspace.virtual_environment().join("collections");
    let stamp = collections.join("installed-package.txt");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == PACKAGE) {
        return Ok(Verdict::Passed);
    }
    let folder = workspace.target().join("collections");
    if virtual_environment::download(workspace, PACKAGE, &folder)?.run().is_err() {
        return Ok(Verdict::Skipped(format!("{PACKAGE} cannot be had; the test of its modules will say SKIPPED")));
    }
    workspace.python().arg(workspace.path(UNPACK)).arg(&folder).arg(NAME).arg(&collections).run()?;
    fs::remove_dir_all(&folder).map_err(Failure::file("remove", &folder))?;
    fs::write(&stamp, PACKAGE).map_err(Failure::file("write", &stamp))?;
    Ok(Verdict::Passed)
}
