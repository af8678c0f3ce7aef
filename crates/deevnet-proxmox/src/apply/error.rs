//! Why an action could not be done.

use thiserror::Error;

use super::difference::Difference;
use super::outcome::Failure;
use crate::request::{ApiError, ApiErrorKind};
use crate::transport::TransportError;

/// Why an action could not be done.
#[derive(Debug, Error)]
pub(super) enum ActionError {
    /// The node refused, or could not be asked.
    #[error(transparent)]
    Api(#[from] ApiError),
    /// Nobody said how the node is reached.
    #[error("there is no access to {host}")]
    NoAccess { host: String },
    /// The VMID is not free, and what has it is not what was to be made.
    #[error("VMID {vmid} is taken by {found}")]
    Taken { vmid: u32, found: String },
    /// What is there is not what the plan is about.
    #[error("virtual machine {vmid} is not the one that was planned for: {reason}")]
    Foreign { vmid: u32, reason: String },
    /// The machine is gone.
    #[error("virtual machine {vmid} is gone")]
    Gone { vmid: u32 },
    /// Something else holds the machine, and does not let go.
    #[error("virtual machine {vmid} is still locked ({lock}) after {seconds} s")]
    Held { vmid: u32, lock: String, seconds: u64 },
    /// The machine will not boot with what was set.
    #[error("virtual machine {vmid} will not boot with what was set")]
    Differs { vmid: u32, differences: Vec<Difference> },
    /// The plan says something that cannot be sent.
    #[error("the plan cannot be carried out: {reason}")]
    Unusable { reason: String },
}

impl ActionError {
    /// Why nothing else can be done on the node, where that is so.
    pub(super) fn loses_node(&self) -> Option<&'static str> {
        match self {
            Self::NoAccess { .. } => Some("there is no access to the node"),
            Self::Api(error) => match error.kind() {
                ApiErrorKind::Unauthenticated { .. } => Some("the node does not accept the credentials"),
                ApiErrorKind::Transport(TransportError::Connect { .. }) => Some("the node cannot be reached"),
                ApiErrorKind::Transport(TransportError::Untrusted { .. }) => {
                    Some("the certificate of the node is not trusted")
                }
                _ => None,
            },
            _ => None,
        }
    }

    fn hint(&self) -> Option<String> {
        Some(match self {
            Self::Api(error) => return error.hint(),
            Self::Taken { .. } | Self::Foreign { .. } | Self::Gone { .. } => "plan again".to_owned(),
            Self::Held { .. } => "find the task that holds it in the task list, then apply again".to_owned(),
            Self::Differs { .. } => "it was not started; compare both values, then apply again".to_owned(),
            Self::NoAccess { .. } => "name its endpoint and credentials in the access file".to_owned(),
            Self::Unusable { .. } => return None,
        })
    }
}

impl From<ActionError> for Failure {
    fn from(error: ActionError) -> Self {
        let (message, hint) = (error.to_string(), error.hint());
        match error {
            ActionError::Api(error) => match error.kind() {
                ApiErrorKind::TaskFailed { upid, exit, log_tail } => {
                    let message = format!("task {} failed: {exit}", upid.task_type());
                    Self { message, hint, log: log_tail.clone(), differences: Vec::new() }
                }
                ApiErrorKind::Transport(cause) => {
                    Self { message: format!("{message}: {cause}"), hint, log: Vec::new(), differences: Vec::new() }
                }
                _ => Self { message, hint, log: Vec::new(), differences: Vec::new() },
            },
            ActionError::Differs { differences, .. } => Self { message, hint, log: Vec::new(), differences },
            _ => Self { message, hint, log: Vec::new(), differences: Vec::new() },
        }
    }
}
