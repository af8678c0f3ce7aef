//! The check of what is given against the definitions.

use std::collections::BTreeMap;

use super::definition::{Kind, Parameter};

/// What is wrong with parameters, by name; empty if nothing is.
pub(crate) fn check<'a>(
    definitions: impl Iterator<Item = &'a Parameter>,
    given: &BTreeMap<String, String>,
) -> BTreeMap<String, String> {
    let definitions: Vec<&Parameter> = definitions.collect();
    let mut errors = BTreeMap::new();
    for definition in &definitions {
        if !definition.optional && definition.indexed.is_none() && !given.contains_key(definition.name) {
            let text = "property is missing and it is not optional".to_owned();
            errors.insert(definition.name.to_owned(), text);
        }
    }
    for (name, value) in given {
        let Some(definition) = definitions.iter().find(|definition| definition.is_named(name)) else {
            let text = "property is not defined in schema and the schema does not allow additional properties";
            errors.insert(name.clone(), text.to_owned());
            continue;
        };
        check_requirement(definition, name, given, &mut errors);
        if let Err(text) = check_value(definition, name, value) {
            errors.insert(name.clone(), text);
        }
    }
    errors
}

fn check_requirement(
    definition: &Parameter,
    name: &str,
    given: &BTreeMap<String, String>,
    errors: &mut BTreeMap<String, String>,
) {
    if let Some(required) = definition.requires.filter(|required| !given.contains_key(*required)) {
        errors.insert(required.to_owned(), format!("missing property - '{name}' requires this property"));
    }
}

fn check_value(definition: &Parameter, name: &str, value: &str) -> Result<(), String> {
    check_kind(&definition.kind, name, value)?;
    match definition.max_length {
        Some(max) if value.chars().count() > max => Err(format!("value may only be {max} characters long")),
        _ => Ok(()),
    }
}

/// Checks a value of a parameter or of a property.
pub(super) fn check_kind(kind: &Kind, name: &str, value: &str) -> Result<(), String> {
    match kind {
        Kind::Text => Ok(()),
        Kind::Formatted(format) => format.check(value),
        Kind::Array(format) => value.split('\0').try_for_each(|value| format.check(value)),
        Kind::Matching(pattern) if (pattern.matches)(value) => Ok(()),
        Kind::Matching(_) => Err("value does not match the regex pattern".to_owned()),
        Kind::Properties(properties) => properties.check(name, value),
        Kind::Integer { min, max, format } => check_integer(*min, *max, value, |value| match format {
            Some(format) => format.check(value),
            None => Ok(()),
        }),
        Kind::Number { min, max } => check_number(*min, *max, value),
        Kind::Boolean if matches!(value, "0" | "1") => Ok(()),
        Kind::Boolean => Err(type_error("boolean", value)),
        Kind::Choice(choices) if choices.contains(&value) => Ok(()),
        Kind::Choice(choices) => {
            Err(format!("value '{value}' does not have a value in the enumeration '{}'", choices.join(", ")))
        }
    }
}

fn check_integer(
    min: Option<i64>,
    max: Option<i64>,
    value: &str,
    format: impl FnOnce(&str) -> Result<(), String>,
) -> Result<(), String> {
    let number: i64 = value.parse().map_err(|_| type_error("integer", value))?;
    format(value)?;
    match (min, max) {
        (_, Some(max)) if number > max => Err(format!("value must have a maximum value of {max}")),
        (Some(min), _) if number < min => Err(format!("value must have a minimum value of {min}")),
        _ => Ok(()),
    }
}

#[expect(clippy::cast_precision_loss, reason = "bounds are small")]
fn check_number(min: Option<i64>, max: Option<i64>, value: &str) -> Result<(), String> {
    let plain = value.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'+'));
    let number = value.parse::<f64>().ok().filter(|_| plain).ok_or_else(|| type_error("number", value))?;
    match (min, max) {
        (_, Some(max)) if number > max as f64 => Err(format!("value must have a maximum value of {max}")),
        (Some(min), _) if number < min as f64 => Err(format!("value must have a minimum value of {min}")),
        _ => Ok(()),
    }
}

fn type_error(kind: &str, value: &str) -> String {
    format!("type check ('{kind}') failed - got '{value}'")
}
