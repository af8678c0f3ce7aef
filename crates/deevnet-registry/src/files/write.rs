//! Putting complete texts in place.

use std::io;
use std::path::{Path, PathBuf};

use super::batch::{FileBatch, FileChange};
use super::error::FileError;
use super::system::{FileSystem, folder_of};

/// What the names of unfinished files begin with: Ansible passes hidden files over.
const PREFIX: &str = ".deevnet-";

/// A text that is complete on the disk, beside the file that it will become.
#[derive(Debug)]
pub(super) struct Staged<'a> {
    /// The file as it was named.
    pub(super) path: &'a Path,
    /// The file that it leads to.
    pub(super) target: PathBuf,
    complete: PathBuf,
}

impl<'a> Staged<'a> {
    /// Where the text of a file is put before it is renamed into place.
    ///
    /// `mark` tells processes apart that may write the same file.
    pub(super) fn at(system: &impl FileSystem, path: &'a Path, mark: &str) -> io::Result<Self> {
        let target = system.resolve(path)?;
        let name = target.file_name().ok_or(io::ErrorKind::InvalidInput)?.to_string_lossy();
        let complete = folder_of(&target).join(format!("{PREFIX}{mark}{name}"));
        Ok(Self { path, target, complete })
    }

    /// Puts the text there, where the file shall have one.
    pub(super) fn prepare(&self, system: &impl FileSystem, text: Option<&str>) -> io::Result<()> {
        let Some(text) = text else { return Ok(()) };
        let exists = system.exists(&self.target)?;
        system.write(&self.complete, text.as_bytes(), exists.then_some(&self.target), false)
    }

    /// Renames the text into place, or removes the file that shall have none.
    pub(super) fn put(&self, system: &impl FileSystem, text: Option<&str>) -> io::Result<()> {
        match text {
            Some(_) => system.rename(&self.complete, &self.target),
            None => system.remove(&self.target),
        }
    }

    /// Removes it where it is not in place.
    pub(super) fn discard(&self, system: &impl FileSystem) -> io::Result<()> {
        system.remove(&self.complete)
    }

    /// The folder that it is in.
    pub(super) fn folder(&self) -> &Path {
        folder_of(&self.target)
    }

    /// Whether the file holds what a change expects of it.
    pub(super) fn is_unchanged(&self, system: &impl FileSystem, change: &FileChange) -> Result<(), FileError> {
        if change.is_forced {
            return Ok(());
        }
        let found = system.read(&self.target).map_err(FileError::unreadable(self.path))?;
        if found.as_deref() == change.before.as_deref().map(str::as_bytes) {
            return Ok(());
        }
        Err(FileError::Changed { path: self.path.to_owned() })
    }
}

/// Writes every file of a batch: all are prepared before the first one is put in place.
pub(super) fn write(system: &impl FileSystem, batch: &FileBatch) -> Result<(), FileError> {
    let mark = format!("{}-", std::process::id());
    let mut staged = Vec::with_capacity(batch.len());
    let outcome = prepare(system, batch, &mark, &mut staged).and_then(|()| {
        let mut files = staged.iter().zip(batch.changes());
        files.try_for_each(|(file, (path, change))| {
            file.put(system, change.after.as_deref()).map_err(FileError::unwritable(path))
        })
    });
    for file in &staged {
        // What is in place has no name here any more; of the rest, nothing shall be left behind.
        drop(file.discard(system));
    }
    for file in &staged {
        // The text is in place; that its name reaches the disk now is a courtesy that not every system grants.
        drop(system.sync_folder(file.folder()));
    }
    outcome
}

fn prepare<'a>(
    system: &impl FileSystem,
    batch: &'a FileBatch,
    mark: &str,
    staged: &mut Vec<Staged<'a>>,
) -> Result<(), FileError> {
    for (path, change) in batch.changes() {
        let file = Staged::at(system, path, mark).map_err(FileError::unwritable(path))?;
        file.is_unchanged(system, change)?;
        let prepared = file.prepare(system, change.after.as_deref());
        staged.push(file);
        prepared.map_err(FileError::unwritable(path))?;
    }
    Ok(())
}
