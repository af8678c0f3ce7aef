//! Filters of lists.

use minijinja::value::{Tuple, ValueKind};
use minijinja::{ErrorKind, State, Value};

use crate::template::call::{Call, empty, invalid};
use crate::template::compare::{fold_case, sort_by_key};
use crate::template::failure::Failure;
use crate::template::limits::{SEQUENCE_LIMIT, VALUE_DEPTH_LIMIT};
use crate::template::{access, bounds, python};

type Outcome = Result<Value, minijinja::Error>;

pub(super) fn list(_: &mut State<'_, '_>, call: &Call<'_>) -> Outcome {
    Ok(Value::from(access::defined_items(call.subject())?))
}

pub(super) fn length(_: &mut State<'_, '_>, call: &Call<'_>) -> Outcome {
    let value = call.subject();
    let length = match value.kind() {
        ValueKind::Iterable => Some(access::items(value)?.len()),
        _ => value.len(),
    };
    length.map(Value::from).ok_or_else(|| invalid(format!("a {} has no length", value.kind())))
}

pub(super) fn first(_: &mut State<'_, '_>, call: &Call<'_>) -> Outcome {
    access::items(call.subject())?.into_iter().next().ok_or_else(empty)
}

pub(super) fn last(_: &mut State<'_, '_>, call: &Call<'_>) -> Outcome {
    access::items(call.subject())?.pop().ok_or_else(empty)
}

pub(super) fn reverse(_: &mut State<'_, '_>, call: &Call<'_>) -> Outcome {
    if let Some(text) = call.subject().as_str() {
        return Ok(Value::from(text.chars().rev().collect::<String>()));
    }
    let mut items = access::defined_items(call.subject())?;
    items.reverse();
    Ok(Value::from(items))
}

pub(super) fn join(_: &mut State<'_, '_>, call: &Call<'_>) -> Outcome {
    let separator = call.text(1, "d", "")?;
    let mut out = String::new();
    for (index, item) in attributes(call, 2)?.iter().enumerate() {
        if index > 0 {
            out.push_str(&separator);
        }
        out.push_str(&python::text(item)?);
        bounds::check_text(out.len())?;
    }
    Ok(Value::from(out))
}

/// The items of the subject, or of each the attribute that an argument names.
fn attributes(call: &Call<'_>, place: usize) -> Result<Vec<Value>, minijinja::Error> {
    let items = access::defined_items(call.subject())?;
    let Some(attribute) = call.argument(place, "attribute").filter(|attribute| !attribute.is_none()) else {
        return Ok(items);
    };
    items.iter().map(|item| self::attribute(item, attribute)).collect()
}

/// The attribute at the end of a path, which must be there.
fn attribute(item: &Value, path: &Value) -> Outcome {
    let found = access::path(item, path)?;
    if found.is_undefined() { Err(Failure::undefined(format!("an item has no `{path}`")).into()) } else { Ok(found) }
}

/// Sorts by the items or by attributes of them, several divided by commas.
pub(super) fn sort(state: &mut State<'_, '_>, call: &Call<'_>) -> Outcome {
    bounds::check_arguments(state, call)?;
    let (reverse, exact) = (call.flag(1, "reverse"), call.flag(2, "case_sensitive"));
    let attribute = call.argument(3, "attribute").filter(|attribute| !attribute.is_none());
    let paths: Vec<Value> = match attribute {
        Some(attribute) => match attribute.as_str() {
            Some(names) => names.split(',').map(Value::from).collect(),
            None => vec![attribute.clone()],
        },
        None => Vec::new(),
    };
    let mut keyed = Vec::new();
    for item in access::defined_items(call.subject())? {
        keyed.push((sort_keys(&item, &paths, exact)?, item));
    }
    sort_by_key(&mut keyed, reverse)?;
    Ok(keyed.into_iter().map(|(_, item)| item).collect())
}

fn sort_keys(item: &Value, paths: &[Value], exact: bool) -> Result<Vec<Value>, minijinja::Error> {
    let fold = |value: Value| if exact { value } else { fold_case(value) };
    if paths.is_empty() {
        return Ok(vec![fold(item.clone())]);
    }
    paths.iter().map(|path| attribute(item, path).map(fold)).collect()
}

pub(super) fn minimum(state: &mut State<'_, '_>, call: &Call<'_>) -> Outcome {
    extreme(state, call, false)
}

pub(super) fn maximum(state: &mut State<'_, '_>, call: &Call<'_>) -> Outcome {
    extreme(state, call, true)
}

/// The first of the least or greatest items.
fn extreme(state: &State<'_, '_>, call: &Call<'_>, greatest: bool) -> Outcome {
    bounds::check_arguments(state, call)?;
    let exact = call.flag(1, "case_sensitive");
    let paths: Vec<Value> = call.argument(2, "attribute").filter(|path| !path.is_none()).cloned().into_iter().collect();
    let mut keyed = Vec::new();
    for item in access::defined_items(call.subject())? {
        keyed.push((sort_keys(&item, &paths, exact)?, item));
    }
    sort_by_key(&mut keyed, greatest)?;
    keyed.into_iter().next().map(|(_, item)| item).ok_or_else(empty)
}

