//! A registry in a PostgreSQL database, for any number of writers.
//!
//! One transaction holds one batch. It takes the lock of its substrate's row, reads what was given, lets
//! [`allocate`](deevnet_core::allocate::allocate()) decide as it does for every registry, writes and commits. Writers of
//! one substrate so wait for each other, and writers of different substrates do not. A writer that is stopped anywhere
//! leaves no part of its batch and no lock: both end with its connection.
//!
//! Transactions run at `READ COMMITTED`, where each statement sees what was committed before it began. At `SERIALIZABLE`
//! a transaction that had to wait for the lock would still see the ledger from before it waited, and be refused; the
//! lock already brings writers into the one order that `SERIALIZABLE` would only find out. What the lock cannot order,
//! the same MAC address in two substrates and rows written by hand, is refused by the schema's constraints.
//!
//! An attempt that is known to have written nothing is made again when another writer was in the way or the connection
//! was lost. When the connection is lost while the server is asked to commit, the database is asked for the batch by its
//! random id, so that it is neither lost nor written twice.

mod commit;
mod error;
mod location;
mod migration;
mod patience;
mod rows;
mod session;
mod tls;

use std::collections::BTreeSet;
use std::sync::Arc;

use deevnet_core::allocate::{Batch, Identity, Ledger, Request, allocate};
use deevnet_core::mac::{Vmid, derive};
use deevnet_core::name::DnsLabel;
use postgres::IsolationLevel;

use crate::error::RegistryError;
use crate::registry::{Import, Registry};
use commit::{Decision, Place, commit};
use patience::Patience;
use rows::Scope;
use session::Session;

pub use error::{DatabaseError, PostgresError};
pub use location::{DATABASE_URL_VARIABLE, DatabaseUrl, DatabaseUrlError};
pub use migration::SchemaState;
pub use tls::TlsError;

/// The registry that is kept in a PostgreSQL database, version 13 or newer, in the schema `deevnet`.
///
/// Each call makes a connection of its own and closes it; nothing runs between calls.
///
/// ```no_run
/// use deevnet_core::allocate::Request;
/// use deevnet_registry::Registry as _;
/// use deevnet_registry::postgres::{DatabaseUrl, PostgresRegistry};
///
/// let mut registry = PostgresRegistry::new(DatabaseUrl::from_environment()?);
/// registry.migrate()?;
/// let request = Request::new("mobile".parse()?, Some("02:de:20".parse()?), None);
/// let batch = registry.allocate(&request)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct PostgresRegistry {
    url: DatabaseUrl,
    retries: u64,
}

impl PostgresRegistry {
    /// The registry in a database. Nothing is connected yet.
    pub const fn new(url: DatabaseUrl) -> Self {
        Self { url, retries: 0 }
    }

    /// The database.
    pub const fn url(&self) -> &DatabaseUrl {
        &self.url
    }

    /// How often a transaction was made again since this registry was made: another writer or a lost connection was in
    /// the way.
    pub const fn retries(&self) -> u64 {
        self.retries
    }

    /// How far the database's schema is.
    ///
    /// # Errors
    /// When the database cannot be reached, or its schema is newer than this program or not of this program.
    pub fn state(&self) -> Result<SchemaState, PostgresError> {
        migration::state(&mut Session::open(&self.url)?.begin(IsolationLevel::RepeatableRead)?)
    }

    /// Brings the database's schema to what this program works with, in one transaction; says how far it was before.
    ///
    /// Repeating it changes nothing, and of several programs that do it at once one does it.
    ///
    /// # Errors
    /// As [`state`](Self::state), or when the user may not create the schema.
    pub fn migrate(&self) -> Result<SchemaState, PostgresError> {
        migration::migrate(&mut Session::open(&self.url)?)
    }

    /// Gives up the identities of hosts that are no more, so that their VMIDs can be given again; returns what was given
    /// up, by host.
    ///
    /// Nothing else ever removes an identity: that a host is missing in one inventory does not say that it is gone.
    ///
    /// # Errors
    /// When the database cannot be used; it is as it was then.
    pub fn release(
        &mut self,
        substrate: &DnsLabel,
        hosts: &BTreeSet<Arc<str>>,
    ) -> Result<Vec<Identity>, RegistryError> {
        let scope = Scope::Substrate { name: substrate, namespace: None };
        self.commit(&BTreeSet::from([substrate.clone()]), scope, |held| {
            let released: Vec<Identity> = hosts.iter().filter_map(|host| held.get(substrate, host)).cloned().collect();
            Ok(Decision { given: Vec::new(), value: released.clone(), released })
        })
    }

    fn commit<T>(
        &mut self,
        substrates: &BTreeSet<DnsLabel>,
        scope: Scope<'_>,
        decide: impl FnMut(&Ledger) -> Result<Decision<T>, RegistryError>,
    ) -> Result<T, RegistryError> {
        let mut patience = Patience::new();
        let committed = commit(Place { url: &self.url, substrates, scope }, &mut patience, decide);
        self.retries += u64::from(patience.retries());
        committed
    }
}

impl Registry for PostgresRegistry {
    fn ledger(&mut self) -> Result<Ledger, RegistryError> {
        let mut session = Session::open(&self.url)?;
        let mut transaction = session.begin(IsolationLevel::RepeatableRead)?;
        migration::require_current(&mut transaction)?;
        Ok(rows::read(&mut transaction, Scope::Everything)?)
    }

    fn allocate(&mut self, request: &Request) -> Result<Batch, RegistryError> {
        let name = request.substrate().clone();
        let namespace = request.namespace().map(|namespace| derive::vmid(namespace, Vmid::MIN).to_string());
        let scope = Scope::Substrate { name: &name, namespace: namespace.as_deref() };
        self.commit(&BTreeSet::from([name.clone()]), scope, |ledger| {
            let batch = allocate(request, ledger)?;
            Ok(Decision { given: batch.new.clone(), released: Vec::new(), value: batch })
        })
    }

    fn import(&mut self, ledger: &Ledger) -> Result<Import, RegistryError> {
        let substrates = ledger.iter().map(|identity| identity.substrate.clone()).collect();
        self.commit(&substrates, Scope::Everything, |held| {
            let import = Import::of(ledger, held)?;
            Ok(Decision { given: import.new.clone(), released: Vec::new(), value: import })
        })
    }
}
