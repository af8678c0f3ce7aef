//! What happens.

use std::fmt;
use std::time::Duration;

/// What a fault does to a call.
///
/// Written as a word, with a value after `=` where there is one: `latency=250`, `drop-after`, `status=502`, `fail-task=disk full`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Effect {
    /// The answer takes so much longer, in milliseconds as text (`latency=20`).
    Latency(Duration),
    /// The connection is refused: nothing is sent (`refuse`).
    Refuse,
    /// The connection ends before the node does anything (`drop-before`).
    DropBefore,
    /// The connection ends after the node did what was asked (`drop-after`).
    DropAfter,
    /// No answer ever comes, and the node does nothing (`silence-before`).
    SilenceBefore,
    /// No answer ever comes, though the node did what was asked (`silence-after`).
    SilenceAfter,
    /// A status in place of the answer; the node does nothing (`status=502`).
    Status(u16),
    /// A status in place of the answer, after the node did what was asked (`status-after=596`).
    StatusAfter(u16),
    /// The lock of the file is held for too long; the node does nothing (`locked`).
    Locked,
    /// Somebody else changed the file: a call that carries a digest fails, and no other (`stale-digest`).
    StaleDigest,
    /// The task that the call starts takes so much longer, in milliseconds as text (`slow-task=5000`).
    SlowTask(Duration),
    /// The task that the call starts fails at its end with this text, without any effect (`fail-task=no space left`).
    FailTask(String),
    /// The task that the call starts has no effect, and only its log says this: it ends with `OK` (`hide-failure=reload failed`).
    HideFailure(String),
    /// The task that the call starts complains of this at its end, and ends with `WARNINGS: 1`, or with the number of such faults
    /// (`warn-task=no guest agent`).
    WarnTask(String),
    /// The answer of an older server: the text of an error stands only in the reason phrase (`old-style`).
    OldStyle,
}

impl Effect {
    /// The word that stands for it.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Latency(_) => "latency",
            Self::Refuse => "refuse",
            Self::DropBefore => "drop-before",
            Self::DropAfter => "drop-after",
            Self::SilenceBefore => "silence-before",
            Self::SilenceAfter => "silence-after",
            Self::Status(_) => "status",
            Self::StatusAfter(_) => "status-after",
            Self::Locked => "locked",
            Self::StaleDigest => "stale-digest",
            Self::SlowTask(_) => "slow-task",
            Self::FailTask(_) => "fail-task",
            Self::HideFailure(_) => "hide-failure",
            Self::WarnTask(_) => "warn-task",
            Self::OldStyle => "old-style",
        }
    }
}

impl fmt::Display for Effect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())?;
        match self {
            Self::Latency(time) | Self::SlowTask(time) => write!(f, "={}", time.as_millis()),
            Self::Status(status) | Self::StatusAfter(status) => write!(f, "={status}"),
            Self::FailTask(text) | Self::HideFailure(text) | Self::WarnTask(text) => write!(f, "={text}"),
            Self::Refuse
            | Self::DropBefore
            | Self::DropAfter
            | Self::SilenceBefore
            | Self::SilenceAfter
            | Self::Locked
            | Self::StaleDigest
            | Self::OldStyle => Ok(()),
        }
    }
}
