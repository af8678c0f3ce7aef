//! All that `deevnet` does for a declaration, in one process: load, check and every emitter.
//!
//! `everything FOLDER`. Prints what came of it; a finding of error severity is a failure, because then less would
//! have been emitted than is measured.
#![expect(clippy::print_stdout, reason = "a measured program says what it has done")]

use std::env;
use std::error::Error;
use std::mem::ManuallyDrop;
use std::path::Path;

use deevnet_core::emit::{EmitOptions, Published, Target, emit};
use deevnet_core::{Finding, check};
use deevnet_inventory::{Options, load};
use mimalloc::MiMalloc;

/// The allocator of the command.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = env::args().nth(1).ok_or("usage: everything FOLDER")?;
    // As in the command, which ends here, nothing is freed value by value.
    let declared = ManuallyDrop::new(load(Path::new(&folder), &Options::default())?);
    let checked = ManuallyDrop::new(check(&declared));
    if let Some(error) = checked.findings.iter().find(|finding| finding.is_error()) {
        return Err(described(error).into());
    }
    let published = ManuallyDrop::new(Published::new(&checked));
    let mut bytes = 0;
    for target in Target::ALL {
        let emission = emit(*target, &published, &EmitOptions::default())?;
        bytes += emission.files.iter().map(|file| file.content.len()).sum::<usize>();
    }
    let (hosts, findings) = (checked.substrate.hosts.len(), checked.findings.len());
    println!("{hosts} hosts, {findings} findings, {bytes} bytes emitted");
    Ok(())
}

fn described(error: &Finding) -> String {
    format!("the generated inventory is faulty: {} {}", error.rule.code, error.message)
}
