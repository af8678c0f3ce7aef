//! What must never be permitted: the segmentation standard's table, and what a substrate declares besides.

use std::sync::Arc;

use super::ZoneIndex;
use super::clause::match_of_never;
use super::interval_set::IntervalSet;
use super::product::{Field, Product};
use super::space::Space;
use super::zone::ZoneKind;
use crate::model::{Never, Policy};

/// One line of the standard's table of prohibited flows.
struct Prohibition {
    statement: &'static str,
    reason: &'static str,
    from: fn(ZoneKind) -> bool,
    to: fn(ZoneKind) -> bool,
}

/// The only place where prohibited flows are written down.
///
/// A zone may always reach itself with its own gateway, management may reach everything, and nothing is said about the
/// internet. The gateway of any other segment is an address of that segment, as much as those of its hosts.
const TABLE: [Prohibition; 6] = [
    Prohibition {
        statement: "guest reaches nothing internal",
        reason: "guests reach the internet only",
        from: |kind| kind == ZoneKind::Guest,
        to: ZoneKind::is_internal,
    },
    Prohibition {
        statement: "iot_vendor reaches nothing internal",
        reason: "vendor devices reach the internet only",
        from: |kind| kind == ZoneKind::IotVendor,
        to: ZoneKind::is_internal,
    },
    Prohibition {
        statement: "nothing internal but management reaches iot_vendor",
        reason: "only management reaches vendor devices",
        from: |kind| kind.is_internal() && kind != ZoneKind::Management,
        to: |kind| kind == ZoneKind::IotVendor,
    },
    Prohibition {
        statement: "iot does not reach management",
        reason: "devices never reach management",
        from: |kind| kind == ZoneKind::Iot,
        to: |kind| kind == ZoneKind::Management,
    },
    Prohibition {
        statement: "iot_backend does not reach management",
        reason: "device backends never reach management",
        from: |kind| kind == ZoneKind::IotBackend,
        to: |kind| kind == ZoneKind::Management,
    },
    Prohibition {
        statement: "no tenant reaches another",
        reason: "tenants never reach each other",
        from: |kind| kind == ZoneKind::Tenant,
        to: |kind| kind == ZoneKind::Tenant,
    },
];

/// Packets that no rule may let through.
#[derive(Debug, Clone)]
pub(crate) struct Claim {
    pub(crate) statement: String,
    pub(crate) reason: Arc<str>,
    /// The declaration that it comes from, by its index; `None` for the standard's.
    pub(crate) never: Option<usize>,
    /// For every zone, whether its packets are meant.
    from: Vec<bool>,
    /// For every zone, whether it is protected.
    to: Vec<bool>,
    /// The places that are protected.
    places: IntervalSet,
    /// What narrows it besides: protocol, ports and sources.
    within: Product,
    /// Whether a zone is protected from itself.
    is_reflexive: bool,
    /// Whether the firewall's own addresses are meant wherever they lie, a zone's own gateway too.
    includes_firewall: bool,
    /// Whether it names addresses.
    names_nets: bool,
}

impl Claim {
    /// Every claim about the zones of a space: the standard's, then the declared ones.
    pub(crate) fn all(space: &Space, policy: &Policy) -> Vec<Self> {
        let standard = TABLE.iter().map(|prohibition| Self::of_standard(space, prohibition));
        let declared = policy.never.iter().enumerate().filter_map(|(index, never)| Self::of_never(space, index, never));
        standard.chain(declared).filter(Self::speaks_of_anything).collect()
    }

    fn of_standard(space: &Space, prohibition: &Prohibition) -> Self {
        let select =
            |wanted: fn(ZoneKind) -> bool| -> Vec<bool> { space.zones.iter().map(|zone| wanted(zone.kind)).collect() };
        let to = select(prohibition.to);
        let protected = (0..to.len()).filter(|zone| to[*zone]);
        Self {
            statement: prohibition.statement.to_owned(),
            reason: prohibition.reason.into(),
            never: None,
            from: select(prohibition.from),
            places: protected.flat_map(|zone| space.places(zone).intervals()).copied().collect(),
            to,
            within: Product::default(),
            is_reflexive: false,
            includes_firewall: false,
            names_nets: false,
        }
    }

