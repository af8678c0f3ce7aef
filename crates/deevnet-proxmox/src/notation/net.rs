//! Network devices of virtual machines.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use deevnet_core::mac::{MacAddress, MacStyle};

use super::error::NotationError;
use super::meaning::{number, truth};
use super::properties::{Properties, is_key, is_value};

const KIND: &str = "network device";
const HINT: &str = "write it as virtio=BC:24:11:00:00:01,bridge=vmbr0,tag=30";

/// The models of network cards that Proxmox VE knows, each of which can stand for `model` and `macaddr` at once
/// (Proxmox VE's API schema, parameter `net[n]`).
pub(crate) const MODELS: [&str; 14] = [
    "e1000",
    "e1000-82540em",
    "e1000-82544gc",
    "e1000-82545em",
    "e1000e",
    "i82551",
    "i82557b",
    "i82559er",
    "ne2k_isa",
    "ne2k_pci",
    "pcnet",
    "rtl8139",
    "virtio",
    "vmxnet3",
];

/// Options that are off where nothing is said.
const SWITCHES: [&str; 2] = ["firewall", "link_down"];

/// Options that are numbers.
const NUMBERS: [&str; 4] = ["tag", "queues", "rate", "mtu"];

/// A network device of a virtual machine (`net0` and its neighbours).
///
/// It reads any order and both spellings, `virtio=MAC` and `model=virtio,macaddr=MAC`, and prints as Proxmox VE does: model
/// and MAC address first, then the options by name. The text of the MAC address is kept as it was written, because on a running
/// machine a change of case alone counts as another card. Two devices are equal when they mean the same.
///
/// ```
/// use deevnet_proxmox::notation::NetDevice;
///
/// let device: NetDevice = "bridge=vmbr0,macaddr=bc:24:11:00:00:01,model=virtio,firewall=yes,tag=0030".parse()?;
/// assert_eq!(device, "virtio=BC:24:11:00:00:01,bridge=vmbr0,firewall=1,tag=30".parse()?);
/// assert_eq!(device.with_tag(Some(40)).to_string(), "virtio=bc:24:11:00:00:01,bridge=vmbr0,firewall=yes,tag=40");
/// # Ok::<(), deevnet_proxmox::notation::NotationError>(())
/// ```
#[derive(Debug, Clone)]
pub struct NetDevice {
    model: String,
    mac: Option<(MacAddress, String)>,
    options: Properties,
}

impl NetDevice {
    /// A device of a model without options; the MAC address is written in capitals, as Proxmox VE writes its own.
    ///
    /// # Errors
    /// When the model is none that Proxmox VE knows.
    pub fn new(model: &str, mac: Option<MacAddress>) -> Result<Self, NotationError> {
        if !MODELS.contains(&model) {
            return Err(NotationError::new(KIND, model, "the model is none that Proxmox VE knows", "write virtio"));
        }
        let mac = mac.map(|mac| (mac, mac.format(MacStyle::UpperColon).to_string()));
        Ok(Self { model: model.to_owned(), mac, options: Properties::default() })
    }

    /// The model of the card, such as `virtio`.
    pub fn model(&self) -> &str {
        &self.model
    }

    /// Its MAC address; `None` where Proxmox VE is to choose one.
    pub fn mac(&self) -> Option<MacAddress> {
        self.mac.as_ref().map(|(mac, _)| *mac)
    }

    /// Its MAC address as it is written.
    pub fn mac_text(&self) -> Option<&str> {
        self.mac.as_ref().map(|(_, text)| text.as_str())
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
        self.is_on("firewall")
    }

    /// Whether it is unplugged.
    pub fn link_down(&self) -> bool {
        self.is_on("link_down")
    }

    fn is_on(&self, key: &str) -> bool {
        self.option(key).and_then(truth).unwrap_or(false)
    }

    /// An option as it is written, other than model and MAC address.
    pub fn option(&self, key: &str) -> Option<&str> {
        self.options.get(key)
    }

    /// The options as they are written, in their order.
    pub fn options(&self) -> impl Iterator<Item = (&str, &str)> {
        self.options.iter()
    }

    /// The device with another MAC address; the text stays where it is the same address.
    #[must_use]
    pub fn with_mac(mut self, mac: MacAddress) -> Self {
        if self.mac() != Some(mac) {
            self.mac = Some((mac, mac.format(MacStyle::UpperColon).to_string()));
        }
        self
    }

    /// The device on another bridge or VNet.
    ///
    /// # Errors
    /// When the name cannot stand in a list of options.
    pub fn with_bridge(self, bridge: &str) -> Result<Self, NotationError> {
        self.with_option("bridge", Some(bridge))
    }

