//! Keys of maps as names of variables.

use std::borrow::Cow;
use std::sync::Arc;

use deevnet_core::declared::{Data, Value};

/// The name that a key stands for when it is printed as JSON: `1`, `true` and `null` become text.
pub(crate) fn rendered(key: &Value) -> Cow<'_, str> {
    match key.data() {
        Data::Text(text) | Data::LargeInteger(text) => Cow::Borrowed(text),
        Data::Bool(value) => Cow::Borrowed(if *value { "true" } else { "false" }),
        Data::Integer(value) => Cow::Owned(value.to_string()),
        Data::Float(value) => Cow::Owned(format!("{value:?}")),
        _ => Cow::Borrowed("null"),
    }
}

/// The same as shared text.
pub(crate) fn text(key: &Value) -> Arc<str> {
    match key.data() {
        Data::Text(text) => Arc::clone(text),
        _ => Arc::from(rendered(key)),
    }
}

/// Whether Python takes a value for false.
pub(crate) fn is_empty(value: &Value) -> bool {
    match value.data() {
        Data::Null | Data::Bool(false) | Data::Integer(0) => true,
        Data::Text(text) => text.is_empty(),
        Data::List(items) => items.is_empty(),
        Data::Map(map) => map.is_empty(),
        Data::Float(value) => *value == 0.0,
        _ => false,
    }
}
