//! How the command ends.

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

impl Exit {
    /// The code that tells it.
    pub(crate) fn code(self) -> u8 {
        match self {
            Self::Clean => 0,
            Self::Failed => 1,
            Self::Findings => 2,
            Self::Code(code) => code,
        }
    }
}
