//! How a change is made that must not be made twice.

use std::time::Duration;

use tokio::time::sleep;

use super::error::ActionError;
use super::patience::patiently;
use crate::client::{Client, TaskOutcome};
use crate::notation::Upid;
use crate::request::{ApiError, ApiErrorKind};

/// How often a change is asked for that was looked for and not found.
const ATTEMPTS: u32 = 3;

/// How long a node is left alone before it is looked what became of a request without an answer.
const SETTLING: Duration = Duration::from_secs(2);

/// What a look at the node shows of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sight {
    /// It was made.
    Made,
    /// It was not.
    NotMade,
}

/// A change of a node.
///
/// Whoever makes it may ask for it once more only after a [look](Self::look) that did not find it. Every implementation is one
/// that the node refuses or that changes nothing where the first request comes to effect after all.
pub(super) trait Effect {
    /// Asks for the change; gives the task that makes it, where there is one.
    async fn request(&self) -> Result<Option<Upid>, ApiError>;

    /// Looks whether it was made.
    async fn look(&self) -> Result<Sight, ActionError>;
}

/// Makes a change and gives the number of warnings of its task.
pub(super) async fn make(effect: &impl Effect, client: &Client, limit: Duration) -> Result<u32, ActionError> {
    let mut attempt = 1;
    loop {
        let (error, verdict) = match attempt_once(effect, client, limit).await {
            Ok(warnings) => return Ok(warnings),
            Err(failed) => failed,
        };
        if verdict == Verdict::Certain {
            return Err(error.into());
        }
        if verdict == Verdict::Unknown {
            sleep(SETTLING).await;
        }
        match effect.look().await? {
            Sight::Made => return Ok(0),
            Sight::NotMade if verdict == Verdict::Unknown && attempt < ATTEMPTS => attempt += 1,
            Sight::NotMade => return Err(error.into()),
        }
    }
}

async fn attempt_once(effect: &impl Effect, client: &Client, limit: Duration) -> Result<u32, (ApiError, Verdict)> {
    let task = effect.request().await.map_err(|error| {
        let verdict = verdict(&error);
        (error, verdict)
    })?;
    let Some(upid) = task else { return Ok(0) };
    match patiently(|| client.wait(&upid, limit)).await {
        Ok(TaskOutcome::Ok) => Ok(0),
        Ok(TaskOutcome::Warnings(warnings)) => Ok(warnings),
        Err(error) if is_failure(&error) => Err((error, Verdict::Refused)),
        Err(error) => Err((error, Verdict::Unknown)),
    }
}

/// What an error says about the change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    /// It was not made, and could not be.
    Certain,
    /// It was refused, which may be because it is made already.
    Refused,
    /// It may have been made.
    Unknown,
}

fn is_failure(error: &ApiError) -> bool {
    matches!(error.kind(), ApiErrorKind::TaskFailed { .. } | ApiErrorKind::TaskUnfinished { .. })
}

fn verdict(error: &ApiError) -> Verdict {
    match error.kind() {
        _ if error.may_have_happened() => Verdict::Unknown,
        ApiErrorKind::Exists { .. }
        | ApiErrorKind::NotFound { .. }
        | ApiErrorKind::StaleDigest
        | ApiErrorKind::Running { .. }
        | ApiErrorKind::NotRunning { .. }
        | ApiErrorKind::Locked { .. } => Verdict::Refused,
        // The request did not reach what would have made it.
        ApiErrorKind::Unavailable { .. } => Verdict::Unknown,
        _ => Verdict::Certain,
    }
}
