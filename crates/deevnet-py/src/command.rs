//! The command line as Python starts it.

use std::ffi::OsString;
use std::iter;
use std::path::PathBuf;

use pyo3::prelude::*;

/// The name that the command is called by in its help.
const NAME: &str = "deevnet";

/// Run the command line and return its exit code; `arguments` are those after the name of the command.
///
/// `program` is the file that starts the command again, for `deevnet simulate -- deevnet ...`. It prints on the
/// standard streams of the process, not on `sys.stdout`, and runs without the interpreter's lock.
///
/// >>> run_command(["mac", "derive", "vmid", "--octet", "20", "200"])
/// 0
#[pyfunction]
#[pyo3(signature = (arguments, program = None))]
pub(crate) fn run_command(py: Python<'_>, arguments: Vec<OsString>, program: Option<PathBuf>) -> u8 {
    let line = iter::once(OsString::from(NAME)).chain(arguments);
    py.detach(|| deevnet_cli::run(line, program.as_deref()))
}
