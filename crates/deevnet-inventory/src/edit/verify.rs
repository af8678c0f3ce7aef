//! Whether an edited text says what it was meant to say.

use deevnet_core::declared::{Data, Map, Value};
use deevnet_core::{Sources, Span};

use super::error::EditError;
use crate::context::FileContext;
use crate::document;
use crate::intern::Interner;
use crate::same::is_same;

/// The data of a text, as the loader reads it; nothing at all is an empty map.
pub(super) fn read(text: &str) -> Result<Value, EditError> {
    let mut sources = Sources::default();
    let file = sources.add("edited");
    let document = document::parse(text.as_bytes(), FileContext::new(&sources, file), &mut Interner::default());
    match (document.value, document.findings.into_iter().next()) {
        (_, Some(finding)) => Err(EditError::Unreadable { message: finding.message }),
        (None, None) => Ok(map(Vec::new())),
        (Some(value), None) if value.is_null() => Ok(map(Vec::new())),
        (Some(value), None) if value.as_map().is_some() => Ok(value),
        (Some(_), None) => Err(EditError::NotAMap),
    }
}

/// A text back, if it says what is expected.
pub(super) fn verified(key: &str, edited: String, expected: &Value) -> Result<String, EditError> {
    match read(&edited) {
        Ok(value) if is_same(&value, expected) => Ok(edited),
        _ => Err(EditError::Unverified { key: key.to_owned() }),
    }
}

/// A document with another value of one variable, which stands last where it is new.
pub(super) fn with(document: &Value, key: &str, value: Value) -> Value {
    let mut entries = entries(document);
    match entries.iter_mut().find(|(name, _)| name.as_text() == Some(key)) {
        Some((_, found)) => *found = value,
        None => entries.push((Value::text(key, Span::NONE, false), value)),
    }
    map(entries)
}

/// The entries of a map; of anything else none.
pub(super) fn entries(value: &Value) -> Vec<(Value, Value)> {
    value.as_map().map(|map| map.iter().map(|(key, value)| (key.clone(), value.clone())).collect()).unwrap_or_default()
}

pub(super) fn map(entries: Vec<(Value, Value)>) -> Value {
    Value::new(Data::Map(Map::new(entries).into()), Span::NONE)
}

pub(super) fn list(items: Vec<Value>) -> Value {
    Value::new(Data::List(items.into()), Span::NONE)
}
