//! Many writers at once.

use std::thread;

use deevnet_core::allocate::Batch;
use deevnet_registry::Registry;

use crate::journal::{Journal, is_without_gap, request};
use deevnet_tests::postgres_server::{Outcome, Server};

const WRITERS: usize = 32;
const BATCHES: usize = 6;
const HOSTS: usize = 5;
const SUBSTRATES: usize = 4;

#[test]
fn many_writers_give_nothing_twice_and_lose_nothing() -> Outcome {
    let Some(server) = Server::shared() else { return Ok(()) };
    let database = server.database()?;
    let mut registry = database.migrated()?;
    let batches: Vec<Batch> = thread::scope(|scope| {
        let write = |writer: usize| -> Outcome<Vec<Batch>> {
            let mut registry = database.registry()?;
            (0..BATCHES)
                .map(|batch| {
                    let hosts = (0..HOSTS).map(|host| format!("w{writer}-b{batch}-vm{host:02}"));
                    let substrate = u8::try_from((writer + batch) % SUBSTRATES)?;
                    Ok(registry.allocate(&request(substrate, hosts)?)?)
                })
                .collect()
        };
        let writers: Vec<_> = (0..WRITERS).map(|writer| scope.spawn(move || write(writer))).collect();
        let written: Outcome<Vec<Vec<Batch>>> =
            writers.into_iter().map(|writer| writer.join().expect("no panic")).collect();
        written.map(|written| written.into_iter().flatten().collect())
    })?;
    let mut journal = Journal::default();
    for batch in &batches {
        assert_eq!((batch.new.len(), batch.kept.len()), (HOSTS, 0));
        journal.acknowledge_batch(batch);
    }
    let ledger = journal.compare(&mut registry)?;
    assert_eq!(ledger.len(), WRITERS * BATCHES * HOSTS);
    assert!(is_without_gap(&ledger), "a VMID was skipped");
    let kept: i64 = database.client()?.query_one("SELECT count(*) FROM deevnet.batch", &[])?.try_get(0)?;
    assert_eq!(kept, i64::try_from(WRITERS * BATCHES)?);
    Ok(())
}

#[test]
fn writers_that_want_the_same_hosts_are_told_the_same() -> Outcome {
    let Some(server) = Server::shared() else { return Ok(()) };
    let database = server.database()?;
    let mut registry = database.migrated()?;
    let hosts = || (0..20).map(|host| format!("app-vm{host:02}"));
    let batches: Vec<Batch> = thread::scope(|scope| {
        let write = || -> Outcome<Batch> { Ok(database.registry()?.allocate(&request(20, hosts())?)?) };
        let writers: Vec<_> = (0..8).map(|_| scope.spawn(write)).collect();
        writers.into_iter().map(|writer| writer.join().expect("no panic")).collect::<Outcome<_>>()
    })?;
    assert_eq!(batches.iter().filter(|batch| !batch.new.is_empty()).count(), 1, "one writer gives them all");
    assert!(batches.iter().all(|batch| batch.identities() == batches[0].identities()));
    assert_eq!(registry.ledger()?.len(), 20);
    Ok(())
}

#[test]
fn a_batch_that_cannot_be_given_leaves_nothing() -> Outcome {
    let Some(server) = Server::shared() else { return Ok(()) };
    let mut registry = server.database()?.migrated()?;
    let hosts = (0..20_000).map(|host| format!("app-vm{host}"));
    let refused = registry.allocate(&request(20, hosts)?).unwrap_err();
    assert_eq!(refused.to_string(), "VMIDs 200 to 19999 have 19800 free, and 20000 are needed");
    assert!(registry.ledger()?.is_empty());
    Ok(())
}
