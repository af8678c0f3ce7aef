//! How much a plan does.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::action::Target;
use super::operation::{Operation, SdnObject, SdnVerb};
use super::{FieldClass, Plan};

/// What a plan does to one machine or network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// It is changed.
    Change,
    /// It is made.
    Add,
    /// It is removed.
    Destroy,
}

/// How many machines and networks a plan makes, changes and removes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Summary {
    /// How many are made.
    pub add: usize,
    /// How many are changed.
    pub change: usize,
    /// How many are removed.
    pub destroy: usize,
}

/// The share of the owned machines that a plan may change and remove without being forced to, in per cent.
const SHARE: usize = 30;

/// How many machines are owned at least where that share means anything.
const FEWEST: usize = 10;

/// A plan that changes or removes an unusual share of the owned machines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{touched} of {owned} owned machines would be changed or removed, more than {SHARE} %")]
pub struct GateError {
    /// How many machines are changed or removed.
    pub touched: usize,
    /// How many are owned.
    pub owned: usize,
}

impl GateError {
    /// The way out.
    pub fn hint(&self) -> &'static str {
        "look at the plan; where it is meant, apply it with --force"
    }
}

impl Plan {
    /// Whether there is nothing to do; differences that stay and faults may be left.
    pub fn is_empty(&self) -> bool {
        self.actions.is_empty()
    }

    /// Whether everything is as declared: there is nothing to do, no difference stays, and nothing is wrong.
    pub fn is_settled(&self) -> bool {
        self.is_empty() && self.blocked.is_empty() && self.faults.is_empty()
    }

    /// What is done to each machine and network, by the host and what it is. What is only put in force is no change of its own,
    /// unless there is nothing else on its node.
    pub fn fates(&self) -> BTreeMap<(&Arc<str>, &Target), Fate> {
        let mut fates = BTreeMap::new();
        for action in self.actions.iter().filter(|action| action.target != Target::Node) {
            let fate = match &action.operation {
                Operation::Clone(_) => Fate::Add,
                Operation::Destroy(_) => Fate::Destroy,
                Operation::Sdn(order) => match (&order.object, order.verb) {
                    (SdnObject::Zone { .. }, SdnVerb::Create) => Fate::Add,
                    (SdnObject::Zone { .. }, SdnVerb::Delete) => Fate::Destroy,
                    _ => Fate::Change,
                },
                _ => Fate::Change,
            };
            let known = fates.entry((&action.host, &action.target)).or_insert(fate);
            *known = fate.max(*known);
        }
        for action in self.actions.iter().filter(|action| action.target == Target::Node) {
            if !fates.keys().any(|(host, _)| **host == action.host) {
                fates.insert((&action.host, &action.target), Fate::Change);
            }
        }
        fates
    }

    /// How many machines and networks are made, changed and removed.
    pub fn summary(&self) -> Summary {
        let mut summary = Summary::default();
        for fate in self.fates().into_values() {
            match fate {
                Fate::Add => summary.add += 1,
                Fate::Change => summary.change += 1,
                Fate::Destroy => summary.destroy += 1,
            }
        }
        summary
    }

    /// Whether anything that makes a machine another one differs from the declaration, whether or not it can be changed.
    pub fn has_identity_drift(&self) -> bool {
        let changes = self.actions.iter().flat_map(|action| &action.changes);
        let stays = self.blocked.iter().map(|blocked| &blocked.change);
        changes.chain(stays).any(|change| change.class == FieldClass::Identity)
    }

    /// Lets a plan through unless it changes or removes more than 30 % of the owned machines, where these are ten or more.
    ///
    /// # Errors
    /// When it does: a mistake in the declaration or in a survey would look so.
    pub fn gate(&self) -> Result<(), GateError> {
        let fates = self.fates();
        let is_touched = |((_, target), fate): &(&(&Arc<str>, &Target), &Fate)| {
            matches!(target, Target::Machine { .. }) && **fate != Fate::Add
        };
        let touched = fates.iter().filter(is_touched).count();
        let owned = self.owned;
        let is_unusual = owned >= FEWEST && touched.saturating_mul(100) > owned.saturating_mul(SHARE);
        if is_unusual { Err(GateError { touched, owned }) } else { Ok(()) }
    }
}
