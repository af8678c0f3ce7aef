//! Substrates to emit from: generated ones, benign or hostile, and the inventories at hand.

use std::error::Error;
use std::fmt::Write;

use deevnet_core::check::Checked;
use deevnet_core::emit::Published;
use deevnet_inventory::{Options, load_list_json};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::{Map, Value as Json, json};

const MACS: &[&str] = &["00:00:5e:00:53:01", "00:00:5e:00:53:02", "00:00:5e:00:53:ab", "UNKNOWN", "", "nonsense"];
const ADDRESSES: &[&str] = &["10.20.30.11", "10.20.30.12", "10.20.99.11", "10.20.99.1", "192.168.8.1", "dhcp", ""];
const SERVICES: &[&str] = &["dns", "web", "ns", "pi01", "a.b"];
const NAMES: &[&str] = &["pi01", "pi02", "PI03", "ns", "not_a_label", "12h", "ignore"];
const SEGMENTS: &[&str] = &["iot", "management", "nowhere"];
const BOOT_FILES: &[&str] = &["pxelinux.0", "grubx64.efi", "", "a\"b\\'c;$(reboot)#"];
/// What breaks out of a place that is not quoted as its consumer's grammar demands.
const HOSTILE: &[&str] = &[
    "\"",
    "'",
    "\\",
    "\\\"",
    "$(reboot)",
    "`reboot`",
    ";reboot;",
    "#",
    "\nreboot",
    "\r\n\t",
    "\u{0}",
    "a\u{2028}b",
    "\u{e4}\u{1f600}",
    "{{ reboot }}",
    "{% raw %}",
    "}}\n{",
    "--help",
    "../../etc/passwd",
    ",,",
    "%n%s",
    "&&reboot",
    "!",
    "",
];

/// The variables of the whole substrate.
pub(crate) fn network() -> Json {
    json!({
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
    })
}

/// A declaration: the network's variables and each host's own.
#[derive(Debug, Clone)]
pub(crate) struct Substrate {
    pub(crate) network: Json,
    pub(crate) hosts: Map<String, Json>,
}

impl Substrate {
    /// Its model and what the check says, read from the list that `ansible-inventory` prints.
    pub(crate) fn check(&self) -> Result<Checked, Box<dyn Error>> {
        Self::read(&self.list(false))
    }

    /// The same, from a list whose maps have their keys the other way round.
    pub(crate) fn check_turned(&self) -> Result<Checked, Box<dyn Error>> {
        Self::read(&self.list(true))
    }

    /// What it publishes, errors or not.
    pub(crate) fn forced(&self) -> Result<Published, Box<dyn Error>> {
        Ok(Published::forced(&self.check()?))
    }

    fn read(list: &str) -> Result<Checked, Box<dyn Error>> {
        Ok(deevnet_core::check(&load_list_json("list.json", list.as_bytes(), &Options::default())?))
    }

    fn list(&self, is_turned: bool) -> String {
        let mut variables = Map::new();
        for (name, own) in &self.hosts {
            let mut merged = self.network.clone();
            if let (Some(merged), Some(own)) = (merged.as_object_mut(), own.as_object()) {
                merged.extend(own.clone());
            }
            variables.insert(name.clone(), merged);
        }
        let names: Vec<&String> = self.hosts.keys().collect();
        let list = json!({ "_meta": { "hostvars": variables }, "all": { "hosts": names } });
        let mut text = String::new();
        write_json(&mut text, &list, is_turned);
        text
    }
}

/// Writes JSON with the keys of its maps in order or the other way round.
fn write_json(text: &mut String, json: &Json, is_turned: bool) {
    match json {
        Json::Object(map) => {
            let mut entries: Vec<_> = map.iter().collect();
            if is_turned {
                entries.reverse();
            }
            for (index, (key, value)) in entries.into_iter().enumerate() {
                let _ = write!(text, "{}{}:", if index == 0 { '{' } else { ',' }, json!(key));
                write_json(text, value, is_turned);
            }
            text.push_str(if map.is_empty() { "{}" } else { "}" });
        }
        Json::Array(items) => {
            text.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    text.push(',');
                }
                write_json(text, item, is_turned);
            }
            text.push(']');
        }
        _ => {
            let _ = write!(text, "{json}");
        }
    }
}

fn interface() -> impl Strategy<Value = (Json, Json)> {
    let values = (select(MACS), select(ADDRESSES), select(SEGMENTS), select(BOOT_FILES));
    let flags: [_; 5] = std::array::from_fn(|_| any::<bool>());
    let services = subsequence(SERVICES, 0..=3);
    (values, flags, services).prop_map(|((mac, ip, segment, file), [a, dhcp, wol, boot, named], services)| {
        let mut dns = json!({ "host_a_record": a, "dhcp_reservation": dhcp, "cnames": services });
        if boot {
            dns["pxe_boot"] = json!({ "tftp_server": ip, "boot_file": file });
        }
        let mut binding = json!({ "ip": ip, "wol": wol, "dns": dns });
        if named {
            binding["segment"] = json!(segment);
        }
        (json!({ "mac": mac }), binding)
    })
}

