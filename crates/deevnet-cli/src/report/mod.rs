//! Findings, printed in each format.

mod fingerprint;
mod github;
mod json;
mod location;
#[cfg(test)]
mod samples;
mod sarif;
mod snippet;
mod summary;
mod text;

use std::time::Duration;

use deevnet_core::{Finding, Severity};

pub(crate) use location::Base;
pub(crate) use summary::Summary;
pub(crate) use text::quoted;

use crate::format::ReportFormat;
use snippet::Quotes;

/// What a check has to say.
#[derive(Debug)]
pub(crate) struct Report {
    findings: Vec<Finding>,
    summary: Summary,
}

impl Report {
    /// A report of sorted findings in a number of hosts, of which those below a severity are counted but not shown.
    pub(crate) fn new(findings: Vec<Finding>, hosts: usize, lowest: Severity) -> Self {
        let mut summary = Summary::of(&findings, hosts);
        let all = findings.len();
        let findings: Vec<Finding> = findings.into_iter().filter(|finding| finding.severity <= lowest).collect();
        summary.hidden = all - findings.len();
        Self { findings, summary }
    }

    /// With the number of findings that were fixed.
    #[must_use]
    pub(crate) fn with_fixed(mut self, fixed: usize) -> Self {
        self.summary.fixed = fixed;
        self
    }

    /// Whether any finding, shown or not, is an error.
    pub(crate) fn has_errors(&self) -> bool {
        self.summary.errors > 0
    }

    /// The report for people, with the source lines; may carry styles.
    pub(crate) fn text(&self, elapsed: Duration) -> String {
        text::render(&self.findings, &self.summary, elapsed, &mut Quotes::default())
    }

    /// The report for programs, in a format other than text.
    pub(crate) fn data(&self, format: ReportFormat, base: &Base) -> Result<String, serde_json::Error> {
        match format {
            ReportFormat::Text => Ok(String::new()),
            ReportFormat::Json => json::render(&self.findings, &self.summary),
            ReportFormat::Sarif => sarif::render(&self.findings, base),
            ReportFormat::Github => Ok(github::render(&self.findings, base)),
        }
    }
}
