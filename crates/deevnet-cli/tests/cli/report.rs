//! `deevnet report`: where the page goes, and how the command ends.

use crate::substrate::{PI01, PI02_SAME_MAC, Substrate};

#[test]
fn the_page_has_a_usual_name_and_is_written_once() {
    let substrate = Substrate::with(&[PI01]);
    insta::assert_snapshot!(substrate.deevnet(&["report"]).text(), @"
    exit 0
    --- stderr
    Wrote `report.html`.
    ");
    insta::assert_snapshot!(substrate.deevnet(&["report"]).text(), @"
    exit 0
    --- stderr
    `report.html` is up to date.
    ");
    assert!(substrate.read("report.html").trim_end().ends_with("</html>"));
}

#[test]
fn standard_output_takes_the_same_bytes() {
    let substrate = Substrate::with(&[PI01]);
    substrate.deevnet(&["report", "--out", "page.html"]);
    assert_eq!(substrate.deevnet(&["report", "--out", "-"]).stdout, substrate.read("page.html"));
}

#[test]
fn errors_are_on_the_page_and_in_the_exit_code() {
    let substrate = Substrate::with(&[PI01, PI02_SAME_MAC]);
    insta::assert_snapshot!(substrate.deevnet(&["report"]).text(), @"
    exit 2
    --- stderr
    Wrote `report.html`.
    error: the check found 1 error; the page names what is wrong
    ");
    assert!(substrate.read("report.html").contains("id=\"error-DV104\""));
}

#[test]
fn a_survey_and_the_nodes_are_not_asked_both() {
    let outcome = Substrate::with(&[PI01]).deevnet(&["report", "--survey", "survey.json", "--observe"]);
    assert_eq!(outcome.code, 1);
    assert!(outcome.stderr.contains("cannot be used with"), "{}", outcome.stderr);
}
