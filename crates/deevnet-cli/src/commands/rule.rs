//! `deevnet rule`: explains one rule, or lists them all.

mod markdown;

use std::fmt::Write;

use clap::{Args, ValueEnum};
use deevnet_core::Severity;
use deevnet_core::rules::{self, Code, Rule};
use serde::Serialize;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::format::{JSON_VERSION, to_json};
use crate::output::Output;
use crate::page::{severity, strong, wrap};
use crate::selection::SelectionError;
use crate::table::Table;

const EXAMPLES: &str = "\
Examples:
  deevnet rule                    list all rules
  deevnet rule DV902              explain one by its code
  deevnet rule duplicate-key      ... or by its name
  deevnet rule --format json      the whole catalogue for a program
  deevnet rule DV104 --format markdown
                                  a page for a manual or a review";

/// Explain a rule, or list all rules.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct RuleArguments {
    /// The code or the name of a rule.
    rule: Option<String>,

    /// How to print it.
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: RuleFormat,
}

/// How rules are printed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum RuleFormat {
    #[default]
    Text,
    Json,
    Markdown,
}

/// Prints the page of a rule, or the list.
pub(crate) fn run(arguments: &RuleArguments, output: &mut Output) -> Result<Exit, Failure> {
    let one = match &arguments.rule {
        Some(text) => Some(rules::find(text).ok_or_else(|| SelectionError::new(text))?),
        None => None,
    };
    match (arguments.format, one) {
        (RuleFormat::Json, Some(rule)) => output.print_data(&catalogue(std::iter::once(rule))?)?,
        (RuleFormat::Json, None) => output.print_data(&catalogue(rules::all())?)?,
        (RuleFormat::Markdown, Some(rule)) => output.print_data(&markdown::page(rule))?,
        (RuleFormat::Markdown, None) => output.print_data(&markdown::index())?,
        (RuleFormat::Text, Some(rule)) => output.print(&page(rule))?,
        (RuleFormat::Text, None) => output.print(&list())?,
    }
    Ok(Exit::Clean)
}

#[derive(Serialize)]
struct Catalogue {
    version: u32,
    rules: Vec<Entry>,
}

#[derive(Serialize)]
struct Entry {
    code: Code,
    name: &'static str,
    severity: Severity,
    summary: &'static str,
    explanation: &'static str,
    source: &'static str,
    wrong: &'static str,
    right: &'static str,
}

impl From<&'static Rule> for Entry {
    fn from(rule: &'static Rule) -> Self {
        Self {
            code: rule.code,
            name: rule.name,
            severity: rule.severity,
            summary: rule.summary,
            explanation: rule.explanation,
            source: rule.source,
            wrong: rule.wrong,
            right: rule.right,
        }
    }
}

fn catalogue(rules: impl Iterator<Item = &'static Rule>) -> Result<String, serde_json::Error> {
    to_json(&Catalogue { version: JSON_VERSION, rules: rules.map(Entry::from).collect() })
}

fn list() -> String {
    let mut table = Table::new(["CODE", "NAME", "SEVERITY", "SUMMARY"]);
    for rule in rules::all() {
        table.row([rule.code.to_string(), rule.name.to_owned(), rule.severity.to_string(), rule.summary.to_owned()]);
    }
    table.to_string()
}

/// How to read the examples of a rule about several substrates.
const SEVERAL: &str =
    "The examples are two inventories, the second under `other/`, as `deevnet check . other` takes them.";

fn page(rule: &Rule) -> String {
    let mut page = String::new();
    // Writing to a String cannot fail.
    let _ = write_page(&mut page, rule);
    page
}

fn write_page(page: &mut String, rule: &Rule) -> std::fmt::Result {
    writeln!(page, "{} ({}, {})\n", strong(rule.name), rule.code, severity(rule.severity))?;
    writeln!(page, "{}\n", wrap(rule.summary))?;
    writeln!(page, "{}\n", wrap(rule.explanation))?;
    if rule.is_about_several() {
        writeln!(page, "{}\n", wrap(SEVERAL))?;
    }
    writeln!(page, "{}\n{}", strong("Wrong:"), indented(rule.wrong))?;
    writeln!(page, "{}\n{}", strong("Right:"), indented(rule.right))?;
    writeln!(page, "{} {}\n", strong("Source:"), rule.source)?;
    writeln!(page, "{}\n{}", strong("In deevnet.toml:"), indented(&configuration(rule)))?;
    Ok(())
}

