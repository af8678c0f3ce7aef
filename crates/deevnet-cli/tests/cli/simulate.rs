//! `deevnet simulate`: nodes that run as long as a command does.

use std::fs;
use std::path::Path;

use crate::runner::{Outcome, deevnet_in};

const EXAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples");

fn simulate(arguments: &[&str]) -> Outcome {
    deevnet_in(Path::new(EXAMPLES), ["simulate", "dvntm"].iter().chain(arguments))
}

#[test]
#[cfg(unix)]
fn a_command_finds_the_nodes_and_its_exit_code_is_that_of_the_whole() {
    let script = r#"grep -c '^\[nodes\.' "$DEEVNET_ACCESS"; stat -c %a "$DEEVNET_ACCESS"; exit 7"#;
    let outcome = simulate(&["--", "/bin/sh", "-c", script]);
    assert_eq!((outcome.code, outcome.stdout.as_str(), outcome.stderr.as_str()), (7, "2\n600\n", ""));
}

#[test]
#[cfg(unix)]
fn the_access_file_is_there_as_long_as_the_nodes_are() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("access.toml");
    let path = file.to_str().unwrap();
    let outcome = simulate(&["--access", path, "--", "/bin/sh", "-c", "test -f \"$DEEVNET_ACCESS\""]);
    assert_eq!((outcome.code, file.exists()), (0, false), "{}", outcome.stderr);
    fs::write(&file, "# mine\n").unwrap();
    let outcome = simulate(&["--access", path, "--", "true"]);
    assert_eq!((outcome.code, fs::read_to_string(&file).unwrap().as_str()), (1, "# mine\n"));
    let expected =
        format!("error: cannot write `{path}`\n  cause: the file exists and is no access file of a simulation\n");
    assert_eq!(outcome.stderr, expected);
}

#[test]
fn what_cannot_be_run_is_told() {
    let outcome = simulate(&["--", "no-such-program-anywhere"]);
    assert_eq!(outcome.code, 1);
    assert!(outcome.stderr.starts_with("error: cannot run `no-such-program-anywhere`\n"), "{}", outcome.stderr);
    let outcome = simulate(&["--fault", "drop-aftr", "--", "true"]);
    assert_eq!(outcome.code, 1);
    assert!(
        outcome.stderr.contains("`drop-aftr` is neither an effect nor a condition of a fault"),
        "{}",
        outcome.stderr
    );
}
