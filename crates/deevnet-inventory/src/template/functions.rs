//! The functions that templates call by name.

use std::sync::{Arc, Mutex};

use minijinja::{Environment, State, Value};

use super::call::{Call, Caller, invalid};
use super::failure::Failure;
use super::limits::SEQUENCE_LIMIT;
use super::session::Session;
use super::{access, bounds, python};

pub(super) fn install(environment: &mut Environment<'static>, session: &Arc<Mutex<Session>>) {
    let caller = Caller::new(session);
    caller.function(environment, "range", range);
    caller.function(environment, "dict", dict);
    caller.function(environment, "undef", |_, _| Ok(Value::UNDEFINED));
    caller.function(environment, "lookup", lookup);
    caller.function(environment, "query", lookup);
    caller.function(environment, "q", lookup);
    caller.function(environment, "now", |_, _| Err(Failure::unknown("`now()` depends on the time of the run").into()));
}

/// Lookup plugins read files, environments and networks: what they give is known in a run only.
fn lookup(_: &mut State<'_, '_>, call: &Call<'_>) -> Result<Value, minijinja::Error> {
    let name = python::text(call.subject()).unwrap_or_default();
    Err(Failure::unknown(format!("the lookup `{name}` runs in Ansible only")).into())
}

fn range(_: &mut State<'_, '_>, call: &Call<'_>) -> Result<Value, minijinja::Error> {
    let bound = |index: usize| {
        let value = call.positional().get(index);
        value.map(|value| value.as_i64().ok_or_else(|| invalid("range() takes whole numbers"))).transpose()
    };
    let (start, end) = match (bound(0)?, bound(1)?) {
        (Some(start), Some(end)) => (start, end),
        (Some(end), None) => (0, end),
        (None, _) => return Err(invalid("range() takes at least one number")),
    };
    let step = bound(2)?.unwrap_or(1);
    if step == 0 {
        return Err(invalid("the step of range() is zero"));
    }
    let distance = if step > 0 { end.saturating_sub(start) } else { start.saturating_sub(end) };
    let count = distance.max(0).unsigned_abs().div_ceil(step.unsigned_abs());
    if count > SEQUENCE_LIMIT as u64 {
        return Err(Failure::limit(format!("range() gives more than {SEQUENCE_LIMIT} numbers")).into());
    }
    let numbers = (0..count.cast_signed()).map(|index| start + index * step);
    Ok(numbers.map(Value::from).collect())
}

fn dict(_: &mut State<'_, '_>, call: &Call<'_>) -> Result<Value, minijinja::Error> {
    let mut entries = Vec::new();
    if let Some(base) = call.positional().first() {
        match access::entries(base) {
            Ok(found) => entries = found,
            Err(_) => {
                for pair in access::defined_items(base)? {
                    match access::defined_items(&pair)?.as_slice() {
                        [key, value] => {
                            bounds::key(key)?;
                            entries.push((key.clone(), value.clone()));
                        }
                        _ => return Err(invalid("dict() takes pairs of a key and a value")),
                    }
                }
            }
        }
    }
    entries.extend(call.named().iter().map(|(key, value)| (Value::from(key.as_str()), value.clone())));
    Ok(Value::from_pairs(entries))
}
