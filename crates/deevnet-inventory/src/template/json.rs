//! JSON as Python writes it.

use minijinja::Value;
use minijinja::value::ValueKind;

use super::access;
use super::call::{invalid, undefined};
use super::failure::Failure;
use super::limits::{OUTPUT_LIMIT, VALUE_DEPTH_LIMIT};
use super::python;

/// How JSON is laid out: the options of Python's `json.dumps`.
#[derive(Debug, Clone)]
pub(super) struct Layout {
    /// Blanks for each level; `None` writes everything on one line.
    pub(super) indent: Option<String>,
    pub(super) sort_keys: bool,
    pub(super) ascii: bool,
}

/// Writes a value as JSON.
pub(super) fn write(value: &Value, layout: &Layout) -> Result<String, minijinja::Error> {
    let mut writer = Writer { out: String::new(), layout };
    writer.value(value, 0)?;
    Ok(writer.out)
}

/// Reads JSON.
pub(super) fn read(text: &str) -> Result<Value, minijinja::Error> {
    serde_json::from_str(text).map_err(|error| invalid(format!("the text is not JSON: {error}")))
}

struct Writer<'a> {
    out: String,
    layout: &'a Layout,
}

impl Writer<'_> {
    fn value(&mut self, value: &Value, depth: usize) -> Result<(), minijinja::Error> {
        if depth > VALUE_DEPTH_LIMIT || self.out.len() > OUTPUT_LIMIT {
            return Err(Failure::limit("the JSON of a value is too long").into());
        }
        match value.kind() {
            ValueKind::Undefined => return Err(undefined()),
            ValueKind::None => self.out.push_str("null"),
            ValueKind::Bool => self.out.push_str(if value.is_true() { "true" } else { "false" }),
            ValueKind::Number => self.out.push_str(&number(value)),
            ValueKind::String => self.text(value.as_str().unwrap_or_default()),
            ValueKind::Seq | ValueKind::Iterable => self.list(value, depth)?,
            ValueKind::Map => self.map(value, depth)?,
            kind => return Err(invalid(format!("a {kind} cannot be written as JSON"))),
        }
        Ok(())
    }

    fn list(&mut self, value: &Value, depth: usize) -> Result<(), minijinja::Error> {
        let items = access::defined_items(value)?;
        self.out.push('[');
        for (index, item) in items.iter().enumerate() {
            self.separate(index, depth + 1);
            self.value(item, depth + 1)?;
        }
        self.end(items.is_empty(), depth, ']');
        Ok(())
    }

    fn map(&mut self, value: &Value, depth: usize) -> Result<(), minijinja::Error> {
        let mut entries = Vec::new();
        for (key, value) in access::entries(value)? {
            entries.push((self::key(&key)?, value));
        }
        if self.layout.sort_keys {
            entries.sort_by(|(left, _), (right, _)| left.cmp(right));
        }
        self.out.push('{');
        for (index, (key, value)) in entries.iter().enumerate() {
            self.separate(index, depth + 1);
            self.text(key);
            self.out.push_str(": ");
            self.value(value, depth + 1)?;
        }
        self.end(entries.is_empty(), depth, '}');
        Ok(())
    }

    fn separate(&mut self, index: usize, depth: usize) {
        match &self.layout.indent {
            None if index > 0 => self.out.push_str(", "),
            None => {}
            Some(indent) => {
                if index > 0 {
                    self.out.push(',');
                }
                self.out.push('\n');
                self.out.push_str(&indent.repeat(depth));
            }
        }
    }

    fn end(&mut self, empty: bool, depth: usize, bracket: char) {
        if let Some(indent) = self.layout.indent.as_ref().filter(|_| !empty) {
            self.out.push('\n');
            self.out.push_str(&indent.repeat(depth));
        }
        self.out.push(bracket);
    }

    fn text(&mut self, text: &str) {
        self.out.push('"');
        for character in text.chars() {
            match character {
                '"' => self.out.push_str("\\\""),
                '\\' => self.out.push_str("\\\\"),
                '\n' => self.out.push_str("\\n"),
                '\r' => self.out.push_str("\\r"),
                '\t' => self.out.push_str("\\t"),
                '\u{8}' => self.out.push_str("\\b"),
                '\u{c}' => self.out.push_str("\\f"),
                _ if character < ' ' || (self.layout.ascii && !character.is_ascii()) => {
                    let mut units = [0; 2];
                    character.encode_utf16(&mut units).iter().for_each(|unit| self.unit(*unit));
                }
                _ => self.out.push(character),
            }
        }
        self.out.push('"');
    }

    /// Writes one unit of UTF-16 as an escape.
    fn unit(&mut self, unit: u16) {
        self.out.push_str("\\u");
        let digits = [12, 8, 4, 0].map(|shift| u32::from(unit >> shift) & 0xf);
        self.out.extend(digits.into_iter().filter_map(|digit| char::from_digit(digit, 16)));
    }
}

fn number(value: &Value) -> String {
    if value.is_integer() {
        return value.to_string();
    }
    let number = f64::try_from(value.clone()).unwrap_or(f64::NAN);
    match python::float(number).as_str() {
        "nan" => "NaN".to_owned(),
        "inf" => "Infinity".to_owned(),
        "-inf" => "-Infinity".to_owned(),
        text => text.to_owned(),
    }
}

/// A key as text: JSON has no other keys.
fn key(key: &Value) -> Result<String, minijinja::Error> {
    match key.kind() {
        ValueKind::String => Ok(key.as_str().unwrap_or_default().to_owned()),
        ValueKind::None => Ok("null".to_owned()),
        ValueKind::Bool => Ok(if key.is_true() { "true" } else { "false" }.to_owned()),
        ValueKind::Number => Ok(number(key)),
        kind => Err(invalid(format!("a {kind} cannot be a key of JSON"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Value {
        read(r#"{"b": [1, 2.5, null, true, "é\n\"\u0001"], "a": {}, "c": []}"#).unwrap()
    }

    #[test]
    fn one_line_has_blanks_like_python() {
        let layout = Layout { indent: None, sort_keys: false, ascii: true };
        let text = write(&sample(), &layout).unwrap();
        assert_eq!(text, r#"{"b": [1, 2.5, null, true, "\u00e9\n\"\u0001"], "a": {}, "c": []}"#);
    }

    #[test]
    fn an_indent_puts_items_on_lines() {
        let layout = Layout { indent: Some("  ".to_owned()), sort_keys: true, ascii: false };
        insta::assert_snapshot!(write(&sample(), &layout).unwrap(), @r#"
        {
          "a": {},
          "b": [
            1,
            2.5,
            null,
            true,
            "é\n\"\u0001"
          ],
          "c": []
        }
        "#);
    }

    #[test]
    fn numbers_beyond_64_bits_are_refused() {
        read("1e400").unwrap_err();
        assert_eq!(read("18446744073709551615").unwrap().to_string(), "18446744073709551615");
    }
}
