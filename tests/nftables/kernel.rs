//! The real `nft`, in a network namespace of its own.

use std::error::Error;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Where distributions keep the program; a user's own path often leaves it out.
const FOLDERS: [&str; 4] = ["/usr/sbin", "/sbin", "/usr/local/sbin", "/usr/bin"];

/// Runs `nft` where nothing that it does can be seen outside.
pub(crate) struct Kernel {
    nft: PathBuf,
}

impl Kernel {
    /// The kernel's packet filter, where it can be reached; says SKIPPED where it cannot.
    pub(crate) fn find() -> Option<Self> {
        let nft = FOLDERS.iter().map(|folder| Path::new(folder).join("nft")).find(|program| program.is_file());
        let Some(nft) = nft else {
            println!("SKIPPED: nft is not installed");
            return None;
        };
        let kernel = Self { nft };
        if let Err(error) = kernel.run(&["list", "ruleset"], "") {
            println!("SKIPPED: no network namespace can be made: {error}");
            return None;
        }
        Some(kernel)
    }

    /// Has a ruleset checked, and not loaded.
    pub(crate) fn check(&self, ruleset: &str) -> Result<(), Box<dyn Error>> {
        self.run(&["--check", "--file", "-"], ruleset).map(drop)
    }

    /// Loads a ruleset, twice as a reload does, and gives what the kernel says it holds, as JSON.
    pub(crate) fn load(&self, ruleset: &str) -> Result<String, Box<dyn Error>> {
        let script = "\"$0\" --file \"$1\" && \"$0\" --file \"$1\" && \"$0\" --json list ruleset";
        let file = tempfile::NamedTempFile::new()?;
        std::fs::write(file.path(), ruleset)?;
        let mut command = namespace();
        command.args(["sh", "-c", script]).arg(&self.nft).arg(file.path());
        output(command, "", ruleset)
    }

    fn run(&self, arguments: &[&str], input: &str) -> Result<String, Box<dyn Error>> {
        let mut command = namespace();
        command.arg(&self.nft).args(arguments);
        output(command, input, input)
    }
}

/// A command in a new network namespace; anybody but root needs a user namespace for that.
fn namespace() -> Command {
    let mut command = Command::new("unshare");
    command.args(["--net", "--map-root-user", "--user", "--"]);
    command
}

fn output(mut command: Command, input: &str, shown: &str) -> Result<String, Box<dyn Error>> {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    child.stdin.take().ok_or("no standard input")?.write_all(input.as_bytes())?;
    let output = child.wait_with_output()?;
    if !output.status.success() {
        return Err(format!("{}\n{shown}", String::from_utf8_lossy(&output.stderr)).into());
    }
    Ok(String::from_utf8(output.stdout)?)
}
