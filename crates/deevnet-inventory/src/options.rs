//! How an inventory is loaded.

use std::num::NonZero;

use crate::vault::VaultPassword;

/// What the caller may choose; the default reads everything that is not encrypted, on all processors.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Options {
    /// The passwords that open encrypted files and values; each is tried, those of the right label first.
    pub vault_passwords: Vec<VaultPassword>,
    /// How many threads read files; as many as there are processors when it is not given.
    pub threads: Option<NonZero<usize>>,
}

impl Options {
    /// How many threads read files.
    pub(crate) fn thread_count(&self) -> usize {
        self.threads.or_else(|| std::thread::available_parallelism().ok()).map_or(1, NonZero::get)
    }
}
