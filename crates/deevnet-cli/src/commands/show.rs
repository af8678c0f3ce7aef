//! `deevnet show`: a substrate, its segments, its hosts, their hardware and its policy.

mod graph;
mod hardware;
mod hosts;
mod hypervisors;
mod placement;
mod policy;
mod segments;
mod substrate;
mod vlans;

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use clap::builder::{EnumValueParser, PossibleValue, TypedValueParser};
use clap::{Arg, Args, Command, ValueEnum};
use serde::Serialize;

use crate::commands::tenant;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::format::{Format, JSON_VERSION, to_json};
use crate::inventory::{Examined, Examiner, Origin, ReadingArguments};
use crate::output::Output;
use crate::page::{self, count};

const EXAMPLES: &str = "\
Examples:
  deevnet show                               the substrate in this directory
  deevnet show inventories/home              the substrate in another one
  deevnet show hosts inventories/home        one line an interface
  deevnet show segments --format json
  deevnet show hardware                      what hosts are made of, and whether it is enough
  deevnet show hardware --all                every hardware profile
  deevnet show hardware zimaboard-832        one of them, with the source of each figure
  deevnet show hardware attic-server home    one that the configuration of a substrate adds
  deevnet show placement                     what the machines of each hypervisor use
  deevnet show policy --html policy.html     who reaches whom, also as a page for a browser
  deevnet show --graph dot | dot -Tsvg       a picture, drawn by Graphviz
  deevnet show --graph mermaid               a picture for a Markdown page
  deevnet show hosts | grep iot";

/// Show a substrate, its segments, its hosts, their hardware or its policy.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct ShowArguments {
    /// What to show; a path in its place shows the substrate there.
    #[arg(value_name = "PART", default_value = "substrate", value_parser = WhatParser)]
    what: What,

    /// A substrate's directory, a host file, or `-`. Default: the current directory.
    path: Option<PathBuf>,

    /// With `hardware` and a profile's ID: the substrate whose configuration describes it.
    #[arg(value_name = "SUBSTRATE")]
    substrate: Option<PathBuf>,

    /// With `hardware`: every profile that is known, not only those in use.
    #[arg(long)]
    all: bool,

    /// With `policy`: also write the matrix and the proofs as a page for a browser.
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,

    /// Draw the substrate as a graph, for a program that lays it out.
    #[arg(long, value_enum, value_name = "LANGUAGE", conflicts_with_all = ["format", "html", "all"])]
    graph: Option<Language>,

    /// How to print it.
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,

    #[command(flatten)]
    reading: ReadingArguments,
}

/// A language that graphs are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Language {
    /// A Mermaid flowchart, as Markdown pages show it.
    Mermaid,
    /// The DOT language of Graphviz.
    Dot,
}

impl ShowArguments {
    /// The part to show, and the path where it is, or the hardware profile in its place.
    fn wanted(&self) -> Result<(Part, Option<&Path>), Failure> {
        let second_path = |first: &Path, second: &Path| {
            Err(Failure::SecondPath { first: first.to_owned(), second: second.to_owned() })
        };
        match (&self.what, self.path.as_deref(), self.substrate.as_deref()) {
            (What::Part(part), Some(path), Some(second)) if *part != Part::Hardware => second_path(path, second),
            (What::Part(part), path, _) => Ok((*part, path)),
            (What::Path(path), None, _) => Ok((Part::default(), Some(path))),
            (What::Path(first), Some(second), _) => second_path(first, second),
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
    /// Its bands of VLAN IDs, its segments, and what each switch port carries and has to carry.
    Vlans,
    /// Its hosts, one line an interface.
    Hosts,
    /// Its tenants, with the numbers that follow from their declaration.
    Tenants,
    /// Its hypervisors, and what each offers to machines.
    Hypervisors,
    /// Its virtual machines by hypervisor: what they use, how much they may, and what is left.
    Placement,
    /// Which zone reaches which, exactly, what is proven about that, and the rules.
    Policy,
    /// Its hosts' hardware, and whether it is enough; a profile's ID in the path's place shows that profile.
    Hardware,
}

/// Shows a part.
pub(crate) fn run(arguments: &ShowArguments, output: &mut Output) -> Result<Exit, Failure> {
    let (part, path) = arguments.wanted()?;
    let reader = Examiner::new(&arguments.reading, false)?;
    if let Some(shown) = hardware::profiles(arguments, part, path, &reader)? {
        return output.print_data(&shown).map(|()| Exit::Clean);
    }
    let examined = reader.examine(&Origin::one(path)?)?;
    if let Some(html) = &arguments.html {
        if part != Part::Policy {
            return Err(Failure::NoPage);
        }
        policy::Shown::new(&examined).write_html(html)?;
    }
    match (arguments.graph, arguments.format) {
        (Some(_), _) if part != Part::Substrate => return Err(Failure::NoGraph),
        (Some(language), _) => output.print_data(&graph::drawn(&examined.checked.substrate, language)?)?,
        (None, Format::Text) => output.print(&part.text(&examined))?,
        (None, Format::Json) => output.print_data(&part.json(&examined)?)?,
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
    Vlans(&'a T),
    Hosts(&'a T),
    Tenants(&'a T),
    Hypervisors(&'a T),
    Placement(&'a T),
}

impl Part {
    fn text(self, examined: &Examined) -> String {
        let substrate = &examined.checked.substrate;
        match self {
            Self::Substrate => substrate::table(substrate),
            Self::Segments => segments::table(substrate),
            Self::Vlans => return vlans::text(&substrate.vlan_plan()),
            Self::Hosts => hosts::table(substrate),
            Self::Tenants => tenant::table(substrate),
            Self::Hypervisors => hypervisors::table(substrate),
            Self::Placement => return placement::text(substrate),
            Self::Policy => return policy::Shown::new(examined).text(),
            Self::Hardware => return hardware::text(substrate),
        }
        .to_string()
    }

    fn json(self, examined: &Examined) -> Result<String, serde_json::Error> {
        let substrate = &examined.checked.substrate;
        let version = JSON_VERSION;
        match self {
            Self::Substrate => to_json(&Document { version, part: Named::Substrate(substrate) }),
            Self::Segments => to_json(&Document { version, part: Named::Segments(&substrate.segments) }),
            Self::Vlans => {
                let plan = substrate.vlan_plan();
                to_json(&Document { version, part: Named::Vlans(&vlans::Document::new(&plan)) })
            }
            Self::Hosts => to_json(&Document { version, part: Named::Hosts(&substrate.hosts) }),
            Self::Tenants => to_json(&Document { version, part: Named::Tenants(&substrate.tenant_records()) }),
            Self::Hypervisors => {
                to_json(&Document { version, part: Named::Hypervisors(&hypervisors::data(substrate)) })
            }
            Self::Placement => to_json(&Document { version, part: Named::Placement(&substrate.placement()) }),
            Self::Policy => policy::Shown::new(examined).json(),
            Self::Hardware => hardware::json(substrate),
        }
    }
}

/// The text of a value that may be absent.
fn shown(value: Option<&impl ToString>) -> String {
    value.map_or_else(|| "-".to_owned(), ToString::to_string)
}
