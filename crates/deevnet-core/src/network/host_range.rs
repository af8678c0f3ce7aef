//! Host ranges: what the plan uses which last octets for.

use std::ops::RangeInclusive;

/// A range of last octets that the estate's plan keeps for one purpose, in the `/24` of a segment.
///
/// ```
/// use deevnet_core::network::HostRange;
///
/// assert_eq!(HostRange::classify(21), Some(HostRange::Static));
/// assert_eq!(HostRange::classify(90), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HostRange {
    /// `.1`: the gateway.
    Gateway,
    /// `.2` to `.49`: static infrastructure.
    Static,
    /// `.50` to `.59`: kept for tenants.
    TenantReserved,
    /// `.60` to `.69`: kept free.
    Reserved,
    /// `.70` to `.79`: the lab.
    Lab,
    /// `.100` to `.200`: the dynamic pool, where there is one.
    Dynamic,
}

crate::named::named!(HostRange, "host range":
    Gateway => "gateway",
    Static => "static",
    TenantReserved => "tenant-reserved",
    Reserved => "reserved",
    Lab => "lab",
    Dynamic => "dynamic",
);

impl HostRange {
    /// The last octets of the range.
    pub const fn range(self) -> RangeInclusive<u8> {
        match self {
            HostRange::Gateway => 1..=1,
            HostRange::Static => 2..=49,
            HostRange::TenantReserved => 50..=59,
            HostRange::Reserved => 60..=69,
            HostRange::Lab => 70..=79,
            HostRange::Dynamic => 100..=200,
        }
    }

    /// What the range is for, as a phrase that follows "kept".
    pub const fn description(self) -> &'static str {
        match self {
            HostRange::Gateway => "for the gateway",
            HostRange::Static => "for static infrastructure",
            HostRange::TenantReserved => "for tenants",
            HostRange::Reserved => "free",
            HostRange::Lab => "for the lab",
            HostRange::Dynamic => "for the dynamic pool",
        }
    }

    /// The range that holds a last octet, if one does.
    pub fn classify(host_octet: u8) -> Option<HostRange> {
        HostRange::ALL.iter().copied().find(|range| range.range().contains(&host_octet))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_those_of_the_plan() {
        let table: Vec<String> = HostRange::ALL
            .iter()
            .map(|range| format!("{range} {:?}: kept {}", range.range(), range.description()))
            .collect();
        insta::assert_snapshot!(table.join("\n"), @"
        gateway 1..=1: kept for the gateway
        static 2..=49: kept for static infrastructure
        tenant-reserved 50..=59: kept for tenants
        reserved 60..=69: kept free
        lab 70..=79: kept for the lab
        dynamic 100..=200: kept for the dynamic pool
        ");
    }

    #[test]
    fn every_octet_is_in_one_range_at_most() {
        for octet in 0..=u8::MAX {
            let holding: Vec<_> = HostRange::ALL.iter().filter(|range| range.range().contains(&octet)).collect();
            assert!(holding.len() <= 1, "{octet}");
            assert_eq!(HostRange::classify(octet).as_ref(), holding.first().copied());
        }
        for octet in [0, 80, 90, 97, 99, 201, 255] {
            assert_eq!(HostRange::classify(octet), None, "{octet}");
        }
    }
}
