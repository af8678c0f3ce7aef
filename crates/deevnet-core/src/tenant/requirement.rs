//! What the devices of a substrate need for a tenant, and in which order it is taken down again.

use std::net::Ipv4Addr;

use serde::Serialize;

use super::{Plane, TenantOverlay, TenantRecord, TenantSegment};
use crate::model::{Host, Substrate, SwitchProfile, VlanReference, VlanSelection};
use crate::name::Form;
use crate::source::Spanned;

/// The kind of device that something has to be done on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Device {
    /// The core router: interfaces, DHCP, firewall.
    Router,
    /// A switch: VLANs and trunks.
    Switch,
    /// A name server: zones.
    Dns,
    /// A hypervisor: bridges, software-defined network, machines.
    Hypervisor,
}

crate::named::named!(Device, "kind of device":
    Router => "router",
    Switch => "switch",
    Dns => "dns",
    Hypervisor => "hypervisor",
);

/// One thing that a device needs, or that is taken from it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Requirement {
    /// Where.
    pub device: Device,
    /// What, as an entry of a list has it.
    pub text: String,
}

impl Substrate {
    /// What the router, the switches, the name servers and the hypervisors need for a tenant, by device.
    pub fn tenant_requirements(&self, record: &TenantRecord) -> Vec<Requirement> {
        let mut steps = Steps::default();
        match (&record.segment, &record.overlay) {
            (Some(segment), _) => steps.vlan(self, record, segment),
            (None, Some(overlay)) => steps.overlay(record, overlay),
            (None, None) => {}
        }
        steps.zones(record);
        steps.0.sort_by_key(|step| step.device);
        steps.0
    }

    /// What has to be taken down with a tenant, in this order: what depends on something goes before it.
    pub fn tenant_teardown(&self, record: &TenantRecord) -> Vec<Requirement> {
        let mut steps = Steps::default();
        match (&record.segment, &record.overlay) {
            (Some(segment), _) => steps.vlan_teardown(self, record, segment),
            (None, Some(overlay)) => steps.overlay_teardown(record, overlay),
            (None, None) => {}
        }
        steps.0
    }
}

#[derive(Debug, Default)]
struct Steps(Vec<Requirement>);

impl Steps {
    fn add(&mut self, device: Device, text: impl Into<String>) {
        self.0.push(Requirement { device, text: text.into() });
    }

    fn vlan(&mut self, substrate: &Substrate, record: &TenantRecord, segment: &TenantSegment) {
        let vlan = vlan_label(segment);
        if let Some(interface) = interface_address(record) {
            self.add(Device::Router, format!("an interface on {vlan} with the address {interface}"));
        }
        if let Some(pool) = pool(segment) {
            self.add(Device::Router, format!("a DHCP scope on it: {pool}"));
        }
        self.add(Device::Router, format!("a firewall zone `{}`, which nothing reaches by default", segment.name));
        self.add(Device::Switch, format!("{vlan}, named `{}`", segment.name));
        for text in trunks(substrate, segment) {
            self.add(Device::Switch, text);
        }
        for host in tenant_hypervisors(substrate) {
            let bridge = bridge(host).map_or_else(|| "its bridge".to_owned(), |bridge| format!("the bridge {bridge}"));
            self.add(Device::Hypervisor, format!("{vlan} on {bridge} of {}; guests have its tag", host.name));
        }
    }

