//! The findings of a check, by rule, each with the lines that it is about.

use std::collections::{BTreeMap, BTreeSet};

use deevnet_core::rules::{Code, Rule};
use deevnet_core::{Finding, Severity, Subject};
use serde::Serialize;

use crate::hosts::Anchors;
use crate::segments::Segments;

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

/// A finding with its number on the page.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Numbered<'a> {
    pub(crate) number: usize,
    pub(crate) finding: &'a Finding,
    quote: &'a str,
}

/// The findings in the order of the page: by severity and rule; within a rule in the order of the check.
pub(crate) fn numbered<'a>(findings: &'a [QuotedFinding<'_>]) -> Vec<Numbered<'a>> {
    let mut sorted: Vec<&QuotedFinding<'_>> = findings.iter().collect();
    sorted.sort_by_key(|quoted| (quoted.finding.severity, quoted.finding.rule.code));
    let number = |(index, quoted): (usize, &'a QuotedFinding<'_>)| Numbered {
        number: index + 1,
        finding: quoted.finding,
        quote: &quoted.quote,
    };
    sorted.into_iter().enumerate().map(number).collect()
}

impl Numbered<'_> {
    /// The place of the finding on the page.
    pub(crate) fn anchor(&self) -> String {
        format!("finding-{}", self.number)
    }
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
    anchor: String,
    message: String,
    position: Option<String>,
    quote: String,
    hint: Option<String>,
    about: BTreeSet<Thing>,
}

/// A host or a segment that a finding is about, and its place on the page.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
struct Thing {
    name: String,
    anchor: String,
}

impl Findings {
    pub(crate) fn of(findings: &[QuotedFinding<'_>], anchors: &Anchors, segments: &Segments) -> Self {
        let mut groups: BTreeMap<(Severity, Code), (&Rule, Vec<Item>)> = BTreeMap::new();
        for numbered in numbered(findings) {
            let finding = numbered.finding;
            let group = groups.entry((finding.severity, finding.rule.code)).or_insert((finding.rule, Vec::new()));
            group.1.push(Item::of(&numbered, anchors, segments));
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
    fn of(numbered: &Numbered<'_>, anchors: &Anchors, segments: &Segments) -> Self {
        let finding = numbered.finding;
        Self {
            anchor: numbered.anchor(),
            message: finding.message.clone(),
            position: finding.position.as_ref().map(ToString::to_string),
            quote: numbered.quote.to_owned(),
            hint: finding.hint.clone(),
            about: finding.subjects.iter().filter_map(|subject| Thing::of(subject, anchors, segments)).collect(),
        }
    }
}

impl Thing {
    /// The thing, where the page has a place for it.
    fn of(subject: &Subject, anchors: &Anchors, segments: &Segments) -> Option<Self> {
        if let Subject::Segment { segment } = subject {
            return Some(Self { name: segment.to_string(), anchor: segments.named(segment)?.anchor() });
        }
        let host = subject.host_name()?;
        Some(Self { name: host.to_owned(), anchor: anchors.to(host)?.to_owned() })
    }
}
