//! What an allocation came to.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use deevnet_core::allocate::{Batch, Identity, InterfaceMac, Request};
use deevnet_registry::FileBatch;
use serde::Serialize;

use crate::diff::unified;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::format::{Format, JSON_VERSION, to_json};
use crate::output::Output;
use crate::page::{self, count, sentence};
use crate::printable::printable;
use crate::table::Table;

/// Shows what would be given, and how the files would change.
pub(super) fn preview(
    request: &Request,
    batch: &Batch,
    changes: &FileBatch,
    format: Format,
    output: &mut Output,
) -> Result<Exit, Failure> {
    let files: Vec<PathBuf> = changes.changes().map(|(path, _)| path.to_owned()).collect();
    match format {
        Format::Json => output.print_data(&document(request, batch, &files, true)?)?,
        Format::Text => {
            for (path, change) in changes.changes() {
                output.print_data(&unified(path, change.before.as_deref(), &change.after))?;
            }
        }
    }
    let told = if files.is_empty() {
        "Nothing to allocate.\n".to_owned()
    } else {
        format!("Would allocate {} in {}.\n", amount(batch), count(files.len(), "file"))
    };
    output.note(&(left_out(request) + &told))?;
    Ok(if files.is_empty() { Exit::Clean } else { Exit::Findings })
}

/// Tells what was given, and which files were written.
pub(super) fn told(
    request: &Request,
    batch: &Batch,
    files: &[PathBuf],
    format: Format,
    output: &mut Output,
) -> Result<Exit, Failure> {
    match format {
        Format::Json => output.print_data(&document(request, batch, files, false)?)?,
        Format::Text if batch.is_empty() => output.print("Nothing to allocate.\n")?,
        Format::Text => {
            output.print(&table(batch))?;
            output.print(&format!("Allocated {} in {}.\n", amount(batch), count(files.len(), "file")))?;
        }
    }
    let mut notes = left_out(request);
    if !files.is_empty() {
        let what = if files.len() == 1 { "it" } else { "them" };
        let _ = writeln!(
            notes,
            "{}: commit {what} with the inventory; identities are never given again",
            page::hint("hint")
        );
    }
    output.note(&notes)?;
    Ok(Exit::Clean)
}

/// What a batch gives, in words.
fn amount(batch: &Batch) -> String {
    let identities = batch.new.len() + batch.kept.len();
    let numbers = [(identities, "VMID"), (batch.interfaces.len(), "interface MAC")];
    let parts: Vec<String> =
        numbers.iter().filter(|(number, _)| *number > 0).map(|(number, noun)| count(*number, noun)).collect();
    sentence(&parts)
}

fn table(batch: &Batch) -> String {
    let mut table = Table::new(["HOST", "VMID", "MAC"]);
    table.align_right(1);
    for Identity { host, vmid, mac, .. } in batch.identities() {
        table.row([host.to_string(), vmid.to_string(), mac.to_string()]);
    }
    for InterfaceMac { host, interface, mac, .. } in &batch.interfaces {
        table.row([format!("{host} {interface}"), "-".to_owned(), mac.to_string()]);
    }
    table.to_string()
}

/// The guests that are given no VMID, a warning each.
fn left_out(request: &Request) -> String {
    let mut text = String::new();
    for (host, unfit) in request.unfit() {
        let message = format!("{host} is given no VMID: {unfit}");
        let _ = writeln!(text, "{}: {}", page::warning("warning"), printable(&message));
        let _ = writeln!(text, "{}: {}", page::hint("hint"), printable(&unfit.hint()));
    }
    text
}

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    substrate: &'a str,
    dry_run: bool,
    #[serde(flatten)]
    batch: &'a Batch,
    left_out: Vec<LeftOut<'a>>,
    files: Vec<&'a Path>,
}

#[derive(Serialize)]
struct LeftOut<'a> {
    host: &'a Arc<str>,
    reason: String,
}

fn document(request: &Request, batch: &Batch, files: &[PathBuf], dry_run: bool) -> Result<String, serde_json::Error> {
    let unfit = request.unfit().iter();
    to_json(&Document {
        version: JSON_VERSION,
        substrate: request.substrate().as_str(),
        dry_run,
        batch,
        left_out: unfit.map(|(host, unfit)| LeftOut { host, reason: unfit.to_string() }).collect(),
        files: files.iter().map(PathBuf::as_path).collect(),
    })
}
