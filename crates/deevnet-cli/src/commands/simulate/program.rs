//! The command that runs beside the nodes.

use std::env;
use std::ffi::OsString;
use std::path::Path;
use std::process::ExitStatus;

use tokio::process::Command;

use super::interrupt::Interrupt;
use crate::exit::Exit;
use crate::failure::Failure;

/// The name of this command, by which it may be called however it was started.
const OWN_NAME: &str = "deevnet";

/// The variable that names the access file.
const ACCESS: &str = "DEEVNET_ACCESS";

/// Where programs are looked for when nothing says so.
const DEFAULT_PATH: &str = "/usr/local/bin:/usr/bin:/bin";

/// Runs a command that finds the nodes, and ends as it does; `own` is the file that starts this command.
pub(super) async fn run(command: &[OsString], own: Option<&Path>, access: &Path) -> Result<Exit, Failure> {
    let Some((program, arguments)) = command.split_first() else { return Ok(Exit::Clean) };
    let failure = |source| Failure::NoProgram { program: program.to_string_lossy().into_owned(), source };
    let mut interrupt = Interrupt::listen().map_err(failure)?;
    let own_file = own.filter(|_| program == OWN_NAME);
    let mut child = Command::new(own_file.map_or(program.as_os_str(), Path::as_os_str));
    child.args(arguments).env(ACCESS, access).env("PATH", search_path(own)).kill_on_drop(true);
    let mut child = child.spawn().map_err(failure)?;
    loop {
        tokio::select! {
            status = child.wait() => return status.map(exit).map_err(failure),
            // The command was interrupted too, and ends as it sees fit.
            result = interrupt.heard() => result.map_err(failure)?,
        }
    }
}

/// Where programs are looked for: beside this command first.
fn search_path(own: Option<&Path>) -> OsString {
    let own = own.and_then(Path::parent).map(Path::to_owned);
    let inherited = env::var_os("PATH").unwrap_or_else(|| DEFAULT_PATH.into());
    let all = own.into_iter().chain(env::split_paths(&inherited));
    env::join_paths(all).unwrap_or(inherited)
}

fn exit(status: ExitStatus) -> Exit {
    match status.code().and_then(|code| u8::try_from(code).ok()) {
        Some(code) => Exit::Code(code),
        None => Exit::Failed,
    }
}
