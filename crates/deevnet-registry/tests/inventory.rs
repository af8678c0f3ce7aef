//! The inventory as a registry, through whatever people and machines do to it.

#![expect(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use deevnet_core::allocate::{Identity, Ledger, Request, allocate};
use deevnet_core::mac::Vmid;
use deevnet_core::model::Substrate;
use deevnet_inventory::{JOURNAL_FILE, Options, load};
use deevnet_registry::{FileBatch, InventoryError, InventoryRegistry, Registry, RegistryError};
use proptest::prelude::*;

/// An inventory whose guests keep their variables in folders of their own.
struct Inventory {
    folder: tempfile::TempDir,
    name: &'static str,
    hosts: Vec<String>,
}

impl Inventory {
    fn new(name: &'static str, octet: u8, hosts: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let all = folder.path().join("group_vars/all");
        fs::create_dir_all(&all).unwrap();
        let identity = format!(
            "deevnet_substrate: {name}\ndeevnet_mac_namespace: \"02:de:{octet}\"\n\
             deevnet_mgmt_vmid_range: {{ start: 100, end: 140 }}\n"
        );
        fs::write(all.join("identity.yml"), identity).unwrap();
        let mut inventory = Self { folder, name, hosts: Vec::new() };
        for host in hosts {
            inventory.add(host);
        }
        inventory.list();
        inventory
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn variables(&self, host: &str) -> PathBuf {
        self.path().join("host_vars").join(host)
    }

    fn add(&mut self, host: &str) {
        let own = self.variables(host);
        fs::create_dir_all(&own).unwrap();
        let text = "infrastructure:\n  form: vm\n  interfaces:\n    eth0:\n      mac: \"{{ deevnet_assigned_mac | default('') }}\"\n\
                    mgmt_vm: { vmid: \"{{ deevnet_assigned_vmid | default(0) }}\" }\n";
        fs::write(own.join("vars.yml"), text).unwrap();
        self.hosts.push(host.to_owned());
        self.list();
    }

    fn list(&self) {
        let lines: Vec<String> = self.hosts.iter().map(|host| format!("    {host}:")).collect();
        let text = format!("all:\n  hosts:\n{}\n", lines.join("\n"));
        fs::write(self.path().join("hosts.yml"), if self.hosts.is_empty() { "all: {}\n" } else { &text }).unwrap();
    }

    fn model(&self) -> Substrate {
        deevnet_core::check(&load(self.path(), &Options::default()).unwrap()).substrate
    }

    fn request(&self) -> Request {
        Request::of(&self.model()).unwrap()
    }

    fn registry(&self) -> InventoryRegistry {
        InventoryRegistry::new(self.path(), Options::default()).waiting(Duration::from_secs(20))
    }

    fn run(&self) -> Vec<Identity> {
        self.registry().recover().unwrap();
        self.registry().allocate(&self.request()).unwrap().new
    }

    /// The bytes of every identity file, by host.
    fn identities(&self) -> BTreeMap<String, String> {
        let read =
            |host: &String| Some((host.clone(), fs::read_to_string(self.variables(host).join("identity.yml")).ok()?));
        self.hosts.iter().filter_map(read).collect()
    }

    /// Everything in the folder, by path.
    fn files(&self) -> BTreeMap<PathBuf, String> {
        let mut files = BTreeMap::new();
        let mut folders = vec![self.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
                if entry.file_type().unwrap().is_dir() {
                    folders.push(entry.path());
                } else {
                    files.insert(entry.path(), fs::read_to_string(entry.path()).unwrap());
                }
            }
        }
        files
    }

    /// What a process leaves that was stopped while it wrote a batch: after so many files, or before any counted.
    fn stop_half_way(&self, changes: &FileBatch, written: Option<usize>) {
        let mut files = Vec::new();
        for (index, (path, change)) in changes.changes().enumerate() {
            let relative = path.strip_prefix(self.path()).unwrap().to_str().unwrap();
            files.push(serde_json::json!({ "path": relative, "before": change.before, "after": change.after }));
            match written {
                Some(count) if index < count => fs::write(path, change.after.as_ref().unwrap()).unwrap(),
                _ => fs::write(path.with_file_name(".deevnet-identity.yml"), &change.after.as_ref().unwrap()[..3])
                    .unwrap(),
            }
        }
        let state = if written.is_some() { "decided" } else { "preparing" };
        let journal = serde_json::json!({ "version": 1, "state": state, "folders": [], "files": files });
        fs::write(self.path().join(JOURNAL_FILE), journal.to_string()).unwrap();
    }
}