    fn overlay(&mut self, record: &TenantRecord, overlay: &TenantOverlay) {
        if let (Some(vni), Some(system)) = (overlay.vrf_vni, overlay.autonomous_system) {
            self.add(Device::Router, format!("a VRF `{}` with VNI {vni}, routed by BGP in AS {system}", record.name));
        }
        if let Some(subnet) = record.subnet {
            self.add(Device::Router, format!("the route to {subnet}, and firewall rules for it"));
        }
        self.add(Device::Switch, "nothing: overlays cross the VLANs that are there already");
        let vni = overlay.vrf_vni.map(|vni| format!(" with the VRF VNI {vni}")).unwrap_or_default();
        self.add(Device::Hypervisor, format!("an EVPN zone `{}`{vni}", record.name));
        for vnet in &overlay.vnets {
            let name = vnet.name.as_ref().map(|name| format!(" ({name})")).unwrap_or_default();
            let tag = vnet.vni.map(|vni| format!(" with the tag {vni}")).unwrap_or_default();
            self.add(Device::Hypervisor, format!("a VNet `{}`{name}{tag}", vnet.id));
        }
        if let (Some(subnet), Some(gateway)) = (record.subnet, record.gateway) {
            self.add(Device::Hypervisor, format!("the subnet {subnet} with the gateway {gateway}"));
        }
        if let (Some(first), Some(last)) = (overlay.first_vmid, overlay.last_vmid) {
            self.add(Device::Hypervisor, format!("VMIDs {first} to {last} for its workloads"));
        }
        if let Some(first) = first_workload(record) {
            self.add(Device::Hypervisor, format!("addresses from {first} by cloud-init: the zone serves no DHCP"));
        }
    }

    fn zones(&mut self, record: &TenantRecord) {
        if let Some(zone) = &record.forward_zone {
            self.add(Device::Dns, format!("the forward zone {zone}"));
        }
        if let Some(zone) = &record.reverse_zone {
            self.add(Device::Dns, format!("the reverse zone {zone}"));
        }
    }

    fn vlan_teardown(&mut self, substrate: &Substrate, record: &TenantRecord, segment: &TenantSegment) {
        let vlan = vlan_label(segment);
        for host in tenant_hypervisors(substrate) {
            self.add(Device::Hypervisor, format!("every guest of {} with the tag of {vlan}", host.name));
        }
        self.zones(record);
        self.add(Device::Router, format!("the firewall zone `{}`", segment.name));
        if let Some(pool) = pool(segment) {
            self.add(Device::Router, format!("the DHCP scope {pool}"));
        }
        if let Some(interface) = interface_address(record) {
            self.add(Device::Router, format!("the interface on {vlan} with the address {interface}"));
        }
        self.add(Device::Switch, format!("{vlan} on every trunk, and then the VLAN"));
    }

    /// Proxmox VE refuses to delete a VNet that has subnets, and a zone that has VNets.
    fn overlay_teardown(&mut self, record: &TenantRecord, overlay: &TenantOverlay) {
        if let (Some(first), Some(last)) = (overlay.first_vmid, overlay.last_vmid) {
            self.add(Device::Hypervisor, format!("every guest with a VMID from {first} to {last}"));
        }
        self.zones(record);
        if let Some(subnet) = record.subnet {
            self.add(Device::Router, format!("firewall rules for {subnet} and the route to it"));
        }
        if let Some(vni) = overlay.vrf_vni {
            self.add(Device::Router, format!("the VRF `{}` with VNI {vni}", record.name));
        }
        if let Some(subnet) = record.subnet {
            self.add(Device::Hypervisor, format!("the subnet {subnet}"));
        }
        for vnet in &overlay.vnets {
            self.add(Device::Hypervisor, format!("the VNet `{}`", vnet.id));
        }
        self.add(Device::Hypervisor, format!("the zone `{}`", record.name));
    }
}

fn vlan_label(segment: &TenantSegment) -> String {
    segment.vlan_id.map_or_else(|| "its VLAN".to_owned(), |vlan| format!("VLAN {vlan}"))
}

/// The gateway's address with the prefix length of its subnet.
fn interface_address(record: &TenantRecord) -> Option<String> {
    let (gateway, subnet) = record.gateway.zip(record.subnet)?;
    Some(format!("{gateway}/{}", subnet.prefix_len()))
}

fn pool(segment: &TenantSegment) -> Option<String> {
    let (start, end) = segment.pool_start.zip(segment.pool_end)?;
    Some(format!("{start} to {end}"))
}

