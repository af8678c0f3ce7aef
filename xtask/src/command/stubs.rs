//! `cargo xtask stubs`: the type stubs of the compiled module.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::Command;
use crate::failure::Failure;
use crate::setup::virtual_environment;
use crate::step::Verdict;
use crate::workspace::Workspace;

pub(super) const COMMAND: Command = Command {
    name: "stubs",
    summary: "Generate the type stubs of the Python module, or compare them",
    help: "
usage: cargo xtask stubs [--check]

Builds deevnet-py with its feature `stubs` and writes python/deevnet/_deevnet.pyi from what the module
declares. With --check nothing is written: a difference to the committed file is a failure.
",
    run,
};

/// The stub file people's editors read.
const COMMITTED: &str = "python/deevnet/_deevnet.pyi";

fn run(workspace: &Workspace, arguments: &[String]) -> Result<ExitCode, Failure> {
    virtual_environment::ensure(workspace)?;
    match arguments {
        [] => write(workspace)?,
        [only] if only == "--check" => {
            check(workspace)?;
        }
        [.., given] => {
            return Err(Failure::Usage { given: given.clone(), expected: "an option of `cargo xtask stubs`" });
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn write(workspace: &Workspace) -> Result<(), Failure> {
    let stubs = generate(workspace)?;
    let committed = workspace.path(COMMITTED);
    fs::write(&committed, stubs).map_err(Failure::file("write", &committed))
}

/// Compares the committed stubs with what the module declares now.
pub(super) fn check(workspace: &Workspace) -> Result<Verdict, Failure> {
    let stubs = generate(workspace)?;
    let path = workspace.path(COMMITTED);
    let committed = fs::read_to_string(&path).map_err(Failure::file("read", &path))?;
    if stubs == committed {
        return Ok(Verdict::Passed);
    }
    Err(Failure::StaleStubs { path })
}

fn generate(workspace: &Workspace) -> Result<String, Failure> {
    let folder = workspace.target().join("stubs");
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(Failure::file("empty", &folder))?;
    }
    workspace
        .program(workspace.tool("maturin"))
        .args(["generate-stubs", "--locked"])
        .args(["--features", "stubs"])
        .arg("--interpreter")
        .arg(workspace.tool("python"))
        .arg("--out")
        .arg(&folder)
        .run()?;
    let generated = stub_file(&folder)?;
    fs::read_to_string(&generated).map_err(Failure::file("read", &generated))
}

fn stub_file(folder: &Path) -> Result<PathBuf, Failure> {
    let nested = folder.join("deevnet");
    [folder, &nested]
        .into_iter()
        .map(|folder| folder.join("_deevnet.pyi"))
        .find(|path| path.exists())
        .ok_or(Failure::Answer { program: "maturin generate-stubs", expected: "a file _deevnet.pyi" })
}
