//! The pages of rules as Markdown, for a manual or a review.

use std::fmt::{self, Write};

use deevnet_core::rules::{self, Rule};

use super::{SEVERAL, configuration};

/// What the hundreds of the codes are about.
const FAMILIES: [(u16, &str); 9] = [
    (1, "MAC addresses"),
    (2, "Addresses and subnets"),
    (3, "VLANs and switching"),
    (4, "Names"),
    (5, "DHCP and DNS"),
    (6, "Firewall policy"),
    (7, "Hardware and placement"),
    (8, "Tenants"),
    (9, "The inventory"),
];

/// How many codes a family has.
const FAMILY_SIZE: u16 = 100;

/// The page of a rule.
pub(super) fn page(rule: &Rule) -> String {
    let mut page = String::new();
    // Writing to a String cannot fail.
    let _ = write_page(&mut page, rule);
    page
}

fn write_page(page: &mut String, rule: &Rule) -> fmt::Result {
    writeln!(page, "# {}: {}\n", rule.code, rule.name)?;
    writeln!(page, "{}\n", escaped(rule.summary))?;
    writeln!(page, "{}\n", escaped(rule.explanation))?;
    writeln!(page, "Severity: {}. Source: {}.\n", rule.severity, escaped(rule.source.trim_end_matches('.')))?;
    if rule.is_about_several() {
        writeln!(page, "{SEVERAL}\n")?;
    }
    writeln!(page, "## Wrong\n\n```yaml generated\n{}```\n", rule.wrong)?;
    writeln!(page, "## Right\n\n```yaml generated\n{}```\n", rule.right)?;
    writeln!(page, "## In `deevnet.toml`\n\n```toml\n{}```\n", configuration(rule))?;
    writeln!(page, "[All rules](README.md)")
}

/// The list of all rules, each with a link to its page.
pub(super) fn index() -> String {
    let mut index = String::new();
    // Writing to a String cannot fail.
    let _ = write_index(&mut index);
    index
}

fn write_index(index: &mut String) -> fmt::Result {
    writeln!(index, "# Rules\n\n{} rules, in the order of their codes. A code is for ever.\n", rules::all().count())?;
    for (hundred, title) in FAMILIES {
        writeln!(index, "## {title}\n\n| code | name | severity | demands |\n|---|---|---|---|")?;
        for rule in rules::all().filter(|rule| rule.code.number() / FAMILY_SIZE == hundred) {
            let summary = escaped(rule.summary).replace('|', "\\|");
            writeln!(index, "| [{}]({}.md) | `{}` | {} | {summary} |", rule.code, rule.code, rule.name, rule.severity)?;
        }
        writeln!(index)?;
    }
    writeln!(index, "[The documentation](../README.md)")
}

/// The text with what Markdown would take for a tag or emphasis escaped, except between backticks.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut is_code = false;
    for character in text.chars() {
        is_code ^= character == '`';
        if !is_code && matches!(character, '<' | '*' | '[' | '_') {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_page_holds_the_rule_its_examples_and_its_configuration() {
        insta::assert_snapshot!(page(&rules::DUPLICATE_KEY), @r##"
        # DV902: duplicate-key

        A key must stand once in a map.

        Of two equal keys Ansible keeps the last and drops the first, with a warning that scrolls by. An interface declared twice loses its first address without a word.

        Severity: error. Source: Ansible, building inventories.

        ## Wrong

        ```yaml generated
        # file: host_vars/pi01.yml
        infrastructure:
          form: pi
          interfaces:
            eth0: { mac: 00:00:5e:00:53:01 }
            eth0: { mac: 00:00:5e:00:53:02 }
        ```

        ## Right

        ```yaml generated
        # file: host_vars/pi01.yml
        infrastructure:
          form: pi
          interfaces:
            eth0: { mac: 00:00:5e:00:53:01 }
            eth1: { mac: 00:00:5e:00:53:02 }
        ```

        ## In `deevnet.toml`

        ```toml
        [severity]
        DV902 = "warning"   # error, warning, note or off

        [[ignore]]
        rule = "DV902"
        host = "..."   # or segment; neither: everywhere
        reason = "..."
        ```

        [All rules](README.md)
        "##);
    }

    #[test]
    fn the_index_links_every_rule_once() {
        let index = index();
        for rule in rules::all() {
            assert_eq!(index.matches(&format!("[{}]({}.md)", rule.code, rule.code)).count(), 1, "{}", rule.name);
        }
    }

    #[test]
    fn every_family_has_a_title_and_rules() {
        let hundreds: BTreeSet<u16> = rules::all().map(|rule| rule.code.number() / FAMILY_SIZE).collect();
        assert!(hundreds.into_iter().eq(FAMILIES.map(|(hundred, _)| hundred)));
    }

    #[test]
    fn markup_is_escaped_outside_of_code() {
        assert_eq!(escaped("10.<octet> `<a>_*` [b]_"), "10.\\<octet> `<a>_*` \\[b]\\_");
    }
}
