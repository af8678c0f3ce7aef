//! Copies of machines: linked ones of templates, full ones of anything.

use super::change_effect::copied;
use super::create::require_place;
use super::drive::{Drive, drives, is_drive};
use super::file::{Section, set};
use super::guest_task::GuestTask;
use super::network_device::{NetworkDevice, is_network_device};
use super::volume::{self, CLOUD_INIT_SIZE, Wanted};
use crate::simulator::route::{Answer, Call, Refusal};
use crate::simulator::size::format_size;
use crate::simulator::state::{Node, Outcome, TaskLog, VirtualMachine};

/// What of a machine its copies do not get.
const NOT_COPIED: [&str; 5] = ["lock", "parent", "snaptime", "template", "vmstate"];

/// A copy to make.
#[derive(Debug, Clone)]
struct Order {
    source: u32,
    target: u32,
    full: bool,
    storage: Option<String>,
    format: Option<String>,
    name: Option<String>,
    description: Option<String>,
    pool: Option<String>,
    /// The configuration that is copied.
    config: Section,
}

/// Copies a machine.
pub(super) fn clone(node: &mut Node, call: &Call) -> Answer {
    let source = call.vmid();
    let target = u32::try_from(call.integer("newid").unwrap_or_default()).unwrap_or_default();
    require_place(node, call, target)?;
    check_target(node, call)?;
    let order = order(node, call, source, target)?;
    check_storages(node, call, &order)?;
    if node.has_guest(target) {
        return Err(Refusal::failure(format!("unable to create VM {target}: config file already exists")));
    }
    check_links(node, &order)?;
    let draft = [("description", " qmclone temporary file"), ("lock", "clone")];
    let config = draft.map(|(key, value)| (key.to_owned(), value.to_owned())).into();
    node.virtual_machines.insert(target, VirtualMachine { config, ..VirtualMachine::default() });
    let duration = if order.full { node.options.copy_duration } else { node.options.task_duration };
    let work = move |node: &mut Node, log: &mut TaskLog| copy(node, &order, log);
    let undo = move |node: &mut Node| {
        volume::remove_all_of(node, target);
        node.virtual_machines.remove(&target);
    };
    let task = GuestTask { kind: "qmclone", vmid: source, file: target, duration };
    Ok(task.start(node, call, |_| Ok(()), work, undo).into())
}

fn check_target(node: &Node, call: &Call) -> Result<(), Refusal> {
    match call.get("target") {
        Some(target) if target != &*node.name => Err(Refusal::failure(format!("no such cluster node '{target}'"))),
        _ => Ok(()),
    }
}

fn order(node: &Node, call: &Call, source: u32, target: u32) -> Result<Order, Refusal> {
    let missing = || format!("unable to find configuration file for VM {source} on node '{}'", node.name);
    let machine = node.virtual_machines.get(&source).ok_or_else(|| Refusal::failure(missing()))?;
    machine.check_lock().map_err(Refusal::failure)?;
    let config = match call.get("snapname") {
        None => machine.config.clone(),
        Some(name) => {
            let text = || Refusal::failure(format!("snapshot '{name}' does not exist"));
            machine.snapshots.get(name).ok_or_else(text)?.config.clone()
        }
    };
    let full = call.get("full").map_or(!machine.is_template(), |full| full == "1");
    let text = |name: &str| call.get(name).map(str::to_owned);
    for name in ["storage", "format"] {
        if !full && call.get(name).is_some() {
            return Err(Refusal::failure(format!("parameter '{name}' not allowed for linked clones")));
        }
    }
    Ok(Order {
        source,
        target,
        full,
        storage: text("storage"),
        format: text("format"),
        name: text("name"),
        description: text("description"),
        pool: text("pool"),
        config,
    })
}

fn check_storages(node: &Node, call: &Call, order: &Order) -> Result<(), Refusal> {
    if let Some(storage) = order.storage.as_ref().filter(|storage| !node.storages.contains_key(*storage)) {
        return Err(Refusal::failure(volume::no_such_storage(storage)));
    }
    for (_, drive) in drives(&order.config).filter(|(_, drive)| !drive.is_cdrom() || drive.is_cloud_init()) {
        let own = drive.file.split(':').next().unwrap_or_default();
        let storage = order.storage.as_deref().unwrap_or(own);
        node.require(call, &format!("/storage/{storage}"), &["Datastore.AllocateSpace"])?;
    }
    Ok(())
}

