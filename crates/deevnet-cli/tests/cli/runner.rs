//! Runs the binary.

use std::ffi::OsStr;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// What a run printed, and how it ended.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) code: i32,
}

impl Outcome {
    /// Everything at once, for a snapshot; durations are left out.
    pub(crate) fn text(&self) -> String {
        let stderr = if self.stderr.is_empty() { String::new() } else { format!("--- stderr\n{}", self.stderr) };
        without_durations(&format!("exit {}\n{}{stderr}", self.code, self.stdout))
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout).unwrap()
    }
}

/// Runs the command in a directory.
pub(crate) fn deevnet_in<I: AsRef<OsStr>>(directory: &Path, arguments: impl IntoIterator<Item = I>) -> Outcome {
    run(command(directory, arguments), "")
}

/// Runs the command where the directory does not matter.
pub(crate) fn deevnet(arguments: &[&str]) -> Outcome {
    deevnet_in(Path::new("/"), arguments)
}

/// Runs the command with text on standard input.
pub(crate) fn deevnet_with_input(arguments: &[&str], input: impl AsRef<[u8]>) -> Outcome {
    run(command(Path::new("/"), arguments), input)
}

/// The command, with an environment that does not depend on who runs the tests.
pub(crate) fn command<I: AsRef<OsStr>>(directory: &Path, arguments: impl IntoIterator<Item = I>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_deevnet"));
    command.args(arguments).current_dir(directory).env_clear();
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

pub(crate) fn run(mut command: Command, input: impl AsRef<[u8]>) -> Outcome {
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.as_ref().to_owned();
    let writer = std::thread::spawn(move || stdin.write_all(&input));
    let output = child.wait_with_output().unwrap();
    // A verb that does not read its input may be gone before all of it is written.
    drop(writer.join().unwrap());
    Outcome {
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
        code: output.status.code().unwrap(),
    }
}

fn without_durations(text: &str) -> String {
    let mut words = text.split('(');
    let mut plain = words.next().unwrap_or_default().to_owned();
    for word in words {
        let duration = word.split_once(" s)").filter(|(number, _)| number.parse::<f64>().is_ok());
        plain.push('(');
        plain.push_str(&duration.map_or_else(|| word.to_owned(), |(_, rest)| format!("[time]){rest}")));
    }
    plain
}
