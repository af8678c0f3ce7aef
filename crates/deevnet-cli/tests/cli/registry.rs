//! `deevnet registry`, and `deevnet alloc` with a database, on a real PostgreSQL server.

use std::fs;
use std::path::Path;

use deevnet_tests::postgres_server::{Database, PASSWORD, Server};

use crate::runner::{Outcome, command, deevnet, run};

const INVENTORY: &str = "\
all:
  vars:
    deevnet_substrate: lab
    deevnet_root_domain: example.net
    deevnet_mac_namespace: \"02:de:20\"
    deevnet_mgmt_vmid_range: { start: 200, end: 299 }
  hosts:
    dns-vm01: { mgmt_vm: { hypervisor: hv01 } }
    git-vm01: { mgmt_vm: { hypervisor: hv01 } }
";

/// A database and an inventory of two guests without identities.
struct Site {
    database: Database,
    folder: tempfile::TempDir,
}

impl Site {
    /// `None`, said by the server, where PostgreSQL is not installed.
    fn new() -> Option<Self> {
        let database = Server::shared()?.database().unwrap();
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("hosts.yml"), INVENTORY).unwrap();
        Some(Self { database, folder })
    }

    fn run_with(&self, arguments: &[&str], input: &str) -> Outcome {
        let mut command = command(self.folder.path(), arguments);
        command.env("DEEVNET_DATABASE_URL", self.database.url());
        run(command, input)
    }

    fn run(&self, arguments: &[&str]) -> Outcome {
        self.run_with(arguments, "")
    }

    /// What a run printed, without what is different in every run.
    fn text(&self, arguments: &[&str]) -> String {
        self.run(arguments).text().replace(&self.database.to_string(), "[database]")
    }

    fn identity(&self, host: &str) -> Option<String> {
        fs::read_to_string(self.folder.path().join("host_vars").join(host).join("identity.yml")).ok()
    }
}

