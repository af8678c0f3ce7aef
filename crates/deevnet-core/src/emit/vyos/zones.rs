//! The firewall zones of the router: which interface each is on, and which zones of the policy are behind it.

use std::collections::BTreeSet;

use crate::emit::interface_name::InterfaceName;
use crate::emit::plain_word::plain_word;
use crate::emit::router::{TRANSIT, is_overlay};
use crate::emit::scope::Scope;
use crate::model::Substrate;
use crate::policy::{Addresses, FilterLine, Zone, ZoneIndex, ZoneKind};

/// The longest name of a zone; VyOS makes names of nftables chains from two of them.
const LONGEST_NAME: usize = 64;

/// Where a firewall zone is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    /// Behind an interface.
    Interface(InterfaceName),
    /// The router itself: VyOS calls it the local zone.
    Router,
}

/// A zone of the policy that is behind an interface.
#[derive(Debug, Clone)]
pub(super) struct Member {
    pub(super) zone: ZoneIndex,
    /// The sources that tell its packets from those of other zones behind the same interface.
    pub(super) sources: Option<Addresses>,
}

/// A firewall zone.
#[derive(Debug, Clone)]
pub(super) struct RouterZone {
    pub(super) name: String,
    pub(super) place: Place,
    pub(super) members: Vec<Member>,
    /// The addresses that zones behind other interfaces claim.
    elsewhere: Addresses,
}

impl RouterZone {
    pub(super) fn is_router(&self) -> bool {
        self.place == Place::Router
    }

    /// Whether packets of a line may come from this zone.
    pub(super) fn is_entered_by(&self, line: &FilterLine) -> bool {
        line.ingress.is_none_or(|zone| self.members.iter().any(|member| member.zone == zone))
    }

    /// The sources that tell a line's packets from those of other members, where something has to.
    pub(super) fn sources(&self, line: &FilterLine) -> Option<&Addresses> {
        self.members.iter().find(|member| Some(member.zone) == line.ingress)?.sources.as_ref()
    }

    /// Whether packets of a line may leave to this zone, for all that the line says about ways.
    pub(super) fn is_left_to(&self, line: &FilterLine) -> bool {
        line.egress.as_ref().is_none_or(|zones| self.members.iter().any(|member| zones.contains(&member.zone)))
    }

    /// Whether packets to some address of a set may lie in or behind this zone: those that another zone claims do not.
    ///
    /// What the router itself receives may have any address, a broadcast for one.
    pub(super) fn may_hold(&self, destinations: &Addresses) -> bool {
        self.is_router() || !destinations.difference(&self.elsewhere).is_empty()
    }
}

/// The firewall zones, in the order of the policy's.
///
/// A zone of the policy is one where the router has an interface in it; overlays of tenants are behind the segment that
/// leads to them. The router itself is one where packets to it are judged.
pub(super) fn zones(
    substrate: &Substrate,
    of_policy: &[Zone],
    routed: &[(&Scope, InterfaceName)],
    wan: &InterfaceName,
    guards_router: bool,
) -> Vec<RouterZone> {
    let mut taken = BTreeSet::new();
    let mut zones: Vec<RouterZone> = Vec::new();
    for (index, zone) in of_policy.iter().enumerate() {
        let place = match zone.kind {
            ZoneKind::Internet => Some(Place::Interface(wan.clone())),
            ZoneKind::Firewall => guards_router.then_some(Place::Router),
            _ => {
                let own = routed.iter().find(|(scope, _)| scope.segment == zone.name);
                own.map(|(_, interface)| Place::Interface(interface.clone()))
            }
        };
        let Some(place) = place else { continue };
        let members = vec![Member { zone: index, sources: None }];
        zones.push(RouterZone { name: name(&zone.name, &mut taken), place, members, elsewhere: Addresses::none() });
    }
    let transit = routed.iter().find(|(scope, _)| &*scope.segment == TRANSIT);
    let transit = transit.map(|(_, interface)| Place::Interface(interface.clone()));
    if let Some(zone) = zones.iter_mut().find(|zone| Some(&zone.place) == transit.as_ref()) {
        let overlays = of_policy.iter().enumerate().filter(|(_, zone)| is_overlay(substrate, zone));
        zone.members.extend(overlays.map(|(index, zone)| Member { zone: index, sources: zone.addresses.clone() }));
    }
    for zone in &mut zones {
        zone.elsewhere = claimed_by_others(of_policy, &zone.members);
    }
    zones
}

/// What zones claim that are none of the members; the router's own addresses are those of the segments they are in.
fn claimed_by_others(of_policy: &[Zone], members: &[Member]) -> Addresses {
    let is_other = |index: &ZoneIndex| members.iter().all(|member| member.zone != *index);
    let others =
        of_policy.iter().enumerate().filter(|(index, zone)| is_other(index) && zone.kind != ZoneKind::Firewall);
    others.filter_map(|(_, zone)| zone.addresses.as_ref()).fold(Addresses::none(), |all, own| all.union(own))
}

/// A name that VyOS takes for a zone and that no other zone has: it begins with a letter or digit.
fn name(zone: &str, taken: &mut BTreeSet<String>) -> String {
    let mut name = plain_word(zone, LONGEST_NAME).unwrap_or_default();
    if !name.starts_with(|first: char| first.is_ascii_alphanumeric()) {
        name.insert_str(0, "zone");
    }
    while !taken.insert(name.clone()) {
        name.push('_');
    }
    name
}
