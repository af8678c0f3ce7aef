//! The router of a substrate.

use std::fmt;
use std::sync::Arc;

use super::error::EmitError;
use super::interface_name::InterfaceName;
use super::options::EmitOptions;
use super::target::Target;
use crate::model::{Host, Interface, Segment, Substrate};
use crate::name::DnsLabel;
use crate::nearest;
use crate::policy::{Zone, ZoneKind};

/// The segment through which overlays of tenants reach the router.
pub(super) const TRANSIT: &str = "tenant_transit";
/// The purpose of the interface towards the internet, and of the one towards the segments.
const WAN: &str = "wan";
const LAN: &str = "lan";

/// The router that a file is for: the one that is asked for, or else the host with the most gateways of segments.
#[derive(Debug, Clone)]
pub(super) struct Router<'a> {
    network: &'a Substrate,
    host: Option<&'a Host>,
    is_asked_for: bool,
}

impl<'a> Router<'a> {
    /// Chooses among the [routers](network) of a network; the first by name of several with as many gateways. There is
    /// none where no host has a gateway.
    ///
    /// # Errors
    ///
    /// The host that is asked for is no router.
    pub(super) fn choose(network: &'a Substrate, options: &EmitOptions, target: Target) -> Result<Self, EmitError> {
        let Some(asked) = &options.router else {
            return Ok(Self { network, host: with_most_gateways(network), is_asked_for: false });
        };
        let host = routers(network).find(|host| *host.name == **asked);
        if host.is_none() {
            let routers: Vec<Arc<str>> = routers(network).map(|host| Arc::clone(&host.name)).collect();
            let nearest = nearest(asked, routers.iter().map(|name| &**name)).map(Arc::from);
            return Err(EmitError::NoRouter { target, router: asked.clone(), routers, nearest });
        }
        Ok(Self { network, host, is_asked_for: true })
    }

    /// Its host, where it is known.
    pub(super) fn host(&self) -> Option<&'a Host> {
        self.host
    }

    /// The name of a file for it.
    pub(super) fn file_name(&self, usual: &str) -> String {
        let label = self.host.and_then(|host| host.name.parse::<DnsLabel>().ok());
        label.map_or_else(|| usual.to_owned(), |label| format!("{label}.{usual}"))
    }

    /// The interface that its VLANs are on: the only one with a segment's gateway, or, where it has no gateway, the only
    /// one that is bound to an address or segment and does not lead to the internet.
    pub(super) fn interface(&self) -> Option<InterfaceName> {
        let interfaces = || self.host.into_iter().flat_map(|host| host.interfaces.values());
        let gateways: Vec<&Interface> = interfaces().filter(|found| is_gateway(self.network, found)).collect();
        let is_inside = |found: &&Interface| {
            !is_for(found, WAN) && (found.address.value.fixed().is_some() || found.segment.is_some())
        };
        let found = if gateways.is_empty() { interfaces().filter(is_inside).collect() } else { gateways };
        let [only] = found.as_slice() else { return None };
        only.name.parse().ok()
    }

    /// The interface towards the internet, where it declares one that the kernel can have.
    pub(super) fn wan(&self) -> Option<InterfaceName> {
        self.host?.interfaces.values().find(|interface| is_for(interface, WAN))?.name.parse().ok()
    }

    /// The segments whose gateway another host declares, with that host.
    pub(super) fn gateways_elsewhere(&self) -> impl Iterator<Item = (&'a Segment, &'a Host)> {
        let others = self.network.hosts.values().filter(|host| self.host.is_some_and(|own| own.name != host.name));
        others.flat_map(|host| {
            let has_gateway =
                |segment: &&Segment| host.interfaces.values().any(|interface| is_gateway_of(interface, segment));
            self.network.segments.values().filter(has_gateway).map(move |segment| (segment, host))
        })
    }
}

/// `for core-rt01`, and where it is not the only router and nobody asked for it, which others there are.
impl fmt::Display for Router<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(host) = self.host else { return f.write_str("for a router that is not declared") };
        write!(f, "for {}", host.name.escape_debug())?;
        let others: Vec<String> = routers(self.network)
            .filter(|other| other.name != host.name)
            .map(|other| other.name.escape_debug().to_string())
            .collect();
        if self.is_asked_for || others.is_empty() {
            return Ok(());
        }
        write!(f, ", which has the most gateways of segments; `--router` chooses another: {}", others.join(", "))
    }
}

/// Whether an interface has the gateway address of a segment.
pub(super) fn is_gateway(substrate: &Substrate, interface: &Interface) -> bool {
    substrate.segments.values().any(|segment| is_gateway_of(interface, segment))
}

/// Whether an interface has the gateway address of one segment.
pub(super) fn is_gateway_of(interface: &Interface, segment: &Segment) -> bool {
    let gateway = segment.gateway.map(|gateway| gateway.value);
    gateway.is_some() && interface.address.value.fixed() == gateway
}

fn is_for(interface: &Interface, purpose: &str) -> bool {
    interface.purpose.as_ref().is_some_and(|found| &*found.value == purpose)
}

/// The hosts that have the gateway of a segment, or interfaces both towards the internet and towards segments.
fn routers(substrate: &Substrate) -> impl Iterator<Item = &Host> {
    substrate.hosts.values().filter(|host| {
        let has = |purpose: &str| host.interfaces.values().any(|interface| is_for(interface, purpose));
        (has(WAN) && has(LAN)) || host.interfaces.values().any(|interface| is_gateway(substrate, interface))
    })
}

