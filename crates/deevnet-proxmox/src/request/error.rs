//! Why a call has no answer.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;

use super::classify::classify;
use super::reading;
use crate::notation::Upid;
use crate::transport::{HttpResponse, Method, TransportError};

/// Why a call has no answer: which call it was, what the node said, and what kind of error that is.
///
/// Its text names the call by method and path and quotes the node; it never holds a parameter of the call, which may be a
/// secret. What stands behind an error of the transport is its source.
#[derive(Debug)]
pub struct ApiError(Box<Failure>);

#[derive(Debug)]
struct Failure {
    kind: ApiErrorKind,
    method: Method,
    path: String,
    status: Option<u16>,
}

/// What kind of error it is.
#[derive(Debug)]
#[non_exhaustive]
pub enum ApiErrorKind {
    /// What the call is about does not exist: a guest, a storage, an object of the software-defined network, a pool.
    NotFound {
        /// What the node said.
        message: String,
    },
    /// What the call would make exists already.
    Exists {
        /// What the node said.
        message: String,
    },
    /// Something else is at work on the guest, or holds its file.
    Locked {
        /// What holds it, such as `clone`; `None` where it is the lock of the file, which was waited for in vain.
        holder: Option<String>,
    },
    /// The configuration is another than the digest says.
    StaleDigest,
    /// The token or user lacks a privilege.
    Permission {
        /// The path that it would be needed on, where the node says it.
        path: Option<String>,
        /// The privilege, or several with `|` between them of which one would do, where the node says it.
        privilege: Option<String>,
    },
    /// The node that the path names does not exist.
    NoSuchNode {
        /// The node.
        node: String,
    },
    /// The node does not take the parameters.
    Parameters(BTreeMap<String, String>),
    /// The token, ticket or password is not accepted.
    Unauthenticated {
        /// What the node said; may be empty.
        message: String,
    },
    /// The guest runs, and what was asked for needs one that does not.
    Running {
        /// What the node said.
        message: String,
    },
    /// The guest does not run, and what was asked for needs one that does.
    NotRunning {
        /// What the node said.
        message: String,
    },
    /// The guest is protected from being removed.
    Protected {
        /// What the node said.
        message: String,
    },
    /// The node does not know the call.
    NotImplemented {
        /// What the node said.
        message: String,
    },
    /// The node is known and could not be reached by the one that was asked, or the service behind the server is not ready.
    Unavailable {
        /// What the node said.
        message: String,
    },
    /// The task of a call failed.
    TaskFailed {
        /// The task.
        upid: Upid,
        /// How it ended.
        exit: String,
        /// The last lines of its log.
        log_tail: Vec<String>,
    },
    /// A task did not end in time.
    TaskUnfinished {
        /// The task.
        upid: Upid,
        /// How long it was waited for, in seconds.
        seconds: u64,
    },
    /// No answer came.
    Transport(TransportError),
    /// The answer is not one that can be read.
    Unreadable {
        /// What is wrong with it.
        reason: String,
    },
    /// The node refused for another reason.
    Unexpected {
        /// What the node said.
        message: String,
    },
}

#[derive(Deserialize, Default)]
struct Refusal {
    #[serde(default, deserialize_with = "reading::optional_text")]
    message: Option<String>,
    #[serde(default, deserialize_with = "reading::options")]
    errors: BTreeMap<String, String>,
}

impl ApiError {
    /// An error of a call: its method, its path below `/api2/json`, and the status of the answer where there was one.
    pub fn new(method: Method, path: &str, status: Option<u16>, kind: ApiErrorKind) -> Self {
        Self(Box::new(Failure { kind, method, path: path.to_owned(), status }))
    }

    /// The error of an answer that is none: its text is `message`, or where there is none the reason phrase, which is where
    /// older servers put it.
    pub fn from_response(method: Method, path: &str, response: &HttpResponse) -> Self {
        let refusal: Refusal = serde_json::from_slice(&response.body).unwrap_or_default();
        let message = refusal.message.unwrap_or_else(|| response.reason.clone());
        Self::new(method, path, Some(response.status), classify(response.status, message.trim(), refusal.errors, path))
    }

    /// The error of a call that had no answer.
    pub fn from_transport(method: Method, path: &str, error: TransportError) -> Self {
        Self::new(method, path, None, ApiErrorKind::Transport(error))
    }

    /// What kind of error it is.
    pub fn kind(&self) -> &ApiErrorKind {
        &self.0.kind
    }

    /// What the call would have done.
    pub fn method(&self) -> Method {
        self.0.method
    }

    /// The path of the call below `/api2/json`.
    pub fn path(&self) -> &str {
        &self.0.path
    }

    /// The status of the answer, where there was one.
    pub fn status(&self) -> Option<u16> {
        self.0.status
    }

