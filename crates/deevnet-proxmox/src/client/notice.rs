//! What a client tells while it waits.

use std::fmt;
use std::time::Duration;

use crate::notation::Upid;

/// Something that a client waits for, so that a silence is explained.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Notice {
    /// A request is sent again after a while.
    Retrying {
        /// What was asked, such as `GET /version`.
        request: String,
        /// Why it is sent again.
        reason: String,
        /// Which attempt comes next; the first was 1.
        attempt: u32,
        /// How long it is waited before.
        delay: Duration,
    },
    /// A task still runs.
    Running {
        /// The task.
        upid: Upid,
        /// How long it has been waited for.
        waited: Duration,
    },
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Retrying { request, reason, attempt, delay } => {
                write!(f, "{request}: {reason}; attempt {attempt} in {:.1} s", delay.as_secs_f64())
            }
            Self::Running { upid, waited } => {
                write!(f, "waiting for {} of {}: {} s", upid.task_type(), upid.id(), waited.as_secs())
            }
        }
    }
}
