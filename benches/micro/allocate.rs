//! Allocation: what a hundred thousand identities cost, and whether anybody is ever moved.
//!
//! `cargo bench -p deevnet-benches --bench allocate`. The first part is the pure function; the second adds hosts before,
//! after and between those that have an identity, and removes some, and counts whose identity stayed; the third writes
//! and reads an inventory, with its lock, journal and every file brought to the disk.
#![expect(clippy::print_stdout, reason = "a measured program says what it has done")]

use std::error::Error;
use std::fs;
use std::time::Instant;

use deevnet_core::allocate::{Holder, Identity, Ledger, Need, Request, allocate};
use deevnet_core::check;
use deevnet_core::mac::Vmid;
use deevnet_core::model::VmidRange;
use deevnet_inventory::{Options, load};
use deevnet_registry::{InventoryRegistry, Registry};
use mimalloc::MiMalloc;

/// The allocator of the command.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// How many identities the pure function gives.
const IDENTITIES: u32 = 100_000;

/// How many runs the median is of.
const RUNS: usize = 9;

/// How many guests are written to an inventory.
const WRITTEN: usize = 1_000;

/// The variables of each of them.
const GUEST: &str = "mgmt_vm: { vmid: \"{{ deevnet_assigned_vmid | default(0) }}\" }\n";

/// What the inventory declares beside them.
const SUBSTRATE: &str = "\
all:
  vars:
    deevnet_substrate: mobile
    deevnet_mac_namespace: \"02:de:20\"
    deevnet_mgmt_vmid_range: { start: 100, end: 9999 }
";

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let all = pure()?;
    stability(&all)?;
    inventory()
}

fn name(number: u32) -> String {
    format!("node-vm{number:06}")
}

/// A request in which every third VMID is taken.
fn request(hosts: impl IntoIterator<Item = String>) -> Outcome<Request> {
    let range = VmidRange::new(Vmid::new(100)?, Vmid::MAX);
    let mut request = Request::new("mobile".parse()?, Some("02:de:20".parse()?), range);
    for host in hosts {
        request.want(host, Need::Identity);
    }
    for vmid in (100..100 + IDENTITIES).step_by(3) {
        request.take(vmid, Holder::Node { node: "pve1".into() });
    }
    Ok(request)
}

/// Times one batch, and returns what it gave.
fn pure() -> Outcome<Ledger> {
    let request = request((0..IDENTITIES).map(name))?;
    let mut seconds = Vec::with_capacity(RUNS);
    let mut given = Vec::new();
    for _ in 0..RUNS {
        let started = Instant::now();
        given = allocate(&request, &Ledger::default())?.new;
        seconds.push(started.elapsed().as_secs_f64());
    }
    seconds.sort_by(f64::total_cmp);
    println!("allocate {IDENTITIES} identities      {:>8.1} ms (median of {RUNS})", seconds[RUNS / 2] * 1e3);
    ledger(given)
}

fn ledger(identities: impl IntoIterator<Item = Identity>) -> Outcome<Ledger> {
    let mut ledger = Ledger::default();
    for identity in identities {
        ledger.insert(identity)?;
    }
    Ok(ledger)
}

/// Changes the hosts and allocates again, and counts the hosts that stayed and kept their identity.
fn stability(before: &Ledger) -> Outcome<()> {
    let all: Vec<String> = (0..IDENTITIES).map(name).collect();
    let added = |prefix: &str| (0..IDENTITIES / 10).map(|number| format!("{prefix}-vm{number:06}")).collect::<Vec<_>>();
    let is_kept = |(index, _): &(usize, &String)| index % 10 != 0;
    let kept: Vec<String> = all.iter().enumerate().filter(is_kept).map(|(_, host)| host.clone()).collect();
    for (what, hosts) in [
        ("prepend", [added("aaaa"), all.clone()].concat()),
        ("append", [all.clone(), added("zzzz")].concat()),
        ("insert between", [all, added("node-vm0500")].concat()),
        ("delete", kept.clone()),
        ("delete and append", [kept, added("zzzz")].concat()),
    ] {
        let started = Instant::now();
        let (share, of) = share_unchanged(before, hosts)?;
        println!(
            "{what:<22} {share:>6.2} % of {of} identities unchanged ({:.0} ms)",
            started.elapsed().as_secs_f64() * 1e3
        );
    }
    Ok(())
}

/// The share of identities of hosts that stayed which another allocation left as they are, and how many those are.
fn share_unchanged(before: &Ledger, mut hosts: Vec<String>) -> Outcome<(f64, u32)> {
    hosts.sort_unstable();
    let stayed = ledger(present_in(&hosts, before))?;
    let batch = allocate(&request(hosts)?, &stayed)?;
    let after = ledger(batch.identities().into_iter().cloned())?;
    let (mut same, mut of) = (0_u32, 0_u32);
    for identity in stayed.iter() {
        of += 1;
        same += u32::from(after.get(&identity.substrate, &identity.host) == Some(identity));
    }
    Ok((f64::from(same) / f64::from(of) * 100.0, of))
}

/// The identities of hosts that are still there.
fn present_in(sorted: &[String], ledger: &Ledger) -> Vec<Identity> {
    let is_there = |identity: &&Identity| sorted.binary_search_by(|host| (**host).cmp(&identity.host)).is_ok();
    ledger.iter().filter(is_there).cloned().collect()
}

/// Times a batch that is written to an inventory.
fn inventory() -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    let path = folder.path();
    let hosts: Vec<String> = (0..u32::try_from(WRITTEN)?).map(name).collect();
    for host in &hosts {
        fs::create_dir_all(path.join("host_vars").join(host))?;
        fs::write(path.join("host_vars").join(host).join("vars.yml"), GUEST)?;
    }
    fs::write(path.join("hosts.yml"), format!("{SUBSTRATE}  hosts:\n    {}:\n", hosts.join(":\n    ")))?;
    let request = Request::of(&check(&load(path, &Options::default())?).substrate)?;
    let mut registry = InventoryRegistry::new(path, Options::default());
    for what in ["write", "write nothing more"] {
        let started = Instant::now();
        let batch = registry.allocate(&request)?;
        let seconds = started.elapsed().as_secs_f64();
        println!("{what:<22} {:>6} of {WRITTEN} identities to an inventory ({:.0} ms)", batch.new.len(), seconds * 1e3);
    }
    Ok(())
}
