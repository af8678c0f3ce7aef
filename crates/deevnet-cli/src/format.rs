//! The output formats.

use clap::ValueEnum;
use serde::Serialize;

use crate::printable::printable_json;

/// The version of every JSON document that the command prints.
pub(crate) const JSON_VERSION: u32 = 1;

/// How a verb prints its result.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    #[default]
    Text,
    Json,
}

/// How a report of findings is printed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportFormat {
    /// Text for people, with the source line.
    #[default]
    Text,
    /// JSON for programs; `deevnet schema findings` prints its schema.
    Json,
    /// SARIF 2.1.0 for code scanning.
    Sarif,
    /// GitHub workflow annotations.
    Github,
}

/// A value as indented JSON with a final line feed, safe for a terminal.
pub(crate) fn to_json(value: &impl Serialize) -> Result<String, serde_json::Error> {
    let mut json = serde_json::to_string_pretty(value)?;
    json.push('\n');
    Ok(printable_json(json))
}
