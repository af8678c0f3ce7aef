//! The router of a substrate.

use std::sync::Arc;

use crate::model::{Host, Interface, Substrate};

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
