//! Whether an interface of a router has the address that it should have.

use std::net::Ipv4Addr;

use ipnet::Ipv4Net;

/// What an interface of a router should have: the gateway of a segment, in its subnet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RouterAddress {
    gateway: Ipv4Addr,
    prefix: u8,
}

impl RouterAddress {
    /// The prefix length of a segment whose subnet is not declared.
    pub const DEFAULT_PREFIX: u8 = 24;

    /// The address of a segment's router.
    ///
    /// ```
    /// use deevnet_core::network::RouterAddress;
    ///
    /// let wanted = RouterAddress::new("10.20.1.1".parse()?, Some("10.20.1.0/24".parse()?));
    /// assert!(wanted.is_among("10.20.1.1/24"));
    /// assert!(!wanted.is_among("10.20.1.10/24"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn new(gateway: Ipv4Addr, subnet: Option<Ipv4Net>) -> RouterAddress {
        RouterAddress { gateway, prefix: subnet.map_or(Self::DEFAULT_PREFIX, |subnet| subnet.prefix_len()) }
    }

    /// Its prefix length.
    pub const fn prefix(self) -> u8 {
        self.prefix
    }

    /// Whether it is among the addresses that an interface has, as a router writes them: with or without prefix lengths,
    /// one or several.
    ///
    /// Addresses are compared whole. One that is written with another prefix length is another one.
    pub fn is_among(self, written: &str) -> bool {
        written.split(|character: char| character.is_whitespace() || character == ',').any(|text| self.is_written(text))
    }

    fn is_written(self, text: &str) -> bool {
        let (address, prefix) = text.split_once('/').unwrap_or((text, ""));
        let is_prefix = prefix.is_empty() || prefix.parse() == Ok(self.prefix);
        address.parse() == Ok(self.gateway) && is_prefix
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn part_of_another_address_is_not_it() {
        let wanted = RouterAddress::new("10.20.1.1".parse().unwrap(), Some("10.20.1.0/24".parse().unwrap()));
        for written in ["10.20.1.1/24", "10.20.1.1", "192.0.2.1/24, 10.20.1.1/24", "fe80::1/64 10.20.1.1/24"] {
            assert!(wanted.is_among(written), "{written}");
        }
        for written in ["", "10.20.1.10/24", "110.20.1.1/24", "10.20.1.1/16", "10.20.1.1/x", "dhcp"] {
            assert!(!wanted.is_among(written), "{written}");
        }
    }

    proptest! {
        #[test]
        fn one_address_is_among_itself_alone(one: u32, other: u32) {
            let (one, other) = (Ipv4Addr::from(one), Ipv4Addr::from(other));
            prop_assert_eq!(RouterAddress::new(one, None).is_among(&other.to_string()), one == other);
            let both = format!("{other}/24,{one}/24");
            prop_assert!(RouterAddress::new(one, None).is_among(&both));
        }
    }
}
