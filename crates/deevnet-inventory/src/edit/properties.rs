//! What holds for every file that is edited.

use proptest::prelude::*;

use super::{EditError, Entry, Scalar, append_item, append_variable, insert_entry, remove_entry, remove_item};

const LIST: &str = "deevnet_tenants";
const MAP: &str = "deevnet_vlans";

fn entry(name: &str) -> Entry {
    Entry::new([("name", Scalar::Text(name.to_owned())), ("index", Scalar::Integer(9))])
}

/// Files as people write them: indented or not, with comments, blank lines and either line ending.
fn files() -> impl Strategy<Value = String> {
    let item = prop_oneof![
        "[a-d][a-z]{1,4}".prop_map(|name| format!("- {{ name: {name}, index: 1 }}\n")),
        "[a-d][a-z]{1,4}".prop_map(|name| format!("- {{name: {name}}}  # braces\n")),
        "[a-d][a-z]{1,4}".prop_map(|name| format!("- name: {name}   # a name\n  index: 2\n")),
        "[a-d][a-z]{1,4}".prop_map(|name| format!("-   name: {name}\n    text: |\n      two\n      lines\n")),
        Just("\n".to_owned()),
        Just("# a comment\n".to_owned()),
    ];
    let layout = (0usize..3, any::<bool>(), any::<bool>(), any::<bool>());
    (prop::collection::vec(item, 0..6), layout).prop_map(|(items, (indent, carriage, before, after))| {
        let indented = |text: &String| -> String {
            text.lines().map(|line| format!("{}{line}", " ".repeat(indent)).trim_end().to_owned() + "\n").collect()
        };
        let body: String = items.iter().map(indented).collect();
        let has_items = items.iter().any(|item| item.starts_with('-'));
        let head = if has_items { format!("{LIST}:\n") } else { format!("{LIST}: []  # none yet\n") };
        let (before, after) = (if before { "# top\na: 1\n\n" } else { "" }, if after { "\nb: { c: d }\n" } else { "" });
        let text = format!("{before}{head}{body}{after}");
        if carriage { text.replace('\n', "\r\n") } else { text }
    })
}

/// Whether every line of one text stands in another one, in the same order.
fn is_kept(before: &str, after: &str) -> bool {
    let mut lines = after.lines();
    before.lines().all(|line| lines.any(|found| found == line))
}

