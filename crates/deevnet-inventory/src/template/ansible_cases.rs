//! Templates and what real Ansible makes of them.
//!
//! `cases/templates.jsonl` holds one case a line: a template of the host `alpha` of `cases/inventory.json`, and what
//! ansible-core 2.19 gives for it. `{"__undefined__": true}` stands for an error.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use deevnet_core::declared::{Data, Value};
use serde_json::{Value as Json, json};

use super::memory_scope::{MemoryScope, declared};
use super::{Resolver, Scope};

const INVENTORY: &str = include_str!("cases/inventory.json");
const CASES: &str = include_str!("cases/templates.jsonl");

fn scope() -> Arc<dyn Scope> {
    let inventory: Json = serde_json::from_str(INVENTORY).unwrap();
    let mut scope = MemoryScope::default();
    for (name, variables) in inventory["hosts"].as_object().unwrap() {
        scope = scope.host(name, variables);
    }
    for (name, hosts) in inventory["groups"].as_object().unwrap() {
        let hosts: Vec<&str> = hosts.as_array().unwrap().iter().map(|host| host.as_str().unwrap()).collect();
        scope = scope.group(name, &hosts);
    }
    Arc::new(scope)
}

fn json(value: &Value) -> Json {
    match value.data() {
        Data::Null => Json::Null,
        Data::Bool(truth) => json!(truth),
        Data::Integer(number) => json!(number),
        Data::LargeInteger(digits) => serde_json::from_str(digits).unwrap(),
        Data::Float(number) => json!(number),
        Data::Text(text) => json!(**text),
        Data::List(items) => items.iter().map(json).collect(),
        Data::Map(map) => map.iter().map(|(key, value)| (key.as_text().unwrap().to_owned(), json(value))).collect(),
        _ => json!({"__undefined__": true}),
    }
}

/// The inventory with every case as a variable of `alpha`, in the form that Ansible reads.
fn inventory_with_cases(cases: &[Json]) -> Json {
    let mut inventory: Json = serde_json::from_str(INVENTORY).unwrap();
    for (index, case) in cases.iter().enumerate() {
        inventory["hosts"]["alpha"][variable(index)] = case["template"].clone();
    }
    let groups = inventory["groups"].as_object().unwrap().iter();
    let children = groups.filter(|(name, _)| !matches!(name.as_str(), "all" | "ungrouped"));
    let children: serde_json::Map<String, Json> = children
        .map(|(name, hosts)| {
            let hosts = hosts.as_array().unwrap().iter().map(|host| (host.as_str().unwrap().to_owned(), json!({})));
            (name.clone(), json!({"hosts": hosts.collect::<serde_json::Map<_, _>>()}))
        })
        .collect();
    json!({"all": {"hosts": inventory["hosts"], "children": children}})
}

fn variable(case: usize) -> String {
    format!("case_{case}")
}

fn cases() -> Vec<Json> {
    CASES.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn the_cases_are_what_ansible_gives() {
    let Some(environment) = std::env::var_os("DEEVNET_VENV") else {
        println!("SKIPPED: DEEVNET_VENV names no virtual environment with ansible-core");
        return;
    };
    let (folder, cases) = (tempfile::tempdir().unwrap(), cases());
    let (hosts, out) = (folder.path().join("hosts.yml"), folder.path().join("out.json"));
    std::fs::write(&hosts, inventory_with_cases(&cases).to_string()).unwrap();
    let names: Vec<String> = (0..cases.len()).map(variable).collect();
    let playbook = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/ansible/resolved_vars.yml");
    let run = Command::new(Path::new(&environment).join("bin/ansible-playbook"))
        .arg("-i")
        .args([&hosts, &playbook])
        .arg("-e")
        .arg(json!({"names": names, "out": out}).to_string())
        .output()
        .unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stdout));
    let given: Json = serde_json::from_slice(&std::fs::read(&out).unwrap()).unwrap();
    for (index, case) in cases.iter().enumerate() {
        assert_eq!(given["alpha"][variable(index)], case["gives"], "{}", case["template"]);
    }
}

#[test]
fn templates_give_what_ansible_gives() {
    let inventory = Resolver::new(scope());
    let mut differences = Vec::new();
    for case in cases() {
        let resolved = inventory.resolve(0, &declared(&case["template"]));
        let given = json(&resolved);
        if given != case["gives"] {
            let reason = match resolved.data() {
                Data::Unresolved(unresolved) => format!(" ({:?}: {})", unresolved.reason, unresolved.message),
                _ => String::new(),
            };
            differences.push(format!("{}\n  ansible: {}\n  here:    {given}{reason}", case["template"], case["gives"]));
        }
    }
    assert!(differences.is_empty(), "{} differences:\n{}", differences.len(), differences.join("\n"));
}
