//! What is to change in which files.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::error::FileError;
use super::lock::FolderLock;
use super::system::Disk;
use super::{commit, write};

/// The new texts of several files, and files that shall go, in order of their paths; of two for one path the later one counts.
///
/// ```
/// use deevnet_registry::{FileBatch, FolderLock};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let folder = tempfile::tempdir()?;
/// std::fs::write(folder.path().join("a.yml"), "old\n")?;
/// let mut batch = FileBatch::default();
/// batch.replace(folder.path().join("a.yml"), "old\n", "new\n");
/// batch.create(folder.path().join("b.yml"), "new\n");
///
/// let lock = FolderLock::acquire(folder.path(), "an example", std::time::Duration::ZERO)?;
/// batch.commit(&lock)?;
/// assert_eq!(std::fs::read_to_string(folder.path().join("b.yml"))?, "new\n");
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FileBatch {
    changes: BTreeMap<PathBuf, FileChange>,
}

/// The new text of one file, or its end.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct FileChange {
    /// What the file holds before; `None` where there is no file yet.
    pub before: Option<String>,
    /// What it shall hold; `None` where it shall be gone.
    pub after: Option<String>,
    /// Whether what it holds before matters not.
    pub(crate) is_forced: bool,
}

impl FileBatch {
    /// Adds a file that does not exist yet. Its folder is made too, where the folder above that exists.
    pub fn create(&mut self, path: impl Into<PathBuf>, text: impl Into<String>) {
        self.add(path.into(), None, Some(text.into()), false);
    }

    /// Adds the new text of a file that holds another one; a file that does not hold it then is left alone, and all
    /// others with it. A symbolic link stays; the file that it leads to is changed.
    pub fn replace(&mut self, path: impl Into<PathBuf>, before: impl Into<String>, after: impl Into<String>) {
        self.add(path.into(), Some(before.into()), Some(after.into()), false);
    }

    /// Adds the end of a file; one that does not hold what it held then is left alone, and all others with it.
    pub fn remove(&mut self, path: impl Into<PathBuf>, before: impl Into<String>) {
        self.add(path.into(), Some(before.into()), None, false);
    }

    /// Adds the text of a file that may hold anything, or not exist, before it is [written](Self::write).
    pub fn overwrite(&mut self, path: impl Into<PathBuf>, text: impl Into<String>) {
        self.add(path.into(), None, Some(text.into()), true);
    }

    /// The batch with what every file holds, also those of which that did not matter.
    pub(super) fn settled(&self, read: impl Fn(&Path) -> Result<Option<String>, FileError>) -> Result<Self, FileError> {
        let mut settled = self.clone();
        for (path, change) in settled.changes.iter_mut().filter(|(_, change)| change.is_forced) {
            change.before = read(path)?;
            change.is_forced = false;
        }
        Ok(settled)
    }

    fn add(&mut self, path: PathBuf, before: Option<String>, after: Option<String>, is_forced: bool) {
        self.changes.insert(path, FileChange { before, after, is_forced });
    }

    /// The changes, in order of their paths.
    pub fn changes(&self) -> impl Iterator<Item = (&Path, &FileChange)> {
        self.changes.iter().map(|(path, change)| (path.as_path(), change))
    }

    /// How many files change.
    pub fn len(&self) -> usize {
        self.changes.len()
    }

    /// Whether no file changes.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// Changes all files or none, as one step that nothing can stop half-way: a folder's next lock finishes or takes
    /// back what a stopped process left.
    ///
    /// # Errors
    /// When a file is not below the locked folder or a symbolic link leads out of it, when one does not hold what it held
    /// before, or cannot be written.
    pub fn commit(&self, lock: &FolderLock) -> Result<(), FileError> {
        commit::commit(&Disk, lock.folder(), self)
    }

    /// Writes all files, each complete or not at all: when one cannot be prepared, none is written. Nothing finishes
    /// what a stopped process began.
    ///
    /// # Errors
    /// When a file does not hold what it held before, or cannot be written.
    pub fn write(&self) -> Result<(), FileError> {
        write::write(&Disk, self)
    }
}