fn refused(inventory: &Inventory) -> String {
    let before = inventory.files();
    let error = inventory.registry().allocate(&inventory.request()).unwrap_err();
    assert_eq!(inventory.files(), before, "what is refused changes nothing");
    let text = format!("{error}\n{}", error.hint().unwrap_or_default());
    text.replace(inventory.path().to_str().unwrap(), "LAB")
}

#[test]
fn hosts_are_numbered_by_name_and_only_once() {
    let inventory = Inventory::new("lab", 20, &["zulu-vm01", "alpha-vm01"]);
    let given: Vec<_> =
        inventory.run().iter().map(|identity| (identity.host.to_string(), identity.vmid.get())).collect();
    assert_eq!(given, [("alpha-vm01".to_owned(), 100), ("zulu-vm01".to_owned(), 101)]);
    let files = inventory.files();
    assert_eq!(inventory.run(), []);
    assert_eq!(inventory.files(), files);
}

#[test]
fn a_host_that_was_half_allocated_keeps_its_vmid() {
    let inventory = Inventory::new("lab", 20, &["alpha-vm01", "beta-vm01"]);
    fs::write(inventory.variables("beta-vm01").join("identity.yml"), "# by hand\ndeevnet_assigned_vmid: 100\n")
        .unwrap();
    let given: Vec<_> =
        inventory.run().iter().map(|identity| (identity.host.to_string(), identity.vmid.get())).collect();
    assert_eq!(given, [("alpha-vm01".to_owned(), 101), ("beta-vm01".to_owned(), 100)]);
    insta::assert_snapshot!(inventory.identities()["beta-vm01"], @r#"
    # by hand
    deevnet_assigned_vmid: 100
    deevnet_assigned_mac: "02:de:20:00:00:64"
    "#);
}

#[test]
fn what_a_host_had_is_nobodys_while_its_file_stays() {
    let mut inventory = Inventory::new("lab", 20, &["dns-vm01", "old-vm01"]);
    let first = inventory.run();
    inventory.hosts.clear();
    inventory.add("git-vm01");
    fs::write(inventory.variables("old-vm01").join("identity.yml"), "deevnet_assigned_mac: \"02:de:20:00:00:65\"\n")
        .unwrap();
    fs::create_dir(inventory.variables("tdn-vm01")).unwrap();
    fs::write(inventory.variables("tdn-vm01").join("vars.yml"), "mgmt_vm: { vmid: 102 }\n").unwrap();
    let second = inventory.run();
    assert_eq!(second.iter().map(|identity| identity.vmid.get()).collect::<Vec<_>>(), [103]);
    inventory.add("dns-vm01");
    assert_eq!(inventory.run(), []);
    assert_eq!(Ledger::of(&inventory.model()).unwrap().get(&first[0].substrate, "dns-vm01"), Some(&first[0]));
}

#[test]
fn a_host_in_a_single_file_stops_the_batch() {
    let inventory = Inventory::new("lab", 20, &["alpha-vm01", "beta-vm01"]);
    let own = inventory.variables("beta-vm01");
    fs::rename(own.join("vars.yml"), own.with_extension("yml")).unwrap();
    fs::remove_dir(own).unwrap();
    insta::assert_snapshot!(refused(&inventory), @"
    beta-vm01 keeps its variables in the single file `LAB/host_vars/beta-vm01.yml`
    beside a folder Ansible would not read it; move it first: mkdir `LAB/host_vars/beta-vm01` and mv `LAB/host_vars/beta-vm01.yml` `LAB/host_vars/beta-vm01/vars.yml`
    ");
}

#[test]
fn a_variable_that_would_hide_the_identity_stops_the_batch() {
    let inventory = Inventory::new("lab", 20, &["alpha-vm01"]);
    fs::write(inventory.variables("alpha-vm01").join("zz.yml"), "deevnet_assigned_vmid: 0\n").unwrap();
    insta::assert_snapshot!(refused(&inventory), @"
    alpha-vm01 sets `deevnet_assigned_vmid` in LAB/host_vars/alpha-vm01/zz.yml:1
    remove it there: an allocation writes it to the host's identity.yml
    ");
}

#[test]
fn a_map_of_addresses_that_one_would_hide_stops_the_batch() {
    let inventory = Inventory::new("lab", 20, &["alpha-vm01"]);
    let own = inventory.variables("alpha-vm01");
    let text = fs::read_to_string(own.join("vars.yml")).unwrap();
    let waiting = text.replace("    eth0:", "    eth1: { mac_policy: hash }\n    eth0:");
    for file in ["group_vars/all/macs.yml", "host_vars/alpha-vm01/a.yml", "host_vars/alpha-vm01/zz.yml"] {
        fs::write(own.join("vars.yml"), &waiting).unwrap();
        let path = inventory.path().join(file);
        fs::write(&path, "deevnet_assigned_macs: { eth2: \"06:de:20:00:00:01\" }\n").unwrap();
        let told = refused(&inventory);
        assert!(told.starts_with(&format!("alpha-vm01 sets `deevnet_assigned_macs` in LAB/{file}:1")), "{told}");
        fs::remove_file(path).unwrap();
    }
    fs::write(inventory.path().join("group_vars/all/macs.yml"), "deevnet_assigned_macs: {}\n").unwrap();
    assert_eq!(inventory.run().len(), 1);
}

#[test]
fn a_range_that_is_full_says_how_many_are_missing() {
    let names: Vec<String> = (0..43).map(|number| format!("node-vm{number:02}")).collect();
    let inventory = Inventory::new("lab", 20, &names.iter().map(String::as_str).collect::<Vec<_>>());
    insta::assert_snapshot!(refused(&inventory), @"
    VMIDs 100 to 140 have 41 free, and 43 are needed
    widen `deevnet_mgmt_vmid_range`, or release VMIDs that are unused
    ");
}

#[test]
fn an_inventory_in_one_file_has_its_host_vars_beside_it() {
    let inventory = Inventory::new("lab", 20, &["alpha-vm01"]);
    let mut registry = InventoryRegistry::new(inventory.path().join("hosts.yml"), Options::default());
    assert_eq!(registry.allocate(&inventory.request()).unwrap().new.len(), 1);
    assert_eq!(inventory.identities().len(), 1);
}

#[test]
fn what_was_decided_meanwhile_is_not_decided_again() {
    let inventory = Inventory::new("lab", 20, &["alpha-vm01", "beta-vm01"]);
    let stale = inventory.request();
    let first = inventory.run();
    let batch = inventory.registry().allocate(&stale).unwrap();
    assert_eq!((batch.new, batch.kept), (Vec::new(), first));
    fs::remove_dir_all(inventory.variables("alpha-vm01")).unwrap();
    let error = inventory.registry().allocate(&stale).unwrap_err();
    assert!(matches!(error, RegistryError::Inventory(InventoryError::Gone { .. })), "{error}");
}

#[test]
fn identities_move_from_one_inventory_to_another() {
    let (from, to) =
        (Inventory::new("lab", 20, &["alpha-vm01", "beta-vm01"]), Inventory::new("lab", 20, &["beta-vm01"]));
    from.run();
    let json = serde_json::to_string(&from.registry().export().unwrap()).unwrap();
    let ledger: Ledger = serde_json::from_str(&json).unwrap();
    let import = to.registry().import(&ledger).unwrap();
    let hosts =
        |identities: &[Identity]| identities.iter().map(|identity| identity.host.to_string()).collect::<Vec<_>>();
    assert_eq!((hosts(&import.new), hosts(&import.left_out)), (vec!["beta-vm01".into()], vec!["alpha-vm01".into()]));
    assert_eq!(to.identities()["beta-vm01"], from.identities()["beta-vm01"]);
    assert_eq!(hosts(&to.registry().import(&ledger).unwrap().kept), ["beta-vm01"]);
}

#[test]
fn a_mac_that_its_vmid_does_not_derive_is_not_taken_over() {
    let inventory = Inventory::new("lab", 20, &["alpha-vm01"]);
    for (mac, derived) in [
        ("02:de:20:00:00:c8", "02:de:20:00:00:78"),
        ("02:de:10:00:00:78", "02:de:20:00:00:78"),
        ("00:50:56:00:00:78", "02:50:56:00:00:78"),
    ] {
        let mut ledger = Ledger::default();
        let vmid = Vmid::new(120).unwrap();
        ledger.insert(Identity::new("lab".parse().unwrap(), "alpha-vm01", vmid, mac.parse().unwrap())).unwrap();
        let before = inventory.files();
        let error = inventory.registry().import(&ledger).unwrap_err();
        assert_eq!(error.to_string(), format!("VMID 120 of alpha-vm01 derives {derived}, not {mac}"));
        assert_eq!(inventory.files(), before);
    }
}

#[test]
fn operators_at_once_lose_nothing_and_share_nothing() {
    let names: Vec<String> = (0..40).map(|number| format!("node-vm{number:02}")).collect();
    let inventory = Inventory::new("lab", 20, &names.iter().map(String::as_str).collect::<Vec<_>>());
    thread::scope(|scope| {
        for operator in 0..8 {
            let (inventory, names) = (&inventory, &names);
            scope.spawn(move || {
                let mut request = inventory.request();
                let own: BTreeSet<&String> = names.iter().skip(operator).step_by(8).collect();
                let mut asked = Request::new(request.substrate().clone(), request.namespace(), request.range());
                for host in own {
                    asked.want(host.as_str(), request.needs()[host.as_str()]);
                }
                request.want_only(&asked);
                assert_eq!(inventory.registry().allocate(&request).unwrap().new.len(), 5);
            });
        }
    });
    let ledger = inventory.registry().ledger().unwrap();
    let vmids: BTreeSet<u32> = ledger.iter().map(|identity| identity.vmid.get()).collect();
    assert_eq!(vmids, (100..140).collect());
    assert!(inventory.files().keys().all(|path| !path.to_str().unwrap().contains(".deevnet")));
}

/// One thing that happens to an inventory.
#[derive(Debug, Clone)]
enum Step {
    Add(u8),
    Remove(usize),
    Rename(usize, u8),
    Reorder(usize),
    Run,
    Stop(Option<usize>),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => any::<u8>().prop_map(Step::Add),
        1 => any::<usize>().prop_map(Step::Remove),
        1 => (any::<usize>(), any::<u8>()).prop_map(|(index, name)| Step::Rename(index, name)),
        1 => any::<usize>().prop_map(Step::Reorder),
        4 => Just(Step::Run),
        2 => prop::option::of(0..4_usize).prop_map(Step::Stop),
    ]
}

/// Does a step, and returns the hosts that it touches.
fn perform(inventory: &mut Inventory, step: &Step) -> BTreeSet<String> {
    let count = inventory.hosts.len();
    match step {
        Step::Add(name) => {
            let name = format!("node-vm{:02}", name % 40);
            if !inventory.hosts.contains(&name) {
                inventory.add(&name);
            }
        }
        Step::Remove(index) if count > 0 => {
            let name = inventory.hosts.remove(index % count);
            fs::remove_dir_all(inventory.variables(&name)).unwrap();
            inventory.list();
            return [name].into();
        }
        Step::Rename(index, name) if count > 0 => {
            let (old, new) = (inventory.hosts[index % count].clone(), format!("moved-vm{:02}", name % 40));
            if !inventory.hosts.contains(&new) {
                fs::rename(inventory.variables(&old), inventory.variables(&new)).unwrap();
                inventory.hosts[index % count].clone_from(&new);
                inventory.list();
                return [old, new].into();
            }
        }
        Step::Reorder(by) if count > 0 => {
            inventory.hosts.rotate_left(by % count);
            inventory.list();
        }
        Step::Run => drop(inventory.run()),
        Step::Stop(written) => {
            inventory.registry().recover().unwrap();
            let batch = allocate(&inventory.request(), &Ledger::of(&inventory.model()).unwrap()).unwrap();
            let changes = inventory.registry().changes(&batch).unwrap();
            if !changes.is_empty() {
                inventory.stop_half_way(&changes, *written);
                let findings = load(inventory.path(), &Options::default()).unwrap().findings;
                assert!(findings.iter().any(|finding| finding.rule.name == "change-unfinished"));
                inventory.registry().recover().unwrap();
                let expected = if written.is_some() { batch.new.len() } else { 0 };
                let now = Ledger::of(&inventory.model()).unwrap();
                let found = batch.new.iter().filter(|identity| now.get(&identity.substrate, &identity.host).is_some());
                assert_eq!(found.count(), expected, "all of a batch or none");
            }
        }
        Step::Remove(_) | Step::Rename(..) | Step::Reorder(_) => {}
    }
    BTreeSet::new()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn whatever_happens_nobody_is_moved(steps in prop::collection::vec((any::<bool>(), step()), 1..16)) {
        let mut substrates = [Inventory::new("home", 10, &[]), Inventory::new("mobile", 20, &[])];
        for (second, step) in &steps {
            let before: Vec<_> = substrates.iter().map(Inventory::identities).collect();
            let which = usize::from(*second);
            let touched = perform(&mut substrates[which], step);
            let mut macs = BTreeSet::new();
            for (substrate, before) in substrates.iter().zip(before) {
                let now = substrate.identities();
                for (host, text) in before.iter().filter(|(host, _)| !touched.contains(*host) || substrate.name != substrates[which].name) {
                    prop_assert_eq!(now.get(host), Some(text), "{} of {} moved by {:?}", host, substrate.name, step);
                }
                let ledger = Ledger::of(&substrate.model()).unwrap();
                prop_assert_eq!(ledger.len(), now.len());
                for identity in ledger.iter() {
                    prop_assert!(macs.insert(identity.mac), "{} stands twice", identity.mac);
                }
            }
        }
        for substrate in &substrates {
            substrate.run();
            prop_assert_eq!(substrate.identities().len(), substrate.hosts.len());
            let files = substrate.files();
            prop_assert!(substrate.run().is_empty());
            prop_assert_eq!(substrate.files(), files);
        }
    }
}
