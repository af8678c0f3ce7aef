//! The examples are what they say, and README shows what the command prints about them.

use std::collections::BTreeSet;
use std::env;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use deevnet_core::check::{Site, check_together};
use deevnet_core::{Finding, Severity};
use deevnet_inventory::{Options, config_for, load};

type Outcome = Result<(), Box<dyn Error>>;

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// What `deevnet check` finds in an example.
fn findings(example: &str) -> Result<Vec<Finding>, Box<dyn Error>> {
    let path = repository().join("examples").join(example);
    let checked = deevnet_core::check(&load(&path, &Options::default())?);
    Ok(config_for(&path)?.apply(checked.findings))
}

#[test]
fn the_clean_examples_are_clean() -> Outcome {
    for example in ["dvntm", "mobile"] {
        let shown: Vec<String> = findings(example)?
            .iter()
            .filter(|finding| finding.severity != Severity::Note)
            .map(|finding| format!("{} {}", finding.rule.code, finding.message))
            .collect();
        assert!(shown.is_empty(), "{example}: {shown:#?}");
    }
    Ok(())
}

#[test]
fn the_clean_examples_pass_without_their_configuration_but_for_what_it_accepts() -> Outcome {
    let path = repository().join("examples/dvntm");
    let checked = deevnet_core::check(&load(&path, &Options::default())?);
    let rules: Vec<&str> = checked
        .findings
        .iter()
        .filter(|finding| finding.severity == Severity::Warning)
        .map(|finding| finding.rule.name)
        .collect();
    assert_eq!(rules, ["address-outside-host-range"]);
    Ok(())
}

#[test]
fn the_faulty_example_has_one_of_each() -> Outcome {
    let findings = findings("faulty")?;
    let rules: BTreeSet<&str> = findings.iter().map(|finding| finding.rule.name).collect();
    assert_eq!(rules.len(), findings.len(), "a rule is broken twice");
    assert_eq!(
        rules.into_iter().collect::<Vec<_>>(),
        [
            "access-port-segment",
            "address-duplicate",
            "address-in-pool",
            "address-outside-subnet",
            "flow-prohibited",
            "form-differs",
            "interface-half-declared",
            "mac-duplicate",
            "mac-not-canonical",
            "mac-restated",
            "mac-unknown",
            "native-vlan-not-blackhole",
            "pxe-server-unknown",
            "service-duplicate",
            "variables-without-host",
            "wrong-type",
        ]
    );
    Ok(())
}

/// `dvntm` and `mobile` are one substrate in two eras, so nothing of theirs may be in use at once.
#[test]
fn two_eras_of_one_substrate_cannot_stand_together() -> Outcome {
    let load = |example: &str| load(&repository().join("examples").join(example), &Options::default());
    let declared = [load("dvntm")?, load("mobile")?];
    let checked = declared.each_ref().map(deevnet_core::check);
    let sites = [0, 1].map(|index| Site::new(&checked[index].substrate, &declared[index].sources));
    let [first, second] = check_together(&sites).try_into().map_err(|_| "a list for each")?;
    assert!(first.is_empty(), "{first:#?}");
    let rules: BTreeSet<&str> = second.iter().map(|finding| finding.rule.name).collect();
    assert_eq!(rules.into_iter().collect::<Vec<_>>(), ["mac-namespace-shared", "site-block-shared"]);
    Ok(())
}

#[test]
fn readme_shows_what_the_command_prints() -> Outcome {
    let Some(command) = env::var_os("DEEVNET_BIN") else {
        println!("SKIPPED: DEEVNET_BIN does not name the deevnet command");
        return Ok(());
    };
    let readme = fs::read_to_string(repository().join("README.md"))?;
    let mut shown = 0;
    for block in readme.split("```console\n$ deevnet ").skip(1) {
        let (line, rest) = block.split_once('\n').ok_or("a block without an end")?;
        let (excerpt, _) = rest.split_once("```").ok_or("a block without an end")?;
        let output = Command::new(&command).args(line.split_whitespace()).current_dir(repository()).output()?;
        let printed = untimed(&String::from_utf8(output.stdout)?);
        for part in excerpt.split("...\n") {
            assert!(printed.contains(untimed(part).trim()), "`deevnet {line}` does not print\n{part}");
        }
        shown += 1;
    }
    assert_eq!(shown, 7);
    Ok(())
}

/// The text without the ends of lines that are blank, and without how long it took.
fn untimed(text: &str) -> String {
    let lines = text.lines().map(|line| match line.rsplit_once(" (") {
        Some((start, end)) if end.ends_with(" s).") => start,
        _ => line.trim_end(),
    });
    lines.collect::<Vec<_>>().join("\n")
}
