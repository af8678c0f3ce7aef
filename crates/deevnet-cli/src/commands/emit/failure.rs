//! Why targets could not be written into a folder.

use std::collections::BTreeSet;
use std::path::PathBuf;

use deevnet_core::emit::Target;

use super::manifest::ManifestError;
use crate::failure::{Complaint, causes};

/// Why targets could not be written into a folder; nothing in it is changed then.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FolderFailure {
    /// No folder is named.
    #[error("`deevnet emit all` writes into a folder")]
    NoFolder,
    /// What was written before cannot be told.
    #[error("cannot read what `{}` says was written", path.display())]
    Manifest {
        /// The manifest.
        path: PathBuf,
        /// Why not.
        source: ManifestError,
    },
    /// The folder holds what was emitted from another substrate.
    #[error("`{}` holds what was emitted from {found}, not from {wanted}", path.display())]
    OtherSubstrate {
        /// The folder.
        path: PathBuf,
        /// The substrate in it.
        found: String,
        /// The substrate that is emitted.
        wanted: String,
    },
    /// Files stand in the way, or would be lost.
    #[error("files stand in the way")]
    Conflicts(BTreeSet<Conflict>),
}

/// A file that is left alone.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub(crate) enum Conflict {
    /// A file that was written has been changed since.
    #[error("`{}` was edited after it was written", path.display())]
    Edited {
        /// The file.
        path: PathBuf,
    },
    /// Something that was not written stands where a file shall be.
    #[error("`{}` was not written by deevnet", path.display())]
    Foreign {
        /// What stands there.
        path: PathBuf,
    },
    /// Files of a target stand there, and the declaration cannot give the target any more.
    #[error("`{}` holds `{target}`, which cannot be emitted any more: {reason}", path.display())]
    Lost {
        /// The target's folder.
        path: PathBuf,
        /// The target.
        target: Target,
        /// Why it cannot be emitted.
        reason: String,
        /// What to do about it.
        hint: Option<&'static str>,
    },
}

impl Conflict {
    /// What stands in the way, with the way out.
    pub(super) fn complaint(&self) -> Complaint {
        Complaint { message: self.to_string(), causes: Vec::new(), hint: Some(self.hint()) }
    }

    fn hint(&self) -> String {
        match self {
            Self::Edited { .. } => {
                "declare what was changed, then delete the file or move it away and run again; --force does not concern it"
                    .to_owned()
            },
            Self::Foreign { .. } => "move it away, or name another folder".to_owned(),
            Self::Lost { hint: Some(hint), .. } => format!("{hint}; or remove the folder"),
            Self::Lost { hint: None, .. } => "remove the folder if it shall go".to_owned(),
        }
    }
}

impl FolderFailure {
    /// Everything that went wrong.
    pub(crate) fn complaints(&self) -> Vec<Complaint> {
        match self {
            Self::Conflicts(conflicts) => conflicts.iter().map(Conflict::complaint).collect(),
            _ => vec![Complaint { message: self.to_string(), causes: causes(self), hint: self.hint() }],
        }
    }

    fn hint(&self) -> Option<String> {
        match self {
            Self::NoFolder => Some("name it with `--out DIRECTORY`".to_owned()),
            Self::Manifest { path, .. } => {
                Some(format!("restore it, or remove `{}` and what was emitted beside it", path.display()))
            }
            Self::OtherSubstrate { .. } => Some("name another folder, or remove this one".to_owned()),
            Self::Conflicts(_) => None,
        }
    }
}
