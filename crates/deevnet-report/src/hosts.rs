//! The hosts of a substrate, one row an interface.

use std::collections::BTreeMap;
use std::sync::Arc;

use deevnet_core::model::{AddressState, Host, Interface, MacState, Substrate};
use serde::Serialize;

use crate::flags::{Flag, Flags};
use crate::segments::{Segments, Tinted};

/// The names of hosts' rows, by which other parts of the page lead to them.
pub(crate) struct Anchors(BTreeMap<Arc<str>, String>);

impl Anchors {
    /// `host-<name>` where the name is one of DNS; a number where it may hold anything.
    pub(crate) fn of(substrate: &Substrate) -> Self {
        let anchor = |(number, host): (usize, &Host)| {
            let anchor =
                if host.is_publishable { format!("host-{}", host.name) } else { format!("host.{}", number + 1) };
            (Arc::clone(&host.name), anchor)
        };
        Self(substrate.hosts.values().enumerate().map(anchor).collect())
    }

    /// The anchor of a host; `None` where the substrate has no such host.
    pub(crate) fn to(&self, host: &str) -> Option<&str> {
        self.0.get(host).map(String::as_str)
    }
}

/// The rows of the table.
#[derive(Debug, Serialize)]
pub(crate) struct Rows(Vec<Row>);

/// One interface of a host, or a host that has none.
#[derive(Debug, Serialize)]
struct Row {
    /// The anchor of the host, on its first row.
    anchor: Option<String>,
    host: Arc<str>,
    form: Option<&'static str>,
    role: Option<Arc<str>>,
    interface: Option<Arc<str>>,
    mac: Option<String>,
    is_mac_known: bool,
    address: Option<String>,
    segment: Option<Tinted>,
    /// The segment that the interface names and the substrate does not have.
    unknown_segment: Option<Arc<str>>,
    vmid: Option<u32>,
    hypervisor: Option<Arc<str>>,
    publishes: Vec<&'static str>,
    services: Vec<Arc<str>>,
    /// What was found about the host; on its first row.
    flag: Option<Flag>,
}

impl Rows {
    pub(crate) fn of(substrate: &Substrate, segments: &Segments, anchors: &Anchors, flags: &Flags) -> Self {
        let placement = placement(substrate);
        let mut rows = Vec::new();
        for host in substrate.hosts.values() {
            let first = rows.len();
            let of = |interface: Option<&Interface>| Row {
                hypervisor: placement.get(&host.name).cloned(),
                ..Row::of(host, interface, segments)
            };
            if host.interfaces.is_empty() {
                rows.push(of(None));
            }
            rows.extend(host.interfaces.values().map(|interface| of(Some(interface))));
            if let Some(row) = rows.get_mut(first) {
                row.anchor = anchors.to(&host.name).map(str::to_owned);
                row.flag = flags.host(&host.name).cloned();
            }
        }
        Self(rows)
    }
}

impl Row {
    fn of(host: &Host, interface: Option<&Interface>, segments: &Segments) -> Self {
        let segment = interface.and_then(|interface| segments.of_interface(interface)).cloned();
        let named = interface.and_then(|interface| interface.segment.as_ref()).map(|segment| &segment.value);
        Self {
            anchor: None,
            host: Arc::clone(&host.name),
            form: host.form.map(|form| form.value.description()),
            role: host.role.as_ref().map(|role| Arc::clone(&role.value)),
            interface: interface.map(|interface| Arc::clone(&interface.name)),
            mac: interface.map(|interface| mac(interface.mac.value)),
            is_mac_known: interface.is_some_and(|interface| interface.mac.value.known().is_some()),
            address: interface.and_then(|interface| address(interface.address.value)),
            unknown_segment: named.filter(|_| segment.is_none()).cloned(),
            segment,
            vmid: host.vmid().map(|vmid| u32::from(vmid.value)),
            hypervisor: None,
            publishes: interface.map(publishes).unwrap_or_default(),
            services: interface.map(services).unwrap_or_default(),
            flag: None,
        }
    }
}

/// The hypervisor of each machine that is a host.
fn placement(substrate: &Substrate) -> BTreeMap<Arc<str>, Arc<str>> {
    let mut homes = BTreeMap::new();
    for node in substrate.placement().nodes() {
        for host in node.machines().iter().filter_map(deevnet_core::placement::Machine::host) {
            homes.insert(Arc::clone(&host.name), Arc::clone(&node.host().name));
        }
    }
    homes
}

fn mac(state: MacState) -> String {
    match state {
        MacState::Known(mac) => mac.to_string(),
        MacState::Unknown => "unknown".to_owned(),
        MacState::Unallocated => "unallocated".to_owned(),
    }
}

fn address(state: AddressState) -> Option<String> {
    match state {
        AddressState::Fixed(address) => Some(address.to_string()),
        AddressState::Dynamic => Some("dhcp".to_owned()),
        AddressState::Absent => None,
    }
}

fn publishes(interface: &Interface) -> Vec<&'static str> {
    let flags = [
        (interface.wants_address_record(), "dns"),
        (interface.wants_reservation(), "dhcp"),
        (interface.publication.pxe_boot.is_some(), "pxe"),
        (interface.wants_wake(), "wol"),
    ];
    flags.iter().filter(|(flag, _)| *flag).map(|(_, name)| *name).collect()
}

fn services(interface: &Interface) -> Vec<Arc<str>> {
    interface.publication.cnames.iter().map(|service| Arc::clone(&service.name.value)).collect()
}