#[test]
fn a_database_is_prepared_before_it_is_used() {
    let Some(site) = Site::new() else { return };
    insta::assert_snapshot!(site.text(&["registry", "status"]), @"
    exit 2
    [database], migration 0 of 1
    --- stderr
    hint: run `deevnet registry migrate`
    ");
    insta::assert_snapshot!(site.text(&["registry", "export", "--from", "postgres"]), @"
    exit 1
    --- stderr
    error: the database has no registry
    hint: run `deevnet registry migrate`
    ");
    insta::assert_snapshot!(site.text(&["registry", "migrate"]), @"
    exit 0
    [database] went from migration 0 to 1
    ");
    insta::assert_snapshot!(site.text(&["registry", "migrate"]), @"
    exit 0
    [database] is at migration 1 already
    ");
    insta::assert_snapshot!(site.text(&["registry", "status"]), @"
    exit 0
    [database], migration 1 of 1
    ");
}

#[test]
fn identities_move_between_inventory_and_database() {
    let Some(site) = Site::new() else { return };
    assert_eq!((site.run(&["registry", "migrate"]).code, site.run(&["alloc"]).code), (0, 0));
    let written = ["dns-vm01", "git-vm01"].map(|host| site.identity(host).unwrap());
    let exported = site.run(&["registry", "export"]).stdout;
    let import = |target: &str| site.run_with(&["registry", "import", "--to", target], &exported);
    insta::assert_snapshot!(import("postgres").text(), @"
    exit 0
    + dns-vm01 of lab: VMID 200, MAC 02:de:20:00:00:c8
    + git-vm01 of lab: VMID 201, MAC 02:de:20:00:00:c9
    2 taken over, 0 kept
    ");
    insta::assert_snapshot!(import("postgres").text(), @"
    exit 0
    0 taken over, 2 kept
    ");
    insta::assert_snapshot!(site.text(&["registry", "status"]), @"
    exit 0
    [database], migration 1 of 1

    SUBSTRATE  IDENTITIES
    lab                 2
    ");
    assert_eq!(site.run(&["registry", "export", "--from", "postgres"]).stdout, exported);
    fs::remove_dir_all(site.folder.path().join("host_vars")).unwrap();
    insta::assert_snapshot!(import("inventory").text(), @"
    exit 0
    + dns-vm01 of lab: VMID 200, MAC 02:de:20:00:00:c8
    + git-vm01 of lab: VMID 201, MAC 02:de:20:00:00:c9
    2 taken over, 0 kept
    ");
    assert_eq!(["dns-vm01", "git-vm01"].map(|host| site.identity(host).unwrap()), written);
    fs::remove_dir_all(site.folder.path().join("host_vars")).unwrap();
    fs::write(site.folder.path().join("hosts.yml"), INVENTORY.replace("git-", "app-")).unwrap();
    insta::assert_snapshot!(import("inventory").text(), @"
    exit 0
    + dns-vm01 of lab: VMID 200, MAC 02:de:20:00:00:c8
    1 taken over, 0 kept, 1 left out: no host here waits for them
      git-vm01 of lab: VMID 201, MAC 02:de:20:00:00:c9
    ");
    let underived = exported.replace("02:de:20:00:00:c9", "02:de:20:00:00:f0");
    insta::assert_snapshot!(
        site.run_with(&["registry", "import", "--to", "inventory"], &underived.replace("git-", "app-")).text(),
        @"
    exit 1
    --- stderr
    error: VMID 201 of app-vm01 derives 02:de:20:00:00:c9, not 02:de:20:00:00:f0
    hint: correct the VMID or the MAC, whichever the guest does not have; a MAC recorded as found is no identity
    ");
    let fresh = Site { database: Server::shared().unwrap().database().unwrap(), folder: tempfile::tempdir().unwrap() };
    assert_eq!(fresh.run(&["registry", "migrate"]).code, 0);
    assert_eq!(fresh.run_with(&["registry", "import", "--to", "postgres"], &underived).code, 1);
    assert_eq!(fresh.run_with(&["registry", "import", "--to", "postgres"], &exported).code, 0);
}

#[test]
fn inventories_that_share_a_database_are_given_different_numbers() {
    let Some(site) = Site::new() else { return };
    assert_eq!(site.run(&["registry", "migrate"]).code, 0);
    let allocated = site.run(&["alloc", "--registry", "postgres", "--format", "json"]).json();
    assert_eq!(allocated["new"].as_array().unwrap().len(), 2);
    assert!(site.identity("git-vm01").unwrap().contains("201"));
    let other = Site { database: site.database.clone(), folder: tempfile::tempdir().unwrap() };
    fs::write(other.folder.path().join("hosts.yml"), INVENTORY.replace("git-", "app-")).unwrap();
    let preview = other.run(&["alloc", "--registry", "postgres", "--dry-run"]);
    assert_eq!((preview.code, other.identity("app-vm01")), (2, None));
    let allocated = other.run(&["alloc", "--registry", "postgres", "--format", "json"]).json();
    assert_eq!((allocated["new"][0]["vmid"].as_u64(), allocated["kept"][0]["vmid"].as_u64()), (Some(202), Some(200)));
    assert_eq!(other.identity("dns-vm01"), site.identity("dns-vm01"), "one guest in both has one identity");
}

#[test]
fn what_an_inventory_declares_is_registered_before_anything_is_given() {
    let Some(site) = Site::new() else { return };
    assert_eq!((site.run(&["registry", "migrate"]).code, site.run(&["alloc"]).code), (0, 0));
    assert_eq!(site.run(&["alloc", "--registry", "postgres"]).code, 0);
    assert_eq!(site.run(&["registry", "status", "--format", "json"]).json()["identities"]["lab"], 2);
}

#[test]
fn only_hosts_that_are_not_declared_are_released() {
    let Some(site) = Site::new() else { return };
    assert_eq!(site.run(&["registry", "migrate"]).code, 0);
    assert_eq!(site.run(&["alloc", "--registry", "postgres"]).code, 0);
    insta::assert_snapshot!(site.text(&["registry", "release", "git-vm01"]), @"
    exit 1
    --- stderr
    error: git-vm01 is still declared
    hint: remove it from the inventory, and the guest from its node, first
    ");
    fs::write(site.folder.path().join("hosts.yml"), INVENTORY.replace("git-", "app-")).unwrap();
    insta::assert_snapshot!(site.text(&["registry", "release", "git-vm01", "git-vm1"]), @"
    exit 1
    --- stderr
    error: the registry has no identity of git-vm1 of lab
    hint: did you mean `git-vm01`?
    ");
    insta::assert_snapshot!(site.text(&["registry", "release", "git-vm01"]), @"
    exit 0
    - git-vm01 of lab: VMID 201, MAC 02:de:20:00:00:c9
    1 released
    ");
}

#[test]
fn a_contradiction_is_refused_with_both_parties() {
    let Some(site) = Site::new() else { return };
    assert_eq!((site.run(&["registry", "migrate"]).code, site.run(&["alloc"]).code), (0, 0));
    let exported = site.run(&["registry", "export"]).stdout;
    let other = exported.replace("git-vm01", "app-vm01");
    assert_eq!(site.run_with(&["registry", "import", "--to", "postgres"], &exported).code, 0);
    insta::assert_snapshot!(site.run_with(&["registry", "import", "--to", "postgres"], &other).text(), @"
    exit 1
    --- stderr
    error: VMID 201 of lab belongs to git-vm01, and app-vm01 claims it too
    hint: a VMID belongs to one guest of a substrate; correct the host that does not have it, or release one that is gone
    ");
}

#[test]
fn without_a_database_the_way_out_is_told() {
    insta::assert_snapshot!(deevnet(&["registry", "status"]).text(), @"
    exit 1
    --- stderr
    error: DEEVNET_DATABASE_URL is not set
    hint: set it to a URL such as postgresql://user:password@host/database?sslmode=verify-full
    ");
    let not_a_ledger = run(command(Path::new("/"), ["registry", "import", "--to", "postgres"]), "{}");
    insta::assert_snapshot!(not_a_ledger.text(), @"
    exit 1
    --- stderr
    error: standard input is not an export of identities
      cause: missing field `version` at line 1 column 2
    hint: give it what `deevnet registry export` prints
    ");
    let mut unreachable = command(Path::new("/"), ["registry", "migrate"]);
    unreachable.env("DEEVNET_DATABASE_URL", format!("postgresql://me:{PASSWORD}@127.0.0.1:1/registry"));
    insta::assert_snapshot!(run(unreachable, "").text(), @"
    exit 1
    --- stderr
    error: cannot connect to postgresql://me@127.0.0.1:1/registry
      cause: error connecting to server: Connection refused (os error 111)
    hint: check DEEVNET_DATABASE_URL, and that the server takes connections there
    ");
}
