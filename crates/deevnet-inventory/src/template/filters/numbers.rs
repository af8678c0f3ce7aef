//! Filters that give numbers and truth values.

use minijinja::value::ValueKind;
use minijinja::{State, Value};

use crate::template::call::{Call, invalid};

type Outcome = Result<Value, minijinja::Error>;

/// A whole number: what Python's `int()` gives, then what it gives of `float()`, then the default.
pub(super) fn integer(_: &mut State<'_, '_>, call: &Call<'_>) -> Outcome {
    let value = call.subject();
    let base = call.integer(2, "base")?.unwrap_or(10);
    let parsed = match value.kind() {
        ValueKind::String => value.as_str().and_then(|text| parse_integer(text, base)),
        _ => as_whole(value),
    };
    let number = match parsed {
        Some(number) => Some(number),
        None => parse_float(value).filter(|number| number.is_finite()).map(truncate).transpose()?,
    };
    Ok(match number {
        Some(number) => whole(number),
        None => call.argument(1, "default").cloned().unwrap_or_else(|| Value::from(0)),
    })
}

/// The number in the narrowest form that holds it.
fn whole(number: i128) -> Value {
    i64::try_from(number).map_or_else(|_| Value::from(number), Value::from)
}

pub(super) fn float(call: &Call<'_>) -> Value {
    match parse_float(call.subject()) {
        Some(number) => Value::from(number),
        None => call.argument(1, "default").cloned().unwrap_or_else(|| Value::from(0.0)),
    }
}

/// Whether a value is a word for yes, or one; anything else is false.
pub(in crate::template) fn is_affirmative(value: &Value) -> bool {
    match value.kind() {
        ValueKind::String => {
            let text = value.as_str().unwrap_or_default().to_lowercase();
            matches!(text.as_str(), "yes" | "on" | "true" | "1")
        }
        ValueKind::Bool => value.is_true(),
        _ => *value == Value::from(1),
    }
}

pub(super) fn absolute(_: &mut State<'_, '_>, call: &Call<'_>) -> Outcome {
    let value = call.subject();
    match as_whole(value) {
        Some(number) => Ok(whole(number.saturating_abs())),
        None => Ok(Value::from(as_float(value)?.abs())),
    }
}

/// The whole number that a number or truth value is.
fn as_whole(value: &Value) -> Option<i128> {
    match value.kind() {
        ValueKind::Bool => Some(i128::from(value.is_true())),
        ValueKind::Number if value.is_integer() => i128::try_from(value.clone()).ok(),
        _ => None,
    }
}

pub(super) fn power(_: &mut State<'_, '_>, call: &Call<'_>) -> Outcome {
    Ok(Value::from(as_float(call.subject())?.powf(as_float(call.required(1, "y")?)?)))
}

/// A number rounded to some decimal places: to the nearest (a tie to the even neighbour), up or down.
pub(super) fn round(_: &mut State<'_, '_>, call: &Call<'_>) -> Outcome {
    let value = call.subject();
    let places = call.integer(1, "precision")?.unwrap_or(0);
    let method = call.text(2, "method", "common")?;
    if let (Some(number), "common", 0..) = (as_whole(value), method.as_str(), places) {
        return Ok(whole(number));
    }
    let places = i32::try_from(places).ok().filter(|places| places.abs() < 300);
    let places = places.ok_or_else(|| invalid("the precision of `round` is out of range"))?;
    let number = as_float(value)?;
    let scale = 10f64.powi(places);
    let rounded = match method.as_str() {
        "common" if places >= 0 => nearest(number, places),
        "common" => (number / 10f64.powi(-places)).round_ties_even() * 10f64.powi(-places),
        "ceil" => (number * scale).ceil() / scale,
        "floor" => (number * scale).floor() / scale,
        _ => return Err(invalid("the method of `round` is common, ceil or floor")),
    };
    Ok(if method == "common" && value.is_integer() { integral(rounded) } else { Value::from(rounded) })
}

