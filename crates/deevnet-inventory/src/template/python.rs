//! Values written as Python writes them.
//!
//! Ansible joins templates with `str()`, which prints `True`, `None`, `1e+16` and containers as Python literals.

use std::fmt::{self, Write};

use minijinja::value::ValueKind;
use minijinja::{ErrorKind, Value};

use super::access;
use super::limits::{OUTPUT_LIMIT, VALUE_DEPTH_LIMIT};

/// The number of significant decimal places from which Python writes a float with an exponent.
const FLOAT_POSITIONAL_DIGITS: i32 = 16;

/// The value as `str()` writes it.
pub(super) fn text(value: &Value) -> Result<String, minijinja::Error> {
    match value.as_str() {
        Some(text) => Ok(text.to_owned()),
        None => representation(value),
    }
}

/// The value as `repr()` writes it: like [`text`], but text is quoted.
pub(super) fn representation(value: &Value) -> Result<String, minijinja::Error> {
    Writer { out: String::new(), tuples: true }.written(value)
}

/// The value as a template writes it: like [`text`], but tuples have become lists.
pub(super) fn emitted(value: &Value) -> Result<String, minijinja::Error> {
    match value.as_str() {
        Some(text) => Ok(text.to_owned()),
        None => Writer { out: String::new(), tuples: false }.written(value),
    }
}

/// A float as Python writes it: `1.0`, `1e+16`, `nan`.
pub(super) fn float(number: f64) -> String {
    if number.is_nan() {
        return "nan".to_owned();
    }
    if number.is_infinite() {
        return if number > 0.0 { "inf" } else { "-inf" }.to_owned();
    }
    let scientific = format!("{number:e}");
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if !(-4..FLOAT_POSITIONAL_DIGITS).contains(&exponent) {
        let sign = if exponent < 0 { '-' } else { '+' };
        return format!("{mantissa}e{sign}{:02}", exponent.abs());
    }
    let positional = number.to_string();
    if positional.contains('.') { positional } else { positional + ".0" }
}

/// Text quoted as a Python string literal.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    let quote = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
    out.push(quote);
    for character in text.chars() {
        match character {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            _ if character == quote => {
                out.push('\\');
                out.push(character);
            }
            _ if is_printable(character) => out.push(character),
            _ => push_escape(&mut out, character),
        }
    }
    out.push(quote);
    out
}

fn push_escape(out: &mut String, character: char) {
    let code = u32::from(character);
    let escape = match code {
        0..=0xff => format!("\\x{code:02x}"),
        0x100..=0xffff => format!("\\u{code:04x}"),
        _ => format!("\\U{code:08x}"),
    };
    out.push_str(&escape);
}

/// Whether Python prints a character as itself: not a control, format, separator (but the space) or private one.
fn is_printable(character: char) -> bool {
    let hidden = matches!(character,
        '\u{a0}' | '\u{ad}' | '\u{1680}' | '\u{180e}' | '\u{2000}'..='\u{200f}' | '\u{2028}'..='\u{202f}'
        | '\u{205f}'..='\u{206f}' | '\u{3000}' | '\u{e000}'..='\u{f8ff}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
        | '\u{f0000}'..='\u{10ffff}');
    !hidden && !character.is_control()
}

/// Writes one value.
struct Writer {
    out: String,
    /// Whether tuples are written as such.
    tuples: bool,
}

impl Writer {
    fn written(mut self, value: &Value) -> Result<String, minijinja::Error> {
        self.value(value, 0)?;
        Ok(self.out)
    }

    fn value(&mut self, value: &Value, depth: usize) -> Result<(), minijinja::Error> {
        if depth > VALUE_DEPTH_LIMIT || self.out.len() > OUTPUT_LIMIT {
            return Err(minijinja::Error::new(ErrorKind::OutOfFuel, "the text of a value is too long"));
        }
        match value.kind() {
            ValueKind::Invalid => return access::valid(value.clone()).map(drop),
            ValueKind::Undefined => return Err(minijinja::Error::from(ErrorKind::UndefinedError)),
            ValueKind::String => self.out.push_str(&quoted(value.as_str().unwrap_or_default())),
            ValueKind::Number if !value.is_integer() => {
                self.out.push_str(&float(f64::try_from(value.clone()).unwrap_or(f64::NAN)));
            }
            ValueKind::Seq | ValueKind::Iterable => self.list(value, depth)?,
            ValueKind::Map => self.map(value, depth)?,
            _ => write!(self.out, "{value}").map_err(write_failure)?,
        }
        Ok(())
    }

    fn list(&mut self, value: &Value, depth: usize) -> Result<(), minijinja::Error> {
        let tuple = self.tuples && value.is_tuple();
        self.out.push(if tuple { '(' } else { '[' });
        let mut count = 0;
        for item in value.try_iter()?.checked() {
            if count > 0 {
                self.out.push_str(", ");
            }
            count += 1;
            self.value(&item?, depth + 1)?;
        }
        if tuple && count == 1 {
            self.out.push(',');
        }
        self.out.push(if tuple { ')' } else { ']' });
        Ok(())
    }

    fn map(&mut self, value: &Value, depth: usize) -> Result<(), minijinja::Error> {
        self.out.push('{');
        for (index, key) in value.try_iter()?.checked().enumerate() {
            if index > 0 {
                self.out.push_str(", ");
            }
            let key = key?;
            self.value(&key, depth + 1)?;
            self.out.push_str(": ");
            self.value(&access::item(value, &key)?, depth + 1)?;
        }
        self.out.push('}');
        Ok(())
    }
}

fn write_failure(_: fmt::Error) -> minijinja::Error {
    minijinja::Error::from(ErrorKind::WriteFailure)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_look_like_python() {
        let shown = [1.0, 0.1, 1e15, 1e16, 1.5e-7, 0.0001, 0.00001, -0.0, 123_456.789, 1e100].map(float);
        assert_eq!(
            shown,
            ["1.0", "0.1", "1000000000000000.0", "1e+16", "1.5e-07", "0.0001", "1e-05", "-0.0", "123456.789", "1e+100"]
        );
        assert_eq!([f64::NAN, f64::INFINITY, f64::NEG_INFINITY].map(float), ["nan", "inf", "-inf"]);
    }

    #[test]
    fn text_is_quoted_like_python() {
        assert_eq!(quoted("it's"), "\"it's\"");
        assert_eq!(quoted("both ' and \""), "'both \\' and \"'");
        assert_eq!(quoted("a\\b\n\t\u{7}é\u{a0}\u{200b}\u{1f600}"), "'a\\\\b\\n\\t\\x07é\\xa0\\u200b😀'");
    }

    #[test]
    fn containers_are_python_literals() {
        let value = Value::from_pairs([
            ("a", Value::from(vec![Value::from(1), Value::from(()), Value::from(true), Value::from("x")])),
            ("b", Value::from(2.5)),
        ]);
        assert_eq!(text(&value).unwrap(), "{'a': [1, None, True, 'x'], 'b': 2.5}");
        assert_eq!(text(&Value::from("plain")).unwrap(), "plain");
        let tuple = Value::from(minijinja::value::Tuple::from([Value::from(1)]));
        assert_eq!((text(&tuple).unwrap(), emitted(&tuple).unwrap()), ("(1,)".to_owned(), "[1]".to_owned()));
    }
}
