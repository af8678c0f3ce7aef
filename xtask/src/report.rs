//! What a run of steps has come to.

use std::fmt;
use std::time::{Duration, Instant};

use crate::failure::Failure;
use crate::step::{Step, Verdict};
use crate::workspace::Workspace;

enum Outcome {
    Passed,
    Failed(Failure),
    Skipped(String),
}

struct Entry {
    name: &'static str,
    time: Duration,
    outcome: Outcome,
}

/// The outcome and duration of every step of a run, in order.
#[derive(Default)]
pub(crate) struct Report {
    entries: Vec<Entry>,
}

impl Report {
    /// Runs one step, or skips it when a step it needs did not pass.
    pub(crate) fn run(&mut self, step: &Step, workspace: &Workspace) {
        println!("\n=== {} ===", step.name);
        let start = Instant::now();
        let outcome = match self.obstacle(step) {
            Some(obstacle) => Outcome::Skipped(format!("needs the step `{obstacle}`")),
            None => match (step.action)(workspace) {
                Ok(Verdict::Passed) => Outcome::Passed,
                Ok(Verdict::Skipped(reason)) => Outcome::Skipped(reason),
                Err(failure) => Outcome::Failed(failure),
            },
        };
        let entry = Entry { name: step.name, time: start.elapsed(), outcome };
        println!("--- {entry}");
        self.entries.push(entry);
    }

    /// Whether no step failed.
    pub(crate) fn succeeded(&self) -> bool {
        self.failed() == 0
    }

    fn obstacle(&self, step: &Step) -> Option<&'static str> {
        step.needs.iter().copied().find(|needed| {
            !self.entries.iter().any(|entry| entry.name == *needed && matches!(entry.outcome, Outcome::Passed))
        })
    }

    fn count(&self, wanted: fn(&Outcome) -> bool) -> usize {
        self.entries.iter().filter(|entry| wanted(&entry.outcome)).count()
    }

    fn failed(&self) -> usize {
        self.count(|outcome| matches!(outcome, Outcome::Failed(_)))
    }
}

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.time.as_secs_f64();
        write!(f, "{:<24}{seconds:>8.1} s  ", self.name)?;
        match &self.outcome {
            Outcome::Passed => f.write_str("pass"),
            Outcome::Skipped(reason) => write!(f, "SKIPPED: {reason}"),
            Outcome::Failed(failure) => {
                write!(f, "FAIL: {failure}")?;
                failure.hint().map_or(Ok(()), |hint| write!(f, " ({hint})"))
            }
        }
    }
}

/// A line for each step, then the counts alone on the last line.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for entry in &self.entries {
            writeln!(f, "{entry}")?;
        }
        let passed = self.count(|outcome| matches!(outcome, Outcome::Passed));
        let skipped = self.count(|outcome| matches!(outcome, Outcome::Skipped(_)));
        write!(f, "\n{passed} passed, {} failed", self.failed())?;
        if skipped > 0 {
            write!(f, ", {skipped} skipped")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Action = fn(&Workspace) -> Result<Verdict, Failure>;

    const PASSES: Action = |_| Ok(Verdict::Passed);
    const SKIPS: Action = |_| Ok(Verdict::Skipped("not today".to_owned()));
    const FAILS: Action = |_| Err(Failure::Answer { program: "oracle", expected: "a riddle" });

    fn step(name: &'static str, needs: &'static [&'static str], action: Action) -> Step {
        Step { name, needs, action }
    }

    fn last_line(steps: &[Step]) -> String {
        let workspace = Workspace::locate();
        let mut report = Report::default();
        for step in steps {
            report.run(step, &workspace);
        }
        report.to_string().lines().last().unwrap_or("").to_owned()
    }

    #[test]
    fn a_clean_run_names_no_skips() {
        let steps = [step("one", &[], PASSES), step("two", &["one"], PASSES)];
        assert_eq!(last_line(&steps), "2 passed, 0 failed");
    }

    #[test]
    fn a_step_is_skipped_when_what_it_needs_failed() {
        let steps = [
            step("one", &[], FAILS),
            step("two", &["one"], PASSES),
            step("three", &[], SKIPS),
            step("four", &[], PASSES),
        ];
        assert_eq!(last_line(&steps), "1 passed, 1 failed, 2 skipped");
    }
}
