//! What the lines of a packet filter are called, and the rules that none can be made of.

use std::sync::Arc;

use crate::model::{Action, Policy, ZoneRule};
use crate::policy::Cause;
use crate::source::Spanned;

/// What a line stands for: the rule's name, or its zones.
pub(super) fn rule_name(policy: &Policy, cause: Cause) -> String {
    let name = |zone: Option<&Spanned<Arc<str>>>| zone.map_or_else(|| "any".to_owned(), |zone| zone.value.to_string());
    match cause {
        Cause::Rule(index) => match policy.rules.get(index) {
            Some(ZoneRule { name: Some(name), .. }) => name.value.to_string(),
            Some(rule) => format!("{} -> {}", name(rule.from_zone.as_ref()), name(rule.to_zone.as_ref())),
            None => String::new(),
        },
        Cause::InternetZone(index) => format!("{} -> internet", name(policy.internet_zones.get(index))),
        Cause::Default => "default".to_owned(),
    }
}

/// The first rule that blocks what nobody can read, by its place in the list from 1: a filter without it would let that
/// through.
pub(super) fn unread_block(policy: &Policy) -> Option<usize> {
    let is_unread_block = |rule: &ZoneRule| {
        rule.action.is_none_or(|action| action.value == Action::Block && !rule.only.unread.is_empty())
    };
    policy.rules.iter().position(is_unread_block).map(|index| index + 1)
}
