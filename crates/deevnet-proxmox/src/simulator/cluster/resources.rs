//! The resources of an installation.

use serde_json::{Map, Value, json};

use crate::simulator::release::Release;
use crate::simulator::route::{Answer, Call, Reply};
use crate::simulator::state::Node;
use crate::simulator::{container, node as own_node, pool, storage};

/// The guests, nodes, storages and networks that a caller may see, those of one type where one is asked for.
pub(super) fn list(node: &mut Node, call: &Call) -> Answer {
    let is_wanted = |kind: &str| call.get("type").is_none_or(|wanted| wanted == kind);
    let mut rows = Vec::new();
    if call.get("type").is_none() {
        rows.extend(pool::resources(node, call));
    }
    if is_wanted("vm") {
        rows.extend(guests(node, call));
    }
    if is_wanted("node") {
        rows.push(this_node(node, call));
    }
    if is_wanted("storage") {
        rows.extend(storage::resource(node, call));
    }
    match node.release {
        Release::V8_4 if is_wanted("sdn") => rows.extend(networks(node, call, "sdn")),
        Release::V9_2 if call.get("type").is_none() => rows.extend(networks(node, call, "network")),
        Release::V8_4 | Release::V9_2 => {}
    }
    Ok(Reply::from(rows))
}

/// The guests that a caller may see.
pub(crate) fn guests(node: &Node, call: &Call) -> Vec<Value> {
    let is_visible = |vmid: u32| node.allows(&call.caller, &format!("/vms/{vmid}"), "VM.Audit");
    let machines = node.virtual_machines.iter().filter(|(vmid, _)| is_visible(**vmid));
    let machines =
        machines.map(|(vmid, machine)| guest(node, "qemu", *vmid, own_node::machine_row(node, *vmid, machine)));
    let containers = node.containers.iter().filter(|(vmid, _)| is_visible(**vmid));
    let containers = containers.map(|(vmid, one)| guest(node, "lxc", *vmid, container::row(node, *vmid, one)));
    machines.chain(containers).collect()
}

/// The row of a guest among the resources: its row in the list of its kind with some names changed.
fn guest(node: &Node, kind: &str, vmid: u32, mut row: Map<String, Value>) -> Value {
    for key in ["serial", "pid", "maxswap", "swap"] {
        row.remove(key);
    }
    row.retain(|key, _| !key.starts_with("pressure"));
    let processors = row.remove("cpus").unwrap_or_default();
    row.insert("maxcpu".to_owned(), processors);
    row.insert("id".to_owned(), format!("{kind}/{vmid}").into());
    row.insert("type".to_owned(), kind.into());
    row.insert("node".to_owned(), (*node.name).into());
    for key in ["template", "diskread", "diskwrite"] {
        row.entry(key).or_insert_with(|| json!(0));
    }
    if let Some((pool, _)) = node.pools.iter().find(|(_, pool)| pool.guests.contains(&vmid)) {
        row.insert("pool".to_owned(), pool.as_str().into());
    }
    Value::Object(row)
}

fn this_node(node: &Node, call: &Call) -> Value {
    let with_figures = node.allows(&call.caller, &format!("/nodes/{}", node.name), "Sys.Audit");
    let mut row = own_node::row(node, with_figures);
    if with_figures {
        row.insert("cgroup-mode".to_owned(), json!(2));
    }
    Value::Object(row)
}

/// The zones, and the one that the bridges of the node are in. 9.x lists them as networks, and none of them as `sdn`.
fn networks(node: &Node, call: &Call, kind: &str) -> Vec<Value> {
    let is_local = node.allows(&call.caller, "/sdn/zones/localnetwork", "SDN.Audit");
    let local = is_local.then(|| ("localnetwork".to_owned(), "ok"));
    let status = |status| if status == "available" { "ok" } else { status };
    let zones = node.zone_statuses(call).into_iter().map(|(zone, own)| (zone, status(own)));
    let row = |(zone, status): (String, &str)| {
        let part = if kind == "sdn" { "" } else { "zone/" };
        let id = format!("{kind}/{}/{part}{zone}", node.name);
        let mut row = json!({ "id": id, "type": kind, "node": &*node.name, "status": status });
        row[kind] = zone.into();
        if kind == "network" {
            row["network-type"] = "zone".into();
        }
        row
    };
    local.into_iter().chain(zones).map(row).collect()
}
