//! Steps that judge the Rust crates.

use crate::failure::Failure;
use crate::program::Program;
use crate::step::Verdict;
use crate::workspace::Workspace;

/// The crate that links against Python and is tested through its wheel instead.
const PYTHON_CRATE: &str = "deevnet-py";

/// Every file is formatted.
pub(crate) fn format(workspace: &Workspace) -> Result<Verdict, Failure> {
    workspace.cargo().args(["fmt", "--all", "--check"]).run()?;
    Ok(Verdict::Passed)
}

/// The crate that is used with and without a feature, of which the workspace builds one.
const CRATE_WITHOUT_FEATURES: &str = "deevnet-proxmox";

/// The variable at which the tests of the documentation write it instead.
pub(super) const UPDATE_DOCUMENTATION: &str = "DEEVNET_DOCS_UPDATE";

/// What the random cases of property tests are drawn from, so that a change is judged alike wherever it is tested.
const PROPERTY_SEED: &str = "20";

/// No lint has anything to say, on any target, with the features of the command and without.
pub(crate) fn lint(workspace: &Workspace) -> Result<Verdict, Failure> {
    workspace
        .cargo()
        .args(["clippy", "--workspace", "--all-targets", "--locked"])
        .args(["--", "--deny", "warnings"])
        .run()?;
    workspace
        .cargo()
        .args(["clippy", "--package", CRATE_WITHOUT_FEATURES, "--lib", "--locked"])
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

/// Unit, property and integration tests, with the same random cases every time.
pub(crate) fn test(workspace: &Workspace) -> Result<Verdict, Failure> {
    tests(workspace).env("PROPTEST_RNG_SEED", PROPERTY_SEED).run()?;
    Ok(Verdict::Passed)
}

/// The same tests with other random cases every time.
pub(crate) fn explore(workspace: &Workspace, cases: u32) -> Result<Verdict, Failure> {
    tests(workspace).env("PROPTEST_CASES", cases.to_string()).run()?;
    Ok(Verdict::Passed)
}

/// The command that runs them: `cargo nextest` where it is installed.
fn tests(workspace: &Workspace) -> Program {
    let runner = if workspace.cargo().args(["nextest", "--version"]).succeeds() {
        workspace.cargo().args(["nextest", "run", "--no-fail-fast"])
    } else {
        workspace.cargo().args(["test", "--lib", "--bins", "--tests", "--no-fail-fast"])
    };
    runner.args(["--workspace", "--exclude", PYTHON_CRATE, "--locked"])
}

/// The examples in the documentation run.
pub(crate) fn doctest(workspace: &Workspace) -> Result<Verdict, Failure> {
    workspace.cargo().args(["test", "--doc", "--workspace", "--exclude", PYTHON_CRATE]).arg("--locked").run()?;
    Ok(Verdict::Passed)
}

/// Writes the pages of the documentation that are made from the command's definition.
pub(crate) fn write_documentation(workspace: &Workspace) -> Result<(), Failure> {
    workspace
        .cargo()
        .args(["test", "--quiet", "--package", "deevnet-cli", "--test", "documentation", "--locked"])
        .env(UPDATE_DOCUMENTATION, "1")
        .run()
}
