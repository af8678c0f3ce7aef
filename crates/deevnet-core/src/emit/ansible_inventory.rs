//! A static inventory for Ansible's `yaml` plugin, which reads JSON.

use std::collections::{BTreeMap, BTreeSet};
use std::net::Ipv4Addr;

use serde::Serialize;

use super::emission::{Emission, EmittedFile};
use super::error::EmitError;
use super::header::Header;
use super::inventory_host::InventoryHost;
use super::json::pretty;
use super::published::Published;

#[derive(Serialize)]
struct Inventory<'a> {
    all: All<'a>,
}

#[derive(Serialize)]
struct All<'a> {
    /// JSON has no comments; a variable says where the file is from.
    vars: BTreeMap<&'static str, String>,
    hosts: BTreeMap<&'a str, Variables<'a>>,
    children: BTreeMap<String, Group<'a>>,
}

#[derive(Serialize)]
struct Variables<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    ansible_host: Option<Ipv4Addr>,
    deevnet_identity: &'a InventoryHost,
}

impl<'a> Variables<'a> {
    fn of(host: &'a InventoryHost) -> Self {
        Self { ansible_host: host.address, deevnet_identity: host }
    }
}

#[derive(Default, Serialize)]
#[expect(clippy::zero_sized_map_values, reason = "Ansible wants a map of hosts, each with variables or none")]
struct Group<'a> {
    hosts: BTreeMap<&'a str, Nothing>,
}

/// A host in a group, which has no variables there.
#[derive(Serialize)]
struct Nothing {}

pub(super) fn emit(published: &Published) -> Result<Emission, EmitError> {
    let all = All {
        vars: BTreeMap::from([("deevnet_inventory", Header(published).to_string())]),
        hosts: published.inventory_hosts.iter().map(|host| (host.name.as_str(), Variables::of(host))).collect(),
        children: groups(&published.inventory_hosts),
    };
    Ok(Emission::of(EmittedFile::new("inventory.json", pretty(&Inventory { all })?)))
}

/// The groups: by role, segment, hypervisor and tenant.
fn groups(hosts: &[InventoryHost]) -> BTreeMap<String, Group<'_>> {
    let mut members: BTreeMap<(&'static str, &str), BTreeSet<&str>> = BTreeMap::new();
    for host in hosts {
        let segments =
            host.interfaces.values().filter_map(|interface| Some(("segment", interface.segment.as_deref()?)));
        let single = [("role", &host.role), ("hypervisor", &host.hypervisor), ("tenant", &host.tenant)];
        let single = single.into_iter().filter_map(|(kind, name)| Some((kind, name.as_deref()?)));
        for group in segments.chain(single) {
            members.entry(group).or_default().insert(&host.name);
        }
    }
    let mut groups: BTreeMap<String, Group<'_>> = BTreeMap::new();
    for ((kind, name), hosts) in members {
        let plain = format!("{kind}_{}", word(name, false));
        let group = if groups.contains_key(&plain) { format!("{kind}_{}", word(name, true)) } else { plain };
        groups.insert(group, Group { hosts: hosts.into_iter().map(|host| (host, Nothing {})).collect() });
    }
    groups
}

/// A name in the letters of a group's: a hyphen becomes an underscore, and anything else its code point. Where another name
/// is spelt so already, hyphens and underscores become theirs too.
fn word(name: &str, is_taken: bool) -> String {
    let spell = |character: char| match character {
        '-' | '_' if !is_taken => "_".to_owned(),
        _ if character.is_ascii_alphanumeric() => character.to_string(),
        _ => format!("x{:x}_", u32::from(character)),
    };
    name.chars().map(spell).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use crate::emit::testing::{lab, listed, published};
    use crate::emit::{EmitOptions, Part, Published, Target, emit};

    fn content(published: &Published) -> String {
        let emission = emit(Target::AnsibleInventory, published, &EmitOptions::default()).unwrap();
        emission.files[0].content.clone()
    }

    fn inventory(json: &Json) -> Json {
        serde_json::from_str(&content(&published(json))).unwrap()
    }

    #[test]
    fn names_that_differ_by_a_hyphen_have_groups_of_their_own() {
        let mut json = lab();
        json["hosts"]["pi01"]["env"]["role"] = json!("print-server");
        json["hosts"]["core-rt01"]["env"]["role"] = json!("print_server");
        let inventory = inventory(&json);
        let groups = inventory["all"]["children"].as_object().unwrap();
        let names: Vec<&String> = groups.keys().filter(|name| name.starts_with("role_print")).collect();
        assert_eq!(names, ["role_print_server", "role_printx5f_server"]);
    }

    #[test]
    fn nothing_that_ansible_would_evaluate_gets_in() {
        let mut json = lab();
        json["hosts"]["pi01"]["env"]["role"] = json!("{{ lookup('pipe', 'id') }}");
        json["hosts"]["pi01"]["infrastructure"]["interfaces"]["{% raw %}"] = json!({ "mac": "00:00:5e:00:53:77" });
        json["hosts"]["web[1:9]"] = json!({ "infrastructure": { "form": "ph" } });
        let published = published(&json);
        let text = content(&published);
        assert!(!text.contains("{{") && !text.contains("{%") && !text.contains("web["), "{text}");
        let left_out = published.left_out.iter().filter(|left_out| left_out.part == Part::InventoryHost);
        insta::assert_snapshot!(listed(left_out), @r#"
        inventory entry of web[1:9]: the host name is not a DNS label: `web[1:9]` has `[` at column 4, which is not a letter, digit or hyphen
        inventory entry of pi01 ({% raw %}): "{% raw %}" opens a template, which Ansible would evaluate
        "#);
    }
}
