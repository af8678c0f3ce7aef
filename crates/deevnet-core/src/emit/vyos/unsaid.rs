//! What of a policy VyOS has no words for.

use std::sync::Arc;

use super::rule_set::Dealer;
use crate::emit::error::EmitError;
use crate::emit::left_out::{LeftOut, Part};
use crate::emit::rule_name::rule_name;
use crate::emit::target::Target;
use crate::finding::Subject;
use crate::model::{Action, Policy};
use crate::policy::{Analysis, Cause};

/// The rules, or parts of them, that could not be said.
///
/// # Errors
///
/// One of them blocks packets, which would get through without it.
pub(super) fn left_out(dealer: &Dealer<'_>, analysis: &Analysis) -> Result<Vec<LeftOut>, EmitError> {
    let mut left_out = Vec::new();
    for (cause, unsayable) in &dealer.unsaid {
        let name = rule_name(dealer.policy, *cause);
        let clause = analysis.clauses().iter().find(|clause| clause.cause == *cause);
        if clause.is_none_or(|clause| clause.action == Action::Block) {
            return Err(EmitError::BlockUnsayable { target: Target::Vyos, name, unsayable: unsayable.to_string() });
        }
        left_out.push(LeftOut {
            subject: Subject::segment(zone_of(dealer.policy, *cause)),
            part: Part::FirewallRule,
            rule: None,
            message: format!("{name}: {unsayable}"),
        });
    }
    Ok(left_out)
}

/// The zone that a rule is from.
fn zone_of(policy: &Policy, cause: Cause) -> Arc<str> {
    let rule = match cause {
        Cause::Rule(index) => policy.rules.get(index),
        Cause::InternetZone(_) | Cause::Default => None,
    };
    rule.and_then(|rule| rule.from_zone.as_ref()).map_or_else(|| "any".into(), |zone| Arc::clone(&zone.value))
}
