//! Whether two values say the same, wherever they stand.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::mem::discriminant;
use std::sync::Arc;

use deevnet_core::declared::{Data, Value};

/// Whether two values hold equal data; places do not matter.
pub(crate) fn is_same(left: &Value, right: &Value) -> bool {
    match (left.data(), right.data()) {
        (Data::Null, Data::Null) => true,
        (Data::Bool(left), Data::Bool(right)) => left == right,
        (Data::Integer(left), Data::Integer(right)) => left == right,
        (Data::Float(left), Data::Float(right)) => left.to_bits() == right.to_bits(),
        (Data::Text(left), Data::Text(right))
        | (Data::LargeInteger(left), Data::LargeInteger(right))
        | (Data::Secret(left), Data::Secret(right)) => left == right,
        (Data::List(left), Data::List(right)) => {
            Arc::ptr_eq(left, right)
                || left.len() == right.len() && left.iter().zip(right.iter()).all(|(left, right)| is_same(left, right))
        }
        (Data::Map(left), Data::Map(right)) => {
            Arc::ptr_eq(left, right)
                || left.len() == right.len()
                    && left.iter().zip(right.iter()).all(|((left_key, left), (right_key, right))| {
                        is_same(left_key, right_key) && is_same(left, right)
                    })
        }
        (Data::Unresolved(left), Data::Unresolved(right)) => left == right,
        _ => false,
    }
}

/// A number that equal values share, wherever they stand. It is good for one run only.
pub(crate) fn fingerprint(value: &Value) -> u64 {
    let mut hasher = DefaultHasher::new();
    hash(value, &mut hasher);
    hasher.finish()
}

fn hash(value: &Value, hasher: &mut DefaultHasher) {
    discriminant(value.data()).hash(hasher);
    match value.data() {
        Data::Bool(value) => value.hash(hasher),
        Data::Integer(value) => value.hash(hasher),
        Data::Float(value) => value.to_bits().hash(hasher),
        Data::Text(text) | Data::LargeInteger(text) | Data::Secret(text) => text.hash(hasher),
        Data::List(items) => {
            items.len().hash(hasher);
            items.iter().for_each(|item| hash(item, hasher));
        }
        Data::Map(map) => {
            map.len().hash(hasher);
            map.iter().for_each(|(key, value)| {
                hash(key, hasher);
                hash(value, hasher);
            });
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use deevnet_core::{Sources, Span};

    use super::*;
    use crate::context::FileContext;
    use crate::document;
    use crate::intern::Interner;

    fn value(text: &str) -> Value {
        let mut sources = Sources::default();
        let file = sources.add("values.yml");
        document::parse(text.as_bytes(), FileContext::new(&sources, file), &mut Interner::default()).value.unwrap()
    }

    #[test]
    fn places_do_not_matter() {
        for text in ["{a: [1, 2.5, yes], b: ~, c: x}", "[]", "12345678901234567890"] {
            let (left, right) = (value(text), value(&format!("\n\n  {text}")));
            assert!(is_same(&left, &right), "{text}");
            assert_eq!(fingerprint(&left), fingerprint(&right), "{text}");
        }
    }

    #[test]
    fn types_and_contents_do() {
        let texts = ["1", "'1'", "1.0", "yes", "[1]", "[[1]]", "{a: 1}", "{a: 2}", "{b: 1}", "~", "[1, 1]"];
        for (at, left) in texts.iter().enumerate() {
            for right in &texts[at + 1..] {
                assert!(!is_same(&value(left), &value(right)), "{left} {right}");
                assert_ne!(fingerprint(&value(left)), fingerprint(&value(right)), "{left} {right}");
            }
        }
        assert!(!is_same(&value("1"), &Value::new(Data::Null, Span::NONE)));
    }
}