    /// The device in another VLAN; `None` for that of the bridge.
    #[must_use]
    pub fn with_tag(mut self, tag: Option<u16>) -> Self {
        if self.tag() != tag {
            self.options.set("tag", tag.map(|tag| tag.to_string()));
        }
        self
    }

    /// The device behind the firewall of the node, or not.
    #[must_use]
    pub fn with_firewall(mut self, firewall: bool) -> Self {
        if self.firewall() != firewall {
            self.options.set("firewall", firewall.then(|| "1".to_owned()));
        }
        self
    }

    /// The device with an option set, or removed where there is no value.
    ///
    /// # Errors
    /// When key or value cannot stand in a list of options, or the key is that of the model or the MAC address.
    pub fn with_option(mut self, key: &str, value: Option<&str>) -> Result<Self, NotationError> {
        if !is_key(key) || is_identity(key) {
            return Err(NotationError::new(KIND, key, "it is not the name of an option", HINT));
        }
        if let Some(value) = value.filter(|value| !is_value(value)) {
            return Err(NotationError::new(KIND, value, "an option has neither comma nor line break in it", HINT));
        }
        self.options.set(key, value.map(str::to_owned));
        Ok(self)
    }

    /// What every option means, by name: switches that are off are left out, numbers and sets are normalised. Model and MAC
    /// address are `model` and `macaddr`.
    pub fn meaning(&self) -> BTreeMap<String, String> {
        let options =
            self.options.iter().filter_map(|(key, value)| Some((key.to_owned(), option_meaning(key, value)?)));
        let mut meaning: BTreeMap<String, String> = options.collect();
        meaning.insert("model".to_owned(), self.model.clone());
        meaning.extend(self.mac().map(|mac| ("macaddr".to_owned(), mac.to_string())));
        meaning
    }
}

/// What an option means; `None` where that is what its absence means.
fn option_meaning(key: &str, value: &str) -> Option<String> {
    if SWITCHES.contains(&key) {
        return match truth(value) {
            Some(is_on) => is_on.then(|| "1".to_owned()),
            None => Some(value.to_owned()),
        };
    }
    if NUMBERS.contains(&key) {
        return Some(number(value)).filter(|number| !(key == "queues" && number == "0"));
    }
    if key == "trunks" {
        let mut trunks: Vec<String> = value.split(';').filter(|part| !part.is_empty()).map(trunk).collect();
        trunks.sort_unstable();
        trunks.dedup();
        return Some(trunks.join(";"));
    }
    Some(value.to_owned())
}

/// A VLAN or a range of them.
fn trunk(text: &str) -> String {
    match text.split_once('-') {
        Some((first, last)) => format!("{}-{}", number(first), number(last)),
        None => number(text),
    }
}

fn is_identity(key: &str) -> bool {
    MODELS.contains(&key) || matches!(key, "model" | "macaddr")
}

impl PartialEq for NetDevice {
    fn eq(&self, other: &Self) -> bool {
        self.meaning() == other.meaning()
    }
}

impl Eq for NetDevice {}

impl FromStr for NetDevice {
    type Err = NotationError;

    fn from_str(text: &str) -> Result<Self, NotationError> {
        let refuse = |rule| NotationError::new(KIND, text, rule, HINT);
        let mut options = Properties::parse(text, "model").map_err(refuse)?;
        let short: Vec<&str> = MODELS.iter().copied().filter(|model| options.get(model).is_some()).collect();
        let (model, mac) = match short[..] {
            [] => (options.remove("model"), options.remove("macaddr")),
            [model] if options.get("model").is_none() && options.get("macaddr").is_none() => {
                (Some(model.to_owned()), options.remove(model))
            }
            _ => return Err(refuse("it names its model once")),
        };
        let model = model.ok_or_else(|| refuse("it names no model"))?;
        if !MODELS.contains(&model.as_str()) {
            return Err(refuse("the model is none that Proxmox VE knows"));
        }
        if options.iter().any(|(key, _)| !is_key(key)) {
            return Err(refuse("the name of an option has letters, digits, - and _"));
        }
        let mac =
            mac.map(|text| Ok((text.parse().map_err(|_| refuse("its MAC address is none"))?, text))).transpose()?;
        Ok(Self { model, mac, options })
    }
}

