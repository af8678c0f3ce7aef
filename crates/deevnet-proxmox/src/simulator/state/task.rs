//! Tasks: what takes longer than a request.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use super::node::Node;

/// What a task does at its end.
pub(crate) type Effect = Box<dyn FnOnce(&mut Node, &mut TaskLog) -> Result<Outcome, String> + Send>;

/// How a task ended that did not fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Without complaint.
    Ok,
    /// With so many warnings.
    Warnings(usize),
}

/// The lines that a task writes.
#[derive(Debug, Clone, Default)]
pub(crate) struct TaskLog {
    /// The lines.
    pub(crate) lines: Vec<String>,
}

impl TaskLog {
    /// Adds a line.
    pub(crate) fn line(&mut self, text: impl Into<String>) {
        self.lines.push(text.into());
    }
}

/// A task, at work or ended.
#[derive(Debug, Clone)]
pub(crate) struct Task {
    /// Its identifier.
    pub(crate) upid: String,
    /// Its process number.
    pub(crate) pid: u32,
    /// When its process started, in ticks since the node did.
    pub(crate) process_start: u64,
    /// When it started, in seconds since 1970.
    pub(crate) start_time: u64,
    /// When it ended, in seconds since 1970.
    pub(crate) end_time: Option<u64>,
    /// What kind of task it is: `qmclone`.
    #[expect(clippy::struct_field_names, reason = "`type` is a word of the language")]
    pub(crate) task_type: String,
    /// What it works on, often a number of a guest; may be empty.
    pub(crate) id: String,
    /// The user who started it, without the token.
    pub(crate) user: String,
    /// The token it was started with.
    pub(crate) token: Option<String>,
    /// What it wrote.
    pub(crate) log: TaskLog,
    /// How it ended: `OK`, `WARNINGS: 1`, or the error.
    pub(crate) exit: Option<String>,
}

/// The tasks of a node, in the order of their start.
#[derive(Default)]
pub(crate) struct Tasks {
    all: Vec<Task>,
    due: BTreeMap<(Duration, usize), Effect>,
}

impl Tasks {
    /// All of them, the oldest first.
    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &Task> {
        self.all.iter()
    }

    /// The task with an identifier.
    pub(crate) fn get(&self, upid: &str) -> Option<&Task> {
        self.all.iter().rev().find(|task| task.upid == upid)
    }

    /// Ends a task before it is done; without effect on one that has ended.
    pub(crate) fn stop(&mut self, upid: &str, time: u64) {
        let Some(position) = self.all.iter().position(|task| task.upid == upid) else { return };
        let Some(key) = self.due.keys().find(|(_, index)| *index == position).copied() else { return };
        self.due.remove(&key);
        self.end(position, TaskLog::default(), "unexpected status".to_owned(), time);
    }

    pub(super) fn add(&mut self, task: Task, due: Duration, effect: Effect) {
        self.due.insert((due, self.all.len()), effect);
        self.all.push(task);
    }

    /// The task that ends first, if it does until a time.
    pub(super) fn take_due(&mut self, now: Duration) -> Option<(Duration, usize, Effect)> {
        let entry = self.due.first_entry().filter(|entry| entry.key().0 <= now)?;
        let ((due, position), effect) = entry.remove_entry();
        Some((due, position, effect))
    }

    pub(super) fn end(&mut self, position: usize, log: TaskLog, exit: String, time: u64) {
        let Some(task) = self.all.get_mut(position) else { return };
        task.log.lines.extend(log.lines);
        let ended = exit == "OK" || exit.starts_with("WARNINGS: ");
        task.log.line(if ended { format!("TASK {exit}") } else { format!("TASK ERROR: {exit}") });
        task.exit = Some(exit);
        task.end_time = Some(time);
    }
}

impl fmt::Debug for Tasks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.all).finish()
    }
}