    /// Whether the same call may succeed later without anybody doing something about it.
    ///
    /// Where it [may have happened](Self::may_have_happened), only a call that may be repeated is sent again.
    pub fn may_retry(&self) -> bool {
        match &self.0.kind {
            ApiErrorKind::Locked { .. } | ApiErrorKind::Unavailable { .. } => true,
            ApiErrorKind::Transport(error) => !matches!(error, TransportError::Untrusted { .. }),
            _ => false,
        }
    }

    /// Whether the call may have had its effect, in whole or in part.
    ///
    /// A refusal that the node gives before it does anything, and anything that only reads, has had none.
    pub fn may_have_happened(&self) -> bool {
        if self.0.method == Method::Get {
            return false;
        }
        match &self.0.kind {
            ApiErrorKind::TaskFailed { .. } | ApiErrorKind::TaskUnfinished { .. } | ApiErrorKind::Unreadable { .. } => {
                true
            }
            ApiErrorKind::Transport(error) => error.may_have_happened(),
            // 595 says that there was no connection to the node that it was meant for; 503 that there is no service.
            ApiErrorKind::Unavailable { .. } => !matches!(self.0.status, Some(595 | 503)),
            // What cannot be plugged in waits for the next boot all the same.
            ApiErrorKind::Parameters(errors) => errors.values().any(|error| error.starts_with("hotplug problem")),
            ApiErrorKind::Unexpected { .. } => self.0.status.is_none_or(|status| status >= 500),
            _ => false,
        }
    }

    /// What a person can do, where something can be done.
    pub fn hint(&self) -> Option<String> {
        Some(match &self.0.kind {
            ApiErrorKind::Locked { holder: Some(_) } => {
                "wait for the task that holds it, or find it in the task list".to_owned()
            }
            ApiErrorKind::Locked { holder: None } => "another change is at work on it; try again".to_owned(),
            ApiErrorKind::StaleDigest => "somebody else changed it meanwhile; plan again".to_owned(),
            ApiErrorKind::Permission { path: Some(path), privilege: Some(privilege) } => {
                format!("give the token and its user a role with {privilege} on {path}")
            }
            ApiErrorKind::Permission { .. } => "give the token and its user the rights that the call needs".to_owned(),
            ApiErrorKind::NoSuchNode { .. } => "declare the name that the node has in Proxmox VE".to_owned(),
            ApiErrorKind::Unauthenticated { .. } => {
                "check the token's ID and secret, and that it has not expired".to_owned()
            }
            ApiErrorKind::Running { .. } => "stop it first".to_owned(),
            ApiErrorKind::Protected { .. } => "switch its protection off, if it is to go".to_owned(),
            ApiErrorKind::Transport(TransportError::Untrusted { .. }) => {
                "name the file of the authority that signed it, or pin its fingerprint".to_owned()
            }
            _ => return None,
        })
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.0.method, self.0.path, self.0.kind)
    }
}

impl std::error::Error for ApiError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.0.kind {
            ApiErrorKind::Transport(error) => Some(error),
            _ => None,
        }
    }
}

impl fmt::Display for ApiErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFound { message }
            | Self::Exists { message }
            | Self::Running { message }
            | Self::NotRunning { message }
            | Self::Protected { message }
            | Self::NotImplemented { message }
            | Self::Unavailable { message }
            | Self::Unexpected { message } => f.write_str(message),
            Self::Locked { holder: Some(holder) } => write!(f, "it is locked ({holder})"),
            Self::Locked { holder: None } => f.write_str("its file is locked"),
            Self::StaleDigest => f.write_str("it was changed since it was read"),
            Self::Permission { path: Some(path), privilege: Some(privilege) } => {
                write!(f, "the token or user lacks {privilege} on {path}")
            }
            Self::Permission { .. } => f.write_str("the token or user lacks a privilege"),
            Self::NoSuchNode { node } => write!(f, "there is no node `{node}`"),
            Self::Parameters(errors) => {
                let errors: Vec<String> =
                    errors.iter().map(|(key, error)| format!("{key}: {}", error.trim())).collect();
                write!(f, "refused parameters: {}", errors.join("; "))
            }
            Self::Unauthenticated { message } if message.is_empty() => f.write_str("not authenticated"),
            Self::Unauthenticated { message } => write!(f, "not authenticated: {message}"),
            Self::TaskFailed { upid, exit, log_tail } => {
                write!(f, "task {upid} failed: {exit}")?;
                log_tail.iter().try_for_each(|line| write!(f, "\n  {line}"))
            }
            Self::TaskUnfinished { upid, seconds } => write!(f, "task {upid} did not end within {seconds} s"),
            Self::Transport(_) => f.write_str("there is no answer"),
            Self::Unreadable { reason } => write!(f, "the answer cannot be read: {reason}"),
        }
    }
}
