//! Inventories whose values are hard to read.

use std::fs;
use std::path::{Path, PathBuf};

use crate::random::Random;

/// Plain scalars that YAML 1.1 and Ansible read in ways of their own.
const KNOWN: &[&str] = &[
    "yes",
    "No",
    "ON",
    "off",
    "y",
    "n",
    "true",
    "TRUE",
    "tRUE",
    "~",
    "null",
    "Null",
    "nULL",
    "",
    "0",
    "-0",
    "+0",
    "00",
    "007",
    "08",
    "0o17",
    "0x1F",
    "0X1F",
    "0b101",
    "-0b11",
    "1_000",
    "0_7",
    "1__0",
    "12:30:45",
    "12:30",
    "1:60",
    "10:11:12:13:14:15",
    "00:11:22:33:44:55",
    "0:30",
    "-1:30",
    "190:20:30.15",
    "1.5",
    "1.",
    ".5",
    "-.5",
    "+1.5",
    "1e3",
    "1.5e3",
    "1.5e+3",
    "1.5E-3",
    "1_0.5",
    "9223372036854775807",
    "9223372036854775808",
    "18446744073709551616",
    "-9223372036854775809",
    "2024-02-29",
    "2024-1-1",
    "2024-01-01 10:20:30",
    "2024-01-01T10:20:30Z",
    "2024-1-1 1:20:30.5 +5",
    "2024-01-01t10:20:30.1234567-05:30",
    "10.20.30.1",
    "1.2.3",
    "02:de:20:00:00:c8",
    "00:00:5e:00:53:01",
    "52:54:00:12:34:56",
    "12:34:56:12:34:56",
    "52-54-00-12-34-56",
    "5254.0012.3456",
    "\"quoted\"",
    "'it''s'",
    "\"tab\\there \\u00e9 \\x41 \\U0001F600\"",
    "\"{{ x }}\"",
    "!unsafe '{{ x }}'",
    "!unsafe plain",
    "!unsafe [a, {b: c}, 1]",
    "!!str 12",
    "!!int \"12\"",
    "!!float \"1.5\"",
    "!!bool \"yes\"",
    "!!null \"\"",
    "! 12",
    "|\n  block\n  text\n",
    ">-\n  folded\n  text\n\n  more\n",
    "|2-\n    indented\n  less\n",
    "[a, b, [c]]",
    "{a: 1, 2: b, true: c, 1.5: d, null: e}",
    "[{a: 1}, x: y]",
    "[]",
    "{}",
    "a#b",
    "a #b",
    "'#'",
    "text with: colon\u{a0}",
    "a,b",
    "http://x/y",
    "*.x.y",
    "%x",
    "@x",
    "-x",
    "?x",
    ":x",
    "x:",
    "<<x",
    "é",
    "日本",
    "plain text\n  over two\n\n  lines",
    "\"double\n  over \\\n  lines\"",
    "!vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  3132\n",
];

/// Values of INI files that Python reads in ways of its own.
const KNOWN_INI: &[&str] = &[
    "1",
    "-1",
    "+1",
    "010",
    "00",
    "0x1f",
    "0o17",
    "0b11",
    "1_000",
    "1__0",
    "1.5",
    "1.",
    ".5",
    "1e3",
    "1E-3",
    "True",
    "true",
    "None",
    "null",
    "[1, 2]",
    "[1, 'a', [True, None]]",
    "(1, 2)",
    "(1)",
    "()",
    "(1,)",
    "1, 2",
    "{'a': 1}",
    "{'a': {'b': [1]}, 'c': ()}",
    "{1: 2}",
    "{}",
    "{1}",
    "'quoted'",
    "\"quoted\"",
    "'a' 'b'",
    "r'\\d'",
    "u'x'",
    "b'x'",
    "'\\x41\\u00e9\\n'",
    "f'x'",
    "10.0.0.1",
    "00:00:5e:00:53:01",
    "52:54:00:12:34:56",
    "2024-01-01",
    "a # note",
    "1 # note",
    "'a' # note",
    "text text",
    "a=b",
    "",
    "[",
    "'",
    "--1",
    "- 1",
    "1-1",
    "1 + 2",
    "...",
    "set()",
    "a.b",
    "{{ x }}",
    "'{{ x }}'",
    "[{{ x }}]",
    "0777",
    "12345678901234567890",
    "1j",
    "é",
    "0_1",
    "1_",
    "0x",
    "5 apples",
];

const YAML_SIGNS: &[u8] = b"0123456789abcdefxo_.:-+eEtTzZ ~=<";
const INI_SIGNS: &[u8] = b"0123456789abx_.,:-+eEj'[](){}# ";

/// An inventory for every known scalar, so that one that Ansible refuses hides no other.
pub(crate) fn write_known(folder: &Path) -> Vec<PathBuf> {
    let inventory = |number| folder.join(format!("known-{number}"));
    KNOWN.iter().enumerate().map(|(number, scalar)| write_yaml(inventory(number), &[(*scalar).to_owned()])).collect()
}

/// An inventory of scalars put together from the signs of numbers and dates.
pub(crate) fn write_random(folder: &Path, seed: u64) -> PathBuf {
    let mut random = Random::new(seed);
    let scalars: Vec<String> = (0..6).map(|_| scalar(&mut random, YAML_SIGNS)).filter(|text| is_plain(text)).collect();
    write_yaml(folder.join(format!("random-{seed}")), &scalars)
}

/// The same for the values of INI files.
pub(crate) fn write_known_ini(folder: &Path) -> PathBuf {
    let path = folder.join("known");
    write_ini(&path, KNOWN_INI.iter().map(|value| (*value).to_owned()));
    path
}

/// Random values of INI files.
pub(crate) fn write_random_ini(folder: &Path, seed: u64) -> PathBuf {
    let mut random = Random::new(seed);
    let path = folder.join(format!("random-{seed}"));
    let values: Vec<String> = (0..40).map(|_| scalar(&mut random, INI_SIGNS)).collect();
    write_ini(&path, values.into_iter());
    path
}

fn scalar(random: &mut Random, signs: &[u8]) -> String {
    let length = 1 + random.below(9);
    let text: String = (0..length).map(|_| char::from(*random.pick(signs))).collect();
    text.trim().to_owned()
}

/// Whether a text is one plain scalar, in YAML 1.1 and 1.2 alike.
fn is_plain(text: &str) -> bool {
    let begins_otherwise = ["- ", ": ", "="].iter().any(|start| text.starts_with(start));
    !text.is_empty() && text != "-" && !begins_otherwise && !text.contains(": ") && !text.ends_with(':')
}

fn write_yaml(inventory: PathBuf, scalars: &[String]) -> PathBuf {
    fs::create_dir_all(inventory.join("group_vars")).unwrap();
    fs::write(inventory.join("hosts.yml"), "all: { hosts: { a: } }\n").unwrap();
    let lines: Vec<String> =
        scalars.iter().enumerate().map(|(number, scalar)| format!("v{number}: {scalar}")).collect();
    fs::write(inventory.join("group_vars/all.yml"), lines.join("\n") + "\n").unwrap();
    inventory
}

fn write_ini(path: &Path, values: impl Iterator<Item = String>) {
    let lines: Vec<String> = values.enumerate().map(|(number, value)| format!("v{number} = {value}")).collect();
    fs::write(path, format!("a\n[all:vars]\n{}\n", lines.join("\n"))).unwrap();
}
