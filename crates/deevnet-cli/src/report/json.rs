//! The report as JSON; `schemas/findings.schema.json` describes it.

use deevnet_core::rules::Code;
use deevnet_core::{Finding, Fix, Position, Related, Severity, Subject};
use serde::Serialize;

use super::summary::Summary;
use crate::format::{JSON_VERSION, to_json};

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    summary: &'a Summary,
    findings: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct Entry<'a> {
    code: Code,
    name: &'static str,
    severity: Severity,
    message: &'a str,
    value: Option<&'a str>,
    hint: Option<&'a str>,
    position: Option<&'a Position>,
    related: &'a [Related],
    subjects: &'a [Subject],
    fix: Option<&'a Fix>,
}

impl<'a> From<&'a Finding> for Entry<'a> {
    fn from(finding: &'a Finding) -> Self {
        Self {
            code: finding.rule.code,
            name: finding.rule.name,
            severity: finding.severity,
            message: &finding.message,
            value: finding.value.as_deref(),
            hint: finding.hint.as_deref(),
            position: finding.position.as_ref(),
            related: &finding.related,
            subjects: &finding.subjects,
            fix: finding.fix.as_ref(),
        }
    }
}

/// Renders the findings and the summary.
pub(super) fn render(findings: &[Finding], summary: &Summary) -> Result<String, serde_json::Error> {
    to_json(&Document { version: JSON_VERSION, summary, findings: findings.iter().map(Entry::from).collect() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::samples;

    #[test]
    fn a_finding_has_every_key() {
        let findings = samples::findings();
        insta::assert_snapshot!(render(&findings[..1], &Summary::of(&findings[..1], 17)).unwrap(), @r#"
        {
          "version": 1,
          "summary": {
            "hosts": 17,
            "errors": 1,
            "warnings": 0,
            "notes": 0,
            "hidden": 0,
            "fixable": 0,
            "fixed": 0
          },
          "findings": [
            {
              "code": "DV904",
              "name": "template-failed",
              "severity": "error",
              "message": "`site` is undefined, 100% sure",
              "value": null,
              "hint": "define it: site, octet",
              "position": null,
              "related": [],
              "subjects": [],
              "fix": null
            }
          ]
        }
        "#);
    }
}
