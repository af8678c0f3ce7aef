//! One segment of a substrate.

use std::net::Ipv4Addr;
use std::sync::Arc;

use ipnet::Ipv4Net;
use serde::{Serialize, Serializer};

use super::pool::AddressPool;
use super::vlan::VlanId;

/// A segment: a broadcast domain, which is one VLAN and, usually, one subnet.
///
/// The name is the key it is declared under, which is also the name of its firewall zone; any text serves. A segment
/// without a subnet is legal: the blackhole and overlay underlays have none. Bits of the subnet beyond its prefix
/// are dropped.
///
/// ```
/// use deevnet_core::network::{Segment, VlanId};
///
/// let segment = Segment::new("trusted", VlanId::new(10)?)
///     .with_subnet("10.20.10.0/24".parse()?)
///     .with_gateway("10.20.10.1".parse()?)
///     .with_ssid("EXAMPLE");
/// assert_eq!(segment.name(), "trusted");
/// assert!(segment.contains("10.20.10.21".parse()?));
/// assert_eq!(segment.dhcp_enabled(), None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Segment {
    // The order of a plan is the order of these fields.
    vlan: VlanId,
    #[serde(serialize_with = "name_as_text")]
    name: Arc<str>,
    subnet: Option<Ipv4Net>,
    gateway: Option<Ipv4Addr>,
    pool: Option<AddressPool>,
    dhcp_enabled: Option<bool>,
    ssid: Option<String>,
}

fn name_as_text<S: Serializer>(name: &Arc<str>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(name)
}

impl Segment {
    /// A segment of which only the name and the VLAN are known.
    pub fn new(name: impl Into<Arc<str>>, vlan: VlanId) -> Segment {
        Segment { vlan, name: name.into(), subnet: None, gateway: None, pool: None, dhcp_enabled: None, ssid: None }
    }

    /// The segment with a subnet.
    #[must_use]
    pub fn with_subnet(self, subnet: Ipv4Net) -> Segment {
        Segment { subnet: Some(subnet.trunc()), ..self }
    }

    /// The segment with a gateway.
    #[must_use]
    pub fn with_gateway(self, gateway: Ipv4Addr) -> Segment {
        Segment { gateway: Some(gateway), ..self }
    }

    /// The segment with a dynamic pool.
    #[must_use]
    pub fn with_pool(self, pool: AddressPool) -> Segment {
        Segment { pool: Some(pool), ..self }
    }

    /// The segment with a declaration whether DHCP hands out addresses on it.
    #[must_use]
    pub fn with_dhcp_enabled(self, is_enabled: bool) -> Segment {
        Segment { dhcp_enabled: Some(is_enabled), ..self }
    }

    /// The segment with the name of a wireless network.
    #[must_use]
    pub fn with_ssid(self, ssid: impl Into<String>) -> Segment {
        Segment { ssid: Some(ssid.into()), ..self }
    }

    /// The name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The VLAN.
    pub fn vlan(&self) -> VlanId {
        self.vlan
    }

    /// The subnet, if it has one.
    pub fn subnet(&self) -> Option<Ipv4Net> {
        self.subnet
    }

    /// The gateway, if one is declared.
    pub fn gateway(&self) -> Option<Ipv4Addr> {
        self.gateway
    }

    /// The dynamic pool, if it has one.
    pub fn pool(&self) -> Option<AddressPool> {
        self.pool
    }

    /// Whether DHCP hands out addresses on it, if that is declared.
    pub fn dhcp_enabled(&self) -> Option<bool> {
        self.dhcp_enabled
    }

    /// The name of its wireless network, if it has one.
    pub fn ssid(&self) -> Option<&str> {
        self.ssid.as_deref()
    }

    /// Whether the subnet holds an address.
    pub fn contains(&self, address: Ipv4Addr) -> bool {
        self.subnet.is_some_and(|subnet| subnet.contains(&address))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vlan(number: u16) -> VlanId {
        VlanId::new(number).unwrap()
    }

    #[test]
    fn a_segment_serialises_all_it_knows() {
        let subnet: Ipv4Net = "10.20.10.7/24".parse().unwrap();
        let start = "10.20.10.100".parse().unwrap();
        let segment = Segment::new("trusted", vlan(10))
            .with_subnet(subnet)
            .with_gateway("10.20.10.1".parse().unwrap())
            .with_pool(AddressPool::new(start, start, subnet, None).unwrap())
            .with_dhcp_enabled(true)
            .with_ssid("EXAMPLE");
        insta::assert_snapshot!(serde_json::to_string_pretty(&segment).unwrap(), @r#"
        {
          "vlan": 10,
          "name": "trusted",
          "subnet": "10.20.10.0/24",
          "gateway": "10.20.10.1",
          "pool": {
            "start": "10.20.10.100",
            "end": "10.20.10.100"
          },
          "dhcp_enabled": true,
          "ssid": "EXAMPLE"
        }
        "#);
    }

    #[test]
    fn a_segment_without_a_subnet_holds_nothing() {
        let blackhole = Segment::new("blackhole", vlan(999));
        assert_eq!(blackhole.subnet(), None);
        assert!(!blackhole.contains(Ipv4Addr::UNSPECIFIED));
    }

    #[test]
    fn segments_order_by_vlan_then_name() {
        let mut segments = [("b", 20), ("a", 20), ("z", 3)].map(|(name, number)| Segment::new(name, vlan(number)));
        segments.sort();
        assert_eq!(segments.each_ref().map(Segment::name), ["z", "a", "b"]);
    }
}
