//! The reverse zones of the address plan.

use std::collections::BTreeMap;
use std::fmt;
use std::fmt::Write;
use std::net::Ipv4Addr;
use std::sync::Arc;

use ipnet::Ipv4Net;

use super::emission::{Emission, EmittedFile};
use super::error::EmitError;
use super::left_out::{LeftOut, Part};
use super::options::EmitOptions;
use super::published::Published;
use super::reason::Reason;
use super::record::{FullName, PointerRecord};
use super::target::Target;
use super::zone::Zones;
use crate::finding::Subject;
use crate::name::DnsLabel;

/// The longest prefix, in octets, that names a zone: within a /24 zones end at no octet (RFC 2317 is another matter).
const LONGEST_PREFIX: u8 = 3;

/// A reverse zone on an octet boundary, such as `99.20.10.in-addr.arpa`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct ReverseZone {
    network: Ipv4Addr,
    /// How many octets of the network name the zone, 1 to 3.
    octets: u8,
}

impl ReverseZone {
    /// The zone of an address in a subnet: the widest on an octet boundary that does not reach beyond the subnet, or
    /// the /24 where the subnet is smaller than that.
    fn of(address: Ipv4Addr, subnet: Ipv4Net) -> Self {
        let octets = subnet.prefix_len().div_ceil(8).clamp(1, LONGEST_PREFIX);
        let mask = u32::MAX << (32 - 8 * u32::from(octets));
        Self { network: Ipv4Addr::from_bits(address.to_bits() & mask), octets }
    }

    /// The zone that holds the whole of a subnet, where one does.
    fn whole(subnet: Ipv4Net) -> Option<Self> {
        let zone = Self::of(subnet.network(), subnet);
        (8 * zone.octets <= subnet.prefix_len()).then_some(zone)
    }

    /// Where an address stands, relative to the zone.
    fn owner(self, address: Ipv4Addr) -> Reversed {
        Reversed { octets: address.octets(), from: self.octets, to: 4 }
    }
}

impl fmt::Display for ReverseZone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let labels = Reversed { octets: self.network.octets(), from: 0, to: self.octets };
        write!(f, "{labels}.in-addr.arpa")
    }
}

/// Some octets of an address, last first, with dots between them.
struct Reversed {
    octets: [u8; 4],
    from: u8,
    to: u8,
}

impl fmt::Display for Reversed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for index in (self.from..self.to).rev() {
            write!(f, "{}", self.octets[usize::from(index)])?;
            if index > self.from {
                f.write_str(".")?;
            }
        }
        Ok(())
    }
}

/// The records of each zone, in order.
type Records<'a> = BTreeMap<ReverseZone, Vec<(Ipv4Addr, &'a DnsLabel)>>;

pub(super) fn emit(published: &Published, options: &EmitOptions) -> Result<Emission, EmitError> {
    let domain = published.require_domain(Target::BindReverse)?;
    let zones = Zones::new(published, domain, options)?;
    let mut emission = Emission::default();
    for (zone, mut records) in records_by_zone(published, &mut emission.left_out) {
        let mut text = zones.begin(&zone)?;
        records.sort_unstable();
        records.dedup();
        for (address, label) in records {
            writeln!(text, "{}\tIN\tPTR\t{}.", zone.owner(address), FullName::new(label.as_str(), domain))?;
        }
        emission.files.push(EmittedFile::new(format!("{zone}.zone"), text));
    }
    Ok(emission)
}

/// A zone for every subnet that one zone can hold, with or without records, and those that the other records need.
fn records_by_zone<'a>(published: &'a Published, refused: &mut Vec<LeftOut>) -> Records<'a> {
    let subnets: BTreeMap<&str, Ipv4Net> =
        published.scopes.iter().map(|scope| (&*scope.segment, scope.subnet)).collect();
    let whole = subnets.values().filter_map(|subnet| ReverseZone::whole(*subnet));
    let mut zones: Records<'a> = whole.map(|zone| (zone, Vec::new())).collect();
    for record in &published.pointer_records {
        match record.scope.as_deref().and_then(|scope| subnets.get(scope)) {
            Some(subnet) => {
                zones
                    .entry(ReverseZone::of(record.address, *subnet))
                    .or_default()
                    .push((record.address, &record.label));
            }
            None => refused.push(left_out(record)),
        }
    }
    zones
}

/// A pointer record that no reverse zone of the plan has a place for: the block it is in belongs to somebody else.
fn left_out(record: &PointerRecord) -> LeftOut {
    LeftOut {
        subject: Subject::interface(Arc::clone(&record.host), Arc::clone(&record.interface)),
        part: Part::PointerRecord,
        rule: None,
        message: Reason::OutsideScopes(record.address).to_string(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::name::{DomainName, reverse_name};

    fn zone(address: &str, subnet: &str) -> String {
        ReverseZone::of(address.parse().unwrap(), subnet.parse().unwrap()).to_string()
    }

    #[test]
    fn zones_end_at_octets() {
        assert_eq!(zone("10.20.99.21", "10.20.99.0/24"), "99.20.10.in-addr.arpa");
        assert_eq!(zone("10.20.99.21", "10.20.99.16/28"), "99.20.10.in-addr.arpa");
        assert_eq!(zone("10.20.99.21", "10.20.98.0/23"), "99.20.10.in-addr.arpa");
        assert_eq!(zone("10.20.99.21", "10.20.0.0/16"), "20.10.in-addr.arpa");
        assert_eq!(zone("10.20.99.21", "10.0.0.0/8"), "10.in-addr.arpa");
    }

    #[test]
    fn a_subnet_between_octets_has_zones_for_its_records_only() {
        assert_eq!(ReverseZone::whole("10.20.98.0/23".parse().unwrap()), None);
        assert_eq!(ReverseZone::whole("0.0.0.0/0".parse().unwrap()), None);
        assert!(ReverseZone::whole("10.20.0.0/16".parse().unwrap()).is_some());
        assert!(ReverseZone::whole("10.20.99.128/25".parse().unwrap()).is_some());
    }

    proptest! {
        #[test]
        fn owner_and_zone_make_the_reverse_name(octets: [u8; 4], prefix in 0..=32_u8) {
            let address = Ipv4Addr::from(octets);
            let subnet = Ipv4Net::new_assert(address, prefix).trunc();
            let zone = ReverseZone::of(address, subnet);
            prop_assert_eq!(format!("{}.{zone}", zone.owner(address)), reverse_name(address));
            prop_assert!(zone.to_string().parse::<DomainName>().is_ok());
            prop_assert!(ReverseZone::whole(subnet).is_none_or(|whole| whole == zone));
        }
    }
}
