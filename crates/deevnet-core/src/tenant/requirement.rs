//! What the devices of a substrate need for a tenant, and in which order it is taken down again.

use std::net::Ipv4Addr;

use serde::Serialize;

use super::{Plane, TenantOverlay, TenantRecord, TenantSegment, opening};
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
        self.add(
            Device::Router,
            format!("a firewall zone `{0}`, {1}", segment.name, opening::told(substrate, &segment.name)),
        );
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

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::declared::testing::declared_from_json;

    fn told(substrate: &Value, hosts: &Value) -> String {
        let checked = crate::check(&declared_from_json(&json!({ "substrate": substrate, "hosts": hosts })));
        let record = &checked.substrate.tenant_records()[0];
        let lines = |steps: Vec<Requirement>| -> Vec<String> {
            steps.iter().map(|step| format!("{}: {}", step.device, step.text)).collect()
        };
        let (needs, teardown) =
            (checked.substrate.tenant_requirements(record), checked.substrate.tenant_teardown(record));
        format!("{}\n\n{}", lines(needs).join("\n"), lines(teardown).join("\n"))
    }

    #[test]
    fn a_vlan_is_made_and_taken_down() {
        let variables = json!({
            "deevnet_substrate": "lab",
            "deevnet_root_domain": "example.net",
            "deevnet_tenants": [{ "name": "oak", "index": 1 }],
            "deevnet_vlans": {
                "tenant_1": {
                    "vlan_id": 50, "subnet": "10.20.50.0/24", "gateway": "10.20.50.1",
                    "dhcp_range_start": "10.20.50.100", "dhcp_range_end": "10.20.50.200",
                },
                "tenant_2": { "vlan_id": 51 },
            },
            "deevnet_switch_profiles": {
                "nodes": { "mode": "trunk", "allowed_vlans": ["tenant_2"] },
                "radio": { "mode": "trunk", "allowed_vlans": ["guest"] },
                "desk": { "mode": "access", "vlan": "tenant_2" },
            },
        });
        let hosts = json!({
            "hv01": { "infrastructure": { "form": "hv" }, "deevnet_hypervisor": { "plane": "management" } },
            "hv02": { "infrastructure": { "form": "hv" }, "deevnet_hypervisor": { "plane": "tenant", "bridge": "vmbr1" } },
            "access-sw01": { "switch_ports": { "trunk": [
                { "interface": "1", "allowed_vlans": "all" }, { "interface": "2", "allowed_vlans": [50] },
                { "interface": "3", "allowed_vlans": [51] }, { "interface": "4", "allowed_vlans": [40] },
            ] } },
        });
        insta::assert_snapshot!(told(&variables, &hosts), @"
        router: an interface on VLAN 50 with the address 10.20.50.1/24
        router: a DHCP scope on it: 10.20.50.100 to 10.20.50.200
        router: a firewall zone `tenant_1`, which nothing reaches by default
        switch: VLAN 50, named `tenant_1`
        switch: the profile nodes carries tenant_2 and needs `tenant_1` in allowed_vlans
        switch: port 1 of access-sw01 carries every VLAN, and so this one
        switch: port 2 of access-sw01 carries it already
        switch: port 3 of access-sw01 carries 51 and needs `50` in allowed_vlans
        dns: the forward zone oak.lab.example.net
        dns: the reverse zone 50.20.10.in-addr.arpa
        hypervisor: VLAN 50 on the bridge vmbr1 of hv02; guests have its tag

        hypervisor: every guest of hv02 with the tag of VLAN 50
        dns: the forward zone oak.lab.example.net
        dns: the reverse zone 50.20.10.in-addr.arpa
        router: the firewall zone `tenant_1`
        router: the DHCP scope 10.20.50.100 to 10.20.50.200
        router: the interface on VLAN 50 with the address 10.20.50.1/24
        switch: VLAN 50 on every trunk, and then the VLAN
        ");
    }

    #[test]
    fn an_overlay_is_made_and_taken_down() {
        let variables = json!({
            "deevnet_substrate": "lab",
            "deevnet_root_domain": "example.net",
            "deevnet_site_octet": 20,
            "deevnet_tenant_numbering": { "vrf_base": 10_000, "vnet_base": 20_000, "vmid_base": 10_000 },
            "deevnet_tenants": [{ "name": "oak", "index": 1, "vnets": ["front", "back"] }],
        });
        insta::assert_snapshot!(told(&variables, &json!({})), @"
        router: a VRF `oak` with VNI 10001, routed by BGP in AS 65020
        router: the route to 10.20.129.0/24, and firewall rules for it
        switch: nothing: overlays cross the VLANs that are there already
        dns: the forward zone oak.lab.example.net
        dns: the reverse zone 129.20.10.in-addr.arpa
        hypervisor: an EVPN zone `oak` with the VRF VNI 10001
        hypervisor: a VNet `oak0` (front) with the tag 20010
        hypervisor: a VNet `oak1` (back) with the tag 20011
        hypervisor: the subnet 10.20.129.0/24 with the gateway 10.20.129.1
        hypervisor: VMIDs 10040 to 10079 for its workloads
        hypervisor: addresses from 10.20.129.10 by cloud-init: the zone serves no DHCP

        hypervisor: every guest with a VMID from 10040 to 10079
        dns: the forward zone oak.lab.example.net
        dns: the reverse zone 129.20.10.in-addr.arpa
        router: firewall rules for 10.20.129.0/24 and the route to it
        router: the VRF `oak` with VNI 10001
        hypervisor: the subnet 10.20.129.0/24
        hypervisor: the VNet `oak0`
        hypervisor: the VNet `oak1`
        hypervisor: the zone `oak`
        ");
    }
}
