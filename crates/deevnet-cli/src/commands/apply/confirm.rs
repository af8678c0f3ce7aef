//! Asking whether to go on.

use std::io::{self, BufRead, IsTerminal};

use crate::failure::Failure;
use crate::output::Output;

/// The one answer that is a yes.
const YES: &str = "yes";

/// Whether somebody at the terminal says that the plan is to be applied.
///
/// # Errors
/// When there is nobody to ask.
pub(super) fn confirmed(output: &mut Output) -> Result<bool, Failure> {
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        return Err(Failure::NotConfirmed);
    }
    output.note("Apply this plan? Only `yes` is a yes: ")?;
    let mut answer = String::new();
    let name = || "standard input".to_owned();
    io::stdin().lock().read_line(&mut answer).map_err(|source| Failure::Unreadable { name: name(), source })?;
    Ok(answer.trim() == YES)
}
