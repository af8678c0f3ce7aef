//! Why a file is not edited.

/// Why a file cannot be edited; nothing has been changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EditError {
    /// The file cannot be read as YAML.
    #[error("it cannot be read: {message}")]
    Unreadable {
        /// What is wrong with it.
        message: String,
    },
    /// The file is not a map whose keys stand at the beginning of lines.
    #[error("it is not written as a map with one key a line")]
    NotAMap,
    /// The variable is not in the file.
    #[error("it does not hold `{key}`")]
    Absent {
        /// The variable.
        key: String,
    },
    /// The variable has no entry of that name.
    #[error("`{key}` has no entry `{name}` of its own in it")]
    NoEntry {
        /// The variable.
        key: String,
        /// The entry.
        name: String,
    },
    /// The value is written in a way that is not continued.
    #[error("`{key}` in line {line} is {found}")]
    Layout {
        /// The variable.
        key: String,
        /// The line of its key, from 1.
        line: usize,
        /// What it is, in words.
        found: &'static str,
    },
    /// The edited text would not say what was meant, and so it is dropped.
    #[error("`{key}` cannot be edited so that everything else stays the same")]
    Unverified {
        /// The variable.
        key: String,
    },
}
