//! The rules for packets from one firewall zone to another.

use std::collections::BTreeSet;

use super::rule::{Groups, Rule, Unsayable};
use super::zones::RouterZone;
use crate::emit::rule_name::rule_name;
use crate::model::{Action, Policy};
use crate::policy::{Addresses, Cause, FilterLine};

/// The lines of a policy, ready to be dealt out to pairs of zones.
#[derive(Debug)]
pub(super) struct Dealer<'a> {
    pub(super) lines: &'a [FilterLine],
    pub(super) policy: &'a Policy,
    pub(super) default: Action,
    pub(super) groups: Groups,
    /// What could not be said, by what it stands for.
    pub(super) unsaid: BTreeSet<(Cause, Unsayable)>,
}

impl Dealer<'_> {
    /// The rules that decide about packets from one zone to another, in order; what the default does anyway is not
    /// repeated at the end.
    ///
    /// A line that passes packets to addresses of other zones is not among them: no packet goes this way to an address
    /// that another zone claims. One that blocks them is, because it costs nothing to be sure.
    pub(super) fn rules(&mut self, from: &RouterZone, to: &RouterZone) -> Vec<Rule> {
        let mut rules = Vec::new();
        for line in self.lines {
            let is_between = from.is_entered_by(line) && to.is_left_to(line);
            if !is_between || (line.action == Action::Pass && !may_be_for(line, to)) {
                continue;
            }
            let sources = both(line.sources.as_ref(), from.sources(line));
            if sources.as_ref().is_some_and(Addresses::is_empty) {
                continue;
            }
            let name = rule_name(self.policy, line.cause);
            let (said, unsaid) = Rule::of(line, sources.as_ref(), &name, &mut self.groups);
            self.unsaid.extend(unsaid.into_iter().map(|found| (line.cause, found)));
            rules.extend(said);
        }
        let deciding = rules.iter().rposition(|rule| rule.action != self.default).map_or(0, |last| last + 1);
        rules.truncate(deciding);
        rules
    }
}

fn may_be_for(line: &FilterLine, to: &RouterZone) -> bool {
    line.destinations.as_ref().is_none_or(|destinations| to.may_hold(destinations))
}

/// What is in both of two sets of addresses, of which `None` is every one.
fn both(one: Option<&Addresses>, other: Option<&Addresses>) -> Option<Addresses> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.intersection(other)),
        (one, other) => one.or(other).cloned(),
    }
}
