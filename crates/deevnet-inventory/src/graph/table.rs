//! Named variables in the order in which they were set.

use std::collections::HashMap;
use std::sync::Arc;

use deevnet_core::declared::Value;

/// Tables up to this size are searched one by one, larger ones through a hash table.
const SMALL_TABLE: usize = 16;

/// Variables by name; setting one again keeps its place.
#[derive(Debug, Default)]
pub(crate) struct VariableTable {
    entries: Vec<(Arc<str>, Value)>,
    index: HashMap<Arc<str>, usize>,
}

impl VariableTable {
    /// The variable of that name.
    pub(crate) fn get(&self, name: &str) -> Option<&Value> {
        self.place(name).map(|place| &self.entries[place].1)
    }

    fn place(&self, name: &str) -> Option<usize> {
        if self.index.is_empty() {
            self.entries.iter().position(|(key, _)| &**key == name)
        } else {
            self.index.get(name).copied()
        }
    }

    /// Sets a variable, replacing an earlier one of that name.
    pub(crate) fn set(&mut self, name: Arc<str>, value: Value) {
        if let Some(place) = self.place(&name) {
            self.entries[place].1 = value;
            return;
        }
        self.entries.push((name, value));
        if !self.index.is_empty() || self.entries.len() > SMALL_TABLE {
            for (place, (key, _)) in self.entries.iter().enumerate().skip(self.index.len()) {
                self.index.insert(Arc::clone(key), place);
            }
        }
    }

    /// The variables, in order.
    pub(crate) fn iter(&self) -> impl ExactSizeIterator<Item = (&Arc<str>, &Value)> {
        self.entries.iter().map(|(key, value)| (key, value))
    }
}

impl Extend<(Arc<str>, Value)> for VariableTable {
    fn extend<Entries: IntoIterator<Item = (Arc<str>, Value)>>(&mut self, entries: Entries) {
        for (key, value) in entries {
            self.set(key, value);
        }
    }
}

#[cfg(test)]
mod tests {
    use deevnet_core::Span;
    use deevnet_core::declared::Data;
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_behaves_as_a_map_that_keeps_its_order(sets in prop::collection::vec((0u8..40, 0i64..9), 0..80)) {
            let mut table = VariableTable::default();
            let mut expected: Vec<(String, i64)> = Vec::new();
            for (key, value) in sets {
                let key = key.to_string();
                table.set(Arc::from(key.as_str()), Value::new(Data::Integer(value), Span::NONE));
                match expected.iter_mut().find(|(found, _)| *found == key) {
                    Some((_, found)) => *found = value,
                    None => expected.push((key, value)),
                }
            }
            let found: Vec<(String, i64)> = table.iter().map(|(key, value)| match value.data() {
                Data::Integer(number) => (key.to_string(), *number),
                other => panic!("{other:?}"),
            }).collect();
            prop_assert_eq!(&found, &expected);
            for (key, _) in &expected {
                prop_assert!(table.get(key).is_some());
            }
            prop_assert!(table.get("absent").is_none());
        }
    }
}
