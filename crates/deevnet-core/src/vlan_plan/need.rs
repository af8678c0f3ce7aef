//! The VLANs that a host needs, each with every reason for it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::behind::BehindKind;
use super::reason::Reason;
use super::survey::Survey;
use crate::model::{AddressState, Host, Interface, Segment, Substrate, Tenant, VirtualMachine, Workload};
use crate::network::VlanId;
use crate::source::Span;
use crate::tenant::Plane;

/// How the segments of tenants, and of the fabric below their overlays, are named.
const TENANT_PREFIX: &str = "tenant_";

/// The VLANs that have to reach a host.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Needs {
    pub(super) vlans: BTreeMap<VlanId, BTreeMap<Reason, Span>>,
    /// Whether that is all of them: nothing behind the port is on a segment that nobody can tell.
    pub(super) is_complete: bool,
}

impl Needs {
    pub(super) fn ids(&self) -> BTreeSet<VlanId> {
        self.vlans.keys().copied().collect()
    }

    pub(super) fn add(&mut self, vlan: VlanId, reason: Reason, span: Span) {
        self.vlans.entry(vlan).or_default().entry(reason).or_insert(span);
    }

    pub(super) fn add_all(&mut self, others: Needs) {
        for (vlan, reasons) in others.vlans {
            for (reason, span) in reasons {
                self.add(vlan, reason, span);
            }
        }
        self.is_complete &= others.is_complete;
    }

    fn add_segment(&mut self, segment: &Segment, reason: Reason, span: Span) {
        if let Some(vlan) = segment.vlan_id {
            self.add(vlan.value, reason, span);
        }
    }
}

/// The VLANs that a hypervisor needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct HypervisorVlans {
    /// Those of its own interfaces, its machines and, on the tenant plane, of all tenants.
    pub(crate) needed: BTreeSet<VlanId>,
    /// Whether that is all of them.
    pub(crate) is_complete: bool,
}

impl Substrate {
    /// The VLANs that every hypervisor needs, by its name.
    pub(crate) fn vlans_of_hypervisors(&self) -> BTreeMap<Arc<str>, HypervisorVlans> {
        let survey = Survey::new(self);
        let hypervisors = self.hosts.values().filter(|host| host.hypervisor.is_some());
        let vlans = hypervisors.map(|host| {
            let needs = needs_of(&survey, host);
            (Arc::clone(&host.name), HypervisorVlans { needed: needs.ids(), is_complete: needs.is_complete })
        });
        vlans.collect()
    }
}

/// What a host that is no switch needs, by what kind of thing it is.
pub(super) fn needs_of(survey: &Survey<'_>, host: &Host) -> Needs {
    let mut needs = Needs { vlans: BTreeMap::new(), is_complete: true };
    add_interfaces(&mut needs, survey, host);
    match survey.kind_of(host) {
        BehindKind::Hypervisor => add_machines(&mut needs, survey, host),
        BehindKind::AccessPoint => add_wireless(&mut needs, survey, host),
        BehindKind::Router => add_routed(&mut needs, survey, host),
        BehindKind::Host | BehindKind::VirtualMachine | BehindKind::Switch => {}
    }
    needs
}

/// The segments that a host's own interfaces are on.
pub(super) fn add_interfaces(needs: &mut Needs, survey: &Survey<'_>, host: &Host) {
    for interface in host.interfaces.values() {
        match survey.lookup.of_interface(interface) {
            Some(segment) => {
                let reason = Reason::Interface { host: Arc::clone(&host.name), interface: Arc::clone(&interface.name) };
                needs.add_segment(segment, reason, place(interface));
            }
            None => needs.is_complete &= !is_attached(interface),
        }
    }
}

/// Where the segment of an interface is said.
fn place(interface: &Interface) -> Span {
    interface.segment.as_ref().map_or(interface.address.span, |segment| segment.span)
}

