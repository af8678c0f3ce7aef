//! Holds the values that identity is made of, templates resolved, to what a playbook prints for the same hosts.

use std::path::{Path, PathBuf};
use std::process::Command;

use deevnet_core::declared::{Data, Declared, HOST_KEYS, SUBSTRATE_KEYS, Value};
use deevnet_inventory::{Options, VaultPassword, load};
use serde_json::{Map, Value as Json, json};

use crate::{difference, password_file, repository, scratch};

/// What the playbook writes for a variable that is not defined or cannot be templated.
fn undefined() -> Json {
    json!({ "__undefined__": true })
}

/// Compares every field that is used, of every host of every inventory.
pub(crate) fn assert_equal(inventories: &[PathBuf]) {
    let Some(environment) = std::env::var_os("DEEVNET_VENV") else {
        println!("SKIPPED: DEEVNET_VENV does not name a virtual environment with ansible-core");
        return;
    };
    let folder = scratch("deevnet-resolved-");
    for inventory in inventories {
        let theirs = printed_by_playbook(Path::new(&environment), inventory, folder.path());
        let mut options = Options::default();
        options.vault_passwords.push(VaultPassword::read_file(&password_file()).unwrap());
        let ours = resolved(&load(inventory, &options).unwrap());
        let differences = difference::of(&ours, &theirs);
        assert!(differences.is_empty(), "{}:\n  {}", inventory.display(), differences.join("\n  "));
        println!("{}: {} hosts resolved alike", inventory.display(), theirs.as_object().map_or(0, Map::len));
    }
}

fn names() -> impl Iterator<Item = &'static str> {
    SUBSTRATE_KEYS.iter().chain(HOST_KEYS).copied()
}

fn printed_by_playbook(environment: &Path, inventory: &Path, folder: &Path) -> Json {
    let out = folder.join("resolved.json");
    let playbooks = repository().join("tests/ansible");
    let status = Command::new(environment.join("bin/python"))
        .args(["-m", "ansible.cli.playbook", "-i"])
        .arg(std::fs::canonicalize(inventory).unwrap())
        .arg("--vault-password-file")
        .arg(std::fs::canonicalize(password_file()).unwrap())
        .arg("-e")
        .arg(json!({ "names": names().collect::<Vec<_>>(), "out": out }).to_string())
        .arg(std::fs::canonicalize(playbooks.join("resolved_vars.yml")).unwrap())
        .env("ANSIBLE_LOCALHOST_WARNING", "false")
        .env("LC_ALL", "C.UTF-8")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&status.stdout);
    assert!(status.status.success(), "{said}{}", String::from_utf8_lossy(&status.stderr));
    serde_json::from_slice(&std::fs::read(out).unwrap()).unwrap()
}

/// The declaration in the form that the playbook writes.
fn resolved(declared: &Declared) -> Json {
    let mut hosts = Map::new();
    for host in &declared.hosts {
        let value = |name: &str| {
            let shared = || declared.substrate.get(name).filter(|_| SUBSTRATE_KEYS.contains(&name));
            host.variables.get(name).or_else(shared).map_or_else(undefined, as_json)
        };
        let values: Map<String, Json> = names().map(|name| (name.to_owned(), value(name))).collect();
        hosts.insert(host.name.to_string(), Json::Object(values));
    }
    Json::Object(hosts)
}

fn as_json(value: &Value) -> Json {
    match value.data() {
        Data::Null => Json::Null,
        Data::Bool(flag) => json!(flag),
        Data::Integer(number) => json!(number),
        Data::LargeInteger(digits) => serde_json::from_str(digits).unwrap(),
        Data::Float(number) => json!(number),
        Data::Text(text) => json!(&**text),
        Data::List(items) => items.iter().map(as_json).collect(),
        Data::Map(map) => map.text_entries().map(|(key, _, value)| (key.to_owned(), as_json(value))).collect(),
        _ => undefined(),
    }
}
