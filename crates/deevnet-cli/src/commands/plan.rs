//! `deevnet plan`: what would change on the nodes.

pub(crate) mod text;

use std::path::{Path, PathBuf};

use clap::Args;
use deevnet_proxmox::plan::Plan;
use deevnet_registry::FileBatch;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::format::Format;
use crate::output::Output;
use crate::page;
use crate::planning::PlanningArguments;
use crate::printable::{printable, printable_json};

const EXAMPLES: &str = "\
Examples:
  deevnet plan                               what would change on the nodes of this inventory
  deevnet plan inventories/home --target dns-vm01
                                             for one machine
  deevnet plan --survey survey.json          without asking the nodes
  deevnet plan --out plan.json               keep it for `deevnet apply plan.json`
  deevnet plan --adopt dns-vm01              take over a machine that was made by hand

Machines that are declared (`mgmt_vm`, and tenants' workloads) are cloned,
configured, grown and started; owned ones that nothing declares any more are
removed. A machine is owned where its description names it and its own VMID,
and it has the tag of the substrate. Nothing is planned for any other, no disk
is made smaller, and no machine is made anew to change it. A workload's machine
has the name <workload>-<tenant>.

A line begins with + where something is made, ~ where it is changed, - where it
is removed, = where it stays as it is, and ! where something is wrong, so that
what it is about is left alone.

Exit codes: 0 when there is nothing to do, 2 when something would change, stays
different or is wrong, 1 when no plan could be made.";

/// Show what would change on the nodes.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct PlanArguments {
    #[command(flatten)]
    planning: PlanningArguments,

    /// Plan from this survey, which `deevnet observe --out` wrote, instead of asking the nodes.
    #[arg(long, value_name = "FILE")]
    survey: Option<PathBuf>,

    /// Also write the plan to this file, for `deevnet apply`.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,

    /// How to print it; JSON is the plan itself, as `deevnet schema plan` describes it.
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
}

/// Makes a plan and shows it.
pub(crate) fn run(arguments: &PlanArguments, output: &mut Output) -> Result<Exit, Failure> {
    let examined = arguments.planning.examine(output)?;
    let survey = arguments.planning.survey(&examined, arguments.survey.as_ref(), output)?;
    let plan = arguments.planning.plan(&examined, &survey);
    let json = printable_json(plan.to_json()?);
    match arguments.format {
        Format::Text => output.print(&text::shown(&plan))?,
        Format::Json => output.print_data(&json)?,
    }
    if let Err(error) = plan.gate() {
        output.note(&format!("{}: {error}\n{}: {}\n", page::warning("warning"), page::hint("hint"), error.hint()))?;
    }
    if plan.summary().destroy > 0 {
        output.note(&format!("{}: only `deevnet apply --allow-destroy` destroys\n", page::hint("hint")))?;
    }
    if let Some(file) = &arguments.out {
        write(file, &json, output)?;
    }
    Ok(exit(&plan))
}

/// How a verb ends that only shows a plan.
fn exit(plan: &Plan) -> Exit {
    if plan.is_settled() { Exit::Clean } else { Exit::Findings }
}

fn write(file: &Path, json: &str, output: &mut Output) -> Result<(), Failure> {
    let mut batch = FileBatch::default();
    batch.overwrite(file, json);
    batch.write()?;
    output.note(&format!("Wrote `{}`.\n", printable(&file.display().to_string())))
}
