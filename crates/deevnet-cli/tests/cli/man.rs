//! `deevnet man`.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::runner::{deevnet, deevnet_in};

#[test]
fn the_main_page_lists_the_verbs() {
    let outcome = deevnet(&["man"]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""));
    assert!(outcome.stdout.starts_with(".TH \"DEEVNET\" \"1\" \"\" \"deevnet "), "{}", outcome.stdout);
    assert!(outcome.stdout.contains("deevnet\\-check(1)"), "{}", outcome.stdout);
}

#[test]
fn every_verb_has_a_page_that_man_can_set() {
    let folder = tempfile::tempdir().unwrap();
    let outcome = deevnet_in(folder.path(), ["man", "--out", "share/man1"]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    let mut pages: Vec<_> =
        fs::read_dir(folder.path().join("share/man1")).unwrap().map(|e| e.unwrap().path()).collect();
    pages.sort();
    assert_eq!(outcome.stderr, format!("Wrote {} pages to share/man1.\n", pages.len()));
    for verb in ["deevnet.1", "deevnet-check.1", "deevnet-mac-derive-vmid.1"] {
        assert!(pages.iter().any(|page| page.ends_with(verb)), "{verb}");
    }
    for page in pages {
        assert_sets(&page);
    }
}

#[test]
fn a_place_that_cannot_be_written_is_told() {
    let outcome = deevnet(&["man", "--out", "/dev/null/man1"]);
    assert_eq!(outcome.code, 1);
    assert!(outcome.stderr.contains("/dev/null/man1"), "{}", outcome.stderr);
}

/// Fails where `groff` complains; lines that it cannot fill to the margin are no fault.
#[expect(clippy::print_stdout, reason = "a test that is skipped says so")]
fn assert_sets(page: &Path) {
    let mut groff = Command::new("groff");
    groff.args(["-man", "-Tutf8", "-ww", "-Wbreak", "-z"]).arg(page).stdin(Stdio::null());
    match groff.output() {
        Ok(output) => {
            let complaints = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success() && complaints.is_empty(), "{}: {complaints}", page.display());
        }
        Err(_) => println!("SKIPPED: groff is not installed; {} is not set", page.display()),
    }
}
