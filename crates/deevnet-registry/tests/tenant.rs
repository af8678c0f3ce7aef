//! Tenants added to and removed from an inventory in files.

#![expect(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

use std::fs;
use std::path::Path;

use deevnet_core::tenant::TenantRequest;
use deevnet_inventory::Options;
use deevnet_registry::{TenantError, TenantInventory, Writing};

const HOSTS: &str = "all:
  hosts: { pi01: {} }
  vars:
    deevnet_substrate: lab
    deevnet_root_domain: example.net
    deevnet_site_octet: 20
";

const VLANS: &str = "deevnet_vlans:\n  iot: { vlan_id: 30, subnet: 10.20.30.0/24 }  # sensors\n";

fn inventory() -> (tempfile::TempDir, TenantInventory) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("hosts.yml"), HOSTS).unwrap();
    fs::create_dir(folder.path().join("group_vars")).unwrap();
    fs::write(variables(folder.path()), VLANS).unwrap();
    let inventory = TenantInventory::new(folder.path(), Options::default());
    (folder, inventory)
}

fn variables(folder: &Path) -> std::path::PathBuf {
    folder.join("group_vars/all.yml")
}

fn request(name: &str) -> TenantRequest {
    TenantRequest { name: name.parse().unwrap(), class: None, mac_policy: None }
}

#[test]
fn a_planned_addition_is_the_one_that_is_done() {
    let (folder, inventory) = inventory();
    let planned = inventory.add(&request("music"), Writing::Planned).unwrap();
    assert_eq!(fs::read_to_string(variables(folder.path())).unwrap(), VLANS);
    let done = inventory.add(&request("music"), Writing::Done).unwrap();
    assert_eq!(planned.addition.record, done.addition.record);
    let changes: Vec<_> = done.edits.changes().collect();
    assert_eq!(changes, planned.edits.changes().collect::<Vec<_>>());
    for (path, _, after) in changes {
        assert_eq!(fs::read_to_string(path).unwrap(), after);
    }
    assert_eq!(inventory.add(&request("music"), Writing::Done).unwrap().edits.paths().count(), 0);
}

#[test]
fn a_tenant_leaves_no_trace() {
    let (folder, inventory) = inventory();
    inventory.add(&request("opera"), Writing::Done).unwrap();
    let before = fs::read_to_string(variables(folder.path())).unwrap();
    inventory.add(&request("music"), Writing::Done).unwrap();
    let removed = inventory.remove("music", Writing::Done).unwrap();
    assert!(!removed.teardown.is_empty());
    assert_eq!(fs::read_to_string(variables(folder.path())).unwrap(), before);
}

#[test]
fn what_is_used_or_unknown_is_not_removed() {
    let (folder, inventory) = inventory();
    inventory.add(&request("music"), Writing::Done).unwrap();
    let rule = "firewall_zone_policies:\n  - { from_zone: tenant_1, to_zone: iot, action: pass }\n";
    fs::write(folder.path().join("group_vars/policy.yml"), rule).unwrap();
    fs::write(folder.path().join("hosts.yml"), format!("{HOSTS}  children: {{ policy: {{ hosts: {{ pi01: }} }} }}\n"))
        .unwrap();
    let Err(TenantError::InUse { users, .. }) = inventory.remove("music", Writing::Done) else { panic!("removed") };
    assert!(users.iter().any(|user| user.position.is_some()), "{users:?}");
    let error = inventory.remove("muzak", Writing::Done).unwrap_err();
    assert!(matches!(error, TenantError::Remove(_)), "{error}");
    fs::write(folder.path().join("group_vars/policy.yml"), "a: [").unwrap();
    let error = inventory.add(&request("opera"), Writing::Done).unwrap_err();
    assert!(matches!(error, TenantError::Obstacles { .. }), "{error}");
    assert_eq!(error.hint().unwrap(), "put right what `deevnet check` reports");
}
