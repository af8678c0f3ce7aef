use deevnet_core::declared::{Data, Value};
use deevnet_core::{Finding, Sources, Span};
use proptest::prelude::*;

use crate::context::FileContext;
use crate::document::{self, Document};
use crate::intern::Interner;

fn read(bytes: &[u8]) -> Document {
    let mut sources = Sources::default();
    let file = sources.add("values.yml");
    document::parse(bytes, FileContext::new(&sources, file), &mut Interner::default())
}

fn value(text: &str) -> Value {
    let document = read(text.as_bytes());
    assert!(document.findings.is_empty(), "{:?}", document.findings);
    document.value.unwrap()
}

fn place(span: Span) -> (usize, usize, usize) {
    (span.line(), span.column(), span.width())
}

fn shown(finding: &Finding) -> String {
    let position = finding.position.as_ref().unwrap();
    let place = format!("{}:{}+{}", position.line, position.column, position.width);
    let related = finding.related.iter().map(|related| {
        let position = related.position.as_ref().unwrap();
        format!(" ({} at {}:{})", related.message, position.line, position.column)
    });
    let hint = finding.hint.as_ref().map(|hint| format!("; {hint}")).unwrap_or_default();
    format!("{} {place} {}{}{hint}", finding.rule.code, finding.message, related.collect::<String>())
}

#[test]
fn an_open_quote_is_to_be_closed() {
    insta::assert_snapshot!(fault("a: \"b: c\nd: e\n"), @"DV901 1:4+1 not valid YAML: invalid indentation in quoted scalar; close the quote");
    insta::assert_snapshot!(fault("a:\n  b: \"c: d: e\n"), @"DV901 2:6+1 not valid YAML: while scanning a quoted scalar, found unexpected end of stream; close the quote");
    insta::assert_snapshot!(fault("a:\n  b: \"c: d: e\nf: 1\n"), @"DV901 2:6+1 not valid YAML: invalid indentation in quoted scalar; close the quote");
    insta::assert_snapshot!(fault("a: \"b: c\nd: \"e\"\n"), @"DV901 1:4+1 not valid YAML: invalid indentation in quoted scalar; close the quote");
    insta::assert_snapshot!(fault("a: 'b: c\n---\n"), @"DV901 1:4+1 not valid YAML: while scanning a quoted scalar, found unexpected document indicator; close the quote");
    insta::assert_snapshot!(fault("a: {b: \"c, d: e}\nf: 1\n"), @"DV901 1:8+1 not valid YAML: while scanning a quoted scalar, found unexpected end of stream; close the quote");
    insta::assert_snapshot!(fault("a: \"b\" c: d: e\n"), @"DV901 1:8+1 not valid YAML: invalid trailing content after double-quoted scalar; put the quotes around the whole value");
}

fn fault(text: &str) -> String {
    let document = read(text.as_bytes());
    assert!(document.value.is_none());
    document.findings.iter().map(shown).collect::<Vec<_>>().join("\n")
}

#[test]
fn every_value_has_its_place() {
    let root = value("a: text\nb:\n  - 'quoted'\n  - \"é\"  # note\nc: {x: 1, y: [2]}\nü: ö\n");
    assert_eq!(place(root.span()), (1, 1, 1));
    assert_eq!(place(root.get("a").unwrap().span()), (1, 4, 4));
    let list = root.get("b").unwrap();
    assert_eq!(place(list.span()), (3, 3, 1));
    assert_eq!(place(list.as_list().unwrap()[0].span()), (3, 5, 8));
    assert_eq!(place(list.as_list().unwrap()[1].span()), (4, 5, 3));
    let map = root.get("c").unwrap();
    assert_eq!(place(map.span()), (5, 4, 14));
    assert_eq!(place(map.get("x").unwrap().span()), (5, 8, 1));
    assert_eq!(place(root.get("ü").unwrap().span()), (6, 4, 1));
    let (key, _) = root.as_map().unwrap().entry("ü").unwrap();
    assert_eq!(place(key.span()), (6, 1, 1));
}

#[test]
fn values_with_tags_anchors_and_lines_have_their_place() {
    let root = value("a: !!str 12\nb: &x  'y'\nc: |\n  first\n  second\nd: one\n  two\ne: !unsafe \"z\"\nf: *x\n");
    let at = |key: &str| place(root.get(key).unwrap().span());
    assert_eq!(at("a"), (1, 10, 2));
    assert_eq!(at("b"), (2, 8, 3));
    assert_eq!(at("c"), (4, 3, 5));
    assert_eq!(at("d"), (6, 4, 3));
    assert_eq!(at("e"), (8, 12, 3));
    assert_eq!(at("f"), at("b"));
}

#[test]
fn only_trusted_text_is_a_template() {
    let root = value("a: '{{ x }}'\nb: !unsafe '{{ x }}'\nc: !unsafe [{d: '{{ x }}'}]\n'{{ k }}': v\n");
    assert!(root.get("a").unwrap().is_templated());
    assert!(root.get("b").unwrap().is_literal());
    let nested = &root.get("c").unwrap().as_list().unwrap()[0];
    assert!(nested.get("d").unwrap().is_literal());
    assert!(!root.get("{{ k }}").unwrap().is_templated());
}

#[test]
fn merge_keys_give_what_the_map_does_not_say_itself() {
    let root = value("a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nc:\n  z: 3\n  <<: [*a, *b]\nd: {<<: *a, x: 4}\n");
    let number = |key: &str, inner: &str| match root.get(key).and_then(|map| map.get(inner)).map(Value::data) {
        Some(Data::Integer(number)) => *number,
        other => panic!("{key} {inner}: {other:?}"),
    };
    assert_eq!([number("c", "x"), number("c", "y"), number("c", "z")], [1, 1, 3]);
    assert_eq!([number("d", "x"), number("d", "y")], [4, 1]);
    assert_eq!(root.get("c").unwrap().as_map().unwrap().len(), 3);
}

