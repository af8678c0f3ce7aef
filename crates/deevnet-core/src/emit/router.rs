//! The router of a substrate.

use std::sync::Arc;

use super::interface_name::InterfaceName;
use crate::model::{Host, Interface, Segment, Substrate};
use crate::policy::{Zone, ZoneKind};

/// The segment through which overlays of tenants reach the router.
pub(super) const TRANSIT: &str = "tenant_transit";
/// The purpose of the interface towards the internet.
const WAN: &str = "wan";

/// The interface of a host that has the gateway of a segment.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RouterInterface {
    /// The inventory hostname.
    pub host: Arc<str>,
    /// The interface.
    pub interface: Arc<str>,
}

/// Whether an interface has the gateway address of a segment.
pub(super) fn is_gateway(substrate: &Substrate, interface: &Interface) -> bool {
    let address = interface.address.value.fixed();
    let mut gateways = substrate.segments.values().filter_map(|segment| segment.gateway);
    address.is_some_and(|address| gateways.any(|gateway| gateway.value == address))
}

/// The substrate without its hosts, except those that have the gateway of a segment.
pub(super) fn network(substrate: &Substrate) -> Substrate {
    let is_router = |host: &&Host| host.interfaces.values().any(|interface| is_gateway(substrate, interface));
    let routers = substrate.hosts.values().filter(is_router).map(|host| (Arc::clone(&host.name), host.clone()));
    let hosts = routers.collect();
    Substrate {
        name: substrate.name.clone(),
        root_domain: substrate.root_domain.clone(),
        site_octet: substrate.site_octet,
        tenants: substrate.tenants.clone(),
        segments: substrate.segments.clone(),
        policy: substrate.policy.clone(),
        hosts,
        ..Substrate::default()
    }
}

/// The interface that a router's VLANs are on: the one that has a segment's gateway, where just one interface has any.
pub(super) fn find(substrate: &Substrate) -> Option<RouterInterface> {
    let mut found = substrate.hosts.values().flat_map(|host| {
        let interfaces = host.interfaces.values().filter(|interface| is_gateway(substrate, interface));
        interfaces
            .map(|interface| RouterInterface { host: Arc::clone(&host.name), interface: Arc::clone(&interface.name) })
    });
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

/// The host that has the most gateway addresses; the first by name of several.
pub(super) fn host(substrate: &Substrate) -> Option<&Host> {
    let gateways = |host: &&Host| {
        let is_gateway =
            |interface: &Interface| substrate.segments.values().any(|segment| is_gateway_of(interface, segment));
        host.interfaces.values().filter(|interface| is_gateway(interface)).count()
    };
    // The last of equal maxima is taken, so the names are gone through from behind.
    substrate.hosts.values().rev().max_by_key(gateways).filter(|host| gateways(host) > 0)
}

/// Whether an interface has the gateway address of one segment.
pub(super) fn is_gateway_of(interface: &Interface, segment: &Segment) -> bool {
    let gateway = segment.gateway.map(|gateway| gateway.value);
    gateway.is_some() && interface.address.value.fixed() == gateway
}

/// The interface of a router towards the internet, where it declares one that the kernel can have.
pub(super) fn wan(router: Option<&Host>) -> Option<InterfaceName> {
    let is_wan = |interface: &&Interface| interface.purpose.as_ref().is_some_and(|purpose| &*purpose.value == WAN);
    router.and_then(|host| host.interfaces.values().find(is_wan))?.name.parse().ok()
}

/// Whether a zone is the overlay of a tenant, which reaches the router through the transit segment.
pub(super) fn is_overlay(substrate: &Substrate, zone: &Zone) -> bool {
    let has_addresses = zone.kind == ZoneKind::Tenant && zone.addresses.is_some();
    has_addresses && !substrate.segments.contains_key(&zone.name)
}
