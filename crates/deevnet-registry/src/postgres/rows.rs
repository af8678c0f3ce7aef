//! Identities as rows of tables.
//!
//! Statements are sent with the types of their parameters: one message there and back each, and none that has to be
//! prepared first. Writers wait for each other that much less.

use std::collections::BTreeSet;

use deevnet_core::allocate::{Identity, Ledger};
use deevnet_core::mac::Vmid;
use deevnet_core::name::DnsLabel;
use postgres::types::{ToSql, Type};
use postgres::{GenericClient, Row, Transaction};

use super::error::PostgresError;

/// Which identities a decision looks at.
#[derive(Debug, Clone, Copy)]
pub(super) enum Scope<'a> {
    /// All of them.
    Everything,
    /// Those of a substrate, and others whose MAC address begins with the same three octets as this one.
    Substrate {
        /// The substrate.
        name: &'a DnsLabel,
        /// Any MAC address of its namespace; without one there is no namespace.
        namespace: Option<&'a str>,
    },
}

const COLUMNS: &str = "SELECT substrate, host, vmid, mac::text FROM deevnet.identity";

const BESIDE: &str = "WHERE substrate = $1 OR trunc(mac) = trunc($2::macaddr)";

/// Makes a batch of identities in one statement and returns its id. A batch may be empty.
const ADD: &str = "
    WITH made AS (
        INSERT INTO deevnet.batch DEFAULT VALUES RETURNING id
    ), added AS (
        INSERT INTO deevnet.identity (substrate, host, vmid, mac, batch)
        SELECT substrate, host, vmid, mac::macaddr, made.id
        FROM made, unnest($1, $2, $3, $4) AS given (substrate, host, vmid, mac)
    )
    SELECT id::text FROM made
";

const REMOVE: &str = "
    DELETE FROM deevnet.identity
    USING unnest($1, $2) AS released (substrate, host)
    WHERE identity.substrate = released.substrate AND identity.host = released.host
";

/// Takes the substrates' locks until the transaction ends, in order of name; the first writer of one makes its row.
///
/// Whoever has the lock sees everything that was committed under it, since the transaction's isolation is `READ
/// COMMITTED`: every statement after this one takes a snapshot of its own.
pub(super) fn lock(transaction: &mut Transaction<'_>, substrates: &BTreeSet<DnsLabel>) -> Result<(), PostgresError> {
    let names: Vec<&str> = substrates.iter().map(DnsLabel::as_str).collect();
    let make = "INSERT INTO deevnet.substrate (name) SELECT unnest($1) ON CONFLICT DO NOTHING";
    transaction.execute_typed(make, &[(&names, Type::TEXT_ARRAY)])?;
    let lock = "SELECT FROM deevnet.substrate WHERE name = ANY($1) ORDER BY name FOR UPDATE";
    transaction.execute_typed(lock, &[(&names, Type::TEXT_ARRAY)])?;
    Ok(())
}

/// The identities within a scope.
pub(super) fn read(client: &mut impl GenericClient, scope: Scope<'_>) -> Result<Ledger, PostgresError> {
    let rows = match scope {
        Scope::Everything => client.query_typed(COLUMNS, &[])?,
        Scope::Substrate { name, namespace } => client
            .query_typed(&format!("{COLUMNS} {BESIDE}"), &[(&name.as_str(), Type::TEXT), (&namespace, Type::TEXT)])?,
    };
    let mut ledger = Ledger::default();
    for row in &rows {
        ledger.insert(identity(row)?).map_err(|conflict| PostgresError::Unreadable { what: conflict.to_string() })?;
    }
    Ok(ledger)
}

fn identity(row: &Row) -> Result<Identity, PostgresError> {
    let (substrate, host): (&str, &str) = (row.try_get(0)?, row.try_get(1)?);
    let (vmid, mac): (i32, &str) = (row.try_get(2)?, row.try_get(3)?);
    let unreadable = || PostgresError::Unreadable { what: format!("{substrate} {host} {vmid} {mac}") };
    let number = u32::try_from(vmid).map_err(|_| unreadable())?;
    Ok(Identity::new(
        substrate.parse().map_err(|_| unreadable())?,
        host,
        Vmid::new(number).map_err(|_| unreadable())?,
        mac.parse().map_err(|_| unreadable())?,
    ))
}

/// Adds identities as a new batch and returns the batch's id.
pub(super) fn add(transaction: &mut Transaction<'_>, identities: &[Identity]) -> Result<String, PostgresError> {
    let substrates: Vec<&str> = identities.iter().map(|identity| identity.substrate.as_str()).collect();
    let hosts: Vec<&str> = identities.iter().map(|identity| &*identity.host).collect();
    // A VMID has 24 bits.
    let vmids: Vec<i32> = identities.iter().map(|identity| identity.vmid.get().cast_signed()).collect();
    let macs: Vec<String> = identities.iter().map(|identity| identity.mac.to_string()).collect();
    let parameters: [(&(dyn ToSql + Sync), Type); 4] = [
        (&substrates, Type::TEXT_ARRAY),
        (&hosts, Type::TEXT_ARRAY),
        (&vmids, Type::INT4_ARRAY),
        (&macs, Type::TEXT_ARRAY),
    ];
    Ok(transaction.query_typed_one(ADD, &parameters)?.try_get(0)?)
}

/// Removes the identities of hosts.
pub(super) fn remove(transaction: &mut Transaction<'_>, identities: &[Identity]) -> Result<(), PostgresError> {
    if identities.is_empty() {
        return Ok(());
    }
    let substrates: Vec<&str> = identities.iter().map(|identity| identity.substrate.as_str()).collect();
    let hosts: Vec<&str> = identities.iter().map(|identity| &*identity.host).collect();
    transaction.execute_typed(REMOVE, &[(&substrates, Type::TEXT_ARRAY), (&hosts, Type::TEXT_ARRAY)])?;
    Ok(())
}

/// Whether a batch was committed.
pub(super) fn has_batch(client: &mut impl GenericClient, batch: &str) -> Result<bool, PostgresError> {
    let question = "SELECT EXISTS (SELECT FROM deevnet.batch WHERE id = $1::uuid)";
    Ok(client.query_typed_one(question, &[(&batch, Type::TEXT)])?.try_get(0)?)
}
