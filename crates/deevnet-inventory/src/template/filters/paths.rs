//! Filters of file names.

use minijinja::value::{Tuple, ValueKind};
use minijinja::{State, Value};

use crate::template::call::{Call, invalid};
use crate::template::{access, python};

type Outcome = Result<Value, minijinja::Error>;

/// The subject, which must be text.
fn path<'a>(call: &'a Call<'_>) -> Result<&'a str, minijinja::Error> {
    call.subject().as_str().ok_or_else(|| invalid("a file name is not text"))
}

pub(super) fn basename(_: &mut State<'_, '_>, call: &Call<'_>) -> Outcome {
    let path = path(call)?;
    Ok(Value::from(path.rsplit('/').next().unwrap_or_default()))
}

pub(super) fn dirname(_: &mut State<'_, '_>, call: &Call<'_>) -> Outcome {
    let path = path(call)?;
    let head = path.rfind('/').map_or("", |index| &path[..=index]);
    let trimmed = head.trim_end_matches('/');
    Ok(Value::from(if trimmed.is_empty() { head } else { trimmed }))
}

/// The path without its extension, and the extension with its dot.
pub(super) fn split_extension(_: &mut State<'_, '_>, call: &Call<'_>) -> Outcome {
    let path = path(call)?;
    let name_start = path.rfind('/').map_or(0, |index| index + 1);
    let name = &path[name_start..];
    let leading = name.len() - name.trim_start_matches('.').len();
    let split = name[leading..].rfind('.').map_or(path.len(), |index| name_start + leading + index);
    let (root, extension) = path.split_at(split);
    Ok(Value::from(Tuple::from([Value::from(root), Value::from(extension)])))
}

/// The parts of a path joined; an absolute part forgets those before it.
pub(super) fn join(_: &mut State<'_, '_>, call: &Call<'_>) -> Outcome {
    if call.subject().as_str().is_some() {
        return Ok(call.subject().clone());
    }
    if !matches!(call.subject().kind(), ValueKind::Seq | ValueKind::Iterable) {
        return Err(invalid("`path_join` takes a list"));
    }
    let mut path = String::new();
    for part in access::defined_items(call.subject())? {
        if part.as_str().is_none() {
            return Err(invalid("`path_join` takes text"));
        }
        let part = python::text(&part)?;
        if part.starts_with('/') {
            path.clear();
        } else if !path.is_empty() && !path.ends_with('/') {
            path.push('/');
        }
        path.push_str(&part);
    }
    Ok(Value::from(path))
}
