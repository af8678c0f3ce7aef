//! Why files cannot be changed.

use std::io;
use std::path::{Path, PathBuf};

/// Why a batch of files cannot be changed.
///
/// Every file is as it was before, unless [`is_unfinished`](FileError::is_unfinished) says otherwise.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FileError {
    /// A file could not be read.
    #[error("cannot read `{}`", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A file could not be written.
    #[error("cannot write `{}`", path.display())]
    Unwritable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A file does not hold what it held when the change was worked out.
    #[error("`{}` was changed while it was being rewritten", path.display())]
    Changed {
        /// The file.
        path: PathBuf,
    },
    /// A file that a commit would change is not below the folder that is locked, or a symbolic link leads out of it.
    #[error("`{}` is not below the folder `{}` that is locked", path.display(), folder.display())]
    Outside {
        /// The file.
        path: PathBuf,
        /// The folder.
        folder: PathBuf,
    },
    /// A change was stopped half-way and could not be taken back.
    #[error("the change is unfinished, because `{}` cannot be written", path.display())]
    Unfinished {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A journal that an earlier change left cannot be understood.
    #[error("the journal `{}` cannot be understood: {message}", path.display())]
    Journal {
        /// The journal.
        path: PathBuf,
        /// What is wrong with it.
        message: String,
    },
    /// A change that was stopped half-way cannot be finished, because a file was changed since.
    #[error("a change that was stopped half-way cannot be finished: `{}` was changed since", path.display())]
    Diverged {
        /// The file.
        path: PathBuf,
        /// The journal of the change.
        journal: PathBuf,
    },
}

impl FileError {
    /// What to do about it, where there is something to do.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Unreadable { .. } | Self::Unwritable { .. } => None,
            Self::Changed { .. } => Some("run the command again".to_owned()),
            Self::Outside { .. } => Some("keep the files of an inventory in its folder".to_owned()),
            Self::Unfinished { .. } => {
                Some("put right what the system says and run the command again; it finishes the change".to_owned())
            }
            Self::Journal { path, .. } => {
                Some(format!("look at the files it names and what changed there, then remove `{}`", path.display()))
            }
            Self::Diverged { journal, .. } => Some(format!(
                "restore the file or finish the change by hand, then remove `{}`, which holds both texts",
                journal.display()
            )),
        }
    }

    /// Whether some files may hold the new text and others the old one.
    pub fn is_unfinished(&self) -> bool {
        matches!(self, Self::Unfinished { .. } | Self::Journal { .. } | Self::Diverged { .. })
    }

    pub(crate) fn unreadable(path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Unreadable { path: path.to_owned(), source }
    }

    pub(crate) fn unwritable(path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Unwritable { path: path.to_owned(), source }
    }
}
