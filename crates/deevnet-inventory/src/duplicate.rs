//! Keys that stand more than once in a map.

use std::collections::HashMap;
use std::sync::Arc;

use deevnet_core::declared::{Data, Value};
use deevnet_core::{Finding, rules};

use crate::context::FileContext;
use crate::limits::MAX_FILE_FINDINGS;

/// The entry of a map: its key and its value.
pub(crate) type Entry = (Value, Value);

/// Maps up to this size are compared pair by pair, larger ones through a hash table.
const SMALL_MAP: usize = 24;

/// Keeps of equal keys the place of the first and the entry of the last, as Python does.
///
/// Every key that stands again is handed to `report` with the one before it.
pub(crate) fn keep_last(entries: Vec<Entry>, mut report: impl FnMut(&Value, &Value)) -> Vec<Entry> {
    if entries.len() <= SMALL_MAP && all_differ(&entries) {
        return entries;
    }
    let mut kept: Vec<Entry> = Vec::with_capacity(entries.len());
    let mut places: HashMap<Identity, usize> = HashMap::with_capacity(entries.len());
    for entry in entries {
        let place = *places.entry(Identity::of(&entry.0)).or_insert(kept.len());
        if place == kept.len() {
            kept.push(entry);
        } else {
            report(&kept[place].0, &entry.0);
            kept[place] = entry;
        }
    }
    kept
}

/// Keeps the last of equal keys and reports every key that stands again.
pub(crate) fn reported(entries: Vec<Entry>, context: FileContext<'_>, findings: &mut Vec<Finding>) -> Vec<Entry> {
    keep_last(entries, |first, last| {
        if findings.len() < MAX_FILE_FINDINGS {
            findings.push(repeated(context, first, last));
        }
    })
}

fn repeated(context: FileContext<'_>, first: &Value, last: &Value) -> Finding {
    let name = crate::key::rendered(last);
    let message = format!("the key `{name}` stands twice in one map; the last one counts");
    context
        .finding(&rules::DUPLICATE_KEY, last.span(), message)
        .with_value(name)
        .with_related("it stands here first", context.position(first.span()))
        .with_hint("remove one of them, or give it another name")
}

fn all_differ(entries: &[Entry]) -> bool {
    entries.iter().enumerate().all(|(at, (key, _))| entries[..at].iter().all(|(earlier, _)| !is_same(earlier, key)))
}

/// Whether Python takes two keys for one. Equal texts of one file share their allocation.
fn is_same(left: &Value, right: &Value) -> bool {
    match (left.data(), right.data()) {
        (Data::Text(left), Data::Text(right)) => Arc::ptr_eq(left, right) || left == right,
        (Data::Text(_), _) | (_, Data::Text(_)) => false,
        _ => Identity::of(left) == Identity::of(right),
    }
}

/// What makes two keys one: `1`, `1.0` and `true` are the same key, `"1"` is another.
#[derive(Debug, PartialEq, Eq, Hash)]
enum Identity {
    Null,
    Number(String),
    Text(Arc<str>),
}

impl Identity {
    fn of(key: &Value) -> Self {
        match key.data() {
            Data::Text(text) | Data::Secret(text) => Self::Text(Arc::clone(text)),
            Data::Bool(value) => Self::Number(i64::from(*value).to_string()),
            Data::Integer(value) => Self::Number(value.to_string()),
            Data::LargeInteger(digits) => Self::Number(digits.to_string()),
            Data::Float(value) => Self::Number(format!("{value}")),
            _ => Self::Null,
        }
    }
}

#[cfg(test)]
mod tests {
    use deevnet_core::Span;

    use super::*;

    fn entries(keys: &[&str]) -> Vec<Entry> {
        let value = |number| Value::new(Data::Integer(number), Span::NONE);
        keys.iter().zip(0..).map(|(key, number)| (Value::text(*key, Span::NONE, false), value(number))).collect()
    }

    fn rendered(entries: &[Entry]) -> Vec<String> {
        entries.iter().map(|(key, value)| format!("{}={:?}", key.as_text().unwrap(), value.data())).collect()
    }

    #[test]
    fn the_last_value_stands_in_the_first_place() {
        let mut reports = 0;
        let kept = keep_last(entries(&["a", "b", "a", "a"]), |_, _| reports += 1);
        assert_eq!(rendered(&kept), ["a=Integer(3)", "b=Integer(1)"]);
        assert_eq!(reports, 2);
    }

    #[test]
    fn a_large_map_is_judged_alike() {
        let names: Vec<String> = (0..100).map(|number| (number % 60).to_string()).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let mut reports = 0;
        assert_eq!(keep_last(entries(&names), |_, _| reports += 1).len(), 60);
        assert_eq!(reports, 40);
    }

    #[test]
    fn a_number_and_its_text_are_two_keys() {
        let key = |data| (Value::new(data, Span::NONE), Value::new(Data::Null, Span::NONE));
        let kept = keep_last(
            vec![key(Data::Integer(1)), key(Data::Bool(true)), key(Data::Text("1".into())), key(Data::Float(1.0))],
            |_, _| {},
        );
        assert_eq!(kept.len(), 2);
    }
}
