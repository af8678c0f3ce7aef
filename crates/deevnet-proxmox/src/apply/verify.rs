//! Reading back what a machine will boot with.

use std::collections::BTreeMap;

use super::comparison::{has_grown, means};
use super::difference::Difference;
use crate::plan::{Action, Operation, Target};

/// Everything that a plan sets on one machine.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Expectation {
    /// The options and their values; `None` for one that is removed.
    options: BTreeMap<String, Option<String>>,
    /// The sizes of disks that grow.
    sizes: BTreeMap<String, String>,
}

impl Expectation {
    /// What the actions on the same machine set together; a later one over an earlier one.
    pub(super) fn of<'a>(machine: &Action, actions: impl IntoIterator<Item = &'a Action>) -> Self {
        let mut expectation = Self::default();
        for action in actions.into_iter().filter(|action| is_same_machine(action, machine)) {
            expectation.add(&action.operation);
        }
        expectation
    }

    fn add(&mut self, operation: &Operation) {
        let mut set = |key: &str, value: &str| self.options.insert(key.to_owned(), Some(value.to_owned()));
        match operation {
            Operation::Clone(order) => {
                set("name", &order.name);
                set("description", &order.description);
            }
            Operation::Retag { tags } => {
                set("tags", &tags.join(";"));
            }
            Operation::Configure(order) => {
                for (key, value) in &order.set {
                    set(key, value);
                }
                self.options.extend(order.delete.iter().map(|key| (key.clone(), None)));
            }
            Operation::Resize(order) => {
                self.sizes.insert(order.disk.clone(), order.size.clone());
            }
            _ => {}
        }
    }

    /// The options that are compared, sorted.
    pub(super) fn fields(&self) -> Vec<String> {
        let mut fields: Vec<String> = self.options.keys().chain(self.sizes.keys()).cloned().collect();
        fields.sort_unstable();
        fields.dedup();
        fields
    }

    /// What differs from the options that the machine will boot with.
    pub(super) fn differences(&self, found: &BTreeMap<String, String>) -> Vec<Difference> {
        let option = |(key, wanted): (&String, &Option<String>)| {
            let value = found.get(key).filter(|value| !value.trim().is_empty());
            let is_same = match (wanted, value) {
                (Some(wanted), Some(value)) => means(key, wanted, value),
                (Some(wanted), None) => wanted.trim().is_empty(),
                (None, value) => value.is_none(),
            };
            (!is_same).then(|| Difference { field: key.clone(), wanted: wanted.clone(), found: value.cloned() })
        };
        let size = |(disk, wanted): (&String, &String)| {
            let value = found.get(disk);
            let is_same = value.is_some_and(|value| has_grown(wanted, value));
            let difference =
                || Difference { field: format!("{disk}.size"), wanted: Some(wanted.clone()), found: value.cloned() };
            (!is_same).then(difference)
        };
        let options = self.options.iter().filter_map(option);
        options.chain(self.sizes.iter().filter_map(size)).collect()
    }
}

/// Whether an action changes what its machine boots with.
pub(super) fn is_change(action: &Action) -> bool {
    matches!(
        action.operation,
        Operation::Clone(_) | Operation::Configure(_) | Operation::Resize(_) | Operation::Retag { .. }
    )
}

/// Whether two actions are about the same machine.
pub(super) fn is_same_machine(one: &Action, other: &Action) -> bool {
    match (&one.target, &other.target) {
        (Target::Machine { vmid: one_id, .. }, Target::Machine { vmid: other_id, .. }) => {
            one.host == other.host && one_id == other_id
        }
        _ => false,
    }
}