proptest! {
    #[test]
    fn an_item_comes_and_goes_and_nothing_else_changes(text in files()) {
        let edited = append_item(&text, LIST, &entry("zzz")).unwrap();
        let was_empty = text.contains("[]");
        prop_assert!(was_empty || is_kept(&text, &edited), "{text}\n---\n{edited}");
        prop_assert!(!text.contains('\r') || edited.matches('\n').count() == edited.matches("\r\n").count());
        let back = remove_item(&edited, LIST, "name", "zzz").unwrap();
        prop_assert_eq!(back, text);
    }

    #[test]
    fn removing_keeps_every_other_line(text in files(), at in 0usize..6) {
        let names: Vec<&str> = text.split("name: ").skip(1).filter_map(|rest| rest.split([',', ' ', '}', '\r', '\n']).next()).collect();
        let Some(name) = names.get(at) else { return Ok(()) };
        let edited = remove_item(&text, LIST, "name", name).unwrap();
        prop_assert!(names.len() == 1 || is_kept(&edited, &text), "{text}\n---\n{edited}");
        prop_assert_eq!(edited.matches("name: ").count(), names.len() - 1);
    }

    #[test]
    fn an_entry_comes_and_goes(before in 0usize..4, behind in 0usize..4, braces: bool, after in prop::option::of(0usize..4)) {
        let body = |number: usize| {
            if braces { format!("  s{number}: {{ vlan_id: {number} }}\n") } else { format!("  s{number}:   # s\n     vlan_id: {number}\n") }
        };
        let entries: String = (0..=before).map(body).collect();
        let text = format!("{MAP}:\n{entries}\n  # last\n  last: {{}}\n{}", "x: 1\n".repeat(usize::from(behind > 0)));
        let after = after.map(|number| format!("s{number}"));
        let edited = insert_entry(&text, MAP, "tenant_4", &entry("a"), after.as_deref()).unwrap();
        prop_assert!(is_kept(&text, &edited));
        prop_assert_eq!(remove_entry(&edited, MAP, "tenant_4").unwrap(), text);
    }

    #[test]
    fn no_text_panics(text in "([a-d]|deevnet_tenants|:|-|\\[|\\]|\\{|\\}|,| |#|&a|\\*a|!t|'|\"|\\||\n|\r|\u{feff}|é){0,30}") {
        let _ = append_item(&text, LIST, &entry("a"));
        let _ = insert_entry(&text, LIST, "b", &entry("a"), Some("c"));
        let _ = append_variable(&text, LIST, &entry("a"));
        let _ = remove_item(&text, LIST, "name", "a");
        let _ = remove_entry(&text, LIST, "a");
    }

    #[test]
    fn whatever_is_edited_can_be_read_again(text in "(deevnet_tenants:|  |- |\\{ name: ab \\}|\\[\\]|x: 1|# c|\n){0,16}") {
        if let Ok(edited) = append_item(&text, LIST, &entry("zz")) {
            prop_assert!(append_item(&edited, LIST, &entry("yy")).is_ok(), "{edited}");
            prop_assert!(remove_item(&edited, LIST, "name", "zz").is_ok(), "{edited}");
        }
    }
}

#[test]
fn the_style_of_the_neighbour_is_continued() {
    let edited = |text: &str| append_item(text, LIST, &entry("elm")).unwrap();
    for (before, after) in [
        ("deevnet_tenants:\n- {name: oak}", "deevnet_tenants:\n- {name: oak}\n- {name: elm, index: 9}\n"),
        (
            "deevnet_tenants: # ours\n    - name: oak\n",
            "deevnet_tenants: # ours\n    - name: oak\n    - name: elm\n      index: 9\n",
        ),
        ("deevnet_tenants: []", "deevnet_tenants:\n  - name: elm\n    index: 9\n"),
        ("deevnet_tenants:   # none\n\nx: 1\n", "deevnet_tenants:   # none\n  - name: elm\n    index: 9\n\nx: 1\n"),
        ("\u{feff}deevnet_tenants: ~\n", "\u{feff}deevnet_tenants:\n  - name: elm\n    index: 9\n"),
        (
            "\"deevnet_tenants\":\n  - name: oak\n    # of oak\n  # of none\n",
            "\"deevnet_tenants\":\n  - name: oak\n    # of oak\n  - name: elm\n    index: 9\n  # of none\n",
        ),
    ] {
        assert_eq!(edited(before), after);
    }
}

#[test]
fn comments_go_with_the_entry_that_they_belong_to() {
    let text = "deevnet_tenants:\n  # one line each\n  - { name: a }\n  - { name: b }\n\n  # of c\n  - { name: c }  # c\n    # more of c\n  - { name: d }\n";
    let without = |name: &str| remove_item(text, LIST, "name", name).unwrap();
    assert_eq!(without("a"), text.replace("  - { name: a }\n", ""));
    assert_eq!(without("c"), text.replace("  - { name: c }  # c\n    # more of c\n", ""));
    let apart = "deevnet_tenants:\n  # of a\n  - { name: a }\n\n  # of b\n  - { name: b }\n";
    assert_eq!(remove_item(apart, LIST, "name", "a").unwrap(), "deevnet_tenants:\n\n  # of b\n  - { name: b }\n");
    assert_eq!(remove_item(apart, LIST, "name", "b").unwrap(), "deevnet_tenants:\n  # of a\n  - { name: a }\n");
}

