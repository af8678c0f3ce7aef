//! `deevnet check --fix` and `--diff`.

use crate::substrate::{PI01, PI01_HYPHENS, Substrate};

const FILE: &str = "host_vars/pi01.yml";

#[test]
fn a_preview_shows_and_writes_nothing() {
    let substrate = Substrate::with(&[PI01_HYPHENS]);
    let before = substrate.read(FILE);
    insta::assert_snapshot!(substrate.deevnet(&["check", "--diff"]).text(), @"
    exit 2
    --- a/host_vars/pi01.yml
    +++ b/host_vars/pi01.yml
    @@ -2,7 +2,7 @@
     infrastructure:
       form: pi
       interfaces:
    -    eth0: { mac: 00-00-5E-00-53-01 }   # as printed on the board
    +    eth0: { mac: 00:00:5e:00:53:01 }   # as printed on the board
     env:
       interfaces:
         eth0:
    --- stderr
    Would fix 1 finding in 1 file.
    ");
    assert_eq!(substrate.read(FILE), before);
}

#[test]
fn a_fix_changes_the_value_and_nothing_else() {
    let substrate = Substrate::with(&[PI01_HYPHENS]);
    let expected = substrate.read(FILE).replace("00-00-5E-00-53-01", "00:00:5e:00:53:01");
    insta::assert_snapshot!(substrate.deevnet(&["check", "--fix"]).text(), @"
    exit 0
    Fixed 1 finding. All checks passed: 1 host ([time]).
    ");
    assert_eq!(substrate.read(FILE), expected);
    assert_eq!(substrate.deevnet(&["check", "--fix"]).stdout.matches("Fixed").count(), 0);
    assert_eq!(substrate.read(FILE), expected);
}

#[test]
fn line_endings_stay() {
    let substrate = Substrate::with(&[PI01_HYPHENS]);
    let before = substrate.read(FILE).replace('\n', "\r\n");
    substrate.write(FILE, &before);
    assert_eq!(substrate.deevnet(&["check", "--fix"]).code, 0);
    assert_eq!(substrate.read(FILE), before.replace("00-00-5E-00-53-01", "00:00:5e:00:53:01"));
}

#[test]
fn a_fix_with_a_diff_shows_what_it_writes() {
    let substrate = Substrate::with(&[PI01_HYPHENS]);
    let outcome = substrate.deevnet(&["check", "--fix", "--diff", "--format", "json"]);
    assert!(outcome.stderr.contains("+    eth0: { mac: 00:00:5e:00:53:01 }"), "{}", outcome.stderr);
    assert_eq!(outcome.json()["summary"]["fixed"], 1);
}

#[test]
fn nothing_to_fix_is_said() {
    let substrate = Substrate::with(&[PI01]);
    insta::assert_snapshot!(substrate.deevnet(&["check", "--diff"]).text(), @"
    exit 0
    --- stderr
    Nothing to fix.
    ");
}

#[test]
fn only_selected_rules_are_fixed() {
    let substrate = Substrate::with(&[PI01_HYPHENS]);
    let before = substrate.read(FILE);
    assert_eq!(substrate.deevnet(&["check", "--fix", "--select", "DV9"]).code, 0);
    assert_eq!(substrate.read(FILE), before);
}

#[test]
fn what_does_not_stand_there_is_not_fixable() {
    let substrate = Substrate::with(&[PI01_HYPHENS]);
    let text = substrate.read(FILE).replace("00-00-5E-00-53-01", "\"{{ printed }}\"") + "printed: 00-00-5E-00-53-01\n";
    substrate.write(FILE, &text);
    let outcome = substrate.deevnet(&["check", "--fix", "--format", "json"]);
    assert_eq!(outcome.json()["findings"][0]["name"], "mac-not-canonical");
    assert_eq!(outcome.json()["summary"]["fixable"], 0);
    assert_eq!(substrate.read(FILE), text);
}

#[cfg(unix)]
#[test]
fn a_file_behind_two_paths_is_written_once() {
    let substrate = Substrate::with(&[PI01_HYPHENS]);
    std::os::unix::fs::symlink(substrate.path(), substrate.file(".again")).unwrap();
    let outcome = substrate.deevnet(&["check", ".", ".again", "--fix"]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""));
    assert!(outcome.stdout.starts_with("Fixed 1 finding. All checks passed: 1 host"), "{}", outcome.stdout);
}
