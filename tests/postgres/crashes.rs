//! A server that crashes under its writers.

use std::sync::Mutex;
use std::thread;
use std::time::Duration;

use deevnet_registry::Registry;

use crate::journal::{Journal, is_without_gap, request};
use deevnet_tests::postgres_server::{Outcome, Server};

const WRITERS: usize = 8;
const BATCHES: usize = 20;
const HOSTS: usize = 4;
const CRASHES: usize = 3;

#[test]
fn a_crash_of_the_server_loses_nothing_that_was_given() -> Outcome {
    let Some(server) = Server::alone() else { return Ok(()) };
    let database = server.database()?;
    let mut registry = database.migrated()?;
    let journal = Mutex::new(Journal::default());
    let write = |writer: usize| -> Outcome<u64> {
        let mut registry = database.registry()?;
        for batch in 0..BATCHES {
            let hosts = (0..HOSTS).map(|host| format!("w{writer}-b{batch}-vm{host:02}"));
            let request = request(u8::try_from(writer % 2)?, hosts)?;
            // A server that is down when a call begins is an error; its user tries again.
            let given = loop {
                match registry.allocate(&request) {
                    Ok(given) => break given,
                    Err(error) if error.to_string().starts_with("cannot connect") => {
                        thread::sleep(Duration::from_millis(50));
                    }
                    Err(error) => return Err(error.into()),
                }
            };
            assert_eq!(given.identities().len(), HOSTS);
            journal.lock().expect("no panic").acknowledge_batch(&given);
        }
        Ok(registry.retries())
    };
    let retries = thread::scope(|scope| -> Outcome<u64> {
        let writers: Vec<_> = (0..WRITERS).map(|writer| scope.spawn(move || write(writer))).collect();
        for _ in 0..CRASHES {
            thread::sleep(Duration::from_millis(300));
            server.crash()?;
            server.run()?;
            journal.lock().expect("no panic").compare(&mut database.registry()?)?;
        }
        let retries: Outcome<Vec<u64>> = writers.into_iter().map(|writer| writer.join().expect("no panic")).collect();
        Ok(retries?.iter().sum())
    })?;
    assert!(retries > 0, "no writer was interrupted");
    let ledger = journal.into_inner()?.compare(&mut registry)?;
    assert_eq!(ledger.len(), WRITERS * BATCHES * HOSTS);
    assert!(is_without_gap(&ledger), "a VMID was lost");
    Ok(())
}
