//! The network devices of machines: what is attached to which bridge, with which VLAN tag and MAC address.

use std::sync::Arc;

use crate::mac::MacAddress;
use crate::model::{Host, Interface, MacState, Nic, Segment, Substrate, VirtualMachine};
use crate::tenant::TenantRecord;

/// A network device of a machine.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct NetworkDevice {
    /// What is declared of its MAC address; `None` where nothing is, so that its node gives it one.
    pub mac: Option<MacState>,
    /// The bridge or VNet it is attached to; `None` where none is declared.
    pub bridge: Option<String>,
    /// Its VLAN tag; `None` is untagged.
    pub tag: Option<u16>,
    /// Whether the bridge is the VNet of an overlay.
    pub is_vnet: bool,
    /// The segment it is on, where that is known by name.
    pub segment: Option<Arc<str>>,
}

impl Substrate {
    /// The network devices of a machine of the management plane, and the number of the one with the fixed address.
    ///
    /// A list of `nics` is all of them. Where it is empty there is one, with the tag of the machine. Where the machine has
    /// a tag and the first of the list has another, the list goes on behind the one with the machine's tag.
    pub fn network_devices_of_host(&self, host: &Host, definition: &VirtualMachine) -> (Vec<NetworkDevice>, usize) {
        let rows = rows(self, Some(host), definition);
        let mut place = 0;
        let mut devices = Vec::with_capacity(rows.len());
        for (number, row) in rows.iter().enumerate() {
            let interface = interface_of(self, host, definition, &rows, number);
            let mac = interface.map(|interface| interface.mac.value).or_else(|| host.assigned.mac.map(|mac| mac.value));
            if let (Some(interface), Some(address)) = (interface, definition.static_ip)
                && interface.address.value.fixed() == Some(address.value.addr())
            {
                place = number;
            }
            devices.push(NetworkDevice { mac, ..row.device.clone() });
        }
        (devices, place)
    }

    /// The network devices of a workload, of which the first has its MAC address.
    ///
    /// On an overlay a device is attached to the VNet that its `segment` names, or else to the tenant's first one, and has
    /// no tag. On a VLAN it has the tag of its tenant's segment where it has none itself.
    pub fn network_devices_of_workload(
        &self,
        tenant: &TenantRecord,
        definition: &VirtualMachine,
        mac: Option<MacAddress>,
    ) -> Vec<NetworkDevice> {
        let rows = rows(self, None, definition);
        let mut devices: Vec<NetworkDevice> = rows.iter().map(|row| row.device.clone()).collect();
        for (device, row) in devices.iter_mut().zip(&rows) {
            if let Some(overlay) = &tenant.overlay {
                let named = row.declared.and_then(|declared| declared.segment.as_ref());
                let vnet = overlay
                    .vnets
                    .iter()
                    .find(|vnet| named.is_some() && vnet.name.as_ref() == named.map(|name| &name.value));
                device.bridge = vnet.or(overlay.vnets.first()).map(|vnet| vnet.id.to_string());
                device.tag = None;
                device.is_vnet = true;
            } else if device.tag.is_none() {
                device.tag = tenant.segment.as_ref().and_then(|segment| Some(segment.vlan_id?.get()));
                device.segment = tenant.segment.as_ref().map(|segment| Arc::clone(&segment.name));
            }
        }
        if let Some(first) = devices.first_mut() {
            first.mac = mac.map(MacState::Known);
        }
        devices
    }
}

/// A network device with what declares it.
struct Row<'a> {
    device: NetworkDevice,
    declared: Option<&'a Nic>,
}

fn rows<'a>(substrate: &Substrate, host: Option<&Host>, definition: &'a VirtualMachine) -> Vec<Row<'a>> {
    let own = definition.vlan_tag.map(|tag| tag.value.get());
    let mut rows: Vec<Row<'a>> = definition.nics.iter().map(|nic| row(substrate, host, nic)).collect();
    match rows.first_mut() {
        Some(first) if first.device.tag.is_none() => first.device.tag = own,
        Some(first) if own.is_none() || first.device.tag == own => {}
        _ => rows.insert(0, Row { device: NetworkDevice { tag: own, ..NetworkDevice::default() }, declared: None }),
    }
    rows
}

fn row<'a>(substrate: &Substrate, host: Option<&Host>, nic: &'a Nic) -> Row<'a> {
    let interface = nic.interface.as_ref().and_then(|name| host?.interfaces.get(&name.value));
    let named = nic.segment.as_ref().or_else(|| interface?.segment.as_ref());
    let segment = named.and_then(|name| substrate.segments.get(&name.value));
    let tag = nic.vlan_tag.or_else(|| segment?.vlan_id).map(|tag| tag.value.get());
    let device = NetworkDevice {
        tag,
        bridge: nic.bridge.as_ref().map(|bridge| bridge.value.to_string()),
        segment: segment.map(|segment| Arc::clone(&segment.name)),
        ..NetworkDevice::default()
    };
    Row { device, declared: Some(nic) }
}

/// The interface of a host that a network device is: the one it names; or of those that no device names, the one with the
/// address that cloud-init gives, the one on the VLAN of its tag, or the first by name.
fn interface_of<'h>(
    substrate: &Substrate,
    host: &'h Host,
    definition: &VirtualMachine,
    rows: &[Row<'_>],
    number: usize,
) -> Option<&'h Interface> {
    let name_of = |row: &Row<'_>| row.declared.and_then(|nic| Some(Arc::clone(&nic.interface.as_ref()?.value)));
    if let Some(name) = name_of(&rows[number]) {
        return host.interfaces.get(&name);
    }
    let named: Vec<Arc<str>> = rows.iter().filter_map(name_of).collect();
    let free: Vec<&Interface> = host.interfaces.values().filter(|interface| !named.contains(&interface.name)).collect();
    let address = definition.static_ip.map(|address| address.value.addr());
    let has_address = |interface: &&&Interface| address.is_some() && interface.address.value.fixed() == address;
    let segment =
        |interface: &Interface| -> Option<&Segment> { substrate.segments.get(&interface.segment.as_ref()?.value) };
    let tag = rows[number].device.tag;
    let has_tag = |interface: &&&Interface| {
        tag.is_some() && segment(interface).and_then(|segment| segment.vlan_id).map(|vlan| vlan.value.get()) == tag
    };
    let unnamed_before = rows[..number].iter().filter(|row| name_of(row).is_none()).count();
    let first = || free.get(unnamed_before);
    if unnamed_before > 0 {
        return free.iter().find(has_tag).or_else(first).copied();
    }
    free.iter().find(has_address).or_else(|| free.iter().find(has_tag)).or_else(first).copied()
}