impl fmt::Display for NetDevice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.model)?;
        if let Some(mac) = self.mac_text() {
            write!(f, "={mac}")?;
        }
        self.options.write_sorted(f)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn device(text: &str) -> NetDevice {
        text.parse().unwrap()
    }

    #[test]
    fn a_device_prints_as_proxmox_does() {
        for (written, printed) in [
            (
                "bridge=vmbr0,model=virtio,macaddr=bc:24:11:aa:bb:cd,tag=0030,firewall=0,link_down=0",
                "virtio=bc:24:11:aa:bb:cd,bridge=vmbr0,firewall=0,link_down=0,tag=0030",
            ),
            (
                "model=e1000,macaddr=BC:24:11:00:00:02,bridge=vmbr1,trunks=10;20-22,rate=12.5,mtu=1400,link_down=1,queues=2",
                "e1000=BC:24:11:00:00:02,bridge=vmbr1,link_down=1,mtu=1400,queues=2,rate=12.5,trunks=10;20-22",
            ),
            ("virtio", "virtio"),
            ("virtio,bridge=vmbr0", "virtio,bridge=vmbr0"),
        ] {
            assert_eq!(device(written).to_string(), printed);
        }
    }

    #[test]
    fn a_device_means_the_same_in_any_spelling() {
        let one = device("virtio=BC:24:11:AA:BB:CC,bridge=vmbr0,firewall=1,tag=30,trunks=10;20");
        for other in [
            "tag=0030,trunks=20;10,firewall=yes,bridge=vmbr0,macaddr=bc:24:11:aa:bb:cc,model=virtio",
            "virtio=bc:24:11:AA:bb:cc,bridge=vmbr0,firewall=on,tag=30,trunks=10;20;10,link_down=0,queues=0",
        ] {
            assert_eq!(device(other), one, "{other}");
        }
        for other in [
            "virtio=BC:24:11:AA:BB:CD,bridge=vmbr0,firewall=1,tag=30,trunks=10;20",
            "e1000=BC:24:11:AA:BB:CC,bridge=vmbr0,firewall=1,tag=30,trunks=10;20",
            "virtio=BC:24:11:AA:BB:CC,bridge=vmbr0,tag=30,trunks=10;20",
            "virtio,bridge=vmbr0,firewall=1,tag=30,trunks=10;20",
        ] {
            assert_ne!(device(other), one, "{other}");
        }
    }

    #[test]
    fn what_stays_equal_is_not_rewritten() {
        let written = device("virtio=bc:24:11:aa:bb:cc,bridge=vmbr0,firewall=yes,tag=0030");
        let mac = written.mac().unwrap();
        let same = written.clone().with_mac(mac).with_firewall(true).with_tag(Some(30));
        assert_eq!(same.to_string(), written.to_string());
        let changed = written.with_firewall(false).with_tag(None).with_bridge("vnet1").unwrap();
        assert_eq!(changed.to_string(), "virtio=bc:24:11:aa:bb:cc,bridge=vnet1");
        let other = changed.with_mac(MacAddress::new([2, 0, 0, 0, 0, 0xab]));
        assert_eq!(other.mac_text(), Some("02:00:00:00:00:AB"));
    }

    #[test]
    fn what_is_none_is_refused() {
        for wrong in [
            "",
            "bogus=1",
            "e1001,bridge=vmbr0",
            "virtio,model=e1000,bridge=vmbr0",
            "virtio=00:11:22:33:44",
            "virtio=BC:24:11:AA:BB:CC,e1000=BC:24:11:AA:BB:CD",
            "virtio,bridge=",
            "virtio,bridge=vmbr0,bridge=vmbr1",
        ] {
            assert!(wrong.parse::<NetDevice>().is_err(), "{wrong}");
        }
        let written = device("virtio,bridge=vmbr0");
        for (key, value) in [("bridge", "a,tag=1"), ("macaddr", "x"), ("virtio", "x"), ("a=b", "x"), ("bridge", "")] {
            assert!(written.clone().with_option(key, Some(value)).is_err(), "{key}={value}");
        }
        let error = "e1001,bridge=vmbr0".parse::<NetDevice>().unwrap_err();
        insta::assert_snapshot!(error, @"`e1001,bridge=vmbr0` is not a network device: the model is none that Proxmox VE knows");
    }

    proptest! {
        #[test]
        fn parse_print_parse(
            model in 0..MODELS.len(),
            octets: Option<[u8; 6]>,
            options in proptest::collection::btree_map("(bridge|firewall|tag|trunks|rate|mtu)", "[a-z0-9.;-]{1,8}", 0..6),
        ) {
            let mut device = NetDevice::new(MODELS[model], octets.map(MacAddress::new)).unwrap();
            for (key, value) in &options {
                device = device.with_option(key, Some(value)).unwrap();
            }
            let read: NetDevice = device.to_string().parse().unwrap();
            prop_assert_eq!(read.to_string(), device.to_string());
            prop_assert_eq!(read, device);
        }

        #[test]
        fn arbitrary_text_survives_if_it_is_a_device(text in "(virtio|model=e1000|macaddr=[0-9a-f:]{17})?(,[a-z]+=.*)*.*") {
            if let Ok(device) = text.parse::<NetDevice>() {
                prop_assert_eq!(device.to_string().parse::<NetDevice>(), Ok(device));
            }
        }
    }
}
