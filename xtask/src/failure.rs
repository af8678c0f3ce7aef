//! Why a command or a step could not do its work.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitStatus;

/// The reason a command or a step stopped.
#[derive(Debug)]
pub(crate) enum Failure {
    /// A program could not be started at all.
    Start { program: String, source: io::Error },
    /// A program ran and ended with a status other than success.
    Exit { command: String, status: ExitStatus },
    /// A file or folder could not be read or written.
    File { action: &'static str, path: PathBuf, source: io::Error },
    /// The command line names a command or an option that does not exist.
    Usage { given: String, expected: &'static str },
    /// A program answered in a shape that was not expected of it.
    Answer { program: &'static str, expected: &'static str },
    /// No Python that is new enough, with `pip`, is on the search path.
    NoPython { minimum: (u32, u32) },
    /// The committed stub file is not what the module generates now.
    StaleStubs { path: PathBuf },
    /// Dependencies ask for a newer Rust than the workspace promises.
    RustVersion { ours: String, offenders: Vec<String> },
}

impl Failure {
    /// Wraps an I/O error with what was attempted and on which path.
    pub(crate) fn file(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::File { action, path: path.to_owned(), source }
    }

    /// What the person may do about it, where that is known.
    pub(crate) fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Usage { .. } => Some("`cargo xtask --help` lists the commands"),
            Self::NoPython { .. } => Some("install python3 and python3-pip"),
            Self::StaleStubs { .. } => Some("run `cargo xtask stubs` and commit the result"),
            Self::RustVersion { .. } => Some("choose an older release of the dependency, or raise rust-version"),
            Self::Start { .. } | Self::Exit { .. } | Self::File { .. } | Self::Answer { .. } => None,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Start { program, source } => write!(f, "cannot start `{program}`: {source}"),
            Self::Exit { command, status } => write!(f, "`{command}` ended with {status}"),
            Self::File { action, path, source } => write!(f, "cannot {action} {}: {source}", path.display()),
            Self::Usage { given, expected } => write!(f, "`{given}` is not {expected}"),
            Self::Answer { program, expected } => {
                write!(f, "`{program}` did not answer with {expected}")
            }
            Self::NoPython { minimum: (major, minor) } => {
                write!(f, "no Python {major}.{minor} or newer with pip on the search path")
            }
            Self::StaleStubs { path } => write!(f, "{} differs from what the built module declares", path.display()),
            Self::RustVersion { ours, offenders } => {
                write!(f, "dependencies need a newer Rust than {ours}: {}", offenders.join(", "))
            }
        }
    }
}
