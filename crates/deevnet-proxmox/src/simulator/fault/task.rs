//! What goes wrong with a task.

use std::time::Duration;

use super::effect::Effect;

/// What goes wrong with the task that a call starts, if it starts one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TaskFault {
    /// How much longer the task takes.
    pub delay: Duration,
    /// How the task fails at its end, in place of its effect.
    pub failure: Option<String>,
}

impl TaskFault {
    pub(super) fn of(effects: &[Effect]) -> Self {
        let mut fault = Self::default();
        for effect in effects {
            match effect {
                Effect::SlowTask(time) => fault.delay += *time,
                Effect::FailTask(text) => fault.failure = Some(text.clone()),
                _ => {}
            }
        }
        fault
    }
}
