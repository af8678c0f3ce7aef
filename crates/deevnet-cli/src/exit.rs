//! How the command ends.

use std::process::ExitCode;

/// The outcome of a verb, as its exit code tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Nothing to say or do: 0.
    Clean,
    /// It could not do its work: 1.
    Failed,
    /// Findings of error severity, or changes pending: 2.
    Findings,
    /// As a command ended that was run.
    Code(u8),
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        match exit {
            Exit::Clean => Self::SUCCESS,
            Exit::Failed => Self::FAILURE,
            Exit::Findings => Self::from(2),
            Exit::Code(code) => Self::from(code),
        }
    }
}
