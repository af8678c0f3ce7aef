//! `deevnet schema`: the published schemas of what the command prints and of what it reads.

use std::borrow::Cow;

use clap::{Args, ValueEnum};
use deevnet_core::rules;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;

/// Where a schema has the names and codes of all rules.
const EVERY_RULE: &str = "\"every rule\"";

const EXAMPLES: &str = "\
Examples:
  deevnet schema findings > deevnet-findings.schema.json
  deevnet schema inventory > deevnet-inventory.schema.json

An editor with a YAML language server checks and completes a file of host_vars
or group_vars that begins with:
  # yaml-language-server: $schema=../deevnet-inventory.schema.json";

/// Print the JSON Schema of a result, of the inventory's variables or of deevnet.toml.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct SchemaArguments {
    /// What the schema describes.
    #[arg(value_enum)]
    subject: Schema,
}

/// What has a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Schema {
    /// What `deevnet apply --format json` prints.
    Apply,
    /// The configuration `deevnet.toml`.
    Config,
    /// What `deevnet check --format json` prints.
    Findings,
    /// The variables of `host_vars` and `group_vars` that deevnet reads.
    Inventory,
    /// What `deevnet plan --format json` prints and `--out` writes.
    Plan,
    /// What `deevnet observe --format json` prints and `--out` writes.
    Survey,
    /// What `deevnet emit vlan-plan` writes.
    VlanPlan,
}

impl Schema {
    /// Its text.
    pub(crate) fn text(self) -> Cow<'static, str> {
        let text = match self {
            Self::Apply => include_str!("../../schemas/apply.schema.json"),
            Self::Config => return Cow::Owned(with_rules(include_str!("../../schemas/config.schema.json"))),
            Self::Findings => include_str!("../../schemas/findings.schema.json"),
            Self::Inventory => include_str!("../../schemas/inventory.schema.json"),
            Self::Plan => include_str!("../../schemas/plan.schema.json"),
            Self::Survey => include_str!("../../schemas/survey.schema.json"),
            Self::VlanPlan => include_str!("../../schemas/vlan-plan.schema.json"),
        };
        Cow::Borrowed(text)
    }
}

/// A schema with the names and codes of all rules in their place.
fn with_rules(schema: &str) -> String {
    let mut names: Vec<String> = rules::all().map(|rule| format!("\"{}\"", rule.name)).collect();
    let mut codes: Vec<String> = rules::all().map(|rule| format!("\"{}\"", rule.code)).collect();
    names.sort();
    codes.sort();
    schema.replace(EVERY_RULE, &[names, codes].concat().join(", "))
}

/// Prints the schema.
pub(crate) fn run(arguments: &SchemaArguments, output: &mut Output) -> Result<Exit, Failure> {
    output.print_data(&arguments.subject.text())?;
    Ok(Exit::Clean)
}
