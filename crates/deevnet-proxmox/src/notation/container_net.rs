//! Network devices of containers.

use std::fmt;
use std::str::FromStr;

use deevnet_core::mac::MacAddress;

use super::error::NotationError;
use super::meaning::truth;
use super::properties::{Properties, is_key};

const KIND: &str = "network device of a container";
const HINT: &str = "write it as name=eth0,bridge=vmbr0,hwaddr=BC:24:11:00:00:01";

/// A network device of a container (`net0` and its neighbours), which is read and never written.
///
/// It prints as Proxmox VE does: the name first, then the options by name.
///
/// ```
/// use deevnet_proxmox::notation::ContainerNet;
///
/// let device: ContainerNet = "name=eth0,hwaddr=BC:24:11:00:00:01,bridge=vmbr0,type=veth".parse()?;
/// assert_eq!(device.mac().map(|mac| mac.to_string()).as_deref(), Some("bc:24:11:00:00:01"));
/// assert_eq!(device.to_string(), "name=eth0,bridge=vmbr0,hwaddr=BC:24:11:00:00:01,type=veth");
/// # Ok::<(), deevnet_proxmox::notation::NotationError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContainerNet {
    name: String,
    mac: Option<MacAddress>,
    options: Properties,
}

impl ContainerNet {
    /// The name of the interface inside the container.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its MAC address.
    pub fn mac(&self) -> Option<MacAddress> {
        self.mac
    }

    /// The bridge or VNet that it is connected to.
    pub fn bridge(&self) -> Option<&str> {
        self.option("bridge")
    }

    /// The VLAN of its untagged packets.
    pub fn tag(&self) -> Option<u16> {
        self.option("tag")?.parse().ok()
    }

    /// Whether its packets pass the firewall of the node.
    pub fn firewall(&self) -> bool {
        self.option("firewall").and_then(truth).unwrap_or(false)
    }

    /// An option as it is written, other than the name.
    pub fn option(&self, key: &str) -> Option<&str> {
        self.options.get(key)
    }
}

impl FromStr for ContainerNet {
    type Err = NotationError;

    fn from_str(text: &str) -> Result<Self, NotationError> {
        let refuse = |rule| NotationError::new(KIND, text, rule, HINT);
        let mut options = Properties::parse(text, "").map_err(refuse)?;
        if options.iter().any(|(key, _)| !is_key(key)) {
            return Err(refuse("the name of an option has letters, digits, - and _"));
        }
        let name = options.remove("name").ok_or_else(|| refuse("it has no name"))?;
        let mac = options.get("hwaddr").map(|mac| mac.parse().map_err(|_| refuse("its MAC address is none")));
        Ok(Self { name, mac: mac.transpose()?, options })
    }
}

impl fmt::Display for ContainerNet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "name={}", self.name)?;
        self.options.write_sorted(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_options_that_matter_have_their_types() {
        let text = "name=eth0,bridge=vmbr0,firewall=1,hwaddr=BC:24:11:AA:00:01,ip=dhcp,tag=30,type=veth";
        let device: ContainerNet = text.parse().unwrap();
        assert_eq!(
            (device.name(), device.bridge(), device.tag(), device.firewall()),
            ("eth0", Some("vmbr0"), Some(30), true)
        );
        assert_eq!(device.to_string(), text);
        for wrong in ["", "bridge=vmbr0", "eth0", "name=eth0,hwaddr=1"] {
            assert!(wrong.parse::<ContainerNet>().is_err(), "{wrong}");
        }
    }
}
