//! How answers are read: numbers may be text, blank text is nothing, keys that are new are passed over.

use std::collections::BTreeMap;
use std::str::FromStr;

use secrecy::SecretString;
use serde::de::{Deserialize, Deserializer, Error};
use serde_json::Value;

/// A scalar as text, a structure as JSON; `None` for nothing and for blank text.
pub(super) fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => (!text.trim().is_empty()).then(|| text.clone()),
        Value::Bool(is_true) => Some(u8::from(*is_true).to_string()),
        Value::Number(_) | Value::Array(_) | Value::Object(_) => Some(value.to_string()),
    }
}

/// Text that may be a number, be blank or be missing.
pub(super) fn optional_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(text_of(&Value::deserialize(deserializer)?))
}

/// Text that may be a number.
pub(super) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Ok(optional_text(deserializer)?.unwrap_or_default())
}

/// A number that may be text; a number with a fraction loses it.
pub(super) fn number<'de, D: Deserializer<'de>, T: FromStr>(deserializer: D) -> Result<T, D::Error> {
    let value = Value::deserialize(deserializer)?;
    number_of(&value).ok_or_else(|| D::Error::custom(format_args!("expected a number, found {value}")))
}

/// A number that may be text, be blank or be missing.
pub(super) fn optional_number<'de, D: Deserializer<'de>, T: FromStr>(deserializer: D) -> Result<Option<T>, D::Error> {
    Ok(number_of(&Value::deserialize(deserializer)?))
}

fn number_of<T: FromStr>(value: &Value) -> Option<T> {
    let text = text_of(value)?;
    let text = text.trim();
    text.parse().ok().or_else(|| text.split_once('.')?.0.parse().ok())
}

/// A truth value: `1` or `true`, in text or not. What is missing is false.
pub(super) fn flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    let text = optional_text(deserializer)?;
    Ok(text.is_some_and(|text| matches!(text.trim(), "1" | "true" | "yes" | "on")))
}

/// A list of names with commas, semicolons or spaces between them, sorted.
pub(super) fn names<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let text = optional_text(deserializer)?.unwrap_or_default();
    let names = text.split([',', ';', ' ', '\n']).filter(|name| !name.is_empty());
    let mut names: Vec<String> = names.map(str::to_owned).collect();
    names.sort_unstable();
    Ok(names)
}

/// Options by name, numbers as text, blank ones left out.
pub(super) fn options<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<String, String>, D::Error> {
    let values = Option::<BTreeMap<String, Value>>::deserialize(deserializer)?.unwrap_or_default();
    Ok(values.into_iter().filter_map(|(key, value)| Some((key, text_of(&value)?))).collect())
}

/// A map; an empty one may be written as an empty list.
pub(super) fn map<'de, D: Deserializer<'de>, T: serde::de::DeserializeOwned>(
    deserializer: D,
) -> Result<BTreeMap<String, T>, D::Error> {
    match Value::deserialize(deserializer)? {
        Value::Null => Ok(BTreeMap::new()),
        Value::Array(items) if items.is_empty() => Ok(BTreeMap::new()),
        value => serde_json::from_value(value).map_err(D::Error::custom),
    }
}

/// Text that nobody may see.
pub(super) fn secret<'de, D: Deserializer<'de>>(deserializer: D) -> Result<SecretString, D::Error> {
    Ok(SecretString::from(String::deserialize(deserializer)?))
}
