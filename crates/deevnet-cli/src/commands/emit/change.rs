//! What becomes of files on the disk.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::{Path, PathBuf};

use deevnet_registry::FileBatch;
use serde::Serialize;

use super::failure::Conflict;
use super::manifest::MANIFEST_FILE;
use crate::diff::{removal, unified};
use crate::printable::printable;

/// What becomes of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Change {
    /// It does not exist yet.
    Create { after: String },
    /// It holds another text.
    Update { before: String, after: String },
    /// It holds something that is no text, or cannot be read.
    Overwrite { after: String },
    /// It is not emitted any more.
    Remove { before: String },
}

impl Change {
    fn kind(&self) -> &'static str {
        match self {
            Self::Create { .. } => "create",
            Self::Update { .. } | Self::Overwrite { .. } => "update",
            Self::Remove { .. } => "remove",
        }
    }

    /// What changes inside the file at a path.
    fn diff(&self, path: &Path) -> String {
        match self {
            Self::Create { after } | Self::Overwrite { after } => unified(path, None, after),
            Self::Update { before, after } => unified(path, Some(before), after),
            Self::Remove { before } => removal(path, before),
        }
    }
}

/// What becomes of files, by path.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Changes {
    /// The files that change.
    files: BTreeMap<PathBuf, Change>,
    /// How many files are as they shall be.
    pub(super) unchanged: usize,
    /// How many of these were there before anything was known to be written.
    pub(super) adopted: usize,
    /// What stands in the folder of a target and is none of its files.
    pub(super) foreign: BTreeSet<PathBuf>,
    /// What is left alone, and keeps everything from being written.
    pub(super) conflicts: BTreeSet<Conflict>,
}

/// One file in a JSON document.
#[derive(Debug, Serialize)]
pub(super) struct ChangeRow {
    path: String,
    change: &'static str,
}

impl Changes {
    /// Adds the change of a file.
    pub(super) fn add(&mut self, path: PathBuf, change: Change) {
        self.files.insert(path, change);
    }

    /// Adds what is left alone.
    pub(super) fn conflict(&mut self, conflict: Conflict) {
        self.conflicts.insert(conflict);
    }

    /// Whether every file is as it shall be.
    pub(super) fn is_empty(&self) -> bool {
        self.files.is_empty() && self.conflicts.is_empty()
    }

    /// The change of every file, each of which still has to hold what it held.
    pub(super) fn batch(&self) -> FileBatch {
        let mut batch = FileBatch::default();
        for (path, change) in &self.files {
            match change {
                Change::Create { after } => batch.create(path, after),
                Change::Update { before, after } => batch.replace(path, before, after),
                Change::Overwrite { after } => batch.overwrite(path, after),
                Change::Remove { before } => batch.remove(path, before),
            }
        }
        batch
    }

    /// How many files change.
    pub(super) fn len(&self) -> usize {
        self.files.len()
    }

    /// The files that go.
    pub(super) fn removed(&self) -> impl Iterator<Item = &Path> {
        let removed = self.files.iter().filter(|(_, change)| matches!(change, Change::Remove { .. }));
        removed.map(|(path, _)| path.as_path())
    }

    /// A line for each file that changed, or would.
    pub(super) fn list(&self, only_check: bool) -> String {
        let mut text = String::new();
        for (path, change) in &self.files {
            let path = path.display().to_string();
            let (would, past) = if only_check { ("would ", "") } else { ("", "d") };
            let _ = writeln!(text, "{would}{}{past} {}", change.kind(), printable(&path));
        }
        text
    }

    /// What changes inside the files; the digests in the manifest say nothing that the files do not say.
    pub(super) fn diff(&self) -> String {
        let files = self.files.iter().filter(|(path, _)| !path.ends_with(MANIFEST_FILE));
        files.map(|(path, change)| change.diff(path)).collect()
    }

    /// The files that change, for a JSON document.
    pub(super) fn rows(&self) -> Vec<ChangeRow> {
        let rows = self.files.iter();
        rows.map(|(path, change)| ChangeRow { path: path.display().to_string(), change: change.kind() }).collect()
    }
}
