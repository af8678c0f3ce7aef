//! What the check found about each host and segment, as marks that lead to it.

use std::collections::BTreeMap;

use deevnet_core::{Severity, Subject};
use serde::Serialize;

use crate::count::count;
use crate::findings::{Numbered, QuotedFinding, numbered};

/// A mark on something that the check found fault with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Flag {
    /// The severest of what was found.
    severity: &'static str,
    count: usize,
    /// The place of the first finding of that severity.
    anchor: String,
    /// How many there are, and what the first says.
    title: String,
    /// Whether it is worth a mark on a drawing: notes are not.
    #[serde(skip)]
    is_grave: bool,
}

/// All flags of a report.
#[derive(Debug, Default)]
pub(crate) struct Flags {
    hosts: BTreeMap<String, Flag>,
    segments: BTreeMap<String, Flag>,
}

/// The findings about one thing, in the order of the page.
#[derive(Default)]
struct Found<'a>(Vec<Numbered<'a>>);

impl Flags {
    pub(crate) fn of(findings: &[QuotedFinding<'_>]) -> Self {
        let (mut hosts, mut segments) = (BTreeMap::new(), BTreeMap::new());
        for numbered in numbered(findings) {
            for subject in &numbered.finding.subjects {
                let (things, name): (&mut BTreeMap<String, Found<'_>>, &str) = match subject {
                    Subject::Segment { segment } => (&mut segments, segment),
                    other => match other.host_name() {
                        Some(host) => (&mut hosts, host),
                        None => continue,
                    },
                };
                things.entry(name.to_owned()).or_default().add(numbered);
            }
        }
        Self { hosts: flags(hosts), segments: flags(segments) }
    }

    /// What was found about a host.
    pub(crate) fn host(&self, name: &str) -> Option<&Flag> {
        self.hosts.get(name)
    }

    /// What was found about a segment.
    pub(crate) fn segment(&self, name: &str) -> Option<&Flag> {
        self.segments.get(name)
    }

    /// The errors and warnings about a host, for a drawing.
    pub(crate) fn grave_host(&self, name: &str) -> Option<Flag> {
        self.host(name).filter(|flag| flag.is_grave).cloned()
    }

    /// The errors and warnings about a segment, for a drawing.
    pub(crate) fn grave_segment(&self, name: &str) -> Option<Flag> {
        self.segment(name).filter(|flag| flag.is_grave).cloned()
    }
}

fn flags(found: BTreeMap<String, Found<'_>>) -> BTreeMap<String, Flag> {
    found.into_iter().filter_map(|(name, found)| Some((name, found.flag()?))).collect()
}

impl<'a> Found<'a> {
    /// Adds a finding, once however often it names the thing.
    fn add(&mut self, numbered: Numbered<'a>) {
        if self.0.last().is_none_or(|last| last.number != numbered.number) {
            self.0.push(numbered);
        }
    }

    fn flag(&self) -> Option<Flag> {
        let first = self.0.first()?;
        let severity = first.finding.severity;
        let severities = [Severity::Error, Severity::Warning, Severity::Note].map(|severity| {
            let number = self.0.iter().filter(|numbered| numbered.finding.severity == severity).count();
            (number > 0).then(|| count(number, severity.name()))
        });
        let counts: Vec<String> = severities.into_iter().flatten().collect();
        Some(Flag {
            severity: severity.name(),
            count: self.0.len(),
            anchor: first.anchor(),
            title: format!("{}: {}", counts.join(", "), first.finding.message),
            is_grave: severity != Severity::Note,
        })
    }
}

#[cfg(test)]
mod tests {
    use deevnet_core::Finding;
    use deevnet_core::rules::WRONG_TYPE;

    use super::*;

    fn finding(severity: Severity, message: &str, subjects: &[Subject]) -> Finding {
        let mut finding = Finding::new(&WRONG_TYPE, message, None);
        finding.severity = severity;
        subjects.iter().cloned().fold(finding, Finding::with_subject)
    }

    fn quoted(findings: &[Finding]) -> Vec<QuotedFinding<'_>> {
        findings.iter().map(|finding| QuotedFinding { finding, quote: String::new() }).collect()
    }

    #[test]
    fn a_flag_leads_to_the_severest_and_counts_each_finding_once() {
        let (port, card) = (Subject::interface("pi01", "eth0"), Subject::interface("pi01", "wlan0"));
        let findings = [
            finding(Severity::Note, "by the way", std::slice::from_ref(&port)),
            finding(Severity::Warning, "departs", &[port.clone(), card]),
            finding(Severity::Error, "wrong", &[port]),
        ];
        let findings = quoted(&findings);
        let flags = Flags::of(&findings);
        let flag = flags.grave_host("pi01").unwrap();
        assert_eq!((flag.severity, flag.count, flag.anchor.as_str()), ("error", 3, "finding-1"));
        assert_eq!(flag.title, "1 error, 1 warning, 1 note: wrong");
    }

    #[test]
    fn notes_are_told_and_not_drawn() {
        let segment = Subject::Segment { segment: "iot".into() };
        let findings = [finding(Severity::Note, "unused", &[segment])];
        let findings = quoted(&findings);
        let flags = Flags::of(&findings);
        assert_eq!(flags.segment("iot").map(|flag| flag.count), Some(1));
        assert_eq!((flags.grave_segment("iot"), flags.host("iot")), (None, None));
    }
}
