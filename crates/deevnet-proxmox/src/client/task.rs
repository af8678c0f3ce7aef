//! Waiting for what a node does after it has answered.

use std::time::Duration;

use tokio::time::{Instant, sleep};

use super::{Client, Notice};
use crate::notation::Upid;
use crate::request::{ApiError, ApiErrorKind, Call, LogLine, TaskLog, TaskStatus};

/// How many of a log's last lines say why its task failed.
const LOG_TAIL: usize = 12;

/// How many lines of a log are asked for at once.
const LOG_PAGE: u32 = 500;

/// How many pages of a log are passed over for its last lines.
const LOG_PAGES: u32 = 20;

/// How a task ends with success; `WARNINGS: n` does too.
const SUCCESS: &str = "OK";

/// How a task ended that did not say how, as one that was killed.
const UNTOLD: &str = "it ended without saying how";

/// How often somebody is told that a task still runs.
const NOTICE_INTERVAL: Duration = Duration::from_secs(5);

/// How a task ended that did what it was to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaskOutcome {
    /// Without a complaint.
    Ok,
    /// With so many warnings, which stand in its log.
    Warnings(u32),
}

impl Client {
    /// Waits until a task has ended, at most `limit`.
    ///
    /// It is asked for at intervals that grow. That a task is given up does not end it.
    ///
    /// # Errors
    /// When the task failed, with the last lines of its log; when it still runs after `limit`; or when the node does not tell.
    pub async fn wait(&self, upid: &Upid, limit: Duration) -> Result<TaskOutcome, ApiError> {
        let call = TaskStatus { upid: upid.clone() };
        let options = &self.inner.options;
        let begin = Instant::now();
        let (mut interval, mut told) = (options.first_poll, Duration::ZERO);
        loop {
            let state = self.call(&call).await?;
            if state.status != "running" {
                return self.outcome(&call, state.exitstatus.unwrap_or_else(|| UNTOLD.to_owned())).await;
            }
            let waited = begin.elapsed();
            if waited >= limit {
                let kind = ApiErrorKind::TaskUnfinished { upid: upid.clone(), seconds: limit.as_secs() };
                return Err(ApiError::new(TaskStatus::METHOD, &call.path(), None, kind));
            }
            if waited >= told + NOTICE_INTERVAL {
                options.tell(&Notice::Running { upid: upid.clone(), waited });
                told = waited;
            }
            sleep(interval.min(limit.saturating_sub(waited))).await;
            interval = interval.mul_f64(1.5).min(options.longest_poll);
        }
    }

    async fn outcome(&self, call: &TaskStatus, exit: String) -> Result<TaskOutcome, ApiError> {
        if exit == SUCCESS {
            return Ok(TaskOutcome::Ok);
        }
        if let Some(warnings) = exit.strip_prefix("WARNINGS:") {
            return Ok(TaskOutcome::Warnings(warnings.trim().parse().unwrap_or(1)));
        }
        let log_tail = self.log_tail(&call.upid).await;
        let kind = ApiErrorKind::TaskFailed { upid: call.upid.clone(), exit, log_tail };
        Err(ApiError::new(TaskStatus::METHOD, &call.path(), None, kind))
    }

    /// The last lines of a task's log; without them, the failure is told all the same.
    async fn log_tail(&self, upid: &Upid) -> Vec<String> {
        let mut tail: Vec<String> = Vec::new();
        for page in 0..LOG_PAGES {
            let call = TaskLog { upid: upid.clone(), start: page * LOG_PAGE, limit: Some(LOG_PAGE) };
            let Ok(lines) = self.call(&call).await else { break };
            let is_last = lines.len() < LOG_PAGE as usize;
            tail.extend(lines.into_iter().map(|line: LogLine| line.t));
            tail.drain(..tail.len().saturating_sub(LOG_TAIL));
            if is_last {
                break;
            }
        }
        tail
    }
}
