//! What every check sees: the declaration, the model and what was derived from them once.

use std::net::Ipv4Addr;
use std::sync::Arc;

use super::sharing::sharing;
use crate::declared::{Declared, Value};
use crate::finding::{Finding, Subject};
use crate::hardware::Catalogue;
use crate::model::{Host, Interface, Segment, SegmentLookup, Substrate};
use crate::rules::Rule;
use crate::source::{Position, Span};

/// The declaration, the model and the findings so far.
#[derive(Debug)]
pub(super) struct Context<'a> {
    pub(super) declared: &'a Declared,
    pub(super) substrate: &'a Substrate,
    pub(super) catalogue: &'a Catalogue,
    lookup: SegmentLookup<'a>,
    findings: Vec<Finding>,
}

impl<'a> Context<'a> {
    pub(super) fn new(declared: &'a Declared, substrate: &'a Substrate, catalogue: &'a Catalogue) -> Self {
        Self { declared, substrate, catalogue, lookup: SegmentLookup::new(substrate), findings: Vec::new() }
    }

    pub(super) fn into_findings(self) -> Vec<Finding> {
        self.findings
    }

    /// The position of a span.
    pub(super) fn position(&self, span: Span) -> Option<Position> {
        self.declared.sources.position(span)
    }

    /// A finding at a span.
    pub(super) fn finding(&self, rule: &'static Rule, span: Span, message: impl Into<String>) -> Finding {
        Finding::new(rule, message, self.position(span))
    }

    /// Keeps a finding.
    pub(super) fn push(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// Every host, in order of names.
    pub(super) fn hosts(&self) -> impl Iterator<Item = &'a Host> + use<'a> {
        self.substrate.hosts.values()
    }

    /// Every interface with its host, in order of host and interface names.
    pub(super) fn interfaces(&self) -> impl Iterator<Item = (&'a Host, &'a Interface)> + use<'a> {
        self.hosts().flat_map(|host| host.interfaces.values().map(move |interface| (host, interface)))
    }

    /// Whether the substrate declares its segments.
    pub(super) fn has_plan(&self) -> bool {
        self.declared.substrate.get("deevnet_vlans").and_then(Value::as_map).is_some()
    }

    /// The interfaces that share a value, in order of values; each group in order of host and interface names.
    pub(super) fn sharing<T: Ord>(
        &self,
        value_of: impl Fn(&Interface) -> Option<T>,
    ) -> Vec<Vec<(&'a Host, &'a Interface)>> {
        sharing(self.interfaces().filter_map(|(host, interface)| Some((value_of(interface)?, (host, interface)))))
    }

    /// The segment of an interface: the one it names, or the one whose subnet holds its address.
    pub(super) fn segment_of(&self, interface: &Interface) -> Option<&'a Segment> {
        self.lookup.of_interface(interface)
    }

    /// The segment whose subnet holds an address.
    pub(super) fn segment_holding(&self, address: Ipv4Addr) -> Option<&'a Segment> {
        self.lookup.holding(address)
    }
}

/// The subject of one interface of a host.
pub(super) fn subject(host: &Host, interface: &Interface) -> Subject {
    Subject::interface(Arc::clone(&host.name), Arc::clone(&interface.name))
}

/// The subject of an interface's hardware.
pub(super) fn hardware(host: &Host, interface: &Interface) -> Subject {
    Subject::hardware(Arc::clone(&host.name), Arc::clone(&interface.name))
}

/// An interface as messages name it: `host (interface)`.
pub(super) fn label(host: &Host, interface: &Interface) -> String {
    format!("{} ({})", host.name, interface.name)
}
