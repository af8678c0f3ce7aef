//! `deevnet report`: where the page goes, and how the command ends.

use std::fs;

use crate::runner::{Outcome, deevnet_in};
use crate::substrate::{PI01, PI02_SAME_MAC, Substrate};

const EXAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples");

/// Runs a script in which `$deevnet` is the command and `$out` a folder, while the nodes of the example are simulated.
#[cfg(unix)]
fn simulated(faults: &[&str], out: &tempfile::TempDir, script: &str) -> Outcome {
    let script = format!("deevnet='{}'; out='{}'; {script}", env!("CARGO_BIN_EXE_deevnet"), out.path().display());
    let faults = faults.iter().flat_map(|fault| ["--fault", fault]);
    let inner = ["--", "/bin/sh", "-c", &script];
    deevnet_in(EXAMPLES.as_ref(), ["simulate", "dvntm"].into_iter().chain(faults).chain(inner))
}

#[test]
fn the_page_has_a_usual_name_and_is_written_once() {
    let substrate = Substrate::with(&[PI01]);
    let elsewhere = tempfile::tempdir().unwrap();
    let report = || deevnet_in(elsewhere.path(), [std::ffi::OsStr::new("report"), substrate.path().as_os_str()]);
    insta::assert_snapshot!(report().text(), @"
    exit 0
    --- stderr
    Wrote `report.html`.
    ");
    insta::assert_snapshot!(report().text(), @"
    exit 0
    --- stderr
    `report.html` is up to date.
    ");
    let page = fs::read_to_string(elsewhere.path().join("report.html")).unwrap();
    assert!(page.trim_end().ends_with("</html>"));
}

#[test]
fn inside_the_inventory_the_page_is_hidden() {
    let substrate = Substrate::with(&[PI01]);
    let findings = substrate.deevnet(&["check"]).text();
    insta::assert_snapshot!(substrate.deevnet(&["report"]).text(), @"
    exit 0
    --- stderr
    Wrote `.deevnet-report.html`, which is hidden: other files in this directory are read as inventory.
    ");
    insta::assert_snapshot!(substrate.deevnet(&["report", "."]).text(), @"
    exit 0
    --- stderr
    `.deevnet-report.html` is up to date.
    ");
    assert_eq!(substrate.deevnet(&["report", "hosts.yml"]).code, 0);
    assert!(!substrate.path().join("report.html").exists(), "the page of a host file lies beside it");
    assert_eq!(substrate.deevnet(&["check"]).text(), findings, "the page is read as a part of the inventory");
}

#[test]
fn a_page_does_not_become_a_part_of_the_inventory() {
    insta::assert_snapshot!(Substrate::with(&[PI01]).deevnet(&["report", "--out", "report.html"]).text(), @"
    exit 1
    --- stderr
    error: `report.html` would lie in the inventory, where every file is read as a part of it
    hint: leave --out out for `.deevnet-report.html`, which is hidden, or write it elsewhere: `--out ../report.html`
    ");
}

#[test]
fn standard_output_takes_the_same_bytes() {
    let substrate = Substrate::with(&[PI01]);
    assert_eq!(substrate.deevnet(&["report", "--out", ".page.html"]).code, 0);
    assert!(substrate.deevnet(&["report", "--out", "-"]).stdout == substrate.read(".page.html"), "they differ");
}

#[test]
fn errors_are_on_the_page_and_in_the_exit_code() {
    let substrate = Substrate::with(&[PI01, PI02_SAME_MAC]);
    insta::assert_snapshot!(substrate.deevnet(&["report", "--out", ".page.html"]).text(), @"
    exit 2
    --- stderr
    Wrote `.page.html`.
    error: the check found 1 error; the page names what is wrong
    ");
    assert!(substrate.read(".page.html").contains("id=\"error-DV104\""));
}

#[test]
fn a_survey_and_the_nodes_are_not_asked_both() {
    let outcome = Substrate::with(&[PI01]).deevnet(&["report", "--survey", "survey.json", "--observe"]);
    assert_eq!(outcome.code, 1);
    assert!(outcome.stderr.contains("cannot be used with"), "{}", outcome.stderr);
}

#[test]
#[cfg(unix)]
fn nodes_that_are_asked_and_their_survey_give_the_same_drift() {
    let out = tempfile::tempdir().unwrap();
    let told = simulated(
        &[],
        &out,
        r#"$deevnet report dvntm --observe --out "$out/asked.html" && $deevnet observe dvntm --out "$out/survey.json" >"$out/told" &&
        $deevnet report dvntm --survey "$out/survey.json" --out "$out/read.html""#,
    );
    assert_eq!(told.code, 0, "{}", told.stderr);
    let page = |name: &str| fs::read_to_string(out.path().join(name)).unwrap();
    let (asked, read) = (page("asked.html"), page("read.html"));
    assert!(asked == read, "the pages differ");
    let drift = asked.split("id=\"drift-heading\"").nth(1).unwrap();
    assert!(drift.contains("A plan would make <b>7</b>"), "{drift}");
    assert!(drift.contains("old-nas"), "what nothing declares is listed: {drift}");
}

#[test]
#[cfg(unix)]
fn a_node_that_does_not_answer_is_a_gap_on_the_page() {
    let out = tempfile::tempdir().unwrap();
    let told = simulated(&["refuse node=hv01"], &out, r#"$deevnet report dvntm --observe --out "$out/page.html""#);
    assert_eq!(told.code, 0, "{}", told.stderr);
    assert!(told.stderr.contains("hv01"), "{}", told.stderr);
    let page = fs::read_to_string(out.path().join("page.html")).unwrap();
    assert!(page.split("What the nodes did not show").nth(1).unwrap().contains("<b>hv01</b>"), "{page}");
}

#[test]
fn a_survey_that_is_none_leaves_no_page() {
    let substrate = Substrate::with(&[PI01]);
    let outcome = substrate.deevnet(&["report", "--survey", "hosts.yml"]);
    assert_eq!(outcome.code, 1, "{}", outcome.stderr);
    assert!(!substrate.path().join(".deevnet-report.html").exists());
}
