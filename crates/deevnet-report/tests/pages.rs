//! Whole pages of the example substrates: deterministic, closed in themselves, and harmless.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

use std::collections::BTreeSet;
use std::path::Path;

use deevnet_core::check;
use deevnet_core::check::Checked;
use deevnet_core::declared::Declared;
use deevnet_inventory::{Options, load};
use deevnet_report::{PolicyView, QuotedFinding, Report};

fn example(name: &str) -> Declared {
    load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples").join(name), &Options::default()).unwrap()
}

fn report(declared: &Declared, checked: &Checked) -> String {
    let quoted = |finding| QuotedFinding { finding, quote: "</pre><script>quoted</script>\u{202e}".to_owned() };
    let findings = checked.findings.iter().map(quoted).collect();
    Report { substrate: &checked.substrate, sources: &declared.sources, findings, comparison: None }.html().unwrap()
}

/// What stands between two texts, everywhere in a page.
fn between<'p>(page: &'p str, before: &'p str, after: char) -> impl Iterator<Item = &'p str> {
    page.split(before).skip(1).filter_map(move |rest| rest.split(after).next())
}

#[test]
fn the_same_substrate_gives_the_same_page() {
    for name in ["dvntm", "mobile", "faulty"] {
        let declared = example(name);
        assert_eq!(report(&declared, &check(&declared)), report(&declared, &check(&example(name))), "{name}");
    }
}

#[test]
fn every_link_leads_to_a_place_that_is_there_once() {
    for name in ["dvntm", "mobile", "faulty"] {
        let declared = example(name);
        let page = report(&declared, &check(&declared));
        let places: Vec<&str> = between(&page, " id=\"", '"').collect();
        let distinct: BTreeSet<&str> = places.iter().copied().collect();
        assert_eq!(places.len(), distinct.len(), "{name} has a place twice");
        assert!(between(&page, "href=\"#", '"').all(|link| distinct.contains(link)), "{name}");
        assert_eq!(between(&page, "href=\"", '"').filter(|link| !link.starts_with('#')).count(), 0, "{name}");
    }
}

#[test]
fn nothing_is_fetched_and_only_our_script_runs() {
    let declared = example("dvntm");
    let page = report(&declared, &check(&declared));
    assert!(["src=", "url(", "@import", "style=", "onclick"].iter().all(|word| !page.contains(word)));
    assert_eq!(page.matches("<script>").count(), 1);
    let policy = between(&page, "Content-Security-Policy\" content=\"", '"').next().unwrap();
    assert!(policy.starts_with("default-src &#x27;none&#x27;; style-src &#x27;sha256-"), "{policy}");
}

#[test]
fn quotes_and_names_are_text() {
    let declared = example("faulty");
    let page = report(&declared, &check(&declared));
    assert!(page.contains("&lt;&#x2f;pre&gt;&lt;script&gt;quoted&lt;&#x2f;script&gt;\\u{202e}"));
    assert!(!page.contains('\u{202e}'));
}

#[test]
fn the_policy_alone_is_a_page_too() {
    let declared = example("dvntm");
    let checked = check(&declared);
    let page = PolicyView::new(&checked.substrate, &declared.sources, &checked.findings).html("dvntm").unwrap();
    assert!(page.contains("<title>Policy of dvntm</title>"));
    assert!(page.trim_end().ends_with("</html>"));
}