/// Whether an interface is on some network at all, as one with an address or a DHCP client is.
fn is_attached(interface: &Interface) -> bool {
    interface.segment.is_some() || interface.address.value != AddressState::Absent
}

/// The segments of the machines on a hypervisor; on the tenant plane, of all tenants.
fn add_machines(needs: &mut Needs, survey: &Survey<'_>, host: &Host) {
    for guest in survey.guests_of(host) {
        add_interfaces(needs, survey, guest);
        if let Some(machine) = &guest.machine {
            let reason = || Reason::Machine { machine: Arc::clone(&guest.name), hypervisor: Arc::clone(&host.name) };
            add_definition(needs, survey, machine, &reason);
        }
    }
    for (tenant, workload) in survey.workloads_of(host) {
        add_workload(needs, survey, host, tenant, workload);
    }
    match host.hypervisor.as_ref().and_then(|hypervisor| hypervisor.plane) {
        Some(plane) if plane.value == Plane::Tenant => add_tenants(needs, survey, host, plane.span),
        Some(_) => {}
        None => needs.is_complete = false,
    }
}

/// The tags and segments that the definition of a machine names.
fn add_definition(needs: &mut Needs, survey: &Survey<'_>, machine: &VirtualMachine, reason: &impl Fn() -> Reason) {
    let tags = machine.vlan_tag.iter().chain(machine.nics.iter().filter_map(|nic| nic.vlan_tag.as_ref()));
    for tag in tags {
        needs.add(tag.value, reason(), tag.span);
    }
    for name in machine.nics.iter().filter_map(|nic| nic.segment.as_ref()) {
        if let Some(segment) = survey.substrate.segments.get(&name.value) {
            needs.add_segment(segment, reason(), name.span);
        }
    }
}

fn add_workload(needs: &mut Needs, survey: &Survey<'_>, host: &Host, tenant: &Tenant, workload: &Workload) {
    let reason = || Reason::Workload {
        tenant: tenant.name.value.as_str().into(),
        workload: workload.name.value.as_str().into(),
        hypervisor: Arc::clone(&host.name),
    };
    add_definition(needs, survey, &workload.machine, &reason);
    if let Some(segment) = survey.substrate.segment_of_tenant(tenant) {
        needs.add_segment(segment, reason(), workload.span);
    }
}

fn add_tenants(needs: &mut Needs, survey: &Survey<'_>, host: &Host, span: Span) {
    let substrate = survey.substrate;
    let own: BTreeSet<&str> =
        substrate.tenants.iter().filter_map(|tenant| Some(&*substrate.segment_of_tenant(tenant)?.name)).collect();
    for segment in substrate.segments.values() {
        let name = &*segment.name;
        if name.starts_with(TENANT_PREFIX) || own.contains(name) || substrate.tenant_of_segment(name).is_some() {
            needs.add_segment(segment, Reason::TenantPlane { hypervisor: Arc::clone(&host.name) }, span);
        }
    }
}

/// Every segment with a wireless network.
fn add_wireless(needs: &mut Needs, survey: &Survey<'_>, host: &Host) {
    for segment in survey.substrate.segments.values() {
        let Some(ssid) = &segment.wifi_ssid else { continue };
        let reason = Reason::Wireless { access_point: Arc::clone(&host.name), ssid: Arc::clone(&ssid.value) };
        needs.add_segment(segment, reason, ssid.span);
    }
}

/// Every segment with a gateway that is this router's or nobody's, where it has one of them at all.
fn add_routed(needs: &mut Needs, survey: &Survey<'_>, host: &Host) {
    if !survey.is_gateway(host) {
        return;
    }
    for segment in survey.substrate.segments.values() {
        let Some(gateway) = segment.gateway else { continue };
        if survey.holder_of(gateway.value).is_none_or(|holder| holder == &*host.name) {
            needs.add_segment(segment, Reason::Routed { router: Arc::clone(&host.name) }, gateway.span);
        }
    }
}
