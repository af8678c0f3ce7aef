//! Every rule's page holds what it says: its wrong example is reported, its right one is not.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use deevnet_core::check::{Site, check_together};
use deevnet_core::rules::{self, EXAMPLE_BASE, Rule};
use deevnet_core::{Finding, check_with};
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

/// Writes an inventory and, where it brings none, the list of its hosts.
fn write_inventory(folder: &Path, files: &Files<'_>) -> Result<(), Box<dyn Error>> {
    for (path, file) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap_or(folder))?;
        fs::write(path, content(*file)?)?;
    }
    if !files.contains_key(HOSTS_FILE) {
        fs::write(folder.join(HOSTS_FILE), hosts_file(&host_names(files)))?;
    }
    Ok(())
}

/// The inventories of an example: its own files over the base that all of them share and, where it has any, those of
/// another substrate, which stand by themselves.
fn inventories(example: &str) -> Vec<Files<'_>> {
    let (mut own, mut other) = (files(EXAMPLE_BASE), Files::new());
    for (path, file) in files(example) {
        match path.strip_prefix(Rule::OTHER_SUBSTRATE) {
            Some(path) => other.insert(path, file),
            None => own.insert(path, file),
        };
    }
    if other.is_empty() { vec![own] } else { vec![own, other] }
}

/// What a check of an example reports, its own `deevnet.toml` included.
fn report(example: &str) -> Result<Vec<Finding>, Box<dyn Error>> {
    let (mut folders, mut declared) = (Vec::new(), Vec::new());
    for files in inventories(example) {
        let folder = tempfile::tempdir()?;
        write_inventory(folder.path(), &files)?;
        declared.push(load(folder.path(), &Options::default())?);
        folders.push(folder);
    }
    let configs = folders.iter().map(|folder| config_for(folder.path())).collect::<Result<Vec<_>, _>>()?;
    let checked: Vec<_> =
        declared.iter().zip(&configs).map(|(declared, config)| check_with(declared, config.catalogue())).collect();
    let sites =
        checked.iter().zip(&declared).map(|(checked, declared)| Site::new(&checked.substrate, &declared.sources));
    let mut together = check_together(&sites.collect::<Vec<_>>());
    let mut report = Vec::new();
    for ((checked, together), config) in checked.into_iter().zip(&mut together).zip(&configs) {
        let mut findings = checked.findings;
        findings.append(together);
        report.append(&mut config.apply(findings));
    }
    Ok(report)
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

#[test]
fn an_example_of_two_substrates_splits_into_both() {
    let example = "# file: host_vars/pi01.yml\na: 1\n# file: other/host_vars/pi02.yml\nb: 2\n";
    let both = inventories(example);
    assert!(both[0].contains_key("host_vars/pi01.yml") && !both[0].contains_key("other/host_vars/pi02.yml"));
    assert_eq!(both[1].keys().copied().collect::<Vec<_>>(), ["host_vars/pi02.yml"]);
    assert_eq!(inventories("# file: host_vars/pi01.yml\na: 1\n").len(), 1);
}
