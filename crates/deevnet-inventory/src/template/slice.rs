//! Slices of lists and text.

use minijinja::value::ValueKind;
use minijinja::{Environment, Value};

use super::access;
use super::call::{invalid, undefined};
use super::dialect::SLICE;
use super::limits::INDEX_BOUND;

/// Teaches an environment slices as Python has them: a slice of the undefined is undefined, any number is a bound.
pub(super) fn install(environment: &mut Environment<'static>) {
    environment.add_function(SLICE, slice);
}

/// The part of a list or text from `start` to before `end`.
fn slice(base: &Value, start: &Value, end: &Value, step: &Value) -> Result<Value, minijinja::Error> {
    if base.is_undefined() {
        return Ok(Value::UNDEFINED);
    }
    let step = part(step)?.unwrap_or(1);
    if let Some(text) = base.as_str() {
        let characters: Vec<char> = text.chars().collect();
        let picked = indices(characters.len(), part(start)?, part(end)?, step)?;
        return Ok(Value::from(picked.filter_map(|index| characters.get(index)).collect::<String>()));
    }
    if !matches!(base.kind(), ValueKind::Seq | ValueKind::Iterable) {
        return Err(invalid(format!("a {} cannot be sliced", base.kind())));
    }
    let items = access::items(base)?;
    let picked = indices(items.len(), part(start)?, part(end)?, step)?;
    Ok(picked.filter_map(|index| items.get(index)).cloned().collect())
}

/// A part of a slice; `None` where it is left out.
fn part(value: &Value) -> Result<Option<i64>, minijinja::Error> {
    match (value.kind(), i128::try_from(value.clone())) {
        (ValueKind::None, _) => Ok(None),
        (ValueKind::Undefined, _) => Err(undefined()),
        (ValueKind::Bool, _) => Ok(Some(i64::from(value.is_true()))),
        (ValueKind::Number, Ok(number)) if value.is_integer() => {
            let bound = i128::from(INDEX_BOUND);
            Ok(i64::try_from(number.clamp(-bound, bound)).ok())
        }
        (kind, _) => Err(invalid(format!("a part of a slice is a whole number, not a {kind}"))),
    }
}

/// The indices that a slice picks from so many items.
fn indices(
    length: usize,
    start: Option<i64>,
    end: Option<i64>,
    step: i64,
) -> Result<impl Iterator<Item = usize>, minijinja::Error> {
    if step == 0 {
        return Err(invalid("the step of a slice is zero"));
    }
    let length = i64::try_from(length).unwrap_or(i64::MAX);
    let (low, high) = if step > 0 { (0, length) } else { (-1, length - 1) };
    let within = |bound: i64| if bound < 0 { (bound + length).max(low) } else { bound.min(high) };
    let start = start.map_or(if step > 0 { low } else { high }, within);
    let end = end.map_or(if step > 0 { high } else { low }, within);
    let picked = std::iter::successors(Some(start), move |index| Some(index + step));
    let picked = picked.take_while(move |index| if step > 0 { *index < end } else { *index > end });
    Ok(picked.filter_map(|index| usize::try_from(index).ok()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn picked(length: usize, start: Option<i64>, end: Option<i64>, step: i64) -> Vec<usize> {
        indices(length, start, end, step).unwrap().collect()
    }

    #[test]
    fn bounds_count_from_either_end() {
        assert_eq!(picked(5, Some(1), Some(3), 1), [1, 2]);
        assert_eq!(picked(5, Some(-2), None, 1), [3, 4]);
        assert_eq!(picked(5, None, None, -2), [4, 2, 0]);
        assert_eq!(picked(5, Some(9), Some(-9), -1), [4, 3, 2, 1, 0]);
        assert_eq!(picked(5, Some(3), Some(1), 1), [0; 0]);
        assert!(indices(5, None, None, 0).is_err());
    }

    proptest! {
        #[test]
        fn every_index_is_inside(
            length in 0usize..20,
            start in proptest::option::of(-30i64..30),
            end in proptest::option::of(-30i64..30),
            step in prop_oneof![-9i64..0, 1i64..9, Just(INDEX_BOUND), Just(-INDEX_BOUND)],
        ) {
            prop_assert!(picked(length, start, end, step).iter().all(|index| *index < length));
        }
    }
}
