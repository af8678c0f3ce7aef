//! Segments as a DHCP server sees them.

use std::net::Ipv4Addr;
use std::sync::Arc;

use ipnet::Ipv4Net;

use super::collector::Collector;
use super::left_out::Part;
use super::reason::Reason;
use crate::finding::Subject;
use crate::model::Segment;
use crate::network::VlanId;

/// One segment with a subnet: where reservations and a dynamic pool can live.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Scope {
    /// The segment's name.
    pub segment: Arc<str>,
    /// Its VLAN ID; no other scope has it.
    pub vlan_id: VlanId,
    /// Its subnet; no other scope has the same.
    pub subnet: Ipv4Net,
    /// Its gateway.
    pub gateway: Option<Ipv4Addr>,
    /// The first and last address of its dynamic pool, inside the subnet and in order.
    pub pool: Option<(Ipv4Addr, Ipv4Addr)>,
}

/// Collects the segments that have a subnet, in order of VLAN ID and then name.
pub(super) fn collect(collector: &mut Collector<'_>) {
    let mut segments: Vec<&Segment> = collector.substrate.segments.values().collect();
    segments.sort_by_key(|segment| segment.vlan_id.map(|vlan_id| vlan_id.value));
    for segment in segments {
        let Some(subnet) = segment.subnet else { continue };
        let obstacle = collector.obstacles.about_segment(&segment.name);
        let entry = entry(segment, subnet.value, &collector.published.scopes);
        let subject = || Subject::segment(Arc::clone(&segment.name));
        let Some(mut scope) = collector.admit(subject, Part::Subnet, obstacle, entry) else { continue };
        scope.pool = collector.admit(subject, Part::Pool, None, pool(segment, subnet.value)).flatten();
        collector.published.scopes.push(scope);
    }
}

/// The scope of a segment, where its VLAN ID and subnet are not those of another.
fn entry(segment: &Segment, subnet: Ipv4Net, others: &[Scope]) -> Result<Scope, Reason> {
    let vlan_id = segment.vlan_id.ok_or(Reason::VlanIdMissing)?.value;
    if let Some(other) = others.iter().find(|other| other.vlan_id == vlan_id) {
        return Err(Reason::VlanIdTaken { vlan_id, segment: Arc::clone(&other.segment) });
    }
    if let Some(other) = others.iter().find(|other| other.subnet == subnet) {
        return Err(Reason::SubnetTaken { segment: Arc::clone(&other.segment) });
    }
    let gateway = segment.gateway.map(|gateway| gateway.value);
    Ok(Scope { segment: Arc::clone(&segment.name), vlan_id, subnet, gateway, pool: None })
}

/// The dynamic pool of a segment, where it has one and does not say that addresses are static only.
fn pool(segment: &Segment, subnet: Ipv4Net) -> Result<Option<(Ipv4Addr, Ipv4Addr)>, Reason> {
    match segment.pool().filter(|_| !segment.is_static_only()) {
        Some((start, end)) if !(subnet.contains(&start) && subnet.contains(&end)) => {
            Err(Reason::PoolOutside { start, end })
        }
        pool => Ok(pool),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::emit::Part;
    use crate::emit::testing::{lab, listed, published};

    #[test]
    fn scopes_are_numbered_once_and_pools_lie_inside() {
        let mut json = lab();
        json["substrate"]["deevnet_vlans"] = json!({
            "a": { "vlan_id": 10, "subnet": "10.20.10.0/24" },
            "b": { "vlan_id": 10, "subnet": "10.20.11.0/24" },
            "c": { "vlan_id": 12, "subnet": "10.20.10.0/24" },
            "d": { "subnet": "10.20.13.0/24" },
            "e": {
                "vlan_id": 14, "subnet": "10.20.14.0/24",
                "dhcp_range_start": "10.20.14.100", "dhcp_range_end": "10.20.15.200",
            },
        });
        let published = published(&json);
        let names: Vec<&str> = published.scopes.iter().map(|scope| &*scope.segment).collect();
        assert_eq!(names, ["a", "e"]);
        let lines = published.left_out.iter().filter(|found| matches!(found.part, Part::Subnet | Part::Pool));
        insta::assert_snapshot!(listed(lines), @"
        subnet of segment b: VLAN 10 already numbers the scope of a
        subnet of segment c: a has the same subnet
        subnet of segment d: it has no VLAN ID to number its scope by
        dynamic pool of segment e: 10.20.14.100 to 10.20.15.200 is not inside its subnet
        ");
    }

    #[test]
    fn a_static_segment_has_no_pool() {
        let mut json = lab();
        json["substrate"]["deevnet_vlans"]["iot"]["dhcp_enabled"] = json!(false);
        let published = published(&json);
        assert_eq!(published.scope("iot").unwrap().pool, None);
        assert!(published.left_out.iter().all(|found| found.part != Part::Pool));
    }
}
