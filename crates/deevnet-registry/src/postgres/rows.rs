//! Identities as rows of tables.

use std::collections::BTreeSet;

use deevnet_core::allocate::{Identity, Ledger};
use deevnet_core::mac::Vmid;
use deevnet_core::name::DnsLabel;
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

const BESIDE: &str = "WHERE substrate = $1 OR trunc(mac) = trunc($2::text::macaddr)";

const ADD: &str = "
    INSERT INTO deevnet.identity (substrate, host, vmid, mac, batch)
    SELECT substrate, host, vmid, mac::macaddr, $5::text::uuid
    FROM unnest($1::text[], $2::text[], $3::integer[], $4::text[]) AS given (substrate, host, vmid, mac)
";

const REMOVE: &str = "
    DELETE FROM deevnet.identity
    USING unnest($1::text[], $2::text[]) AS released (substrate, host)
    WHERE identity.substrate = released.substrate AND identity.host = released.host
";

/// Takes the substrates' locks until the transaction ends, in order of name; the first writer of one makes its row.
///
/// Whoever has the lock sees everything that was committed under it, since the transaction's isolation is `READ
/// COMMITTED`: every statement after this one takes a snapshot of its own.
pub(super) fn lock(transaction: &mut Transaction<'_>, substrates: &BTreeSet<DnsLabel>) -> Result<(), PostgresError> {
    let names: Vec<&str> = substrates.iter().map(DnsLabel::as_str).collect();
    let make = "INSERT INTO deevnet.substrate (name) SELECT unnest($1::text[]) ON CONFLICT DO NOTHING";
    transaction.execute(make, &[&names])?;
    let lock = "SELECT FROM deevnet.substrate WHERE name = ANY($1::text[]) ORDER BY name FOR UPDATE";
    transaction.execute(lock, &[&names])?;
    Ok(())
}

/// The identities within a scope.
pub(super) fn read(client: &mut impl GenericClient, scope: Scope<'_>) -> Result<Ledger, PostgresError> {
    let rows = match scope {
        Scope::Everything => client.query(COLUMNS, &[])?,
        Scope::Substrate { name, namespace } => {
            client.query(&format!("{COLUMNS} {BESIDE}"), &[&name.as_str(), &namespace])?
        }
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

/// Makes a new batch and returns its id.
pub(super) fn begin_batch(transaction: &mut Transaction<'_>) -> Result<String, PostgresError> {
    let row = transaction.query_one("INSERT INTO deevnet.batch DEFAULT VALUES RETURNING id::text", &[])?;
    Ok(row.try_get(0)?)
}

/// Adds identities to a batch.
pub(super) fn add(
    transaction: &mut Transaction<'_>,
    batch: &str,
    identities: &[Identity],
) -> Result<(), PostgresError> {
    let substrates: Vec<&str> = identities.iter().map(|identity| identity.substrate.as_str()).collect();
    let hosts: Vec<&str> = identities.iter().map(|identity| &*identity.host).collect();
    // A VMID has 24 bits.
    let vmids: Vec<i32> = identities.iter().map(|identity| identity.vmid.get().cast_signed()).collect();
    let macs: Vec<String> = identities.iter().map(|identity| identity.mac.to_string()).collect();
    transaction.execute(ADD, &[&substrates, &hosts, &vmids, &macs, &batch])?;
    Ok(())
}

/// Removes the identities of hosts.
pub(super) fn remove(transaction: &mut Transaction<'_>, identities: &[Identity]) -> Result<(), PostgresError> {
    let substrates: Vec<&str> = identities.iter().map(|identity| identity.substrate.as_str()).collect();
    let hosts: Vec<&str> = identities.iter().map(|identity| &*identity.host).collect();
    transaction.execute(REMOVE, &[&substrates, &hosts])?;
    Ok(())
}

/// Whether a batch was committed.
pub(super) fn has_batch(client: &mut impl GenericClient, batch: &str) -> Result<bool, PostgresError> {
    let row = client.query_one("SELECT EXISTS (SELECT FROM deevnet.batch WHERE id = $1::text::uuid)", &[&batch])?;
    Ok(row.try_get(0)?)
}
