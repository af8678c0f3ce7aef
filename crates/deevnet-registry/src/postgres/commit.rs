//! One batch in one transaction, committed exactly once.

use std::collections::BTreeSet;

use deevnet_core::allocate::{Identity, Ledger};
use deevnet_core::name::DnsLabel;
use postgres::IsolationLevel;

use super::error::PostgresError;
use super::location::DatabaseUrl;
use super::migration;
use super::patience::Patience;
use super::rows::{self, Scope};
use super::session::Session;

/// What was decided on a ledger: what the caller is told, and what is changed before.
#[derive(Debug)]
pub(super) struct Decision<T> {
    /// What the caller is told once the change is on disk.
    pub(super) value: T,
    /// The identities to add.
    pub(super) given: Vec<Identity>,
    /// The identities to remove.
    pub(super) released: Vec<Identity>,
}

/// Where and on what a decision is made.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    /// The database.
    pub(super) url: &'a DatabaseUrl,
    /// The substrates whose identities may be changed.
    pub(super) substrates: &'a BTreeSet<DnsLabel>,
    /// The identities that the decision looks at.
    pub(super) scope: Scope<'a>,
}

/// How one attempt ended.
enum Attempt<T, E> {
    /// The change is on disk, or there was none.
    Committed(T),
    /// The decision was no; nothing was written.
    Refused(E),
    /// Nothing was written, for sure.
    Failed(PostgresError),
    /// The connection was lost between the request to commit and its answer.
    Unanswered { batch: String, value: T, error: PostgresError },
}

/// Locks the substrates, reads the ledger, decides, writes and commits; tries again where that is safe.
///
/// `decide` is asked again on a newer ledger after every attempt that is known to have written nothing. When it is not
/// known, because the connection was lost while the server was asked to commit, the database is asked for the batch by
/// its id, which cannot be mistaken for another one: a batch that is there is not written again.
pub(super) fn commit<T, E: From<PostgresError>>(
    place: Place<'_>,
    patience: &mut Patience,
    mut decide: impl FnMut(&Ledger) -> Result<Decision<T>, E>,
) -> Result<T, E> {
    loop {
        let error = match attempt(place, patience, &mut decide) {
            Attempt::Committed(value) => return Ok(value),
            Attempt::Refused(refusal) => return Err(refusal),
            Attempt::Failed(error) => error,
            Attempt::Unanswered { batch, value, error } => {
                if is_committed(place, patience, batch)? {
                    return Ok(value);
                }
                error
            }
        };
        patience.endure(error)?;
    }
}

fn attempt<T, E>(
    place: Place<'_>,
    patience: &mut Patience,
    decide: &mut impl FnMut(&Ledger) -> Result<Decision<T>, E>,
) -> Attempt<T, E> {
    let mut session = match Session::open(place.url) {
        Ok(session) => session,
        Err(error) => return Attempt::Failed(error),
    };
    patience.connected();
    within(&mut session, place, decide).unwrap_or_else(Attempt::Failed)
}

/// One attempt on a connection. An error before the commit means that nothing was written.
fn within<T, E>(
    session: &mut Session,
    place: Place<'_>,
    decide: &mut impl FnMut(&Ledger) -> Result<Decision<T>, E>,
) -> Result<Attempt<T, E>, PostgresError> {
    let mut transaction = session.begin(IsolationLevel::ReadCommitted)?;
    migration::require_current(&mut transaction)?;
    rows::lock(&mut transaction, place.substrates)?;
    let ledger = rows::read(&mut transaction, place.scope)?;
    let Decision { value, given, released } = match decide(&ledger) {
        Ok(decision) => decision,
        Err(refusal) => return Ok(Attempt::Refused(refusal)),
    };
    if given.is_empty() && released.is_empty() {
        return Ok(Attempt::Committed(value));
    }
    rows::remove(&mut transaction, &released)?;
    let batch = rows::add(&mut transaction, &given)?;
    Ok(match transaction.commit().map_err(PostgresError::from) {
        Ok(()) => Attempt::Committed(value),
        Err(error) if error.is_answer() => Attempt::Failed(error),
        Err(error) => Attempt::Unanswered { batch, value, error },
    })
}

/// Whether a batch is there whose commit was not answered.
///
/// The lost transaction may still be running on the server. It holds the substrates' locks until it has ended, so that
/// whoever holds them sees how it ended.
fn is_committed(place: Place<'_>, patience: &mut Patience, batch: String) -> Result<bool, PostgresError> {
    loop {
        let error = match find(place, &batch) {
            Ok(found) => return Ok(found),
            Err(error) => error,
        };
        if let Err(source) = patience.endure(error) {
            return Err(PostgresError::Undecided { batch, source: Box::new(source) });
        }
    }
}

fn find(place: Place<'_>, batch: &str) -> Result<bool, PostgresError> {
    let mut session = Session::open(place.url)?;
    let mut transaction = session.begin(IsolationLevel::ReadCommitted)?;
    rows::lock(&mut transaction, place.substrates)?;
    rows::has_batch(&mut transaction, batch)
}