    fn of_never(space: &Space, index: usize, never: &Never) -> Option<Self> {
        let found = match_of_never(space, never)?;
        if [found.from, found.to].into_iter().flatten().any(|zone| space.is_missing(zone)) {
            return None;
        }
        let select =
            |named: Option<ZoneIndex>| (0..space.zones.len()).map(move |zone| named.is_none_or(|named| named == zone));
        let places = match (&found.destinations, found.to) {
            (Some(net), to) => space.places_of(to, net.set()),
            (None, Some(to)) => space.places(to).clone(),
            (None, None) => space.existing().clone(),
        };
        let mut within = found.transport();
        if let Some(sources) = &found.sources {
            within.restrict(Field::Source, sources.set().clone());
        }
        let to = if found.destinations.is_some() { select(None).collect() } else { select(found.to).collect() };
        Some(Self {
            statement: never.statement(),
            reason: never
                .reason
                .as_ref()
                .map_or_else(|| "it is declared so".into(), |reason| Arc::clone(&reason.value)),
            never: Some(index),
            from: select(found.from).collect(),
            to,
            places,
            within,
            is_reflexive: found.from.is_some() && found.to.is_some(),
            includes_firewall: found.destinations.is_some()
                || found.to.is_none_or(|to| space.kind(to) == ZoneKind::Firewall),
            names_nets: found.sources.is_some() || found.destinations.is_some(),
        })
    }

    fn speaks_of_anything(&self) -> bool {
        self.from.contains(&true) && !self.places.is_empty()
    }

    /// Whether packets from a zone are meant.
    pub(crate) fn is_from(&self, zone: ZoneIndex) -> bool {
        self.from[zone]
    }

    /// Whether any of some places is protected.
    pub(crate) fn may_protect(&self, places: &IntervalSet) -> bool {
        self.places.intersects(places)
    }

    /// Whether a zone is protected.
    pub(crate) fn is_to(&self, zone: ZoneIndex) -> bool {
        self.to[zone]
    }

    /// Whether a flow between two zones is, as a whole or in part, what must not be.
    pub(crate) fn is_between(&self, from: ZoneIndex, to: ZoneIndex) -> bool {
        self.from[from] && self.to[to] && (self.is_reflexive || from != to)
    }

    /// Whether it speaks of all packets between its zones.
    pub(crate) fn is_broad(&self) -> bool {
        self.within == Product::default()
    }

    /// The zones whose packets are meant.
    pub(crate) fn sources(&self) -> impl Iterator<Item = ZoneIndex> + '_ {
        (0..self.from.len()).filter(|zone| self.from[*zone])
    }

    /// The places among some that a zone must not reach.
    pub(crate) fn protected(&self, space: &Space, from: ZoneIndex, places: &IntervalSet) -> IntervalSet {
        let protected = places.intersection(&self.places);
        if self.is_reflexive || protected.is_empty() {
            return protected;
        }
        let left = protected.difference(space.places(from));
        if self.includes_firewall { left.union(&protected.intersection(space.gateways())) } else { left }
    }

    /// Whether it names addresses.
    pub(crate) fn names_nets(&self) -> bool {
        self.names_nets
    }

    /// The packets that it speaks of, whatever their zones.
    pub(crate) fn within(&self) -> &Product {
        &self.within
    }
}

impl Never {
    /// What it states: `iot never reaches platform (protocol tcp)`.
    pub fn statement(&self) -> String {
        let zone = |zone: &Option<crate::Spanned<Arc<str>>>| {
            zone.as_ref().map_or_else(String::new, |zone| zone.value.to_string())
        };
        let fields: Vec<String> = self.narrow.iter().map(|(name, value)| format!("{name} {value}")).collect();
        let only = if fields.is_empty() { String::new() } else { format!(" ({})", fields.join(", ")) };
        format!("{} never reaches {}{only}", zone(&self.from_zone), zone(&self.to_zone))
    }
}
