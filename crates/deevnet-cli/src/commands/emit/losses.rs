//! What is not in the output, and whether that is amiss.

use std::fmt::Write;

use deevnet_core::emit::{Everything, LeftOut, Target};
use deevnet_core::{Finding, Severity};
use serde::Serialize;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;
use crate::page::{self, count};
use crate::printable::printable;

/// What an emission does not have, told on standard error.
pub(super) struct Losses<'a> {
    /// What is declared and left out.
    pub(super) left_out: Vec<&'a LeftOut>,
    /// Every target that was emitted or refused, where that was asked for.
    pub(super) everything: Option<&'a Everything>,
    /// What the check found.
    pub(super) findings: &'a [Finding],
    /// Whether errors were overridden.
    pub(super) force: bool,
    /// Whether it is only told: files that were written without it are up to date without it.
    pub(super) only_told: bool,
}

/// A target that cannot be emitted, in a JSON document.
#[derive(Debug, Serialize)]
pub(super) struct Refusal {
    target: Target,
    reason: String,
    hint: Option<&'static str>,
}

impl Losses<'_> {
    /// Tells of them, a line each, and whether anything is amiss.
    pub(super) fn tell(&self, output: &mut Output) -> Result<Exit, Failure> {
        output.note(&(self.refused_targets() + &self.lines()))?;
        let errors = self.findings.iter().filter(|finding| finding.is_error()).count();
        let found = format!("the check found {}, which `deevnet check` shows", count(errors, "error"));
        match (errors, self.force) {
            (0, _) => {}
            (_, true) => output.note(&format!("{}: {found}; emitted by --force\n", page::warning("warning")))?,
            (_, false) if self.only_told => output.note(&format!("{}: {found}\n", page::warning("warning")))?,
            (_, false) => output.note(&format!("{}: {found}\n", page::error("error")))?,
        }
        let complete = !self.left_out.iter().any(|left_out| left_out.is_fault()) && (self.force || errors == 0);
        Ok(if complete { Exit::Clean } else { Exit::Findings })
    }

    /// The targets that cannot be emitted.
    pub(super) fn refusals(&self) -> Vec<Refusal> {
        let refused = self.everything.into_iter().flat_map(|everything| &everything.refused);
        refused
            .map(|(target, error)| Refusal { target: *target, reason: error.to_string(), hint: error.hint() })
            .collect()
    }

    fn refused_targets(&self) -> String {
        let mut text = String::new();
        for Refusal { reason, hint, .. } in self.refusals() {
            let hint = hint.map(|hint| format!("; {hint}")).unwrap_or_default();
            let told = format!("not emitted: {reason}{hint}");
            let _ = writeln!(text, "{}: {}", page::severity(Severity::Note), printable(&told));
        }
        text
    }

    /// The targets that something is left out of, where there are several.
    fn of(&self, left_out: &LeftOut) -> String {
        let Some(everything) = self.everything else { return String::new() };
        let targets: Vec<&str> = everything.targets_without(left_out).map(Target::name).collect();
        format!(" of {}", targets.join(", "))
    }

    fn lines(&self) -> String {
        let mut text = String::new();
        for left_out in &self.left_out {
            let label = page::severity(if left_out.is_fault() { Severity::Warning } else { Severity::Note });
            let _ = writeln!(text, "{label}: left out{}: {}", self.of(left_out), printable(&left_out.to_string()));
        }
        for error in self.findings.iter().filter(|finding| finding.is_error() && finding.subjects.is_empty()) {
            let place = error.position.as_ref().map(|position| format!("{}:{}: ", position.path, position.line));
            let told = format!("{}{} [{}]", place.unwrap_or_default(), error.message, error.rule.code);
            let loss = if error.rule.is_about_reading() { "; what it declares is not emitted" } else { "" };
            let _ = writeln!(text, "{}: {}{loss}", page::warning("warning"), printable(&told));
        }
        text
    }
}
