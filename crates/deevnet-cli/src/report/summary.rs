//! How many findings there are, in one line.

use std::time::Duration;

use deevnet_core::{Finding, Severity};
use serde::Serialize;

use crate::page::{count, sentence};

/// The numbers of a report.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Summary {
    /// How many hosts were checked.
    pub(crate) hosts: usize,
    /// How many findings are errors.
    pub(crate) errors: usize,
    /// How many findings are warnings.
    pub(crate) warnings: usize,
    /// How many findings are notes.
    pub(crate) notes: usize,
    /// How many findings are counted but not shown.
    pub(crate) hidden: usize,
    /// How many findings `--fix` would rewrite.
    pub(crate) fixable: usize,
    /// How many findings `--fix` has rewritten.
    pub(crate) fixed: usize,
}

impl Summary {
    /// Counts findings.
    pub(crate) fn of(findings: &[Finding], hosts: usize) -> Self {
        let mut summary = Self { hosts, ..Self::default() };
        for finding in findings {
            match finding.severity {
                Severity::Error => summary.errors += 1,
                Severity::Warning => summary.warnings += 1,
                Severity::Note => summary.notes += 1,
            }
            summary.fixable += usize::from(finding.fix.is_some());
        }
        summary
    }

    /// The lines that end a report for people.
    pub(crate) fn text(&self, elapsed: Duration) -> String {
        let (hosts, seconds) = (count(self.hosts, "host"), elapsed.as_secs_f64());
        let fixed = if self.fixed > 0 { format!("Fixed {}. ", count(self.fixed, "finding")) } else { String::new() };
        let found = sentence(&self.counts());
        if found.is_empty() {
            return format!("{fixed}All checks passed: {hosts} ({seconds:.2} s).\n");
        }
        let hidden = if self.hidden > 0 { format!(", {} not shown", self.hidden) } else { String::new() };
        let fixable = match self.fixable {
            0 => String::new(),
            fixable => format!("{} can be fixed with `--fix`.\n", count(fixable, "finding")),
        };
        format!("{fixed}Found {found} in {hosts}{hidden} ({seconds:.2} s).\n{fixable}")
    }

    fn counts(&self) -> Vec<String> {
        [(self.errors, "error"), (self.warnings, "warning"), (self.notes, "note")]
            .into_iter()
            .filter(|(number, _)| *number > 0)
            .map(|(number, noun)| count(number, noun))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TIME: Duration = Duration::from_millis(12);

    #[test]
    fn the_line_counts_what_there_is() {
        let summary = Summary { hosts: 17, errors: 3, warnings: 2, notes: 1, ..Summary::default() };
        insta::assert_snapshot!(summary.text(TIME), @"Found 3 errors, 2 warnings and 1 note in 17 hosts (0.01 s).");
        let summary = Summary { hosts: 1, warnings: 1, hidden: 1, fixable: 1, ..Summary::default() };
        insta::assert_snapshot!(summary.text(TIME), @"
        Found 1 warning in 1 host, 1 not shown (0.01 s).
        1 finding can be fixed with `--fix`.
        ");
    }

    #[test]
    fn nothing_found_is_said_plainly() {
        let summary = Summary { hosts: 17, ..Summary::default() };
        insta::assert_snapshot!(summary.text(TIME), @"All checks passed: 17 hosts (0.01 s).");
        let summary = Summary { hosts: 17, fixed: 2, ..Summary::default() };
        insta::assert_snapshot!(summary.text(TIME), @"Fixed 2 findings. All checks passed: 17 hosts (0.01 s).");
    }
}
