//! Where addresses are: the zones, what each holds, and what lies behind it.
//!
//! Packets go where their destination address is, whatever zone a rule names; only an address that no zone claims lies
//! where a rule says it does. Both are one number, a *place*: the address in the lower half, and above it 0 where a zone
//! claims the address, or else the number of the zone that it lies behind. So one field of a packet says where it goes,
//! and zones whose addresses are not declared are told apart as well as those whose are.
//!
//! | zone | claims | besides, may hold |
//! |---|---|---|
//! | a segment with a subnet, an overlay | its subnet | unclaimed addresses that a rule puts behind it |
//! | a segment without a subnet, an unknown name | nothing | every unclaimed address |
//! | `self` | the declared gateways | every unclaimed address outside the substrate's block |
//! | `internet` | nothing | every unclaimed address outside the substrate's block |
//! | the blackhole | nothing | nothing |
//!
//! A rule puts addresses behind its `to_zone` by naming them in `destination_net`, and behind its `from_zone` by naming
//! them in `source_net`.

use std::collections::{BTreeMap, BTreeSet};
use std::net::Ipv4Addr;
use std::sync::Arc;

use super::field::sealed::Coded;
use super::interval_set::{Interval, IntervalSet};
use super::zone::{UnknownZoneError, Zone, ZoneKind};
use super::{Addresses, ZoneIndex};
use crate::model::{Policy, Substrate};
use crate::network::SiteBlock;
use crate::source::Spanned;
use crate::tenant::overlay;

/// The zone that stands for every other one.
const ANY: &str = "any";
const INTERNET: &str = "internet";
const SELF: &str = "self";
const BLACKHOLE: &str = "blackhole";
/// The words that rules may use for a zone besides its name.
pub(crate) const WORDS: &[&str] = &[INTERNET, "wan", SELF, ANY];
/// The segment through which overlays reach the router.
const TRANSIT: &str = "tenant_transit";
/// What stands before a tenant's name in the longer form of it.
const TENANT_PREFIX: &str = "tenant_";
/// The bits of a place that are its address.
const ADDRESS_BITS: u32 = 32;

/// Whether a zone stands for every other one.
pub(crate) fn is_any(zone: &str) -> bool {
    zone.eq_ignore_ascii_case(ANY)
}

/// Whether a name is a word that rules use for a place, in either case.
pub(crate) fn is_word(name: &str) -> bool {
    is_any(name) || place(name).is_some()
}

/// The name that a word for a place stands for: the internet or the firewall itself.
pub(crate) fn place(zone: &str) -> Option<&'static str> {
    match zone.to_ascii_lowercase().as_str() {
        "internet" | "wan" => Some(INTERNET),
        "self" => Some(SELF),
        _ => None,
    }
}

/// All zones of a policy and their addresses.
#[derive(Debug, Clone)]
pub(crate) struct Space {
    pub(crate) zones: Vec<Zone>,
    by_name: BTreeMap<Arc<str>, ZoneIndex>,
    /// The tenants without a segment, whose overlay is known.
    overlays: BTreeSet<ZoneIndex>,
    /// The other names of tenants that have a segment of their own.
    aliases: BTreeMap<Arc<str>, ZoneIndex>,
    /// Addresses that some zone claims.
    claimed: IntervalSet,
    /// Addresses of segments, which no other zone's packets should have.
    of_segments: IntervalSet,
    unclaimed: IntervalSet,
    outside: IntervalSet,
    gateways: IntervalSet,
    /// The substrate's block.
    block: IntervalSet,
    /// Unclaimed addresses that rules put behind a zone.
    behind: Vec<IntervalSet>,
    /// Addresses that rules name as sources of a zone.
    named_sources: Vec<IntervalSet>,
    /// The places in and behind each zone.
    places: Vec<IntervalSet>,
    index: PlaceIndex,
    /// Every place there is.
    existing: IntervalSet,
    /// Whether segments are declared, so that a name that is none is a mistake.
    has_plan: bool,
}

/// Which zones have a place, found by halving.
#[derive(Debug, Clone, Default)]
struct PlaceIndex {
    /// Every interval of every zone in order of its first place, with the last place of any interval so far.
    entries: Vec<(Interval, u64, ZoneIndex)>,
}

