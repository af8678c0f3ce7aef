//! Why the database could not be used.

use std::error::Error as _;
use std::fmt;
use std::io;

use postgres::error::SqlState;

use super::tls::TlsError;

/// Why a registry in PostgreSQL could not do its work.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PostgresError {
    /// An encrypted connection cannot be set up.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// There is no connection.
    #[error("cannot connect to {url}")]
    Connection {
        /// The URL without its password.
        url: String,
        /// Why not.
        source: DatabaseError,
    },
    /// The server refuses or fails.
    #[error("the database refuses")]
    Database(#[source] DatabaseError),
    /// The connection was lost at the one moment when it is not clear what happened, and cannot be made again.
    #[error("the connection was lost while batch {batch} was committed; whether it is kept is not known")]
    Undecided {
        /// The batch, as `deevnet.batch.id` names it.
        batch: String,
        /// Why no connection could be made.
        source: Box<PostgresError>,
    },
    /// Other writers were in the way too often.
    #[error("gave up after {attempts} attempts")]
    Contention {
        /// How often it was tried.
        attempts: u32,
        /// Why the last attempt failed.
        source: Box<PostgresError>,
    },
    /// The database was never prepared.
    #[error("the database has no registry")]
    SchemaAbsent,
    /// The database was prepared by an older program.
    #[error("the registry's schema is at migration {found}, and this program needs {needed}")]
    SchemaBehind {
        /// The last migration of the database.
        found: i32,
        /// The last migration of this program.
        needed: i32,
    },
    /// The database was prepared by a newer program.
    #[error("the registry's schema is at migration {found}, and this program knows {known}")]
    SchemaNewer {
        /// The last migration of the database.
        found: i32,
        /// The last migration of this program.
        known: i32,
    },
    /// A migration is not what this program has under its number.
    #[error("migration {number} of the database is not the one of this program")]
    SchemaDiffers {
        /// The migration.
        number: i32,
    },
    /// The database holds what it should never have taken.
    #[error("the registry holds {what}, which is no identity")]
    Unreadable {
        /// What stands there.
        what: String,
    },
}

impl PostgresError {
    /// What to do about it.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Tls(error) => Some(error.hint()),
            Self::Connection { source, .. } => Some(source.hint().unwrap_or(if source.is_tls() {
                "name a file with the certificate of the server's authority as `sslrootcert=FILE`"
            } else {
                "check DEEVNET_DATABASE_URL, and that the server takes connections there"
            })),
            Self::Database(source) => source.hint(),
            Self::Undecided { .. } | Self::Contention { .. } => {
                Some("run the command again: what was given is never given twice")
            }
            Self::SchemaAbsent | Self::SchemaBehind { .. } => Some("run `deevnet registry migrate`"),
            Self::SchemaNewer { .. } => Some("use the newer deevnet that prepared it"),
            Self::SchemaDiffers { .. } => Some("use the deevnet that prepared it, or a database of its own"),
            Self::Unreadable { .. } => Some("correct the row in `deevnet.identity`, or restore it from a backup"),
        }
    }
}

impl PostgresError {
    /// What the work may do now.
    pub(super) fn remedy(&self) -> Remedy {
        self.said().map_or(Remedy::GiveUp, DatabaseError::remedy)
    }

    /// Whether the server itself said no, and went on listening.
    pub(super) fn is_answer(&self) -> bool {
        self.said().is_some_and(DatabaseError::is_answer)
    }

    fn said(&self) -> Option<&DatabaseError> {
        match self {
            Self::Connection { source, .. } | Self::Database(source) => Some(source),
            _ => None,
        }
    }
}

impl From<postgres::Error> for PostgresError {
    fn from(error: postgres::Error) -> Self {
        Self::Database(error.into())
    }
}

/// What the driver or the server said.
///
/// The driver's own text says only what kind of error it is, so that this one shows what lies below it.
#[derive(Debug)]
pub struct DatabaseError(postgres::Error);

/// What the work may do after an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Remedy {
    /// Nothing: it would happen again.
    GiveUp,
    /// Try the transaction again on the same server: another writer was in the way.
    Retry,
    /// Connect again: the connection is gone, or the server is starting, stopping or full.
    Reconnect,
}

impl DatabaseError {
    /// What the work may do now.
    pub(super) fn remedy(&self) -> Remedy {
        let Some(state) = self.0.code() else {
            return if self.is_transport() { Remedy::Reconnect } else { Remedy::GiveUp };
        };
        match *state {
            SqlState::T_R_SERIALIZATION_FAILURE | SqlState::T_R_DEADLOCK_DETECTED | SqlState::UNIQUE_VIOLATION => {
                Remedy::Retry
            }
            SqlState::ADMIN_SHUTDOWN
            | SqlState::CRASH_SHUTDOWN
            | SqlState::CANNOT_CONNECT_NOW
            | SqlState::IDLE_IN_TRANSACTION_SESSION_TIMEOUT
            | SqlState::TOO_MANY_CONNECTIONS => Remedy::Reconnect,
            _ if state.code().starts_with("08") => Remedy::Reconnect,
            _ => Remedy::GiveUp,
        }
    }

    /// Whether the server itself said no and goes on serving.
    fn is_answer(&self) -> bool {
        self.0.code().is_some() && (self.remedy() != Remedy::Reconnect || self.is_refusal())
    }

    /// Whether a server that is there takes no connection now.
    fn is_refusal(&self) -> bool {
        matches!(self.0.code(), Some(&SqlState::CANNOT_CONNECT_NOW | &SqlState::TOO_MANY_CONNECTIONS))
    }

    /// Whether the connection failed and not what was said over it.
    fn is_transport(&self) -> bool {
        self.0.is_closed() || self.0.source().is_some_and(<dyn std::error::Error>::is::<io::Error>)
    }

    /// Whether it was the server's certificate that failed.
    fn is_tls(&self) -> bool {
        let source = self.0.source().and_then(|source| source.downcast_ref::<io::Error>());
        source.and_then(io::Error::get_ref).is_some_and(<dyn std::error::Error + Send + Sync>::is::<rustls::Error>)
    }

    fn hint(&self) -> Option<&'static str> {
        match self.0.code() {
            Some(&SqlState::LOCK_NOT_AVAILABLE) => {
                Some("another writer holds the substrate for long; see who in `pg_stat_activity`")
            }
            Some(&SqlState::INVALID_PASSWORD | &SqlState::INVALID_AUTHORIZATION_SPECIFICATION) => {
                Some("check user and password in DEEVNET_DATABASE_URL")
            }
            Some(&SqlState::INVALID_CATALOG_NAME) => Some("create the database, or name another one"),
            Some(&SqlState::INSUFFICIENT_PRIVILEGE) => {
                Some("give the user CREATE on the database to migrate it, USAGE on schema `deevnet` to use it")
            }
            _ => None,
        }
    }
}

impl From<postgres::Error> for DatabaseError {
    fn from(error: postgres::Error) -> Self {
        Self(error)
    }
}

impl fmt::Display for DatabaseError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(said) = self.0.as_db_error() {
            write!(formatter, "{} (SQLSTATE {})", said.message(), said.code().code())?;
            return said.detail().map_or(Ok(()), |detail| write!(formatter, ": {detail}"));
        }
        write!(formatter, "{}", self.0)?;
        let mut next = self.0.source();
        while let Some(cause) = next {
            write!(formatter, ": {cause}")?;
            next = cause.source();
        }
        Ok(())
    }
}

impl std::error::Error for DatabaseError {}
