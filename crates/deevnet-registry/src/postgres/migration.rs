//! The schema of the registry and how it comes to be.

use std::fmt::Write as _;

use postgres::{GenericClient, IsolationLevel, Transaction};
use sha2::{Digest, Sha256};

use super::error::PostgresError;
use super::session::Session;

/// One step of the schema. Once released, its text never changes: a checksum of it is kept in every database.
#[derive(Debug, Clone, Copy)]
struct Migration {
    name: &'static str,
    sql: &'static str,
}

/// The steps in order; the first has number 1.
const MIGRATIONS: [Migration; 1] = [Migration { name: "ledger", sql: include_str!("migrations/0001_ledger.sql") }];

/// The key of the lock that one migrating program holds: the letters of `deevnet`.
const LOCK: i64 = 0x0064_6565_766e_6574;

/// What a database remembers of the steps that it took.
const CREATE: &str = "
    CREATE SCHEMA deevnet;
    CREATE TABLE deevnet.migration (
        number integer PRIMARY KEY CHECK (number > 0),
        name text NOT NULL,
        checksum text NOT NULL,
        applied_at timestamp with time zone NOT NULL DEFAULT current_timestamp
    );
";

/// How far a database is, beside this program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct SchemaState {
    /// The last migration of the database; 0 when it has no registry.
    pub applied: i32,
    /// The last migration of this program.
    pub known: i32,
}

impl SchemaState {
    /// Whether a registry can be used as it is.
    pub const fn is_current(self) -> bool {
        self.applied == self.known
    }
}

impl Migration {
    /// SHA-256 of the text, in hexadecimal.
    fn checksum(self) -> String {
        Sha256::digest(self.sql).iter().fold(String::new(), |mut text, byte| {
            // Writing to a text never fails.
            let _ = write!(text, "{byte:02x}");
            text
        })
    }
}

/// The migrations with their numbers.
fn numbered() -> impl Iterator<Item = (i32, Migration)> {
    (1..).zip(MIGRATIONS)
}

fn known() -> i32 {
    numbered().map(|(number, _)| number).max().unwrap_or_default()
}

/// How far the database is.
///
/// # Errors
/// When it holds a migration that this program does not have, or another one under the same number.
pub(super) fn state(client: &mut impl GenericClient) -> Result<SchemaState, PostgresError> {
    let applied = applied(client)?;
    for (number, checksum) in &applied {
        match numbered().find(|(known, _)| known == number) {
            None => return Err(PostgresError::SchemaNewer { found: *number, known: known() }),
            Some((_, migration)) if migration.checksum() != *checksum => {
                return Err(PostgresError::SchemaDiffers { number: *number });
            }
            Some(_) => {}
        }
    }
    Ok(SchemaState { applied: applied.last().map_or(0, |(number, _)| *number), known: known() })
}

/// Refuses a database that this program cannot work with as it is.
pub(super) fn require_current(client: &mut impl GenericClient) -> Result<(), PostgresError> {
    match state(client)? {
        SchemaState { applied: 0, .. } => Err(PostgresError::SchemaAbsent),
        state if state.is_current() => Ok(()),
        SchemaState { applied, known } => Err(PostgresError::SchemaBehind { found: applied, needed: known }),
    }
}

/// Brings the database to the last migration, in one transaction; says how far it was before.
pub(super) fn migrate(session: &mut Session) -> Result<SchemaState, PostgresError> {
    let mut transaction = session.begin(IsolationLevel::ReadCommitted)?;
    transaction.execute("SELECT pg_advisory_xact_lock($1)", &[&LOCK])?;
    let before = state(&mut transaction)?;
    if !has_table(&mut transaction)? {
        transaction.batch_execute(CREATE)?;
    }
    for (number, migration) in numbered().filter(|(number, _)| *number > before.applied) {
        apply(&mut transaction, number, migration)?;
    }
    transaction.commit()?;
    Ok(before)
}

fn apply(transaction: &mut Transaction<'_>, number: i32, migration: Migration) -> Result<(), PostgresError> {
    transaction.batch_execute(migration.sql)?;
    let row = "INSERT INTO deevnet.migration (number, name, checksum) VALUES ($1, $2, $3)";
    transaction.execute(row, &[&number, &migration.name, &migration.checksum()])?;
    Ok(())
}

/// The migrations that the database took, with their checksums, in order.
fn applied(client: &mut impl GenericClient) -> Result<Vec<(i32, String)>, PostgresError> {
    if !has_table(client)? {
        return Ok(Vec::new());
    }
    let rows = client.query_typed("SELECT number, checksum FROM deevnet.migration ORDER BY number", &[])?;
    rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect()
}

fn has_table(client: &mut impl GenericClient) -> Result<bool, PostgresError> {
    let row = client.query_typed_one("SELECT to_regclass('deevnet.migration') IS NOT NULL", &[])?;
    Ok(row.try_get(0)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_released_migration_never_changes() {
        let checksums: Vec<String> = numbered()
            .map(|(number, migration)| format!("{number} {} {}", migration.name, migration.checksum()))
            .collect();
        insta::assert_snapshot!(checksums.join("\n"), @"1 ledger ba1d91b833fd202cdbcd770e61789fb8ea132e1ab957d48020886332d1ff0e13");
    }
}
