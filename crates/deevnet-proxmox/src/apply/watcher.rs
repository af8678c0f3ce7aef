//! Who is told what an apply does while it does it.

use std::time::Duration;

use super::outcome::Outcome;
use crate::plan::Action;

/// Something that happens during an apply.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Event<'a> {
    /// An action begins.
    Started {
        /// The action.
        action: &'a Action,
    },
    /// An action goes on to something that may take long.
    Progress {
        /// The action.
        action: &'a Action,
        /// What it does now, such as `waits for the clone`.
        step: &'a str,
    },
    /// An action ended, or was settled without having begun.
    Ended {
        /// The action.
        action: &'a Action,
        /// How.
        outcome: &'a Outcome,
        /// How long it took.
        duration: Duration,
    },
}

/// Who is told what an apply does.
pub trait Watcher {
    /// Takes note of what happens.
    fn observe(&self, event: Event<'_>);
}

/// A watcher that takes note of nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Unwatched;

impl Watcher for Unwatched {
    fn observe(&self, _: Event<'_>) {}
}
