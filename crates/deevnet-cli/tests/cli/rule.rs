//! `deevnet rule`.

use deevnet_core::rules;

use crate::runner::deevnet;

#[test]
fn a_rule_is_found_by_code_and_by_name() {
    let by_code = deevnet(&["rule", "dv902"]);
    assert_eq!(by_code.code, 0);
    assert_eq!(by_code.stdout, deevnet(&["rule", "duplicate-key"]).stdout);
}

#[test]
fn an_unknown_rule_is_told_with_a_suggestion() {
    insta::assert_snapshot!(deevnet(&["rule", "duplicate-keys"]).text(), @"
    exit 1
    --- stderr
    error: there is no rule `duplicate-keys`
    hint: did you mean `duplicate-key`?
    ");
    insta::assert_snapshot!(deevnet(&["rule", "frobnicate"]).text(), @"
    exit 1
    --- stderr
    error: there is no rule `frobnicate`
    hint: `deevnet rule` lists all rules
    ");
}

#[test]
fn every_rule_has_a_page_and_a_line() {
    let list = deevnet(&["rule"]).stdout;
    assert_eq!(list.lines().count(), rules::all().count() + 1);
    for rule in rules::all() {
        let page = deevnet(&["rule", rule.name]);
        assert_eq!(page.code, 0);
        assert!(page.stdout.starts_with(&format!("{} ({}", rule.name, rule.code)), "{}", page.stdout);
        assert!(list.contains(&format!("{}  {}", rule.code, rule.name)), "{}", rule.code);
    }
}

#[test]
fn the_catalogue_is_printed_as_json() {
    let catalogue = deevnet(&["rule", "--format", "json"]).json();
    assert_eq!(catalogue["version"], 1);
    assert_eq!(catalogue["rules"].as_array().unwrap().len(), rules::all().count());
    assert_eq!(deevnet(&["rule", "DV902", "--format", "json"]).json()["rules"][0]["name"], "duplicate-key");
}
