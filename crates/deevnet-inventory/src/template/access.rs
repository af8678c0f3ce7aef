//! Reading the engine's values: attributes, items, entries.

use std::sync::{Arc, Mutex};

use minijinja::value::{Rest, ValueKind};
use minijinja::{Environment, ErrorKind, Value};

use super::dialect::ACCESS;
use super::engine::lock;
use super::failure::Failure;
use super::limits::ITEMS_LIMIT;
use super::missing::Missing;
use super::present::Node;
use super::python;
use super::session::Session;

/// Teaches an environment attribute and subscript access as Ansible has it: what is undefined stays undefined.
pub(super) fn install(environment: &mut Environment<'static>, session: &Arc<Mutex<Session>>) {
    let session = Arc::clone(session);
    environment.add_function(ACCESS, move |base: &Value, keys: Rest<Value>| {
        let mut value = base.clone();
        for key in keys.iter() {
            if value.is_undefined() || key.is_undefined() {
                return Ok(Value::UNDEFINED);
            }
            let misses = lock(&session).misses();
            let found = item(&value, key)?;
            if found.is_undefined() && lock(&session).misses() == misses {
                let missing = missing_item(&value, key);
                lock(&session).note_missing(missing);
            }
            value = found;
        }
        Ok::<_, minijinja::Error>(value)
    });
}

/// What is missing where a value has no such item.
fn missing_item(value: &Value, key: &Value) -> Missing {
    let key = match key.as_object() {
        Some(_) => format!("item by a {}", key.kind()),
        None => python::representation(key).unwrap_or_default(),
    };
    Missing::Item { owner: owner(value), key }
}

/// What kind of value lacks something.
pub(super) fn owner(value: &Value) -> &'static str {
    match value.kind() {
        ValueKind::Map => "a map",
        ValueKind::Seq | ValueKind::Iterable => "a list",
        ValueKind::String => "text",
        ValueKind::None => "null",
        ValueKind::Number => "a number",
        ValueKind::Bool => "a boolean",
        _ => "a value",
    }
}

/// The item of a list, map or text; undefined if there is none.
pub(super) fn item(value: &Value, key: &Value) -> Result<Value, minijinja::Error> {
    if key.as_object().is_some() {
        return Ok(Value::UNDEFINED);
    }
    valid(value.get_item(key)?)
}

/// The item at the end of a path of names and numbers, as `attribute='a.b.0'` has it.
pub(super) fn path(value: &Value, path: &Value) -> Result<Value, minijinja::Error> {
    let Some(text) = path.as_str() else { return item(value, path) };
    let mut found = value.clone();
    for part in text.split('.') {
        if found.is_undefined() {
            break;
        }
        let key = part.parse::<i64>().map_or_else(|_| Value::from(part), Value::from);
        found = item(&found, &key)?;
    }
    Ok(found)
}

/// The items of a list, or what else can be iterated; items may be undefined.
pub(super) fn items(value: &Value) -> Result<Vec<Value>, minijinja::Error> {
    match value.kind() {
        ValueKind::Undefined => Err(minijinja::Error::from(ErrorKind::UndefinedError)),
        ValueKind::None | ValueKind::Number | ValueKind::Bool => {
            Err(minijinja::Error::new(ErrorKind::InvalidOperation, format!("a {} cannot be iterated", value.kind())))
        }
        _ => {
            let items = value.try_iter()?.checked().take(ITEMS_LIMIT + 1).collect::<Result<Vec<_>, _>>()?;
            if items.len() > ITEMS_LIMIT {
                return Err(Failure::limit(format!("a list has more than {ITEMS_LIMIT} items")).into());
            }
            Ok(items)
        }
    }
}

/// The items of a list, none of them undefined.
pub(super) fn defined_items(value: &Value) -> Result<Vec<Value>, minijinja::Error> {
    let items = items(value)?;
    if items.iter().any(Value::is_undefined) {
        return Err(minijinja::Error::from(ErrorKind::UndefinedError));
    }
    Ok(items)
}

/// The entries of a map, in its order.
pub(super) fn entries(value: &Value) -> Result<Vec<(Value, Value)>, minijinja::Error> {
    if value.kind() != ValueKind::Map {
        let what = value.kind();
        return Err(minijinja::Error::new(ErrorKind::InvalidOperation, format!("a map is needed, not a {what}")));
    }
    if let Some(entries) = value.downcast_object_ref::<Node>().and_then(Node::entries) {
        return entries.into_iter().map(|(key, value)| Ok((valid(key)?, valid(value)?))).collect();
    }
    value.try_iter()?.checked().map(|key| key.and_then(|key| item(value, &key).map(|value| (key, value)))).collect()
}

/// The value, or the error that an invalid value stands for.
pub(super) fn valid(value: Value) -> Result<Value, minijinja::Error> {
    if value.kind() != ValueKind::Invalid {
        return Ok(value);
    }
    let mut carrier = Value::from(vec![value]).try_iter()?.checked();
    carrier.next().unwrap_or(Ok(Value::UNDEFINED))
}
