//! The index of what a node has.

use serde_json::{Value, json};

use crate::simulator::release::Release;

/// What there is below a node in every release.
const NAMES: &[&str] = &[
    "aplinfo",
    "apt",
    "capabilities",
    "ceph",
    "certificates",
    "config",
    "disks",
    "dns",
    "firewall",
    "hardware",
    "hosts",
    "journal",
    "lxc",
    "migrateall",
    "netstat",
    "network",
    "qemu",
    "query-url-metadata",
    "replication",
    "report",
    "rrd",
    "rrddata",
    "scan",
    "sdn",
    "services",
    "spiceshell",
    "startall",
    "status",
    "stopall",
    "storage",
    "subscription",
    "suspendall",
    "syslog",
    "tasks",
    "termproxy",
    "time",
    "version",
    "vncshell",
    "vzdump",
    "wakeonlan",
];

/// What there is besides since 9.x.
const SINCE_9: &[&str] = &["query-oci-repo-tags"];

/// The rows of the index.
pub(super) fn rows(release: Release) -> Vec<Value> {
    let newer: &[&str] = if release >= Release::V9_2 { SINCE_9 } else { &[] };
    NAMES.iter().chain(newer).map(|name| json!({ "name": name })).collect()
}