/// The substrate without its hosts, except its routers.
pub(super) fn network(substrate: &Substrate) -> Substrate {
    let hosts = routers(substrate).map(|host| (Arc::clone(&host.name), host.clone())).collect();
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

/// The host that has the most gateway addresses; the first by name of several.
fn with_most_gateways(substrate: &Substrate) -> Option<&Host> {
    let gateways = |host: &&Host| host.interfaces.values().filter(|interface| is_gateway(substrate, interface)).count();
    // The last of equal maxima is taken, so the names are gone through from behind.
    substrate.hosts.values().rev().max_by_key(gateways).filter(|host| gateways(host) > 0)
}

/// Whether a zone is the overlay of a tenant, which reaches the router through the transit segment.
pub(super) fn is_overlay(substrate: &Substrate, zone: &Zone) -> bool {
    let has_addresses = zone.kind == ZoneKind::Tenant && zone.addresses.is_some();
    has_addresses && !substrate.segments.contains_key(&zone.name)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::emit::testing::published;
    use crate::emit::{Emission, EmitError, EmitOptions, Target, emit};

    /// A router that holds the gateways, one that is to follow it, and a host that is none.
    fn lab() -> Value {
        json!({
            "substrate": {
                "deevnet_substrate": "lab",
                "deevnet_vlans": {
                    "guest": { "vlan_id": 40, "subnet": "10.20.40.0/24", "gateway": "10.20.40.1" },
                    "iot": { "vlan_id": 30, "subnet": "10.20.30.0/24", "gateway": "10.20.30.1" },
                },
                "firewall_internet_zones": ["guest"],
                "firewall_default_action": "deny",
            },
            "hosts": {
                "core-rt01": { "env": { "interfaces": {
                    "eth0": { "ip": "dhcp", "purpose": "wan" },
                    "eth1": { "ip": "10.20.40.2", "purpose": "lan", "segment": "guest" },
                } } },
                "core-rt02": { "env": { "interfaces": {
                    "eth0": { "ip": "10.20.40.1", "segment": "guest" },
                    "eth7": { "ip": "dhcp", "purpose": "wan" },
                } } },
                "pi01": { "env": { "interfaces": { "eth0": { "ip": "10.20.30.11", "purpose": "wan" } } } },
            },
        })
    }

    fn emission(target: Target, router: Option<&str>) -> Result<Emission, EmitError> {
        let router = router.map(str::to_owned);
        emit(target, &published(&lab()), &EmitOptions { router, ..EmitOptions::default() })
    }

    /// The name of the file, the comments that say for whom it is, and the interfaces to guests and to the internet.
    fn told(target: Target, router: Option<&str>) -> String {
        let file = emission(target, router).unwrap().files.remove(0);
        let is_telling = |line: &&str| {
            let is_about_router = line.starts_with("# for ") || line.starts_with("# The gateway ");
            is_about_router || line.contains("define") || line.contains("member interface")
        };
        let lines: Vec<&str> = file.content.lines().filter(is_telling).collect();
        format!("{}\n{}", file.name, lines.join("\n"))
    }

    #[test]
    fn a_file_names_the_router_that_it_is_for() {
        insta::assert_snapshot!(told(Target::Vyos, None), @"
        core-rt02.vyos-commands.txt
        # for core-rt02, which has the most gateways of segments; `--router` chooses another: core-rt01
        set firewall zone guest member interface 'eth0.40'
        set firewall zone iot member interface 'eth0.30'
        set firewall zone internet member interface 'eth7'
        ");
        insta::assert_snapshot!(told(Target::Vyos, Some("core-rt01")), @"
        core-rt01.vyos-commands.txt
        # for core-rt01
        # The gateway of guest is declared on core-rt02: two routers cannot have it at once.
        set firewall zone guest member interface 'eth1.40'
        set firewall zone iot member interface 'eth1.30'
        set firewall zone internet member interface 'eth0'
        ");
        insta::assert_snapshot!(told(Target::Nftables, None), @r#"
        nftables.nft
        # for core-rt02, which has the most gateways of segments; `--router` chooses another: core-rt01
        define if_guest = "eth0.40"
        define if_internet = "eth7"
        "#);
        insta::assert_snapshot!(told(Target::Nftables, Some("core-rt01")), @r#"
        nftables.nft
        # for core-rt01
        define if_guest = "eth1.40"
        define if_internet = "eth0"
        "#);
    }

    #[test]
    fn a_host_that_is_no_router_is_refused() {
        let refusal = |asked: &str| {
            let error = emission(Target::Vyos, Some(asked)).unwrap_err();
            assert!(!error.lacks_facts());
            format!("{error}: {}", error.hint().unwrap())
        };
        insta::assert_snapshot!(refusal("core-rt1"), @"`vyos` is for a router, and `core-rt1` is none (did you mean `core-rt01`?): those declared are core-rt01, core-rt02: a router has the gateway of a segment, or interfaces with the purposes `wan` and `lan`");
        insta::assert_snapshot!(refusal("pi01"), @"`vyos` is for a router, and `pi01` is none: those declared are core-rt01, core-rt02: a router has the gateway of a segment, or interfaces with the purposes `wan` and `lan`");
    }
}
