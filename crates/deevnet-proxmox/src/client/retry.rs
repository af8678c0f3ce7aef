//! Whether and when a request is sent again.

use std::time::Duration;

use super::ClientOptions;
use crate::request::{ApiError, ApiErrorKind, Repetition};
use crate::transport::TransportError;

/// The further attempts of one request: what is left of them, and how long to wait before the next.
#[derive(Debug)]
pub(super) struct Retries<'o> {
    options: &'o ClientOptions,
    repetition: Repetition,
    /// How many attempts got no answer, or only that something is out of order.
    failed: u32,
    /// How many attempts found a lock.
    locked: u32,
    /// How long locks may still be waited for.
    patience: Duration,
}

impl<'o> Retries<'o> {
    pub(super) fn new(options: &'o ClientOptions, repetition: Repetition) -> Self {
        Self { options, repetition, failed: 0, locked: 0, patience: options.lock_patience }
    }

    /// Which attempt comes next.
    pub(super) fn next_attempt(&self) -> u32 {
        1 + self.failed + self.locked
    }

    /// How long to wait before the next attempt; `None` where the error stands.
    ///
    /// `chance` is a random number from 0 to 1.
    pub(super) fn after(&mut self, error: &ApiError, chance: f64) -> Option<Duration> {
        if matches!(error.kind(), ApiErrorKind::Locked { .. }) {
            return self.after_lock(chance);
        }
        if !self.is_safe(error) {
            return None;
        }
        self.failed += 1;
        (self.failed < self.options.attempts).then(|| self.delay(self.failed, chance))
    }

    /// Whether a request may be sent again: one that reads wherever that may help, any other only where nothing was sent.
    fn is_safe(&self, error: &ApiError) -> bool {
        let was_sent = !matches!(error.kind(), ApiErrorKind::Transport(TransportError::Connect { .. }));
        error.may_retry() && (self.repetition == Repetition::Read || !was_sent)
    }

    /// The delay after a lock, which the node found before it did anything.
    fn after_lock(&mut self, chance: f64) -> Option<Duration> {
        self.locked += 1;
        let delay = self.delay(self.locked, chance).min(self.patience);
        self.patience -= delay;
        (!delay.is_zero()).then_some(delay)
    }

    /// A delay that doubles with every attempt, shorter or longer by up to a half, so that clients that failed together do not
    /// come back together.
    fn delay(&self, attempt: u32, chance: f64) -> Duration {
        let doubled = self.options.first_delay.saturating_mul(1 << (attempt - 1).min(16));
        doubled.min(self.options.longest_delay).mul_f64(0.5 + chance.clamp(0.0, 1.0))
    }
}
