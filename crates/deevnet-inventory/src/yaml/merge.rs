//! Merge keys: `<<: *defaults`.

use deevnet_core::declared::{Data, Value};

use crate::duplicate::Entry;

/// The entries that the value of a merge key brings in, those that win last.
///
/// # Errors
///
/// The part that is no map.
pub(crate) fn merged_entries(value: &Value) -> Result<Vec<Entry>, &Value> {
    match value.data() {
        Data::Map(_) => Ok(entries_of(value).collect()),
        Data::List(items) => match items.iter().find(|item| item.as_map().is_none()) {
            Some(other) => Err(other),
            None => Ok(items.iter().rev().flat_map(entries_of).collect()),
        },
        _ => Err(value),
    }
}

fn entries_of(value: &Value) -> impl Iterator<Item = Entry> {
    value.as_map().into_iter().flat_map(|map| map.iter().map(|(key, value)| (key.clone(), value.clone())))
}
