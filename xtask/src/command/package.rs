//! `cargo xtask package`: what is handed to users, installed as they install it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::{Command, take_none};
use crate::failure::Failure;
use crate::setup::virtual_environment;
use crate::workspace::Workspace;

pub(super) const COMMAND: Command = Command {
    name: "package",
    summary: "Build the source distribution and the wheel, and install both and the native command",
    help: "
usage: cargo xtask package

Writes the source distribution into dist/, and builds the wheel out of it in a folder of its own, as pip does where
there is no wheel. The wheel is installed into an empty virtual environment, the native command with `cargo install`
into an empty folder; each has to tell its version and check the example. All of it is optimised and takes minutes.
",
    run,
};

/// Where distributions are written.
const FOLDER: &str = "dist";

/// What an installed command has to check.
const EXAMPLE: &str = "examples/dvntm";

fn run(workspace: &Workspace, arguments: &[String]) -> Result<ExitCode, Failure> {
    take_none(arguments)?;
    virtual_environment::ensure(workspace)?;
    let folder = workspace.path(FOLDER);
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(Failure::file("empty", &folder))?;
    }
    workspace.program(workspace.tool("maturin")).args(["sdist", "--out", FOLDER]).run()?;
    let source = only(&folder, "gz", "maturin sdist")?;
    build_wheel(workspace, &source, &folder)?;
    install_wheel(workspace, &only(&folder, "whl", "pip wheel")?)?;
    install_native(workspace)?;
    Ok(ExitCode::SUCCESS)
}

/// Builds the wheel from nothing: cargo would take a crate of an earlier build for the same, as the files of a source
/// distribution are all of one age.
fn build_wheel(workspace: &Workspace, source: &Path, folder: &Path) -> Result<(), Failure> {
    let build = workspace.target().join("package/build");
    if build.exists() {
        fs::remove_dir_all(&build).map_err(Failure::file("empty", &build))?;
    }
    virtual_environment::wheel(workspace, source, folder)?.env("CARGO_TARGET_DIR", &build).run()
}

fn install_wheel(workspace: &Workspace, wheel: &Path) -> Result<(), Failure> {
    let environment = workspace.target().join("package/venv");
    workspace
        .program(workspace.tool("python"))
        .args(["-m", "venv", "--clear", "--without-pip"])
        .arg(&environment)
        .run()?;
    virtual_environment::install_into(workspace, &environment.join("bin/python"))?.arg(wheel).run()?;
    try_out(workspace, &environment.join("bin/deevnet"))
}

fn install_native(workspace: &Workspace) -> Result<(), Failure> {
    let root = workspace.target().join("package/native");
    workspace
        .cargo()
        .args(["install", "--locked", "--force", "--path", "crates/deevnet-cli", "--root"])
        .arg(&root)
        .run()?;
    try_out(workspace, &root.join("bin/deevnet"))
}

fn try_out(workspace: &Workspace, command: &Path) -> Result<(), Failure> {
    workspace.program(command).arg("--version").run()?;
    workspace.program(command).args(["check", EXAMPLE]).run()
}

fn only(folder: &Path, extension: &str, program: &'static str) -> Result<PathBuf, Failure> {
    fs::read_dir(folder)
        .map_err(Failure::file("read", folder))?
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .find(|path| path.extension().is_some_and(|found| found == extension))
        .ok_or(Failure::Answer { program, expected: "a distribution" })
}
