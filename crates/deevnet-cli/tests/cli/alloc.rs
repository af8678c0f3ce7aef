//! `deevnet alloc`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use crate::runner::{Outcome, command, deevnet_in, run};

/// A copy of an example with guests that wait for their identity.
struct Copy {
    folder: tempfile::TempDir,
    /// Ansible takes every file in the inventory's folder for one of hosts: others are kept beside it.
    beside: tempfile::TempDir,
}

impl Copy {
    fn of_example(name: &str) -> Self {
        let copy = Self { folder: tempfile::tempdir().unwrap(), beside: tempfile::tempdir().unwrap() };
        copy_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples").join(name), copy.path());
        copy
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn write(&self, file: &str, text: &str) {
        let path = self.path().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Writes a file that is handed in, and returns its path.
    fn hand_in(&self, file: &str, text: &str) -> String {
        let path = self.beside.path().join(file);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// Adds guests in a host file of their own.
    fn with_guests(self, names: &[String]) -> Self {
        for name in names {
            let text = "infrastructure:\n  form: vm\n  interfaces:\n    eth0:\n      \
                        mac: \"{{ deevnet_assigned_mac | default('') }}\"\n\
                        mgmt_vm:\n  hypervisor: hv01\n  vmid: \"{{ deevnet_assigned_vmid | default(0) }}\"\n";
            self.write(&format!("host_vars/{name}/vars.yml"), text);
        }
        let hosts: Vec<String> = names.iter().map(|name| format!("    {name}:")).collect();
        self.write("guests.yml", &format!("management_machines:\n  hosts:\n{}\n", hosts.join("\n")));
        self
    }

    fn deevnet(&self, arguments: &[&str]) -> Outcome {
        deevnet_in(self.path(), arguments)
    }

    fn identity(&self, host: &str) -> Option<String> {
        fs::read_to_string(self.path().join(format!("host_vars/{host}/identity.yml"))).ok()
    }

    fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut files = BTreeMap::new();
        let mut folders = vec![self.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
                if entry.file_type().unwrap().is_dir() {
                    folders.push(entry.path());
                } else {
                    files.insert(entry.path(), fs::read(entry.path()).unwrap());
                }
            }
        }
        files
    }
}

pub(crate) fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

fn names(count: usize) -> Vec<String> {
    (1..=count).map(|number| format!("wiki-vm{number:02}")).collect()
}

fn two() -> Copy {
    Copy::of_example("dvntm").with_guests(&names(2))
}

#[test]
fn a_dry_run_shows_what_a_run_writes() {
    let copy = two();
    let before = copy.files();
    insta::assert_snapshot!(copy.deevnet(&["alloc", "--dry-run"]).text(), @r#"
    exit 2
    --- /dev/null
    +++ b/host_vars/wiki-vm01/identity.yml
    @@ -0,0 +1,4 @@
    +# Written by `deevnet alloc`: a VMID was the lowest free one, and MAC addresses are derived.
    +# Commit this file. While it stands here, nothing that it says is given to another host.
    +deevnet_assigned_vmid: 200
    +deevnet_assigned_mac: "02:de:20:00:00:c8"
    --- /dev/null
    +++ b/host_vars/wiki-vm02/identity.yml
    @@ -0,0 +1,4 @@
    +# Written by `deevnet alloc`: a VMID was the lowest free one, and MAC addresses are derived.
    +# Commit this file. While it stands here, nothing that it says is given to another host.
    +deevnet_assigned_vmid: 201
    +deevnet_assigned_mac: "02:de:20:00:00:c9"
    --- stderr
    Would allocate 2 VMIDs in 2 files.
    "#);
    assert_eq!(copy.files(), before);
    insta::assert_snapshot!(copy.deevnet(&["alloc"]).text(), @"
    exit 0
    HOST       VMID  MAC
    wiki-vm01   200  02:de:20:00:00:c8
    wiki-vm02   201  02:de:20:00:00:c9
    Allocated 2 VMIDs in 2 files.
    --- stderr
    hint: commit them with the inventory; while they stand there, nothing in them is given to another host
    ");
    let mut after = copy.files();
    after.retain(|path, _| before.contains_key(path));
    assert_eq!(after, before, "other files stay to the byte");
    assert_eq!(copy.deevnet(&["alloc"]).text(), "exit 0\nNothing to allocate.\n");
    assert_eq!(copy.deevnet(&["alloc", "--dry-run"]).code, 0);
    assert_eq!(copy.deevnet(&["check"]).code, 0);
}

#[test]
fn what_is_taken_elsewhere_is_left_out() {
    let copy = two();
    let taken = copy.hand_in("taken.txt", "200 # a template\n");
    let survey = copy.hand_in("survey.json", r#"{"nodes": {"hv01": [202], "hv02": [201, 9000]}}"#);
    let arguments = ["alloc", "--taken", &taken, "--survey", &survey, "--format", "json"];
    let given = copy.deevnet(&arguments).json();
    assert_eq!((&given["new"][0]["vmid"], &given["new"][1]["vmid"]), (&203.into(), &204.into()));
    assert_eq!(given["files"][0], "./host_vars/wiki-vm01/identity.yml");
}

#[test]
fn a_survey_that_misses_a_node_is_refused() {
    let copy = two();
    let survey = copy.hand_in("survey.json", r#"{"nodes": {"hv01": [202]}}"#);
    insta::assert_snapshot!(copy.deevnet(&["alloc", "--survey", &survey]).text(), @"
    exit 1
    --- stderr
    error: the survey misses hv02
    hint: ask these nodes too: a VMID that is free on the others may be taken there
    ");
    assert_eq!(copy.identity("wiki-vm01"), None);
}

/// What `deevnet observe --out` writes of two hypervisors; the second one with these gaps.
fn observed(gaps: &str) -> String {
    let guest = r#"{"kind": "lxc", "status": "stopped", "is_template": true, "config": {}}"#;
    let node = |guests: &str, gaps: &str| {
        format!(
            r#"{{"storages": {{}}, "bridges": {{}}, "sdn": {{"zones": {{}}, "controllers": {{}}}}, "guests": {guests}, "gaps": [{gaps}]}}"#
        )
    };
    let (one, other) = (node(&format!(r#"{{"200": {guest}, "9000": {guest}}}"#), ""), node("{}", gaps));
    format!(r#"{{"version": 1, "nodes": {{"hv01": {one}, "hv02": {other}}}}}"#)
}

#[test]
fn an_observed_survey_keeps_containers_and_templates_from_being_allocated_again() {
    let copy = two();
    let survey = copy.hand_in("survey.json", &observed(""));
    let given = copy.deevnet(&["alloc", "--survey", &survey, "--format", "json"]).json();
    assert_eq!(given["new"][0]["vmid"], 201);
}

#[test]
fn an_incomplete_survey_is_refused_with_every_gap() {
    let copy = two();
    let gaps = r#"{"subject": "storages", "reason": {"unreachable": {"message": "no answer within 60 s"}}},
        {"subject": "virtual machines", "reason": {"privilege": {"path": "/vms", "privilege": "VM.Audit"}}}"#;
    let survey = copy.hand_in("survey.json", &observed(gaps));
    insta::assert_snapshot!(copy.deevnet(&["alloc", "--survey", &survey]).text(), @"
    exit 1
    --- stderr
    error: the survey is incomplete
      cause: hv02: storages: no answer within 60 s
      cause: hv02: virtual machines: the token lacks VM.Audit on /vms
    hint: what is not known to be free may be taken: let every node answer, to a token that sees all
    ");
    assert_eq!(copy.identity("wiki-vm01"), None);
    let other = copy.hand_in("other.json", r#"{"version": 2, "nodes": {}}"#);
    insta::assert_snapshot!(copy.deevnet(&["alloc", "--survey", &other]).text().replace(&other, "other.json"), @"
    exit 1
    --- stderr
    error: `other.json` cannot be read as a survey
      cause: the survey has version 2, and only 1 can be read
    hint: observe the nodes again with this version of deevnet
    ");
}

#[test]
fn a_list_that_is_none_is_refused_with_its_line() {
    let copy = two();
    let taken = copy.hand_in("taken.txt", "200\n201x\n");
    insta::assert_snapshot!(copy.deevnet(&["alloc", "--taken", &taken]).text().replace(&taken, "taken.txt"), @"
    exit 1
    --- stderr
    error: line 2 of taken.txt is `201x`, which is not a VMID
    hint: write one VMID a line, 1 to 999999999, or a JSON list of them
    ");
    let survey = copy.hand_in("survey.json", "[]");
    assert_eq!(copy.deevnet(&["alloc", "--survey", &survey]).code, 1);
}

#[test]
fn errors_about_identity_stop_it() {
    let copy = two();
    copy.write(
        "host_vars/wiki-vm01/identity.yml",
        "deevnet_assigned_vmid: 210\ndeevnet_assigned_mac: \"02:de:20:00:00:d2\"\n",
    );
    let outcome = copy.deevnet(&["alloc"]);
    assert_eq!(outcome.code, 2);
    assert!(outcome.stderr.contains("the VMID 210 is that of dns-vm01 and of wiki-vm01"), "{}", outcome.stderr);
    assert!(outcome.stderr.contains("Nothing allocated"), "{}", outcome.stderr);
    assert_eq!(copy.identity("wiki-vm02"), None);
}

#[test]
fn a_lock_that_is_held_is_told_and_waited_for() {
    let copy = two();
    let mut lock = File::create(copy.path().join(".deevnet-lock")).unwrap();
    lock.write_all(b"4711\nbuild01\ndeevnet tenant add\n").unwrap();
    lock.try_lock().unwrap();
    insta::assert_snapshot!(copy.deevnet(&["alloc"]).text(), @"
    exit 1
    --- stderr
    error: `.` is being changed by `deevnet tenant add` (process 4711 on build01)
    hint: wait until it has ended, or give it time with `--wait SECONDS`
    ");
    thread::scope(|scope| {
        let waiting = scope.spawn(|| copy.deevnet(&["alloc", "--wait", "60"]));
        thread::sleep(Duration::from_millis(300));
        drop(lock);
        assert_eq!(waiting.join().unwrap().code, 0);
    });
    assert!(!copy.path().join(".deevnet-lock").exists());
}

#[test]
fn processes_at_once_share_nothing() {
    let copy = Copy::of_example("dvntm").with_guests(&names(30));
    let outcomes: Vec<Outcome> = thread::scope(|scope| {
        let runs: Vec<_> = (0..6).map(|_| scope.spawn(|| copy.deevnet(&["alloc", "--wait", "60"]))).collect();
        runs.into_iter().map(|run| run.join().unwrap()).collect()
    });
    assert!(outcomes.iter().all(|outcome| outcome.code == 0), "{outcomes:?}");
    let identities: BTreeSet<String> = names(30).iter().map(|name| copy.identity(name).unwrap()).collect();
    assert_eq!(identities.len(), 30);
    assert_eq!(copy.deevnet(&["check"]).code, 0);
}

/// Kills the command at ever later moments; whatever stands then, the next one finds all of a batch or none.
#[cfg(unix)]
#[test]
fn a_killed_process_leaves_all_or_none() {
    let names = names(60);
    let copy = Copy::of_example("dvntm").with_guests(&names);
    let remove = || {
        for name in &names {
            drop(fs::remove_file(copy.path().join(format!("host_vars/{name}/identity.yml"))));
        }
    };
    let mut outcomes = BTreeSet::new();
    for delay in 0..25_u64 {
        let mut child = command(copy.path(), ["alloc"]).spawn().unwrap();
        thread::sleep(Duration::from_millis(delay * 3));
        child.kill().unwrap();
        child.wait().unwrap();
        let registry = deevnet_registry::InventoryRegistry::new(copy.path(), deevnet_inventory::Options::default());
        registry.recover().unwrap();
        let written = names.iter().filter(|name| copy.identity(name).is_some()).count();
        assert!(written == 0 || written == names.len(), "{written} of {} after {delay}", names.len());
        assert!(copy.files().keys().all(|path| !path.to_str().unwrap().contains(".deevnet-identity")), "after {delay}");
        outcomes.insert(written);
        remove();
    }
    let last = run(command(copy.path(), ["alloc"]), "");
    assert_eq!(last.code, 0, "{}", last.stderr);
    assert!(outcomes.contains(&0), "none was killed before it wrote: {outcomes:?}");
}

#[test]
fn an_interface_with_a_hashed_mac_is_given_its_own() {
    let copy = two();
    copy.write(
        "host_vars/wiki-vm02/vars.yml",
        "infrastructure:\n  form: ph\n  interfaces:\n    eth1:\n      mac: \"\"\n      mac_policy: hash\n",
    );
    let given = copy.deevnet(&["alloc", "--format", "json"]).json();
    assert_eq!(given["interfaces"][0]["interface"], "eth1");
    let text = copy.identity("wiki-vm02").unwrap();
    assert!(text.contains("deevnet_assigned_macs:\n  eth1: \"06:de:20:"), "{text}");
}

#[test]
fn an_identity_that_a_later_file_hides_is_refused_in_the_folder_itself() {
    let copy = Copy::of_example("mobile").with_guests(&["dns-vm09".to_owned()]);
    copy.write("host_vars/dns-vm09/zz.yml", "deevnet_assigned_vmid: 0\n");
    let before = copy.files();
    for arguments in [&["alloc"][..], &["alloc", "."], &["alloc", "host_vars/.."]] {
        let outcome = copy.deevnet(arguments);
        assert_eq!(outcome.code, 1, "{arguments:?}: {}", outcome.text());
        assert!(outcome.text().contains("dns-vm09 sets `deevnet_assigned_vmid` in "), "{}", outcome.text());
        assert_eq!(copy.files(), before);
    }
}

#[test]
fn what_another_process_gave_meanwhile_is_not_told_as_given() {
    let copy = two();
    let lock = File::create(copy.path().join(".deevnet-lock")).unwrap();
    lock.try_lock().unwrap();
    thread::scope(|scope| {
        let waiting = scope.spawn(|| copy.deevnet(&["alloc", "--wait", "60"]));
        thread::sleep(Duration::from_millis(1500));
        for (host, vmid, mac) in [("wiki-vm01", 200, "c8"), ("wiki-vm02", 201, "c9")] {
            let text = format!("deevnet_assigned_vmid: {vmid}\ndeevnet_assigned_mac: \"02:de:20:00:00:{mac}\"\n");
            copy.write(&format!("host_vars/{host}/identity.yml"), &text);
        }
        drop(lock);
        assert_eq!(waiting.join().unwrap().text(), "exit 0\nNothing to allocate.\n");
    });
}

#[test]
fn variables_that_do_not_read_what_is_given_are_told() {
    let copy = two();
    copy.write(
        "host_vars/wiki-vm01/vars.yml",
        "infrastructure: { form: vm, interfaces: { eth0: { mac: \"\" } } }\nmgmt_vm: { hypervisor: hv01, vmid: 0 }\n",
    );
    copy.write(
        "host_vars/wiki-vm02/vars.yml",
        "infrastructure: { form: ph, interfaces: { eth1: { mac: \"\", mac_policy: hash } } }\n",
    );
    let preview = copy.deevnet(&["alloc", "--dry-run"]).stderr;
    let given = copy.deevnet(&["alloc"]);
    insta::assert_snapshot!(given.stderr, @r#"
    warning: `infrastructure.interfaces.eth0.mac` and `mgmt_vm.vmid` of wiki-vm01 do not read what it is given
    hint: write `mac: "{{ deevnet_assigned_mac | default('') }}"` and `vmid: "{{ deevnet_assigned_vmid | default(0) }}"` there
    warning: `infrastructure.interfaces.eth1.mac` of wiki-vm02 does not read what it is given
    hint: write `mac: "{{ deevnet_assigned_macs['eth1'] | default('') }}"` there
    hint: commit them with the inventory; while they stand there, nothing in them is given to another host
    "#);
    let warnings = given.stderr.lines().take(4).collect::<Vec<_>>();
    assert_eq!(preview.lines().take(4).collect::<Vec<_>>(), warnings);
}

#[test]
fn the_owner_of_a_vmid_in_a_closed_vault_keeps_it() {
    let copy = two();
    let envelope = "$ANSIBLE_VAULT;1.1;AES256\n3361\n";
    copy.write("host_vars/wiki-vm02/vars.yml", "mgmt_vm: { vmid: \"{{ vault_vmid | default(0) }}\" }\n");
    copy.write("host_vars/wiki-vm02/vault.yml", envelope);
    let before = copy.files();
    let outcome = copy.deevnet(&["alloc"]);
    assert_eq!(outcome.code, 2);
    assert!(outcome.stderr.contains("`vault_vmid` is not defined; it may be in the encrypted file"), "{outcome:?}");
    assert_eq!(copy.files(), before);
    copy.write("host_vars/wiki-vm02/vars.yml", "mgmt_vm: { vmid: \"{{ deevnet_assigned_vmid | default(0) }}\" }\n");
    assert_eq!(copy.deevnet(&["alloc", "--dry-run"]).code, 2, "the vault hides no variable of another name");
    copy.write("host_vars/wiki-vm02/identity.yml", envelope);
    let checked = copy.deevnet(&["check"]).text();
    assert!(checked.contains("give --vault-password-file") && !checked.contains("allocate its VMID"), "{checked}");
    let outcome = copy.deevnet(&["alloc"]);
    assert_eq!(outcome.code, 2);
    assert!(outcome.stderr.contains("give --vault-password-file"), "{outcome:?}");
    assert_eq!(copy.identity("wiki-vm01"), None);
}
