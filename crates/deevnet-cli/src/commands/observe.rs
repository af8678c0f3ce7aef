//! `deevnet observe`: what exists on the nodes.

mod text;

use std::fmt::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use deevnet_core::model::Substrate;
use deevnet_proxmox::survey::Survey;
use deevnet_registry::FileBatch;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::format::Format;
use crate::inventory::{Examiner, Origin, ReadingArguments};
use crate::nodes::{self, NodeArguments};
use crate::output::Output;
use crate::page;
use crate::printable::{printable, printable_json};
use crate::survey;

const EXAMPLES: &str = "\
Examples:
  deevnet observe                            ask the nodes of this directory's inventory
  deevnet observe inventories/home --out survey.json
                                             and keep what was found
  deevnet observe --access nodes.toml --format json
  deevnet alloc --survey survey.json         allocate with what is known to exist

Every declared hypervisor is asked, all at once and for reading only: its
version and hardware, storages with free space, bridges, software-defined
network, and every virtual machine and container with its configuration and
what waits for its next boot. A password in a configuration is not kept.

A node that does not answer, or whose token may not see everything, leaves
gaps. They come first in the result, and neither `alloc` nor the removal of
anything accepts a survey that has one.

Exit codes: 0 when the survey is complete, 2 when it is not, 1 when nothing
could be asked.";

/// Find out what exists on the nodes.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct ObserveArguments {
    /// A substrate's directory, a host file, or `-`. Default: the current directory.
    #[arg(value_name = "PATH")]
    path: Option<PathBuf>,

    /// Also write the survey to this file, for `alloc`, `plan` and `drift`.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,

    /// How to print it; JSON is the survey itself, as `deevnet schema survey` describes it.
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,

    #[command(flatten)]
    nodes: NodeArguments,

    #[command(flatten)]
    reading: ReadingArguments,
}

/// Asks the nodes and shows what they answer.
pub(crate) fn run(arguments: &ObserveArguments, output: &mut Output) -> Result<Exit, Failure> {
    let examined = Examiner::new(&arguments.reading, false)?.examine(&Origin::one(arguments.path.as_deref())?)?;
    let substrate = &examined.checked.substrate;
    let clients = nodes::clients(&examined, &arguments.nodes, output)?;
    let survey = survey::ask(&clients, substrate)?;
    output.note(&other_hardware(&survey, substrate))?;
    let json = printable_json(survey.to_json()?);
    match arguments.format {
        Format::Text => output.print(&text::shown(&survey))?,
        Format::Json => output.print_data(&json)?,
    }
    if let Some(file) = &arguments.out {
        write(file, &json, output)?;
    }
    Ok(if survey.is_complete() { Exit::Clean } else { Exit::Findings })
}

fn write(file: &Path, json: &str, output: &mut Output) -> Result<(), Failure> {
    let mut batch = FileBatch::default();
    batch.overwrite(file, json);
    batch.write()?;
    output.note(&format!("Wrote `{}`.\n", printable(&file.display().to_string())))
}

/// The hardware of nodes that is not what their profiles say, a warning each.
fn other_hardware(survey: &Survey, substrate: &Substrate) -> String {
    let mut text = String::new();
    for (host, _) in substrate.hypervisors() {
        let found = survey.nodes.get(&host.name).and_then(|node| node.hardware.as_ref());
        let (Some(found), Some(profile)) = (found, substrate.profile_of(host)) else { continue };
        for other in found.differences(profile) {
            let told = format!(
                "{}: {} is {}, and {} says {}",
                host.name, other.figure, other.found, profile.id, other.declared
            );
            let _ = writeln!(text, "{}: {}", page::warning("warning"), printable(&told));
        }
    }
    text
}
