//! Pools as they are shown.

use serde_json::{Map, Value, json};

use crate::simulator::cluster;
use crate::simulator::route::{Answer, Call, Refusal};
use crate::simulator::state::{Node, Pool};
use crate::simulator::storage;

/// The pools that a caller may see; one of them, with its members, where it is asked for.
pub(super) fn list(node: &mut Node, call: &Call) -> Answer {
    if let Some(name) = call.get("poolid") {
        node.require(call, &format!("/pool/{name}"), &["Pool.Audit"])?;
        let mut row = shown(name, pool(node, name)?);
        row.insert("members".to_owned(), members(node, call, name).into());
        return Ok(vec![Value::Object(row)].into());
    }
    let rows = visible(node, call).map(|(name, pool)| Value::Object(shown(name, pool)));
    Ok(rows.collect::<Vec<Value>>().into())
}

/// A pool with its members.
pub(super) fn show(node: &mut Node, call: &Call) -> Answer {
    let name = call.text("poolid");
    let mut row = shown(name, pool(node, name)?);
    row.insert("members".to_owned(), members(node, call, name).into());
    Ok(Value::Object(row).into())
}

/// The pools that a caller may see, as rows among the resources.
pub(crate) fn resources(node: &Node, call: &Call) -> Vec<Value> {
    let row = |(name, _)| json!({ "id": format!("/pool/{name}"), "type": "pool", "pool": name });
    visible(node, call).map(row).collect()
}

fn visible<'a>(node: &'a Node, call: &'a Call) -> impl Iterator<Item = (&'a String, &'a Pool)> {
    let pools = node.pools.iter();
    pools.filter(|(name, _)| node.allows(&call.caller, &format!("/pool/{name}"), "Pool.Audit"))
}

fn pool<'a>(node: &'a Node, name: &str) -> Result<&'a Pool, Refusal> {
    node.pools.get(name).ok_or_else(|| Refusal::failure(format!("pool '{name}' does not exist")))
}

fn shown(name: &str, pool: &Pool) -> Map<String, Value> {
    let mut row = Map::from_iter([("poolid".to_owned(), json!(name))]);
    if let Some(comment) = &pool.comment {
        row.insert("comment".to_owned(), json!(comment));
    }
    row
}

fn members(node: &Node, call: &Call, name: &str) -> Vec<Value> {
    let Some(pool) = node.pools.get(name) else { return Vec::new() };
    let guests = cluster::guests(node, call).into_iter().filter(|row| {
        let vmid = row["vmid"].as_u64().and_then(|vmid| u32::try_from(vmid).ok());
        vmid.is_some_and(|vmid| pool.guests.contains(&vmid))
    });
    let storages = storage::resource(node, call).into_iter();
    let storages = storages.filter(|row| row["storage"].as_str().is_some_and(|name| pool.storages.contains(name)));
    let wanted = call.get("type");
    let mut rows: Vec<Value> =
        guests.chain(storages).filter(|row| wanted.is_none_or(|wanted| row["type"] == wanted)).collect();
    for row in rows.iter_mut().filter_map(Value::as_object_mut) {
        row.remove("pool");
    }
    rows
}
