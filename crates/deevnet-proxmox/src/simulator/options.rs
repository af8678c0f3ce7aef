//! How a simulation runs.

use std::time::Duration;

/// How a simulation runs: what in a real node is chance, time or speed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SimulatorOptions {
    /// What generated MAC addresses, UUIDs and process numbers follow from.
    pub seed: u64,
    /// The time of day at the start, in seconds since 1970. The clock is that of tokio, so that paused time works.
    pub epoch: u64,
    /// How long a task takes that neither copies a disk nor waits for a guest.
    pub task_duration: Duration,
    /// How long a task takes that copies a disk: a full clone, an import.
    pub copy_duration: Duration,
    /// How long a guest takes to shut down when asked.
    pub shutdown_duration: Duration,
    /// How long the server waits before it refuses credentials; real ones wait for 3 s.
    pub refusal_delay: Duration,
}

impl Default for SimulatorOptions {
    fn default() -> Self {
        Self {
            seed: 1,
            epoch: 1_767_225_600,
            task_duration: Duration::from_millis(200),
            copy_duration: Duration::from_secs(2),
            shutdown_duration: Duration::from_secs(1),
            refusal_delay: Duration::ZERO,
        }
    }
}
