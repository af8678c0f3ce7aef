//! `deevnet show`: a substrate, its segments, its hosts and its policy.

mod hosts;
mod policy;
mod segments;
mod substrate;

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use deevnet_core::model::Substrate;
use serde::Serialize;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::format::{Format, JSON_VERSION, to_json};
use crate::inventory::{Examiner, Origin, ReadingArguments};
use crate::output::Output;
use crate::page::{self, count};

const EXAMPLES: &str = "\
Examples:
  deevnet show                               the substrate in this directory
  deevnet show hosts inventories/home        one line an interface
  deevnet show segments --format json
  deevnet show hosts | grep iot";

/// Show a substrate, its segments, its hosts or its policy.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct ShowArguments {
    /// What to show.
    #[arg(value_enum, default_value_t)]
    part: Part,

    /// A substrate's directory, a host file, or `-`. Default: the current directory.
    path: Option<PathBuf>,

    /// How to print it.
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,

    #[command(flatten)]
    reading: ReadingArguments,
}

/// A part of a substrate that is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Part {
    /// Its name, its numbers and what it holds; as JSON the whole model.
    #[default]
    Substrate,
    /// Its segments, by VLAN ID.
    Segments,
    /// Its hosts, one line an interface.
    Hosts,
    /// What its firewall lets through, by rule.
    Policy,
}

/// Shows a part.
pub(crate) fn run(arguments: &ShowArguments, output: &mut Output) -> Result<Exit, Failure> {
    let examined = Examiner::new(&arguments.reading, false)?.examine(&Origin::one(arguments.path.as_deref())?)?;
    let substrate = &examined.checked.substrate;
    match arguments.format {
        Format::Text => output.print(&arguments.part.text(substrate))?,
        Format::Json => output.print_data(&arguments.part.json(substrate)?)?,
    }
    match examined.errors() {
        0 => Ok(Exit::Clean),
        errors => {
            let found = format!("the check found {}; what it touches may be missing here", count(errors, "error"));
            output.note(&format!("{}: {found}; see `deevnet check`\n", page::error("error")))?;
            Ok(Exit::Findings)
        }
    }
}

/// A JSON document with one named part.
#[derive(Serialize)]
struct Document<'a, T> {
    version: u32,
    #[serde(flatten)]
    part: Named<'a, T>,
}

#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum Named<'a, T> {
    Substrate(&'a T),
    Segments(&'a T),
    Hosts(&'a T),
    Policy(&'a T),
}

impl Part {
    fn text(self, substrate: &Substrate) -> String {
        match self {
            Self::Substrate => substrate::table(substrate),
            Self::Segments => segments::table(substrate),
            Self::Hosts => hosts::table(substrate),
            Self::Policy => policy::table(&substrate.policy),
        }
        .to_string()
    }

    fn json(self, substrate: &Substrate) -> Result<String, serde_json::Error> {
        let version = JSON_VERSION;
        match self {
            Self::Substrate => to_json(&Document { version, part: Named::Substrate(substrate) }),
            Self::Segments => to_json(&Document { version, part: Named::Segments(&substrate.segments) }),
            Self::Hosts => to_json(&Document { version, part: Named::Hosts(&substrate.hosts) }),
            Self::Policy => to_json(&Document { version, part: Named::Policy(&substrate.policy) }),
        }
    }
}

/// The text of a value that may be absent.
fn shown(value: Option<&impl ToString>) -> String {
    value.map_or_else(|| "-".to_owned(), ToString::to_string)
}
