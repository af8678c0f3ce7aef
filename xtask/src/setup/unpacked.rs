//! Debian packages that are unpacked and never installed: their programs configure the network of the machine they are
//! installed on, or take it over at its next boot.

use crate::failure::Failure;
use crate::step::Verdict;
use crate::workspace::Workspace;

const PACKAGES: [&str; 3] = ["cloud-init", "ifupdown2", "netplan.io"];

/// Unpacks the packages that are missing, where Debian's tools are at hand; nobody need be root.
pub(crate) fn ensure(workspace: &Workspace) -> Result<Verdict, Failure> {
    let folder = workspace.unpacked();
    let missing: Vec<&str> = PACKAGES.into_iter().filter(|package| !folder.join(package).is_dir()).collect();
    if missing.is_empty() {
        return Ok(Verdict::Passed);
    }
    if !workspace.program("apt-get").args(["--version"]).succeeds() {
        return Ok(Verdict::Skipped(format!(
            "only Debian has {} to unpack; tests that use them will say SKIPPED",
            missing.join(", ")
        )));
    }
    let script = workspace.path("xtask/src/setup/unpack-packages.sh");
    workspace.program("sh").arg(script).arg(&folder).args(missing).run()?;
    Ok(Verdict::Passed)
}
