//! What an apply did, as people read it.

use std::fmt::Write;

use deevnet_proxmox::apply::{ActionReport, Outcome, Report, Tally};
use deevnet_proxmox::plan::Plan;

use crate::page::{self, count};
use crate::printable::printable;

/// What was not done and why, then how much was done and what is left.
pub(super) fn summary(report: Option<&Report>, left: &Plan) -> String {
    let mut text = String::new();
    let Some(report) = report else {
        if left.is_empty() {
            let _ = writeln!(text, "Nothing to do: {} as declared.", count(left.unchanged, "machine"));
        }
        return text;
    };
    for action in report.actions.iter().filter(|action| !action.outcome.is_done()) {
        write_undone(&mut text, action);
    }
    let Tally { done, failed, skipped, refused, not_started } = report.tally();
    let rest = [(failed, "failed"), (skipped, "skipped"), (refused, "refused"), (not_started, "not started")];
    let rest = rest.iter().filter(|(number, _)| *number > 0).map(|(number, word)| format!(", {number} {word}"));
    let verified = report.machines.iter().filter(|machine| machine.is_verified).count();
    let told = format!("{done} of {} done{}", count(report.actions.len(), "action"), rest.collect::<String>());
    let _ = writeln!(text, "{}; {} read back and as set.", page::strong(told), count(verified, "machine"));
    if !report.is_complete() {
        let _ = writeln!(text, "Run it again to do the rest.");
    } else if !left.is_empty() || !left.blocked.is_empty() || !left.faults.is_empty() {
        let differences = left.actions.len() + left.blocked.len() + left.faults.len();
        let _ = writeln!(text, "{} left; `deevnet plan` shows what.", count(differences, "difference"));
    }
    text
}

fn write_undone(text: &mut String, action: &ActionReport) {
    let title = format!("{}: {}: {}", action.host, action.target, action.operation);
    let (word, message, hint) = match &action.outcome {
        Outcome::Failed(failure) => ("failed", failure.message.as_str(), failure.hint.as_deref()),
        Outcome::Refused { reason, hint } => ("refused", reason.as_str(), Some(hint.as_str())),
        Outcome::Skipped { reason, .. } => ("skipped", reason.as_str(), None),
        Outcome::NotStarted | Outcome::Done { .. } => ("not started", "it was asked to stop", None),
    };
    let _ = writeln!(text, "{}: {}: {}", page::error(word), printable(&title), printable(message));
    if let Outcome::Failed(failure) = &action.outcome {
        for difference in &failure.differences {
            let _ = writeln!(text, "  {}", printable(&difference.to_string()));
        }
        for line in &failure.log {
            let _ = writeln!(text, "  | {}", printable(line));
        }
    }
    if let Some(hint) = hint {
        let _ = writeln!(text, "{}: {}", page::hint("hint"), printable(hint));
    }
}
