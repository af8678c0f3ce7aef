//! What an apply may do and how long it waits.

use std::num::NonZeroUsize;
use std::time::Duration;

use super::cancellation::Cancellation;

/// What an apply may do and how long it waits.
#[derive(Debug, Clone)]
pub struct ApplyOptions {
    /// Whether machines are removed where the plan says so; otherwise those actions are refused.
    pub allow_destroy: bool,
    /// Whether a plan is applied that changes or destroys so much of what is owned that it looks like a mistake.
    pub force: bool,
    /// How many actions run on one node at a time.
    pub parallelism: NonZeroUsize,
    /// How long a task may take. A full clone copies all disks of its template.
    pub task_limit: Duration,
    /// How long a machine is waited for that something else holds.
    pub lock_limit: Duration,
    /// How long a machine may take to shut down before it is stopped.
    pub shutdown_limit: Duration,
    /// The wish to stop.
    pub cancellation: Cancellation,
}

impl ApplyOptions {
    const PARALLELISM: NonZeroUsize = NonZeroUsize::MIN.saturating_add(3);
}

impl Default for ApplyOptions {
    /// Nothing is destroyed; four actions a node; half an hour for a task, five minutes for a lock, one for a shutdown.
    fn default() -> Self {
        Self {
            allow_destroy: false,
            force: false,
            parallelism: Self::PARALLELISM,
            task_limit: Duration::from_secs(30 * 60),
            lock_limit: Duration::from_secs(5 * 60),
            shutdown_limit: Duration::from_secs(60),
            cancellation: Cancellation::default(),
        }
    }
}
