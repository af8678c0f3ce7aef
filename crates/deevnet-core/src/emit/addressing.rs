//! How an interface gets its addresses, for configurations of the machine that has it.

use std::fmt;
use std::net::Ipv4Addr;

use ipnet::Ipv4Net;

use super::reason::Reason;
use crate::model::{AddressState, Interface, SegmentLookup};

/// How an interface gets its address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Addressing {
    /// It always has this one, with the prefix of its subnet.
    Fixed(Ipv4Net),
    /// From a DHCP server.
    Dynamic,
    /// It has none.
    Absent,
}

impl Addressing {
    /// The address with its prefix, where it is fixed.
    pub fn fixed(self) -> Option<Ipv4Net> {
        match self {
            Self::Fixed(net) => Some(net),
            Self::Dynamic | Self::Absent => None,
        }
    }

    /// How a declared interface gets its address; its prefix is the declared one, or else that of its segment.
    pub(super) fn of(interface: &Interface, lookup: &SegmentLookup<'_>) -> Result<Self, Reason> {
        let address = match interface.address.value {
            AddressState::Fixed(address) => address,
            _ if interface.address_rejected => return Err(Reason::AddressMalformed),
            AddressState::Dynamic => return Ok(Self::Dynamic),
            AddressState::Absent => return Ok(Self::Absent),
        };
        let declared = interface.prefix.map(|prefix| prefix.value);
        let subnet = || lookup.of_interface(interface)?.subnet.filter(|subnet| subnet.value.contains(&address));
        let prefix = declared.or_else(|| Some(subnet()?.value.prefix_len()));
        let net = prefix.and_then(|prefix| Ipv4Net::new(address, prefix).ok());
        net.map(Self::Fixed).ok_or(Reason::PrefixUnknown(address))
    }
}

/// A static route.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct StaticRoute {
    /// Where it leads.
    pub destination: Ipv4Net,
    /// The router that it leads through.
    pub gateway: Ipv4Addr,
}

impl StaticRoute {
    /// The routes that an interface declares, and those that cannot be read.
    pub(super) fn of(interface: &Interface) -> (Vec<Self>, Vec<Reason>) {
        let (mut routes, mut unread) = (Vec::new(), Vec::new());
        for route in &interface.routes {
            match Self::read(&route.text.value) {
                Some(route) => routes.push(route),
                None => unread.push(Reason::RouteMalformed(route.text.value.clone())),
            }
        }
        (routes, unread)
    }

    /// Reads `10.20.0.0/16 10.20.99.1`.
    fn read(text: &str) -> Option<Self> {
        let mut words = text.split_whitespace();
        let (Some(destination), Some(gateway), None) = (words.next(), words.next(), words.next()) else { return None };
        let host = || destination.parse::<Ipv4Addr>().map(Ipv4Net::from);
        let destination: Ipv4Net = destination.parse().or_else(|_| host()).ok()?;
        Some(Self { destination: destination.trunc(), gateway: gateway.parse().ok()? })
    }
}

/// `10.20.0.0/16 via 10.20.99.1`.
impl fmt::Display for StaticRoute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} via {}", self.destination, self.gateway)
    }
}

/// Which of several interfaces leads to everywhere else, by its place, and through which router.
///
/// It is the first that declares a gateway; where none does and only one has a fixed address, the gateway of its segment.
pub(super) fn default_route(
    interfaces: &[(&Interface, Addressing)],
    lookup: &SegmentLookup<'_>,
) -> Option<(usize, Ipv4Addr)> {
    let declared = interfaces
        .iter()
        .enumerate()
        .filter(|(_, (_, addressing))| addressing.fixed().is_some())
        .find_map(|(place, (interface, _))| Some((place, interface.gateway?.value)));
    declared.or_else(|| {
        let mut fixed = interfaces.iter().enumerate().filter(|(_, (_, addressing))| addressing.fixed().is_some());
        let (place, (interface, addressing)) = fixed.next()?;
        let has_others = fixed.next().is_some() || interfaces.iter().any(|(_, other)| *other == Addressing::Dynamic);
        let gateway = lookup.of_interface(interface)?.gateway?.value;
        let leads_elsewhere = addressing.fixed().is_some_and(|own| own.addr() != gateway && own.contains(&gateway));
        (!has_others && leads_elsewhere).then_some((place, gateway))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_route_is_a_destination_and_a_gateway() {
        let shown = |text: &str| StaticRoute::read(text).map(|route| route.to_string());
        assert_eq!(shown(" 10.20.0.0/16  10.20.99.1").as_deref(), Some("10.20.0.0/16 via 10.20.99.1"));
        assert_eq!(shown("192.0.2.7 10.20.99.1").as_deref(), Some("192.0.2.7/32 via 10.20.99.1"));
        for text in ["", "10.20.0.0/16", "10.20.0.0/16 via 10.20.99.1", "10.20.0.0/33 10.20.99.1", "a b"] {
            assert_eq!(shown(text), None, "{text}");
        }
    }
}
