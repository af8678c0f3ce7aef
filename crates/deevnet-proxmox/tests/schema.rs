//! Every call beside the official schema of the API: its method, path and parameters.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![expect(clippy::print_stdout, reason = "a skipped test says so")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use deevnet_proxmox::request::{
    AccessTicket, ApplySdn, Call, CloneQemu, CreateSdn, DeleteQemu, DeleteSdn, ListLxc, ListQemu, LxcConfig,
    LxcPending, Networks, NextId, NodeStatus, Nodes, Permissions, QemuConfig, QemuPending, QemuStatus, ResizeDisk,
    SdnControllers, SdnObject, SdnSubnets, SdnVnets, SdnZones, ShutdownQemu, StartQemu, StopQemu, StorageContent,
    Storages, TaskLog, TaskStatus, Tasks, UpdateQemuConfig, UpdateSdn, Version,
};
use serde_json::Value;

/// What the schema at hand does not have, though the API does.
const NOT_IN_THE_SCHEMA: [&str; 1] = ["/nodes/hv01/lxc/201/pending"];

/// What is sent from 9.0 on alone.
const FROM_9: &str = "lock-token";

/// A call as the schema describes calls.
struct Sent {
    method: &'static str,
    path: String,
    parameters: Vec<String>,
}

fn sent<C: Call>(call: &C) -> Sent {
    let parameters = call.parameters().into_iter().map(|(key, _)| key).collect();
    Sent { method: C::METHOD.as_str(), path: call.path(), parameters }
}

fn texts<const N: usize>(pairs: [(&str, &str); N]) -> BTreeMap<String, String> {
    pairs.map(|(key, value)| (key.to_owned(), value.to_owned())).into()
}

fn reads() -> Vec<Sent> {
    let (node, vmid) = (|| "hv01".to_owned(), 201);
    let upid: deevnet_proxmox::notation::Upid =
        "UPID:hv01:00000225:0006756A:6B03A85E:qmclone:9000:root@pam!full:".parse().unwrap();
    vec![
        sent(&Version),
        sent(&Nodes),
        sent(&Permissions { path: Some("/vms".into()) }),
        sent(&NextId { vmid: Some(vmid) }),
        sent(&NodeStatus { node: node() }),
        sent(&Networks { node: node(), kind: Some("any_bridge".into()) }),
        sent(&Storages { node: node() }),
        sent(&StorageContent {
            node: node(),
            storage: "local".into(),
            content: Some("images".into()),
            vmid: Some(vmid),
        }),
        sent(&ListQemu { node: node() }),
        sent(&ListLxc { node: node() }),
        sent(&QemuConfig { node: node(), vmid, current: true }),
        sent(&LxcConfig { node: node(), vmid, current: true }),
        sent(&QemuPending { node: node(), vmid }),
        sent(&LxcPending { node: node(), vmid }),
        sent(&QemuStatus { node: node(), vmid }),
        sent(&TaskStatus { upid: upid.clone() }),
        sent(&TaskLog { upid, start: 0, limit: Some(50) }),
        sent(&Tasks {
            node: node(),
            vmid: Some(vmid),
            typefilter: Some("qmclone".into()),
            source: Some("all".into()),
            limit: Some(50),
        }),
        sent(&SdnZones),
        sent(&SdnVnets),
        sent(&SdnControllers),
        sent(&SdnSubnets { vnet: "vnet1".into() }),
    ]
}

fn changes() -> Vec<Sent> {
    let (node, vmid) = (|| "hv01".to_owned(), 201);
    let digest = || Some("0f".to_owned());
    vec![
        sent(&AccessTicket { username: "automation@pve".into(), password: "secret".to_owned().into() }),
        sent(&CloneQemu {
            node: node(),
            vmid: 9000,
            newid: vmid,
            name: Some("api".into()),
            description: Some("API".into()),
            full: Some(true),
            storage: Some("local".into()),
            pool: Some("lab".into()),
        }),
        sent(&UpdateQemuConfig {
            node: node(),
            vmid,
            set: texts([("cores", "2"), ("net0", "virtio"), ("scsi1", "local:8"), ("ipconfig0", "ip=dhcp")]),
            delete: vec!["args".into()],
            digest: digest(),
        }),
        sent(&ResizeDisk { node: node(), vmid, disk: "scsi0".into(), size: "64G".parse().unwrap(), digest: digest() }),
        sent(&StartQemu { node: node(), vmid }),
        sent(&StopQemu { node: node(), vmid, timeout: Some(60) }),
        sent(&ShutdownQemu { node: node(), vmid, timeout: Some(60), force_stop: true }),
        sent(&DeleteQemu { node: node(), vmid, purge: true, destroy_unreferenced_disks: true }),
    ]
}

