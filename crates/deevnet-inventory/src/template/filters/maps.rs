//! Filters of maps.

use minijinja::value::{Tuple, ValueKind};
use minijinja::{State, Value};

use crate::template::call::{Call, invalid, undefined};
use crate::template::compare::{fold_case, sort_by_key};
use crate::template::failure::Failure;
use crate::template::limits::VALUE_DEPTH_LIMIT;
use crate::template::{access, bounds};

type Outcome = Result<Value, minijinja::Error>;

/// A list of `{key, value}` maps.
pub(super) fn to_items(_: &mut State<'_, '_>, call: &Call<'_>) -> Outcome {
    let (key_name, value_name) = (call.text(1, "key_name", "key")?, call.text(2, "value_name", "value")?);
    let entries = access::entries(call.subject())?.into_iter();
    Ok(entries
        .map(|(key, value)| Value::from_pairs([(key_name.as_str(), key), (value_name.as_str(), value)]))
        .collect())
}

/// A map of `{key, value}` maps.
pub(super) fn from_items(_: &mut State<'_, '_>, call: &Call<'_>) -> Outcome {
    let (key_name, value_name) = (call.text(1, "key_name", "key")?, call.text(2, "value_name", "value")?);
    if call.subject().kind() != ValueKind::Seq {
        return Err(invalid(format!("`items2dict` takes a list, not a {}", call.subject().kind())));
    }
    let mut entries = Vec::new();
    for item in access::defined_items(call.subject())? {
        let part = |name: &str| access::item(&item, &Value::from(name));
        let (key, value) = (part(&key_name)?, part(&value_name)?);
        if key.is_undefined() || value.is_undefined() {
            return Err(invalid(format!("`items2dict` takes maps with `{key_name}` and `{value_name}`")));
        }
        bounds::key(&key)?;
        entries.push((key, value));
    }
    Ok(Value::from_pairs(entries))
}

/// The pairs of a map.
pub(super) fn items(_: &mut State<'_, '_>, call: &Call<'_>) -> Outcome {
    Ok(pairs(access::entries(call.subject())?))
}

fn pairs(entries: Vec<(Value, Value)>) -> Value {
    entries.into_iter().map(|(key, value)| Tuple::from([key, value])).collect()
}

/// The pairs of a map, sorted by key or value.
pub(super) fn sort(state: &mut State<'_, '_>, call: &Call<'_>) -> Outcome {
    bounds::check_arguments(state, call)?;
    let exact = call.flag(1, "case_sensitive");
    let by_value = match call.text(2, "by", "key")?.as_str() {
        "key" => false,
        "value" => true,
        _ => return Err(invalid("`dictsort` sorts by `key` or `value`")),
    };
    let mut keyed = Vec::new();
    for (key, value) in access::entries(call.subject())? {
        let by = if by_value { value.clone() } else { key.clone() };
        keyed.push((vec![if exact { by } else { fold_case(by) }], (key, value)));
    }
    sort_by_key(&mut keyed, call.flag(3, "reverse"))?;
    Ok(pairs(keyed.into_iter().map(|(_, entry)| entry).collect()))
}

/// The item of a container that the subject names, or one deeper in it.
pub(super) fn extract(_: &mut State<'_, '_>, call: &Call<'_>) -> Outcome {
    let mut found = access::item(call.required(1, "container")?, call.subject())?;
    let more = match call.argument(2, "morekeys").filter(|keys| !keys.is_none()) {
        Some(keys) if keys.kind() == ValueKind::Seq => access::defined_items(keys)?,
        Some(key) => vec![key.clone()],
        None => Vec::new(),
    };
    for key in more {
        if found.is_undefined() {
            break;
        }
        found = access::item(&found, &key)?;
    }
    Ok(found)
}

