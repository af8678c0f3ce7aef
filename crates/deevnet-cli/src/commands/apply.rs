//! `deevnet apply`: make the nodes what is declared.

mod confirm;
mod document;
mod interrupt;
mod progress;
mod source;
mod text;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use deevnet_proxmox::apply::{ApplyOptions, Report, apply};
use deevnet_proxmox::client::Client;
use deevnet_proxmox::plan::{Operation, Plan, SdnVerb};

use self::document::Document;
use self::progress::Progress;
use self::source::Source;
use super::plan::text::shown;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::format::{Format, to_json};
use crate::inventory::Examined;
use crate::nodes;
use crate::output::Output;
use crate::page::{self, count};
use crate::planning::{PlanningArguments, plan_within, tell_gaps};
use crate::survey;

const EXAMPLES: &str = "\
Examples:
  deevnet apply                              plan for this inventory, show it, ask, and do it
  deevnet apply inventories/home --yes       without asking
  deevnet apply --target dns-vm01            one machine
  deevnet apply plan.json                    what `deevnet plan --out plan.json` wrote
  deevnet apply --allow-destroy              remove machines that nothing declares any more

A saved plan belongs to the inventory in this directory, or to the one that
--inventory names, and is refused where the nodes or the declaration have
changed since.

What a machine will boot with is read back after its last change and compared
with everything that was set; a machine that differs is not started. A step
that fails stops those that stand on it, and no other: run it again to finish.
Ctrl-C lets the running steps end and begins no others; a second one ends at
once, which the next run puts right.

Exit codes: 0 when all is done and nothing differs any more, 2 when what was
allowed is done and differences remain (or would be ended, with --dry-run), 1
when something failed, was refused or was not begun.";

/// Make the nodes what is declared.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub(crate) struct ApplyArguments {
    #[command(flatten)]
    planning: PlanningArguments,

    /// The inventory that a saved plan belongs to. Default: the current directory.
    #[arg(long, value_name = "PATH")]
    inventory: Option<PathBuf>,

    /// Do it without asking; needed where nobody can be asked.
    #[arg(long, short)]
    yes: bool,

    /// Show the plan and do nothing.
    #[arg(long)]
    dry_run: bool,

    /// Remove what the plan removes: machines with their disks, and parts of tenants' networks.
    #[arg(long)]
    allow_destroy: bool,

    /// Apply a plan that changes or removes more than 30 % of the owned machines, where there are 10 or more.
    #[arg(long)]
    force: bool,

    /// How to print the result; JSON is without the plan, as `deevnet schema apply` describes it.
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
}

/// Plans, asks and applies.
pub(crate) fn run(arguments: &ApplyArguments, output: &mut Output) -> Result<Exit, Failure> {
    let source = Source::of(arguments.planning.path.as_deref())?;
    let mut planning = arguments.planning.clone();
    if matches!(source, Source::Saved(_)) {
        if planning.is_limited() {
            return Err(Failure::LimitedPlan);
        }
        planning.path.clone_from(&arguments.inventory);
    }
    let examined = planning.examine(output).map_err(|failure| source.explained(failure))?;
    let clients = nodes::clients(&examined, &planning.nodes, output)?;
    let survey = survey::ask(&clients, &examined.checked.substrate)?;
    tell_gaps(&survey, output)?;
    let plan = match source {
        Source::Inventory => planning.plan(&examined, &survey),
        Source::Saved(plan) => {
            plan.check_survey(&survey)?;
            plan.check_remade(&plan_within(&plan.scope, &examined, &survey))?;
            plan
        }
    };
    if arguments.format == Format::Text {
        output.print(&shown(&plan))?;
    }
    if arguments.dry_run || plan.is_empty() {
        return finish(arguments, None, &plan, output);
    }
    if !arguments.force {
        plan.gate()?;
    }
    tell_destroyed(arguments, &plan, output)?;
    if !arguments.yes && !confirm::confirmed(output)? {
        output.note("Nothing was done.\n")?;
        return Ok(Exit::Findings);
    }
    let report = carry_out(arguments, &plan, &clients)?;
    let left = if report.is_complete() { look_again(&planning, &examined, &clients)? } else { plan };
    finish(arguments, Some(&report), &left, output)
}

/// Says how much would be removed and is not.
fn tell_destroyed(arguments: &ApplyArguments, plan: &Plan, output: &mut Output) -> Result<(), Failure> {
    let removes = |operation: &Operation| match operation {
        Operation::Destroy(_) => true,
        Operation::Sdn(order) => order.verb == SdnVerb::Delete,
        _ => false,
    };
    let destroyed = plan.actions.iter().filter(|action| removes(&action.operation)).count();
    if destroyed == 0 || arguments.allow_destroy {
        return Ok(());
    }
    let told = format!("{} would remove something and will not be done", count(destroyed, "action"));
    output.note(&format!(
        "{}: {told}\n{}: allow it with --allow-destroy\n",
        page::warning("warning"),
        page::hint("hint")
    ))
}

fn carry_out(arguments: &ApplyArguments, plan: &Plan, clients: &BTreeMap<Arc<str>, Client>) -> Result<Report, Failure> {
    let options =
        ApplyOptions { allow_destroy: arguments.allow_destroy, force: arguments.force, ..ApplyOptions::default() };
    let progress = Progress::new(plan.actions.len());
    let work = apply(plan, clients, options.clone(), &progress);
    let report = survey::executor()?.block_on(interrupt::or_cancel(work, &options.cancellation, &progress));
    progress.clear();
    report
}

/// What is left to do on the nodes as they are now.
fn look_again(
    planning: &PlanningArguments,
    examined: &Examined,
    clients: &BTreeMap<Arc<str>, Client>,
) -> Result<Plan, Failure> {
    let look = survey::asked(clients, &examined.checked.substrate);
    Ok(planning.plan(examined, &survey::executor()?.block_on(interrupt::or_end(look))?))
}

fn finish(
    arguments: &ApplyArguments,
    report: Option<&Report>,
    left: &Plan,
    output: &mut Output,
) -> Result<Exit, Failure> {
    match (arguments.format, report) {
        (Format::Text, Some(report)) => output.print(&text::summary(report, left))?,
        // The plan was shown, and nothing else is to be told.
        (Format::Text, None) => {}
        (Format::Json, report) => output.print_data(&to_json(&Document::new(report, left))?)?,
    }
    let is_settled = left.is_empty() && left.blocked.is_empty() && left.faults.is_empty();
    Ok(match report {
        Some(report) if !report.is_complete() => Exit::Failed,
        _ if is_settled => Exit::Clean,
        _ => Exit::Findings,
    })
}
