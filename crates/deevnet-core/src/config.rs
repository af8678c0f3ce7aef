//! What a substrate's own configuration makes of a report: other severities, and findings that are accepted; and the
//! hardware that it adds to what is known.
//!
//! The file is `deevnet.toml`; the crate `deevnet-inventory` reads it.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use crate::finding::{Finding, ParseSeverityError, Severity, Subject};
use crate::hardware::Catalogue;
use crate::rules::{Code, Rule, UNUSED_IGNORE};
use crate::source::Position;

/// The configuration of a substrate: a level for some rules, the findings that are accepted with a reason, and hardware
/// beside that which is built in.
///
/// ```
/// use deevnet_core::config::{Config, Ignore, Level, Scope};
/// use deevnet_core::{Finding, Severity, Subject, rules};
///
/// let mut config = Config::default();
/// config.set_level(&rules::DUPLICATE_KEY, Level::Report(Severity::Warning));
/// config.add_ignore(Ignore::new(&rules::WRONG_TYPE, Scope::host("pi01"), "read by one old role", None)?);
///
/// let report = config.apply(vec![
///     Finding::new(&rules::DUPLICATE_KEY, "`eth0` stands twice", None),
///     Finding::new(&rules::WRONG_TYPE, "`wol` is text", None).with_subject(Subject::host("pi01")),
/// ]);
/// assert_eq!(report.len(), 1);
/// assert_eq!(report[0].severity, Severity::Warning);
/// # Ok::<(), deevnet_core::config::IgnoreError>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Config {
    levels: BTreeMap<Code, Level>,
    ignores: Vec<Ignore>,
    catalogue: Catalogue,
    shared: bool,
}

impl Config {
    /// The same configuration, known to serve several substrates: an ignore without effect in one of them may be
    /// needed by another, so unused ignores are not reported.
    #[must_use]
    pub fn shared(mut self) -> Self {
        self.shared = true;
        self
    }

    /// Sets the level of a rule, replacing an earlier one.
    pub fn set_level(&mut self, rule: &'static Rule, level: Level) {
        self.levels.insert(rule.code, level);
    }

    /// The level of a rule: the configured one, or else the rule's own severity.
    pub fn level(&self, rule: &'static Rule) -> Level {
        self.levels.get(&rule.code).copied().unwrap_or(Level::Report(rule.severity))
    }

    /// Adds an ignore.
    pub fn add_ignore(&mut self, ignore: Ignore) {
        self.ignores.push(ignore);
    }

    /// The ignores, in the order in which they were added.
    pub fn ignores(&self) -> &[Ignore] {
        &self.ignores
    }

    /// The hardware that hosts may name: what is built in, and what the configuration adds.
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// The same catalogue, to add to.
    pub fn catalogue_mut(&mut self) -> &mut Catalogue {
        &mut self.catalogue
    }

    /// Applies the configuration to a complete report: drops what is ignored or off, sets the levels and adds a
    /// finding for every ignore that matched nothing. The result is sorted.
    ///
    /// An ignore counts as used even when its rule is off.
    pub fn apply(&self, findings: Vec<Finding>) -> Vec<Finding> {
        let mut used = vec![false; self.ignores.len()];
        let kept: Vec<Finding> = findings.into_iter().filter(|finding| !self.ignored(finding, &mut used)).collect();
        let unused = self.ignores.iter().zip(used).filter(|(_, used)| !used && !self.shared);
        let mut report: Vec<Finding> = kept
            .into_iter()
            .chain(unused.map(|(ignore, _)| ignore.unused()))
            .filter_map(|finding| self.leveled(finding))
            .collect();
        report.sort();
        report
    }

    fn ignored(&self, finding: &Finding, used: &mut [bool]) -> bool {
        let mut ignored = false;
        for (ignore, used) in self.ignores.iter().zip(used) {
            if ignore.covers(finding) {
                ignored = true;
                *used = true;
            }
        }
        ignored
    }

    fn leveled(&self, mut finding: Finding) -> Option<Finding> {
        match self.levels.get(&finding.rule.code) {
            Some(Level::Off) => return None,
            Some(Level::Report(severity)) => finding.severity = *severity,
            None => {}
        }
        Some(finding)
    }
}

/// What becomes of the findings of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// They are reported at this severity.
    Report(Severity),
    /// They are not reported.
    Off,
}

impl Level {
    /// The names of all levels, most serious first.
    pub const NAMES: &[&str] = &["error", "warning", "note", "off"];

