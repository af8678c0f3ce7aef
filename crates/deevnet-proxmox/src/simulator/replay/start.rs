//! What the recorded nodes had when the recordings began.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::simulator::{
    AclSetup, Hardware, Holder, InterfaceSetup, NodeSetup, Release, RoleSetup, StorageSetup, TaskFault, TokenSetup,
    Unreachable, UserSetup, VolumeSetup,
};
use crate::transport::{HttpRequest, Method};

/// The groups whose effects a group finds, in order: those that were recorded before it on the same installation.
pub(super) fn predecessors(group: &str) -> &'static [&'static str] {
    match group {
        "04-config" => &["03-create-ok"],
        "05-resize" => &["03-create-ok", "04-config"],
        "07-status" => &["06-template-clone"],
        "08-tasks" => &["06-template-clone", "07-status"],
        "10-pools" => &["09-sdn"],
        "12-http" => &["09-sdn", "10-pools"],
        "13-lxc-list" => &["09-sdn", "10-pools", "12-http"],
        _ => &[],
    }
}

/// The node that a group was recorded on.
pub(super) fn node(release: Release, group: &str) -> NodeSetup {
    let mut node = NodeSetup {
        release,
        hardware: Hardware { processors: 2, memory: 25_276_510_208, disk: 270_553_174_016, ..Hardware::default() },
        storages: vec![local(group), data()],
        interfaces: interfaces(release, group),
        unreachable: BTreeMap::from([
            ("dead1".to_owned(), Unreachable::NoRoute),
            ("closed1".to_owned(), Unreachable::Refused),
            ("PVE1".to_owned(), Unreachable::Refused),
        ]),
        ..NodeSetup::new("pve1")
    };
    add_users(&mut node, group);
    node
}

/// What was done to the node between two recordings that was not recorded.
pub(super) fn meanwhile(group: &str) -> &'static [(u32, &'static str, &'static str)] {
    match group {
        "12-http" => &[(310, "net0", "virtio=BC:24:11:00:00:00,bridge=vmbr0,tag=7")],
        "07-status" => &[
            (201, "name", "lin-1"),
            (201, "scsi0", "data:9000/base-9000-disk-0.qcow2/201/vm-201-disk-0.qcow2,size=3G"),
            (202, "name", "Copy-of-VM-tmpl"),
            (202, "description", "the template"),
            (9000, "name", "tmpl"),
        ],
        _ => &[],
    }
}

/// What goes wrong with the task of a request: the recorded installations cannot reload a network, which only the log says.
pub(super) fn task_fault(release: Release, request: &HttpRequest) -> TaskFault {
    let reloads = request.method == Method::Put && request.target.starts_with("/api2/json/cluster/sdn");
    let log = match release {
        Release::V8_4 => {
            "pve1: reloading network config\n\
             incompatible 'ifupdown2' package version '3.0.0-1.1'! Did you installed from Proxmox repositories?\n\
             command 'pvesh set /nodes/pve1/network' failed: exit code 255"
        }
        Release::V9_2 => {
            "pve1: reloading network config\n\
             for my (...) is experimental at /usr/share/perl5/PVE/LXC.pm line 1635.\n\
             command 'ifreload -a' failed: exit code 1"
        }
    };
    TaskFault { hidden_failure: reloads.then(|| log.to_owned()), ..TaskFault::default() }
}

/// What was put into the storage `local`.
const FILES: &[(&str, u64)] = &[
    ("import/img.qcow2", 3 << 30),
    ("iso/a.iso", 2),
    ("snippets/u.yaml", 2),
    ("vztmpl/debian-12-standard_12.7-1_amd64.tar.zst", 2),
];

fn local(group: &str) -> StorageSetup {
    let volumes = if matches!(group, "01-read" | "02-create") { &[][..] } else { FILES };
    let volumes = volumes.iter().map(|(name, size)| VolumeSetup { name: (*name).to_owned(), size: *size });
    StorageSetup {
        id: "local".to_owned(),
        kind: "dir".to_owned(),
        path: Some("/var/lib/vz".to_owned()),
        content: ["backup", "images", "import", "iso", "snippets", "vztmpl"].map(str::to_owned).into(),
        total: 270_553_174_016,
        used: 16_803_082_240,
        options: Vec::new(),
        volumes: volumes.collect(),
    }
}

fn data() -> StorageSetup {
    StorageSetup {
        id: "data".to_owned(),
        kind: "dir".to_owned(),
        path: Some("/mnt/data".to_owned()),
        content: ["images", "rootdir"].map(str::to_owned).into(),
        total: 12_638_253_056,
        used: 0,
        options: vec![("shared".to_owned(), "0".to_owned())],
        volumes: Vec::new(),
    }
}

