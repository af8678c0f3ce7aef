//! Reverse names: from an address to where its PTR record stands.

use std::net::Ipv4Addr;

/// The reverse name of an address, without a trailing dot (RFC 1035, section 3.5).
///
/// ```
/// use deevnet_core::name::reverse_name;
///
/// assert_eq!(reverse_name("10.20.99.21".parse()?), "21.99.20.10.in-addr.arpa");
/// # Ok::<(), std::net::AddrParseError>(())
/// ```
pub fn reverse_name(address: Ipv4Addr) -> String {
    let [.., host] = address.octets();
    format!("{host}.{}", reverse_zone(address))
}

/// The reverse zone of the `/24` network an address is in, without a trailing dot.
///
/// ```
/// use deevnet_core::name::reverse_zone;
///
/// assert_eq!(reverse_zone("10.20.99.21".parse()?), "99.20.10.in-addr.arpa");
/// # Ok::<(), std::net::AddrParseError>(())
/// ```
pub fn reverse_zone(address: Ipv4Addr) -> String {
    let [first, second, third, _] = address.octets();
    format!("{third}.{second}.{first}.in-addr.arpa")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::name::DomainName;

    proptest! {
        #[test]
        fn a_reverse_name_is_a_name_in_its_zone(octets: [u8; 4]) {
            let address = Ipv4Addr::from(octets);
            let name: DomainName = reverse_name(address).parse().unwrap();
            let zone: DomainName = reverse_zone(address).parse().unwrap();
            prop_assert!(name.is_within(&zone));
            let mut labels: Vec<u8> = name.labels().filter_map(|label| label.parse().ok()).collect();
            labels.reverse();
            prop_assert_eq!(labels, octets);
        }
    }
}
