//! Connections that are lost at the one moment when nobody knows whether a batch was committed.

use deevnet_core::allocate::Batch;
use deevnet_registry::Registry;
use deevnet_registry::postgres::PostgresRegistry;

use crate::journal::request;
use crate::proxy::{Loss, Proxy};
use deevnet_tests::postgres_server::{Database, Outcome, Server};

/// Gives three identities over connections of which the first are lost; returns what was told, and how many retries it
/// took.
fn allocate(server: &Server, database: &Database, loss: Loss, times: usize) -> Outcome<(Batch, u64)> {
    let proxy = Proxy::start(server.port(), loss, times)?;
    let url = database.tcp_url("127.0.0.1", proxy.port(), "sslmode=disable");
    let mut registry = PostgresRegistry::new(url.parse()?);
    let batch = registry.allocate(&request(20, ["a-vm01", "b-vm01", "c-vm01"].map(str::to_owned))?)?;
    assert_eq!(proxy.losses_left(), 0, "no connection was lost");
    Ok((batch, registry.retries()))
}

#[test]
fn a_batch_whose_answer_is_lost_is_written_once() -> Outcome {
    let Some(server) = Server::shared() else { return Ok(()) };
    let database = server.database()?;
    let mut registry = database.migrated()?;
    let (batch, retries) = allocate(server, &database, Loss::OfTheAnswer, 1)?;
    assert_eq!((batch.new.len(), batch.kept.len()), (3, 0), "the batch is found by its id and not decided again");
    assert_eq!(retries, 0);
    assert_eq!(registry.ledger()?.iter().collect::<Vec<_>>(), batch.identities());
    let batches: i64 = database.client()?.query_one("SELECT count(*) FROM deevnet.batch", &[])?.try_get(0)?;
    assert_eq!(batches, 1);
    Ok(())
}

#[test]
fn a_batch_whose_request_is_lost_is_written_again() -> Outcome {
    let Some(server) = Server::shared() else { return Ok(()) };
    let database = server.database()?;
    let mut registry = database.migrated()?;
    let (batch, retries) = allocate(server, &database, Loss::OfTheRequest, 3)?;
    assert_eq!((batch.new.len(), retries), (3, 3));
    assert_eq!(registry.ledger()?.iter().collect::<Vec<_>>(), batch.identities());
    Ok(())
}

/// Makes the server take its time after it has heard that it should commit.
const SLOW_COMMIT: &str = "
    CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql
    AS 'BEGIN PERFORM pg_sleep(0.2); RETURN NULL; END';
    CREATE CONSTRAINT TRIGGER slow AFTER INSERT ON deevnet.identity
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION slow();
";

#[test]
fn a_commit_that_is_still_under_way_is_waited_for() -> Outcome {
    let Some(server) = Server::shared() else { return Ok(()) };
    let database = server.database()?;
    let mut registry = database.migrated()?;
    database.client()?.batch_execute(SLOW_COMMIT)?;
    let (batch, retries) = allocate(server, &database, Loss::OfTheAnswer, 1)?;
    assert_eq!((batch.new.len(), retries), (3, 0), "the batch was looked for before its transaction had ended");
    assert_eq!(registry.ledger()?.len(), 3);
    Ok(())
}
