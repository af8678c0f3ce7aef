//! `deevnet schema`: the published schemas of the JSON that the command prints.

use clap::{Args, ValueEnum};

use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;

const EXAMPLES: &str = "\
Examples:
  deevnet schema findings > deevnet-findings.schema.json";

/// Print the JSON Schema of a result.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct SchemaArguments {
    /// Which result.
    #[arg(value_enum)]
    result: Schema,
}

/// The results that have a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Schema {
    /// What `deevnet apply --format json` prints.
    Apply,
    /// What `deevnet check --format json` prints.
    Findings,
    /// What `deevnet plan --format json` prints and `--out` writes.
    Plan,
    /// What `deevnet observe --format json` prints and `--out` writes.
    Survey,
    /// What `deevnet emit vlan-plan` writes.
    VlanPlan,
}

impl Schema {
    /// Its text.
    pub(crate) fn text(self) -> &'static str {
        match self {
            Self::Apply => include_str!("../../schemas/apply.schema.json"),
            Self::Findings => include_str!("../../schemas/findings.schema.json"),
            Self::Plan => include_str!("../../schemas/plan.schema.json"),
            Self::Survey => include_str!("../../schemas/survey.schema.json"),
            Self::VlanPlan => include_str!("../../schemas/vlan-plan.schema.json"),
        }
    }
}

/// Prints the schema.
pub(crate) fn run(arguments: &SchemaArguments, output: &mut Output) -> Result<Exit, Failure> {
    output.print_data(arguments.result.text())?;
    Ok(Exit::Clean)
}
