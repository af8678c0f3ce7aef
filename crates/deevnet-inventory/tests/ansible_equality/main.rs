//! Holds the merged inventory to what real Ansible prints for the same files.
//!
//! Needs the virtual environment named by `DEEVNET_VENV`; without it every test says `SKIPPED`.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![expect(clippy::print_stdout, reason = "a skipped test says so")]

mod ansible;
mod difference;
mod generated;
mod random;
mod resolved;
mod scalars;

use std::path::{Path, PathBuf};

use deevnet_core::{Finding, rules};
use deevnet_inventory::{Inventory, Options, VaultPassword};
use serde_json::Value as Json;

use ansible::Answer;

/// How many inventories are made up.
const GENERATED: u64 = 240;

/// How many differences of one inventory are shown.
const MOST_SHOWN: usize = 20;

/// How many inventories of odd scalars are made up.
const SCALAR_FILES: u64 = 120;

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The password of everything encrypted in the examples.
fn password_file() -> PathBuf {
    repository().join("examples/vault-password")
}

/// Our list and the faults for which Ansible refuses the whole; of a repeated key it only warns.
fn ours(path: &Path) -> (Json, Vec<String>) {
    let mut options = Options::default();
    options.vault_passwords.push(VaultPassword::read_file(&password_file()).unwrap());
    let inventory = Inventory::read(path, &options).unwrap();
    let list = inventory.to_list_json();
    let declared = inventory.declare();
    let is_refusal = |finding: &&Finding| finding.is_error() && finding.rule != &rules::DUPLICATE_KEY;
    let errors = declared.findings.iter().filter(is_refusal);
    (list, errors.map(|finding| format!("{} {:?}", finding.message, finding.position)).collect())
}

/// Compares every inventory and panics with all differences.
fn assert_equal(paths: &[PathBuf]) {
    if paths.is_empty() {
        return;
    }
    let Some(answers) = ansible::lists(&repository(), &password_file(), paths) else { return };
    let mut report = Vec::new();
    let mut lists = 0;
    for (path, answer) in paths.iter().zip(answers) {
        let (list, errors) = ours(path);
        let differences = match answer {
            Answer::List(theirs) => {
                lists += 1;
                let mut differences = difference::of(&list, &theirs);
                differences.extend(errors.iter().map(|error| format!("only deevnet complains: {error}")));
                differences
            }
            Answer::Refused(error) if errors.is_empty() => vec![format!("only Ansible complains: {error}")],
            Answer::Refused(_) => Vec::new(),
        };
        if !differences.is_empty() {
            let shown = &differences[..differences.len().min(MOST_SHOWN)];
            report.push(format!("{}: {} differences\n  {}", path.display(), differences.len(), shown.join("\n  ")));
        }
    }
    assert!(report.is_empty(), "{}", report.join("\n"));
    println!("{lists} of {} inventories gave a list; the others were refused by both", paths.len());
    assert!(lists * 2 > paths.len(), "too few inventories are valid to tell anything");
}

/// Where made-up inventories are kept for a look when they differ.
fn scratch(name: &str) -> tempfile::TempDir {
    tempfile::Builder::new().prefix(name).tempdir().unwrap()
}

/// Removes the folder when everything was equal, keeps it otherwise.
fn assert_equal_in(folder: tempfile::TempDir, paths: &[PathBuf]) {
    let kept = folder.keep();
    assert_equal(paths);
    std::fs::remove_dir_all(kept).unwrap();
}

/// The examples, each a folder.
fn examples() -> Vec<PathBuf> {
    let entries = std::fs::read_dir(repository().join("examples")).unwrap();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()).collect();
    paths.sort();
    paths
}

/// The real inventory, where it is at hand.
fn shared_inventory() -> Option<PathBuf> {
    let folder = std::env::var_os("DEEVNET_SHARED_DATA").map(PathBuf::from);
    let path = folder.unwrap_or_else(|| repository().join("../shared/data")).join("inventory-dvntm");
    if path.is_dir() {
        return Some(path);
    }
    println!("SKIPPED: {} does not exist", path.display());
    None
}

#[test]
fn examples_are_merged_as_ansible_merges_them() {
    assert_equal(&examples());
}

#[test]
fn the_shared_inventory_is_merged_as_ansible_merges_it() {
    assert_equal(&Vec::from_iter(shared_inventory()));
}

#[test]
fn examples_are_resolved_as_a_playbook_prints_them() {
    resolved::assert_equal(&examples());
}

#[test]
fn the_shared_inventory_is_resolved_as_a_playbook_prints_it() {
    resolved::assert_equal(&Vec::from_iter(shared_inventory()));
}

#[test]
fn made_up_inventories_are_merged_as_ansible_merges_them() {
    let folder = scratch("deevnet-merge-");
    let paths: Vec<PathBuf> = (0..GENERATED).map(|seed| generated::write(folder.path(), seed)).collect();
    assert_equal_in(folder, &paths);
}

#[test]
fn odd_scalars_are_read_as_ansible_reads_them() {
    let folder = scratch("deevnet-scalars-");
    let mut paths = scalars::write_known(folder.path());
    paths.extend((0..SCALAR_FILES).map(|seed| scalars::write_random(folder.path(), seed)));
    assert_equal_in(folder, &paths);
}

#[test]
fn values_of_ini_files_are_read_as_ansible_reads_them() {
    let folder = scratch("deevnet-ini-");
    let mut paths = vec![scalars::write_known_ini(folder.path())];
    paths.extend((0..SCALAR_FILES).map(|seed| scalars::write_random_ini(folder.path(), seed)));
    assert_equal_in(folder, &paths);
}