    /// Its name: `error`, `warning`, `note` or `off`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Report(severity) => severity.name(),
            Self::Off => "off",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A word that names no level.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{value}` is not a level")]
#[non_exhaustive]
pub struct ParseLevelError {
    /// The word.
    pub value: String,
}

impl ParseLevelError {
    /// The way out.
    pub fn hint(&self) -> String {
        format!("write one of {}", Level::NAMES.join(", "))
    }
}

impl From<ParseSeverityError> for ParseLevelError {
    fn from(error: ParseSeverityError) -> Self {
        Self { value: error.value }
    }
}

impl FromStr for Level {
    type Err = ParseLevelError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "off" => Ok(Self::Off),
            _ => Ok(Self::Report(text.parse()?)),
        }
    }
}

/// Where in a substrate an ignore holds.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// Everywhere.
    Substrate,
    /// For findings that touch this host.
    Host(Arc<str>),
    /// For findings that touch this segment.
    Segment(Arc<str>),
}

impl Scope {
    /// The findings that touch a host.
    pub fn host(host: impl Into<Arc<str>>) -> Self {
        Self::Host(host.into())
    }

    /// The findings that touch a segment.
    pub fn segment(segment: impl Into<Arc<str>>) -> Self {
        Self::Segment(segment.into())
    }

    fn holds(&self, subjects: &[Subject]) -> bool {
        match self {
            Self::Substrate => true,
            Self::Host(host) => subjects.iter().any(|subject| subject.host_name() == Some(host)),
            Self::Segment(name) => {
                subjects.iter().any(|subject| matches!(subject, Subject::Segment { segment } if segment == name))
            }
        }
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Substrate => f.write_str("the whole substrate"),
            Self::Host(host) => write!(f, "host `{host}`"),
            Self::Segment(segment) => write!(f, "segment `{segment}`"),
        }
    }
}

/// A finding that is accepted: of which rule, where, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ignore {
    rule: &'static Rule,
    scope: Scope,
    reason: Box<str>,
    position: Option<Position>,
}

impl Ignore {
    /// An ignore with its reason and its place in the configuration file.
    ///
    /// # Errors
    ///
    /// The reason is blank, or the rule is the one that reports unused ignores or one
    /// [about reading](Rule::is_about_reading).
    pub fn new(
        rule: &'static Rule,
        scope: Scope,
        reason: &str,
        position: Option<Position>,
    ) -> Result<Self, IgnoreError> {
        if rule.code == UNUSED_IGNORE.code {
            return Err(IgnoreError::Itself { code: rule.code });
        }
        if rule.is_about_reading() {
            return Err(IgnoreError::AboutReading { code: rule.code });
        }
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(IgnoreError::NoReason { code: rule.code });
        }
        Ok(Self { rule, scope, reason: reason.into(), position })
    }

    /// The rule whose findings are ignored.
    pub fn rule(&self) -> &'static Rule {
        self.rule
    }

    /// Where it holds.
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// Why the findings are accepted.
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// Whether it covers a finding.
    pub fn covers(&self, finding: &Finding) -> bool {
        self.rule.code == finding.rule.code && self.scope.holds(&finding.subjects)
    }

    fn unused(&self) -> Finding {
        let message =
            format!("this ignore of {} (`{}`) for {} matches no finding", self.rule.code, self.rule.name, self.scope);
        Finding::new(&UNUSED_IGNORE, message, self.position.clone())
            .with_value(self.rule.code.to_string())
            .with_hint("remove the [[ignore]] entry")
    }
}

/// Why an ignore is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IgnoreError {
    /// It says no reason.
    #[error("the ignore of {code} has no reason")]
    NoReason {
        /// The rule's code.
        code: Code,
    },
    /// It would hide the report of unused ignores.
    #[error("{code} reports unused ignores and cannot be ignored itself")]
    Itself {
        /// The rule's code.
        code: Code,
    },
    /// It would hide that something could not be read.
    #[error("{code} cannot be ignored: what a broken file declares is unknown")]
    AboutReading {
        /// The rule's code.
        code: Code,
    },
}

impl IgnoreError {
    /// The way out.
    pub fn hint(&self) -> String {
        match self {
            Self::NoReason { .. } => "add `reason = \"...\"`: why the finding is acceptable here".to_owned(),
            Self::AboutReading { .. } => "remove the entry, and repair the file".to_owned(),
            Self::Itself { code } => format!("write `{code} = \"off\"` under [severity], or remove the unused ignores"),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::rules::{DUPLICATE_KEY, WRONG_TYPE};

    fn ignore(rule: &'static Rule, scope: Scope) -> Ignore {
        Ignore::new(rule, scope, "because", None).unwrap()
    }

