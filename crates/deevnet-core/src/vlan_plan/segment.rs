//! Segments as the plan lists them.

use std::net::Ipv4Addr;
use std::sync::Arc;

use ipnet::Ipv4Net;
use serde::Serialize;

use super::bands::VlanBands;
use crate::model::Segment;
use crate::network::{VlanBand, VlanId};

/// One segment of a plan: its VLAN, the band of that, and what is on it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[non_exhaustive]
pub struct PlannedSegment {
    /// Its VLAN; `None` where none is declared, or what is declared is no VLAN ID.
    pub vlan: Option<VlanId>,
    /// Its name.
    pub name: Arc<str>,
    /// The band that its VLAN is in.
    pub band: Option<VlanBand>,
    /// Its subnet.
    pub subnet: Option<Ipv4Net>,
    /// Its gateway.
    pub gateway: Option<Ipv4Addr>,
    /// The first and last address of its dynamic pool.
    pub pool: Option<(Ipv4Addr, Ipv4Addr)>,
    /// Its wireless network.
    pub ssid: Option<Arc<str>>,
}

impl PlannedSegment {
    pub(super) fn new(segment: &Segment, bands: &VlanBands) -> PlannedSegment {
        let vlan = segment.vlan_id.map(|vlan| vlan.value);
        PlannedSegment {
            vlan,
            name: Arc::clone(&segment.name),
            band: vlan.and_then(|vlan| bands.band_of(vlan)),
            subnet: segment.subnet.map(|subnet| subnet.value),
            gateway: segment.gateway.map(|gateway| gateway.value),
            pool: segment.pool(),
            ssid: segment.wifi_ssid.as_ref().map(|ssid| Arc::clone(&ssid.value)),
        }
    }
}
