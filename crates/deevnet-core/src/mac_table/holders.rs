//! Whose an address is.

use std::collections::BTreeMap;

use crate::mac::MacAddress;
use crate::model::{Interface, Substrate};

/// The interfaces that hold each declared address: all of them, for a duplicate must not hide behind another.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AddressHolders(BTreeMap<MacAddress, Vec<String>>);

impl AddressHolders {
    /// The holders of every address that a substrate declares.
    pub fn of(substrate: &Substrate) -> AddressHolders {
        let mut holders: BTreeMap<MacAddress, Vec<String>> = BTreeMap::new();
        for host in substrate.hosts.values() {
            let known = |interface: &Interface| Some((interface.mac.value.known()?, interface.name.to_string()));
            for (mac, interface) in host.interfaces.values().filter_map(known) {
                holders.entry(mac).or_default().push(format!("{} ({interface})", host.name));
            }
        }
        AddressHolders(holders)
    }

    /// The holders of an address, each as `<host> (<interface>)`, by host and interface; none where nobody declares it.
    pub fn get(&self, mac: MacAddress) -> &[String] {
        self.0.get(&mac).map_or(&[], Vec::as_slice)
    }
}
