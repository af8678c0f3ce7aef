//! The time of a node.

use std::time::Duration;

use tokio::time::Instant;

/// The time of a node: it stands still while a request is worked on.
#[derive(Debug, Clone)]
pub(crate) struct Clock {
    start: Instant,
    epoch: u64,
    now: Duration,
}

impl Clock {
    /// A clock that starts now, at a time of day in seconds since 1970.
    pub(crate) fn new(epoch: u64) -> Self {
        Self { start: Instant::now(), epoch, now: Duration::ZERO }
    }

    /// What it shows, since the start.
    pub(crate) fn now(&self) -> Duration {
        self.now
    }

    /// The time of day, in seconds since 1970.
    pub(crate) fn time(&self) -> u64 {
        self.epoch + self.now.as_secs()
    }

    /// How long the node is up, in seconds: it was started an hour before the simulation.
    pub(crate) fn uptime(&self) -> u64 {
        3600 + self.now.as_secs()
    }

    /// How long the start is past in real time.
    pub(super) fn elapsed(&self) -> Duration {
        self.start.elapsed()
    }

    pub(super) fn set(&mut self, now: Duration) {
        self.now = self.now.max(now);
    }
}
