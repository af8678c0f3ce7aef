//! One piece of a run, and how it can end.

use crate::failure::Failure;
use crate::workspace::Workspace;

/// How a step that was able to run has ended.
pub(crate) enum Verdict {
    /// It did its work.
    Passed,
    /// It had good reason to leave its work out.
    Skipped(String),
}

/// A named piece of work in a run.
pub(crate) struct Step {
    /// The name under which it is announced and reported.
    pub(crate) name: &'static str,
    /// Names of earlier steps without which this one cannot run.
    pub(crate) needs: &'static [&'static str],
    /// The work.
    pub(crate) action: fn(&Workspace) -> Result<Verdict, Failure>,
}
