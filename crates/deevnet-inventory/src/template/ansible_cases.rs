//! Templates and what real Ansible makes of them.
//!
//! `cases/templates.jsonl` holds one case a line: a template of the host `alpha` of `cases/inventory.json`, and what
//! ansible-core 2.19 gives for it. `{"__undefined__": true}` stands for an error.

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

#[test]
fn templates_give_what_ansible_gives() {
    let resolver = Resolver::new(scope());
    let mut differences = Vec::new();
    for line in CASES.lines() {
        let case: Json = serde_json::from_str(line).unwrap();
        let resolved = resolver.resolve(0, &declared(&case["template"]));
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