/// The nearest decimal, judged on the exact binary value as Python does.
fn nearest(number: f64, places: i32) -> f64 {
    let places = usize::try_from(places).unwrap_or(0);
    format!("{number:.places$}").parse().unwrap_or(number)
}

fn integral(number: f64) -> Value {
    truncate(number).map_or_else(|_| Value::from(number), whole)
}

fn as_float(value: &Value) -> Result<f64, minijinja::Error> {
    match value.kind() {
        ValueKind::Bool => Ok(f64::from(u8::from(value.is_true()))),
        ValueKind::Number => f64::try_from(value.clone()),
        kind => Err(invalid(format!("a number is needed, not a {kind}"))),
    }
}

fn parse_float(value: &Value) -> Option<f64> {
    match value.kind() {
        ValueKind::String => {
            let text = value.as_str().unwrap_or_default().trim();
            let plain = text.replace('_', "");
            let misplaced = text.starts_with('_') || text.ends_with('_') || text.contains("__");
            (!misplaced).then(|| plain.parse().ok()).flatten()
        }
        _ => as_float(value).ok(),
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the bounds are checked, and dropping the fraction is the purpose")]
fn truncate(number: f64) -> Result<i128, minijinja::Error> {
    const BOUND: f64 = 1e38;
    if number.abs() < BOUND { Ok(number.trunc() as i128) } else { Err(invalid("a number is too large")) }
}

/// A whole number in text, as `int(text, base)` reads it.
fn parse_integer(text: &str, base: i64) -> Option<i128> {
    let text = text.trim();
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (radix, digits) = radix(digits, u32::try_from(base).ok()?)?;
    if digits.is_empty() || digits.starts_with('_') || digits.ends_with('_') || digits.contains("__") {
        return None;
    }
    let digits = digits.replace('_', "");
    if digits.starts_with(['-', '+']) {
        return None;
    }
    let number = i128::from_str_radix(&digits, radix).ok()?;
    Some(if negative { -number } else { number })
}

/// The radix and the digits without their prefix.
fn radix(digits: &str, base: u32) -> Option<(u32, &str)> {
    let prefixed = match digits.get(..2).map(str::to_ascii_lowercase).as_deref() {
        Some("0x") => Some(16),
        Some("0o") => Some(8),
        Some("0b") => Some(2),
        _ => None,
    };
    match (base, prefixed) {
        (0, Some(radix)) => Some((radix, &digits[2..])),
        (0, None) if digits.starts_with('0') && digits.bytes().any(|digit| digit != b'0' && digit != b'_') => None,
        (0, None) => Some((10, digits)),
        (_, Some(radix)) if radix == base => Some((base, &digits[2..])),
        (2..=36, _) => Some((base, digits)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn whole_numbers_are_read_as_python_reads_them() {
        assert_eq!(parse_integer(" -1_000 ", 10), Some(-1000));
        assert_eq!(parse_integer("0x1F", 16), Some(31));
        assert_eq!(parse_integer("1f", 16), Some(31));
        assert_eq!(parse_integer("0b11", 0), Some(3));
        assert_eq!(parse_integer("010", 0), None);
        assert_eq!(parse_integer("0b1", 16), Some(0xb1));
        for bad in ["", "-", "1__0", "_1", "+-1", "1.0", "0x"] {
            assert_eq!(parse_integer(bad, 10), None, "{bad}");
        }
    }

    #[test]
    fn rounding_looks_at_the_exact_value() {
        let rounded =
            [(2.5, 0), (3.5, 0), (2.675, 2), (0.125, 2)].map(|(number, places)| nearest(number, places).to_string());
        assert_eq!(rounded, ["2", "4", "2.67", "0.12"]);
    }

    proptest! {
        #[test]
        fn any_text_is_a_number_or_none(text in "\\PC{0,12}", base in 0i64..40) {
            let _ = parse_integer(&text, base);
        }

        #[test]
        fn a_printed_number_is_read(number: i64) {
            prop_assert_eq!(parse_integer(&number.to_string(), 10), Some(i128::from(number)));
        }
    }
}
