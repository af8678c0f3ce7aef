//! Firewall policy: known zones, no segment called like a word, no prohibited flow, rules that mean something and agree,
//! and a default.

mod default;
mod detour;
mod flow;
mod idle;
mod net;
mod repetition;
mod rule_set;
mod word;
mod zone;

use super::context::Context;
use crate::policy::Analysis;
use rule_set::RuleSet;

pub(super) fn check(context: &mut Context<'_>) {
    word::check(context);
    for set in RuleSet::all(context) {
        zone::check(context, &set);
        match set.host {
            Some(host) => {
                let analysis = Analysis::of_host(context.substrate, host);
                flow::check(context, &set, &analysis, &analysis.breaches());
            }
            None => check_proofs(context, &set),
        }
        repetition::check(context, &set);
        default::check(context, &set);
    }
}

/// What follows from the packets that the substrate's rules match and permit.
fn check_proofs(context: &mut Context<'_>, set: &RuleSet<'_>) {
    let analysis = Analysis::of(context.substrate);
    let breaches = analysis.breaches();
    flow::check(context, set, &analysis, &breaches);
    idle::check(context, set, &analysis);
    net::check(context, set, &analysis, &breaches);
    detour::check(context, set, &analysis);
}
