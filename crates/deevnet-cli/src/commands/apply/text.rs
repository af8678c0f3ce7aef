//! What an apply did, as people read it.

use std::fmt::Write;

use deevnet_proxmox::apply::{ActionReport, Outcome, Report, Tally};
use deevnet_proxmox::plan::Plan;

use crate::page::{self, count};
use crate::printable::printable;

/// What was not done and why, then how much was done and what is left.
pub(super) fn summary(report: &Report, left: &Plan) -> String {
    let mut text = String::new();
    for action in report.actions.iter().filter(|action| !action.outcome.is_done()) {
        write_undone(&mut text, action);
    }
    let Tally { done, failed, skipped, refused, not_started } = report.tally();
    let rest = [(failed, "failed"), (skipped, "skipped"), (refused, "refused"), (not_started, "not started")];
    let rest = rest.iter().filter(|(number, _)| *number > 0).map(|(number, word)| format!(", {number} {word}"));
    let verified = report.machines.iter().filter(|machine| machine.is_verified).count();
    let told = format!("{done} of {} done{}", count(report.actions.len(), "action"), rest.collect::<String>());
    let _ = writeln!(text, "{}; {} read back and as set.", page::strong(told), count(verified, "machine"));
    for machine in report.machines.iter().filter(|machine| !machine.waiting.is_empty()) {
        let waiting = machine.waiting.join(", ");
        let told =
            format!("{} (VM {}): in effect once it is stopped and started: {waiting}", machine.name, machine.vmid);
        let _ = writeln!(text, "{}.", printable(&told));
    }
    if failed + skipped + not_started > 0 {
        let _ = writeln!(text, "Run it again to do the rest.");
    }
    let differences = left.actions.len() + left.blocked.len() + left.faults.len();
    if report.is_complete() && differences > 0 {
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
