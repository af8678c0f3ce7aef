//! Dynamic pools: the addresses a DHCP server hands out.

use std::fmt;
use std::net::Ipv4Addr;

use ipnet::Ipv4Net;
use serde::Serialize;

/// The dynamic pool of a segment: the addresses from the first to the last, both included.
///
/// A pool is in order, inside its subnet, and holds neither the gateway nor the subnet's network or broadcast
/// address.
///
/// ```
/// use deevnet_core::network::AddressPool;
///
/// let subnet = "10.20.10.0/24".parse()?;
/// let gateway = Some("10.20.10.1".parse()?);
/// let pool = AddressPool::new("10.20.10.100".parse()?, "10.20.10.200".parse()?, subnet, gateway)?;
/// assert_eq!(pool.to_string(), "10.20.10.100-10.20.10.200");
/// assert!(pool.contains("10.20.10.150".parse()?));
///
/// let faults = AddressPool::faults("10.20.10.1".parse()?, "10.20.11.9".parse()?, subnet, gateway);
/// assert_eq!(faults.len(), 3);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct AddressPool {
    start: Ipv4Addr,
    end: Ipv4Addr,
}

impl AddressPool {
    /// The pool from a first to a last address in a subnet.
    ///
    /// # Errors
    /// The first of its [`faults`](AddressPool::faults).
    pub fn new(
        start: Ipv4Addr,
        end: Ipv4Addr,
        subnet: Ipv4Net,
        gateway: Option<Ipv4Addr>,
    ) -> Result<AddressPool, PoolError> {
        match AddressPool::faults(start, end, subnet, gateway).into_iter().next() {
            Some(fault) => Err(fault),
            None => Ok(AddressPool { start, end }),
        }
    }

    /// Everything that is wrong with a pool from a first to a last address; empty when nothing is.
    ///
    /// Of a pool whose ends are reversed, only the ends are judged, not what lies between them.
    pub fn faults(start: Ipv4Addr, end: Ipv4Addr, subnet: Ipv4Net, gateway: Option<Ipv4Addr>) -> Vec<PoolError> {
        let mut faults = Vec::new();
        let holds = |address: &Ipv4Addr| (start..=end).contains(address);
        if start > end {
            faults.push(PoolError::Reversed { start, end });
        }
        for address in [start, end] {
            if !subnet.contains(&address) {
                faults.push(PoolError::Outside { address, subnet });
            }
        }
        if let Some(gateway) = gateway.filter(holds) {
            faults.push(PoolError::OverGateway { start, end, gateway });
        }
        // In a /31 or /32 every address is a host's (RFC 3021).
        let reserved = if subnet.prefix_len() < 31 { vec![subnet.network(), subnet.broadcast()] } else { Vec::new() };
        for address in reserved.into_iter().filter(holds) {
            faults.push(PoolError::OverReserved { start, end, address, subnet });
        }
        faults
    }

    /// The first address.
    pub const fn start(self) -> Ipv4Addr {
        self.start
    }

    /// The last address.
    pub const fn end(self) -> Ipv4Addr {
        self.end
    }

    /// Whether the pool holds an address.
    pub fn contains(self, address: Ipv4Addr) -> bool {
        (self.start..=self.end).contains(&address)
    }

    /// How many addresses the pool holds, at least one.
    pub fn size(self) -> u32 {
        // The whole of the address space is never a pool: its network address would be inside.
        u32::from(self.end).saturating_sub(u32::from(self.start)).saturating_add(1)
    }

    /// Whether two pools share an address.
    pub fn overlaps(self, other: AddressPool) -> bool {
        self.start <= other.end && other.start <= self.end
    }
}

impl fmt::Display for AddressPool {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&format!("{}-{}", self.start, self.end))
    }
}

/// What is wrong with a dynamic pool.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PoolError {
    /// The first address is above the last.
    #[error("the pool starts at {start}, above its end {end}")]
    Reversed {
        /// The first address.
        start: Ipv4Addr,
        /// The last address.
        end: Ipv4Addr,
    },
    /// The first or last address is outside the subnet.
    #[error("{address} is outside the subnet {subnet}")]
    Outside {
        /// The address.
        address: Ipv4Addr,
        /// The subnet.
        subnet: Ipv4Net,
    },
    /// The gateway is inside the pool.
    #[error("the pool {start}-{end} holds the gateway {gateway}")]
    OverGateway {
        /// The first address.
        start: Ipv4Addr,
        /// The last address.
        end: Ipv4Addr,
        /// The gateway.
        gateway: Ipv4Addr,
    },
    /// The network or broadcast address is inside the pool.
    #[error("the pool {start}-{end} holds {address}, which is no host's in {subnet}")]
    OverReserved {
        /// The first address.
        start: Ipv4Addr,
        /// The last address.
        end: Ipv4Addr,
        /// The network or broadcast address.
        address: Ipv4Addr,
        /// The subnet.
        subnet: Ipv4Net,
    },
}

