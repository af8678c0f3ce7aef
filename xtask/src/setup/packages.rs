//! The real servers and tools that the tests use: dnsmasq, Kea and BIND's checkers, nftables, PostgreSQL, and a browser.

use std::env;
use std::fs;

use crate::failure::Failure;
use crate::step::Verdict;
use crate::workspace::{Workspace, search_path};

/// Programs the tests run, with the Debian package that brings each.
const TOOLS: [(&str, &str); 10] = [
    ("chromedriver", "chromium-driver"),
    ("chromium", "chromium"),
    ("dnsmasq", "dnsmasq-base"),
    ("kea-dhcp4", "kea-dhcp4-server"),
    ("named-checkzone", "bind9-utils"),
    ("nft", "nftables"),
    ("initdb", "postgresql"),
    ("unbound-checkconf", "unbound"),
    ("grub-script-check", "grub-common"),
    ("dig", "bind9-dnsutils"),
];

/// Where Debian keeps the programs of each version of PostgreSQL, which are on no search path.
const POSTGRESQL: &str = "/usr/lib/postgresql";

/// Installs the packages that are missing, without starting a service.
///
/// Only root can install; anybody else gets the step skipped, and the tests that want a tool say so too.
pub(crate) fn ensure(workspace: &Workspace) -> Result<Verdict, Failure> {
    let missing: Vec<&str> =
        TOOLS.into_iter().filter(|(program, _)| !installed(program)).map(|(_, package)| package).collect();
    if missing.is_empty() {
        return Ok(Verdict::Passed);
    }
    if !is_root(workspace) {
        return Ok(Verdict::Skipped(format!(
            "only root can install {}; tests that use them will say SKIPPED",
            missing.join(", ")
        )));
    }
    workspace.program("sh").arg(workspace.path("xtask/src/setup/install-packages.sh")).args(missing).run()?;
    Ok(Verdict::Passed)
}

fn installed(program: &str) -> bool {
    let versions = fs::read_dir(POSTGRESQL).into_iter().flatten().flatten().map(|version| version.path().join("bin"));
    env::split_paths(&search_path()).chain(versions).any(|folder| folder.join(program).is_file())
}

fn is_root(workspace: &Workspace) -> bool {
    workspace.program("id").arg("-u").output().is_ok_and(|user| user.trim() == "0")
}
