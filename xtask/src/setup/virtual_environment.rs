//! The Python virtual environment with the pinned tools of `tests/requirements.txt`.

use std::fs;
use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::program::Program;
use crate::step::Verdict;
use crate::workspace::Workspace;

/// The oldest Python that ansible-core 2.19 and the wheel's stable ABI both accept.
const MINIMUM: (u32, u32) = (3, 11);

/// Names under which a suitable Python may be installed, best first.
const NAMES: [&str; 5] = ["python3", "python3.11", "python3.12", "python3.13", "python3.14"];

const REQUIREMENTS: &str = "tests/requirements.txt";

/// Creates `.venv` and installs the pinned requirements, unless both are as they should be already.
///
/// The environment is made without its own pip, which Debian splits off into a package of its own; the pip of
/// the outer Python installs into it.
pub(crate) fn ensure(workspace: &Workspace) -> Result<Verdict, Failure> {
    let requirements = workspace.path(REQUIREMENTS);
    let wanted = fs::read_to_string(&requirements).map_err(Failure::file("read", &requirements))?;
    let stamp = stamp(workspace);
    if workspace.tool("python").exists() && fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        println!("{} is up to date", stamp.display());
        return Ok(Verdict::Passed);
    }
    let python = interpreter(workspace)?;
    workspace
        .program(python)
        .args(["-m", "venv", "--clear", "--without-pip"])
        .arg(workspace.virtual_environment())
        .run()?;
    install(workspace)?.arg("--requirement").arg(requirements).run()?;
    fs::write(&stamp, wanted).map_err(Failure::file("write", &stamp))?;
    Ok(Verdict::Passed)
}

/// `pip install` into the virtual environment; the caller adds what to install.
pub(crate) fn install(workspace: &Workspace) -> Result<Program, Failure> {
    Ok(pip(workspace)?.arg("install"))
}

/// `pip install` into another virtual environment, by its interpreter; the caller adds what to install.
pub(crate) fn install_into(workspace: &Workspace, python: &Path) -> Result<Program, Failure> {
    Ok(pip_for(workspace, python)?.arg("install"))
}

/// `pip wheel` of one source distribution into a folder.
pub(crate) fn wheel(workspace: &Workspace, source: &Path, folder: &Path) -> Result<Program, Failure> {
    Ok(pip(workspace)?.args(["wheel", "--no-deps", "--wheel-dir"]).arg(folder).arg(source))
}

/// `pip download` of the wheel of one package, and of nothing that it needs, into a folder.
pub(crate) fn download(workspace: &Workspace, package: &str, folder: &Path) -> Result<Program, Failure> {
    Ok(pip(workspace)?.args(["download", "--no-deps", "--only-binary", ":all:", package, "--dest"]).arg(folder))
}

/// The pip of the outer Python, which works on the virtual environment.
fn pip(workspace: &Workspace) -> Result<Program, Failure> {
    pip_for(workspace, &workspace.tool("python"))
}

fn pip_for(workspace: &Workspace, python: &Path) -> Result<Program, Failure> {
    Ok(workspace
        .program(interpreter(workspace)?)
        .args(["-m", "pip", "--quiet", "--disable-pip-version-check", "--python"])
        .arg(python))
}

fn stamp(workspace: &Workspace) -> PathBuf {
    workspace.virtual_environment().join("installed-requirements.txt")
}

fn interpreter(workspace: &Workspace) -> Result<&'static str, Failure> {
    let (major, minor) = MINIMUM;
    let probe = format!("import sys, pip; sys.exit(sys.version_info < ({major}, {minor}))");
    NAMES
        .into_iter()
        .find(|name| workspace.program(name).args(["-c", &probe]).succeeds())
        .ok_or(Failure::NoPython { minimum: MINIMUM })
}
