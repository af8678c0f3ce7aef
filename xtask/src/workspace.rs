//! Where things are in the repository, and the programs that are run from its root.

use std::env;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use crate::program::Program;

/// Where Debian puts administrators' programs such as dnsmasq; an ordinary search path may leave it out.
const ADMINISTRATOR_FOLDER: &str = "/usr/sbin";

/// The search path, with the folder of administrators' programs at its end.
pub(crate) fn search_path() -> OsString {
    let path = env::var_os("PATH").unwrap_or_default();
    let folders = env::split_paths(&path).chain([PathBuf::from(ADMINISTRATOR_FOLDER)]);
    env::join_paths(folders).unwrap_or(path)
}

/// The repository this task runner was built from.
pub(crate) struct Workspace {
    root: PathBuf,
}

impl Workspace {
    /// The repository that holds this crate.
    pub(crate) fn locate() -> Self {
        let own = Path::new(env!("CARGO_MANIFEST_DIR"));
        Self { root: own.parent().unwrap_or(own).to_owned() }
    }

    /// A path given relative to the root.
    pub(crate) fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    /// The folder cargo builds into.
    pub(crate) fn target(&self) -> PathBuf {
        env::var_os("CARGO_TARGET_DIR").map_or_else(|| self.path("target"), |folder| self.root.join(folder))
    }

    /// Where Debian packages are unpacked that are not to be installed.
    pub(crate) fn unpacked(&self) -> PathBuf {
        self.target().join("unpacked")
    }

    /// The virtual environment every Python step runs in.
    pub(crate) fn virtual_environment(&self) -> PathBuf {
        self.path(".venv")
    }

    /// A program of the virtual environment.
    pub(crate) fn tool(&self, name: &str) -> PathBuf {
        self.virtual_environment().join("bin").join(name)
    }

    /// The `deevnet` command as `cargo build` leaves it.
    pub(crate) fn deevnet(&self) -> PathBuf {
        self.target().join("debug").join("deevnet")
    }

    /// A program of the `benches` crate, as an optimised build leaves it.
    pub(crate) fn measured(&self, name: &str) -> PathBuf {
        self.target().join("release").join(name)
    }

    /// A program run from the root, with what the tests ask of their environment.
    pub(crate) fn program(&self, program: impl AsRef<OsStr>) -> Program {
        let mut program = Program::new(program, &self.root)
            .env("PATH", search_path())
            .env("DEEVNET_VENV", self.virtual_environment())
            .env("DEEVNET_UNPACKED", self.unpacked());
        let python = self.tool("python");
        if python.exists() {
            program = program.env("PYO3_PYTHON", python);
        }
        let deevnet = self.deevnet();
        if deevnet.exists() {
            program = program.env("DEEVNET_BIN", deevnet);
        }
        program
    }

    /// The cargo that runs this task runner.
    pub(crate) fn cargo(&self) -> Program {
        self.program(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
    }

    /// The Python of the virtual environment.
    pub(crate) fn python(&self) -> Program {
        self.program(self.tool("python"))
    }
}
