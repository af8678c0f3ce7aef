//! Filters that apply a filter or test to every item: `map`, `select` and their kin.

use minijinja::{ErrorKind, State, Value};

use crate::template::access;
use crate::template::call::{Call, invalid};
use crate::template::failure::Failure;

type Outcome = Result<Value, minijinja::Error>;

/// The items of the subject; none of anything false, such as null.
fn items(call: &Call<'_>) -> Result<Vec<Value>, minijinja::Error> {
    if call.subject().is_true() { access::items(call.subject()) } else { Ok(Vec::new()) }
}

/// The attribute of every item, or every item through a filter.
pub(super) fn map(state: &mut State<'_, '_>, call: &Call<'_>) -> Outcome {
    let items = items(call)?;
    let Some((name, arguments)) = call.rest().split_first() else {
        let attribute = call.keyword("attribute").ok_or_else(|| invalid("`map` takes a filter or an attribute"))?;
        let default = call.keyword("default").filter(|value| !value.is_none());
        let mapped = items.iter().map(|item| {
            let found = access::path(item, attribute)?;
            Ok(if found.is_undefined() { default.cloned().unwrap_or(found) } else { found })
        });
        return mapped.collect::<Result<Vec<_>, minijinja::Error>>().map(Value::from);
    };
    let name = name.as_str().ok_or_else(|| invalid("the filter of `map` is not named by text"))?;
    let keywords = keywords(call);
    let mut mapped = Vec::with_capacity(items.len());
    for item in items {
        let arguments: Vec<Value> =
            std::iter::once(item).chain(arguments.iter().cloned()).chain(keywords.clone()).collect();
        mapped.push(state.apply_filter(name, &arguments).map_err(|error| named(error, name))?);
        state.consume_fuel(1)?;
    }
    Ok(Value::from(mapped))
}

pub(super) fn select(state: &mut State<'_, '_>, call: &Call<'_>) -> Outcome {
    keep(state, call, None, true)
}

pub(super) fn reject(state: &mut State<'_, '_>, call: &Call<'_>) -> Outcome {
    keep(state, call, None, false)
}

pub(super) fn select_attribute(state: &mut State<'_, '_>, call: &Call<'_>) -> Outcome {
    keep(state, call, Some(call.required(1, "attr")?), true)
}

pub(super) fn reject_attribute(state: &mut State<'_, '_>, call: &Call<'_>) -> Outcome {
    keep(state, call, Some(call.required(1, "attr")?), false)
}

/// The items of which a test, or without one their truth, is as `wanted`.
fn keep(state: &mut State<'_, '_>, call: &Call<'_>, attribute: Option<&Value>, wanted: bool) -> Outcome {
    let arguments = call.rest().get(usize::from(attribute.is_some())..).unwrap_or_default();
    let keywords = keywords(call);
    let mut kept = Vec::new();
    for item in items(call)? {
        let subject = attribute.map_or_else(|| Ok(item.clone()), |attribute| access::path(&item, attribute))?;
        let holds = match arguments.split_first() {
            Some((name, arguments)) => {
                let name = name.as_str().ok_or_else(|| invalid("a test is not named by text"))?;
                let arguments: Vec<Value> =
                    std::iter::once(subject).chain(arguments.iter().cloned()).chain(keywords.clone()).collect();
                state.perform_test(name, &arguments).map_err(|error| named(error, name))?
            }
            None if subject.is_undefined() => return Err(minijinja::Error::from(ErrorKind::UndefinedError)),
            None => subject.is_true(),
        };
        if holds == wanted {
            kept.push(item);
        }
        state.consume_fuel(1)?;
    }
    Ok(Value::from(kept))
}

/// The named arguments of a call, to be handed on.
fn keywords(call: &Call<'_>) -> Option<Value> {
    let named = call.named();
    (!named.is_empty()).then(|| {
        let named = named.iter().map(|(name, value)| (name.as_str(), value.clone()));
        Value::from(named.collect::<minijinja::value::Kwargs>())
    })
}

/// The engine does not name the filter or test that it does not know.
fn named(error: minijinja::Error, name: &str) -> minijinja::Error {
    match (error.kind(), error.detail()) {
        (ErrorKind::UnknownFilter, None) => Failure::unknown(format!("the filter `{name}` is not known here")).into(),
        (ErrorKind::UnknownTest, None) => Failure::unknown(format!("the test `{name}` is not known here")).into(),
        _ => error,
    }
}
