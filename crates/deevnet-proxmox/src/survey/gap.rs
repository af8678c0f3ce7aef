//! What is missing in a survey.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Something that a node did not show.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gap {
    /// What was asked for, such as `virtual machines` or `configuration of VM 200`.
    pub subject: String,
    /// Why it is missing.
    pub reason: GapReason,
}

/// Why something is missing in a survey.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[non_exhaustive]
pub enum GapReason {
    /// The node did not answer.
    Unreachable {
        /// What the client said.
        message: String,
    },
    /// The token lacks a privilege, so that the node shows less than it holds.
    Privilege {
        /// The path of the access control list, such as `/vms`.
        path: String,
        /// The privilege, such as `VM.Audit`.
        privilege: String,
    },
    /// The node answered with an error.
    Failed {
        /// What the client said.
        message: String,
    },
    /// The node's answers contradict each other, because it changed meanwhile or is not the node that is declared.
    Inconsistent {
        /// In what they do.
        message: String,
    },
}

impl fmt::Display for Gap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.subject, self.reason)
    }
}

impl fmt::Display for GapReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreachable { message } | Self::Failed { message } | Self::Inconsistent { message } => {
                f.write_str(message)
            }
            Self::Privilege { path, privilege } => write!(f, "the token lacks {privilege} on {path}"),
        }
    }
}