fn first_workload(record: &TenantRecord) -> Option<Ipv4Addr> {
    let (site, index) = super::overlay::tenant_of(record.subnet?.network())?;
    Some(super::overlay::workload_address(site, index, super::WorkloadSlot::MIN))
}

/// The hypervisors of the tenant plane; where none says its plane, all of them.
fn tenant_hypervisors(substrate: &Substrate) -> Vec<&Host> {
    let is_one =
        |host: &&Host| host.hypervisor.is_some() || host.form.is_some_and(|form| form.value == Form::Hypervisor);
    let plane = |host: &Host| host.hypervisor.as_ref().and_then(|hypervisor| hypervisor.plane).map(|plane| plane.value);
    let all: Vec<&Host> = substrate.hosts.values().filter(is_one).collect();
    let of_tenants: Vec<&Host> = all.iter().copied().filter(|host| plane(host) == Some(Plane::Tenant)).collect();
    if of_tenants.is_empty() { all } else { of_tenants }
}

fn bridge(host: &Host) -> Option<&str> {
    Some(&host.hypervisor.as_ref()?.bridge.as_ref()?.value)
}

/// The trunks that a tenant's VLAN belongs on: those that carry all, and those that carry other tenants' segments.
fn trunks(substrate: &Substrate, segment: &TenantSegment) -> Vec<String> {
    let mut texts = Vec::new();
    for profile in substrate.switch_profiles.values() {
        if let Some(text) = trunk(substrate, segment, &format!("the profile {}", profile.name), selection(profile)) {
            texts.push(text);
        }
    }
    for host in substrate.hosts.values() {
        for port in host.switch_ports.iter().flat_map(|ports| &ports.trunk) {
            let label = crate::vlan_plan::port_label(host, port.interface.as_ref());
            texts.extend(trunk(substrate, segment, &label, Some(&port.allowed_vlans)));
        }
    }
    if texts.is_empty() {
        texts.push(format!("`{}` on the trunks to the router and to the tenant hypervisor", segment.name));
    }
    texts
}

fn selection(profile: &SwitchProfile) -> Option<&VlanSelection> {
    let is_trunk = profile.mode == Some(crate::model::PortMode::Trunk);
    profile.allowed_vlans.as_ref().filter(|_| is_trunk)
}

fn trunk(
    substrate: &Substrate,
    segment: &TenantSegment,
    holder: &str,
    selection: Option<&VlanSelection>,
) -> Option<String> {
    match selection? {
        VlanSelection::All => Some(format!("{holder} carries every VLAN, and so this one")),
        VlanSelection::Listed(references) if references.iter().any(|one| is_own(segment, one)) => {
            Some(format!("{holder} carries it already"))
        }
        VlanSelection::Listed(references) => {
            let tenants = references.iter().find(|one| is_a_tenants(substrate, one))?;
            let written = match tenants.value {
                VlanReference::Segment(_) => segment.name.to_string(),
                VlanReference::Id(_) => segment.vlan_id.map(|vlan| vlan.to_string()).unwrap_or_default(),
            };
            Some(format!("{holder} carries {} and needs `{written}` in allowed_vlans", tenants.value))
        }
    }
}

fn is_own(segment: &TenantSegment, reference: &Spanned<VlanReference>) -> bool {
    match &reference.value {
        VlanReference::Id(id) => segment.vlan_id == Some(*id),
        VlanReference::Segment(name) => *name == segment.name,
    }
}

/// Whether a reference is to the segment of any tenant.
fn is_a_tenants(substrate: &Substrate, reference: &Spanned<VlanReference>) -> bool {
    let of_tenant =
        |name: &str| substrate.tenant_with_segment(name).is_some() || substrate.tenant_of_segment(name).is_some();
    match &reference.value {
        VlanReference::Segment(name) => of_tenant(name),
        VlanReference::Id(id) => {
            let mut segments = substrate.segments.values();
            segments.any(|segment| segment.vlan_id.is_some_and(|vlan| vlan.value == *id) && of_tenant(&segment.name))
        }
    }
}
