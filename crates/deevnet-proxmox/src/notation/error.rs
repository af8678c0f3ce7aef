//! Why a text is not what Proxmox VE would have written.

use thiserror::Error;

/// The error of a text that is not in the notation of Proxmox VE.
///
/// It carries the text, what it should have been, and the rule that it breaks.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{value}` is not a {kind}: {rule}")]
pub struct NotationError {
    kind: &'static str,
    value: String,
    rule: &'static str,
    hint: &'static str,
}

impl NotationError {
    pub(super) fn new(kind: &'static str, value: &str, rule: &'static str, hint: &'static str) -> Self {
        Self { kind, value: value.to_owned(), rule, hint }
    }

    /// What the text should have been, such as `network device`.
    pub fn kind(&self) -> &'static str {
        self.kind
    }

    /// The text that was refused.
    pub fn value(&self) -> &str {
        &self.value
    }

    /// The rule that it breaks.
    pub fn rule(&self) -> &'static str {
        self.rule
    }

    /// What to write instead.
    pub fn hint(&self) -> &'static str {
        self.hint
    }
}