#[test]
fn what_cannot_be_continued_is_refused_and_told() {
    let refused = |text: &str| append_item(text, LIST, &entry("elm")).unwrap_err().to_string();
    let texts = [
        "deevnet_tenants: [{ name: oak }]\n",
        "deevnet_tenants: \"{{ tenants }}\"\n",
        "x: &a [1]\ndeevnet_tenants: *a\n",
        "deevnet_tenants: &a\n  - { name: oak }\n",
        "deevnet_tenants: { a: 1 }\n",
        "deevnet_tenants:\n  a: 1\n",
        "other: 1\n",
        "{ deevnet_tenants: [] }",
        "- 1\n",
        "a: [\n",
        "deevnet_tenants:\n- # none\n- \n",
        "$ANSIBLE_VAULT;1.1;AES256\n3132\n",
    ];
    let told: Vec<String> = texts.iter().map(|text| refused(text)).collect();
    insta::assert_snapshot!(told.join("\n"), @"
    `deevnet_tenants` in line 1 is a list in brackets
    `deevnet_tenants` in line 1 is a template or another single value
    `deevnet_tenants` in line 2 is an alias
    `deevnet_tenants` in line 1 is marked with an anchor or a tag
    `deevnet_tenants` in line 1 is a map in braces
    `deevnet_tenants` in line 1 is a map
    it does not hold `deevnet_tenants`
    it is not written as a map with one key a line
    it is not written as a map with one key a line
    it cannot be read: not valid YAML: while parsing a node, did not find expected node content
    `deevnet_tenants` in line 1 is a list whose dashes stand alone
    it is not written as a map with one key a line
    ");
}

#[test]
fn what_others_refer_to_is_not_removed() {
    let text = "deevnet_tenants:\n  - &oak { name: oak }\n  - *oak\n";
    assert!(matches!(remove_item(text, LIST, "name", "oak"), Err(EditError::Unverified { .. })));
    let missing = remove_item("deevnet_tenants: []\n", LIST, "name", "oak").unwrap_err();
    insta::assert_snapshot!(missing, @"`deevnet_tenants` has no entry `oak` of its own in it");
}

#[test]
fn a_variable_is_added_to_a_file() {
    let added = |text: &str| append_variable(text, LIST, &entry("oak")).unwrap();
    assert_eq!(added(""), "deevnet_tenants:\n  - name: oak\n    index: 9\n");
    assert_eq!(added("# top\r\na: 1"), "# top\r\na: 1\r\ndeevnet_tenants:\r\n  - name: oak\r\n    index: 9\r\n");
    assert!(append_variable("deevnet_tenants: []\n", LIST, &entry("oak")).is_err());
}

#[test]
fn a_neighbour_in_braces_over_lines_gives_no_indentation() {
    let inserted = |text: &str| insert_entry(text, MAP, "tenant_4", &entry("elm"), None).unwrap();
    let apart = "deevnet_vlans:\n    guest: {\n        vlan_id: 40\n    }\n";
    assert_eq!(inserted(apart), format!("{apart}    tenant_4:\n        name: elm\n        index: 9\n"));
}

#[test]
fn what_a_file_shows_of_its_indentation_holds_for_what_is_new_in_it() {
    let wide = "a:\n    b: 1\n";
    let item = "deevnet_tenants:\n    - name: elm\n      index: 9\n";
    assert_eq!(append_variable(wide, LIST, &entry("elm")).unwrap(), format!("{wide}{item}"));
    let filled = append_item(&format!("{wide}deevnet_tenants: []\n"), LIST, &entry("elm")).unwrap();
    assert_eq!(filled, format!("{wide}{item}"));
    let filled = insert_entry(&format!("{wide}{MAP}: {{}}\n"), MAP, "elm", &entry("elm"), None).unwrap();
    assert_eq!(filled, format!("{wide}{MAP}:\n    elm:\n        name: elm\n        index: 9\n"));
}
