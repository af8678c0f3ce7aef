//! Filters that treat lists as sets.
//!
//! Ansible gives most of these results in no particular order; here it is the order of first appearance.

use std::collections::HashSet;

use minijinja::{State, Value};

use crate::template::call::Call;
use crate::template::compare::fold_case;
use crate::template::{access, bounds};

type Outcome = Result<Value, minijinja::Error>;

/// Each item once, as it first appears; text that differs in case only is the same unless asked otherwise.
pub(super) fn unique(state: &mut State<'_, '_>, call: &Call<'_>) -> Outcome {
    bounds::check_arguments(state, call)?;
    let exact = call.flag(1, "case_sensitive");
    let attribute = call.argument(2, "attribute").filter(|attribute| !attribute.is_none());
    let mut seen = HashSet::new();
    let mut items = Vec::new();
    for item in access::defined_items(call.subject())? {
        let key = attribute.map_or_else(|| Ok(item.clone()), |attribute| access::path(&item, attribute))?;
        if seen.insert(if exact { key } else { fold_case(key) }) {
            items.push(item);
        }
    }
    Ok(Value::from(items))
}

pub(super) fn union(state: &mut State<'_, '_>, call: &Call<'_>) -> Outcome {
    let (left, right) = operands(state, call)?;
    Ok(distinct(left.into_iter().chain(right)))
}

pub(super) fn intersect(state: &mut State<'_, '_>, call: &Call<'_>) -> Outcome {
    let (left, right) = operands(state, call)?;
    let other: HashSet<Value> = right.into_iter().collect();
    Ok(distinct(left.into_iter().filter(|item| other.contains(item))))
}

pub(super) fn difference(state: &mut State<'_, '_>, call: &Call<'_>) -> Outcome {
    let (left, right) = operands(state, call)?;
    let other: HashSet<Value> = right.into_iter().collect();
    Ok(distinct(left.into_iter().filter(|item| !other.contains(item))))
}

pub(super) fn symmetric_difference(state: &mut State<'_, '_>, call: &Call<'_>) -> Outcome {
    let (left, right) = operands(state, call)?;
    let (first, second): (HashSet<Value>, HashSet<Value>) =
        (left.iter().cloned().collect(), right.iter().cloned().collect());
    let only_left = left.into_iter().filter(|item| !second.contains(item));
    Ok(distinct(only_left.chain(right.into_iter().filter(|item| !first.contains(item)))))
}

fn operands(state: &State<'_, '_>, call: &Call<'_>) -> Result<(Vec<Value>, Vec<Value>), minijinja::Error> {
    bounds::check_arguments(state, call)?;
    Ok((access::defined_items(call.subject())?, access::defined_items(call.required(1, "b")?)?))
}

fn distinct(items: impl Iterator<Item = Value>) -> Value {
    let mut seen = HashSet::new();
    items.filter(|item| seen.insert(item.clone())).collect()
}
