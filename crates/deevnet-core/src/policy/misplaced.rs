//! Nets that lie in another segment than the zone that a rule names.

use std::sync::Arc;

use super::analysis::Analysis;
use super::{Addresses, Cause, ZoneIndex};

/// A net of a rule that another segment holds.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct MisplacedNet {
    /// The rule's index in the policy's list.
    pub rule: usize,
    /// Whether it is the rule's source; else it is the destination.
    pub is_source: bool,
    /// The net.
    pub net: Addresses,
    /// The zone that the rule names.
    pub zone: Arc<str>,
    /// The segment that holds the net, or part of it.
    pub segment: Arc<str>,
}

impl Analysis {
    /// Every net that is named with one zone and lies, at least in part, in another segment.
    ///
    /// A rule matches by address, so that such a destination is reached all the same: a reader of the zones is misled.
    /// Overlays behind the zone that leads to them, and nets that nobody claims, are where the rule says they are.
    pub fn misplaced_nets(&self) -> Vec<MisplacedNet> {
        let mut misplaced = Vec::new();
        for clause in &self.clauses {
            let (Cause::Rule(rule), found) = (clause.cause, &clause.matches) else { continue };
            for (is_source, zone, net) in [(true, found.from, &found.sources), (false, found.to, &found.destinations)] {
                let Some((zone, net)) = zone.zip(net.as_ref()) else { continue };
                let Some(segment) = self.space.segment_beside(zone, net) else { continue };
                let name = |zone: ZoneIndex| Arc::clone(&self.space.zones[zone].name);
                misplaced.push(MisplacedNet {
                    rule,
                    is_source,
                    net: net.clone(),
                    zone: name(zone),
                    segment: name(segment),
                });
            }
        }
        misplaced.sort_unstable_by_key(|found| (found.rule, !found.is_source));
        misplaced
    }
}
