//! The examples are what they say.

use std::collections::BTreeSet;
use std::error::Error;
use std::path::{Path, PathBuf};

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
