//! What a stopped change left to be done.

use std::io;
use std::path::{Component, Path, PathBuf};

use deevnet_inventory::JOURNAL_FILE;
use serde::{Deserialize, Serialize};

use super::batch::FileBatch;
use super::error::FileError;
use super::system::FileSystem;
use super::write::Staged;

/// The name of a journal that is not complete yet.
const UNFINISHED_JOURNAL: &str = ".deevnet-journal.new";

/// The version of the journal's document.
const VERSION: u32 = 1;

/// What became of a change that a stopped process had begun.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Recovery {
    /// It did not count yet, and nothing of it is left.
    TakenBack,
    /// It counted, and every file of it is in place.
    Finished {
        /// The files, in order.
        files: Vec<PathBuf>,
    },
}

/// How far a change is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum State {
    /// New texts are being put beside the old ones; no file is changed.
    Preparing,
    /// The new texts count.
    Decided,
}

/// The document that a change keeps in its folder while it lasts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Journal {
    version: u32,
    pub(super) state: State,
    /// Folders that the change makes, relative to its own.
    pub(super) folders: Vec<String>,
    pub(super) files: Vec<Entry>,
}

/// One file of a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    /// The file, relative to the folder.
    pub(super) path: String,
    pub(super) before: Option<String>,
    pub(super) after: Option<String>,
}

impl Journal {
    /// The journal of a batch whose files are all below a folder.
    pub(super) fn of(root: &Path, batch: &FileBatch) -> Result<Self, FileError> {
        let mut files = Vec::with_capacity(batch.len());
        for (path, change) in batch.changes() {
            let outside = || FileError::Outside { path: path.to_owned(), folder: root.to_owned() };
            let relative = relative(root, path).ok_or_else(outside)?;
            files.push(Entry { path: relative, before: change.before.clone(), after: change.after.clone() });
        }
        Ok(Self { version: VERSION, state: State::Preparing, folders: Vec::new(), files })
    }

    /// Reads the journal of a folder, if there is one.
    pub(super) fn read(system: &impl FileSystem, root: &Path) -> Result<Option<Self>, FileError> {
        let path = root.join(JOURNAL_FILE);
        let Some(bytes) = system.read(&path).map_err(FileError::unreadable(&path))? else { return Ok(None) };
        let refuse = |message: String| FileError::Journal { path: path.clone(), message };
        let journal: Self = serde_json::from_slice(&bytes).map_err(|error| refuse(error.to_string()))?;
        if journal.version != VERSION {
            return Err(refuse(format!("its version is {}, and only {VERSION} is known", journal.version)));
        }
        let named = journal.files.iter().map(|entry| &entry.path).chain(&journal.folders);
        match named.into_iter().find(|name| !is_below(Path::new(name))) {
            Some(name) => Err(refuse(format!("`{name}` is not below its folder"))),
            None => Ok(Some(journal)),
        }
    }

    /// Writes it, in place of an earlier one, in one step.
    pub(super) fn write(&self, system: &impl FileSystem, root: &Path) -> io::Result<()> {
        let (path, complete) = (root.join(JOURNAL_FILE), root.join(UNFINISHED_JOURNAL));
        system.write(&complete, &serde_json::to_vec(self)?, None, true)?;
        system.rename(&complete, &path)?;
        system.sync_folder(root)
    }

    /// Removes it.
    pub(super) fn remove(system: &impl FileSystem, root: &Path) -> io::Result<()> {
        Self::discard(system, root)?;
        system.remove(&root.join(JOURNAL_FILE))?;
        system.sync_folder(root)
    }

    /// Removes one that is not complete.
    pub(super) fn discard(system: &impl FileSystem, root: &Path) -> io::Result<()> {
        system.remove(&root.join(UNFINISHED_JOURNAL))
    }
}

/// A path below a folder, relative to it, in the form of the journal.
fn relative(root: &Path, path: &Path) -> Option<String> {
    let below = path.strip_prefix(root).ok().filter(|below| is_below(below))?;
    below.to_str().map(|text| text.replace(std::path::MAIN_SEPARATOR, "/"))
}

/// Whether a relative path stays below where it begins.
fn is_below(path: &Path) -> bool {
    let mut components = path.components().peekable();
    components.peek().is_some() && components.all(|component| matches!(component, Component::Normal(_)))
}

/// The paths of a journal's files.
pub(super) fn paths(journal: &Journal, root: &Path) -> Vec<PathBuf> {
    journal.files.iter().map(|entry| root.join(&entry.path)).collect()
}

/// The texts of a journal beside the files that they will become.
pub(super) fn staged<'a>(system: &impl FileSystem, paths: &'a [PathBuf]) -> Result<Vec<Staged<'a>>, FileError> {
    paths.iter().map(|path| Staged::at(system, path, "").map_err(FileError::unwritable(path))).collect()
}