fn network_changes() -> Vec<Sent> {
    let token = || Some("token".to_owned());
    let objects = [
        (SdnObject::Controller { id: "evpn1".into() }, texts([("type", "evpn"), ("asn", "65000")])),
        (SdnObject::Zone { id: "lab".into() }, texts([("type", "vlan"), ("bridge", "vmbr0")])),
        (SdnObject::Vnet { id: "vnet1".into() }, texts([("zone", "lab"), ("tag", "30")])),
        (
            SdnObject::Subnet { vnet: "vnet1".into(), cidr: "10.20.0.0/24".into(), id: "lab-10.20.0.0-24".into() },
            texts([("gateway", "10.20.0.1")]),
        ),
    ];
    let mut calls = vec![sent(&ApplySdn { lock_token: token() })];
    for (object, set) in objects {
        calls.push(sent(&CreateSdn { object: object.clone(), set: set.clone(), lock_token: token() }));
        let changed = set.into_iter().filter(|(key, _)| key != "type").collect();
        calls.push(sent(&UpdateSdn {
            object: object.clone(),
            set: changed,
            delete: vec!["alias".into()],
            digest: Some("0f".into()),
            lock_token: token(),
        }));
        calls.push(sent(&DeleteSdn { object, lock_token: token() }));
    }
    calls
}

/// The schema of a release, where it is at hand.
fn schema(release: &str) -> Option<Value> {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let shared =
        std::env::var_os("DEEVNET_SHARED_DATA").map_or_else(|| repository.join("../shared/data"), PathBuf::from);
    let path = shared.join(format!("pve/api-schema-{release}.json"));
    let Ok(text) = std::fs::read_to_string(&path) else {
        println!("SKIPPED: {} does not exist", path.display());
        return None;
    };
    Some(serde_json::from_str(&text).unwrap())
}

/// Whether a path is one that a template stands for; the names between braces come back.
fn stands_for<'a>(template: &'a str, path: &str) -> Option<Vec<&'a str>> {
    let (template, path): (Vec<&str>, Vec<&str>) = (template.split('/').collect(), path.split('/').collect());
    let variable = |segment: &'a str| segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
    let is_match = template.len() == path.len()
        && template.iter().zip(&path).all(|(wanted, found)| variable(wanted).is_some() || wanted == found);
    is_match.then(|| template.into_iter().filter_map(variable).collect())
}

/// A parameter without the number of a device, as the schema writes it: `net0` is `net[n]`.
fn is_known(properties: &Value, key: &str) -> bool {
    let stem = key.trim_end_matches(|character: char| character.is_ascii_digit());
    properties.get(key).is_some() || (stem != key && properties.get(format!("{stem}[n]")).is_some())
}

fn faults(schema: &Value, call: &Sent, release: &str) -> Vec<String> {
    let name = format!("{release}: {} {}", call.method, call.path);
    let paths = schema["paths"].as_object().unwrap();
    let found = paths
        .iter()
        .find_map(|(template, methods)| Some((stands_for(template, &call.path)?, methods.get(call.method)?)));
    let Some((variables, method)) = found else {
        let is_known = NOT_IN_THE_SCHEMA.contains(&call.path.as_str());
        return if is_known { Vec::new() } else { vec![format!("{name} is not in the schema")] };
    };
    let properties = &method["parameters"]["properties"];
    let is_sent = |key: &str| release != "8.4" || key != FROM_9;
    let unknown = call.parameters.iter().filter(|key| is_sent(key) && !is_known(properties, key));
    let mut faults: Vec<String> = unknown.map(|key| format!("{name} has no parameter {key}")).collect();
    for (key, property) in properties.as_object().into_iter().flatten() {
        let is_optional = property.get("optional").is_some_and(|optional| optional == 1);
        if !is_optional && !variables.contains(&key.as_str()) && !call.parameters.contains(key) {
            faults.push(format!("{name} needs the parameter {key}"));
        }
    }
    faults
}

#[test]
fn every_call_is_one_of_the_schema() {
    for release in ["8.4", "9.2"] {
        let Some(schema) = schema(release) else { continue };
        let calls = [reads(), changes(), network_changes()];
        let faults: Vec<String> = calls.iter().flatten().flat_map(|call| faults(&schema, call, release)).collect();
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }
}
