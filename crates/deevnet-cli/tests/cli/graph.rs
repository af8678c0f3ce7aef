//! `deevnet show --graph`.

use std::io::Write;
use std::process::{Command, Stdio};

use crate::substrate::{PI01, Substrate};

#[test]
fn a_substrate_is_drawn_for_mermaid() {
    let substrate = Substrate::with(&[PI01]);
    let outcome = substrate.deevnet(&["show", "--graph", "mermaid"]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""));
    assert!(outcome.stdout.starts_with("%% lab\nflowchart LR\n    host_pi01[\"pi01\"]:::host\n"), "{}", outcome.stdout);
    assert!(outcome.stdout.contains("    host_pi01 -.-|\"10.20.30.11\"| segment_iot\n"), "{}", outcome.stdout);
}

#[test]
fn graphviz_reads_what_is_drawn_for_it() {
    let hostile = PI01.replace("env:", "env:\n  role: \"say \\\"<b>\\\" & \\\\\\\\N\\n// x\"");
    let outcome = Substrate::with(&[&hostile]).deevnet(&["show", "--graph", "dot"]);
    assert!(outcome.stdout.starts_with("// lab\ngraph substrate {\n"), "{}", outcome.text());
    let program = Command::new("dot").arg("-Tsvg").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let Ok(mut program) = program else {
        eprintln!("SKIPPED: Graphviz (the Debian package graphviz) is not installed");
        return;
    };
    program.stdin.take().unwrap().write_all(outcome.stdout.as_bytes()).unwrap();
    let output = program.wait_with_output().unwrap();
    assert!(output.status.success());
    let picture = String::from_utf8(output.stdout).unwrap();
    assert!(picture.contains("say &quot;&lt;b&gt;&quot; &amp; \\\\N\\n// x"), "{picture}");
}

#[test]
fn only_a_whole_substrate_is_drawn() {
    let substrate = Substrate::with(&[PI01]);
    insta::assert_snapshot!(substrate.deevnet(&["show", "hosts", "--graph", "dot"]).text(), @"
    exit 1
    --- stderr
    error: only the substrate as a whole can be drawn as a graph
    hint: leave --graph out, or the part
    ");
}
