//! `deevnet emit`: what routers, switches, DHCP and DNS servers need.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use deevnet_core::emit::{
    Emission, EmitOptions, EmittedFile, InterfaceName, LeftOut, Published, SwitchDialect, Target, emit,
};
use deevnet_core::name::DomainName;
use deevnet_core::{Finding, Severity};
use deevnet_registry::FileBatch;
use serde::Serialize;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::format::{Format, JSON_VERSION, to_json};
use crate::inventory::{Examiner, Origin, ReadingArguments};
use crate::output::Output;
use crate::page::{self, count};
use crate::printable::printable;

const EXAMPLES: &str = "\
Examples:
  deevnet emit dhcp-reservations
  deevnet emit kea-dhcp4 inventories/home --out /etc/kea/kea-dhcp4.conf
  deevnet emit bind-reverse --out zones/     one file a zone
  deevnet emit switch-cli --dialect cisco --out switches/
  deevnet emit dns-records --format json     with what is left out

What an error of the check touches is left out and named on standard error;
--force emits it where that is possible at all.

Exit codes: 0 when everything was emitted that the target has a place for, 2
when something else was left out or, without --force, the check has errors, 1
when nothing could be emitted.";

/// Write a list or a configuration for a router, a switch, a DHCP or a DNS server.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct EmitArguments {
    /// What to write.
    #[arg(value_parser = targets())]
    target: Target,

    /// A substrate's directory, a host file, or `-`. Default: the current directory.
    path: Option<PathBuf>,

    /// Write to this file, or under the usual names into this directory, instead of standard output.
    #[arg(long, value_name = "PATH")]
    out: Option<PathBuf>,

    /// Emit what errors touch too, where it is possible at all.
    #[arg(long)]
    force: bool,

    /// How to print it: as it is, or inside a JSON document.
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT", conflicts_with = "out")]
    format: Format,

    #[command(flatten)]
    details: DetailArguments,

    #[command(flatten)]
    reading: ReadingArguments,
}

/// What the declaration does not say.
#[derive(Debug, Args)]
struct DetailArguments {
    /// Begin descriptions with this text.
    #[arg(long, value_name = "TEXT")]
    description_prefix: Option<String>,

    /// Serve DHCP on this interface only (dnsmasq, kea-dhcp4), or put VLANs on it (vyos).
    #[arg(long, value_name = "NAME")]
    interface: Option<InterfaceName>,

    /// The name server of the zones. Default: the host that publishes the service `dns`.
    #[arg(long, value_name = "NAME")]
    name_server: Option<DomainName>,

    /// The serial of the zones.
    #[arg(long, value_name = "NUMBER", default_value_t = EmitOptions::DEFAULT_SERIAL)]
    serial: u32,

    /// The command language of the switches (switch-cli).
    #[arg(long, value_name = "DIALECT", default_value_t, value_parser = dialects())]
    dialect: SwitchDialect,

    /// Judge packets to the router itself as well (nftables): without rules for it, it will not answer.
    #[arg(long)]
    guard_router: bool,
}

fn dialects() -> impl TypedValueParser<Value = SwitchDialect> {
    let value = |dialect: &SwitchDialect| PossibleValue::new(dialect.name());
    PossibleValuesParser::new(SwitchDialect::ALL.iter().map(value)).try_map(|name| name.parse::<SwitchDialect>())
}

fn targets() -> impl TypedValueParser<Value = Target> {
    let value = |target: &Target| PossibleValue::new(target.name()).help(target.description());
    PossibleValuesParser::new(Target::ALL.iter().map(value)).try_map(|name| name.parse::<Target>())
}

impl DetailArguments {
    fn options(&self) -> EmitOptions {
        let mut options = EmitOptions::default();
        options.description_prefix.clone_from(&self.description_prefix);
        options.interface.clone_from(&self.interface);
        options.name_server.clone_from(&self.name_server);
        options.serial = self.serial;
        options.dialect = self.dialect;
        options.guard_router = self.guard_router;
        options
    }
}

