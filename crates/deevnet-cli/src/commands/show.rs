//! `deevnet show`: a substrate, its segments, its hosts and its policy.

mod hosts;
mod policy;
mod segments;
mod substrate;

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use clap::builder::{EnumValueParser, PossibleValue, TypedValueParser};
use clap::{Arg, Args, Command, ValueEnum};
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
  deevnet show inventories/home              the substrate in another one
  deevnet show hosts inventories/home        one line an interface
  deevnet show segments --format json
  deevnet show hosts | grep iot";

/// Show a substrate, its segments, its hosts or its policy.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct ShowArguments {
    /// What to show; a path in its place shows the substrate there.
    #[arg(value_name = "PART", default_value = "substrate", value_parser = WhatParser)]
    what: What,

    /// A substrate's directory, a host file, or `-`. Default: the current directory.
    path: Option<PathBuf>,

    /// How to print it.
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,

    #[command(flatten)]
    reading: ReadingArguments,
}

impl ShowArguments {
    /// The part to show, and the path where it is.
    fn wanted(&self) -> Result<(Part, Option<&Path>), Failure> {
        match (&self.what, &self.path) {
            (What::Part(part), path) => Ok((*part, path.as_deref())),
            (What::Path(path), None) => Ok((Part::default(), Some(path))),
            (What::Path(first), Some(second)) => {
                Err(Failure::SecondPath { first: first.clone(), second: second.clone() })
            }
        }
    }
}

/// What the first argument names.
#[derive(Debug, Clone, PartialEq, Eq)]
enum What {
    Part(Part),
    Path(PathBuf),
}

/// Reads a part or, where something of that name exists or it has the form of a path, a path.
#[derive(Debug, Clone, Copy)]
struct WhatParser;

impl TypedValueParser for WhatParser {
    type Value = What;

    fn parse_ref(&self, command: &Command, argument: Option<&Arg>, value: &OsStr) -> Result<What, clap::Error> {
        let part = EnumValueParser::<Part>::new().parse_ref(command, argument, value);
        let path = Path::new(value);
        match part {
            Err(_) if value == "-" || path.components().count() > 1 || path.exists() => Ok(What::Path(path.to_owned())),
            part => part.map(What::Part),
        }
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(Part::value_variants().iter().filter_map(Part::to_possible_value)))
    }
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
    let (part, path) = arguments.wanted()?;
    let examined = Examiner::new(&arguments.reading, false)?.examine(&Origin::one(path)?)?;
    let substrate = &examined.checked.substrate;
    match arguments.format {
        Format::Text => output.print(&part.text(substrate))?,
        Format::Json => output.print_data(&part.json(substrate)?)?,
    }
    match examined.errors() {
        0 => Ok(Exit::Clean),
        errors => {
            let touched = if errors == 1 { "it touches" } else { "they touch" };
            let found = format!("the check found {}; what {touched} may be missing here", count(errors, "error"));
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
