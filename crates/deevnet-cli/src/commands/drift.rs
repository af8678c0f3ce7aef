//! `deevnet drift`: where the nodes differ from the declaration.

use std::fmt::Write;
use std::path::PathBuf;

use clap::Args;
use deevnet_proxmox::notation::OwnershipMark;
use deevnet_proxmox::plan::{Drift, Fault, FieldClass, Plan};
use deevnet_proxmox::survey::Survey;
use serde::Serialize;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::format::{Format, JSON_VERSION, to_json};
use crate::output::Output;
use crate::page::{self, count};
use crate::planning::PlanningArguments;
use crate::printable::printable;

const EXAMPLES: &str = "\
Examples:
  deevnet drift                              where the nodes of this inventory differ
  deevnet drift --cosmetic                   tags, descriptions and the order of start too
  deevnet drift --survey survey.json --format json

Differences of identity come first: a MAC address, VLAN, VMID, name or address,
a machine that is missing or that nothing declares any more. Then what a machine
can do: processors, memory, disks, whether it runs. How it is only described is
left out unless it is asked for.

Exit codes: 0 without drift of identity, 2 with it, or where something is wrong,
1 when it could not be found out.";

/// Show where the nodes differ from the declaration.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct DriftArguments {
    #[command(flatten)]
    planning: PlanningArguments,

    /// Look into this survey, which `deevnet observe --out` wrote, instead of asking the nodes.
    #[arg(long, value_name = "FILE")]
    survey: Option<PathBuf>,

    /// Show how machines are described too: tags, descriptions and the order of start.
    #[arg(long)]
    cosmetic: bool,

    /// How to print it.
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
}

/// What is printed as JSON.
#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    substrate: &'a str,
    drift: &'a [Drift],
    faults: &'a [Fault],
    waiting: &'a [Waiting],
}

/// A machine of the substrate that runs with other values than it will start with next.
#[derive(Serialize)]
struct Waiting {
    host: String,
    vmid: u32,
    name: String,
    options: Vec<String>,
}

impl Waiting {
    /// The machines of a substrate for which values wait.
    fn all(survey: &Survey, substrate: &str) -> Vec<Self> {
        let mut waiting = Vec::new();
        for (host, node) in &survey.nodes {
            for (&vmid, guest) in node.guests.iter().filter(|(_, guest)| !guest.pending.is_empty()) {
                let mark = guest.config.get("description").and_then(|description| OwnershipMark::find(description));
                if mark.is_some_and(|mark| mark.substrate() == substrate && mark.vmid() == vmid) {
                    let options = guest.pending.iter().map(|row| row.key.clone()).collect();
                    let name = guest.name.clone().unwrap_or_default();
                    waiting.push(Self { host: host.to_string(), vmid, name, options });
                }
            }
        }
        waiting
    }
}

/// Compares and shows what differs.
pub(crate) fn run(arguments: &DriftArguments, output: &mut Output) -> Result<Exit, Failure> {
    let examined = arguments.planning.examine(output)?;
    let survey = arguments.planning.survey(&examined, arguments.survey.as_ref(), output)?;
    let plan = arguments.planning.plan(&examined, &survey);
    let mut drift = plan.drift();
    drift.retain(|one| arguments.cosmetic || one.class != FieldClass::Cosmetic);
    let waiting = Waiting::all(&survey, &plan.substrate);
    match arguments.format {
        Format::Text => output.print(&text(&plan, &drift, &waiting))?,
        Format::Json => {
            let (substrate, faults) = (&*plan.substrate, plan.faults.as_slice());
            let (drift, waiting) = (drift.as_slice(), waiting.as_slice());
            output.print_data(&to_json(&Document { version: JSON_VERSION, substrate, drift, faults, waiting })?)?;
        }
    }
    let is_drifted = plan.has_identity_drift() || !plan.faults.is_empty();
    Ok(if is_drifted { Exit::Findings } else { Exit::Clean })
}

fn text(plan: &Plan, drift: &[Drift], waiting: &[Waiting]) -> String {
    let mut text = String::new();
    for one in drift {
        let told = one.to_string();
        let line = match one.class {
            FieldClass::Identity => format!("{}: {}", page::error("identity"), printable(&told)),
            FieldClass::Resource => format!("{}: {}", page::warning("resource"), printable(&told)),
            FieldClass::Cosmetic => format!("{}: {}", page::strong("cosmetic"), printable(&told)),
        };
        let _ = writeln!(text, "{line}");
    }
    for fault in &plan.faults {
        let _ = writeln!(text, "{}: {}", page::error("fault"), printable(&fault.message));
        let _ = writeln!(text, "  {}: {}", page::hint("hint"), printable(&fault.hint));
    }
    for one in waiting {
        let told = format!("{}: {} (VM {}) has not taken {} yet", one.host, one.name, one.vmid, one.options.join(", "));
        let _ = writeln!(text, "{}: {}", page::strong("waiting"), printable(&told));
        let _ = writeln!(
            text,
            "  {}: it does at its next start; `deevnet apply --reboot` stops and starts it",
            page::hint("hint")
        );
    }
    let of = |class: FieldClass| drift.iter().filter(|one| one.class == class).count();
    let identity = of(FieldClass::Identity);
    if drift.is_empty() && plan.faults.is_empty() {
        let _ = writeln!(text, "No drift: {} as declared.", count(plan.unchanged, "machine"));
    } else {
        let (all, faults) = (count(drift.len(), "difference"), count(plan.faults.len(), "fault"));
        let _ = writeln!(text, "{all}, {identity} of identity; {faults}.");
    }
    text
}
