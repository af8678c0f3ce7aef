//! Steps that judge the Python package and its use from Ansible.

use std::fs;
use std::path::PathBuf;

use super::rust::UPDATE_DOCUMENTATION;
use crate::failure::Failure;
use crate::program::Program;
use crate::setup::virtual_environment;
use crate::step::Verdict;
use crate::workspace::Workspace;

/// The module's folder in the repository, as mypy is shown it.
const PACKAGE: &str = "python/deevnet";

/// The tests of the package.
const TESTS: &str = "tests/python";

/// What runs the blocks of the documentation.
const DOCUMENTATION: &str = "tests/docs";

/// The wheel is built and installed into the virtual environment.
pub(crate) fn wheel(workspace: &Workspace) -> Result<Verdict, Failure> {
    install_wheel(workspace, "dev")?;
    Ok(Verdict::Passed)
}

/// Builds the wheel with a cargo profile and installs it into the virtual environment.
pub(crate) fn install_wheel(workspace: &Workspace, profile: &str) -> Result<(), Failure> {
    let folder = workspace.target().join("wheels").join(profile);
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(Failure::file("empty", &folder))?;
    }
    workspace
        .program(workspace.tool("maturin"))
        .args(["build", "--locked", "--profile", profile, "--interpreter"])
        .arg(workspace.tool("python"))
        .arg("--out")
        .arg(&folder)
        .run()?;
    virtual_environment::install(workspace)?.args(["--no-deps", "--force-reinstall"]).arg(only_wheel(&folder)?).run()
}

/// The package is fully typed, and so is the use that its tests make of it.
pub(crate) fn types(workspace: &Workspace) -> Result<Verdict, Failure> {
    workspace.python().args(["-m", "mypy", "--strict", PACKAGE, TESTS, DOCUMENTATION]).run()?;
    Ok(Verdict::Passed)
}

/// The stubs say what the built module holds.
pub(crate) fn stubtest(workspace: &Workspace) -> Result<Verdict, Failure> {
    workspace.python().args(["-m", "mypy.stubtest", "deevnet"]).run()?;
    Ok(Verdict::Passed)
}

/// The package behaves as its tests say.
pub(crate) fn test(workspace: &Workspace) -> Result<Verdict, Failure> {
    pytest(workspace, TESTS)
}

/// The examples in the package's docstrings run, those of the compiled module included.
pub(crate) fn doctest(workspace: &Workspace) -> Result<Verdict, Failure> {
    workspace.python().arg(workspace.path("xtask/src/suite/run_doctests.py")).arg("deevnet").run()?;
    Ok(Verdict::Passed)
}

/// Every block of the documentation does what its page says.
pub(crate) fn documentation(workspace: &Workspace) -> Result<Verdict, Failure> {
    pytest(workspace, DOCUMENTATION)
}

/// Reports are whole, quiet and usable in a real browser.
pub(crate) fn report(workspace: &Workspace) -> Result<Verdict, Failure> {
    pytest(workspace, "tests/report")
}

/// Real playbooks and the drivers around real Ansible behave as their tests say.
pub(crate) fn ansible(workspace: &Workspace) -> Result<Verdict, Failure> {
    pytest(workspace, "tests/ansible")
}

/// Writes into the documentation what its commands print, as far as nothing else is wrong with it.
pub(crate) fn write_documentation(workspace: &Workspace) -> Result<(), Failure> {
    tests(workspace, DOCUMENTATION).env(UPDATE_DOCUMENTATION, "1").run()
}

/// The collection installs from its tarball, and its plugins behave as their tests say, in playbooks and by themselves.
pub(crate) fn collection(workspace: &Workspace) -> Result<Verdict, Failure> {
    pytest(workspace, "tests/collection")
}

fn pytest(workspace: &Workspace, folder: &str) -> Result<Verdict, Failure> {
    tests(workspace, folder).run()?;
    Ok(Verdict::Passed)
}

fn tests(workspace: &Workspace, folder: &str) -> Program {
    workspace.python().args(["-m", "pytest", "--quiet", "-W", "error", "-p"]).args(["no:cacheprovider", folder])
}

fn only_wheel(folder: &PathBuf) -> Result<PathBuf, Failure> {
    fs::read_dir(folder)
        .map_err(Failure::file("read", folder))?
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .find(|path| path.extension().is_some_and(|extension| extension == "whl"))
        .ok_or(Failure::Answer { program: "maturin build", expected: "a wheel" })
}
