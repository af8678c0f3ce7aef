//! Every rule's page holds what it says: its wrong example is reported, its right one is not.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use deevnet_core::Finding;
use deevnet_core::rules::{self, EXAMPLE_BASE, Rule};
use deevnet_inventory::{Options, config_for, load};

const HOSTS_FILE: &str = "hosts.yml";
const FILE_MARK: &str = "# file: ";

/// A file of an example, with what its mark says in brackets.
#[derive(Debug, Clone, Copy)]
struct ExampleFile<'a> {
    note: Option<&'a str>,
    text: &'a str,
}

type Files<'a> = BTreeMap<&'a str, ExampleFile<'a>>;

/// Splits an example at its marks.
fn files(example: &str) -> Files<'_> {
    let mut files = Files::new();
    let mut rest = example;
    while let Some(start) = rest.find(FILE_MARK) {
        let (mark, body) = rest[start + FILE_MARK.len()..].split_once('\n').unwrap_or_default();
        let end = body.find(FILE_MARK).unwrap_or(body.len());
        let (path, note) = match mark.split_once(" (") {
            Some((path, note)) => (path, Some(note.trim_end_matches(')'))),
            None => (mark, None),
        };
        files.insert(path, ExampleFile { note, text: &body[..end] });
        rest = &body[end..];
    }
    files
}

/// The bytes of a file, as its note demands.
fn content(file: ExampleFile<'_>) -> Result<Vec<u8>, Box<dyn Error>> {
    match file.note {
        None => Ok(file.text.as_bytes().to_vec()),
        Some("encoding latin-1") => Ok(file.text.chars().map(u8::try_from).collect::<Result<_, _>>()?),
        Some("padded to 65 MiB") => {
            let mut bytes = file.text.as_bytes().to_vec();
            bytes.resize(65 << 20, b'\n');
            Ok(bytes)
        }
        Some(note) => Err(format!("no such note: {note}").into()),
    }
}

/// The hosts that an example has variables of.
fn host_names<'a>(files: &Files<'a>) -> BTreeSet<&'a str> {
    let names = files.keys().filter_map(|path| path.strip_prefix("host_vars/"));
    names.filter_map(|name| name.split(['/', '.']).next()).collect()
}

fn hosts_file(names: &BTreeSet<&str>) -> String {
    let mut text = "all:\n  hosts:\n".to_owned();
    for name in names {
        let _ = writeln!(text, "    {name}: {{}}");
    }
    text
}

/// Writes an example over the base that all of them share.
fn write_inventory(folder: &Path, example: &str) -> Result<(), Box<dyn Error>> {
    let mut all = files(EXAMPLE_BASE);
    all.extend(files(example));
    for (path, file) in &all {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap_or(folder))?;
        fs::write(path, content(*file)?)?;
    }
    if !all.contains_key(HOSTS_FILE) {
        fs::write(folder.join(HOSTS_FILE), hosts_file(&host_names(&all)))?;
    }
    Ok(())
}

/// What a check of an example reports, its own `deevnet.toml` included.
fn report(example: &str) -> Result<Vec<Finding>, Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    write_inventory(folder.path(), example)?;
    let declared = load(folder.path(), &Options::default())?;
    Ok(config_for(folder.path())?.apply(deevnet_core::check(&declared).findings))
}

fn shown(findings: &[Finding]) -> String {
    let mut text = String::new();
    for finding in findings {
        let _ = write!(text, "\n    {} {}: {}", finding.rule.code, finding.rule.name, finding.message);
    }
    text
}

/// What is wrong with the examples of one rule.
fn problems(rule: &'static Rule) -> Vec<String> {
    let mut problems = Vec::new();
    match report(rule.wrong) {
        Err(error) => problems.push(format!("the wrong example cannot be checked: {error}")),
        Ok(findings) if findings.iter().all(|finding| finding.rule != rule) => {
            problems.push(format!("the wrong example is not reported, but:{}", shown(&findings)));
        }
        Ok(_) => {}
    }
    match report(rule.right) {
        Err(error) => problems.push(format!("the right example cannot be checked: {error}")),
        Ok(mut findings) => {
            findings.retain(|finding| finding.rule == rule || finding.is_error());
            if !findings.is_empty() {
                problems.push(format!("the right example is not right:{}", shown(&findings)));
            }
        }
    }
    problems
}

#[test]
fn every_wrong_example_is_reported_and_every_right_one_is_right() {
    let mut wrong = String::new();
    for rule in rules::all() {
        for problem in problems(rule) {
            let _ = writeln!(wrong, "{} {}: {problem}", rule.code, rule.name);
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn an_example_splits_into_its_files() {
    let files = files("# file: hosts.yml\nall: {}\n# file: host_vars/pi01/vars.yml (encoding latin-1)\na: 1\nb: 2\n");
    assert_eq!(files.keys().copied().collect::<Vec<_>>(), ["host_vars/pi01/vars.yml", "hosts.yml"]);
    assert_eq!(files["hosts.yml"].text, "all: {}\n");
    assert_eq!(files["host_vars/pi01/vars.yml"].text, "a: 1\nb: 2\n");
    assert_eq!(files["host_vars/pi01/vars.yml"].note, Some("encoding latin-1"));
    assert_eq!(host_names(&files).into_iter().collect::<Vec<_>>(), ["pi01"]);
}
