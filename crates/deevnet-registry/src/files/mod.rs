//! Changing several files as one.
//!
//! A [`FileBatch`] is what is to change. Under the [`FolderLock`] of a folder it is committed: all of it or nothing,
//! wherever the process or the machine is stopped. Without one it is written with care, file by file.
//!
//! A commit goes through a journal in the folder. First the journal says which files are about to be prepared, then the
//! new texts are put beside the old ones, complete on the disk; then the journal says that they count, which one rename
//! decides; then they are renamed into place, and the journal goes. Whoever locks the folder next finds a journal that
//! a stopped process left: what did not count yet is removed, and what did is finished.

mod batch;
mod commit;
mod error;
mod folder;
mod journal;
mod lock;
#[cfg(test)]
mod simulated;
mod system;
mod write;

pub use batch::{FileBatch, FileChange};
pub use error::FileError;
pub use folder::{below, folder_of};
pub use journal::Recovery;
pub use lock::{FolderLock, LockError, LockHolder};
