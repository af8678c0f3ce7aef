//! The formatter and the linter of the Rust toolchain.

use crate::failure::Failure;
use crate::step::Verdict;
use crate::workspace::Workspace;

/// Adds `rustfmt` and `clippy` to the toolchain when they are missing.
pub(crate) fn ensure(workspace: &Workspace) -> Result<Verdict, Failure> {
    for (subcommand, component) in [("fmt", "rustfmt"), ("clippy", "clippy")] {
        if !workspace.cargo().args([subcommand, "--version"]).succeeds() {
            workspace.program("rustup").args(["component", "add", component]).run()?;
        }
    }
    Ok(Verdict::Passed)
}
