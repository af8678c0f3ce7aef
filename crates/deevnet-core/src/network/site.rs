//! The block of addresses a substrate owns.

use std::fmt;
use std::net::Ipv4Addr;
use std::str::FromStr;

use ipnet::Ipv4Net;

use super::vlan::VlanId;

/// The first octet of every site's block.
const FIRST_OCTET: u8 = 10;
/// Prefix length of a site's block.
const SITE_PREFIX: u8 = 16;
/// Prefix length of a segment's subnet.
const SEGMENT_PREFIX: u8 = 24;
/// Prefix length from which a subnet has no address to spare for a gateway beside a host.
const POINT_TO_POINT_PREFIX: u8 = 31;

/// The block of addresses a substrate owns: `10.<octet>.0.0/16`.
///
/// ```
/// use deevnet_core::network::{SiteBlock, VlanId};
///
/// let mobile = SiteBlock::new(20);
/// assert_eq!(mobile.to_string(), "10.20.0.0/16");
/// let subnet = mobile.segment_subnet(VlanId::new(25)?).unwrap();
/// assert_eq!(subnet.to_string(), "10.20.25.0/24");
/// assert_eq!(SiteBlock::gateway(subnet), Some("10.20.25.1".parse()?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SiteBlock(u8);

impl SiteBlock {
    /// The block of a site octet.
    pub const fn new(octet: u8) -> SiteBlock {
        SiteBlock(octet)
    }

    /// The block that holds an address; `None` outside `10.0.0.0/8`.
    ///
    /// ```
    /// use deevnet_core::network::SiteBlock;
    ///
    /// assert_eq!(SiteBlock::holding("10.20.99.21".parse()?), Some(SiteBlock::new(20)));
    /// assert_eq!(SiteBlock::holding("192.0.2.1".parse()?), None);
    /// # Ok::<(), std::net::AddrParseError>(())
    /// ```
    pub const fn holding(address: Ipv4Addr) -> Option<SiteBlock> {
        match address.octets() {
            [FIRST_OCTET, octet, ..] => Some(SiteBlock(octet)),
            _ => None,
        }
    }

    /// The site octet.
    pub const fn octet(self) -> u8 {
        self.0
    }

    /// The block as a network.
    pub const fn network(self) -> Ipv4Net {
        Ipv4Net::new_assert(Ipv4Addr::new(FIRST_OCTET, self.0, 0, 0), SITE_PREFIX)
    }

    /// Whether the block holds an address.
    pub fn contains(self, address: Ipv4Addr) -> bool {
        SiteBlock::holding(address) == Some(self)
    }

    /// The subnet the plan gives the segment of a VLAN: `10.<octet>.<vlan>.0/24`.
    ///
    /// `None` where the ID does not fit an octet, as that of the blackhole does not.
    pub fn segment_subnet(self, vlan: VlanId) -> Option<Ipv4Net> {
        let third = u8::try_from(vlan.get()).ok()?;
        Some(Ipv4Net::new_assert(Ipv4Addr::new(FIRST_OCTET, self.0, third, 0), SEGMENT_PREFIX))
    }

    /// The gateway the plan gives a subnet: its first host address, `.1` in a `/24`.
    ///
    /// `None` for a `/31` or `/32`, which have no address to spare for one.
    pub fn gateway(subnet: Ipv4Net) -> Option<Ipv4Addr> {
        if subnet.prefix_len() >= POINT_TO_POINT_PREFIX {
            return None;
        }
        subnet.hosts().next()
    }
}

impl fmt::Display for SiteBlock {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.network().to_string())
    }
}

impl FromStr for SiteBlock {
    type Err = ParseSiteBlockError;

    fn from_str(text: &str) -> Result<SiteBlock, ParseSiteBlockError> {
        let network: Option<Ipv4Net> = text.parse().ok();
        let block = network.and_then(|network| SiteBlock::holding(network.addr()));
        match block {
            Some(block) if network == Some(block.network()) => Ok(block),
            _ => Err(ParseSiteBlockError { value: text.to_owned() }),
        }
    }
}

crate::wire::as_text!(SiteBlock, "a site block as text, such as `10.20.0.0/16`");

/// The error of text that is not the block of a site.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{value}` is not a site block, `10.<octet>.0.0/16`")]
pub struct ParseSiteBlockError {
    value: String,
}

impl ParseSiteBlockError {
    /// The text that was refused.
    pub fn value(&self) -> &str {
        &self.value
    }

    /// What to write instead.
    pub fn hint(&self) -> &'static str {
        "write the whole block with its prefix length, as in `10.20.0.0/16`"
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn other_networks_are_refused() {
        for text in ["", "10.20.0.0", "10.20.0.0/24", "10.20.1.0/16", "11.20.0.0/16", "10.20.0.0/016", "fd00::/16"] {
            let error = text.parse::<SiteBlock>().unwrap_err();
            assert_eq!(error.value(), text);
        }
        let error = "10.20.0.0/8".parse::<SiteBlock>().unwrap_err();
        insta::assert_snapshot!(error, @"`10.20.0.0/8` is not a site block, `10.<octet>.0.0/16`");
        insta::assert_snapshot!(error.hint(), @"write the whole block with its prefix length, as in `10.20.0.0/16`");
    }

    #[test]
    fn small_subnets_have_no_gateway() {
        let gateway = |text: &str| SiteBlock::gateway(text.parse().unwrap()).map(|address| address.to_string());
        assert_eq!(gateway("10.20.255.0/30").as_deref(), Some("10.20.255.1"));
        assert_eq!(gateway("10.20.255.0/31"), None);
        assert_eq!(gateway("255.255.255.255/32"), None);
    }

    proptest! {
        #[test]
        fn parse_print_parse(octet: u8) {
            let block = SiteBlock::new(octet);
            prop_assert_eq!(block.to_string().parse(), Ok(block));
            let json = serde_json::to_string(&block).unwrap();
            prop_assert_eq!(serde_json::from_str::<SiteBlock>(&json).unwrap(), block);
        }

        #[test]
        fn a_segment_lies_in_its_block(octet: u8, number in 1..=4094_u16) {
            let block = SiteBlock::new(octet);
            let subnet = block.segment_subnet(VlanId::new(number).unwrap());
            prop_assert_eq!(subnet.is_some(), number <= 255);
            if let Some(subnet) = subnet {
                let gateway = SiteBlock::gateway(subnet).unwrap();
                prop_assert!(block.network().contains(&subnet) && subnet.contains(&gateway));
                prop_assert_eq!(gateway.octets()[3], 1);
            }
        }

        #[test]
        fn contains_agrees_with_the_network(octet: u8, address: [u8; 4], inside: bool) {
            let block = SiteBlock::new(octet);
            let address = if inside { [10, octet, address[2], address[3]] } else { address }.into();
            prop_assert_eq!(block.contains(address), block.network().contains(&address));
        }

        #[test]
        fn arbitrary_text_never_panics(text in ".*") {
            let _ = text.parse::<SiteBlock>();
        }
    }
}
