//! Filters that choose: `default`, `ternary`, `mandatory`.

use minijinja::value::ValueKind;
use minijinja::{State, Value};

use crate::template::call::{Call, invalid, undefined};
use crate::template::failure::Failure;
use crate::template::python;

type Outcome = Result<Value, minijinja::Error>;

/// The value, or another where it is undefined or, if asked for, false.
pub(super) fn default(_: &mut State<'_, '_>, call: &Call<'_>) -> Outcome {
    let value = call.subject();
    let falsy_too = match call.argument(2, "boolean") {
        Some(flag) if flag.kind() == ValueKind::Bool => flag.is_true(),
        Some(_) => return Err(invalid("the argument `boolean` of `default` is not a boolean")),
        None => false,
    };
    if value.is_undefined() || (falsy_too && !value.is_true()) {
        return Ok(call.argument(1, "default_value").cloned().unwrap_or_else(|| Value::from("")));
    }
    Ok(value.clone())
}

/// The value, which must be defined.
pub(super) fn mandatory(_: &mut State<'_, '_>, call: &Call<'_>) -> Outcome {
    if !call.subject().is_undefined() {
        return Ok(call.subject().clone());
    }
    match call.argument(1, "msg") {
        Some(message) => Err(Failure::failed(python::text(message)?).into()),
        None => Err(undefined()),
    }
}

/// One of two values by a condition, or a third where it is null.
pub(super) fn ternary(_: &mut State<'_, '_>, call: &Call<'_>) -> Outcome {
    let condition = call.subject();
    if condition.is_undefined() {
        return Err(undefined());
    }
    if let (true, Some(value)) = (condition.is_none(), call.argument(3, "none_val").filter(|value| !value.is_none())) {
        return Ok(value.clone());
    }
    let chosen = if condition.is_true() { call.required(1, "true_val") } else { call.required(2, "false_val") };
    chosen.cloned()
}

/// The name of a value's Python type.
pub(super) fn type_name(call: &Call<'_>) -> Value {
    let value = call.subject();
    Value::from(match value.kind() {
        ValueKind::None => "NoneType",
        ValueKind::Bool => "bool",
        ValueKind::Number if value.is_integer() => "int",
        ValueKind::Number => "float",
        ValueKind::String => "str",
        ValueKind::Map => "dict",
        ValueKind::Seq if value.is_tuple() => "tuple",
        _ => "list",
    })
}