fn check_links(node: &Node, order: &Order) -> Result<(), Refusal> {
    if order.full {
        return Ok(());
    }
    let is_template = node.machine(order.source).is_ok_and(VirtualMachine::is_template);
    for (key, drive) in drives(&order.config).filter(|(_, drive)| !drive.is_cdrom()) {
        if !is_template || !volume::is_base(&drive.file) {
            let text = format!("Linked clone feature is not supported for '{}' ({key})", drive.file);
            return Err(Refusal::failure(text));
        }
    }
    Ok(())
}

fn copy(node: &mut Node, order: &Order, log: &mut TaskLog) -> Result<Outcome, String> {
    let mut config = order.config.clone();
    config.retain(|key, _| !NOT_COPIED.contains(&key.as_str()) && !key.starts_with("unused"));
    for (key, value) in &mut config {
        if is_network_device(key) {
            *value = NetworkDevice::read(value).with_new_mac(&mut node.random).to_string();
        } else if let Some(drive) = Drive::read(value).filter(|_| is_drive(key)) {
            *value = copied_drive(node, order, key, drive, log)?.to_string();
        }
    }
    let own = order.config.get("name").cloned().unwrap_or_else(|| order.source.to_string());
    let name = order.name.clone().unwrap_or_else(|| format!("Copy-of-VM-{own}"));
    set(&mut config, "name", &name);
    if let Some(description) = &order.description {
        set(&mut config, "description", description);
    }
    renew(node, &mut config);
    let machine = node.machine_mut(order.target)?;
    machine.config = config;
    if let Some(pool) = order.pool.as_ref().and_then(|pool| node.pools.get_mut(pool)) {
        pool.guests.insert(order.target);
    }
    Ok(Outcome::Ok)
}

/// Gives a copy an identity of its own.
fn renew(node: &mut Node, config: &mut Section) {
    let uuid = format!("uuid={}", node.random.uuid());
    let others = config.get("smbios1").map(|smbios| smbios.split(',').filter(|part| !part.starts_with("uuid=")));
    let parts: Vec<&str> = std::iter::once(uuid.as_str()).chain(others.into_iter().flatten()).collect();
    let smbios = parts.join(",");
    set(config, "smbios1", &smbios);
    if config.get("vmgenid").is_some_and(|generation| generation != "0") {
        set(config, "vmgenid", &node.random.uuid());
    }
}

fn copied_drive(node: &mut Node, order: &Order, key: &str, drive: Drive, log: &mut TaskLog) -> Result<Drive, String> {
    if drive.is_cdrom() && !drive.is_cloud_init() {
        return Ok(drive);
    }
    let vmid = order.target;
    if !order.full && !drive.is_cloud_init() {
        log.line(format!("create linked clone of drive {key} ({})", drive.file));
        let size = drive.size().unwrap_or(volume::find(node, &drive.file)?.size);
        let volume = volume::make_linked(node, &drive.file, vmid, log)?;
        return Ok(drive.made(volume, Some(&format_size(size))));
    }
    log.line(format!("create full clone of drive {key} ({})", drive.file));
    let source = volume::find(node, &drive.file)?;
    let (size, content, own) = (source.size, volume::content(source), source.format.clone());
    let storage = order.storage.clone().unwrap_or_else(|| drive.file.split(':').next().unwrap_or_default().to_owned());
    let format = order.format.clone().unwrap_or(own);
    let cloud_init = drive.is_cloud_init();
    let (size, content) = if cloud_init { (CLOUD_INIT_SIZE, 0) } else { (size, content) };
    let wanted = Wanted { storage: &storage, vmid, size, content, format: Some(&format), cloud_init };
    let volume = volume::make(node, &wanted, log)?;
    if !cloud_init {
        copied(node, &volume, size, log);
    }
    Ok(drive.made(volume, Some(&format_size(size))))
}
