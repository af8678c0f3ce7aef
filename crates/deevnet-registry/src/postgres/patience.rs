//! How long and how often a piece of work is tried.

use std::thread;
use std::time::{Duration, Instant};

use super::error::{PostgresError, Remedy};

/// How long one piece of work is tried in all.
const LIMIT: Duration = Duration::from_secs(30);

/// The first pause, which doubles from one attempt to the next.
const FIRST_PAUSE: Duration = Duration::from_millis(10);

/// The longest pause.
const LONGEST_PAUSE: Duration = Duration::from_secs(1);

/// What one piece of work has gone through so far.
#[derive(Debug)]
pub(super) struct Patience {
    until: Instant,
    pause: Duration,
    attempts: u32,
    was_connected: bool,
}

impl Patience {
    /// The patience of a piece of work that begins now.
    pub(super) fn new() -> Self {
        Self { until: Instant::now() + LIMIT, pause: FIRST_PAUSE, attempts: 0, was_connected: false }
    }

    /// Remembers that the server could be reached: from now on a lost connection is worth waiting for.
    pub(super) const fn connected(&mut self) {
        self.was_connected = true;
    }

    /// How many attempts failed and were made again.
    pub(super) const fn retries(&self) -> u32 {
        self.attempts
    }

    /// Waits after an attempt that failed.
    ///
    /// # Errors
    /// The error itself when another attempt would fail too; when there is no time left, why it took so long.
    pub(super) fn endure(&mut self, error: PostgresError) -> Result<(), PostgresError> {
        if !self.is_passing(&error) {
            return Err(error);
        }
        self.attempts += 1;
        if Instant::now() + self.pause > self.until {
            return Err(PostgresError::Contention { attempts: self.attempts, source: Box::new(error) });
        }
        thread::sleep(self.pause);
        self.pause = (self.pause * 2).min(LONGEST_PAUSE);
        Ok(())
    }

    /// Whether another attempt may succeed. A server that could never be reached is more likely a wrong URL.
    fn is_passing(&self, error: &PostgresError) -> bool {
        match error.remedy() {
            Remedy::GiveUp => false,
            Remedy::Retry => true,
            Remedy::Reconnect => self.was_connected || error.is_answer(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_happen_again_is_not_endured() {
        let error = Patience::new().endure(PostgresError::SchemaAbsent).unwrap_err();
        assert!(matches!(error, PostgresError::SchemaAbsent));
    }
}
