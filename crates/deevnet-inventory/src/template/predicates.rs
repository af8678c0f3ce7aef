//! The tests (`is ...`) that inventories use, as Ansible and Jinja have them.

use std::cmp::Ordering;
use std::collections::HashSet;
use std::sync::{Arc, Mutex};

use minijinja::value::ValueKind;
use minijinja::{Environment, State, Value};

use super::call::{Call, Caller, Plugin, Undefined, invalid};
use super::compare::order;
use super::filters::is_affirmative;
use super::pattern::Flags;
use super::session::Session;
use super::version;
use super::{access, bounds, python};

type Outcome = Result<Value, minijinja::Error>;

/// Tests that fail where they meet the undefined.
const TESTS: &[(&str, Plugin)] = &[
    ("!=", differs),
    ("<", less),
    ("<=", at_most),
    ("==", equals),
    (">", greater),
    (">=", at_least),
    ("all", |_, call| Ok(access::items(call.subject())?.iter().all(Value::is_true).into())),
    ("any", |_, call| Ok(access::items(call.subject())?.iter().any(Value::is_true).into())),
    ("boolean", |_, call| Ok((call.subject().kind() == ValueKind::Bool).into())),
    ("contains", |state, call| contains(state, call.subject(), call.required(1, "value")?)),
    ("divisibleby", |_, call| Ok((whole(call.subject())?.checked_rem(divisor(call)?) == Some(0)).into())),
    ("eq", equals),
    ("equalto", equals),
    ("even", |_, call| Ok((whole(call.subject())? % 2 == 0).into())),
    ("false", |_, call| Ok((call.subject().kind() == ValueKind::Bool && !call.subject().is_true()).into())),
    ("falsy", |_, call| Ok((!is_truthy(call)).into())),
    ("float", |_, call| Ok((call.subject().is_number() && !call.subject().is_integer()).into())),
    ("ge", at_least),
    ("greaterthan", greater),
    ("gt", greater),
    ("in", |state, call| contains(state, call.required(1, "seq")?, call.subject())),
    ("integer", |_, call| Ok(call.subject().is_integer().into())),
    ("issubset", |state, call| subset(state, call.subject(), call.required(1, "b")?)),
    ("issuperset", |state, call| subset(state, call.required(1, "b")?, call.subject())),
    ("iterable", |_, call| Ok(is_iterable(call.subject()).into())),
    ("le", at_most),
    ("lessthan", less),
    ("lower", |_, call| Ok(is_cased(&call.subject_text()?, char::is_lowercase, char::is_uppercase).into())),
    ("lt", less),
    ("mapping", |_, call| Ok((call.subject().kind() == ValueKind::Map).into())),
    ("match", |state, call| matches(state, call, true)),
    ("nan", |_, call| Ok(f64::try_from(call.subject().clone()).is_ok_and(f64::is_nan).into())),
    ("ne", differs),
    ("none", |_, call| Ok(call.subject().is_none().into())),
    ("number", |_, call| Ok((call.subject().is_number() || call.subject().kind() == ValueKind::Bool).into())),
    ("odd", |_, call| Ok((whole(call.subject())? % 2 != 0).into())),
    ("regex", regex),
    ("search", |state, call| matches(state, call, false)),
    ("sequence", |_, call| Ok((is_iterable(call.subject()) && call.subject().kind() != ValueKind::Iterable).into())),
    ("string", |_, call| Ok((call.subject().kind() == ValueKind::String).into())),
    ("subset", |state, call| subset(state, call.subject(), call.required(1, "b")?)),
    ("superset", |state, call| subset(state, call.required(1, "b")?, call.subject())),
    ("true", |_, call| Ok((call.subject().kind() == ValueKind::Bool && call.subject().is_true()).into())),
    ("truthy", |_, call| Ok(is_truthy(call).into())),
    ("upper", |_, call| Ok(is_cased(&call.subject_text()?, char::is_uppercase, char::is_lowercase).into())),
    ("version", compare_versions),
    ("version_compare", compare_versions),
];

/// Tests of the undefined itself.
const TESTS_OF_UNDEFINED: &[(&str, Plugin)] = &[
    ("defined", |_, call| Ok((!call.subject().is_undefined()).into())),
    ("undefined", |_, call| Ok(call.subject().is_undefined().into())),
];

/// Teaches an environment the tests.
pub(super) fn install(environment: &mut Environment<'static>, session: &Arc<Mutex<Session>>) {
    let caller = Caller::new(session);
    for (name, plugin) in TESTS {
        caller.test(environment, name, Undefined::Fails, *plugin);
    }
    for (name, plugin) in TESTS_OF_UNDEFINED {
        caller.test(environment, name, Undefined::Welcome, *plugin);
    }
}

fn equals(state: &mut State<'_, '_>, call: &Call<'_>) -> Outcome {
    bounds::check_arguments(state, call)?;
    Ok((call.subject() == call.required(1, "b")?).into())
}

