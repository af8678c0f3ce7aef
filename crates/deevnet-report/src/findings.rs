//! The findings of a check, by rule, each with the lines that it is about.

use std::collections::BTreeMap;

use deevnet_core::rules::{Code, Rule};
use deevnet_core::{Finding, Severity};
use serde::Serialize;

/// With more findings than this the rules are closed until somebody opens them.
const MOST_OPEN: usize = 30;

/// A finding and the source lines that it is about, as text.
#[derive(Debug, Clone)]
pub struct QuotedFinding<'a> {
    /// The finding.
    pub finding: &'a Finding,
    /// The lines with the place marked, as `deevnet check` prints them; empty where there is nothing to quote.
    pub quote: String,
}

/// Everything that the check found.
#[derive(Debug, Serialize)]
pub(crate) struct Findings {
    pub(crate) total: usize,
    pub(crate) errors: usize,
    pub(crate) warnings: usize,
    pub(crate) notes: usize,
    is_open: bool,
    rules: Vec<RuleGroup>,
}

/// A rule with all that it found at one severity.
#[derive(Debug, Serialize)]
struct RuleGroup {
    anchor: String,
    code: String,
    name: &'static str,
    severity: &'static str,
    summary: &'static str,
    explanation: Vec<String>,
    source: &'static str,
    findings: Vec<Item>,
}

#[derive(Debug, Serialize)]
struct Item {
    message: String,
    position: Option<String>,
    quote: String,
    hint: Option<String>,
    hosts: Vec<String>,
}

impl Findings {
    /// The findings by severity and rule; within a rule in the order of the check.
    pub(crate) fn of(findings: &[QuotedFinding<'_>]) -> Self {
        let mut groups: BTreeMap<(Severity, Code), (&Rule, Vec<Item>)> = BTreeMap::new();
        for quoted in findings {
            let finding = quoted.finding;
            let group = groups.entry((finding.severity, finding.rule.code)).or_insert((finding.rule, Vec::new()));
            group.1.push(Item::of(quoted));
        }
        let count = |wanted: Severity| findings.iter().filter(|quoted| quoted.finding.severity == wanted).count();
        Self {
            total: findings.len(),
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            notes: count(Severity::Note),
            is_open: findings.len() <= MOST_OPEN,
            rules: groups
                .into_iter()
                .map(|((severity, _), (rule, items))| RuleGroup::of(severity, rule, items))
                .collect(),
        }
    }
}

impl RuleGroup {
    fn of(severity: Severity, rule: &Rule, findings: Vec<Item>) -> Self {
        let code = rule.code.to_string();
        Self {
            anchor: format!("{}-{code}", severity.name()),
            code,
            name: rule.name,
            severity: severity.name(),
            summary: rule.summary,
            explanation: rule.explanation.split("\n\n").map(str::to_owned).collect(),
            source: rule.source,
            findings,
        }
    }
}

impl Item {
    fn of(quoted: &QuotedFinding<'_>) -> Self {
        let finding = quoted.finding;
        let mut hosts: Vec<String> =
            finding.subjects.iter().filter_map(|subject| subject.host_name()).map(str::to_owned).collect();
        hosts.sort_unstable();
        hosts.dedup();
        Self {
            message: finding.message.clone(),
            position: finding.position.as_ref().map(ToString::to_string),
            quote: quoted.quote.clone(),
            hint: finding.hint.clone(),
            hosts,
        }
    }
}
