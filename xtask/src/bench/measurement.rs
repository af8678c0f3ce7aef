//! What a run of a program cost.

use std::path::Path;

use serde_json::Value;

use super::Subject;
use crate::failure::Failure;
use crate::workspace::Workspace;

/// The cost of a program on one inventory: medians over its runs.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Measurement {
    /// User and system time, in seconds, of all its threads and processes.
    pub(crate) cpu: f64,
    /// Time on the clock, in seconds.
    pub(crate) wall: f64,
    /// The largest resident size, in bytes.
    pub(crate) memory: f64,
}

impl Measurement {
    /// Runs a subject on an inventory that many times.
    pub(crate) fn take(
        workspace: &Workspace,
        subject: &Subject,
        inventory: &Path,
        runs: usize,
    ) -> Result<Self, Failure> {
        let text = workspace
            .python()
            .args(["-S", "-E"])
            .arg(workspace.path("benches/measure.py"))
            .arg(runs.to_string())
            .args(subject.command(workspace, inventory))
            .output()?;
        Self::parse(&text)
            .ok_or(Failure::Answer { program: "benches/measure.py", expected: "CPU seconds, wall seconds and bytes" })
    }

    fn parse(text: &str) -> Option<Self> {
        let cost: Value = serde_json::from_str(text).ok()?;
        let number = |name: &str| cost[name].as_f64();
        Some(Self { cpu: number("cpu")?, wall: number("wall")?, memory: number("memory")? })
    }
}
