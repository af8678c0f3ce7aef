//! Task runner of the workspace: `cargo xtask <command>`.
//!
//! It needs nothing installed but Rust, Python 3.11 and git: what a command wants beyond that, it sets up.
//! `cargo xtask --help` lists the commands, `cargo xtask <command> --help` explains one.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a task runner talks to the person at the terminal")]

mod bench;
mod command;
mod failure;
mod program;
mod report;
mod setup;
mod step;
mod suite;
mod workspace;

use std::env;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match command::dispatch(&arguments) {
        Ok(code) => code,
        Err(failure) => {
            eprintln!("error: {failure}");
            if let Some(hint) = failure.hint() {
                eprintln!(" hint: {hint}");
            }
            ExitCode::FAILURE
        }
    }
}
