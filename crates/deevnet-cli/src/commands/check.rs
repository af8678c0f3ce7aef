//! `deevnet check`: every fault of an inventory.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use deevnet_core::{Finding, Severity};

use crate::exit::Exit;
use crate::failure::Failure;
use crate::fix::{Plan, withdraw_impossible};
use crate::format::ReportFormat;
use crate::inventory::{Examiner, Origin, ReadingArguments};
use crate::output::Output;
use crate::page::count;
use crate::report::{Base, Report};
use crate::selection::Selection;

const EXAMPLES: &str = "\
Examples:
  deevnet check                              the inventory in this directory
  deevnet check inventories/home inventories/mobile
                                             two substrates, and both together
  ansible-inventory -i hosts --list | deevnet check -
  deevnet check --select DV1,DV2             only MAC and address rules
  deevnet check --severity error             show errors only
  deevnet check --diff                       show what --fix would rewrite
  deevnet check --format sarif > deevnet.sarif

Severities and accepted findings of a substrate are set in its deevnet.toml, or
.deevnet.toml where Ansible reads the whole directory; `deevnet rule CODE` shows
how.

Exit codes: 0 without errors, 2 with errors (or, with --diff, with changes
pending), 1 when the inventory could not be checked.";

/// Check an inventory and report every fault with its file and line.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct CheckArguments {
    /// Substrate directories, host files, or the output of `ansible-inventory --list` in a .json file or, as `-`, on
    /// standard input. Several are substrates of their own: each is checked by itself, and all together for what they
    /// must not share, such as MAC addresses. Default: the current directory.
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// How to print the report.
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: ReportFormat,

    /// Rewrite what can be rewritten safely, such as MAC addresses that are not canonical.
    #[arg(long)]
    fix: bool,

    /// Show what --fix rewrites as a diff; alone, nothing is written.
    #[arg(long)]
    diff: bool,

    /// Show findings of this severity and above.
    #[arg(long, value_name = "LEVEL", default_value = "note", value_parser = severities())]
    severity: Severity,

    /// Report only these rules: codes, code prefixes such as DV1, or names. What could not be read is always
    /// reported.
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    select: Vec<String>,

    /// Do not report these rules; what could not be read is reported all the same.
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    ignore: Vec<String>,

    #[command(flatten)]
    reading: ReadingArguments,
}

fn severities() -> impl TypedValueParser<Value = Severity> {
    let names = [Severity::Error, Severity::Warning, Severity::Note].map(Severity::name);
    PossibleValuesParser::new(names).try_map(|name| name.parse::<Severity>())
}

/// Checks every inventory and prints one report.
pub(crate) fn run(arguments: &CheckArguments, output: &mut Output) -> Result<Exit, Failure> {
    let started = Instant::now();
    let check = Check::new(arguments)?;
    let mut found = check.examine()?;
    let mut fixed = 0;
    if arguments.fix || arguments.diff {
        let plan = Plan::of(&found.findings);
        if !arguments.fix {
            return preview(&plan, &found, output);
        }
        if arguments.diff {
            show_diff(&plan, arguments.format, output)?;
        }
        if !plan.is_empty() {
            plan.write()?;
            fixed = plan.fixes();
            found = check.examine()?;
        }
    }
    let report = Report::new(found.findings, found.hosts, arguments.severity).with_fixed(fixed);
    print(&report, arguments.format, started.elapsed(), output)?;
    Ok(if report.has_errors() { Exit::Findings } else { Exit::Clean })
}

/// What to examine, by which arguments.
struct Check {
    origins: Vec<Origin>,
    examiner: Examiner,
    selection: Selection,
}

/// What was found in all inventories together.
struct Found {
    findings: Vec<Finding>,
    hosts: usize,
}

impl Check {
    fn new(arguments: &CheckArguments) -> Result<Self, Failure> {
        let selection = Selection::parse(&arguments.select, &arguments.ignore)?;
        let origins = Origin::all(&arguments.paths)?;
        let examiner = Examiner::new(&arguments.reading, origins.len() > 1)?;
        Ok(Self { origins, examiner, selection })
    }

    fn examine(&self) -> Result<Found, Failure> {
        let mut found = Found { findings: Vec::new(), hosts: 0 };
        for mut examined in self.examiner.examine_together(&self.origins)? {
            found.findings.append(&mut examined.checked.findings);
            found.hosts += examined.hosts;
        }
        found.findings = self.selection.filter(found.findings);
        found.findings.sort();
        withdraw_impossible(&mut found.findings);
        Ok(found)
    }
}

/// Shows what `--fix` would rewrite, and nothing else.
fn preview(plan: &Plan, found: &Found, output: &mut Output) -> Result<Exit, Failure> {
    output.print_data(&plan.diff())?;
    output.note(&if plan.is_empty() {
        "Nothing to fix.\n".to_owned()
    } else {
        format!("Would fix {} in {}.\n", count(plan.fixes(), "finding"), count(plan.files(), "file"))
    })?;
    let pending = !plan.is_empty() || found.findings.iter().any(Finding::is_error);
    Ok(if pending { Exit::Findings } else { Exit::Clean })
}

/// Shows what is being rewritten: with the report, or beside it where a program reads that.
fn show_diff(plan: &Plan, format: ReportFormat, output: &mut Output) -> Result<(), Failure> {
    match format {
        ReportFormat::Text => output.print_data(&plan.diff()),
        ReportFormat::Json | ReportFormat::Sarif | ReportFormat::Github => output.note(&plan.diff()),
    }
}

fn print(report: &Report, format: ReportFormat, elapsed: Duration, output: &mut Output) -> Result<(), Failure> {
    match format {
        ReportFormat::Text => output.print(&report.text(elapsed)),
        ReportFormat::Json | ReportFormat::Sarif | ReportFormat::Github => {
            output.print_data(&report.data(format, &Base::current())?)
        }
    }
}
