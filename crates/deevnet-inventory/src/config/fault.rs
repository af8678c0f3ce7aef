//! What can be wrong with a configuration file.

use std::path::PathBuf;
use std::{fmt, io};

use deevnet_core::Position;
use deevnet_core::config::{IgnoreError, Level, ParseLevelError};
use deevnet_core::hardware::{BlankSourceError, Contradiction, ParseProfileIdError, ProfileExistsError, ProfileId};
use deevnet_core::rules::Code;

/// Why a configuration cannot be used.
#[derive(Debug)]
#[non_exhaustive]
pub enum ConfigError {
    /// A directory holds a configuration file by each of the two names.
    Ambiguous {
        /// The one that Ansible would read.
        plain: PathBuf,
        /// The hidden one.
        hidden: PathBuf,
    },
    /// The file cannot be read.
    Unreadable {
        /// Its path.
        path: String,
        /// What the system said.
        source: io::Error,
    },
    /// The file has faults.
    Invalid {
        /// All of them, in order of their places.
        faults: Vec<ConfigFault>,
    },
}

impl ConfigError {
    /// The faults of the file; none when it was not read.
    pub fn faults(&self) -> &[ConfigFault] {
        match self {
            Self::Ambiguous { .. } | Self::Unreadable { .. } => &[],
            Self::Invalid { faults } => faults,
        }
    }

    /// The way out, where it is not a matter of single faults.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Ambiguous { .. } => Some("keep one of them"),
            Self::Unreadable { .. } | Self::Invalid { .. } => None,
        }
    }
}

/// One line for each fault, with its place.
impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ambiguous { plain, hidden } => {
                write!(f, "`{}` and `{}` both stand here", plain.display(), hidden.display())
            }
            Self::Unreadable { path, .. } => write!(f, "cannot read `{path}`"),
            Self::Invalid { faults } => {
                for (index, fault) in faults.iter().enumerate() {
                    let separator = if index == 0 { "" } else { "\n" };
                    write!(f, "{separator}{fault}")?;
                }
                Ok(())
            }
        }
    }
}

impl std::error::Error for ConfigError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Unreadable { source, .. } => Some(source),
            Self::Ambiguous { .. } | Self::Invalid { .. } => None,
        }
    }
}

/// One fault of a configuration file: what, where, and the way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigFault {
    kind: ConfigFaultKind,
    position: Option<Position>,
    hint: Option<String>,
}

impl ConfigFault {
    pub(super) fn new(kind: ConfigFaultKind, position: Option<Position>, hint: Option<String>) -> Self {
        Self { kind, position, hint }
    }

    /// What is wrong.
    pub fn kind(&self) -> &ConfigFaultKind {
        &self.kind
    }

    /// Where it is.
    pub fn position(&self) -> Option<&Position> {
        self.position.as_ref()
    }

    /// The way out.
    pub fn hint(&self) -> Option<&str> {
        self.hint.as_deref()
    }
}

impl fmt::Display for ConfigFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(position) = &self.position {
            write!(f, "{}:{}:{}: ", position.path, position.line, position.column)?;
        }
        self.kind.fmt(f)
    }
}

impl std::error::Error for ConfigFault {}

/// What is wrong with one place of a configuration file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigFaultKind {
    /// The text is not TOML.
    #[error("not valid TOML: {message}")]
    Syntax {
        /// What the parser said.
        message: String,
    },
    /// A key that means nothing there.
    #[error("unknown key `{key}` in {table}")]
    UnknownKey {
        /// The key.
        key: String,
        /// The table, as it is written.
        table: &'static str,
    },
    /// A rule that does not exist.
    #[error("there is no rule `{value}`")]
    UnknownRule {
        /// The text that should name a rule.
        value: String,
    },
    /// A rule that has two levels, by its code and by its name.
    #[error("{code} is given a level twice")]
    RepeatedRule {
        /// The rule's code.
        code: Code,
    },
    /// A level that would hide what could not be read.
    #[error("{code} cannot be {}: what a broken file declares is unknown", lowering(*.level))]
    Hidden {
        /// The rule's code.
        code: Code,
        /// The level.
        level: Level,
    },
    /// A word that names no level.
    #[error(transparent)]
    UnknownLevel(ParseLevelError),
    /// A value of another type than the key needs.
    #[error("`{key}` must be {expected}, not {found}")]
    WrongType {
        /// The key.
        key: String,
        /// The type that is needed.
        expected: &'static str,
        /// The type that was found.
        found: &'static str,
    },
    /// An ignore that names no rule.
    #[error("an ignore without `rule`")]
    MissingRule,
    /// An ignore that names both a host and a segment.
    #[error("an ignore names either a host or a segment, not both")]
    TwoScopes,
    /// A name that no hardware profile can have.
    #[error(transparent)]
    ProfileId(ParseProfileIdError),
    /// A hardware profile that is built in already.
    #[error(transparent)]
    ProfileExists(ProfileExistsError),
    /// A hardware profile that should take the place of one that is not built in.
    #[error("there is no built-in hardware profile `{id}` to replace")]
    ReplacesNothing {
        /// The profile's ID.
        id: ProfileId,
    },
    /// A hardware profile based on one that is not built in.
    #[error("there is no built-in hardware profile `{value}`")]
    UnknownBase {
        /// The text that should name one.
        value: String,
    },
    /// A figure of a hardware profile that says nothing.
    #[error("`{key}` is blank")]
    BlankFigure {
        /// The figure.
        key: String,
    },
    /// A figure of a hardware profile that is not what it should be.
    #[error("`{key}`: {message}")]
    Figure {
        /// The figure.
        key: String,
        /// What is wrong with its value.
        message: String,
    },
    /// A figure that is a table without a value.
    #[error("`{key}` is a table without `value`")]
    MissingValue {
        /// The figure.
        key: String,
    },
    /// A figure of a hardware profile that nobody stands for.
    #[error("`{key}` has no source")]
    MissingSource {
        /// The figure.
        key: String,
    },
    /// A source that says nothing.
    #[error(transparent)]
    BlankSource(BlankSourceError),
    /// Two figures of a hardware profile that cannot both be right.
    #[error(transparent)]
    Contradiction(Contradiction),
    /// An ignore that is refused, such as one without a reason.
    #[error(transparent)]
    Refused(IgnoreError),
}

fn lowering(level: Level) -> String {
    match level {
        Level::Off => "turned off".to_owned(),
        Level::Report(severity) => format!("made a {severity}"),
    }
}
