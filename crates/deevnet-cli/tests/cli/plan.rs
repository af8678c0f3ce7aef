//! `deevnet plan` and `deevnet drift`, from a survey in a file.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::runner::{Outcome, deevnet_in};
use crate::schema::assert_keeps_to;

/// The example substrate beside a survey of its nodes.
struct Trial {
    directory: tempfile::TempDir,
}

impl Trial {
    fn new(survey: &Value) -> Self {
        let directory = tempfile::tempdir().unwrap();
        fs::write(directory.path().join("survey.json"), survey.to_string()).unwrap();
        Self { directory }
    }

    fn run(&self, verb: &str, more: &[&str]) -> Outcome {
        let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/dvntm");
        let password = example.join("../vault-password");
        let mut arguments = vec![verb.into(), example.into_os_string()];
        arguments.extend(["--survey", "survey.json", "--vault-password-file"].map(Into::into));
        arguments.push(password.into_os_string());
        arguments.extend(more.iter().map(Into::into));
        deevnet_in(self.directory.path(), arguments)
    }

    fn file(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }
}

/// What the nodes of the example hold before anything is made.
fn nodes() -> Value {
    let template = json!({
        "kind": "qemu", "name": "fedora-server-44-1.10", "status": "stopped", "is_template": true,
        "config": { "boot": "order=scsi0", "name": "fedora-server-44-1.10", "memory": "1024",
                    "net0": "virtio=BC:24:11:00:90:00,bridge=vmbr0", "scsi0": "local:base-9000-disk-0,size=4G" },
    });
    let storage = json!({ "kind": "dir", "content": ["images"], "is_active": true, "free": "700 GiB" });
    let node = |name: &str, storages: Value| {
        json!({
            "node": name, "storages": storages, "sdn": {}, "guests": { "9000": template },
            "bridges": { "vmbr0": { "is_vlan_aware": true, "is_active": true, "ports": ["eno1"] } },
        })
    };
    json!({ "version": 1, "nodes": {
        "hv01": node("hv01", json!({ "local-zfs": storage })),
        "hv02": node("hv02", json!({ "local-lvm": storage, "scratch": storage })),
    } })
}

#[test]
fn a_plan_is_shown_and_kept() {
    let trial = Trial::new(&nodes());
    let shown = trial.run("plan", &["--target", "dns-vm01", "--out", "plan.json"]);
    insta::assert_snapshot!(shown.text(), @"
    exit 2
    hv01
      + dns-vm01 (VM 210)
          clone fedora-server-44-1.10 (9000): no node has a virtual machine 210
            + vmid: 210
            + name: dns-vm01
            + template: fedora-server-44-1.10 (9000)
            + storage: local-zfs
          configure: the clone is to be as declared
            + startup: order=10,up=20
            + onboot: 1
            + tags: deevnet-dvntm
            + net0.mac: 02:de:20:00:00:d2
            + net0.tag: 25
            + ipconfig0: ip=10.20.25.10/24,gw=10.20.25.1
            + nameserver: 10.20.99.1
          grow scsi0 to 16G: the template's disk is smaller than declared
            ~ scsi0.size: 4 GiB -> 16 GiB
          start: it is new
            + status: running

    Plan: 1 to add, 0 to change, 0 to destroy.
    --- stderr
    Wrote `plan.json`.
    ");
    let kept: Value = serde_json::from_str(&fs::read_to_string(trial.file("plan.json")).unwrap()).unwrap();
    assert_keeps_to("plan", &kept);
    let printed = trial.run("plan", &["--format", "json"]);
    assert_eq!(printed.code, 2, "{}", printed.stderr);
    assert_keeps_to("plan", &printed.json());
}

#[test]
fn what_is_wrong_is_told_with_the_way_out() {
    let mut survey = nodes();
    survey["nodes"]["hv01"]["guests"]["210"] = json!({
        "kind": "lxc", "name": "printer", "status": "running", "config": {},
    });
    let shown = Trial::new(&survey).run("plan", &["--target", "dns-vm01"]);
    insta::assert_snapshot!(shown.text(), @"
    exit 2
    ! the container 210 (printer) on hv01 has the VMID of dns-vm01, and is not its
        hint: remove it, or give the declared machine another VMID

    Plan: 0 to add, 0 to change, 0 to destroy.
    ");
}

#[test]
fn drift_of_identity_has_an_exit_code_of_its_own() {
    let mut survey = nodes();
    survey["nodes"]["hv01"]["guests"]["210"] = json!({
        "kind": "qemu", "name": "dns-vm01", "status": "running",
        "config": {
            "boot": "order=scsi0", "cores": "1", "description": "deevnet: dvntm/dns-vm01/210",
            "ipconfig0": "ip=10.20.25.10/24,gw=10.20.25.1", "memory": "2048", "name": "dns-vm01",
            "nameserver": "10.20.99.1", "net0": "virtio=02:DE:20:00:00:D2,bridge=vmbr0,tag=30", "onboot": "1",
            "scsi0": "local-zfs:vm-210-disk-0,size=16G", "startup": "order=99", "tags": "deevnet-dvntm",
        },
    });
    let trial = Trial::new(&survey);
    insta::assert_snapshot!(trial.run("drift", &["--target", "dns-vm01"]).text(), @"
    exit 2
    identity: hv01: dns-vm01 (VM 210): net0.tag is 30, but 25 is declared
    resource: hv01: dns-vm01 (VM 210): memory is 2048 MiB, but 1024 MiB is declared
    2 differences, 1 of identity; 0 faults.
    ");
    insta::assert_snapshot!(trial.run("drift", &["--target", "dns-vm01", "--cosmetic"]).text(), @"
    exit 2
    identity: hv01: dns-vm01 (VM 210): net0.tag is 30, but 25 is declared
    resource: hv01: dns-vm01 (VM 210): memory is 2048 MiB, but 1024 MiB is declared
    cosmetic: hv01: dns-vm01 (VM 210): startup is order=99, but order=10,up=20 is declared
    3 differences, 1 of identity; 0 faults.
    ");
    survey["nodes"]["hv01"]["guests"]["210"]["config"]["net0"] = json!("virtio=02:DE:20:00:00:D2,bridge=vmbr0,tag=25");
    let trial = Trial::new(&survey);
    insta::assert_snapshot!(trial.run("drift", &["--target", "dns-vm01"]).text(), @"
    exit 0
    resource: hv01: dns-vm01 (VM 210): memory is 2048 MiB, but 1024 MiB is declared
    1 difference, 0 of identity; 0 faults.
    ");
    assert_eq!(trial.run("drift", &["--format", "json"]).json()["version"], 1);
}
