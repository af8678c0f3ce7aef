//! The emitted nftables ruleset is accepted by the real `nft`, and means what the policy means.
//!
//! The ruleset is loaded into a network namespace of its own; what the kernel then says it holds is evaluated packet by
//! packet and compared with the policy. Without `nft` (Debian package nftables) or without the right to make a network
//! namespace, a test says SKIPPED.
#![cfg(target_os = "linux")]
#![expect(clippy::print_stdout, reason = "a skipped test says so")]

mod kernel;
mod ruleset;
mod sample;

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use deevnet_core::check;
use deevnet_core::check::Checked;
use deevnet_core::emit::{EmitOptions, Published, Target, emit};
use deevnet_core::model::Action;
use deevnet_core::policy::{Analysis, Packet, Verdict};
use deevnet_inventory::{Options, load};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use kernel::Kernel;
use ruleset::{Hook, Ruleset};
use sample::OverlayPacket;

type Outcome = Result<(), Box<dyn Error>>;

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn examples() -> Result<Vec<Checked>, Box<dyn Error>> {
    let mut folders = Vec::new();
    for entry in fs::read_dir(repository().join("examples"))? {
        let path = entry?.path();
        if path.join("hosts.yml").is_file() {
            folders.push(path);
        }
    }
    folders.sort();
    folders.iter().map(|path| Ok(check(&load(path, &Options::default())?))).collect()
}

/// The text of a substrate's ruleset.
fn emitted(checked: &Checked, guard_router: bool) -> Result<String, Box<dyn Error>> {
    let mut options = EmitOptions::default();
    options.guard_router = guard_router;
    let emission = emit(Target::Nftables, &Published::forced(checked), &options)?;
    Ok(emission.files[0].content.clone())
}

/// Loads a substrate's ruleset and compares every packet of the sample; returns how many there were.
fn compare(kernel: &Kernel, checked: &Checked, guard_router: bool) -> Result<usize, Box<dyn Error>> {
    let text = emitted(checked, guard_router)?;
    let loaded = Ruleset::parse(&kernel.load(&text)?, &text)?;
    let analysis = Analysis::of(&checked.substrate);
    let packets = sample::packets(&analysis, &loaded, guard_router);
    for (packet, hook) in &packets {
        let expected = analysis.decide(packet)?.action;
        let found = loaded.decide(packet, *hook)?;
        assert_eq!(found, expected, "{packet} at {hook:?}\n{text}");
    }
    let of_overlays = sample::overlay_packets(&analysis, &loaded);
    for packet in &of_overlays {
        let expected = decide_for_overlay(&analysis, packet)?;
        let found = loaded.decide(&packet.seen, Hook::Forward)?;
        assert_eq!(found, expected, "{} of {} to {}\n{text}", packet.seen, packet.overlay, packet.egress);
    }
    Ok(packets.len() + of_overlays.len())
}

/// What becomes of a packet of an overlay: rules from the overlay and from the segment that leads to it are about it, and
/// whichever stands first decides.
fn decide_for_overlay(analysis: &Analysis, packet: &OverlayPacket) -> Result<Action, Box<dyn Error>> {
    let OverlayPacket { seen, overlay, egress } = packet;
    let mut first: Option<(usize, Action)> = None;
    for ingress in [&seen.ingress, overlay] {
        let asked = Packet { ingress: ingress.clone(), egress: egress.clone(), ..seen.clone() };
        let Verdict { cause, action } = analysis.decide(&asked)?;
        let place = analysis.clauses().iter().position(|clause| clause.cause == cause).unwrap_or(usize::MAX);
        if first.is_none_or(|(earlier, _)| place < earlier) {
            first = Some((place, action));
        }
    }
    first.map(|(_, action)| action).ok_or_else(|| "nobody was asked".into())
}

#[test]
fn nft_accepts_every_examples_ruleset() -> Outcome {
    let Some(kernel) = Kernel::find() else { return Ok(()) };
    for checked in examples()? {
        for guard_router in [false, true] {
            kernel.check(&emitted(&checked, guard_router)?)?;
        }
    }
    Ok(())
}

#[test]
fn the_kernel_decides_as_the_examples_policies_do() -> Outcome {
    let Some(kernel) = Kernel::find() else { return Ok(()) };
    for checked in examples()? {
        for guard_router in [false, true] {
            let packets = compare(&kernel, &checked, guard_router)?;
            assert!(packets > 100, "{packets} packets are no sample");
        }
    }
    Ok(())
}

#[test]
fn the_kernel_decides_as_random_policies_do() -> Outcome {
    let Some(kernel) = Kernel::find() else { return Ok(()) };
    let mut runner = TestRunner::new(ProptestConfig::with_cases(32));
    runner.run(&sample::any_substrate(), |checked| {
        for guard_router in [false, true] {
            if let Err(error) = compare(&kernel, &checked, guard_router) {
                return Err(TestCaseError::fail(error.to_string()));
            }
        }
        Ok(())
    })?;
    Ok(())
}