fn interfaces(release: Release, group: &str) -> Vec<InterfaceSetup> {
    let is_down = release == Release::V8_4 && group == "09-sdn";
    let interface = |name: &str, options: Value| {
        let options: Map<String, Value> = options.as_object().cloned().unwrap();
        InterfaceSetup { name: name.to_owned(), options }
    };
    let mut interfaces = vec![
        interface(
            "eno1",
            json!({
                "type": "eth", "method": "manual", "method6": "manual", "families": ["inet"], "priority": 3, "active": 1,
            }),
        ),
        interface(
            "vmbr0",
            json!({
                "type": "bridge", "method": "static", "method6": "manual", "families": ["inet"], "priority": 4,
                "active": 1, "autostart": 1, "address": "10.10.10.1", "netmask": "24", "cidr": "10.10.10.1/24",
                "gateway": "10.10.10.254", "bridge_ports": "eno1", "bridge_stp": "off", "bridge_fd": "0",
            }),
        ),
        interface(
            "vmbr1",
            json!({
                "type": "bridge", "method": "manual", "method6": "manual", "families": ["inet"], "priority": 5,
                "active": 1, "autostart": 1, "bridge_ports": "", "bridge_stp": "off", "bridge_fd": "0",
                "bridge_vlan_aware": 1, "bridge_vids": "2-4094", "comments": "Lab trunk\n",
            }),
        ),
    ];
    if is_down {
        // The bridge without a port had not come up.
        interfaces[2].options.remove("active");
    }
    interfaces
}

/// Roles by path.
type Roles = &'static [(&'static str, &'static str)];

/// The name that recordings have for who asks, with the user, the user's roles, and whether the token has its own rights.
const CALLERS: &[(&str, &str, Roles, bool)] = &[
    ("full", "root@pam", &[], false),
    ("opsfull", "ops@pve", &[("/", "PVEAdmin")], false),
    ("opssep", "ops@pve", &[], true),
    ("rotok", "ro@pve", &[("/", "PVEAuditor")], false),
    ("netless", "netless@pve", &[("/vms", "VMOnlyOpt")], false),
];

/// Callers that only the installation has whose first group this is.
const GUESTS: &[(&str, &str, &str, Roles)] = &[
    ("pooler", "pooler@pve", "09-sdn", &[]),
    ("vmuser", "vmuser@pve", "06-template-clone", &[("/vms", "PVEVMAdmin")]),
    ("sdnu", "sdnu@pve", "09-sdn", &[("/sdn", "PVESDNAdmin")]),
];

fn add_users(node: &mut NodeSetup, group: &str) {
    let role = |id: &str, privileges: &[&str]| {
        let privileges = privileges.iter().map(|one| (*one).to_owned()).collect();
        RoleSetup { id: id.to_owned(), privileges }
    };
    node.roles.push(role("VMOnlyOpt", &["VM.Audit", "VM.Config.Options"]));
    node.users.push(UserSetup { id: "root@pam".to_owned(), password: Some("simroot".to_owned()) });
    node.users.push(UserSetup { id: "ops@pve".to_owned(), password: Some("opsPass123".to_owned()) });
    for (name, user, roles, privilege_separated) in CALLERS {
        add_token(node, name, user, roles, *privilege_separated);
    }
    for (name, user, _, roles) in GUESTS.iter().filter(|(_, _, of, _)| *of == group) {
        let privileges = ["Datastore.AllocateSpace", "VM.Allocate", "VM.Audit", "VM.Config.Disk"];
        node.roles.push(role("Mini", &privileges));
        add_token(node, name, user, roles, false);
    }
}

fn add_token(node: &mut NodeSetup, name: &str, user: &str, roles: &[(&str, &str)], privilege_separated: bool) {
    if !node.users.iter().any(|known| known.id == user) {
        node.users.push(UserSetup { id: user.to_owned(), password: None });
    }
    for (path, role) in roles {
        node.acl.push(AclSetup::new(*path, Holder::User(user.to_owned()), *role));
    }
    let (user, name, secret) = (user.to_owned(), name.to_owned(), secret(name));
    node.tokens.push(TokenSetup { user, name, secret, privilege_separated });
}

fn secret(name: &str) -> String {
    format!("secret-of-{name}")
}

/// The header that makes a request one of a caller's.
pub(super) fn authorization(caller: &str) -> Option<String> {
    let known = CALLERS.iter().map(|(name, user, ..)| (name, user));
    let mut all = known.chain(GUESTS.iter().map(|(name, user, ..)| (name, user)));
    let (name, user) = all.find(|(name, _)| **name == caller)?;
    Some(format!("PVEAPIToken={user}!{name}={}", secret(name)))
}
