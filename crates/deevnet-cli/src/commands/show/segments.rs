//! The segments of a substrate.

use std::collections::BTreeMap;
use std::sync::Arc;

use deevnet_core::model::{Segment, Substrate};

use super::shown;
use crate::table::Table;

/// One line a segment, by VLAN ID and then by name.
pub(super) fn table(substrate: &Substrate) -> Table {
    let mut table = Table::new(["SEGMENT", "VLAN", "SUBNET", "GATEWAY", "POOL", "SSID", "INTERFACES"]);
    table.align_right(1);
    table.align_right(6);
    let bound = bound(substrate);
    let mut segments: Vec<&Segment> = substrate.segments.values().collect();
    segments.sort_by_key(|segment| (segment.vlan_id.map(|vlan| vlan.value), &segment.name));
    for segment in segments {
        table.row([
            segment.name.to_string(),
            shown(segment.vlan_id.map(|vlan| vlan.value).as_ref()),
            shown(segment.subnet.map(|subnet| subnet.value).as_ref()),
            shown(segment.gateway.map(|gateway| gateway.value).as_ref()),
            pool(segment),
            shown(segment.wifi_ssid.as_ref().map(|ssid| &ssid.value)),
            bound.get(&segment.name).copied().unwrap_or_default().to_string(),
        ]);
    }
    table
}

fn pool(segment: &Segment) -> String {
    match segment.pool() {
        _ if segment.is_static_only() => "static only".to_owned(),
        Some((start, end)) => format!("{start}-{end}"),
        None => "-".to_owned(),
    }
}

/// How many interfaces name each segment.
fn bound(substrate: &Substrate) -> BTreeMap<Arc<str>, usize> {
    let interfaces = substrate.hosts.values().flat_map(|host| host.interfaces.values());
    interfaces.filter_map(|interface| interface.segment.as_ref()).fold(BTreeMap::new(), |mut bound, segment| {
        *bound.entry(Arc::clone(&segment.value)).or_default() += 1;
        bound
    })
}