impl PlaceIndex {
    fn of(places: &[IntervalSet]) -> Self {
        let of_zone = |(zone, set): (ZoneIndex, &IntervalSet)| {
            set.intervals().iter().map(|interval| (*interval, 0, zone)).collect::<Vec<_>>()
        };
        let mut entries: Vec<(Interval, u64, ZoneIndex)> = places.iter().enumerate().flat_map(of_zone).collect();
        entries.sort_unstable();
        let mut last = 0;
        for entry in &mut entries {
            last = last.max(entry.0.last);
            entry.1 = last;
        }
        Self { entries }
    }

    fn zones_at(&self, places: &IntervalSet) -> BTreeSet<ZoneIndex> {
        let mut zones = BTreeSet::new();
        for interval in places.intervals() {
            let end = self.entries.partition_point(|(found, ..)| found.first <= interval.last);
            let near = self.entries[..end].iter().rev().take_while(|(_, reached, _)| *reached >= interval.first);
            zones.extend(near.filter(|(found, ..)| found.last >= interval.first).map(|(.., zone)| *zone));
        }
        zones
    }
}

impl Space {
    /// The zones of a substrate and of everything that its rules name.
    pub(crate) fn of(substrate: &Substrate, policy: &Policy) -> Self {
        let mut space = Self { has_plan: !substrate.segments.is_empty(), ..Self::empty() };
        for segment in substrate.segments.values() {
            let kind = kind_of_segment(substrate, &segment.name);
            let addresses = match kind {
                ZoneKind::Blackhole => Some(Addresses::none()),
                _ => segment.subnet.map(|subnet| Addresses::net(subnet.value)),
            };
            space.add(Arc::clone(&segment.name), kind, addresses);
        }
        space.add_tenants(substrate);
        space.add_named(substrate, policy);
        space.claim(substrate);
        space.put_behind(policy);
        space.places = (0..space.zones.len()).map(|zone| space.places_in_and_behind(zone)).collect();
        space.index = PlaceIndex::of(&space.places);
        space.existing = space.places.iter().flat_map(IntervalSet::intervals).copied().collect();
        space
    }

    fn empty() -> Self {
        Self {
            zones: Vec::new(),
            by_name: BTreeMap::new(),
            overlays: BTreeSet::new(),
            aliases: BTreeMap::new(),
            claimed: IntervalSet::default(),
            of_segments: IntervalSet::default(),
            unclaimed: IntervalSet::default(),
            outside: IntervalSet::default(),
            gateways: IntervalSet::default(),
            block: IntervalSet::default(),
            behind: Vec::new(),
            named_sources: Vec::new(),
            places: Vec::new(),
            index: PlaceIndex::default(),
            existing: IntervalSet::default(),
            has_plan: false,
        }
    }

    fn add(&mut self, name: Arc<str>, kind: ZoneKind, addresses: Option<Addresses>) {
        if self.by_name.contains_key(&name) {
            return;
        }
        self.by_name.insert(Arc::clone(&name), self.zones.len());
        self.zones.push(Zone { name, kind, addresses });
    }

    fn add_tenants(&mut self, substrate: &Substrate) {
        for tenant in &substrate.tenants {
            let name: Arc<str> = tenant.name.value.as_str().into();
            if let Some(segment) = substrate.segment_of_tenant(tenant) {
                if let Some(zone) = self.by_name.get(&segment.name).copied() {
                    self.aliases.insert(name, zone);
                }
                continue;
            }
            let octet = substrate.site_octet.map(|octet| SiteBlock::new(octet.value));
            let subnet = octet.zip(tenant.index).map(|(site, index)| overlay::subnet(site, index.value));
            let name = self.free_name(name);
            if self.by_name.contains_key(&name) {
                continue;
            }
            self.overlays.extend(subnet.is_some().then_some(self.zones.len()));
            self.add(name, ZoneKind::Tenant, subnet.map(Addresses::net));
        }
    }

    /// A tenant's name, in its longer form where a segment has the short one or it is a word for a place.
    fn free_name(&self, name: Arc<str>) -> Arc<str> {
        let is_taken = self.by_name.contains_key(&name) || is_word(&name);
        if is_taken { format!("{TENANT_PREFIX}{name}").into() } else { name }
    }

