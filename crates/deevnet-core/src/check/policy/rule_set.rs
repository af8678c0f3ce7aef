//! The rules that one firewall loads together: the substrate's, or those of a host that has its own.

use std::sync::Arc;

use crate::check::context::Context;
use crate::finding::{Finding, Subject};
use crate::model::{Action, Host, ZoneDeclaration, ZoneRule};
use crate::policy::space::WORDS;
pub(super) use crate::policy::space::is_any;
use crate::policy::space::place;
use crate::rules::Rule;
use crate::source::Span;

/// Rules that are loaded together, and the zones they may name.
#[derive(Debug)]
pub(super) struct RuleSet<'a> {
    pub(super) rules: &'a [ZoneRule],
    /// The host whose own firewall it is; `None` for the substrate's.
    pub(super) host: Option<&'a Host>,
    /// The zones that the host declares for itself.
    pub(super) own_zones: &'a [ZoneDeclaration],
}

impl<'a> RuleSet<'a> {
    /// The substrate's rules, and those of every host that has its own.
    pub(super) fn all(context: &Context<'a>) -> Vec<Self> {
        let substrate = &context.substrate.policy.rules;
        let mut sets = vec![Self { rules: substrate, host: None, own_zones: &[] }];
        for host in context.hosts() {
            let rules: &[ZoneRule] = if host.zone_rules == *substrate { &[] } else { &host.zone_rules };
            if !rules.is_empty() || !host.zones.is_empty() {
                sets.push(Self { rules, host: Some(host), own_zones: &host.zones });
            }
        }
        sets
    }

    /// A finding about these rules.
    pub(super) fn finding(
        &self,
        context: &Context<'_>,
        rule: &'static Rule,
        span: Span,
        message: impl Into<String>,
    ) -> Finding {
        let finding = context.finding(rule, span, message);
        match self.host {
            Some(host) => finding.with_subject(Subject::device(Arc::clone(&host.name))),
            None => finding,
        }
    }

    /// Whether the zones are declared at all, so that a missing one can be told.
    pub(super) fn has_zones(&self, context: &Context<'_>) -> bool {
        !self.own_zones.is_empty() || context.has_plan()
    }

    /// Every name that a rule may use for a zone.
    pub(super) fn zone_names<'s>(&'s self, context: &Context<'s>) -> impl Iterator<Item = &'s str> {
        let own = self.own_zones.iter().map(|zone| &*zone.name.value);
        let segments = context.substrate.segments.keys().map(|name| &**name);
        let tenants = context.substrate.tenants.iter().map(|tenant| tenant.name.value.as_str());
        own.chain(segments).chain(tenants).chain(WORDS.iter().copied())
    }
}

/// Whether a zone is outside the substrate, or is the firewall itself.
pub(super) fn is_place(zone: &str) -> bool {
    place(zone).is_some()
}

/// The zones of a rule that says both.
pub(super) fn zones(rule: &ZoneRule) -> Option<(&str, &str)> {
    Some((&rule.from_zone.as_ref()?.value, &rule.to_zone.as_ref()?.value))
}

/// A rule as messages name it: `iot -> guest (destination_port 443, protocol tcp)`.
pub(super) fn flow_label(from: &str, to: &str, narrow: &[(Arc<str>, Arc<str>)]) -> String {
    let fields: Vec<String> = narrow.iter().map(|(name, value)| format!("{name} {value}")).collect();
    if fields.is_empty() { format!("{from} -> {to}") } else { format!("{from} -> {to} ({})", fields.join(", ")) }
}

/// The word for an action.
pub(super) fn action_word(action: Action) -> &'static str {
    match action {
        Action::Pass => "passed",
        Action::Block => "blocked",
    }
}
