//! `deevnet vlan free`: the lowest free VLAN IDs of a band.

use std::num::NonZero;
use std::path::PathBuf;

use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use deevnet_core::network::{VlanBand, VlanId};
use serde::Serialize;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::format::{Format, JSON_VERSION, to_json};
use crate::inventory::{Examiner, Origin, ReadingArguments};
use crate::output::Output;

const EXAMPLES: &str = "\
Examples:
  deevnet vlan free --band tenant            one ID
  deevnet vlan free --band lab --count 3 inventories/home

The lowest free IDs come first. An ID is taken where a segment is on it, and
where only a port or a profile names it. Nothing is written: the ID is yours
once it stands in `deevnet_vlans`.";

/// Print the lowest free VLAN IDs of a band.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct FreeArguments {
    /// A substrate's directory, a host file, or `-`. Default: the current directory.
    path: Option<PathBuf>,

    /// The band: the standard one, or as `deevnet_vlan_bands` declares it.
    #[arg(long, value_parser = bands())]
    band: VlanBand,

    /// How many IDs; all of them or none.
    #[arg(long, value_name = "NUMBER", default_value_t = NonZero::<usize>::MIN)]
    count: NonZero<usize>,

    /// How to print them.
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,

    #[command(flatten)]
    reading: ReadingArguments,
}

fn bands() -> impl TypedValueParser<Value = VlanBand> {
    let value = |band: &VlanBand| PossibleValue::new(band.name());
    PossibleValuesParser::new(VlanBand::ALL.iter().map(value)).try_map(|name| name.parse::<VlanBand>())
}

#[derive(Serialize)]
struct Document {
    version: u32,
    band: VlanBand,
    free: Vec<VlanId>,
}

/// Prints the IDs, a line each.
pub(crate) fn run(arguments: &FreeArguments, output: &mut Output) -> Result<Exit, Failure> {
    let origin = Origin::one(arguments.path.as_deref())?;
    let examined = Examiner::new(&arguments.reading, false)?.examine(&origin)?;
    let free = examined.checked.substrate.vlan_plan().free_batch(arguments.band, arguments.count)?;
    match arguments.format {
        Format::Text => {
            let lines: Vec<String> = free.iter().map(|vlan| format!("{vlan}\n")).collect();
            output.print(&lines.concat())?;
        }
        Format::Json => {
            output.print_data(&to_json(&Document { version: JSON_VERSION, band: arguments.band, free })?)?;
        }
    }
    Ok(Exit::Clean)
}
