//! The VLAN plan as neutral JSON; `deevnet schema vlan-plan` prints its schema.

use std::net::Ipv4Addr;

use ipnet::Ipv4Net;
use serde::Serialize;

use super::emission::{Emission, EmittedFile};
use super::error::EmitError;
use super::json;
use super::published::Published;
use super::scope::Scope;
use super::switch::SwitchConfiguration;
use super::vlan::PublishedVlan;
use crate::name::DnsLabel;
use crate::network::{VlanBand, VlanId};

/// The version of the document.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    substrate: Option<&'a DnsLabel>,
    bands: Vec<Band>,
    segments: Vec<Segment<'a>>,
    switches: &'a [SwitchConfiguration],
}

#[derive(Serialize)]
struct Band {
    name: VlanBand,
    start: VlanId,
    end: VlanId,
    size: usize,
    used: usize,
    free: usize,
}

#[derive(Serialize)]
struct Segment<'a> {
    vlan: VlanId,
    name: &'a str,
    band: Option<VlanBand>,
    subnet: Option<Ipv4Net>,
    gateway: Option<Ipv4Addr>,
    pool: Option<Pool>,
    ssid: Option<&'a str>,
}

#[derive(Serialize)]
struct Pool {
    start: Ipv4Addr,
    end: Ipv4Addr,
}

pub(super) fn emit(published: &Published) -> Result<Emission, EmitError> {
    let bands = published.bands.iter().map(|band| Band {
        name: band.band,
        start: band.range.start(),
        end: band.range.end(),
        size: band.size,
        used: band.used,
        free: band.free,
    });
    let document = Document {
        version: VERSION,
        substrate: published.substrate.as_ref(),
        bands: bands.collect(),
        segments: published.vlans.iter().map(|vlan| segment(published, vlan)).collect(),
        switches: &published.switches,
    };
    Ok(Emission::of(EmittedFile::new("vlan-plan.json", json::pretty(&document)?)))
}

fn segment<'a>(published: &Published, vlan: &'a PublishedVlan) -> Segment<'a> {
    let scope = published.scope(&vlan.segment);
    let pool = |scope: &Scope| scope.pool.map(|(start, end)| Pool { start, end });
    Segment {
        vlan: vlan.vlan,
        name: &vlan.segment,
        band: vlan.band,
        subnet: scope.map(|scope| scope.subnet),
        gateway: scope.and_then(|scope| scope.gateway),
        pool: scope.and_then(pool),
        ssid: vlan.ssid.as_deref(),
    }
}
