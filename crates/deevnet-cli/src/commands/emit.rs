//! `deevnet emit`: what routers, switches, DHCP and DNS servers need.

mod change;
mod details;
mod document;
mod failure;
mod files;
mod folder;
mod losses;
mod manifest;
mod outcome;
mod wanted;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;
use deevnet_core::emit::{LeftOut, Published, Target, emit, emit_all};
use deevnet_registry::FolderLock;

pub(crate) use self::failure::FolderFailure;

use self::change::Changes;
use self::details::DetailArguments;
use self::folder::Folder;
use self::losses::Losses;
use self::outcome::Outcome;
use self::wanted::Wanted;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::format::Format;
use crate::inventory::{Examined, Examiner, Origin, ReadingArguments};
use crate::output::Output;

/// How long another process may take to write into the same folder.
const PATIENCE: Duration = Duration::from_secs(10);

const EXAMPLES: &str = "\
Examples:
  deevnet emit dhcp-reservations
  deevnet emit kea-dhcp4 inventories/home --out /etc/kea/kea-dhcp4.conf
  deevnet emit bind-reverse --out zones/     one file a zone
  deevnet emit switch-cli --dialect cisco --out switches/
  deevnet emit dns-records --format json     with what is left out
  deevnet emit all --out site/               every target, a folder each
  deevnet emit all --out site/ --check       whether they are up to date

With `all`, a target that the declaration has no facts for is named on standard
error. The folder's manifest, .deevnet-emit.json, tells which files are ours:
one that is not emitted any more is removed; one that was edited, or that
something else wrote, is never touched, and nothing is written then.

What an error of the check touches is left out and named on standard error;
--force emits it where that is possible at all.

Exit codes: 0 when everything was emitted that the target has a place for, 2
when something else was left out, even all of it, or, without --force, the check
has errors, 1 when nothing is declared that the target is made of. With --check,
2 when a file is not as it would be written and 0 when all are: what is left out
of them is told, and no fault.";

/// Write a list or a configuration for a router, a switch, a DHCP or a DNS server.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct EmitArguments {
    /// What to write.
    #[arg(value_name = "TARGET", value_parser = wanted::parser())]
    wanted: Wanted,

    /// A substrate's directory, a host file, or `-`. Default: the current directory.
    path: Option<PathBuf>,

    /// Write to this file, or under the usual names into this directory, instead of standard output.
    #[arg(long, value_name = "PATH")]
    out: Option<PathBuf>,

    /// Write nothing, list what would change, and exit with 2 if anything would, and only then.
    #[arg(long, requires = "out")]
    check: bool,

    /// Show what changes inside the files.
    #[arg(long, requires = "out", conflicts_with = "format")]
    diff: bool,

    /// Emit what errors touch too, where it is possible at all.
    #[arg(long)]
    force: bool,

    /// How to print it: as it is, or inside a JSON document; with --out, what becomes of the files.
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,

    #[command(flatten)]
    details: DetailArguments,

    #[command(flatten)]
    reading: ReadingArguments,
}

/// Emits one target, or all.
pub(crate) fn run(arguments: &EmitArguments, output: &mut Output) -> Result<Exit, Failure> {
    let examined = Examiner::new(&arguments.reading, false)?.examine(&Origin::one(arguments.path.as_deref())?)?;
    let checked = &examined.checked;
    let published = if arguments.force { Published::forced(checked) } else { Published::new(checked) };
    match (arguments.wanted, &arguments.out) {
        (Wanted::All, None) => Err(FolderFailure::NoFolder.into()),
        (Wanted::All, Some(folder)) => arguments.fill(folder, &published, &examined, output),
        (Wanted::One(target), out) => arguments.write(target, out.as_deref(), &published, &examined, output),
    }
}

impl EmitArguments {
    /// Prints one target, or writes it into its files.
    fn write(
        &self,
        target: Target,
        out: Option<&Path>,
        published: &Published,
        examined: &Examined,
        output: &mut Output,
    ) -> Result<Exit, Failure> {
        let emission = emit(target, published, &self.details.options(Some(target))?)?;
        let losses = self.losses(emission.left_out.iter().collect(), examined);
        match (out, self.format) {
            (Some(path), _) => {
                let changes = files::changes(&emission.files, path)?;
                if !self.check {
                    files::make_folder(path)?;
                    changes.batch().write()?;
                }
                return self.outcome(&changes, published, &losses).tell(output);
            }
            (None, Format::Json) => output.print_data(&document::document(target, &emission, published)?)?,
            (None, Format::Text) if emission.files.is_empty() => output.note("There is no file to print.\n")?,
            (None, Format::Text) => output.print_data(&files::only(&emission.files)?.content)?,
        }
        losses.tell(output)
    }

    /// Writes every target into a folder.
    fn fill(
        &self,
        root: &Path,
        published: &Published,
        examined: &Examined,
        output: &mut Output,
    ) -> Result<Exit, Failure> {
        let everything = emit_all(published, &self.details.options(None)?)?;
        let substrate = published.substrate.as_ref().map(deevnet_core::name::DnsLabel::as_str);
        let losses = Losses {
            everything: Some(&everything),
            ..self.losses(everything.left_out().into_iter().collect(), examined)
        };
        let changes = if self.check {
            Folder::open(root)?.changes(substrate, &everything)?
        } else {
            fs::create_dir_all(root).map_err(|source| Failure::Unwritable { path: root.to_owned(), source })?;
            let lock = FolderLock::acquire(root, "deevnet emit all", PATIENCE)?;
            let changes = Folder::open(root)?.changes(substrate, &everything)?;
            if !changes.conflicts.is_empty() {
                return Err(FolderFailure::Conflicts(changes.conflicts).into());
            }
            changes.batch().commit(&lock)?;
            folder::tidy(&changes);
            changes
        };
        self.outcome(&changes, published, &losses).tell(output)
    }

    fn losses<'a>(&self, left_out: Vec<&'a LeftOut>, examined: &'a Examined) -> Losses<'a> {
        Losses {
            left_out,
            everything: None,
            findings: &examined.checked.findings,
            force: self.force,
            only_told: self.check,
        }
    }

    fn outcome<'a>(&self, changes: &'a Changes, published: &Published, losses: &'a Losses<'a>) -> Outcome<'a> {
        Outcome {
            changes,
            losses,
            unattributed_errors: published.unattributed_errors,
            only_check: self.check,
            diff: self.diff,
            format: self.format,
        }
    }
}