    fn wrong_type(host: &str) -> Finding {
        Finding::new(&WRONG_TYPE, format!("on {host}"), None).with_subject(Subject::interface(host, "eth0"))
    }

    fn messages(findings: &[Finding]) -> Vec<&str> {
        findings.iter().map(|finding| finding.message.as_str()).collect()
    }

    #[test]
    fn a_level_changes_the_severity_or_hides_the_finding() {
        let mut config = Config::default();
        config.set_level(&WRONG_TYPE, Level::Report(Severity::Note));
        config.set_level(&DUPLICATE_KEY, Level::Off);
        let report = config.apply(vec![wrong_type("pi01"), Finding::new(&DUPLICATE_KEY, "twice", None)]);
        assert_eq!(messages(&report), ["on pi01"]);
        assert_eq!(report[0].severity, Severity::Note);
        assert_eq!(config.level(&UNUSED_IGNORE), Level::Report(Severity::Warning));
    }

    #[test]
    fn an_ignore_holds_for_its_host_only() {
        let mut config = Config::default();
        config.add_ignore(ignore(&WRONG_TYPE, Scope::host("pi01")));
        let report = config.apply(vec![wrong_type("pi01"), wrong_type("pi011")]);
        assert_eq!(messages(&report), ["on pi011"]);
    }

    #[test]
    fn an_ignore_holds_for_its_segment_only() {
        let mut config = Config::default();
        config.add_ignore(ignore(&WRONG_TYPE, Scope::segment("iot")));
        let on_segment = |name: &str| Finding::new(&WRONG_TYPE, name, None).with_subject(Subject::segment(name));
        let report = config.apply(vec![on_segment("iot"), on_segment("guest")]);
        assert_eq!(messages(&report), ["guest"]);
    }

    #[test]
    fn an_unused_ignore_is_a_finding_unless_the_configuration_is_shared() {
        let mut config = Config::default();
        config.add_ignore(ignore(&WRONG_TYPE, Scope::host("pi01")));
        config.add_ignore(ignore(&WRONG_TYPE, Scope::Substrate));
        let report = config.apply(vec![wrong_type("pi02")]);
        insta::assert_snapshot!(report[0].message, @"this ignore of DV903 (`wrong-type`) for host `pi01` matches no finding");
        assert_eq!(report.len(), 1);
        assert!(config.shared().apply(vec![wrong_type("pi02")]).is_empty());
    }

    #[test]
    fn an_ignore_of_a_rule_that_is_off_counts_as_used() {
        let mut config = Config::default();
        config.set_level(&WRONG_TYPE, Level::Off);
        config.add_ignore(ignore(&WRONG_TYPE, Scope::Substrate));
        assert!(config.apply(vec![wrong_type("pi01")]).is_empty());
    }

    #[test]
    fn the_report_of_unused_ignores_can_be_turned_off_but_not_ignored() {
        let mut config = Config::default();
        config.add_ignore(ignore(&WRONG_TYPE, Scope::Substrate));
        config.set_level(&UNUSED_IGNORE, Level::Off);
        assert!(config.apply(Vec::new()).is_empty());
        let error = Ignore::new(&UNUSED_IGNORE, Scope::Substrate, "because", None).unwrap_err();
        insta::assert_snapshot!(error, @"DV912 reports unused ignores and cannot be ignored itself");
    }

    #[test]
    fn a_reason_is_required() {
        let error = Ignore::new(&WRONG_TYPE, Scope::Substrate, " \t", None).unwrap_err();
        assert_eq!(error, IgnoreError::NoReason { code: WRONG_TYPE.code });
    }

    #[test]
    fn a_level_round_trips() {
        for name in Level::NAMES {
            assert_eq!(name.parse::<Level>().unwrap().to_string(), *name);
        }
        assert_eq!("fatal".parse::<Level>().unwrap_err().to_string(), "`fatal` is not a level");
    }

    proptest! {
        #[test]
        fn the_report_does_not_depend_on_the_order_of_findings(order in Just(vec!["a", "b", "c", "d", "e"]).prop_shuffle()) {
            let mut config = Config::default();
            config.add_ignore(ignore(&WRONG_TYPE, Scope::host("b")));
            config.add_ignore(ignore(&DUPLICATE_KEY, Scope::host("b")));
            let shuffled = config.apply(order.into_iter().map(wrong_type).collect());
            let sorted = config.apply(["a", "b", "c", "d", "e"].map(wrong_type).to_vec());
            prop_assert_eq!(shuffled, sorted);
        }
    }
}
