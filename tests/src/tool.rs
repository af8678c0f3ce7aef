//! The real programs that read what is emitted.

use std::env;
use std::fs;
use std::io;
use std::path::PathBuf;
use std::process::Command;

use deevnet_core::emit::{EmittedFile, Target};
use tempfile::TempDir;

/// Where distributions keep servers; a user's own path often leaves it out.
const SERVER_FOLDERS: [&str; 3] = ["/usr/local/sbin", "/usr/sbin", "/sbin"];

/// A program, where it is installed; says SKIPPED where it is not.
#[expect(clippy::print_stdout, reason = "a skipped test says so")]
pub fn program(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let folders = env::split_paths(&path).chain(SERVER_FOLDERS.map(PathBuf::from));
    let found = folders.map(|folder| folder.join(name)).find(|program| program.is_file());
    if found.is_none() {
        println!("SKIPPED: {name} is not installed");
    }
    found
}

/// The program that judges the files of a target.
#[derive(Debug)]
pub struct Tool {
    target: Target,
    program: PathBuf,
}

impl Tool {
    /// The program of a target, where there is one and it can be run; says SKIPPED where it is not installed.
    pub fn of(target: Target) -> Option<Self> {
        let name = match target {
            Target::Dnsmasq => "dnsmasq",
            Target::KeaDhcp4 => "kea-dhcp4",
            Target::BindForward | Target::BindReverse => "named-checkzone",
            Target::Nftables => "nft",
            Target::Unbound => "unbound-checkconf",
            Target::Grub => "grub-script-check",
            _ => return None,
        };
        let tool = Self { target, program: program(name)? };
        tool.can_run().then_some(tool)
    }

    /// What the program says against a file; nothing where it accepts it.
    ///
    /// # Errors
    ///
    /// When the file cannot be written or the program not run.
    pub fn refusal(&self, file: &EmittedFile) -> io::Result<Option<String>> {
        let folder = TempDir::new()?;
        let path = folder.path().join(&file.name);
        fs::write(&path, &file.content)?;
        let output = self.command(file).arg(&path).output()?;
        let told = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        Ok((!output.status.success()).then(|| format!("{}{}\n{}", told[0], told[1], file.content)))
    }

    /// The program with its options, ahead of the file's path.
    ///
    /// Zones are held to more than the checker's defaults: no illegal name, alias as name server or repeated record.
    fn command(&self, file: &EmittedFile) -> Command {
        let mut command = Command::new(&self.program);
        match self.target {
            Target::Dnsmasq => command.args(["--test", "-C"]),
            Target::KeaDhcp4 => command.arg("-t"),
            Target::BindForward | Target::BindReverse => {
                let zone = file.name.trim_end_matches(".zone");
                command.args(["-i", "local", "-k", "fail", "-n", "fail", "-r", "fail", zone])
            }
            Target::Nftables => {
                command = namespace();
                command.arg(&self.program).args(["--check", "--file"])
            }
            _ => &mut command,
        };
        command
    }

    /// Whether it has the rights that it needs: nft wants a network namespace of its own.
    #[expect(clippy::print_stdout, reason = "a skipped test says so")]
    fn can_run(&self) -> bool {
        if self.target != Target::Nftables {
            return true;
        }
        let is_possible = namespace().arg("true").status().is_ok_and(|status| status.success());
        if !is_possible {
            println!("SKIPPED: no network namespace can be made for nft");
        }
        is_possible
    }
}

/// A command in a new network namespace; anybody but root needs a user namespace for that.
fn namespace() -> Command {
    let mut command = Command::new("unshare");
    command.args(["--net", "--map-root-user", "--user", "--"]);
    command
}
