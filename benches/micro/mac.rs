//! Times the derivation of MAC addresses: one at a time and in bulk.
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::error::Error;
use std::hint::black_box;
use std::time::Instant;

use deevnet_core::mac::{MacAddress, MacNamespace, Vmid, derive};

/// Addresses derived in one run: few enough to stay in the processor's cache, so that memory is not what is timed.
const COUNT: u32 = 4_096;

/// Runs of which the quickest counts; whatever else the machine does only ever adds time.
const RUNS: u32 = 2_000;

fn main() -> Result<(), Box<dyn Error>> {
    let namespace = MacNamespace::for_site_octet(20)?;
    let vmids: Vec<u32> = (1..=COUNT).collect();
    let parsed: Vec<Vmid> = vmids.iter().map(|vmid| Vmid::try_from(u64::from(*vmid))).collect::<Result<_, _>>()?;
    let mut addresses = vec![derive::vmid(namespace, parsed[0]); vmids.len()];
    let mut octets = vec![[0; 6]; vmids.len()];

    println!("MAC derivation in Rust, nanoseconds each:");
    report("one at a time", || {
        for (address, vmid) in addresses.iter_mut().zip(black_box(&parsed)) {
            *address = derive::vmid(black_box(namespace), *vmid);
        }
        black_box::<&[MacAddress]>(&addresses);
        Ok(())
    })?;
    report("bulk, as addresses", || {
        derive::vmids_into(black_box(namespace), black_box(&vmids), &mut addresses)?;
        black_box(&addresses);
        Ok(())
    })?;
    report("bulk, as octets", || {
        derive::vmid_octets_into(black_box(namespace), black_box(&vmids), &mut octets)?;
        black_box(&octets);
        Ok(())
    })
}

/// Prints the time of one item in the quickest of many runs.
fn report(name: &str, mut work: impl FnMut() -> Result<(), Box<dyn Error>>) -> Result<(), Box<dyn Error>> {
    let mut quickest = f64::INFINITY;
    for _ in 0..RUNS {
        let start = Instant::now();
        work()?;
        quickest = quickest.min(start.elapsed().as_secs_f64());
    }
    println!("  {name:<20}{:>6.2}", quickest / f64::from(COUNT) * 1e9);
    Ok(())
}