fn boot_entry() -> impl Strategy<Value = Json> {
    (select(NAMES), select(MACS), select(&["fedora/43", "..", ""][..]), select(BOOT_FILES)).prop_map(
        |(hostname, mac, folder, options)| {
            json!({ "hostname": hostname, "mac": mac, "dest_subdir": folder, "boot_options": options })
        },
    )
}

fn host() -> impl Strategy<Value = Json> {
    let interfaces = prop::collection::btree_map(select(&["eth0", "eth1", "wlan0"][..]), interface(), 0..=3);
    (interfaces, prop::collection::vec(boot_entry(), 0..=3)).prop_map(|(interfaces, boot)| {
        let (mut hardware, mut bindings) = (Map::new(), Map::new());
        for (name, (mac, binding)) in interfaces {
            hardware.insert(name.to_owned(), mac);
            bindings.insert(name.to_owned(), binding);
        }
        json!({
            "infrastructure": { "interfaces": hardware }, "env": { "interfaces": bindings },
            "bootstrap_grub_mac_configs": boot,
        })
    })
}

/// Hosts that clash with one another in every way.
pub(crate) fn clashing() -> impl Strategy<Value = Substrate> {
    prop::collection::btree_map(select(NAMES), host(), 1..=5).prop_map(|hosts| Substrate {
        network: network(),
        hosts: hosts.into_iter().map(|(name, host)| (name.to_owned(), host)).collect(),
    })
}

/// A host that shares nothing with another: its number makes its names, MACs and addresses.
pub(crate) fn distinct_host(number: u8, [a, dhcp, wol]: [bool; 3]) -> (String, Json) {
    let (name, mac) = (format!("pi{number:03}"), format!("00:00:5e:00:53:{number:02x}"));
    let binding = json!({
        "ip": format!("10.20.99.{number}"), "segment": "management", "wol": wol,
        "dns": {
            "host_a_record": a, "dhcp_reservation": dhcp, "cnames": [format!("service{number:03}")],
            "pxe_boot": { "tftp_server": "10.20.99.99", "boot_file": if wol { "pxelinux.0" } else { "grubx64.efi" } },
        },
    });
    let host = json!({
        "infrastructure": { "interfaces": { "eth0": { "mac": mac } } },
        "env": { "interfaces": { "eth0": binding } },
        "bootstrap_grub_mac_configs": [{ "hostname": name, "mac": mac, "dest_subdir": format!("image{number:03}") }],
    });
    (name, host)
}

/// Hosts that share nothing.
pub(crate) fn distinct() -> impl Strategy<Value = Substrate> {
    prop::collection::btree_map(2_u8..=98, any::<[bool; 3]>(), 1..8).prop_map(|numbers| Substrate {
        network: network(),
        hosts: numbers.iter().map(|(number, flags)| distinct_host(*number, *flags)).collect(),
    })
}

fn hostile_text() -> impl Strategy<Value = String> {
    prop_oneof![
        ".*",
        select(HOSTILE).prop_map(str::to_owned),
        (select(HOSTILE), "[a-z]{1,3}", select(HOSTILE)).prop_map(|(left, word, right)| format!("{left}{word}{right}")),
    ]
}

/// A router, a switch and a host whose free text is hostile wherever the inventory takes text.
pub(crate) fn hostile() -> impl Strategy<Value = Substrate> {
    let texts: [_; 9] = std::array::from_fn(|_| hostile_text());
    texts.prop_map(|[interface, segment, host, service, server, file, title, folder, options]| {
        let (_, mut benign) = distinct_host(98, [true; 3]);
        let mut binding = benign["env"]["interfaces"]["eth0"].take();
        binding["dns"]["pxe_boot"] = json!({ "tftp_server": server, "boot_file": file });
        binding["dns"]["cnames"] = json!([service]);
        let port = json!({ "interface": interface, "description": file, "native_vlan": segment });
        let boot = |hostname: &str, mac: &str, folder: &str| {
            json!({
                "hostname": hostname, "mac": mac, "image_name": title, "dest_subdir": folder, "boot_options": options,
            })
        };
        let mut network = network();
        network["deevnet_vlans"][&segment] = json!({ "vlan_id": 98, "subnet": "10.20.98.0/24" });
        let (name, mut other) = distinct_host(97, [true, true, false]);
        other["bootstrap_grub_mac_configs"] =
            json!([boot(&name, "00:00:5e:00:53:61", "fedora/43"), boot(&host, "00:00:5e:00:53:62", &folder)]);
        let mut hosts = Map::from_iter([(name, other)]);
        hosts.insert("access-sw01".to_owned(), json!({ "switch_ports": { "trunk": [port] } }));
        hosts.insert(
            host,
            json!({
                "infrastructure": { "interfaces": { &interface: { "mac": "00:00:5e:00:53:62" } } },
                "env": { "interfaces": { &interface: binding } },
            }),
        );
        Substrate { network, hosts }
    })
}
