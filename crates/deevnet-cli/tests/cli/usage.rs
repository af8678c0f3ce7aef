//! Wrong usage.

use crate::runner::deevnet;

#[test]
fn wrong_usage_is_not_mistaken_for_findings() {
    for arguments in [&["frob"][..], &["check", "--frob"], &["check", "--severity", "fatal"], &["mac"], &[]] {
        assert_eq!(deevnet(arguments).code, 1, "{arguments:?}");
    }
}

#[test]
fn a_misspelt_verb_is_told_with_a_suggestion() {
    insta::assert_snapshot!(deevnet(&["chek"]).text(), @"
    exit 1
    --- stderr
    error: unrecognized subcommand 'chek'

      tip: some similar subcommands exist: 'schema', 'check'

    Usage: deevnet [OPTIONS] <COMMAND>

    For more information, try '--help'.
    ");
}

#[test]
fn the_version_is_printed() {
    let outcome = deevnet(&["--version"]);
    assert_eq!((outcome.code, outcome.stdout), (0, format!("deevnet {}\n", env!("CARGO_PKG_VERSION"))));
}

#[cfg(target_os = "linux")]
#[test]
fn an_output_that_cannot_be_written_is_a_failure() {
    use crate::runner::{command, run};

    let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
    let mut command = command("/".as_ref(), ["rule"]);
    command.stdout(full);
    insta::assert_snapshot!(run(command, "").text(), @"
    exit 1
    --- stderr
    error: cannot write the output
      cause: No space left on device (os error 28)
    ");
}
