//! Creating machines.

use super::change_effect::made_drive;
use super::drive::{drives_in_bus_order, is_drive};
use super::file::{Section, set};
use super::guest_task::GuestTask;
use super::power::{boot, check_start};
use super::volume;
use super::wish::{check, kept, require_options, require_storages, wishes};
use crate::simulator::release::Release;
use crate::simulator::route::{Answer, Call, Refusal};
use crate::simulator::state::{Node, Outcome, TaskLog, VirtualMachine};

/// Creates a machine.
pub(super) fn create(node: &mut Node, call: &Call) -> Answer {
    let vmid = call.vmid();
    require_place(node, call, vmid)?;
    let wishes = wishes(call);
    check(node, &wishes)?;
    require_storages(node, call, &wishes)?;
    require_options(node, call, vmid, &wishes, wishes.keys().map(String::as_str))?;
    if node.has_guest(vmid) {
        let kind = if node.containers.contains_key(&vmid) { "CT" } else { "VM" };
        let text = format!("unable to create VM {vmid} - {kind} {vmid} already exists on node '{}'", node.name);
        return Err(Refusal::failure(text));
    }
    let lock = Section::from([("lock".to_owned(), "create".to_owned())]);
    node.virtual_machines.insert(vmid, VirtualMachine { config: lock, ..VirtualMachine::default() });
    let copies = wishes.iter().any(|(key, value)| is_drive(key) && value.contains("import-from="));
    let duration = if copies { node.options.copy_duration } else { node.options.task_duration };
    let (pool, starts) = (call.get("pool").map(str::to_owned), call.flag("start"));
    let work = move |node: &mut Node, log: &mut TaskLog| {
        let config = configuration(node, vmid, &wishes, log);
        let config = config.map_err(|text| format!("unable to create VM {vmid} - {text}"))?;
        node.machine_mut(vmid)?.config = config;
        if let Some(pool) = pool.and_then(|pool| node.pools.get_mut(&pool)) {
            pool.guests.insert(vmid);
        }
        if starts {
            log.line("Execute autostart");
            // What comes of the start is not the task's concern.
            let _ = check_start(node, vmid).and_then(|()| boot(node, vmid, &mut TaskLog::default()));
        }
        Ok(Outcome::Ok)
    };
    let undo = move |node: &mut Node| {
        volume::remove_all_of(node, vmid);
        node.virtual_machines.remove(&vmid);
    };
    Ok(GuestTask::new("qmcreate", vmid, duration).start(node, call, |_| Ok(()), work, undo).into())
}

/// Checks that a caller may put a machine where it is to come to.
pub(super) fn require_place(node: &Node, call: &Call, vmid: u32) -> Result<(), Refusal> {
    let pool = call.get("pool");
    if let Some(pool) = pool.filter(|pool| !node.pools.contains_key(*pool)) {
        return Err(Refusal::permission(&format!("pool '{pool}' does not exist")));
    }
    let in_pool = pool.is_some_and(|pool| node.allows(&call.caller, &format!("/pool/{pool}"), "VM.Allocate"));
    if in_pool || node.allows(&call.caller, &format!("/vms/{vmid}"), "VM.Allocate") {
        return Ok(());
    }
    Err(Refusal::permission(""))
}

fn configuration(node: &mut Node, vmid: u32, wishes: &Section, log: &mut TaskLog) -> Result<Section, String> {
    let mut config = Section::new();
    for (key, value) in wishes.iter().filter(|(key, _)| is_drive(key)) {
        let drive = made_drive(node, vmid, key, value, log)?;
        set(&mut config, key, &drive);
    }
    for (key, value) in wishes.iter().filter(|(key, _)| !is_drive(key)) {
        let value = match key.as_str() {
            "tags" if node.release == Release::V8_4 => value.clone(),
            _ => kept(node, key, value),
        };
        set(&mut config, key, &value);
    }
    let smbios = config.get("smbios1").cloned().unwrap_or_default();
    if !smbios.contains("uuid=") {
        let separator = if smbios.is_empty() { "" } else { "," };
        set(&mut config, "smbios1", &format!("uuid={}{separator}{smbios}", node.random.uuid()));
    }
    if !config.contains_key("vmgenid") {
        set(&mut config, "vmgenid", &node.random.uuid());
    }
    set(&mut config, "meta", &format!("creation-qemu={},ctime={}", emulator(node.release), node.clock.time()));
    if !config.contains_key("boot") {
        let order = boot_order(&config);
        set(&mut config, "boot", &if order.is_empty() { order } else { format!("order={order}") });
    }
    Ok(config)
}

/// The version of QEMU that a release comes with.
pub(super) fn emulator(release: Release) -> &'static str {
    match release {
        Release::V8_4 => "9.2.0",
        Release::V9_2 => "10.2.1",
    }
}

/// The devices that a machine boots from if nothing else is said: its first disk, its first drive for media, its first network device.
fn boot_order(config: &Section) -> String {
    let first = |cdrom: bool| {
        drives_in_bus_order(config).find(|(_, drive)| drive.is_cdrom() == cdrom && !drive.is_cloud_init())
    };
    let network = (0..32).map(|number| format!("net{number}")).find(|key| config.contains_key(key));
    let drives = [first(false), first(true)].into_iter().flatten().map(|(key, _)| key);
    drives.chain(network).collect::<Vec<_>>().join(";")
}
