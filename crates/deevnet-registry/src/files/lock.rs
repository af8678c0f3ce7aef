//! One process at a time.

use std::fmt;
use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use super::commit::recover;
use super::error::FileError;
use super::journal::Recovery;
use super::system::Disk;

/// The file that is locked: hidden, so that Ansible passes it over.
const LOCK_FILE: &str = ".deevnet-lock";

/// How often a lock that another process holds is tried again.
const PAUSE: Duration = Duration::from_millis(20);

/// A folder that no other process of `deevnet` changes while this lives, with no change left half-way in it.
///
/// The lock is the operating system's, on a file in the folder: it ends with the process, however that ends. What the
/// file holds is only to tell who has it.
#[derive(Debug)]
pub struct FolderLock {
    folder: PathBuf,
    path: PathBuf,
    file: File,
    recovery: Option<Recovery>,
}

impl FolderLock {
    /// Locks a folder for a command, and finishes or takes back what a stopped process left there. While another
    /// process holds it, tries again for so long.
    ///
    /// # Errors
    /// When another process holds it to the end, the folder may not be written to, or what was left cannot be finished.
    pub fn acquire(folder: &Path, command: &str, patience: Duration) -> Result<Self, LockError> {
        let (path, file) = wait(folder, patience)?;
        let mut lock = Self { folder: folder.to_owned(), path, file, recovery: None };
        lock.sign(command).map_err(|source| LockError::Unlockable { folder: folder.to_owned(), source })?;
        lock.recovery = recover(&Disk, folder)?;
        Ok(lock)
    }

    /// The folder, as it was named.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// What became of a change that a stopped process had left, if one had.
    pub fn recovery(&self) -> Option<&Recovery> {
        self.recovery.as_ref()
    }

    /// Writes who holds the lock.
    fn sign(&mut self, command: &str) -> io::Result<()> {
        self.file.set_len(0)?;
        let command = command.replace(char::is_control, " ");
        writeln!(self.file, "{}\n{}\n{command}", std::process::id(), machine())
    }
}

impl Drop for FolderLock {
    fn drop(&mut self) {
        // The name goes while the lock is held, so that nobody who waits for it takes a file that is gone for the lock.
        drop(fs::remove_file(&self.path));
    }
}

/// Waits until the lock is ours.
fn wait(folder: &Path, patience: Duration) -> Result<(PathBuf, File), LockError> {
    let path = folder.join(LOCK_FILE);
    let unlockable = |source| LockError::Unlockable { folder: folder.to_owned(), source };
    let started = Instant::now();
    loop {
        if fs::symlink_metadata(&path).is_ok_and(|found| !found.is_file()) {
            return Err(unlockable(io::Error::new(io::ErrorKind::InvalidInput, "its lock is no regular file")));
        }
        let file = File::options().read(true).write(true).create(true).truncate(false).open(&path);
        let file = file.map_err(unlockable)?;
        match file.try_lock() {
            Ok(()) if is_named(&file, &path) => return Ok((path, file)),
            Ok(()) => {}
            Err(TryLockError::WouldBlock) if started.elapsed() >= patience => {
                return Err(LockError::Held { folder: folder.to_owned(), holder: LockHolder::read(&path) });
            }
            Err(TryLockError::WouldBlock) => thread::sleep(PAUSE),
            Err(TryLockError::Error(source)) => return Err(unlockable(source)),
        }
    }
}

/// Whether a path still names an open file: its last holder may have removed the name meanwhile.
#[cfg(unix)]
fn is_named(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;

    let (Ok(open), Ok(named)) = (file.metadata(), fs::symlink_metadata(path)) else { return false };
    (open.dev(), open.ino()) == (named.dev(), named.ino())
}

/// Where an open file cannot be removed, its name stays.
#[cfg(not(unix))]
fn is_named(_: &File, path: &Path) -> bool {
    path.exists()
}

/// The name of this machine, as far as the system tells it in a file.
fn machine() -> String {
    let files = ["/proc/sys/kernel/hostname", "/etc/hostname"];
    let names = files.iter().filter_map(|path| fs::read_to_string(path).ok());
    let name = names.map(|name| name.trim().to_owned()).find(|name| !name.is_empty());
    name.unwrap_or_else(|| "this machine".to_owned())
}

/// Who holds a lock, as far as it said.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct LockHolder {
    /// Its process ID.
    pub process: Option<u32>,
    /// The machine that it runs on.
    pub machine: Option<String>,
    /// What it is doing.
    pub command: Option<String>,
}

impl LockHolder {
    /// Reads what a holder wrote; it may just be writing.
    fn read(path: &Path) -> Self {
        let text = fs::read_to_string(path).unwrap_or_default();
        let mut lines = text.lines().map(str::to_owned);
        let process = lines.next().and_then(|line| line.parse().ok());
        Self { process, machine: lines.next(), command: lines.next() }
    }
}

impl fmt::Display for LockHolder {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.command {
            Some(command) => write!(formatter, "`{command}`")?,
            None => formatter.write_str("another process")?,
        }
        match (self.process, &self.machine) {
            (Some(process), Some(machine)) => write!(formatter, " (process {process} on {machine})"),
            _ => Ok(()),
        }
    }
}

/// Why a folder cannot be locked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LockError {
    /// Another process holds the lock.
    #[error("`{}` is being changed by {holder}", folder.display())]
    Held {
        /// The folder.
        folder: PathBuf,
        /// Who holds it.
        holder: LockHolder,
    },
    /// The folder cannot be locked at all.
    #[error("cannot lock `{}`", folder.display())]
    Unlockable {
        /// The folder.
        folder: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// What a stopped process left cannot be finished.
    #[error(transparent)]
    Recovery(#[from] FileError),
}

impl LockError {
    /// What to do about it, where there is something to do.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Held { .. } => Some("wait until it has ended, or give it time with `--wait SECONDS`".to_owned()),
            Self::Unlockable { .. } => None,
            Self::Recovery(error) => error.hint(),
        }
    }
}
