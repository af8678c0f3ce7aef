//! Steps that judge the Rust crates.

use crate::failure::Failure;
use crate::step::Verdict;
use crate::workspace::Workspace;

/// The crate that links against Python and is tested through its wheel instead.
const PYTHON_CRATE: &str = "deevnet-py";

/// Every file is formatted.
pub(crate) fn format(workspace: &Workspace) -> Result<Verdict, Failure> {
    workspace.cargo().args(["fmt", "--all", "--check"]).run()?;
    Ok(Verdict::Passed)
}

/// No lint has anything to say, on any target.
pub(crate) fn lint(workspace: &Workspace) -> Result<Verdict, Failure> {
    workspace
        .cargo()
        .args(["clippy", "--workspace", "--all-targets", "--locked"])
        .args(["--", "--deny", "warnings"])
        .run()?;
    Ok(Verdict::Passed)
}

/// The documentation builds without a warning, private items included.
pub(crate) fn document(workspace: &Workspace) -> Result<Verdict, Failure> {
    workspace
        .cargo()
        .args(["doc", "--workspace", "--no-deps", "--locked"])
        .env("RUSTDOCFLAGS", "--deny warnings")
        .run()?;
    Ok(Verdict::Passed)
}

/// The `deevnet` command is built, for the tests that run it.
pub(crate) fn build(workspace: &Workspace) -> Result<Verdict, Failure> {
    workspace.cargo().args(["build", "--package", "deevnet-cli", "--locked"]).run()?;
    Ok(Verdict::Passed)
}

/// Unit, property and integration tests; with `cargo nextest` where it is installed.
pub(crate) fn test(workspace: &Workspace) -> Result<Verdict, Failure> {
    let runner = if workspace.cargo().args(["nextest", "--version"]).succeeds() {
        workspace.cargo().args(["nextest", "run", "--no-fail-fast"])
    } else {
        workspace.cargo().args(["test", "--lib", "--bins", "--tests", "--no-fail-fast"])
    };
    runner.args(["--workspace", "--exclude", PYTHON_CRATE, "--locked"]).run()?;
    Ok(Verdict::Passed)
}

/// The examples in the documentation run.
pub(crate) fn doctest(workspace: &Workspace) -> Result<Verdict, Failure> {
    workspace.cargo().args(["test", "--doc", "--workspace", "--exclude", PYTHON_CRATE]).arg("--locked").run()?;
    Ok(Verdict::Passed)
}
