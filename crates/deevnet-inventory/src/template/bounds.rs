//! How large a value may be before the engine works on all of it.
//!
//! The engine charges for what it makes, not for what it compares or writes as text, and a small template can make a
//! list that holds itself a million times over. [`dialect`](super::dialect) sends every operand through the filters
//! of this module.

use std::sync::{Arc, Mutex};

use minijinja::value::ValueKind;
use minijinja::{Environment, State, Value};

use super::call::{Call, Caller, ITEMS_PER_FUEL, Undefined, invalid};
use super::failure::Failure;
use super::limits::{OPERAND_LIMIT, OUTPUT_LIMIT};
use super::present::Node;
use super::session::Session;
use super::{access, variables};

/// The filter of operands whose whole extent an operator may visit.
pub(super) const SIZED: &str = "__sized";

/// The filter of operands that are ordered: text, numbers and lists of such, with nothing left to be resolved.
pub(super) const ORDERED: &str = "__ordered";

/// The filter of what `in` searches: a map is asked for a key only, anything else is visited.
pub(super) const CONTAINER: &str = "__container";

/// The filter of operands of `*`: no lists, which repetition makes too large too easily.
pub(super) const FACTOR: &str = "__factor";

/// The filter of keys in a map that a template writes: no lists or maps, as in Python.
pub(super) const KEY: &str = "__key";

/// The longest number in a format string: widths and precisions of four digits.
const FORMAT_DIGITS: usize = 4;

/// Bytes of text that weigh as much as one item.
pub(super) const BYTES_PER_ITEM: usize = 16;

/// Teaches an environment the filters of operands.
pub(super) fn install(environment: &mut Environment<'static>, session: &Arc<Mutex<Session>>) {
    let caller = Caller::new(session);
    caller.filter(environment, SIZED, Undefined::Welcome, |state, call| {
        check(state, call.subject())?;
        Ok(call.subject().clone())
    });
    caller.filter(environment, ORDERED, Undefined::Welcome, |state, call| {
        check(state, call.subject())?;
        orderable(call.subject())
    });
    caller.filter(environment, CONTAINER, Undefined::Welcome, |state, call| {
        check_container(state, call.subject())?;
        Ok(call.subject().clone())
    });
    caller.filter(environment, FACTOR, Undefined::Welcome, |_, call| {
        if call.subject().as_object().is_some() {
            return Err(invalid("a list cannot be multiplied here"));
        }
        Ok(call.subject().clone())
    });
    caller.filter(environment, KEY, Undefined::Welcome, |_, call| {
        key(call.subject())?;
        Ok(call.subject().clone())
    });
}

/// Checks that a format string asks for no huge width or precision, and for none that an argument gives.
pub(super) fn check_format(format: &str) -> Result<(), Failure> {
    let long = format.split(|character: char| !character.is_ascii_digit()).any(|digits| digits.len() > FORMAT_DIGITS);
    let mut open = false;
    let nested = format.replace("{{", "").chars().any(|character| {
        let nested = open && character == '{';
        open = character == '{' || (open && character != '}');
        nested
    });
    if long || nested {
        return Err(Failure::limit("a format string asks for too much text"));
    }
    Ok(())
}

/// The value with its lists copied item by item: the engine cannot order what fails when it is read.
fn orderable(value: &Value) -> Result<Value, minijinja::Error> {
    match value.kind() {
        ValueKind::Seq | ValueKind::Iterable => access::items(value)?.iter().map(orderable).collect(),
        ValueKind::Map | ValueKind::Plain => Err(invalid(format!("a {} has no order", value.kind()))),
        _ => Ok(value.clone()),
    }
}

/// Checks that a value is no list or map, which cannot be a key.
pub(super) fn key(value: &Value) -> Result<(), minijinja::Error> {
    match value.as_object() {
        Some(_) => Err(invalid(format!("a {} cannot be a key", value.kind()))),
        None => Ok(()),
    }
}

/// Checks that a value with all it holds is small enough to be compared, written or searched as a whole.
///
/// Whoever asks is about to visit it all, and is charged for that.
pub(super) fn check(state: &State<'_, '_>, value: &Value) -> Result<(), minijinja::Error> {
    let mut budget = OPERAND_LIMIT;
    weigh(value, &mut budget)?;
    state.consume_fuel(((OPERAND_LIMIT - budget) / ITEMS_PER_FUEL) as u64)
}

/// Checks what is to be searched: a map is only asked for a key.
pub(super) fn check_container(state: &State<'_, '_>, value: &Value) -> Result<(), minijinja::Error> {
    if value.kind() == ValueKind::Map { Ok(()) } else { check(state, value) }
}

/// Checks every argument of a call.
pub(super) fn check_arguments(state: &State<'_, '_>, call: &Call<'_>) -> Result<(), minijinja::Error> {
    let named = call.named().iter().map(|(_, value)| value);
    call.positional().iter().chain(named).try_for_each(|value| check(state, value))
}

/// Checks how long a text is going to be.
pub(super) fn check_text(length: usize) -> Result<(), Failure> {
    if length > OUTPUT_LIMIT {
        return Err(Failure::limit(format!("a text is longer than {OUTPUT_LIMIT} bytes")));
    }
    Ok(())
}

fn weigh(value: &Value, budget: &mut usize) -> Result<(), minijinja::Error> {
    if let Some(text) = value.as_str() {
        return spend(1 + text.len() / BYTES_PER_ITEM, budget);
    }
    spend(1, budget)?;
    if let Some(node) = value.downcast_object_ref::<Node>() {
        return node.weigh(&mut |weight| spend(weight, budget));
    }
    if variables::is_view(value) {
        return spend(usize::MAX, budget);
    }
    if !matches!(value.kind(), ValueKind::Seq | ValueKind::Iterable | ValueKind::Map) {
        return Ok(());
    }
    if value.len().is_some_and(|length| length > *budget) {
        return spend(usize::MAX, budget);
    }
    for item in value.try_iter()?.checked() {
        let item = item?;
        weigh(&item, budget)?;
        if value.kind() == ValueKind::Map {
            weigh(&access::item(value, &item)?, budget)?;
        }
    }
    Ok(())
}

fn spend(weight: usize, budget: &mut usize) -> Result<(), minijinja::Error> {
    match budget.checked_sub(weight) {
        Some(left) => {
            *budget = left;
            Ok(())
        }
        None => Err(Failure::limit(format!("an operand holds more than {OPERAND_LIMIT} items")).into()),
    }
}
