//! `deevnet report`: everything about a substrate on one page for a browser.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use deevnet_proxmox::plan::Scope;
use deevnet_registry::FileBatch;
use deevnet_report::{Comparison, QuotedFinding, Report};

use crate::exit::Exit;
use crate::failure::Failure;
use crate::input::require_regular;
use crate::inventory::{Examined, Examiner, Origin, ReadingArguments};
use crate::nodes::{self, NodeArguments};
use crate::output::Output;
use crate::page::{self, count};
use crate::planning::{plan_within, tell_gaps};
use crate::printable::printable;
use crate::report::quoted;
use crate::survey;

/// What stands for standard output on the command line.
const STANDARD_OUTPUT: &str = "-";
/// The page where no other is named, and its name in the directory of an inventory.
const USUAL_NAME: &str = "report.html";
const HIDDEN_NAME: &str = ".deevnet-report.html";
/// What a note says of a hidden page.
const WHY_HIDDEN: &str = ", which is hidden: other files in this directory are read as inventory";

const EXAMPLES: &str = "\
Examples:
  deevnet report inventories/home            report.html in this directory
  deevnet report                             of the substrate in this directory
  deevnet report home --survey survey.json   with what a plan would change
  deevnet report home --observe              the same, asking the nodes now
  deevnet report --out - | gzip > ../report.html.gz

The page is one file that fetches nothing: map, VLAN plan, policy, hosts,
findings, capacity and drift. The same substrate gives the same bytes.

Every file in an inventory's directory is read as a part of it, except hidden
ones. Written there without --out, the page is `.deevnet-report.html`; --out
with a name that is not hidden is refused there.

Exit codes: 0 when the page was written, 2 when the check has errors, which are
on the page too, 1 when there is no page.";

/// Write a page about a substrate: map, VLANs, policy, hosts, findings, capacity, drift.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct ReportArguments {
    /// A substrate's directory, a host file, or `-`. Default: the current directory.
    path: Option<PathBuf>,

    /// Write the page to this file; `-` is standard output. Default: `report.html`, hidden inside the inventory.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,

    /// Compare with this survey, which `deevnet observe --out` wrote.
    #[arg(long, value_name = "FILE", conflicts_with = "observe")]
    survey: Option<PathBuf>,

    /// Compare with what the nodes hold now.
    #[arg(long)]
    observe: bool,

    #[command(flatten)]
    nodes: NodeArguments,

    #[command(flatten)]
    reading: ReadingArguments,
}

/// Where the page goes.
enum Destination {
    StandardOutput,
    File(PathBuf),
    /// A file that is not visible, because it lies in the inventory.
    Hidden(PathBuf),
}

impl ReportArguments {
    /// Where the page goes: never where it would be read as a part of the inventory that it is about.
    fn destination(&self, origin: &Origin) -> Result<Destination, Failure> {
        let Origin::Inventory(inventory) = origin else { return Ok(self.anywhere()) };
        match &self.out {
            Some(out) if inventory.is_dir() && would_be_read(out, inventory) => {
                Err(Failure::PageInInventory { path: out.clone() })
            }
            None if would_be_read(Path::new(USUAL_NAME), folder(inventory)) => {
                Ok(Destination::Hidden(HIDDEN_NAME.into()))
            }
            _ => Ok(self.anywhere()),
        }
    }

    /// Where the page goes if any place will do.
    fn anywhere(&self) -> Destination {
        match &self.out {
            Some(out) if out == Path::new(STANDARD_OUTPUT) => Destination::StandardOutput,
            Some(out) => Destination::File(out.clone()),
            None => Destination::File(USUAL_NAME.into()),
        }
    }
}

/// Whether a file would lie in a directory that is read as an inventory, file by file; hidden ones are left alone.
fn would_be_read(file: &Path, inventory: &Path) -> bool {
    let is_visible = file.file_name().is_some_and(|name| !name.to_string_lossy().starts_with('.'));
    let real = |folder: &Path| fs::canonicalize(folder).ok();
    is_visible && file != Path::new(STANDARD_OUTPUT) && real(inventory).is_some_and(|it| real(parent(file)) == Some(it))
}

/// The directory of an inventory that is named by itself or by its host file.
fn folder(inventory: &Path) -> &Path {
    if inventory.is_dir() { inventory } else { parent(inventory) }
}

/// The directory that a file lies in.
fn parent(file: &Path) -> &Path {
    file.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Writes the page.
pub(crate) fn run(arguments: &ReportArguments, output: &mut Output) -> Result<Exit, Failure> {
    let origin = Origin::one(arguments.path.as_deref())?;
    let destination = arguments.destination(&origin)?;
    let examined = Examiner::new(&arguments.reading, false)?.examine(&origin)?;
    let page = page(arguments, &examined, output)?;
    match destination {
        Destination::StandardOutput => output.print_data(&page)?,
        Destination::File(path) => write(&path, &page, "", output)?,
        Destination::Hidden(path) => write(&path, &page, WHY_HIDDEN, output)?,
    }
    match examined.errors() {
        0 => Ok(Exit::Clean),
        errors => {
            let found = format!("the check found {}; the page names what is wrong", count(errors, "error"));
            output.note(&format!("{}: {found}\n", page::error("error")))?;
            Ok(Exit::Findings)
        }
    }
}

fn page(arguments: &ReportArguments, examined: &Examined, output: &mut Output) -> Result<String, Failure> {
    let substrate = &examined.checked.substrate;
    let survey = match (&arguments.survey, arguments.observe) {
        (Some(file), _) => Some(survey::read(file)?),
        (None, true) => Some(survey::ask(&nodes::clients(examined, &arguments.nodes, output)?, substrate)?),
        (None, false) => None,
    };
    if let Some(survey) = &survey {
        tell_gaps(survey, output)?;
    }
    let plan = survey.as_ref().map(|survey| plan_within(&Scope::default(), examined, survey));
    let comparison = survey.as_ref().zip(plan.as_ref()).map(|(survey, plan)| Comparison { survey, plan });
    let findings = quoted(&examined.checked.findings).map(|(finding, quote)| QuotedFinding { finding, quote });
    let report = Report { substrate, sources: &examined.sources, findings: findings.collect(), comparison };
    Ok(report.html()?)
}

/// Writes the file, whole or not at all; one that already holds the page is left alone.
fn write(path: &Path, page: &str, why: &str, output: &mut Output) -> Result<(), Failure> {
    require_regular(path)?;
    let name = path.display().to_string();
    if fs::read(path).is_ok_and(|old| old == page.as_bytes()) {
        return output.note(&format!("`{}` is up to date.\n", printable(&name)));
    }
    let mut batch = FileBatch::default();
    batch.overwrite(path, page);
    batch.write()?;
    output.note(&format!("Wrote `{}`{why}.\n", printable(&name)))
}
