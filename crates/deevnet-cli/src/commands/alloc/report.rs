//! What an allocation came to.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use deevnet_core::allocate::{Batch, Identity, InterfaceMac, Request};
use deevnet_registry::FileBatch;
use serde::Serialize;

use super::unread::Unread;
use crate::diff::unified;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::format::{Format, JSON_VERSION, to_json};
use crate::output::Output;
use crate::page::{self, count, sentence};
use crate::printable::printable;
use crate::table::Table;

/// What an allocation came to, for people and programs.
#[derive(Debug, Clone, Copy)]
pub(super) struct News<'a> {
    pub(super) request: &'a Request,
    pub(super) batch: &'a Batch,
    /// The hosts that do not read what they are given.
    pub(super) unread: &'a [Unread],
}

impl News<'_> {
    /// Shows what would be given, and how the files would change.
    pub(super) fn preview(self, changes: &FileBatch, format: Format, output: &mut Output) -> Result<Exit, Failure> {
        let files: Vec<PathBuf> = changes.changes().map(|(path, _)| path.to_owned()).collect();
        match format {
            Format::Json => output.print_data(&self.document(&files, true)?)?,
            Format::Text => {
                for (path, change) in changes.changes() {
                    output.print_data(&unified(
                        path,
                        change.before.as_deref(),
                        change.after.as_deref().unwrap_or_default(),
                    ))?;
                }
            }
        }
        let told = if files.is_empty() {
            "Nothing to allocate.\n".to_owned()
        } else {
            format!("Would allocate {} in {}.\n", amount(self.batch), count(files.len(), "file"))
        };
        output.note(&(self.warnings() + &told))?;
        Ok(if files.is_empty() { Exit::Clean } else { Exit::Findings })
    }

    /// Tells what was given, and which files were written.
    pub(super) fn told(self, files: &[PathBuf], format: Format, output: &mut Output) -> Result<Exit, Failure> {
        match format {
            Format::Json => output.print_data(&self.document(files, false)?)?,
            Format::Text if files.is_empty() => output.print("Nothing to allocate.\n")?,
            Format::Text => {
                output.print(&table(self.batch))?;
                output.print(&format!("Allocated {} in {}.\n", amount(self.batch), count(files.len(), "file")))?;
            }
        }
        let mut notes = self.warnings();
        if !files.is_empty() {
            let (what, subject) = if files.len() == 1 { ("it", "it stands") } else { ("them", "they stand") };
            let _ = writeln!(
                notes,
                "{}: commit {what} with the inventory; while {subject} there, nothing in {what} is given to another host",
                page::hint("hint")
            );
        }
        output.note(&notes)?;
        Ok(Exit::Clean)
    }

    /// The guests that are given no VMID, and those that do not read what they are given, a warning each.
    fn warnings(self) -> String {
        let left_out = self.request.unfit().iter();
        let left_out = left_out.map(|(host, unfit)| (format!("{host} is given no VMID: {unfit}"), unfit.hint()));
        let unread = self.unread.iter().map(|unread| (unread.message(), unread.hint()));
        let mut text = String::new();
        for (message, hint) in left_out.chain(unread) {
            let _ = writeln!(text, "{}: {}", page::warning("warning"), printable(&message));
            let _ = writeln!(text, "{}: {}", page::hint("hint"), printable(&hint));
        }
        text
    }

    fn document(self, files: &[PathBuf], dry_run: bool) -> Result<String, serde_json::Error> {
        let unfit = self.request.unfit().iter();
        to_json(&Document {
            version: JSON_VERSION,
            substrate: self.request.substrate().as_str(),
            dry_run,
            batch: self.batch,
            left_out: unfit.map(|(host, unfit)| LeftOut { host, reason: unfit.to_string() }).collect(),
            unread: self.unread,
            files: files.iter().map(PathBuf::as_path).collect(),
        })
    }
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

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    substrate: &'a str,
    dry_run: bool,
    #[serde(flatten)]
    batch: &'a Batch,
    left_out: Vec<LeftOut<'a>>,
    unread: &'a [Unread],
    files: Vec<&'a Path>,
}

#[derive(Serialize)]
struct LeftOut<'a> {
    host: &'a Arc<str>,
    reason: String,
}
