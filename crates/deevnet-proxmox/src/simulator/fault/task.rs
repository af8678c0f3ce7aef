//! What goes wrong with a task.

use std::time::Duration;

use super::effect::Effect;
use crate::simulator::state::{Outcome, TaskLog};

/// What goes wrong with the task that a call starts, if it starts one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TaskFault {
    /// How much longer the task takes.
    pub delay: Duration,
    /// How the task fails at its end, in place of its effect.
    pub failure: Option<String>,
    /// What only the log of the task says, line by line: the task has no effect and ends as if it had.
    pub hidden_failure: Option<String>,
    /// What the task complains of at its end, after its effect.
    pub warnings: Vec<String>,
}

impl TaskFault {
    pub(super) fn of(effects: &[Effect]) -> Self {
        let mut fault = Self::default();
        for effect in effects {
            match effect {
                Effect::SlowTask(time) => fault.delay += *time,
                Effect::FailTask(text) => fault.failure = Some(text.clone()),
                Effect::HideFailure(text) => fault.hidden_failure = Some(text.clone()),
                Effect::WarnTask(text) => fault.warnings.push(text.clone()),
                _ => {}
            }
        }
        fault
    }

    /// The delay alone.
    pub(crate) fn only_delay(&self) -> Self {
        Self { delay: self.delay, ..Self::default() }
    }

    /// Whether the task has no effect.
    pub(crate) fn prevents(&self) -> bool {
        self.failure.is_some() || self.hidden_failure.is_some()
    }

    /// Ends a task: with its work and the complaints, or without.
    ///
    /// # Errors
    ///
    /// As the work, or because the task is to fail.
    pub(crate) fn end(
        &self,
        log: &mut TaskLog,
        work: impl FnOnce(&mut TaskLog) -> Result<Outcome, String>,
    ) -> Result<Outcome, String> {
        if let Some(failure) = &self.failure {
            return Err(failure.clone());
        }
        if let Some(text) = &self.hidden_failure {
            text.lines().for_each(|line| log.line(line));
            return Ok(Outcome::Ok);
        }
        let outcome = work(log)?;
        self.warnings.iter().for_each(|text| log.line(format!("WARN: {text}")));
        Ok(if self.warnings.is_empty() { outcome } else { Outcome::Warnings(self.warnings.len()) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ended(texts: &[&str]) -> (Result<Outcome, String>, Vec<String>) {
        let effects: Vec<Effect> =
            texts.iter().map(|text| text.parse::<crate::simulator::Fault>().unwrap().effect).collect();
        let mut log = TaskLog::default();
        let done = TaskFault::of(&effects).end(&mut log, |log| {
            log.line("done");
            Ok(Outcome::Ok)
        });
        (done, log.lines)
    }

    #[test]
    fn a_task_ends_as_its_faults_say() {
        let lines = |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>();
        assert_eq!(ended(&[]), (Ok(Outcome::Ok), lines(&["done"])));
        assert_eq!(ended(&["fail-task=no space"]), (Err("no space".to_owned()), Vec::new()));
        assert_eq!(ended(&["hide-failure=no space"]), (Ok(Outcome::Ok), lines(&["no space"])));
        let warnings = ended(&["warn-task=no agent", "warn-task=old machine"]);
        assert_eq!(warnings, (Ok(Outcome::Warnings(2)), lines(&["done", "WARN: no agent", "WARN: old machine"])));
    }
}
