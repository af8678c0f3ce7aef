//! `deevnet completions`: what a shell needs to complete the command.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use crate::arguments::Arguments;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;

const EXAMPLES: &str = "\
Examples:
  deevnet completions bash > /etc/bash_completion.d/deevnet
  deevnet completions zsh > ~/.zfunc/_deevnet
  deevnet completions fish > ~/.config/fish/completions/deevnet.fish";

/// Print the completion script of a shell.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct CompletionsArguments {
    /// The shell.
    shell: Shell,
}

/// Prints the script.
pub(crate) fn run(arguments: &CompletionsArguments, output: &mut Output) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Arguments::command(), "deevnet", &mut script);
    output.print_data(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Clean)
}
