//! Where in the address plan an interface is.

use std::collections::HashMap;
use std::sync::Arc;

use super::scope::Scope;
use crate::model::{Interface, Substrate};
use crate::network::SegmentPlan;

/// Where an interface is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Site {
    /// The segment it names, or else the one whose subnet holds its address.
    pub(super) segment: Option<Arc<str>>,
    /// The published segment whose subnet holds its address.
    pub(super) scope: Option<Arc<str>>,
}

/// Finds the segments of addresses.
#[derive(Debug)]
pub(super) struct Sites {
    plan: SegmentPlan,
    /// Every segment by name, and whether it is published.
    segments: HashMap<Arc<str>, bool>,
}

impl Sites {
    pub(super) fn new(substrate: &Substrate, scopes: &[Scope]) -> Self {
        let mut segments: HashMap<Arc<str>, bool> =
            substrate.segments.keys().map(|name| (Arc::clone(name), false)).collect();
        segments.extend(scopes.iter().map(|scope| (Arc::clone(&scope.segment), true)));
        Self { plan: substrate.plan(), segments }
    }

    pub(super) fn of(&self, interface: &Interface) -> Site {
        let declared = interface.segment.as_ref().map(|name| Arc::clone(&name.value));
        let found = interface.address.value.fixed().and_then(|address| self.plan.segment_holding(address));
        let Some((holding, is_published)) = found.and_then(|segment| self.segments.get_key_value(segment.name()))
        else {
            return Site { segment: declared, scope: None };
        };
        Site {
            segment: declared.or_else(|| Some(Arc::clone(holding))),
            scope: is_published.then(|| Arc::clone(holding)),
        }
    }
}
