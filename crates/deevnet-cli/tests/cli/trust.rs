//! `deevnet trust`, and whom a client trusts, over simulated nodes.

use std::fs;
use std::path::Path;

use crate::runner::{Outcome, command, run};

/// A copy of an example, which may be changed.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Runs a script beside the nodes of `home`; `$deevnet` is the command, `unpinned.toml` an access file without fingerprints.
fn beside_nodes(folder: &Path, script: &str) -> Outcome {
    copy(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/dvntm")), &folder.join("home"));
    let unpin = "umask 077; sed '/fingerprint/d' access.toml > unpinned.toml";
    let script = format!("deevnet={}; {unpin}; {script}", env!("CARGO_BIN_EXE_deevnet"));
    let arguments = ["simulate", "home", "--access", "access.toml", "--", "sh", "-c", &script];
    let mut command = command(folder, arguments);
    command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
    run(command, "")
}

#[test]
fn what_is_pinned_is_trusted_from_then_on() {
    let folder = tempfile::tempdir().unwrap();
    let script = "$deevnet observe home --access unpinned.toml > before; echo observe $?
        $deevnet trust home --access unpinned.toml; echo trust $?
        $deevnet trust home --access unpinned.toml --yes > pinned; echo trust $?
        $deevnet trust home --access unpinned.toml > again; echo trust $?
        $deevnet observe home --access unpinned.toml > after; echo observe $?";
    let outcome = beside_nodes(folder.path(), script);
    let codes: Vec<&str> =
        outcome.stdout.lines().filter(|line| line.starts_with("observe ") || line.starts_with("trust ")).collect();
    assert_eq!(
        codes,
        ["observe 2", "trust 2", "trust 0", "trust 0", "observe 0"],
        "{} {}",
        outcome.stdout,
        outcome.stderr
    );
    let before = fs::read_to_string(folder.path().join("before")).unwrap();
    assert!(before.contains("the certificate is not trusted: no trusted authority signed it"), "{before}");
    let host = fs::read_to_string(folder.path().join("home/host_vars/hv01.yml")).unwrap();
    assert!(host.contains("  tls:\n    fingerprint: '"), "{host}");
    let secret = fs::read_to_string(folder.path().join("unpinned.toml")).unwrap();
    let secret =
        secret.lines().find_map(|line| line.strip_prefix("token_secret = \"")).map(|rest| rest.trim_end_matches('"'));
    assert!(!secret.is_some_and(|secret| host.contains(secret) || outcome.stderr.contains(secret)));
}

#[test]
fn another_certificate_is_pinned_only_where_that_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let script = "sed -i 's/^deevnet_hypervisor:/&\\n  tls: { fingerprint: '$(printf '%064d' 0 | tr 0 a)' }/' home/host_vars/hv01.yml
        $deevnet trust home --node hv01 --access unpinned.toml --yes; echo trust $?
        $deevnet trust home --node hv01 --access unpinned.toml --yes --replace; echo trust $?";
    let outcome = beside_nodes(folder.path(), script);
    let codes: Vec<&str> = outcome.stdout.lines().filter(|line| line.starts_with("trust ")).collect();
    assert_eq!(codes, ["trust 2", "trust 0"], "{} {}", outcome.stdout, outcome.stderr);
    assert!(outcome.stdout.contains("shows another certificate than the pinned one"), "{}", outcome.stdout);
}

#[test]
fn an_access_file_for_all_to_read_and_an_unknown_node_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let script = "chmod 644 unpinned.toml; $deevnet observe home --access unpinned.toml; echo open $?
        $deevnet trust home --node hv1; echo unknown $?";
    let outcome = beside_nodes(folder.path(), script);
    assert!(outcome.stdout.contains("open 1\n") && outcome.stdout.contains("unknown 1\n"), "{}", outcome.stdout);
    assert!(
        outcome.stderr.contains("others may read the access file `unpinned.toml` (mode 0644)"),
        "{}",
        outcome.stderr
    );
    assert!(outcome.stderr.contains("hv1 is no declared hypervisor"), "{}", outcome.stderr);
}
