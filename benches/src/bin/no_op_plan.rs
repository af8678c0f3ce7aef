//! The time of a plan that finds nothing to do, over 1 000 to 10 000 virtual machines on 20 nodes.
//!
//! `no_op_plan`. What exists is what a first plan made; the second one is measured. Fails where it finds something to do.
#![expect(clippy::print_stdout, reason = "a measured program prints its figures")]

use std::error::Error;
use std::sync::Arc;
use std::time::{Duration, Instant};

use deevnet_core::check;
use deevnet_core::model::Substrate;
use deevnet_inventory::{Options, load_list_json};
use deevnet_proxmox::plan::{Action, CloneOrder, Operation, Plan, PlanOptions, Target, plan};
use deevnet_proxmox::survey::{BridgeState, Guest, GuestKind, GuestStatus, NodeState, StorageState, Survey};
use mimalloc::MiMalloc;
use serde_json::{Map, json};

/// The allocator of the command.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

const NODES: u32 = 20;
const SIZES: [u32; 4] = [1_000, 2_000, 5_000, 10_000];

/// How often a plan is made; the median counts.
const RUNS: usize = 5;

/// The VMID of the template on every node.
const TEMPLATE: u32 = 90_000;

fn main() -> Result<(), Box<dyn Error>> {
    println!("Plans that find nothing to do, one thread:");
    for machines in SIZES {
        let taken = measure(machines)?.as_secs_f64();
        println!("  {machines:>6} machines  {taken:>7.3} s  {:>6.1} us each", taken * 1e6 / f64::from(machines));
    }
    Ok(())
}

fn measure(machines: u32) -> Result<Duration, Box<dyn Error>> {
    let substrate = substrate(machines)?;
    let mut survey = bare();
    let first = plan(&substrate, &survey, &PlanOptions::default());
    make(&first, &mut survey);
    let mut taken = Vec::new();
    for _ in 0..RUNS {
        let begin = Instant::now();
        let plan = plan(&substrate, &survey, &PlanOptions::default());
        taken.push(begin.elapsed());
        if let Some(action) = plan.actions.first() {
            return Err(format!("there is something to do: {} ({action:?})", action.reason).into());
        }
    }
    taken.sort_unstable();
    Ok(taken[RUNS / 2])
}

fn hypervisor(number: u32) -> String {
    format!("hv{:02}", number % NODES + 1)
}

/// A substrate with that many machines.
fn substrate(machines: u32) -> Result<Substrate, Box<dyn Error>> {
    let mut hosts = Map::new();
    for number in 0..NODES {
        let name = hypervisor(number);
        let own = json!({ "plane": "management", "node": name, "bridge": "vmbr0", "vlan_aware": true,
            "storages": [{ "name": "local-zfs", "kind": "zfspool" }], "template_prefixes": ["fedora-server-"] });
        hosts.insert(name, json!({ "infrastructure": { "form": "hv" }, "deevnet_hypervisor": own }));
    }
    for number in 0..machines {
        let [_, high, middle, low] = (1_000 + number).to_be_bytes();
        let mac = format!("02:de:20:{high:02x}:{middle:02x}:{low:02x}");
        let machine = json!({ "hypervisor": hypervisor(number), "vmid": 1_000 + number, "template_prefix": "fedora-server-",
            "storage": "local-zfs", "vlan_tag": 25, "cores": 2, "memory": 4096, "disk": 32 });
        let host = json!({ "infrastructure": { "form": "vm", "interfaces": { "eth0": { "mac": mac } } },
            "env": { "interfaces": { "eth0": { "ip": "dhcp" } } }, "mgmt_vm": machine });
        hosts.insert(format!("web{number:05}-vm01"), host);
    }
    let names: Vec<&String> = hosts.keys().collect();
    let common = json!({ "deevnet_substrate": "bench", "deevnet_root_domain": "example.net", "deevnet_site_octet": 20,
        "deevnet_vlans": { "platform": { "vlan_id": 25, "subnet": "10.20.25.0/24", "gateway": "10.20.25.1" } } });
    let list = json!({ "all": { "hosts": names, "vars": common }, "_meta": { "hostvars": hosts } });
    let declared = load_list_json("bench", list.to_string().as_bytes(), &Options::default())?;
    Ok(check(&declared).substrate)
}

/// Nodes with nothing but a template.
fn bare() -> Survey {
    let mut survey = Survey::default();
    for number in 0..NODES {
        let name = hypervisor(number);
        let mut node =
            NodeState { node: Some(name.clone()), release: Some("8.4.21".to_owned()), ..NodeState::default() };
        let content = vec!["images".to_owned(), "rootdir".to_owned()];
        let storage = StorageState { kind: "zfspool".to_owned(), content, is_active: true, total: None, free: None };
        node.storages.insert("local-zfs".to_owned(), storage);
        let bridge = BridgeState { is_vlan_aware: true, is_active: true, ports: Vec::new() };
        node.bridges.insert("vmbr0".to_owned(), bridge);
        node.guests.insert(TEMPLATE, template());
        survey.nodes.insert(Arc::from(name), node);
    }
    survey
}

fn template() -> Guest {
    let options = [
        ("name", "fedora-server-44-1.10"),
        ("template", "1"),
        ("boot", "order=scsi0"),
        ("scsihw", "virtio-scsi-single"),
        ("scsi0", "local-zfs:base-90000-disk-0,size=8G"),
        ("ide2", "local-zfs:vm-90000-cloudinit,media=cdrom"),
        ("net0", "virtio=BC:24:11:6C:C1:F1,bridge=vmbr0,firewall=1"),
    ];
    Guest {
        kind: GuestKind::Qemu,
        name: Some("fedora-server-44-1.10".to_owned()),
        status: GuestStatus::Stopped,
        is_template: true,
        lock: None,
        digest: Some("90000".to_owned()),
        config: options.into_iter().map(|(key, value)| (key.to_owned(), value.to_owned())).collect(),
        pending: Vec::new(),
    }
}

/// What a survey finds after a plan.
fn make(plan: &Plan, survey: &mut Survey) {
    for action in &plan.actions {
        let Some(node) = survey.nodes.get_mut(&action.host) else { continue };
        if let Operation::Clone(order) = &action.operation {
            node.guests.insert(order.vmid, clone(order));
        } else if let Target::Machine { vmid, .. } = &action.target {
            node.guests.entry(*vmid).and_modify(|guest| change(action, guest));
        }
    }
}

fn clone(order: &CloneOrder) -> Guest {
    let mut guest = template();
    guest.is_template = false;
    guest.name = Some(order.name.clone());
    guest.config.remove("template");
    guest.config.insert("name".to_owned(), order.name.clone());
    guest.config.insert("description".to_owned(), order.description.clone());
    let storage = order.storage.as_deref().unwrap_or("local-zfs");
    guest.config.insert("scsi0".to_owned(), format!("{storage}:vm-{}-disk-0,size=8G", order.vmid));
    guest
}

fn change(action: &Action, guest: &mut Guest) {
    match &action.operation {
        Operation::Configure(order) => {
            guest.config.extend(order.set.clone());
            order.delete.iter().for_each(|key| drop(guest.config.remove(key)));
        }
        Operation::Resize(order) => {
            let disk =
                guest.config.get(&order.disk).map(|disk| disk.replace("size=8G", &format!("size={}", order.size)));
            guest.config.extend(disk.map(|disk| (order.disk.clone(), disk)));
        }
        Operation::Retag { tags } => drop(guest.config.insert("tags".to_owned(), tags.join(";"))),
        Operation::Start => guest.status = GuestStatus::Running,
        _ => {}
    }
}