/// The sum of numbers, or lists put one after the other where the start is a list.
pub(super) fn sum(_: &mut State<'_, '_>, call: &Call<'_>) -> Outcome {
    let start = call.argument(2, "start").cloned().unwrap_or_else(|| Value::from(0));
    let items = attributes(call, 1)?;
    if start.kind() == ValueKind::Seq {
        let mut joined = access::items(&start)?;
        for item in items {
            if item.kind() != ValueKind::Seq {
                return Err(invalid(format!("a list and a {} cannot be summed", item.kind())));
            }
            joined.extend(access::items(&item)?);
        }
        return Ok(Value::from(joined));
    }
    items.iter().try_fold(start, |sum, item| add(&sum, item))
}

fn add(left: &Value, right: &Value) -> Outcome {
    let whole = |value: &Value| match value.kind() {
        ValueKind::Bool => Some(i128::from(value.is_true())),
        ValueKind::Number if value.is_integer() => i128::try_from(value.clone()).ok(),
        _ => None,
    };
    if let (Some(left), Some(right)) = (whole(left), whole(right)) {
        let sum = left.checked_add(right).ok_or_else(|| invalid("a sum is too large"))?;
        return Ok(i64::try_from(sum).map_or_else(|_| Value::from(sum), Value::from));
    }
    let float = |value: &Value| match value.kind() {
        ValueKind::Bool | ValueKind::Number => {
            whole(value).map_or_else(|| f64::try_from(value.clone()), |_| f64::try_from(value.clone())).ok()
        }
        _ => None,
    };
    match (float(left), float(right)) {
        (Some(left), Some(right)) => Ok(Value::from(left + right)),
        _ => Err(invalid(format!("a {} and a {} cannot be summed", left.kind(), right.kind()))),
    }
}

/// Lists inside lists laid out flat, nulls left out unless asked otherwise.
pub(super) fn flatten(state: &mut State<'_, '_>, call: &Call<'_>) -> Outcome {
    bounds::check_arguments(state, call)?;
    let levels = call.integer(1, "levels")?.map_or(VALUE_DEPTH_LIMIT, |levels| usize::try_from(levels).unwrap_or(0));
    let skip_nulls = call.argument(2, "skip_nulls").is_none_or(Value::is_true);
    let mut flat = Vec::new();
    flatten_into(&mut flat, call.subject(), levels, skip_nulls)?;
    Ok(Value::from(flat))
}

fn flatten_into(out: &mut Vec<Value>, list: &Value, levels: usize, skip_nulls: bool) -> Result<(), minijinja::Error> {
    for item in access::defined_items(list)? {
        let null = item.is_none() || matches!(item.as_str(), Some("None" | "null"));
        if skip_nulls && null {
            continue;
        }
        if levels > 0 && matches!(item.kind(), ValueKind::Seq | ValueKind::Iterable) {
            flatten_into(out, &item, levels - 1, skip_nulls)?;
        } else {
            out.push(item);
        }
        limit(out.len())?;
    }
    Ok(())
}

fn limit(length: usize) -> Result<(), minijinja::Error> {
    if length > SEQUENCE_LIMIT {
        return Err(Failure::limit(format!("a list has more than {SEQUENCE_LIMIT} items")).into());
    }
    Ok(())
}

/// The lists of a call: the subject and the arguments.
fn columns(call: &Call<'_>) -> Result<Vec<Vec<Value>>, minijinja::Error> {
    call.positional().iter().map(access::defined_items).collect()
}

pub(super) fn zip(_: &mut State<'_, '_>, call: &Call<'_>) -> Outcome {
    let columns = columns(call)?;
    let length = columns.iter().map(Vec::len).min().unwrap_or(0);
    Ok(rows(&columns, length, &Value::from(())))
}

pub(super) fn zip_longest(_: &mut State<'_, '_>, call: &Call<'_>) -> Outcome {
    let columns = columns(call)?;
    let length = columns.iter().map(Vec::len).max().unwrap_or(0);
    let fill = call.keyword("fillvalue").cloned().unwrap_or_else(|| Value::from(()));
    Ok(rows(&columns, length, &fill))
}

fn rows(columns: &[Vec<Value>], length: usize, fill: &Value) -> Value {
    let row = |index: usize| {
        Tuple::from(columns.iter().map(|column| column.get(index).unwrap_or(fill).clone()).collect::<Vec<_>>())
    };
    (0..length).map(row).collect()
}

/// Every way to take one item of each list, the last list turning fastest.
pub(super) fn product(_: &mut State<'_, '_>, call: &Call<'_>) -> Outcome {
    let mut rows: Vec<Vec<Value>> = vec![Vec::new()];
    for column in columns(call)? {
        limit(rows.len().saturating_mul(column.len()))?;
        rows = rows
            .iter()
            .flat_map(|row| column.iter().map(move |item| row.iter().cloned().chain([item.clone()]).collect()))
            .collect();
    }
    Ok(rows.into_iter().map(Tuple::from).collect())
}

/// The list cut into lists of a length, the last one filled up if asked for.
pub(super) fn batch(_: &mut State<'_, '_>, call: &Call<'_>) -> Outcome {
    let length =
        call.integer(1, "linecount")?.and_then(|length| usize::try_from(length).ok()).filter(|length| *length > 0);
    let length = length.ok_or_else(|| minijinja::Error::new(ErrorKind::InvalidOperation, "`batch` takes a length"))?;
    limit(length)?;
    let items = access::defined_items(call.subject())?;
    let mut batches: Vec<Vec<Value>> = items.chunks(length).map(<[Value]>::to_vec).collect();
    if let (Some(last), Some(fill)) = (batches.last_mut(), call.argument(2, "fill_with").filter(|fill| !fill.is_none()))
    {
        last.resize(length, fill.clone());
    }
    Ok(batches.into_iter().map(Value::from).collect())
}
