//! Two declarations of one substrate on three nodes: as it was, and as it is to be.

use deevnet_core::model::Substrate;
use deevnet_inventory::{Options, load_list_json};
use serde_json::{Map, Value, json};

/// The hypervisors.
pub(crate) const HOSTS: [&str; 3] = ["hv01", "hv02", "hv03"];

/// A machine of the management plane.
#[derive(Debug, Clone)]
pub(crate) struct Machine {
    pub(crate) vmid: u32,
    pub(crate) hypervisor: &'static str,
    pub(crate) cores: u32,
    pub(crate) memory: u32,
    pub(crate) disk: u32,
    pub(crate) vlan: u32,
    pub(crate) data_disk: Option<u32>,
}

impl Machine {
    pub(crate) fn new(vmid: u32, hypervisor: &'static str) -> Self {
        Self { vmid, hypervisor, cores: 2, memory: 2048, disk: 16, vlan: 25, data_disk: None }
    }

    fn name(&self) -> String {
        format!("unit-vm{:02}", self.vmid - 200)
    }

    fn variables(&self) -> Value {
        let address = format!("10.20.{}.{}", self.vlan, self.vmid - 190);
        let mut machine = json!({
            "hypervisor": self.hypervisor, "vmid": self.vmid, "cores": self.cores, "memory": self.memory,
            "disk": self.disk, "vlan_tag": self.vlan, "static_ip": format!("{address}/24"), "storage": "local-lvm",
            "static_gateway": format!("10.20.{}.1", self.vlan), "nameserver": "10.20.25.1", "startup": "order=10",
            "template_prefix": "fedora-server-",
        });
        if let Some(size) = self.data_disk {
            machine["data_disk"] = json!({ "device": "scsi1", "size": format!("{size}G"), "storage": "local-lvm" });
        }
        json!({
            "infrastructure": {
                "form": "vm", "interfaces": { "eth0": { "mac": format!("02:de:20:00:00:{:02x}", self.vmid) } },
            },
            "env": { "interfaces": { "eth0": { "ip": address, "segment": segment(self.vlan) } } },
            "mgmt_vm": machine,
        })
    }
}

fn segment(vlan: u32) -> &'static str {
    if vlan == 99 { "management" } else { "platform" }
}

fn shared(tenants: &Value) -> Map<String, Value> {
    let segment = |vlan: u32| json!({ "vlan_id": vlan, "subnet": format!("10.20.{vlan}.0/24"), "gateway": format!("10.20.{vlan}.1") });
    let shared = json!({
        "deevnet_substrate": "dvntm", "deevnet_root_domain": "example.net",
        "deevnet_site_octet": 20, "deevnet_mac_namespace": "02:de:20",
        "deevnet_vlans": { "management": segment(99), "platform": segment(25) },
        "deevnet_tenant_numbering": { "vrf_base": 10000, "vnet_base": 20000, "vmid_base": 10000 },
        "deevnet_sdn": { "zone_type": "simple" },
        "deevnet_tenants": tenants,
    });
    shared.as_object().cloned().unwrap()
}

/// A substrate of the three hypervisors, machines, and tenants.
pub(crate) fn substrate(machines: &[Machine], tenants: &Value) -> Substrate {
    let mut hosts: Map<String, Value> = HOSTS
        .iter()
        .map(|host| {
            let variables = json!({
                "infrastructure": { "form": "hv" },
                "deevnet_hypervisor": {
                    "plane": if *host == "hv03" { "tenant" } else { "management" },
                    "bridge": "vmbr0", "vlan_aware": true, "template_prefixes": ["fedora-server-"],
                    "storages": [{ "name": "local-lvm", "kind": "lvmthin", "size": 800 }],
                    "operating_system": { "name": "Proxmox VE", "version": if *host == "hv02" { "9.2" } else { "8.4.1" } },
                },
            });
            ((*host).to_owned(), variables)
        })
        .collect();
    hosts.extend(machines.iter().map(|machine| (machine.name(), machine.variables())));
    for host in hosts.values_mut() {
        host.as_object_mut().unwrap().extend(shared(tenants));
    }
    let names: Vec<&String> = hosts.keys().collect();
    let list = json!({
        "_meta": { "hostvars": hosts }, "all": { "children": ["estate"] }, "estate": { "hosts": names },
    });
    let declared = load_list_json("estate.json", list.to_string().as_bytes(), &Options::default()).unwrap();
    deevnet_core::check(&declared).substrate
}

/// As it was: eight machines.
pub(crate) fn before() -> Substrate {
    substrate(&machines_before(), &json!([]))
}

fn machines_before() -> Vec<Machine> {
    let hosts = HOSTS.into_iter().cycle();
    (201..).zip(hosts).take(8).map(|(vmid, hypervisor)| Machine::new(vmid, hypervisor)).collect()
}

/// As it is to be: two machines go, four change, four come, and a tenant with two workloads of its own network.
pub(crate) fn after() -> Substrate {
    let mut machines = machines_before();
    machines.truncate(6);
    machines[0].memory = 4096;
    machines[1].disk = 32;
    machines[2].vlan = 99;
    machines[3].data_disk = Some(20);
    machines.extend([Machine::new(211, "hv01"), Machine::new(212, "hv02")]);
    let workload = |name: &str, slot: u32| {
        json!({ "name": name, "slot": slot, "cores": 2, "memory": 2048, "disk": 12, "storage": "local-lvm",
            "template": "fedora-server-", "hypervisor": "hv03" })
    };
    let orchard = json!({
        "name": "orchard", "index": 1, "vnets": ["app"], "workloads": [workload("api", 0), workload("store", 1)],
    });
    substrate(&machines, &json!([orchard]))
}
