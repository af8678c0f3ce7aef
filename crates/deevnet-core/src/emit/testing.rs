//! A small substrate for the tests of the emitters.

use serde_json::{Value as Json, json};

use super::{EmitOptions, LeftOut, Published, Target, emit};
use crate::check::Checked;
use crate::declared::testing::declared_from_json;

/// A substrate with what emitters meet: two flagged interfaces on one host, network boot, services, an unknown MAC, a
/// dynamic address, an address off the plan and segments with and without a pool.
#[expect(clippy::too_many_lines, reason = "one substrate has what every emitter meets")]
pub(super) fn lab() -> Json {
    json!({
        "substrate": {
            "deevnet_root_domain": "example.net",
            "deevnet_substrate": "lab",
            "deevnet_vlans": {
                "platform": { "vlan_id": 25, "subnet": "10.20.25.0/24", "gateway": "10.20.25.1", "dhcp_enabled": false },
                "iot": {
                    "vlan_id": 30, "subnet": "10.20.30.0/24", "gateway": "10.20.30.1",
                    "dhcp_range_start": "10.20.30.100", "dhcp_range_end": "10.20.30.200",
                },
                "management": { "vlan_id": 99, "subnet": "10.20.99.0/24", "gateway": "10.20.99.1", "dhcp_enabled": false },
                "blackhole": { "vlan_id": 999 },
            },
        },
        "hosts": {
            "access-sw01": {
                "infrastructure": { "form": "sw" },
                "switch_ports": {
                    "trunk": [
                        { "interface": "gigabitEthernet 1/0/1", "description": "core-rt01 uplink", "native_vlan": 999 },
                        {
                            "interface": "gigabitEthernet 1/0/2", "description": "hv01: machines & management",
                            "native_vlan": "blackhole", "allowed_vlans": ["platform", "management"],
                        },
                    ],
                    "access": [
                        { "interface": "gigabitEthernet 1/0/3", "description": "pi01 sensors", "vlan_id": 30 },
                        { "interface": "gigabitEthernet 1/0/4\nreboot", "vlan_id": 30 },
                        { "interface": "gigabitEthernet 1/0/5", "vlan_id": null },
                        { "interface": "gigabitEthernet 1/0/6" , "vlan_id": 31, "description": "\"\n" },
                    ],
                },
            },
            "core-rt01": {
                "infrastructure": { "form": "rt", "interfaces": { "eth0": { "mac": "00:00:5e:00:53:01" } } },
                "env": { "interfaces": { "eth0": {
                    "ip": "10.20.99.1", "segment": "management",
                    "dns": { "host_a_record": true, "dhcp_reservation": true, "cnames": ["gateway", "dns"] },
                } } },
            },
            "edge-rt01": {
                "infrastructure": { "form": "rt", "interfaces": { "lan": { "mac": "UNKNOWN" }, "wan": { "mac": "" } } },
                "env": { "interfaces": {
                    "lan": { "ip": "192.168.8.1", "dns": { "host_a_record": true } },
                    "wan": { "ip": "dhcp" },
                } },
            },
            "hv01": {
                "infrastructure": { "form": "hv", "interfaces": { "eth0": { "mac": "UNKNOWN" } } },
                "deevnet_hypervisor": {
                    "plane": "management", "bridge": "vmbr0", "vlan_aware": true, "node": "pve",
                    "endpoint": "https://10.20.99.21", "template_prefixes": ["fedora-${44}-"],
                },
                "env": { "interfaces": { "eth0": {
                    "ip": "10.20.99.21", "segment": "management", "wol": true,
                    "dns": { "host_a_record": true, "dhcp_reservation": true, "cnames": ["pve"] },
                } } },
            },
            "pi01": {
                "infrastructure": { "form": "pi", "interfaces": {
                    "eth0": { "mac": "00:00:5e:00:53:11" },
                    "eth1": { "mac": "00:00:5e:00:53:12" },
                } },
                "env": { "interfaces": {
                    "eth0": {
                        "ip": "10.20.30.11", "segment": "iot",
                        "dns": { "host_a_record": true, "dhcp_reservation": true, "cnames": ["sensors.house", "mqtt"] },
                    },
                    "eth1": {
                        "ip": "10.20.99.11", "segment": "management", "wol": true,
                        "dns": {
                            "host_a_record": true, "dhcp_reservation": true, "pxe_boot": { "boot_file": "pxelinux.0" },
                        },
                    },
                } },
            },
            "provisioner-ph01": {
                "bootstrap_grub_mac_configs": [
                    {
                        "hostname": "worker-vm02", "mac": "00:00:5e:00:53:31", "image_name": "Worker's $(image)",
                        "dest_subdir": "vyos", "boot_options": "boot=live\n  ds=nocloud-net;s=http://10.20.99.95/",
                    },
                    { "hostname": "pi01", "mac": "00:00:5e:00:53:12", "dest_subdir": "pi", "boot_options": "quiet" },
                    { "hostname": "provisioner-ph01", "mac": "00:00:5e:00:53:21", "dest_subdir": "fedora/43" },
                ],
                "infrastructure": { "form": "ph", "interfaces": {
                    "eth0": { "mac": "00:00:5e:00:53:21" },
                    "eth1": { "mac": "00:00:5e:00:53:22" },
                } },
                "env": { "role": "provisioner", "interfaces": {
                    "eth0": {
                        "ip": "10.20.99.95", "segment": "management", "wol": true,
                        "dns": {
                            "host_a_record": true, "dhcp_reservation": true, "cnames": ["artifacts"],
                            "pxe_boot": { "tftp_server": "10.20.99.95", "boot_file": "boot\\x64\\\"a\",b.0" },
                        },
                    },
                    "eth1": { "ip": "dhcp", "wol": true, "dns": { "dhcp_reservation": true } },
                } },
            },
            "worker-vm02": {
                "infrastructure": { "form": "vm", "interfaces": { "eth0": { "mac": "00:00:5e:00:53:31" } } },
                "mgmt_vm": {
                    "hypervisor": "hv01", "vmid": 212, "storage": "local-lvm", "cores": 2, "memory": 4096, "disk": 64,
                    "data_disk": { "size": 100 }, "startup": "order=50,down=60", "vlan_tag": 25, "static_ip": "10.20.25.12/24",
                    "cloud_init": {
                        "user": "worker", "ssh_keys": ["ssh-ed25519 AAAA\"key\" it's \u{e9}"], "upgrade": true,
                    },
                },
                "env": { "role": "worker", "interfaces": { "eth0": {
                    "ip": "10.20.25.12", "segment": "platform",
                    "dns": {
                        "dhcp_reservation": true, "cnames": ["queue"],
                        "pxe_boot": { "tftp_server": "tftp.lab.example.net" },
                    },
                } } },
            },
        },
    })
}

/// What a declaration publishes where the check finds nothing, whatever the rules are.
pub(super) fn published(json: &Json) -> Published {
    Published::new(&checked(json))
}

/// The model of a declaration, without findings.
pub(super) fn checked(json: &Json) -> Checked {
    let mut checked = crate::check(&declared_from_json(json));
    checked.findings.clear();
    checked
}

/// Every file of a target, one after the other, with its name; the version is left out, because it changes.
pub(super) fn text(target: Target, published: &Published, options: &EmitOptions) -> String {
    let emission = emit(target, published, options).unwrap();
    let files = emission.files.iter().map(|file| format!("==> {} <==\n{}", file.name, file.content));
    let left_out = emission.left_out.iter().map(|left_out| format!("left out: {left_out}\n"));
    files.chain(left_out).collect::<String>().replace(env!("CARGO_PKG_VERSION"), "<version>")
}

/// What is left out, a line each.
pub(super) fn listed<'a>(left_out: impl IntoIterator<Item = &'a LeftOut>) -> String {
    left_out.into_iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}
