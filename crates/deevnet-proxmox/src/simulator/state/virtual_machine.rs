//! Virtual machines.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::Duration;

use sha2::{Digest, Sha256};

/// A virtual machine.
///
/// Its configuration is text by key, as its file has it: `lock`, `template` and `description` are keys like others.
#[derive(Debug, Clone, Default)]
pub(crate) struct VirtualMachine {
    /// What it runs with, or would boot with if nothing were pending.
    pub(crate) config: BTreeMap<String, String>,
    /// What it will boot with instead.
    pub(crate) pending: BTreeMap<String, String>,
    /// What it will boot without; `true` where the deletion is forced.
    pub(crate) pending_deletions: BTreeMap<String, bool>,
    /// What its image for cloud-init says where that differs from its configuration.
    pub(crate) cloud_init: BTreeMap<String, String>,
    /// Its snapshots by name.
    pub(crate) snapshots: BTreeMap<String, Snapshot>,
    /// Whether it runs.
    pub(crate) power: PowerState,
    /// Until when its file is locked by a task at work.
    pub(crate) locked_until: Option<Duration>,
}

/// A snapshot of a virtual machine.
#[derive(Debug, Clone, Default)]
pub(crate) struct Snapshot {
    /// The configuration at its time.
    pub(crate) config: BTreeMap<String, String>,
    /// The snapshot it follows.
    pub(crate) parent: Option<String>,
    /// What was said of it.
    pub(crate) description: String,
    /// When it was made, in seconds since 1970.
    pub(crate) time: u64,
}

/// Whether a guest runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum PowerState {
    /// It does not.
    #[default]
    Stopped,
    /// It does.
    Running {
        /// Since when.
        since: Duration,
        /// Its process number.
        pid: u32,
        /// Whether it is halted in the middle.
        paused: bool,
    },
}

impl VirtualMachine {
    /// Whether it runs or is paused.
    pub(crate) fn is_running(&self) -> bool {
        matches!(self.power, PowerState::Running { .. })
    }

    /// Whether it is a template.
    pub(crate) fn is_template(&self) -> bool {
        self.config.get("template").is_some_and(|value| value == "1")
    }

    /// What holds it, such as `clone`.
    pub(crate) fn lock(&self) -> Option<&str> {
        self.config.get("lock").map(String::as_str)
    }
}

/// Forty hexadecimal digits that change with a text.
pub(crate) fn digest(text: &str) -> String {
    let hash = Sha256::digest(text.as_bytes());
    hash.iter().take(20).fold(String::new(), |mut digits, byte| {
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}