    /// Adds the zones that only rules know: the internet, the firewall, and names that are none.
    fn add_named(&mut self, substrate: &Substrate, policy: &Policy) {
        self.add(INTERNET.into(), ZoneKind::Internet, None);
        self.add(SELF.into(), ZoneKind::Firewall, None);
        let of_rules = policy.rules.iter().flat_map(|rule| [&rule.from_zone, &rule.to_zone]);
        let of_never = policy.never.iter().flat_map(|never| [&never.from_zone, &never.to_zone]);
        let names = of_rules.chain(of_never).flatten().chain(&policy.internet_zones);
        for Spanned { value: name, .. } in names {
            if !is_any(name) && self.find(name).is_none() {
                self.add(Arc::clone(name), kind_of_name(substrate, name), None);
            }
        }
    }

    fn claim(&mut self, substrate: &Substrate) {
        self.gateways =
            substrate.segments.values().filter_map(|segment| Some(one_address(segment.gateway?.value))).collect();
        for zone in &mut self.zones {
            if zone.kind == ZoneKind::Firewall {
                zone.addresses = (!self.gateways.is_empty()).then(|| Addresses::of(self.gateways.clone()));
            }
        }
        let addresses = |zone: &ZoneIndex| self.zones[*zone].addresses.as_ref().map(Addresses::set);
        let join = |sets: Vec<&IntervalSet>| sets.into_iter().flat_map(IntervalSet::intervals).copied().collect();
        let zones = 0..self.zones.len();
        self.of_segments = join(
            zones.clone().filter(|zone| !self.overlays.contains(zone)).filter_map(|zone| addresses(&zone)).collect(),
        );
        self.claimed = join(zones.filter_map(|zone| addresses(&zone)).collect());
        let all = IntervalSet::of(Interval::new(0, u32::MAX.into()));
        self.unclaimed = all.difference(&self.claimed);
        if let Some(octet) = substrate.site_octet {
            self.block = Addresses::net(SiteBlock::new(octet.value).network()).set().clone();
        }
        self.outside = self.unclaimed.difference(&self.block);
    }

    fn put_behind(&mut self, policy: &Policy) {
        let mut destinations: Vec<Vec<Interval>> = vec![Vec::new(); self.zones.len()];
        let mut sources = destinations.clone();
        if let Some(transit) = self.by_name.get(TRANSIT) {
            for overlay in self.overlays().filter_map(|zone| self.overlay(zone)) {
                sources[*transit].extend(overlay.intervals());
            }
        }
        for rule in &policy.rules {
            for (zone, net, put) in [
                (&rule.from_zone, &rule.only.source_net, &mut sources),
                (&rule.to_zone, &rule.only.destination_net, &mut destinations),
            ] {
                let zone = zone.as_ref().and_then(|zone| self.find(&zone.value));
                if let (Some(zone), Some(net)) = (zone, net) {
                    put[zone].extend(net.value.set().intervals());
                }
            }
        }
        self.named_sources = sources.into_iter().map(IntervalSet::from_iter).collect();
        self.behind = destinations
            .into_iter()
            .zip(&self.named_sources)
            .map(|(named, sources)| named.into_iter().collect::<IntervalSet>().union(sources).difference(&self.claimed))
            .collect();
    }

    /// The zone of a name; `None` for `any` and for what is none.
    pub(crate) fn find(&self, name: &str) -> Option<ZoneIndex> {
        let by_name = |name: &str| self.by_name.get(name).or_else(|| self.aliases.get(name)).copied();
        by_name(name).or_else(|| by_name(place(name)?)).or_else(|| {
            let tenant = name.strip_prefix(TENANT_PREFIX)?;
            by_name(tenant).filter(|zone| self.zones[*zone].kind == ZoneKind::Tenant)
        })
    }

    /// The zone of a name, or why there is none.
    pub(crate) fn zone(&self, name: &str) -> Result<ZoneIndex, UnknownZoneError> {
        self.find(name).ok_or_else(|| UnknownZoneError::new(name, self.zones.iter().map(|zone| &*zone.name)))
    }

    pub(crate) fn kind(&self, zone: ZoneIndex) -> ZoneKind {
        self.zones[zone].kind
    }

    /// Whether a zone is one that rules name and that a declared plan does not have.
    pub(crate) fn is_missing(&self, zone: ZoneIndex) -> bool {
        self.has_plan && self.kind(zone) == ZoneKind::Unknown
    }

