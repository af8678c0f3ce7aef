//! Network devices: what stands behind `net0` and its like.

use std::collections::BTreeMap;
use std::fmt;

use crate::simulator::state::{Node, Random};

/// A network device: its properties by name, switches as `0` or `1`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct NetworkDevice(BTreeMap<String, String>);

impl NetworkDevice {
    /// A device from its properties.
    pub(super) fn new(properties: BTreeMap<String, String>) -> Self {
        Self(properties)
    }

    /// A device as a file has it.
    pub(super) fn read(text: &str) -> Self {
        let mut properties = BTreeMap::new();
        for (position, part) in text.split(',').enumerate() {
            match (position, part.split_once('=')) {
                (0, Some((model, mac))) => {
                    properties.insert("model".to_owned(), model.to_owned());
                    properties.insert("macaddr".to_owned(), mac.to_owned());
                }
                (_, Some((key, value))) => drop(properties.insert(key.to_owned(), value.to_owned())),
                (_, None) => drop(properties.insert("model".to_owned(), part.to_owned())),
            }
        }
        Self(properties)
    }

    /// One of its properties.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// The device with a MAC address of the server's making.
    pub(super) fn with_new_mac(mut self, random: &mut Random) -> Self {
        self.0.insert("macaddr".to_owned(), random.mac());
        self
    }

    /// The device with a MAC address of the server's making, if it has none.
    pub(super) fn with_mac(self, random: &mut Random) -> Self {
        if self.get("macaddr").is_some() { self } else { self.with_new_mac(random) }
    }

    /// Whether a running machine must lose this device to have another: the server compares texts.
    pub(super) fn is_replaced_by(&self, other: &Self) -> bool {
        ["model", "macaddr", "queues", "mtu"].into_iter().any(|name| self.get(name) != other.get(name))
    }

    /// Why a node cannot connect the device.
    pub(super) fn connection_failure(&self, node: &Node) -> Option<ConnectionFailure> {
        let bridge = self.get("bridge")?;
        if !node.has_bridge(bridge) {
            return Some(ConnectionFailure { text: format!("bridge '{bridge}' does not exist"), status: 512 });
        }
        let interface = node.interfaces.get(bridge)?;
        let option = |name: &str| interface.options.get(name).map(ToString::to_string).unwrap_or_default();
        let has_ports = option("bridge_ports").chars().any(char::is_alphanumeric);
        let is_aware = option("bridge_vlan_aware").contains('1');
        let text = format!("no physical interface on bridge '{bridge}'");
        (self.get("tag").is_some() && !has_ports && !is_aware).then_some(ConnectionFailure { text, status: 65280 })
    }
}

/// Why a network device cannot be connected, as the script that should says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ConnectionFailure {
    /// What it writes.
    pub(super) text: String,
    /// The status that it ends with.
    pub(super) status: u32,
}

impl fmt::Display for NetworkDevice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.get("model").unwrap_or_default())?;
        if let Some(mac) = self.get("macaddr") {
            write!(f, "={mac}")?;
        }
        let others = self.0.iter().filter(|(key, _)| !matches!(key.as_str(), "model" | "macaddr"));
        others.into_iter().try_for_each(|(key, value)| write!(f, ",{key}={value}"))
    }
}

/// Whether a key is that of a network device.
pub(super) fn is_network_device(key: &str) -> bool {
    key.strip_prefix("net").and_then(|number| number.parse::<u16>().ok()).is_some_and(|number| number < 32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_is_printed_model_first_then_in_order() {
        let properties = [("tag", "0030"), ("bridge", "vmbr0"), ("macaddr", "bc:24:11:aa:bb:cd"), ("model", "virtio")];
        let device = NetworkDevice::new(properties.map(|(key, value)| (key.to_owned(), value.to_owned())).into());
        insta::assert_snapshot!(device, @"virtio=bc:24:11:aa:bb:cd,bridge=vmbr0,tag=0030");
        assert_eq!(NetworkDevice::read(&device.to_string()), device);
    }

    #[test]
    fn the_case_of_a_mac_address_alone_replaces_a_device() {
        let upper = NetworkDevice::read("virtio=BC:24:11:00:00:01,bridge=vmbr0");
        assert!(upper.is_replaced_by(&NetworkDevice::read("virtio=bc:24:11:00:00:01,bridge=vmbr0")));
        assert!(!upper.is_replaced_by(&NetworkDevice::read("virtio=BC:24:11:00:00:01,bridge=vmbr1,tag=5")));
    }
}
