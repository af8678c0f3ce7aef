//! Which rules a report is about.

use deevnet_core::rules::{self, Rule};
use deevnet_core::{Finding, nearest};

/// The rules that a report shows: those selected, less those ignored, and always those about what could not be read.
#[derive(Debug, Clone, Default)]
pub(crate) struct Selection {
    selected: Vec<Selector>,
    ignored: Vec<Selector>,
}

impl Selection {
    /// Reads selectors: codes (`DV104`), families (`DV1`) and names (`mac-duplicate`).
    pub(crate) fn parse(selected: &[String], ignored: &[String]) -> Result<Self, SelectionError> {
        let parse = |texts: &[String]| texts.iter().map(|text| Selector::parse(text)).collect::<Result<Vec<_>, _>>();
        Ok(Self { selected: parse(selected)?, ignored: parse(ignored)? })
    }

    /// The findings of the rules that it holds.
    pub(crate) fn filter(&self, findings: Vec<Finding>) -> Vec<Finding> {
        findings.into_iter().filter(|finding| self.holds(finding.rule)).collect()
    }

    fn holds(&self, rule: &Rule) -> bool {
        if rule.is_about_reading() {
            return true;
        }
        let selected = self.selected.is_empty() || self.selected.iter().any(|selector| selector.matches(rule));
        selected && !self.ignored.iter().any(|selector| selector.matches(rule))
    }
}

/// What names one rule or several.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Selector {
    /// A rule.
    One(&'static Rule),
    /// All rules whose code begins like this.
    Prefix(String),
}

impl Selector {
    fn parse(text: &str) -> Result<Self, SelectionError> {
        if let Some(rule) = rules::find(text) {
            return Ok(Self::One(rule));
        }
        let prefix = text.to_ascii_uppercase();
        let matches = |rule: &Rule| rule.code.to_string().starts_with(&prefix);
        if prefix.len() >= "DV".len() && rules::all().any(matches) {
            return Ok(Self::Prefix(prefix));
        }
        Err(SelectionError::new(text))
    }

    fn matches(&self, rule: &Rule) -> bool {
        match self {
            Self::One(one) => one.code == rule.code,
            Self::Prefix(prefix) => rule.code.to_string().starts_with(prefix),
        }
    }
}

/// A text that names no rule.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no rule `{value}`")]
pub(crate) struct SelectionError {
    value: String,
}

impl SelectionError {
    pub(crate) fn new(value: impl Into<String>) -> Self {
        Self { value: value.into() }
    }

    /// The way out.
    pub(crate) fn hint(&self) -> String {
        let codes: Vec<String> = rules::all().map(|rule| rule.code.to_string()).collect();
        let known = rules::all().map(|rule| rule.name).chain(codes.iter().map(String::as_str));
        match nearest(&self.value, known) {
            Some(name) => format!("did you mean `{name}`?"),
            None => "`deevnet rule` lists all rules".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use deevnet_core::rules::{DUPLICATE_KEY, WRONG_TYPE, YAML_MALFORMED};

    use super::*;

    fn kept(selected: &[&str], ignored: &[&str]) -> Vec<&'static str> {
        let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        let selection = Selection::parse(&owned(selected), &owned(ignored)).unwrap();
        let findings = [&DUPLICATE_KEY, &WRONG_TYPE].map(|rule| Finding::new(rule, "", None)).to_vec();
        selection.filter(findings).iter().map(|finding| finding.rule.name).collect()
    }

    #[test]
    fn rules_are_selected_by_code_family_and_name() {
        assert_eq!(kept(&[], &[]), ["duplicate-key", "wrong-type"]);
        assert_eq!(kept(&["dv902"], &[]), ["duplicate-key"]);
        assert_eq!(kept(&["DV9"], &["wrong-type"]), ["duplicate-key"]);
        assert_eq!(kept(&["DV"], &["DV90"]), [] as [&str; 0]);
    }

    #[test]
    fn what_could_not_be_read_is_always_shown() {
        for (selected, ignored) in [("DV1", "DV902"), ("DV9", "DV901")] {
            let selection = Selection::parse(&[selected.to_owned()], &[ignored.to_owned()]).unwrap();
            assert!(selection.holds(&YAML_MALFORMED), "{selected} {ignored}");
        }
    }

    #[test]
    fn an_unknown_rule_is_refused_with_a_suggestion() {
        let error = Selection::parse(&["worng-type".to_owned()], &[]).unwrap_err();
        assert_eq!(error.to_string(), "there is no rule `worng-type`");
        assert_eq!(error.hint(), "did you mean `wrong-type`?");
        assert!(Selection::parse(&["D".to_owned()], &[]).is_err());
        assert!(Selection::parse(&["DV8888".to_owned()], &[]).is_err());
    }
}
