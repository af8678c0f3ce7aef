//! Writers that are stopped in the middle of their work.

use std::collections::BTreeSet;
use std::env;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use deevnet_core::allocate::{Identity, Ledger};
use deevnet_registry::Registry;
use deevnet_registry::postgres::{DatabaseUrl, PostgresRegistry};

use crate::journal::{Journal, is_without_gap, request};
use deevnet_tests::postgres_server::{Database, Outcome, Server};

/// What a writing process says before each identity that it was given.
const GIVEN: &str = "given ";

const BATCHES: usize = 12;
const HOSTS: usize = 3;

/// Makes every batch last, so that what is stopped is stopped in the middle of one.
const SLOW: &str = "
    CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql
    AS 'BEGIN PERFORM pg_sleep(0.01); RETURN NULL; END';
    CREATE TRIGGER slow AFTER INSERT ON deevnet.identity FOR EACH ROW EXECUTE FUNCTION slow();
";

fn hosts(writer: usize, batch: usize) -> impl Iterator<Item = String> {
    (0..HOSTS).map(move |host| format!("w{writer}-b{batch}-vm{host:02}"))
}

/// The batches of which some hosts have an identity and some have none.
fn torn(ledger: &Ledger, writers: usize) -> Vec<(usize, usize)> {
    let given: BTreeSet<&str> = ledger.iter().map(|identity| &*identity.host).collect();
    let batches = (0..writers).flat_map(|writer| (0..BATCHES).map(move |batch| (writer, batch)));
    batches
        .filter(|(writer, batch)| {
            let count = hosts(*writer, *batch).filter(|host| given.contains(host.as_str())).count();
            count != 0 && count != HOSTS
        })
        .collect()
}

/// One writing process: not a test of its own, but what the next one starts.
#[test]
#[ignore = "a process that another test starts and kills"]
fn writing_process() -> Outcome {
    let Ok(writer) = env::var("DEEVNET_TEST_WRITER") else { return Ok(()) };
    let writer: usize = writer.parse()?;
    let mut registry = PostgresRegistry::new(DatabaseUrl::from_environment()?);
    for batch in 0..BATCHES {
        let given = registry.allocate(&request(u8::try_from(writer % 2)?, hosts(writer, batch))?)?;
        for identity in given.identities() {
            println!("{GIVEN}{} {} {} {}", identity.substrate, identity.host, identity.vmid, identity.mac);
        }
    }
    Ok(())
}

fn start(database: &Database, writer: usize, told: &Sender<String>) -> Outcome<Child> {
    let mut child = Command::new(env::current_exe()?)
        .args(["--exact", "termination::writing_process", "--ignored", "--nocapture"])
        .env("DEEVNET_TEST_WRITER", writer.to_string())
        .env("DEEVNET_DATABASE_URL", database.url())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let output = BufReader::new(child.stdout.take().ok_or("no output")?);
    let told = told.clone();
    thread::spawn(move || {
        for line in output.lines().map_while(Result::ok) {
            drop(told.send(line));
        }
    });
    Ok(child)
}

/// The identity in a line that a process managed to write as a whole.
fn given(line: &str) -> Option<Identity> {
    let (_, words) = line.split_once(GIVEN)?;
    let mut words = words.split(' ');
    let (substrate, host) = (words.next()?.parse().ok()?, words.next()?);
    let vmid = words.next()?.parse().ok()?;
    Some(Identity::new(substrate, host, vmid, words.next()?.parse().ok()?))
}

#[test]
fn killed_processes_lose_nothing_and_give_nothing_twice() -> Outcome {
    const WRITERS: usize = 6;
    const KILLS: usize = 30;
    let Some(server) = Server::shared() else { return Ok(()) };
    let database = server.database()?;
    let mut registry = database.migrated()?;
    database.client()?.batch_execute(SLOW)?;
    let (told, telling) = channel();
    let mut processes: Vec<Child> =
        (0..WRITERS).map(|writer| start(&database, writer, &told)).collect::<Outcome<_>>()?;
    let mut killed = 0;
    for turn in 0..KILLS {
        thread::sleep(Duration::from_millis(20 + 7 * (turn as u64 % 5)));
        let writer = turn % WRITERS;
        let process = &mut processes[writer];
        if process.try_wait()?.is_none() {
            process.kill()?;
            process.wait()?;
            killed += 1;
            assert_eq!(torn(&registry.ledger()?, WRITERS), [], "a part of a batch is there");
        }
        *process = start(&database, writer, &told)?;
    }
    for process in &mut processes {
        assert!(process.wait()?.success());
    }
    drop(told);
    let mut journal = Journal::default();
    journal.acknowledge(telling.iter().filter_map(|line| given(&line)));
    let ledger = journal.compare(&mut registry)?;
    assert!(killed > KILLS / 2, "only {killed} processes were still at work");
    assert_eq!((ledger.len(), journal.len()), (WRITERS * BATCHES * HOSTS, WRITERS * BATCHES * HOSTS));
    assert!(is_without_gap(&ledger), "a VMID was lost");
    Ok(())
}

#[test]
fn terminated_sessions_are_taken_up_again() -> Outcome {
    const WRITERS: usize = 8;
    let Some(server) = Server::shared() else { return Ok(()) };
    let database = server.database()?;
    let mut registry = database.migrated()?;
    database.client()?.batch_execute(SLOW)?;
    let journal = Mutex::new(Journal::default());
    let is_done = AtomicBool::new(false);
    let write = |writer: usize| -> Outcome<u64> {
        let mut registry = database.registry()?;
        for batch in 0..BATCHES {
            let given = registry.allocate(&request(u8::try_from(writer % 2)?, hosts(writer, batch))?)?;
            assert_eq!(given.identities().len(), HOSTS);
            journal.lock().expect("no panic").acknowledge_batch(&given);
        }
        Ok(registry.retries())
    };
    let (terminated, retries) = thread::scope(|scope| -> Outcome<(u64, u64)> {
        let terminator = scope.spawn(|| terminate(&database, &is_done));
        let writers: Vec<_> = (0..WRITERS).map(|writer| scope.spawn(move || write(writer))).collect();
        let retries: Outcome<Vec<u64>> = writers.into_iter().map(|writer| writer.join().expect("no panic")).collect();
        is_done.store(true, Ordering::Relaxed);
        Ok((terminator.join().expect("no panic")?, retries?.iter().sum()))
    })?;
    assert!(terminated > 0 && retries > 0, "{terminated} sessions terminated, {retries} retries");
    let ledger = journal.into_inner()?.compare(&mut registry)?;
    assert_eq!(ledger.len(), WRITERS * BATCHES * HOSTS);
    assert!(is_without_gap(&ledger), "a VMID was lost");
    Ok(())
}

/// Ends one writing session after the other, for two seconds at most; says how many.
fn terminate(database: &Database, is_done: &AtomicBool) -> Outcome<u64> {
    let until = Instant::now() + Duration::from_secs(2);
    let mut terminated = 0;
    while !is_done.load(Ordering::Relaxed) && Instant::now() < until {
        terminated += database.terminate_one()?;
        thread::sleep(Duration::from_millis(15));
    }
    Ok(terminated)
}
