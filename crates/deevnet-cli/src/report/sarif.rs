//! The report as SARIF 2.1.0 (OASIS), for code scanning.

mod log;

use std::collections::BTreeMap;

use deevnet_core::rules::{self, Rule};
use deevnet_core::{Finding, Position, Related, Severity};

use super::fingerprint;
use super::location::{Base, Uri};
use crate::format::to_json;
use log::{
    ArtifactLocation, Configuration, Driver, Help, Location, Log, PhysicalLocation, Region, ReportingDescriptor,
    ResultEntry, Run, Text, Tool,
};

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";
const VERSION: &str = "2.1.0";

/// The name that stands for the directory that relative URIs start from.
const SOURCE_ROOT: &str = "%SRCROOT%";

/// Renders the findings.
pub(super) fn render(findings: &[Finding], base: &Base) -> Result<String, serde_json::Error> {
    let catalogue: Vec<&Rule> = rules::all().collect();
    let driver = Driver {
        name: "deevnet",
        information_uri: env!("CARGO_PKG_REPOSITORY"),
        semantic_version: env!("CARGO_PKG_VERSION"),
        rules: catalogue.iter().map(|rule| descriptor(rule)).collect(),
    };
    let mut seen = BTreeMap::new();
    let results = findings.iter().map(|finding| result(finding, &catalogue, base, &mut seen)).collect();
    let run = Run { tool: Tool { driver }, column_kind: "unicodeCodePoints", results };
    to_json(&Log { schema: SCHEMA, version: VERSION, runs: [run] })
}

fn descriptor(rule: &Rule) -> ReportingDescriptor {
    let help = format!(
        "{}\n\nWrong:\n\n{}\nRight:\n\n{}\nSource: {}\n",
        rule.explanation, rule.wrong, rule.right, rule.source
    );
    let markdown = format!(
        "{}\n\nWrong:\n\n```yaml\n{}```\n\nRight:\n\n```yaml\n{}```\n\nSource: {}\n",
        rule.explanation, rule.wrong, rule.right, rule.source
    );
    ReportingDescriptor {
        id: rule.code,
        name: rule.name,
        short_description: Text { text: rule.summary.to_owned() },
        full_description: Text { text: rule.explanation.to_owned() },
        help: Help { text: help, markdown },
        default_configuration: Configuration { level: level(rule.severity) },
    }
}

fn level(severity: Severity) -> &'static str {
    severity.name()
}

fn result(finding: &Finding, catalogue: &[&Rule], base: &Base, seen: &mut BTreeMap<u64, usize>) -> ResultEntry {
    let path = finding.position.as_ref().map(|position| base.uri(&position.path).text);
    let fingerprint = fingerprint::of(finding, path.as_deref());
    let occurrence = seen.entry(fingerprint).and_modify(|occurrence| *occurrence += 1).or_insert(1);
    ResultEntry {
        rule_id: finding.rule.code,
        rule_index: catalogue.iter().position(|rule| rule.code == finding.rule.code),
        level: level(finding.severity),
        message: Text { text: message(finding) },
        locations: finding.position.iter().map(|position| location(position, None, None, base)).collect(),
        related_locations: related(&finding.related, base),
        partial_fingerprints: BTreeMap::from([(fingerprint::NAME, format!("{fingerprint:016x}:{occurrence}"))]),
    }
}

/// The message with its hint, and with the related messages that have no place of their own.
fn message(finding: &Finding) -> String {
    let placeless = finding.related.iter().filter(|related| related.position.is_none());
    let mut lines: Vec<&str> = vec![&finding.message];
    lines.extend(placeless.map(|related| related.message.as_str()));
    lines.extend(finding.hint.as_deref());
    lines.join("\n")
}

fn related(related: &[Related], base: &Base) -> Vec<Location> {
    let placed = related.iter().filter_map(|related| Some((related.position.as_ref()?, &related.message)));
    (1..).zip(placed).map(|(id, (position, message))| location(position, Some(id), Some(message), base)).collect()
}

fn location(position: &Position, id: Option<usize>, message: Option<&String>, base: &Base) -> Location {
    let Uri { text, relative } = base.uri(&position.path);
    let end_column = (position.width > 0).then_some(position.column + position.width);
    Location {
        id,
        message: message.map(|text| Text { text: text.clone() }),
        physical: PhysicalLocation {
            artifact_location: ArtifactLocation { uri: text, uri_base_id: relative.then_some(SOURCE_ROOT) },
            region: Region { start_line: position.line, start_column: position.column, end_column },
        },
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::report::samples;

    fn rendered() -> Value {
        serde_json::from_str(&render(&samples::findings(), &Base::at("/net")).unwrap()).unwrap()
    }

    #[test]
    fn results_point_into_the_files() {
        let text = render(&samples::findings()[2..], &Base::at("/net")).unwrap();
        let (_, results) = text.split_once("\"columnKind\"").unwrap();
        let results: Vec<&str> = results.lines().filter(|line| !line.contains("ruleIndex")).collect();
        insta::assert_snapshot!(results.join("\n"), @r#"
        : "unicodeCodePoints",
              "results": [
                {
                  "ruleId": "DV903",
                  "level": "error",
                  "message": {
                    "text": "`wol` must be true or false, not text\nit is read by the Wake-on-LAN list"
                  },
                  "locations": [
                    {
                      "physicalLocation": {
                        "artifactLocation": {
                          "uri": "host_vars/pi01.yml",
                          "uriBaseId": "%SRCROOT%"
                        },
                        "region": {
                          "startLine": 6,
                          "startColumn": 45,
                          "endColumn": 51
                        }
                      }
                    }
                  ],
                  "relatedLocations": [
                    {
                      "id": 1,
                      "message": {
                        "text": "`pi01` is listed here"
                      },
                      "physicalLocation": {
                        "artifactLocation": {
                          "uri": "hosts.yml",
                          "uriBaseId": "%SRCROOT%"
                        },
                        "region": {
                          "startLine": 3,
                          "startColumn": 5,
                          "endColumn": 9
                        }
                      }
                    }
                  ],
                  "partialFingerprints": {
                    "deevnet/v1": "23739ed1e801a13c:1"
                  }
                },
                {
                  "ruleId": "DV908",
                  "level": "error",
                  "message": {
                    "text": "the file is larger than 64 MiB"
                  },
                  "locations": [
                    {
                      "physicalLocation": {
                        "artifactLocation": {
                          "uri": "file:///var/large.yml"
                        },
                        "region": {
                          "startLine": 1,
                          "startColumn": 1
                        }
                      }
                    }
                  ],
                  "partialFingerprints": {
                    "deevnet/v1": "cdb597d11eb140d2:1"
                  }
                }
              ]
            }
          ]
        }
        "#);
    }

    #[test]
    fn every_rule_is_described_and_found_by_its_index() {
        let log = rendered();
        let driver = &log["runs"][0]["tool"]["driver"];
        assert_eq!(driver["rules"].as_array().unwrap().len(), rules::all().count());
        for result in log["runs"][0]["results"].as_array().unwrap() {
            let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
            assert_eq!(driver["rules"][index]["id"], result["ruleId"]);
        }
    }

    #[test]
    fn equal_findings_have_different_fingerprints() {
        let twice = [samples::hostile(), samples::hostile()];
        let log: Value = serde_json::from_str(&render(&twice, &Base::at("/net")).unwrap()).unwrap();
        let results = &log["runs"][0]["results"];
        assert_ne!(results[0]["partialFingerprints"], results[1]["partialFingerprints"]);
    }
}
