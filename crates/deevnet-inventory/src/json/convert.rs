//! From a JSON tree without places to a value.

use std::sync::Arc;

use deevnet_core::Span;
use deevnet_core::declared::{Data, Map, Unresolved, UnresolvedReason, Value};
use serde_json::{Number, Value as Json};

use crate::intern::Interner;
use crate::limits::MAX_DEPTH;
use crate::marks;

/// Converts a tree that was handed over in memory; text that looks like a template is one.
pub(crate) fn from_json(json: Json, keys: &mut Interner) -> Value {
    convert(json, keys, 0)
}

fn convert(json: Json, keys: &mut Interner, depth: usize) -> Value {
    if depth > MAX_DEPTH {
        let message = format!("lists and maps nest deeper than {MAX_DEPTH}");
        let unresolved = Unresolved::new("", UnresolvedReason::Limit, message);
        return Value::new(Data::Unresolved(Arc::new(unresolved)), Span::NONE);
    }
    let data = match json {
        Json::Null => Data::Null,
        Json::Bool(value) => Data::Bool(value),
        Json::Number(number) => number_data(&number),
        Json::String(text) => return template_or_text(text),
        Json::Array(items) => Data::List(items.into_iter().map(|item| convert(item, keys, depth + 1)).collect()),
        Json::Object(entries) => {
            let entries = entries.into_iter().map(|(key, value)| {
                let name = Value::text(keys.intern(&key), Span::NONE, false);
                (name, convert(value, keys, depth + 1))
            });
            Data::Map(Arc::new(Map::new(entries.collect())))
        }
    };
    Value::new(data, Span::NONE)
}

fn template_or_text(text: String) -> Value {
    let templated = marks::is_template(&text);
    Value::text(text, Span::NONE, templated)
}

fn number_data(number: &Number) -> Data {
    match (number.as_i64(), number.as_f64()) {
        (Some(value), _) => Data::Integer(value),
        (None, Some(value)) if number.is_f64() => Data::Float(value),
        _ => Data::LargeInteger(number.to_string().into()),
    }
}
