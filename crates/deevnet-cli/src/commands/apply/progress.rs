//! What is told while a plan is applied.

use std::io::{self, IsTerminal, Write};
use std::time::Duration;

use deevnet_proxmox::apply::{Event, Outcome, Watcher};
use deevnet_proxmox::plan::Action;
use indicatif::{ProgressBar, ProgressStyle};

use crate::printable::printable;

/// A bar over all actions on a terminal, with a line for each that ended; otherwise only the lines. All on standard error.
pub(super) struct Progress {
    bar: Option<ProgressBar>,
}

impl Progress {
    pub(super) fn new(actions: usize) -> Self {
        let bar = io::stderr().is_terminal().then(|| {
            let bar = ProgressBar::new(u64::try_from(actions).unwrap_or(u64::MAX)).with_style(style());
            bar.enable_steady_tick(Duration::from_millis(200));
            bar
        });
        Self { bar }
    }

    /// Says a line. A standard error that cannot be written to is not reported anywhere.
    pub(super) fn say(&self, line: &str) {
        let line = printable(line);
        match &self.bar {
            Some(bar) => bar.println(line),
            None => drop(writeln!(io::stderr(), "{line}")),
        }
    }

    /// Takes the bar away.
    pub(super) fn clear(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

impl Watcher for Progress {
    fn observe(&self, event: Event<'_>) {
        match event {
            Event::Started { action } => match &self.bar {
                Some(bar) => bar.set_message(title(action)),
                None => self.say(&format!("{} ...", title(action))),
            },
            Event::Progress { action, step } => {
                if let Some(bar) = &self.bar {
                    bar.set_message(format!("{} {step}", title(action)));
                }
            }
            Event::Ended { action, outcome, duration } => {
                self.say(&format!("{}: {}", title(action), told(outcome, duration)));
                if let Some(bar) = &self.bar {
                    bar.inc(1);
                }
            }
            _ => {}
        }
    }
}

fn title(action: &Action) -> String {
    format!("{}: {}: {}", action.host, action.target, action.operation)
}

fn told(outcome: &Outcome, duration: Duration) -> String {
    let seconds = duration.as_secs_f64();
    match outcome {
        Outcome::Done { warnings: 0 } => format!("done in {seconds:.1} s"),
        Outcome::Done { warnings } => format!("done in {seconds:.1} s, with {warnings} warnings"),
        Outcome::Failed(failure) => format!("failed after {seconds:.1} s: {}", failure.message),
        Outcome::Skipped { reason, .. } => format!("skipped: {reason}"),
        Outcome::Refused { reason, .. } => format!("refused: {reason}"),
        Outcome::NotStarted => "not started".to_owned(),
    }
}

/// The look of the bar; the plain one if this is ever no template.
fn style() -> ProgressStyle {
    let look = ProgressStyle::with_template("{bar:24} {pos}/{len} {elapsed} {wide_msg}");
    look.unwrap_or_else(|_| ProgressStyle::default_bar())
}
