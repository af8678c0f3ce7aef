//! What became of files, told.

use std::fmt::Write;

use deevnet_core::Severity;
use deevnet_core::emit::LeftOut;
use serde::Serialize;

use super::change::{ChangeRow, Changes};
use super::losses::{Losses, Refusal};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::format::{Format, JSON_VERSION, to_json};
use crate::output::Output;
use crate::page::{self, count};
use crate::printable::printable;

/// What became of files, or would.
pub(super) struct Outcome<'a> {
    pub(super) changes: &'a Changes,
    pub(super) losses: &'a Losses<'a>,
    pub(super) unattributed_errors: usize,
    /// Whether nothing was written.
    pub(super) only_check: bool,
    /// Whether to show what changes inside the files.
    pub(super) diff: bool,
    pub(super) format: Format,
}

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    written: bool,
    changes: Vec<ChangeRow>,
    unchanged: usize,
    conflicts: Vec<String>,
    refused: Vec<Refusal>,
    left_out: &'a [&'a LeftOut],
    unattributed_errors: usize,
}

impl Outcome<'_> {
    /// Tells of the files and then of what is not in them; whether all of it is as it shall be, or, where they are only
    /// checked, whether the files are.
    pub(super) fn tell(&self, output: &mut Output) -> Result<Exit, Failure> {
        match self.format {
            Format::Json => output.print_data(&self.document()?)?,
            Format::Text if self.diff => output.print_data(&self.changes.diff())?,
            Format::Text => output.print(&self.changes.list(self.only_check))?,
        }
        output.note(&self.summary())?;
        let complete = self.losses.tell(output)?;
        match (self.only_check, self.changes.is_empty()) {
            (false, _) => Ok(complete),
            (true, true) => Ok(Exit::Clean),
            (true, false) => Ok(Exit::Findings),
        }
    }

    fn document(&self) -> Result<String, serde_json::Error> {
        to_json(&Document {
            version: JSON_VERSION,
            written: !self.only_check,
            changes: self.changes.rows(),
            unchanged: self.changes.unchanged,
            conflicts: self.changes.conflicts.iter().map(ToString::to_string).collect(),
            refused: self.losses.refusals(),
            left_out: &self.losses.left_out,
            unattributed_errors: self.unattributed_errors,
        })
    }

    fn summary(&self) -> String {
        let mut text = String::new();
        for conflict in &self.changes.conflicts {
            let complaint = conflict.complaint();
            let _ = writeln!(text, "{}: {}", page::error("error"), printable(&complaint.message));
            let hint = complaint.hint.unwrap_or_default();
            let _ = writeln!(text, "{}: {}", page::hint("hint"), printable(&hint));
        }
        text.push_str(&self.strangers());
        let (changed, unchanged) = (self.changes.len(), self.changes.unchanged);
        let would = if self.only_check { "would change" } else { "changed" };
        let _ = match (changed, unchanged) {
            (0, 0) => writeln!(text, "There is no file to write."),
            (0, _) => writeln!(text, "{} up to date.", count(unchanged, "file")),
            (_, 0) => writeln!(text, "{} {would}.", count(changed, "file")),
            _ => writeln!(text, "{} {would}, {unchanged} up to date.", count(changed, "file")),
        };
        text
    }

    /// What stands in the folder and was not written by an earlier run.
    fn strangers(&self) -> String {
        let mut text = String::new();
        let note = page::severity(Severity::Note);
        if self.changes.adopted > 0 {
            let files = count(self.changes.adopted, "file");
            let _ =
                writeln!(text, "{note}: {files} held what is emitted before any manifest said so, and count as ours");
        }
        for path in &self.changes.foreign {
            let path = path.display().to_string();
            let _ = writeln!(text, "{note}: `{}` is not ours and is left alone", printable(&path));
        }
        text
    }
}