    /// The addresses that a zone claims, or every unclaimed one that may be its own.
    pub(crate) fn own_addresses(&self, zone: ZoneIndex) -> IntervalSet {
        let claimed = self.zones[zone].addresses.as_ref().map(Addresses::set);
        match (self.zones[zone].kind, claimed) {
            (ZoneKind::Internet, _) => self.outside.clone(),
            (ZoneKind::Firewall, gateways) => {
                gateways.map_or_else(|| self.outside.clone(), |own| self.outside.union(own))
            }
            (_, Some(claimed)) => claimed.clone(),
            (_, None) => self.unclaimed.clone(),
        }
    }

    /// The sources that packets from a zone may have: its own, and those that a rule from it names.
    pub(crate) fn sources(&self, zone: ZoneIndex) -> IntervalSet {
        self.own_addresses(zone).union(&self.named_sources[zone])
    }

    /// The sources that packets from a zone have unless they are forged: not another segment's.
    pub(crate) fn honest_sources(&self, zone: ZoneIndex) -> IntervalSet {
        self.own_addresses(zone).union(&self.named_sources[zone].difference(&self.of_segments))
    }

    /// The place of unclaimed addresses behind a zone.
    fn behind(zone: ZoneIndex, addresses: &IntervalSet) -> IntervalSet {
        let above = (zone as u64 + 1) << ADDRESS_BITS;
        addresses.intervals().iter().map(|found| Interval::new(above | found.first, above | found.last)).collect()
    }

    /// The places that are a zone's own.
    pub(crate) fn own_places(&self, zone: ZoneIndex) -> IntervalSet {
        let own = self.own_addresses(zone);
        own.intersection(&self.claimed).union(&Self::behind(zone, &own.difference(&self.claimed)))
    }

    fn places_in_and_behind(&self, zone: ZoneIndex) -> IntervalSet {
        self.own_places(zone).union(&Self::behind(zone, &self.behind[zone]))
    }

    /// The places in and behind a zone.
    pub(crate) fn places(&self, zone: ZoneIndex) -> &IntervalSet {
        &self.places[zone]
    }

    /// The places of the substrate's block that lie in or behind some zones, and its addresses.
    pub(crate) fn block_places(&self, zone: Option<ZoneIndex>) -> IntervalSet {
        let behind = zone.map(|zone| Self::behind(zone, &self.block));
        behind.map_or_else(|| self.block.clone(), |behind| behind.union(&self.block))
    }

    /// Every place there is.
    pub(crate) fn existing(&self) -> &IntervalSet {
        &self.existing
    }

    /// The places of addresses that a rule to a zone names; `None` is any zone.
    pub(crate) fn places_of(&self, to: Option<ZoneIndex>, addresses: &IntervalSet) -> IntervalSet {
        let claimed = addresses.intersection(&self.claimed);
        let unclaimed = addresses.difference(&self.claimed);
        if unclaimed.is_empty() {
            return claimed;
        }
        let Some(to) = to else {
            let behind = (0..self.zones.len()).flat_map(|zone| Self::behind(zone, &unclaimed).intervals().to_vec());
            return claimed.union(&behind.collect::<IntervalSet>().intersection(&self.existing));
        };
        let by_internet = self.find(INTERNET).map(|zone| Self::behind(zone, &unclaimed.intersection(&self.outside)));
        let places = claimed.union(&Self::behind(to, &unclaimed).intersection(&self.existing));
        by_internet.map_or_else(|| places.clone(), |by_internet| places.union(&by_internet))
    }

    /// The addresses of a tenant's overlay; `None` where a zone is none.
    pub(crate) fn overlay(&self, zone: ZoneIndex) -> Option<&IntervalSet> {
        let addresses = self.zones[zone].addresses.as_ref()?.set();
        self.overlays.contains(&zone).then_some(addresses)
    }

