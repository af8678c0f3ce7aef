//! Findings and files that the tests of every format share.

use deevnet_core::rules::{DUPLICATE_KEY, FILE_TOO_LARGE, TEMPLATE_FAILED, WRONG_TYPE};
use deevnet_core::{Finding, Position, Sources, Span, Subject};

const HOSTS: &str = "all:\n  hosts:\n    pi01:\n    pi02:\n";
const PI01: &str = "\
env:
  interfaces:
    eth0: { ip: 10.20.30.11 }
    eth1: { ip: 10.20.30.12 }
    eth0: { ip: 10.20.30.13 }
infrastructure: { form: \"pi\", note: 日本 é, wol: 'true' }
";
const HOSTILE: &str = "# \u{1b}]0;owned\u{7} \u{202e}\nform: \u{1b}[2Jpi\n";

/// The files that the findings are in.
pub(super) fn files() -> Vec<(&'static str, &'static str)> {
    vec![("./hosts.yml", HOSTS), ("./host_vars/pi01.yml", PI01), ("evil.yml", HOSTILE)]
}

fn at(path: &str, line: usize, column: usize, width: usize) -> Option<Position> {
    let mut sources = Sources::default();
    let file = sources.add(path);
    sources.position(Span::new(file, line, column, width))
}

/// A few findings of every kind, sorted.
pub(super) fn findings() -> Vec<Finding> {
    let mut findings = vec![
        Finding::new(
            &DUPLICATE_KEY,
            "the key `eth0` stands twice; the last one holds",
            at("./host_vars/pi01.yml", 5, 5, 4),
        )
        .with_value("eth0")
        .with_related("first here", at("./host_vars/pi01.yml", 3, 5, 4))
        .with_subject(Subject::interface("pi01", "eth0"))
        .with_hint("rename one of them"),
        Finding::new(&WRONG_TYPE, "`wol` must be true or false, not text", at("./host_vars/pi01.yml", 6, 45, 6))
            .with_value("true")
            .with_related("`pi01` is listed here", at("./hosts.yml", 3, 5, 4))
            .with_related("it is read by the Wake-on-LAN list", None)
            .with_subject(Subject::host("pi01"))
            .with_fix("true", "false"),
        Finding::new(&TEMPLATE_FAILED, "`site` is undefined, 100% sure", None).with_hint("define it: site, octet"),
        Finding::new(&FILE_TOO_LARGE, "the file is larger than 64 MiB", at("/var/large.yml", 1, 1, 0)),
    ];
    findings.sort();
    findings
}

/// A finding whose every text tries to command the terminal.
pub(super) fn hostile() -> Finding {
    let mut finding = Finding::new(&WRONG_TYPE, "`\u{1b}[2Jpi\r\n::error::x` is no form", at("evil.yml", 2, 7, 6))
        .with_value("\u{1b}[2Jpi")
        .with_hint("write \u{9b}31m`pi`")
        .with_related("\u{7}here", at("evil.yml", 1, 3, 1));
    finding
        .related
        .extend(Finding::new(&WRONG_TYPE, "", None).with_related("\u{1b}c", at("\u{1b}c.yml", 1, 1, 1)).related);
    finding
}