/// What to write to give the rule another level, or to accept one of its findings.
fn configuration(rule: &Rule) -> String {
    if rule.is_about_reading() {
        return format!("[severity]\n{} = \"warning\"   # error or warning: it cannot be hidden\n", rule.code);
    }
    let other = if rule.severity == Severity::Warning { Severity::Note } else { Severity::Warning };
    let levels = format!("[severity]\n{} = \"{other}\"   # error, warning, note or off\n", rule.code);
    if rule.code == rules::UNUSED_IGNORE.code {
        return levels;
    }
    format!(
        "{levels}\n[[ignore]]\nrule = \"{}\"\nhost = \"...\"   # or segment; neither: everywhere\nreason = \"...\"\n",
        rule.code
    )
}

fn indented(text: &str) -> String {
    text.lines().fold(String::new(), |mut indented, line| {
        if !line.is_empty() {
            indented.push_str("    ");
            indented.push_str(line);
        }
        indented.push('\n');
        indented
    })
}

#[cfg(test)]
mod tests {
    use deevnet_core::rules::{DUPLICATE_KEY, UNUSED_IGNORE};

    use super::*;

    fn plain(text: &str) -> String {
        anstream::adapter::strip_str(text).to_string()
    }

    #[test]
    fn a_page_explains_a_rule() {
        insta::assert_snapshot!(plain(&page(&DUPLICATE_KEY)), @r#"
        duplicate-key (DV902, error)

        A key must stand once in a map.

        Of two equal keys Ansible keeps the last and drops the first, with a warning
        that scrolls by. An interface declared twice loses its first address without a
        word.

        Wrong:
            # file: host_vars/pi01.yml
            infrastructure:
              form: pi
              interfaces:
                eth0: { mac: 00:00:5e:00:53:01 }
                eth0: { mac: 00:00:5e:00:53:02 }

        Right:
            # file: host_vars/pi01.yml
            infrastructure:
              form: pi
              interfaces:
                eth0: { mac: 00:00:5e:00:53:01 }
                eth1: { mac: 00:00:5e:00:53:02 }

        Source: Ansible, building inventories

        In deevnet.toml:
            [severity]
            DV902 = "warning"   # error, warning, note or off

            [[ignore]]
            rule = "DV902"
            host = "..."   # or segment; neither: everywhere
            reason = "..."
        "#);
    }

    #[test]
    fn a_page_about_several_substrates_says_so() {
        assert!(page(&rules::MAC_ON_TWO_SUBSTRATES).contains(&wrap(SEVERAL)));
        assert!(!page(&DUPLICATE_KEY).contains(&wrap(SEVERAL)));
    }

    #[test]
    fn the_rule_of_unused_ignores_does_not_offer_an_ignore() {
        assert!(!configuration(&UNUSED_IGNORE).contains("[[ignore]]"));
    }

    #[test]
    fn the_rules_about_reading_offer_no_way_to_hide_them() {
        assert_eq!(
            configuration(&rules::YAML_MALFORMED),
            "[severity]\nDV901 = \"warning\"   # error or warning: it cannot be hidden\n"
        );
    }

    #[test]
    fn the_list_names_every_rule() {
        let list = list();
        for rule in rules::all() {
            assert!(list.contains(rule.name), "{}", rule.name);
        }
    }

    #[test]
    fn the_catalogue_is_versioned_json() {
        let json: serde_json::Value = serde_json::from_str(&catalogue(rules::all()).unwrap()).unwrap();
        assert_eq!(json["version"], 1);
        assert_eq!(json["rules"].as_array().unwrap().len(), rules::all().count());
        assert_eq!(json["rules"][0]["code"], rules::all().next().unwrap().code.to_string());
    }
}
