//! Changes of pools.

use std::collections::BTreeMap;

use crate::simulator::route::{Answer, Call, Refusal, Reply};
use crate::simulator::state::{Node, Pool};

type Pools = BTreeMap<String, Pool>;

/// Makes a pool, in another one if its name has slashes.
pub(super) fn create(node: &mut Node, call: &Call) -> Answer {
    let name = call.text("poolid");
    let refusal = |text: String| Refusal::failure(format!("create pool failed: {text}"));
    if node.pools.contains_key(name) {
        return Err(refusal(format!("pool '{name}' already exists")));
    }
    if let Some((parent, _)) = name.rsplit_once('/').filter(|(parent, _)| !node.pools.contains_key(*parent)) {
        return Err(refusal(format!("parent '{parent}' of pool '{name}' does not exist")));
    }
    let comment = call.get("comment").map(str::to_owned);
    node.pools.insert(name.to_owned(), Pool { comment, ..Pool::default() });
    Reply::null()
}

/// Adds members to a pool or removes them, and changes its comment: all of it or nothing.
pub(super) fn change(node: &mut Node, call: &Call) -> Answer {
    let name = call.text("poolid");
    let mut pools = node.pools.clone();
    require_members(node, call)?;
    let changed = change_guests(node, &mut pools, call).and_then(|()| change_storages(&mut pools, call));
    changed.map_err(|text| Refusal::failure(format!("update pools failed: {text}")))?;
    let comment = call.get("comment").map(str::to_owned);
    if let (Some(pool), Some(comment)) = (pools.get_mut(name), comment) {
        pool.comment = Some(comment);
    }
    node.pools = pools;
    Reply::null()
}

/// To make something a member of a pool is to hand rights on it to others.
fn require_members(node: &Node, call: &Call) -> Result<(), Refusal> {
    for vmid in call.list("vms") {
        node.require(call, &format!("/vms/{vmid}"), &["Permissions.Modify"])?;
    }
    for storage in call.list("storage") {
        node.require(call, &format!("/storage/{storage}"), &["Permissions.Modify"])?;
    }
    Ok(())
}

fn change_guests(node: &Node, pools: &mut Pools, call: &Call) -> Result<(), String> {
    let name = call.text("poolid");
    for vmid in call.list("vms").into_iter().filter_map(|vmid| vmid.parse().ok()) {
        let pool = pool(pools, name)?;
        if call.flag("delete") {
            if !pool.guests.remove(&vmid) {
                return Err(format!("VM {vmid} is not a pool member"));
            }
            continue;
        }
        if pool.guests.contains(&vmid) {
            return Err(format!("VM {vmid} is already a pool member"));
        }
        if let Some((other, pool)) = pools.iter_mut().find(|(_, pool)| pool.guests.contains(&vmid)) {
            if !call.flag("allow-move") {
                return Err(format!("VM {vmid} belongs already to pool '{other}' and 'allow-move' is not set"));
            }
            pool.guests.remove(&vmid);
        }
        if node.has_guest(vmid) {
            self::pool(pools, name)?.guests.insert(vmid);
        }
    }
    Ok(())
}

fn change_storages(pools: &mut Pools, call: &Call) -> Result<(), String> {
    let pool = pool(pools, call.text("poolid"))?;
    for storage in call.list("storage") {
        let is_member = pool.storages.contains(storage);
        match (call.flag("delete"), is_member) {
            (true, false) => return Err(format!("Storage '{storage}' is not a pool member")),
            (false, true) => return Err(format!("Storage '{storage}' is already a pool member")),
            (true, true) => pool.storages.remove(storage),
            (false, false) => pool.storages.insert(storage.to_owned()),
        };
    }
    Ok(())
}

fn pool<'a>(pools: &'a mut Pools, name: &str) -> Result<&'a mut Pool, String> {
    pools.get_mut(name).ok_or_else(|| format!("pool '{name}' does not exist"))
}

/// Removes a pool that has nothing in it.
pub(super) fn delete(node: &mut Node, call: &Call) -> Answer {
    let name = call.text("poolid");
    let refusal = |text: &str| Refusal::failure(format!("delete pool failed: pool '{name}' {text}"));
    let Some(pool) = node.pools.get(name) else { return Err(refusal("does not exist")) };
    let within = format!("{name}/");
    let child = node.pools.keys().find(|other| other.starts_with(&within)).map(|other| format!("pool '{other}'"));
    let guest = || pool.guests.first().map(|vmid| format!("VM {vmid}"));
    let storage = || pool.storages.first().map(|storage| format!("storage '{storage}'"));
    if let Some(content) = child.or_else(guest).or_else(storage) {
        return Err(refusal(&format!("is not empty (contains {content})")));
    }
    node.pools.remove(name);
    node.access.acl.retain(|entry| entry.path != format!("/pool/{name}"));
    Reply::null()
}
