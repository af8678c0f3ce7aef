//! Rules about IPv6, judged by their zones alone.

use std::sync::Arc;

use super::ZoneIndex;
use super::analysis::Analysis;
use super::clause::ClauseMatch;
use super::product::Product;
use super::space::Space;
use super::standard::Claim;
use crate::model::{Action, IpVersion, Matching, Policy};
use crate::source::Span;

/// A rule that lets through what must not be, as far as its zones tell.
///
/// Zones have no IPv6 addresses here, so there is no packet to show, and nets are not looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Ipv6Breach {
    /// The rule's index in the policy's list.
    pub rule: usize,
    /// Where it is declared.
    pub span: Span,
    /// The zone that packets come from.
    pub from: Arc<str>,
    /// The zone that they reach.
    pub to: Arc<str>,
    /// Why they must not.
    pub reason: Arc<str>,
    /// The declaration that says so, by its index in `firewall_never`; `None` for the segmentation standard.
    pub never: Option<usize>,
    pub(super) claim: usize,
}

/// A rule that says that it is about IPv6, alone or besides.
#[derive(Debug, Clone)]
pub(super) struct Ipv6Rule {
    rule: usize,
    span: Span,
    action: Action,
    /// The zone that packets enter from; `None` is any.
    from: Option<ZoneIndex>,
    /// The zone that they reach; `None` is any.
    to: Option<ZoneIndex>,
    transport: Product,
    /// Whether it speaks of all packets between its zones.
    is_broad: bool,
}

impl Ipv6Rule {
    /// Those of a policy that name zones and have an action, in order of declaration.
    pub(super) fn all(space: &Space, policy: &Policy) -> Vec<Self> {
        let rules = policy.rules.iter().enumerate().filter_map(|(index, rule)| {
            let version = rule.only.ip_version.as_ref().map(|version| version.value);
            version.filter(|version| *version != IpVersion::V4)?;
            let zones = (&rule.from_zone.as_ref()?.value, &rule.to_zone.as_ref()?.value);
            let matches = ClauseMatch::read(space, zones.0, zones.1, &rule.only)?;
            let names_ipv4 = matches.sources.is_some() || matches.destinations.is_some();
            (!names_ipv4).then(|| Self {
                rule: index,
                span: rule.span,
                action: rule.action.map_or(Action::Pass, |action| action.value),
                from: matches.from,
                to: matches.to,
                transport: matches.transport(),
                is_broad: rule.narrow.iter().all(|(name, _)| &**name == "ip_version") && rule.only.unread.is_empty(),
            })
        });
        rules.collect()
    }

    fn is_between(&self, from: ZoneIndex, to: ZoneIndex) -> bool {
        self.from.is_none_or(|own| own == from) && self.to.is_none_or(|own| own == to)
    }
}

impl Analysis {
    /// Every rule about IPv6 that lets through what must not be: for each the first breach of every statement.
    ///
    /// A flow that another such rule blocks as a whole, before it or in any place as rules are matched, is none.
    pub fn ipv6_breaches(&self) -> Vec<Ipv6Breach> {
        let passing = self.ipv6.iter().enumerate().filter(|(_, rule)| rule.action == Action::Pass);
        let of_rule = |(position, rule)| {
            let claims = self.claims.iter().enumerate();
            claims.filter_map(move |(number, claim)| self.ipv6_breach(position, rule, number, claim))
        };
        passing.flat_map(of_rule).collect()
    }

    fn ipv6_breach(&self, position: usize, rule: &Ipv6Rule, number: usize, claim: &Claim) -> Option<Ipv6Breach> {
        if claim.names_nets() || !claim.within().meets(&rule.transport) {
            return None;
        }
        let blocks = match self.matching() {
            Matching::First => &self.ipv6[..position],
            Matching::Any => &self.ipv6[..],
        };
        let is_blocked = |from: ZoneIndex, to: ZoneIndex| {
            blocks.iter().any(|block| block.action == Action::Block && block.is_broad && block.is_between(from, to))
        };
        let ends = |own: Option<ZoneIndex>| {
            self.space.in_order_of_names().filter(move |zone| own.is_none_or(|own| own == *zone))
        };
        let is_prohibited = |from: ZoneIndex, to: ZoneIndex| claim.is_between(from, to) && !is_blocked(from, to);
        let (from, to) = ends(rule.from)
            .filter(|from| claim.is_from(*from))
            .find_map(|from| Some((from, ends(rule.to).find(|to| is_prohibited(from, *to))?)))?;
        let name = |zone: ZoneIndex| Arc::clone(&self.space.zones[zone].name);
        Some(Ipv6Breach {
            rule: rule.rule,
            span: rule.span,
            from: name(from),
            to: name(to),
            reason: Arc::clone(&claim.reason),
            never: claim.never,
            claim: number,
        })
    }
}