    /// The tenants' overlays.
    pub(crate) fn overlays(&self) -> impl Iterator<Item = ZoneIndex> + '_ {
        self.overlays.iter().copied()
    }

    /// The zones that packets of an overlay come in from, with the sources they have there.
    pub(crate) fn entered_by<'s>(
        &'s self,
        overlay: &'s IntervalSet,
    ) -> impl Iterator<Item = (ZoneIndex, IntervalSet)> + 's {
        let zones = (0..self.zones.len()).filter(|zone| self.named_sources[*zone].intersects(overlay));
        zones.map(|zone| (zone, self.named_sources[zone].intersection(overlay)))
    }

    /// The addresses of the firewall itself that a zone's subnet holds too.
    pub(crate) fn gateways(&self) -> &IntervalSet {
        &self.gateways
    }

    /// The addresses that some zone claims.
    pub(crate) fn claimed(&self) -> &IntervalSet {
        &self.claimed
    }

    /// The addresses that no zone claims and that are outside the substrate.
    pub(crate) fn outside(&self) -> &IntervalSet {
        &self.outside
    }

    /// Whether a zone claims an address.
    pub(crate) fn is_claimed(&self, address: Ipv4Addr) -> bool {
        self.claimed.contains(address.number())
    }

    /// Whether an address that no zone claims is outside the substrate.
    pub(crate) fn is_outside(&self, address: Ipv4Addr) -> bool {
        self.outside.contains(address.number())
    }

    /// The addresses of some of a zone's places.
    pub(crate) fn addresses(places: &IntervalSet) -> Addresses {
        let low = u64::from(u32::MAX);
        Addresses::of(
            places.intervals().iter().map(|found| Interval::new(found.first & low, found.last & low)).collect(),
        )
    }

    /// The zones, in order of their names.
    pub(crate) fn in_order_of_names(&self) -> impl Iterator<Item = ZoneIndex> + '_ {
        self.by_name.values().copied()
    }

    /// The first zone by name, of those wanted, that some places lie in or behind.
    pub(crate) fn first_at(&self, places: &IntervalSet, is_wanted: impl Fn(ZoneIndex) -> bool) -> Option<ZoneIndex> {
        let found = self.zones_at(places).into_iter().filter(|zone| is_wanted(*zone));
        found.min_by(|left, right| self.zones[*left].name.cmp(&self.zones[*right].name))
    }

    /// The sources that rules from a zone name.
    pub(crate) fn named_sources(&self, zone: ZoneIndex) -> &IntervalSet {
        &self.named_sources[zone]
    }

    /// The zones that some places lie in or behind.
    pub(crate) fn zones_at(&self, places: &IntervalSet) -> BTreeSet<ZoneIndex> {
        self.index.zones_at(places)
    }

    /// Whether a rule's net is partly another segment's, and whose: the first in order of zones.
    pub(crate) fn segment_beside(&self, zone: ZoneIndex, net: &Addresses) -> Option<ZoneIndex> {
        let own = self.own_addresses(zone);
        let elsewhere = net.set().intersection(&self.of_segments).difference(&own);
        let holds = |other: &ZoneIndex| {
            self.zones[*other].kind != ZoneKind::Firewall
                && self.zones[*other].addresses.as_ref().is_some_and(|found| found.set().intersects(&elsewhere))
        };
        (0..self.zones.len()).find(holds)
    }
}

fn one_address(address: Ipv4Addr) -> Interval {
    Interval::one(address.number())
}

fn kind_of_segment(substrate: &Substrate, name: &str) -> ZoneKind {
    let owner = substrate.tenant_with_segment(name).filter(|tenant| tenant.name.value.as_str() != name);
    let is_tenant = owner.is_some() || substrate.tenant_of_segment(name).is_some();
    match kind_by_name(name) {
        // A tenant by the name of a zone that the standard protects takes nothing of that away.
        Some(kind) if kind != ZoneKind::Internal => kind,
        _ if is_tenant => ZoneKind::Tenant,
        _ => ZoneKind::Internal,
    }
}

/// The kind of a zone that is no segment: without a plan its name is all there is.
fn kind_of_name(substrate: &Substrate, name: &str) -> ZoneKind {
    if substrate.tenant_of_segment(name).is_some() {
        return ZoneKind::Tenant;
    }
    let has_plan = !substrate.segments.is_empty();
    kind_by_name(name).filter(|_| !has_plan).unwrap_or(ZoneKind::Unknown)
}

fn kind_by_name(name: &str) -> Option<ZoneKind> {
    match name {
        "management" => Some(ZoneKind::Management),
        "guest" => Some(ZoneKind::Guest),
        "iot" => Some(ZoneKind::Iot),
        "iot_backend" => Some(ZoneKind::IotBackend),
        "iot_vendor" => Some(ZoneKind::IotVendor),
        "platform" | "storage" | "trusted" => Some(ZoneKind::Internal),
        BLACKHOLE => Some(ZoneKind::Blackhole),
        _ => None,
    }
}
