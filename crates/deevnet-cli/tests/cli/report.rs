//! `deevnet report`: where the page goes, and how the command ends.

use crate::runner::deevnet_in;
use crate::substrate::{PI01, PI02_SAME_MAC, Substrate};

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
    let page = std::fs::read_to_string(elsewhere.path().join("report.html")).unwrap();
    assert!(page.trim_end().ends_with("</html>"));
}

#[test]
fn a_page_does_not_become_a_part_of_the_inventory() {
    insta::assert_snapshot!(Substrate::with(&[PI01]).deevnet(&["report"]).text(), @"
    exit 1
    --- stderr
    error: `report.html` would lie in the inventory, where every file is read as a part of it
    hint: write it elsewhere, such as `--out ../report.html`
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
