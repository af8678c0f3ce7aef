//! Times the registry in PostgreSQL under 32 writers, each with connections of its own, and counts what it holds after.
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use deevnet_core::allocate::{Need, Request};
use deevnet_core::mac::Vmid;
use deevnet_core::model::VmidRange;
use deevnet_registry::Registry;
use deevnet_registry::postgres::{DatabaseUrl, PostgresRegistry};
use deevnet_tests::postgres_server::{Database, Outcome, Server};

const WRITERS: usize = 32;

/// Batches of each writer.
const BATCHES: usize = 25;

/// Hosts of each batch.
const HOSTS: usize = 10;

/// How often a session is terminated where that is measured too.
const TERMINATION: Duration = Duration::from_millis(10);

/// One measurement.
struct Load {
    name: &'static str,
    substrates: usize,
    is_terminated: bool,
}

const LOADS: [Load; 4] = [
    Load { name: "one substrate", substrates: 1, is_terminated: false },
    Load { name: "4 substrates", substrates: 4, is_terminated: false },
    Load { name: "32 substrates", substrates: 32, is_terminated: false },
    Load { name: "4 substrates, killed", substrates: 4, is_terminated: true },
];

/// What the writers of one measurement went through.
#[derive(Default)]
struct Work {
    latencies: Vec<Duration>,
    retries: u64,
}

fn main() -> Outcome {
    let Some(server) = Server::alone() else { return Ok(()) };
    println!("Registry in PostgreSQL, {WRITERS} writers, {BATCHES} batches of {HOSTS} identities each:");
    println!(
        "  {:<22}{:>10}{:>14}{:>10}{:>10}{:>9}{:>8}{:>8}",
        "", "batches/s", "identities/s", "median ms", "99 % ms", "retries", "killed", "held"
    );
    for load in &LOADS {
        measure(&server, load)?;
    }
    Ok(())
}

fn measure(server: &Server, load: &Load) -> Outcome {
    let database = server.database()?;
    let mut registry = database.migrated()?;
    let is_done = AtomicBool::new(false);
    let start = Instant::now();
    let (work, elapsed, killed) = thread::scope(|scope| -> Outcome<(Work, Duration, u64)> {
        let terminator = load.is_terminated.then(|| scope.spawn(|| terminate(&database, &is_done)));
        let database = &database;
        let spawn = |writer| scope.spawn(move || write(database, writer, load.substrates));
        let writers: Vec<_> = (0..WRITERS).map(spawn).collect();
        let mut work = Work::default();
        for writer in writers {
            let Work { latencies, retries } = writer.join().map_err(|_| "a writer panicked")??;
            work.latencies.extend(latencies);
            work.retries += retries;
        }
        let elapsed = start.elapsed();
        is_done.store(true, Ordering::Relaxed);
        let killed = terminator.map_or(Ok(0), |thread| thread.join().map_err(|_| "the terminator panicked")?)?;
        Ok((work, elapsed, killed))
    })?;
    let held = registry.ledger()?.len();
    if held != WRITERS * BATCHES * HOSTS {
        return Err(format!("{} identities were given and {held} are held", WRITERS * BATCHES * HOSTS).into());
    }
    report(load.name, work, elapsed, killed, held);
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "counts of some thousands are exact")]
fn report(name: &str, mut work: Work, elapsed: Duration, killed: u64, held: usize) {
    work.latencies.sort_unstable();
    let batches = work.latencies.len();
    let quantile = |percent: usize| work.latencies[(batches - 1) * percent / 100].as_secs_f64() * 1e3;
    let rate = batches as f64 / elapsed.as_secs_f64();
    println!(
        "  {name:<22}{rate:>10.0}{:>14.0}{:>10.1}{:>10.1}{:>9}{killed:>8}{held:>8}",
        rate * HOSTS as f64,
        quantile(50),
        quantile(99),
        work.retries,
    );
}

/// The work of one writer: batches on one substrate after the other.
fn write(database: &Database, writer: usize, substrates: usize) -> Outcome<Work> {
    let mut registry = PostgresRegistry::new(database.url().parse::<DatabaseUrl>()?);
    let mut work = Work::default();
    let range = VmidRange::new(Vmid::new(100)?, Vmid::MAX).ok_or("the range is upside down")?;
    for batch in 0..BATCHES {
        let substrate = (writer + batch) % substrates;
        let namespace = format!("02:de:{substrate:02}").parse()?;
        let mut request = Request::new(format!("site{substrate}").parse()?, Some(namespace), Some(range));
        for host in 0..HOSTS {
            request.want(format!("w{writer:02}-b{batch:02}-vm{host:02}"), Need::Identity);
        }
        let start = Instant::now();
        let given = registry.allocate(&request)?;
        work.latencies.push(start.elapsed());
        if given.identities().len() != HOSTS {
            return Err("a batch is not whole".into());
        }
    }
    work.retries = registry.retries();
    Ok(work)
}

/// Ends one working session after the other; says how many.
fn terminate(database: &Database, is_done: &AtomicBool) -> Outcome<u64> {
    let mut killed = 0;
    while !is_done.load(Ordering::Relaxed) {
        killed += database.terminate_one()?;
        thread::sleep(TERMINATION);
    }
    Ok(killed)
}
