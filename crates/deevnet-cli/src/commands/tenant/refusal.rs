//! What stands in the way of a change.

use deevnet_core::Finding;
use deevnet_registry::TenantEdits;

use crate::diff::unified;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;
use crate::page::{self, count};
use crate::printable::printable;

/// Says which errors of the inventory make something unknown.
pub(super) fn refuse(obstacles: &[Finding], unknown: &str, output: &mut Output) -> Result<Exit, Failure> {
    for finding in obstacles {
        let place = finding.position.as_ref().map(|position| format!("{}:{}: ", position.path, position.line));
        let told = format!("{}{} [{}]", place.unwrap_or_default(), finding.message, finding.rule.code);
        output.note(&format!("{}: {}\n", page::error("error"), printable(&told)))?;
    }
    let errors = count(obstacles.len(), "error");
    let verb = if obstacles.len() == 1 { "makes" } else { "make" };
    output.note(&format!("Nothing changed: {errors} of the inventory {verb} it unknown {unknown}.\n"))?;
    Ok(Exit::Findings)
}

/// The changes as a unified diff.
pub(super) fn diff(edits: &TenantEdits) -> String {
    edits.changes().map(|(path, before, after)| unified(path, before, after)).collect()
}
