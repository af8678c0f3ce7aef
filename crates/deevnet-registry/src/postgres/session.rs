//! One connection to the database.

use postgres::{Client, IsolationLevel, NoTls, Transaction};

use super::error::PostgresError;
use super::location::DatabaseUrl;
use super::tls;

/// What holds in every transaction, whatever the database's own settings are.
///
/// A committed batch is on disk before anyone is told of it. Nobody waits for a lock for ever, and a writer whose
/// machine vanished loses its own before those who wait for it give up. Names are written with their schema; a search path cannot redirect them.
const SETTINGS: &str = "
    SET LOCAL lock_timeout = '60s';
    SET LOCAL idle_in_transaction_session_timeout = '30s';
    SET LOCAL search_path = pg_catalog, pg_temp;
    SELECT set_config('synchronous_commit', 'on', true) WHERE current_setting('synchronous_commit') = 'off';
";

/// A connection, closed when it goes out of scope.
///
/// It runs on its own, within the calls that use it: there is no thread and no runtime beside it, so that a process
/// may fork before and after.
pub(super) struct Session {
    client: Client,
}

impl Session {
    /// Connects.
    pub(super) fn open(url: &DatabaseUrl) -> Result<Self, PostgresError> {
        let connected = match url.roots() {
            Some(roots) => url.config().connect(tls::connector(roots)?),
            None => url.config().connect(NoTls),
        };
        match connected {
            Ok(client) => Ok(Self { client }),
            Err(error) => Err(PostgresError::Connection { url: url.to_string(), source: error.into() }),
        }
    }

    /// Begins a transaction, which is rolled back unless it is committed.
    pub(super) fn begin(&mut self, isolation: IsolationLevel) -> Result<Transaction<'_>, PostgresError> {
        let mut transaction = self.client.build_transaction().isolation_level(isolation).start()?;
        transaction.batch_execute(SETTINGS)?;
        Ok(transaction)
    }
}