impl PoolError {
    /// What to write instead.
    pub const fn hint(self) -> &'static str {
        match self {
            PoolError::Reversed { .. } => "exchange the two addresses",
            PoolError::Outside { .. } => "use addresses of the segment's own subnet; the plan's pool is .100 to .200",
            PoolError::OverGateway { .. } | PoolError::OverReserved { .. } => {
                "start above the gateway and end below the broadcast address; the plan's pool is .100 to .200"
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use proptest::prelude::*;

    use super::*;

    fn address(text: &str) -> Ipv4Addr {
        text.parse().unwrap()
    }

    #[test]
    fn every_fault_is_told_with_its_hint() {
        let subnet = "10.20.10.0/24".parse().unwrap();
        let gateway = Some(address("10.20.10.1"));
        let mut text = String::new();
        for (start, end) in
            [("10.20.10.200", "10.20.10.100"), ("10.20.11.100", "10.20.11.200"), ("10.20.10.0", "10.20.10.255")]
        {
            writeln!(text, "{start} {end}").unwrap();
            for fault in AddressPool::faults(address(start), address(end), subnet, gateway) {
                writeln!(text, "- {fault}\n  {}", fault.hint()).unwrap();
            }
        }
        insta::assert_snapshot!(text, @"
        10.20.10.200 10.20.10.100
        - the pool starts at 10.20.10.200, above its end 10.20.10.100
          exchange the two addresses
        10.20.11.100 10.20.11.200
        - 10.20.11.100 is outside the subnet 10.20.10.0/24
          use addresses of the segment's own subnet; the plan's pool is .100 to .200
        - 10.20.11.200 is outside the subnet 10.20.10.0/24
          use addresses of the segment's own subnet; the plan's pool is .100 to .200
        10.20.10.0 10.20.10.255
        - the pool 10.20.10.0-10.20.10.255 holds the gateway 10.20.10.1
          start above the gateway and end below the broadcast address; the plan's pool is .100 to .200
        - the pool 10.20.10.0-10.20.10.255 holds 10.20.10.0, which is no host's in 10.20.10.0/24
          start above the gateway and end below the broadcast address; the plan's pool is .100 to .200
        - the pool 10.20.10.0-10.20.10.255 holds 10.20.10.255, which is no host's in 10.20.10.0/24
          start above the gateway and end below the broadcast address; the plan's pool is .100 to .200
        ");
    }

    #[test]
    fn point_to_point_subnets_have_no_reserved_addresses() {
        let subnet = "10.20.255.0/31".parse().unwrap();
        let pool = AddressPool::new(address("10.20.255.0"), address("10.20.255.1"), subnet, None).unwrap();
        assert_eq!(pool.size(), 2);
    }

    #[test]
    fn a_pool_serialises_its_ends() {
        let subnet = "10.20.10.0/24".parse().unwrap();
        let pool = AddressPool::new(address("10.20.10.100"), address("10.20.10.200"), subnet, None).unwrap();
        let json = serde_json::to_string(&pool).unwrap();
        assert_eq!(json, r#"{"start":"10.20.10.100","end":"10.20.10.200"}"#);
        assert_eq!((pool.start(), pool.end(), pool.size()), (address("10.20.10.100"), address("10.20.10.200"), 101));
    }

    proptest! {
        #[test]
        fn a_pool_holds_host_addresses_only(start: u8, end: u8, gateway: u8, prefix in 24..=32_u8) {
            let at = |last| Ipv4Addr::new(192, 0, 2, last);
            let subnet = Ipv4Net::new(at(0), prefix).unwrap();
            let pool = AddressPool::new(at(start), at(end), subnet, Some(at(gateway)));
            let faults = AddressPool::faults(at(start), at(end), subnet, Some(at(gateway)));
            prop_assert_eq!(pool.err(), faults.first().copied());
            if let Ok(pool) = pool {
                let hosts: Vec<Ipv4Addr> = subnet.hosts().filter(|host| *host != at(gateway)).collect();
                let held: Vec<Ipv4Addr> = (0..=255).map(at).filter(|host| pool.contains(*host)).collect();
                prop_assert!(held.iter().all(|host| hosts.contains(host)));
                prop_assert_eq!(u32::try_from(held.len()).unwrap(), pool.size());
            }
        }

        #[test]
        fn overlap_is_a_shared_address(a in 1..255_u8, b in 1..255_u8, c in 1..255_u8, d in 1..255_u8) {
            let at = |last| Ipv4Addr::new(192, 0, 2, last);
            let subnet = Ipv4Net::new(at(0), 24).unwrap();
            let pool = |x: u8, y: u8| AddressPool::new(at(x.min(y)), at(x.max(y)), subnet, None).unwrap();
            let (left, right) = (pool(a, b), pool(c, d));
            let is_shared = (0..=255).map(at).any(|host| left.contains(host) && right.contains(host));
            prop_assert_eq!(left.overlaps(right), is_shared);
        }
    }
}