/// Pairs of an element and each item of a list inside it.
pub(super) fn subelements(_: &mut State<'_, '_>, call: &Call<'_>) -> Outcome {
    let elements: Vec<Value> = match call.subject().kind() {
        ValueKind::Map => access::entries(call.subject())?.into_iter().map(|(_, value)| value).collect(),
        ValueKind::Seq => access::defined_items(call.subject())?,
        kind => return Err(invalid(format!("`subelements` takes a list or a map, not a {kind}"))),
    };
    if elements.iter().any(|element| element.kind() != ValueKind::Map) {
        return Err(invalid("`subelements` takes elements that are maps"));
    }
    let path = match call.required(1, "subelements")? {
        keys if keys.kind() == ValueKind::Seq => access::defined_items(keys)?,
        key => key.as_str().ok_or_else(undefined)?.split('.').map(Value::from).collect(),
    };
    let skip_missing = call.flag(2, "skip_missing");
    let mut found = Vec::new();
    for element in elements {
        let mut list = element.clone();
        for key in &path {
            list = access::item(&list, key)?;
            if list.is_undefined() {
                break;
            }
        }
        match list.kind() {
            ValueKind::Undefined if skip_missing => {}
            ValueKind::Seq => {
                let items = access::defined_items(&list)?.into_iter();
                found.extend(items.map(|item| Tuple::from([element.clone(), item])));
            }
            kind => return Err(invalid(format!("`subelements` takes a list inside each element, not a {kind} value"))),
        }
    }
    Ok(found.into_iter().collect())
}

/// How lists of the same key are combined.
#[derive(Debug, Clone, Copy)]
enum ListMerge {
    Replace,
    Keep,
    Append,
    Prepend,
    AppendRemoving,
    PrependRemoving,
}

impl ListMerge {
    fn parse(name: &str) -> Result<Self, minijinja::Error> {
        Ok(match name {
            "replace" => Self::Replace,
            "keep" => Self::Keep,
            "append" => Self::Append,
            "prepend" => Self::Prepend,
            "append_rp" => Self::AppendRemoving,
            "prepend_rp" => Self::PrependRemoving,
            _ => return Err(invalid(format!("`combine` has no list_merge `{name}`"))),
        })
    }

    fn merge(self, low: &Value, high: &Value) -> Outcome {
        let join = |first: Vec<Value>, second: Vec<Value>| first.into_iter().chain(second).collect::<Value>();
        let (mut below, above) = (access::items(low)?, access::items(high)?);
        if matches!(self, Self::AppendRemoving | Self::PrependRemoving) {
            below.retain(|item| !above.contains(item));
        }
        Ok(match self {
            Self::Replace => high.clone(),
            Self::Keep => low.clone(),
            Self::Append | Self::AppendRemoving => join(below, above),
            Self::Prepend | Self::PrependRemoving => join(above, below),
        })
    }
}

/// The maps of a call laid over each other, later ones on top.
pub(super) fn combine(state: &mut State<'_, '_>, call: &Call<'_>) -> Outcome {
    bounds::check_arguments(state, call)?;
    let known = |name: &str| matches!(name, "recursive" | "list_merge");
    if let Some((name, _)) = call.named().iter().find(|(name, _)| !known(name)) {
        return Err(invalid(format!("`combine` does not know the argument `{name}`")));
    }
    let recursive = call.keyword("recursive").is_some_and(Value::is_true);
    let lists = ListMerge::parse(
        &call.keyword("list_merge").map_or_else(|| Ok("replace".to_owned()), crate::template::python::text)?,
    )?;
    let mut maps = Vec::new();
    for argument in call.positional() {
        match argument.kind() {
            ValueKind::Seq => maps.extend(access::defined_items(argument)?),
            _ => maps.push(argument.clone()),
        }
    }
    // The nearest pair first: the last two maps, then what they give over the one before.
    let Some(top) = maps.pop() else { return Ok(Value::from_pairs::<[(Value, Value); 0], _, _>([])) };
    maps.iter().rev().try_fold(top, |high, low| merge(low, &high, recursive, lists, 0))
}

fn merge(low: &Value, high: &Value, recursive: bool, lists: ListMerge, depth: usize) -> Outcome {
    if depth > VALUE_DEPTH_LIMIT {
        return Err(Failure::limit("maps to be combined are nested too deep").into());
    }
    let (mut below, above) = (access::entries(low)?, access::entries(high)?);
    if below.is_empty() {
        return Ok(high.clone());
    }
    let mut places: std::collections::HashMap<Value, usize> =
        below.iter().enumerate().map(|(index, (key, _))| (key.clone(), index)).collect();
    for (key, value) in above {
        let Some(&place) = places.get(&key) else {
            places.insert(key.clone(), below.len());
            below.push((key, value));
            continue;
        };
        let Some((_, found)) = below.get_mut(place) else { continue };
        *found = match (found.kind(), value.kind()) {
            (ValueKind::Map, ValueKind::Map) if recursive => merge(found, &value, recursive, lists, depth + 1)?,
            (ValueKind::Seq, ValueKind::Seq) => lists.merge(found, &value)?,
            _ => value,
        };
    }
    Ok(Value::from_pairs(below))
}
