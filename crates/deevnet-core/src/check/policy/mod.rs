//! Firewall policy: known zones, no prohibited flow, rules that agree with each other, and a default.

mod default;
mod flow;
mod repetition;
mod rule_set;
mod zone;

use super::context::Context;
use rule_set::RuleSet;

pub(super) fn check(context: &mut Context<'_>) {
    for set in RuleSet::all(context) {
        zone::check(context, &set);
        flow::check(context, &set);
        repetition::check(context, &set);
        default::check(context, &set);
    }
}
