//! `deevnet observe` and what takes its surveys, against simulated nodes over HTTPS.

use std::fs;

use serde_json::Value;

use crate::runner::{Outcome, deevnet_in};
use crate::schema::assert_keeps_to;

const EXAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples");

/// Runs the command while the nodes of an example are simulated, with these faults.
fn simulated(faults: &[&str], arguments: &[&str]) -> Outcome {
    let faults = faults.iter().flat_map(|fault| ["--fault", fault]);
    let inner = ["--", env!("CARGO_BIN_EXE_deevnet")].into_iter().chain(arguments.iter().copied());
    deevnet_in(EXAMPLES.as_ref(), ["simulate", "dvntm"].into_iter().chain(faults).chain(inner))
}

#[test]
fn what_exists_is_told_node_by_node() {
    let told = simulated(&[], &["observe", "dvntm"]);
    assert_eq!(told.code, 0, "{}", told.stderr);
    insta::assert_snapshot!(told.stdout, @"
    hv01: node hv01, Proxmox VE 8.4.21, Intel Core i7-6700T, 8 threads, 32 GiB of memory

    STORAGE    TYPE     CONTENT                                   SIZE       FREE
    local      dir      backup, import, iso, snippets, vztmpl   64 GiB     60 GiB
    local-zfs  zfspool  images, rootdir                        800 GiB  755.9 GiB

    BRIDGE  VLAN-AWARE  UP   PORTS
    vmbr0   yes         yes  eno1

    VMID  NAME                   KIND       STATUS   TAGS      OWNER
     100  old-nas                VM         stopped  -         -
     101  scanner                container  running  -         -
     299  netboot-trial          VM         running  -         -
    9000  fedora-server-44-1.9   template   stopped  template  -
    9001  fedora-server-44-1.10  template   stopped  template  -

    hv02: node hv02, Proxmox VE 8.4.21, Intel Core i7-6700T, 8 threads, 32 GiB of memory

    STORAGE    TYPE     CONTENT                                   SIZE       FREE
    local      dir      backup, import, iso, snippets, vztmpl   64 GiB     60 GiB
    local-lvm  lvmthin  images, rootdir                        600 GiB  555.9 GiB
    scratch    dir      images, rootdir                        200 GiB    200 GiB

    BRIDGE  VLAN-AWARE  UP   PORTS
    vmbr0   yes         yes  eno1

    VMID  NAME                   KIND       STATUS   TAGS      OWNER
     102  netboot-trial          VM         running  -         -
     103  old-nas                VM         stopped  -         -
     104  scanner                container  running  -         -
    9002  fedora-server-44-1.9   template   stopped  template  -
    9003  fedora-server-44-1.10  template   stopped  template  -
    ");
}

#[test]
fn what_is_missing_comes_first_and_is_refused_later() {
    let faults = ["status=403 node=hv02 path=/access/permissions", "status=403 node=hv02 path=/nodes/hv02/lxc"];
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("survey.json").display().to_string();
    let told = simulated(&faults, &["observe", "dvntm", "--out", &file]);
    assert_eq!(told.code, 2, "{}", told.stderr);
    let missing: Vec<&str> = told.stdout.lines().take_while(|line| line.starts_with("missing: ")).collect();
    insta::assert_snapshot!(missing.join("\n"), @"
    missing: hv02: containers: GET /nodes/hv02/lxc: the token or user lacks a privilege
    missing: hv02: permissions: GET /access/permissions: the token or user lacks a privilege
    ");
    let refused = deevnet_in(EXAMPLES.as_ref(), ["alloc", "dvntm", "--dry-run", "--survey", &file]);
    assert_eq!(refused.code, 1, "{}", refused.text());
    assert!(refused.stderr.starts_with("error: the survey is incomplete\n"), "{}", refused.stderr);
}

#[test]
fn a_survey_is_kept_and_read_back_by_alloc() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("survey.json").display().to_string();
    let told = simulated(&[], &["observe", "dvntm", "--format", "json", "--out", &file]);
    assert_eq!(told.code, 0, "{}", told.stderr);
    assert_eq!(fs::read_to_string(&file).unwrap(), told.stdout);
    let survey: Value = told.json();
    assert_keeps_to("survey", &survey);
    assert_eq!(survey["nodes"]["hv01"]["guests"]["101"]["kind"], "lxc");
    let allocated = deevnet_in(EXAMPLES.as_ref(), ["alloc", "dvntm", "--dry-run", "--survey", &file]);
    assert_eq!(allocated.code, 0, "{}", allocated.text());
    let asked = simulated(&[], &["alloc", "dvntm", "--dry-run", "--observe"]);
    assert_eq!((asked.code, asked.stdout), (0, allocated.stdout));
}