fn differs(state: &mut State<'_, '_>, call: &Call<'_>) -> Outcome {
    bounds::check_arguments(state, call)?;
    Ok((call.subject() != call.required(1, "b")?).into())
}

fn ordering(state: &State<'_, '_>, call: &Call<'_>) -> Result<Ordering, minijinja::Error> {
    bounds::check_arguments(state, call)?;
    order(call.subject(), call.required(1, "b")?)
}

fn less(state: &mut State<'_, '_>, call: &Call<'_>) -> Outcome {
    Ok(ordering(state, call)?.is_lt().into())
}

fn at_most(state: &mut State<'_, '_>, call: &Call<'_>) -> Outcome {
    Ok(ordering(state, call)?.is_le().into())
}

fn greater(state: &mut State<'_, '_>, call: &Call<'_>) -> Outcome {
    Ok(ordering(state, call)?.is_gt().into())
}

fn at_least(state: &mut State<'_, '_>, call: &Call<'_>) -> Outcome {
    Ok(ordering(state, call)?.is_ge().into())
}

/// Whether a container holds a value: text a part of it, a map a key, a list an item.
fn contains(state: &State<'_, '_>, container: &Value, value: &Value) -> Outcome {
    bounds::check_container(state, container)?;
    bounds::check(state, value)?;
    if let Some(text) = container.as_str() {
        let part = value.as_str().ok_or_else(|| invalid("text can hold text only"))?;
        return Ok(text.contains(part).into());
    }
    if container.kind() == ValueKind::Map {
        bounds::key(value)?;
        return Ok((!access::item(container, value)?.is_undefined()).into());
    }
    Ok(access::items(container)?.contains(value).into())
}

fn subset(state: &State<'_, '_>, left: &Value, right: &Value) -> Outcome {
    bounds::check(state, left)?;
    bounds::check(state, right)?;
    let items = |value: &Value| access::defined_items(value).map(|items| items.into_iter().collect::<HashSet<_>>());
    Ok(items(left)?.is_subset(&items(right)?).into())
}

fn whole(value: &Value) -> Result<i64, minijinja::Error> {
    value.as_i64().ok_or_else(|| invalid(format!("a whole number is needed, not a {}", value.kind())))
}

fn divisor(call: &Call<'_>) -> Result<i64, minijinja::Error> {
    whole(call.required(1, "num")?)
}

fn is_iterable(value: &Value) -> bool {
    matches!(value.kind(), ValueKind::String | ValueKind::Seq | ValueKind::Map | ValueKind::Iterable)
}

/// Whether text has letters of one case and none of the other.
fn is_cased(text: &str, wanted: fn(char) -> bool, other: fn(char) -> bool) -> bool {
    text.chars().any(wanted) && !text.chars().any(other)
}

/// Whether a value is true, its words for yes and no read as such if asked for.
fn is_truthy(call: &Call<'_>) -> bool {
    let value = call.subject();
    let word = value.as_str().map(str::to_lowercase);
    match word.as_deref().map(str::trim) {
        Some("n" | "no" | "off" | "0" | "f" | "false") if call.flag(1, "convert_bool") => false,
        Some(_) if call.flag(1, "convert_bool") && is_affirmative(value) => true,
        _ => value.is_true(),
    }
}

fn flags(call: &Call<'_>) -> Flags {
    Flags { ignore_case: call.flag(2, "ignorecase"), multi_line: call.flag(3, "multiline") }
}

fn matches(state: &State<'_, '_>, call: &Call<'_>, at_start: bool) -> Outcome {
    let text = call.subject_text()?;
    let pattern = call.patterns.get(state, &call.text(1, "pattern", "")?, flags(call))?;
    Ok(if at_start { pattern.matches_start(&text)? } else { pattern.search(&text)?.is_some() }.into())
}

fn regex(state: &mut State<'_, '_>, call: &Call<'_>) -> Outcome {
    match call.text(4, "match_type", "search")?.as_str() {
        "search" => matches(state, call, false),
        "match" => matches(state, call, true),
        other => Err(invalid(format!("the match type `{other}` is not supported"))),
    }
}

fn compare_versions(_: &mut State<'_, '_>, call: &Call<'_>) -> Outcome {
    let kind = call.text(4, "version_type", "loose")?;
    if call.flag(3, "strict") || kind != "loose" {
        return Err(invalid("only loose versions are compared here"));
    }
    let (left, right) = (call.subject_text()?, python::text(call.required(1, "version")?)?);
    let ordering = version::order(&left, &right)?;
    let holds = match call.text(2, "operator", "eq")?.as_str() {
        "==" | "=" | "eq" => ordering == Ordering::Equal,
        "!=" | "<>" | "ne" => ordering != Ordering::Equal,
        "<" | "lt" => ordering.is_lt(),
        "<=" | "le" => ordering.is_le(),
        ">" | "gt" => ordering.is_gt(),
        ">=" | "ge" => ordering.is_ge(),
        other => return Err(invalid(format!("`{other}` does not compare versions"))),
    };
    Ok(holds.into())
}
