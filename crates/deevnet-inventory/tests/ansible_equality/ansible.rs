//! Asks real Ansible.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value as Json;

/// What Ansible says to one inventory.
pub(crate) enum Answer {
    /// What `ansible-inventory --list` prints.
    List(Json),
    /// Its error.
    Refused(String),
}

/// The answers to inventories, in their order; `None` and a note where there is no Ansible.
pub(crate) fn lists(repository: &Path, password_file: &Path, inventories: &[PathBuf]) -> Option<Vec<Answer>> {
    let Some(environment) = std::env::var_os("DEEVNET_VENV") else {
        println!("SKIPPED: DEEVNET_VENV does not name a virtual environment with ansible-core");
        return None;
    };
    let mut driver = Command::new(Path::new(&environment).join("bin/python"))
        .arg(repository.join("tests/ansible/merged_vars.py"))
        .arg("--vault-password-file")
        .arg(absolute(password_file))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = driver.stdin.take().unwrap();
    let paths: Vec<String> = inventories.iter().map(|path| absolute(path).display().to_string()).collect();
    let paths = paths.join("\n");
    let writer = std::thread::spawn(move || input.write_all(paths.as_bytes()).unwrap());
    let output = driver.wait_with_output().unwrap();
    writer.join().unwrap();
    assert!(output.status.success(), "the driver failed: {}", output.status);
    let answers: Vec<Answer> = String::from_utf8(output.stdout).unwrap().lines().map(answer).collect();
    assert_eq!(answers.len(), inventories.len());
    Some(answers)
}

fn absolute(path: &Path) -> PathBuf {
    std::fs::canonicalize(path).unwrap()
}

fn answer(line: &str) -> Answer {
    let mut document: Json = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line:.300}"));
    match document.get_mut("list") {
        Some(list) => Answer::List(list.take()),
        None => Answer::Refused(document["error"].to_string()),
    }
}
