//! The IDs of subnets.

use std::net::IpAddr;
use std::str::FromStr;

/// The ID of a subnet, `zone-network-length`; the network is written as it was given, host bits included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SubnetId {
    pub(crate) zone: String,
    pub(crate) network: IpAddr,
    pub(crate) length: u8,
}

/// Says that a text is not the ID of a subnet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NoSubnetId;

impl SubnetId {
    /// The ID of a network, written `10.20.0.0/24`, in a zone.
    pub(crate) fn new(zone: &str, cidr: &str) -> Result<Self, NoSubnetId> {
        let (network, length) = cidr.split_once('/').ok_or(NoSubnetId)?;
        format!("{zone}-{network}-{length}").parse()
    }

    /// The network as it was given.
    pub(crate) fn cidr(&self) -> String {
        format!("{}/{}", self.network, self.length)
    }

    /// Whether an address is of the network.
    pub(crate) fn contains(&self, address: IpAddr) -> bool {
        match (self.network, address) {
            (IpAddr::V4(network), IpAddr::V4(address)) => {
                let mask = u32::MAX.checked_shl(32 - u32::from(self.length)).unwrap_or(0);
                network.to_bits() & mask == address.to_bits() & mask
            }
            (IpAddr::V6(network), IpAddr::V6(address)) => {
                let mask = u128::MAX.checked_shl(128 - u32::from(self.length)).unwrap_or(0);
                network.to_bits() & mask == address.to_bits() & mask
            }
            _ => false,
        }
    }
}

impl std::fmt::Display for SubnetId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}-{}", self.zone, self.network, self.length)
    }
}

impl FromStr for SubnetId {
    type Err = NoSubnetId;

    fn from_str(text: &str) -> Result<Self, NoSubnetId> {
        let (rest, length) = text.rsplit_once('-').ok_or(NoSubnetId)?;
        let (zone, network) = rest.split_once('-').ok_or(NoSubnetId)?;
        let network: IpAddr = network.parse().map_err(|_| NoSubnetId)?;
        let longest = if network.is_ipv4() { 32 } else { 128 };
        let length = length.parse::<u8>().ok().filter(|length| *length <= longest).ok_or(NoSubnetId)?;
        Ok(Self { zone: zone.to_owned(), network, length })
    }
}