#[test]
fn secrets_stay_in_their_envelope() {
    let root = value("a: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  3132\n");
    let Data::Secret(envelope) = root.get("a").unwrap().data() else { panic!() };
    assert_eq!(&**envelope, "$ANSIBLE_VAULT;1.1;AES256\n3132\n");
}

#[test]
fn a_file_of_nothing_has_no_value() {
    for text in ["", "\n", "# note\n", "---\n", "\u{feff}"] {
        assert!(read(text.as_bytes()).value.is_none_or(|value| value.is_null()), "{text:?}");
    }
}

#[test]
fn malformed_files_say_where_and_why() {
    insta::assert_snapshot!(fault("a: 1\n\tb: 2\n"), @"DV901 2:1+1 not valid YAML: a tab stands in the indentation; indent with spaces");
    insta::assert_snapshot!(fault("a: 'x\n"), @"DV901 1:4+1 not valid YAML: while scanning a quoted scalar, found unexpected end of stream; close the quote");
    insta::assert_snapshot!(fault("mac: aa: bb\n"), @"DV901 1:8+1 not valid YAML: mapping values are not allowed in this context; put quotes around text that holds a colon and a space");
    insta::assert_snapshot!(fault("mac: {{ x }}\n"), @"DV901 1:7+1 a list or map cannot be a key; put quotes around a value that starts with {{");
    insta::assert_snapshot!(fault("a: 1\n---\nb: 2\n"), @"DV901 2:1+3 a second document starts in the same file; keep one document in a file; remove the line `---`");
    insta::assert_snapshot!(fault("a: !wrong x\n"), @"DV901 1:4+6 Ansible does not know the tag `!wrong`");
    insta::assert_snapshot!(fault("a: !!int x\n"), @"DV901 1:10+1 `x` cannot be read: it is no value of its tag; put quotes around it if text is meant");
    insta::assert_snapshot!(fault("a: 2024-02-30\n"), @"DV901 1:4+10 `2024-02-30` cannot be read: no such date or time exists; put quotes around it if text is meant");
    insta::assert_snapshot!(fault("a: *nowhere\n"), @"DV901 1:4+1 not valid YAML: while parsing node, found unknown anchor");
    insta::assert_snapshot!(fault("a: &a [*a]\n"), @"DV901 1:8+2 an alias stands inside the value that it repeats");
    insta::assert_snapshot!(fault("a: &x 1\nb: &x 2\n"), @"DV901 2:4+2 the anchor `&x` stands twice in one file (it stands here first at 1:4)");
    insta::assert_snapshot!(fault("a: {<<: 1}\n"), @"DV901 1:9+1 `<<` merges a map or a list of maps, not a number");
    insta::assert_snapshot!(fault("ü: \u{7}\n"), @r#"DV901 1:4+1 the character U+0007 is not allowed in YAML; remove it, or write it as an escape such as "\x00" in a double-quoted text"#);
}

#[test]
fn text_that_is_no_unicode_says_where() {
    let document = read(b"a: 1\nb: caf\xe9\n");
    insta::assert_snapshot!(shown(&document.findings[0]), @"DV907 2:7+1 the byte 0xe9 is not UTF-8 text; save the file in UTF-8");
}

#[test]
fn a_key_that_stands_twice_names_both_places() {
    let document = read(b"a:\n  eth0: 1\n  eth1: 2\n  eth0: 3\n");
    insta::assert_snapshot!(shown(&document.findings[0]), @"DV902 4:3+4 the key `eth0` stands twice in one map; the last one counts (it stands here first at 2:3); remove one of them, or give it another name");
    let value = document.value.unwrap();
    assert!(matches!(value.get("a").unwrap().get("eth0").unwrap().data(), Data::Integer(3)));
}

#[test]
fn bombs_end_at_the_limits() {
    let levels = (1..30).map(|level| format!("a{level}: &a{level} [*a{0}, *a{0}]\n", level - 1)).collect::<Vec<_>>();
    insta::assert_snapshot!(fault(&format!("a0: &a0 [1, 1]\n{}", levels.join(""))), @"DV909 21:18+4 the file holds more than 8000000 values, aliases written out; repeat less through aliases, or write several files");
    insta::assert_snapshot!(fault(&"[".repeat(100_000)), @"DV909 1:256+1 lists and maps nest too deep; write it with fewer lists and maps within one another");
    insta::assert_snapshot!(fault(&"- ".repeat(5_000)), @"DV909 1:257+1 lists and maps nest deeper than 128; write it with fewer lists and maps within one another");
    let chain = (1..200).map(|level| format!("a{level}: &a{level} [*a{}]\n", level - 1)).collect::<Vec<_>>();
    insta::assert_snapshot!(fault(&format!("a0: &a0 []\n{}", chain.join(""))), @"DV909 129:14+5 lists and maps nest deeper than 128; write it with fewer lists and maps within one another");
}

proptest! {
    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        read(&bytes);
    }

    #[test]
    fn no_text_made_of_its_signs_panics(text in "([a-c]: |- |\\[|\\]|\\{|\\}|, |&a |\\*a|<<: |!!?[a-z]{0,6} |['\"|>]|\n *|\t|é|#|---|\\.\\.\\.|%){0,40}") {
        read(text.as_bytes());
    }
}