/// Emits one target.
pub(crate) fn run(arguments: &EmitArguments, output: &mut Output) -> Result<Exit, Failure> {
    let examined = Examiner::new(&arguments.reading, false)?.examine(&Origin::one(arguments.path.as_deref())?)?;
    let checked = &examined.checked;
    let published = if arguments.force { Published::forced(checked) } else { Published::new(checked) };
    let emission = emit(arguments.target, &published, &arguments.details.options())?;
    match (&arguments.out, arguments.format) {
        (Some(path), _) => write(&emission.files, path, output)?,
        (None, Format::Json) => output.print_data(&document(arguments.target, &emission, &published)?)?,
        (None, Format::Text) => output.print_data(&only(&emission.files)?.content)?,
    }
    output.note(&left_out(&emission, &checked.findings))?;
    conclude(&emission, examined.errors(), arguments.force, output)
}

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    target: Target,
    files: Vec<DocumentFile<'a>>,
    left_out: &'a [LeftOut],
    unattributed_errors: usize,
}

#[derive(Serialize)]
struct DocumentFile<'a> {
    name: &'a str,
    content: &'a str,
}

fn document(target: Target, emission: &Emission, published: &Published) -> Result<String, serde_json::Error> {
    let files = emission.files.iter().map(|file| DocumentFile { name: &file.name, content: &file.content }).collect();
    let unattributed_errors = published.unattributed_errors;
    to_json(&Document { version: JSON_VERSION, target, files, left_out: &emission.left_out, unattributed_errors })
}

/// The one file of an emission, for an output that has room for one.
fn only(files: &[EmittedFile]) -> Result<&EmittedFile, Failure> {
    match files {
        [file] => Ok(file),
        _ => Err(Failure::SeveralFiles { files: files.iter().map(|file| file.name.clone()).collect() }),
    }
}

/// Writes every file, each whole or not at all; a file that already holds its content is left alone.
fn write(files: &[EmittedFile], path: &Path, output: &mut Output) -> Result<(), Failure> {
    let named: Vec<(PathBuf, &EmittedFile)> = if path.is_dir() || ends_in_separator(path) {
        fs::create_dir_all(path).map_err(|source| Failure::Unwritable { path: path.to_owned(), source })?;
        files.iter().map(|file| (path.join(&file.name), file)).collect()
    } else {
        vec![(path.to_owned(), only(files)?)]
    };
    let mut batch = FileBatch::default();
    for (path, file) in &named {
        if fs::read(path).is_ok_and(|old| old == file.content.as_bytes()) {
            output.note(&format!("`{}` is up to date.\n", printable(&path.display().to_string())))?;
        } else {
            batch.overwrite(path, &file.content);
        }
    }
    batch.write()?;
    for (path, _) in batch.changes() {
        output.note(&format!("Wrote `{}`.\n", printable(&path.display().to_string())))?;
    }
    Ok(())
}

fn ends_in_separator(path: &Path) -> bool {
    path.as_os_str().to_string_lossy().ends_with(std::path::is_separator)
}

/// What is not in the output, a line each.
fn left_out(emission: &Emission, findings: &[Finding]) -> String {
    let mut text = String::new();
    for left_out in &emission.left_out {
        let label = page::severity(if left_out.is_fault() { Severity::Warning } else { Severity::Note });
        let _ = writeln!(text, "{label}: left out: {}", printable(&left_out.to_string()));
    }
    for error in findings.iter().filter(|finding| finding.is_error() && finding.subjects.is_empty()) {
        let place = error.position.as_ref().map(|position| format!("{}:{}: ", position.path, position.line));
        let told = format!("{}{} [{}]", place.unwrap_or_default(), error.message, error.rule.code);
        let loss = if error.rule.is_about_reading() { "; what it declares is not emitted" } else { "" };
        let _ = writeln!(text, "{}: {}{loss}", page::warning("warning"), printable(&told));
    }
    text
}

/// Tells what the check has to say, and whether everything was emitted.
fn conclude(emission: &Emission, errors: usize, force: bool, output: &mut Output) -> Result<Exit, Failure> {
    let found = format!("the check found {}, which `deevnet check` shows", count(errors, "error"));
    match (errors, force) {
        (0, _) => {}
        (_, true) => output.note(&format!("{}: {found}; emitted by --force\n", page::warning("warning")))?,
        (_, false) => output.note(&format!("{}: {found}\n", page::error("error")))?,
    }
    let complete = !emission.left_out.iter().any(LeftOut::is_fault) && (force || errors == 0);
    Ok(if complete { Exit::Clean } else { Exit::Findings })
}
