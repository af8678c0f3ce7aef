//! What differs on the nodes from the declaration, without what would be done about it.

use std::fmt;
use std::sync::Arc;

use serde::Serialize;

use super::action::{Action, Target};
use super::change::FieldChange;
use super::operation::Operation;
use super::summary::Fate;
use super::{FieldClass, Plan};

/// A field that is not what is declared.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Drift {
    /// What the difference means; identity comes first.
    pub class: FieldClass,
    /// The inventory hostname of the hypervisor.
    pub host: Arc<str>,
    /// What it is about.
    pub target: Target,
    /// The field, such as `net0.tag`; `machine` where the whole machine is missing or not declared.
    pub field: String,
    /// What is found.
    pub found: Option<String>,
    /// What is declared.
    pub declared: Option<String>,
}

impl Plan {
    /// Every field that is not what is declared, whether or not it can be changed: identity first, then by host and machine.
    ///
    /// A machine that is missing, or that nothing declares any more, is one difference of identity.
    pub fn drift(&self) -> Vec<Drift> {
        let fates = self.fates();
        let is_whole = |action: &Action| {
            let is_machine = matches!(action.target, Target::Machine { .. });
            is_machine && fates.get(&(&action.host, &action.target)) != Some(&Fate::Change)
        };
        let fields = self.actions.iter().filter(|action| !is_whole(action)).flat_map(of_action);
        let mut drift: Vec<Drift> = fields.chain(self.actions.iter().filter_map(whole)).collect();
        let stays = self.blocked.iter();
        drift.extend(stays.map(|blocked| of_change(&blocked.host, &blocked.target, blocked.change.clone())));
        drift.sort();
        drift.dedup();
        drift
    }
}

fn of_action(action: &Action) -> Vec<Drift> {
    // What is stopped so that values take effect is found running, as it should be.
    let is_means = matches!(action.operation, Operation::Stop);
    let changes = action.changes.iter().filter(|_| !is_means);
    changes.map(|change| of_change(&action.host, &action.target, change.clone())).collect()
}

fn of_change(host: &Arc<str>, target: &Target, change: FieldChange) -> Drift {
    let FieldChange { field, before, after, class } = change;
    Drift { class, host: Arc::clone(host), target: target.clone(), field, found: before, declared: after }
}

fn whole(action: &Action) -> Option<Drift> {
    let (found, declared) = match &action.operation {
        Operation::Clone(order) => (None, Some(order.name.clone())),
        Operation::Destroy(order) => (Some(order.name.clone()), None),
        _ => return None,
    };
    let (host, target) = (Arc::clone(&action.host), action.target.clone());
    Some(Drift { class: FieldClass::Identity, host, target, field: "machine".to_owned(), found, declared })
}

/// Such as `hv01: dns-vm01 (VM 210): net0.tag is 30, but 25 is declared`.
impl fmt::Display for Drift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { host, target, field, found, declared, .. } = self;
        write!(f, "{host}: {target}: ")?;
        let shown = |value: &str| value.replace('\n', "\\n");
        match (found, declared) {
            (None, Some(_)) if field == "machine" => f.write_str("is missing"),
            (Some(_), None) if field == "machine" => f.write_str("is not declared any more"),
            (Some(found), Some(declared)) => {
                write!(f, "{field} is {}, but {} is declared", shown(found), shown(declared))
            }
            (None, Some(declared)) => write!(f, "{field} is not set, but {} is declared", shown(declared)),
            (Some(found), None) => write!(f, "{field} is {}, which is not declared", shown(found)),
            (None, None) => write!(f, "{field} differs"),
        }
    }
}
