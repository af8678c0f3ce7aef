//! The hosts of a substrate.

use deevnet_core::model::{AddressState, Host, Interface, MacState, Substrate};

use super::shown;
use crate::table::Table;

/// One line an interface, and one for a host that has none; by host and interface.
pub(super) fn table(substrate: &Substrate) -> Table {
    let mut table = Table::new(["HOST", "FORM", "VMID", "INTERFACE", "MAC", "ADDRESS", "SEGMENT", "PUBLISHES"]);
    table.align_right(2);
    for host in substrate.hosts.values() {
        if host.interfaces.is_empty() {
            table.row(row(host, None));
        }
        for interface in host.interfaces.values() {
            table.row(row(host, Some(interface)));
        }
    }
    table
}

fn row(host: &Host, interface: Option<&Interface>) -> [String; 8] {
    [
        host.name.to_string(),
        shown(host.form.map(|form| form.value).as_ref()),
        shown(host.vmid().map(|vmid| vmid.value).as_ref()),
        shown(interface.map(|interface| &interface.name)),
        interface.map_or_else(absent, |interface| mac(interface.mac.value)),
        interface.map_or_else(absent, |interface| address(interface.address.value)),
        shown(interface.and_then(|interface| interface.segment.as_ref()).map(|segment| &segment.value)),
        interface.map_or_else(absent, publishes),
    ]
}

fn absent() -> String {
    "-".to_owned()
}

fn mac(state: MacState) -> String {
    match state {
        MacState::Known(mac) => mac.to_string(),
        MacState::Unknown => "unknown".to_owned(),
        MacState::Unallocated => "unallocated".to_owned(),
    }
}

fn address(state: AddressState) -> String {
    match state {
        AddressState::Fixed(address) => address.to_string(),
        AddressState::Dynamic => "dhcp".to_owned(),
        AddressState::Absent => absent(),
    }
}

/// What is published about an interface, and its service names.
fn publishes(interface: &Interface) -> String {
    let flags = [
        (interface.wants_address_record(), "dns"),
        (interface.wants_reservation(), "dhcp"),
        (interface.publication.pxe_boot.is_some(), "pxe"),
        (interface.wants_wake(), "wol"),
    ];
    let mut published: Vec<String> =
        flags.iter().filter(|(flag, _)| *flag).map(|(_, name)| (*name).to_owned()).collect();
    let services: Vec<&str> = interface.publication.cnames.iter().map(|service| &*service.name.value).collect();
    if !services.is_empty() {
        published.push(format!("({})", services.join(" ")));
    }
    if published.is_empty() { absent() } else { published.join(" ") }
}
