//! A substrate, what stands on its nodes, and what a plan makes of that.

use std::collections::BTreeMap;
use std::sync::Arc;

use deevnet_core::check::Checked;
use deevnet_core::model::Substrate;
use deevnet_core::quantity::DataSize;
use deevnet_inventory::{Options, load_list_json};
use serde_json::{Value, json};

use crate::notation::{DiskVolume, NetDevice, Size};
use crate::plan::{ConfigOrder, Operation, Plan, PlanOptions, SdnObject, SdnOrder, SdnVerb, plan};
use crate::survey::{
    BridgeState, Guest, GuestKind, GuestStatus, NodeState, StorageState, SubnetState, Survey, VnetState, ZoneState,
};

/// Options as texts.
pub(super) fn texts(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

/// The variables that every host of the substrate sees.
pub(in crate::plan) fn shared() -> Value {
    json!({
        "deevnet_substrate": "dvntm", "deevnet_root_domain": "example.net",
        "deevnet_site_octet": 20, "deevnet_mac_namespace": "02:de:20",
        "deevnet_vlans": {
            "management": { "vlan_id": 99, "subnet": "10.20.99.0/24", "gateway": "10.20.99.1" },
            "platform": { "vlan_id": 25, "subnet": "10.20.25.0/24", "gateway": "10.20.25.1" },
            "tenant_1": { "vlan_id": 50, "subnet": "10.20.50.0/24", "gateway": "10.20.50.1" },
        },
        "deevnet_tenants": [{ "name": "orchard", "index": 1, "workloads": [
            { "name": "api", "vmid": 301, "cores": 2, "memory": 4096, "disk": 32, "storage": "local-lvm",
              "template": "fedora-server-", "hypervisor": "hv02" },
        ] }],
    })
}

/// Two hypervisors with their nodes.
pub(in crate::plan) fn hypervisors() -> Value {
    let hypervisor = |plane: &str, storage: &str| {
        json!({
            "infrastructure": { "form": "hv" },
            "deevnet_hypervisor": {
                "plane": plane, "bridge": "vmbr0", "vlan_aware": true,
                "storages": [{ "name": storage }], "template_prefixes": ["fedora-server-"],
            },
        })
    };
    json!({ "hv01": hypervisor("management", "local-zfs"), "hv02": hypervisor("tenant", "local-lvm") })
}

/// A machine of the management plane.
pub(in crate::plan) fn machine(vmid: u32) -> Value {
    let address = format!("10.20.25.{}", vmid - 200);
    json!({
        "infrastructure": { "form": "vm", "interfaces": { "eth0": { "mac": format!("02:de:20:00:00:{vmid:02x}") } } },
        "env": { "interfaces": { "eth0": { "ip": address, "segment": "platform" } } },
        "mgmt_vm": {
            "hypervisor": "hv01", "vmid": vmid, "cores": 2, "memory": 2048, "disk": 16, "vlan_tag": 25,
            "static_ip": format!("{address}/24"), "static_gateway": "10.20.25.1", "nameserver": "10.20.25.1",
            "startup": "order=10",
        },
    })
}

/// A substrate of hosts, in whatever order they are given.
pub(in crate::plan) fn substrate_of(shared: &Value, hosts: &Value) -> Substrate {
    checked_of(shared, hosts).substrate
}

/// The same with what a check finds in it.
pub(super) fn checked_of(shared: &Value, hosts: &Value) -> Checked {
    let mut variables = hosts.clone();
    for host in variables.as_object_mut().unwrap().values_mut() {
        let host = host.as_object_mut().unwrap();
        host.extend(shared.as_object().unwrap().clone());
    }
    let names: Vec<&String> = variables.as_object().unwrap().keys().collect();
    let list =
        json!({ "_meta": { "hostvars": variables }, "all": { "children": ["estate"] }, "estate": { "hosts": names } });
    let declared = load_list_json("estate.json", list.to_string().as_bytes(), &Options::default()).unwrap();
    deevnet_core::check(&declared)
}

/// The hypervisors, `dns-vm01`, and a workload.
pub(super) fn substrate() -> Substrate {
    let mut hosts = hypervisors();
    let mut dns = machine(210);
    dns["mgmt_vm"]["data_disk"] = json!({ "device": "scsi1", "size": "100G" });
    hosts["dns-vm01"] = dns;
    substrate_of(&shared(), &hosts)
}

pub(in crate::plan) fn template(name: &str) -> Guest {
    Guest {
        kind: GuestKind::Qemu,
        name: Some(name.to_owned()),
        status: GuestStatus::Stopped,
        is_template: true,
        lock: None,
        digest: None,
        config: texts(&[
            ("agent", "1"),
            ("boot", "order=scsi0"),
            ("cores", "1"),
            ("description", "Built by Packer\n"),
            ("ide2", "local:vm-9000-cloudinit,media=cdrom,size=4M"),
            ("memory", "1024"),
            ("name", name),
            ("net0", "virtio=BC:24:11:00:90:00,bridge=vmbr0,firewall=1"),
            ("scsi0", "local:base-9000-disk-0,size=4G"),
            ("tags", "fedora"),
        ]),
        pending: Vec::new(),
    }
}

/// A machine of a stranger.
pub(super) fn stranger(name: &str) -> Guest {
    Guest { is_template: false, status: GuestStatus::Running, ..template(name) }
}

/// Two nodes with templates and a stranger.
pub(super) fn survey() -> Survey {
    let node = |name: &str, storage: &str| NodeState {
        node: Some(name.to_owned()),
        storages: [(
            storage.to_owned(),
            StorageState {
                kind: "lvmthin".to_owned(),
                content: vec!["images".to_owned()],
                is_active: true,
                total: Some(DataSize::gibibytes(800)),
                free: Some(DataSize::gibibytes(500)),
            },
        )]
        .into(),
        bridges: [("vmbr0".to_owned(), BridgeState { is_vlan_aware: true, is_active: true, ports: Vec::new() })].into(),
        guests: [
            (9000, template("fedora-server-44-1.9")),
            (9001, template("fedora-server-44-1.10")),
            (9002, template("fedora-server-9-2.1")),
        ]
        .into(),
        ..NodeState::default()
    };
    let mut survey = Survey::default();
    survey.nodes.insert("hv01".into(), node("pve1", "local-zfs"));
    survey.nodes.insert("hv02".into(), node("pve2", "local-lvm"));
    survey.nodes.get_mut("hv01").unwrap().guests.insert(150, stranger("old-nas"));
    survey
}

/// The plan without anything special.
pub(super) fn planned(substrate: &Substrate, survey: &Survey) -> Plan {
    plan(substrate, survey, &PlanOptions::default())
}

/// What the nodes are once a plan was applied: what Proxmox VE would do, as far as plans ask for it.
pub(super) fn applied(plan: &Plan, survey: &Survey) -> Survey {
    let mut survey = survey.clone();
    for action in &plan.actions {
        let node = survey.nodes.get_mut(&action.host).unwrap();
        let vmid = match &action.target {
            crate::plan::Target::Machine { vmid, .. } => *vmid,
            _ => 0,
        };
        perform(&action.operation, vmid, node);
    }
    survey
}

fn perform(operation: &Operation, vmid: u32, node: &mut NodeState) {
    if let Operation::Clone(order) = operation {
        assert!(!node.guests.contains_key(&order.vmid), "{} is made twice", order.vmid);
        let mut guest = node.guests[&order.template].clone();
        guest.is_template = false;
        guest.name = Some(order.name.clone());
        guest.config.insert("name".to_owned(), order.name.clone());
        guest.config.insert("description".to_owned(), order.description.clone());
        guest.config.insert("net0".to_owned(), "virtio=BC:24:11:6C:C1:F2,bridge=vmbr0,firewall=1".to_owned());
        let storage = order.storage.clone().unwrap_or_else(|| "local".to_owned());
        guest.config.insert("scsi0".to_owned(), format!("{storage}:vm-{}-disk-0,size=4G", order.vmid));
        node.guests.insert(order.vmid, guest);
        return;
    }
    match operation {
        Operation::Sdn(order) => change_network(order, node),
        Operation::ApplySdn => put_in_force(node),
        Operation::Destroy(_) => drop(node.guests.remove(&vmid).unwrap()),
        _ => change_guest(operation, node.guests.get_mut(&vmid).unwrap()),
    }
}

fn change_guest(operation: &Operation, guest: &mut Guest) {
    match operation {
        Operation::Configure(order) => configure(order, guest),
        Operation::Retag { tags } => drop(guest.config.insert("tags".to_owned(), tags.join(";"))),
        Operation::Resize(order) => {
            let volume: DiskVolume = guest.config[&order.disk].parse().unwrap();
            let size: Size = order.size.parse().unwrap();
            assert!(volume.size().unwrap() < size.data_size());
            let grown = volume.with_option("size", Some(&order.size)).unwrap();
            guest.config.insert(order.disk.clone(), grown.to_string());
        }
        Operation::Start => guest.status = GuestStatus::Running,
        Operation::Stop => {
            guest.status = GuestStatus::Stopped;
            guest.pending.clear();
        }
        _ => unreachable!("{operation} changes no guest"),
    }
}

fn configure(order: &ConfigOrder, guest: &mut Guest) {
    for (key, value) in &order.set {
        let text = if key.starts_with("net") {
            let device: NetDevice = value.parse().unwrap();
            if device.mac().is_some() {
                value.clone()
            } else {
                device.with_mac("bc:24:11:00:00:07".parse().unwrap()).to_string()
            }
        } else if let Some((storage, size)) = value.split_once(':').filter(|_| key.starts_with("scsi")) {
            format!("{storage}:vm-1-disk-1,size={size}G")
        } else {
            value.trim_end_matches('\n').to_owned()
        };
        guest.config.insert(key.clone(), text);
    }
    for key in &order.delete {
        guest.config.remove(key);
    }
    guest.name = guest.config.get("name").cloned();
}

fn change_network(order: &SdnOrder, node: &mut NodeState) {
    let state = |state: &str| Some(state.to_owned());
    node.sdn.has_pending = true;
    let zones = &mut node.sdn.zones;
    let mut options = order.set.clone();
    match (&order.object, order.verb) {
        (SdnObject::Zone { id }, SdnVerb::Create) => {
            let kind = options.remove("type").unwrap();
            zones.insert(id.clone(), ZoneState { kind, options, state: state("new"), vnets: BTreeMap::new() });
        }
        (SdnObject::Vnet { id }, SdnVerb::Create) => {
            let zone = options.remove("zone").unwrap();
            let vnet = VnetState { options, state: state("new"), subnets: BTreeMap::new() };
            zones.get_mut(&zone).unwrap().vnets.insert(id.clone(), vnet);
        }
        (SdnObject::Subnet { vnet, id, .. }, SdnVerb::Create) => {
            let vnet = zones.values_mut().find_map(|zone| zone.vnets.get_mut(vnet)).unwrap();
            vnet.subnets.insert(id.clone(), SubnetState { options, state: state("new") });
        }
        (SdnObject::Zone { id }, SdnVerb::Update) => zones.get_mut(id).unwrap().options.extend(options),
        (SdnObject::Vnet { id }, SdnVerb::Update) => {
            zones.values_mut().find_map(|zone| zone.vnets.get_mut(id)).unwrap().options.extend(options);
        }
        (SdnObject::Subnet { vnet, id, .. }, SdnVerb::Update) => {
            let vnet = zones.values_mut().find_map(|zone| zone.vnets.get_mut(vnet)).unwrap();
            vnet.subnets.get_mut(id).unwrap().options.extend(options);
        }
        (SdnObject::Zone { id }, SdnVerb::Delete) => {
            let zone = zones.get_mut(id).unwrap();
            assert!(zone.vnets.values().all(|vnet| vnet.state == state("deleted")));
            zone.state = state("deleted");
        }
        (SdnObject::Vnet { id }, SdnVerb::Delete) => {
            let vnet = zones.values_mut().find_map(|zone| zone.vnets.get_mut(id)).unwrap();
            assert!(vnet.subnets.values().all(|subnet| subnet.state == state("deleted")));
            vnet.state = state("deleted");
        }
        (SdnObject::Subnet { vnet, id, .. }, SdnVerb::Delete) => {
            let vnet = zones.values_mut().find_map(|zone| zone.vnets.get_mut(vnet)).unwrap();
            vnet.subnets.get_mut(id).unwrap().state = state("deleted");
        }
        (SdnObject::Controller { .. }, _) => unreachable!("controllers are nobody's but their own"),
    }
}

fn put_in_force(node: &mut NodeState) {
    let stays = |state: &mut Option<String>| state.take().as_deref() != Some("deleted");
    node.sdn.has_pending = false;
    node.sdn.zones.retain(|_, zone| stays(&mut zone.state));
    for zone in node.sdn.zones.values_mut() {
        zone.vnets.retain(|_, vnet| stays(&mut vnet.state));
        for vnet in zone.vnets.values_mut() {
            vnet.subnets.retain(|_, subnet| stays(&mut subnet.state));
        }
    }
}

/// A survey in which everything that is declared was made.
pub(super) fn settled(substrate: &Substrate) -> Survey {
    let survey = survey();
    applied(&planned(substrate, &survey), &survey)
}

/// The guest of a survey.
pub(super) fn guest<'s>(survey: &'s mut Survey, host: &str, vmid: u32) -> &'s mut Guest {
    survey.nodes.get_mut(&Arc::<str>::from(host)).unwrap().guests.get_mut(&vmid).unwrap()
}
