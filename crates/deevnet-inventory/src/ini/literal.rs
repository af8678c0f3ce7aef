//! Constants of Python, as which the values of INI host files are read.

use std::sync::Arc;

use deevnet_core::Span;
use deevnet_core::declared::{Data, Map, Value};

use super::python_string;
use crate::duplicate;
use crate::integer::Natural;
use crate::limits::MAX_DEPTH;
use crate::marks;

/// The value that a text stands for: a constant of Python, or else the text itself.
pub(super) fn value(text: &str, span: Span) -> Value {
    let mut reader = Reader { rest: text.trim_start_matches([' ', '\t']), span, depth: 0 };
    reader.whole().unwrap_or_else(|| text_value(text, span))
}

fn text_value(text: &str, span: Span) -> Value {
    Value::text(text, span, marks::is_template(text))
}

/// Reads one expression; `None` anywhere means that the text is no constant.
struct Reader<'a> {
    rest: &'a str,
    span: Span,
    depth: usize,
}

impl Reader<'_> {
    fn whole(&mut self) -> Option<Value> {
        let value = self.tuple_or_value()?;
        self.skip_blanks();
        (self.rest.is_empty() || self.rest.starts_with('#')).then_some(value)
    }

    fn skip_blanks(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\t', '\u{c}']);
    }

    fn take(&mut self, symbol: char) -> bool {
        self.skip_blanks();
        match self.rest.strip_prefix(symbol) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn at_end_of(&mut self, close: Option<char>) -> bool {
        self.skip_blanks();
        match close {
            Some(close) => self.rest.starts_with(close),
            None => self.rest.is_empty() || self.rest.starts_with('#'),
        }
    }

    fn list(&self, items: Vec<Value>) -> Value {
        Value::new(Data::List(items.into()), self.span)
    }

    /// A value, or a tuple without parentheses.
    fn tuple_or_value(&mut self) -> Option<Value> {
        let first = self.value()?;
        if !self.take(',') {
            return Some(first);
        }
        let items = self.items(vec![first], None)?;
        Some(self.list(items))
    }

    /// The items after a comma, up to the closing symbol, which is not taken.
    fn items(&mut self, mut items: Vec<Value>, close: Option<char>) -> Option<Vec<Value>> {
        while !self.at_end_of(close) {
            items.push(self.value()?);
            if !self.take(',') {
                break;
            }
        }
        self.at_end_of(close).then_some(items)
    }

    fn value(&mut self) -> Option<Value> {
        self.skip_blanks();
        match self.rest.chars().next()? {
            open @ ('[' | '(' | '{') => self.nested(open),
            '"' | '\'' => self.strings(),
            '-' | '+' | '.' | '0'..='9' => self.number(),
            first if first.is_alphabetic() || first == '_' => self.strings().or_else(|| self.word()),
            _ => None,
        }
    }

    fn nested(&mut self, open: char) -> Option<Value> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return None;
        }
        self.take(open);
        let value = match open {
            '[' => {
                let items = self.items(Vec::new(), Some(']'))?;
                self.list(items)
            }
            '(' => self.parentheses()?,
            _ => self.braces()?,
        };
        let close = match open {
            '[' => ']',
            '(' => ')',
            _ => '}',
        };
        self.depth -= 1;
        self.take(close).then_some(value)
    }

    fn parentheses(&mut self) -> Option<Value> {
        if self.at_end_of(Some(')')) {
            return Some(self.list(Vec::new()));
        }
        let first = self.value()?;
        if !self.take(',') {
            return Some(first);
        }
        let items = self.items(vec![first], Some(')'))?;
        Some(self.list(items))
    }

    fn braces(&mut self) -> Option<Value> {
        if self.at_end_of(Some('}')) {
            return Some(Value::new(Data::Map(Arc::default()), self.span));
        }
        let first = self.value()?;
        if self.take(':') {
            return self.dictionary(first);
        }
        let items = if self.take(',') { self.items(vec![first], Some('}'))? } else { vec![first] };
        let null = || Value::new(Data::Null, self.span);
        let members = items.into_iter().map(|item| (item, null())).collect();
        let members = duplicate::keep_last(members, |_, _| {});
        Some(self.list(members.into_iter().map(|(item, _)| item).collect()))
    }

    fn dictionary(&mut self, first: Value) -> Option<Value> {
        let mut entries = vec![(first, self.value()?)];
        while self.take(',') && !self.at_end_of(Some('}')) {
            let key = self.value()?;
            if !self.take(':') {
                return None;
            }
            entries.push((key, self.value()?));
        }
        let entries = entries.into_iter().map(|(key, value)| Some((plain_key(key)?, value))).collect::<Option<_>>()?;
        Some(Value::new(Data::Map(Arc::new(Map::new(duplicate::keep_last(entries, |_, _| {})))), self.span))
    }

    /// One string constant, or several that stand one after another; Ansible never templates bytes.
    fn strings(&mut self) -> Option<Value> {
        let mut whole: Option<(String, bool)> = None;
        while let Some(part) = python_string::scan(self.rest) {
            self.rest = &self.rest[part.length..];
            self.skip_blanks();
            whole = match whole {
                None => Some((part.text, part.is_bytes)),
                Some((text, is_bytes)) if is_bytes == part.is_bytes => Some((text + &part.text, is_bytes)),
                Some(_) => return None,
            };
        }
        whole.map(
            |(text, is_bytes)| if is_bytes { Value::literal(text, self.span) } else { text_value(&text, self.span) },
        )
    }

    fn word(&mut self) -> Option<Value> {
        let end = self.rest.find(|part: char| !part.is_alphanumeric() && part != '_').unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        let data = match word {
            "None" => Data::Null,
            "True" => Data::Bool(true),
            "False" => Data::Bool(false),
            "set" if self.take('(') && self.take(')') => Data::List(Arc::default()),
            _ => return None,
        };
        Some(Value::new(data, self.span))
    }

    fn number(&mut self) -> Option<Value> {
        if let Some(rest) = self.rest.strip_prefix("...") {
            self.rest = rest;
            return Some(text_value("...", self.span));
        }
        let negative = self.rest.starts_with('-');
        if self.rest.starts_with(['-', '+']) {
            self.rest = &self.rest[1..];
            self.skip_blanks();
        }
        let token = number_token(self.rest);
        self.rest = &self.rest[token.len()..];
        let data = number(token, negative)?;
        Some(Value::new(data, self.span))
    }
}

/// A key of a dictionary; lists and dictionaries cannot be one, and text in one is no template.
fn plain_key(key: Value) -> Option<Value> {
    match key.data() {
        Data::List(_) | Data::Map(_) => None,
        Data::Text(text) => Some(Value::text(Arc::clone(text), key.span(), false)),
        _ => Some(key),
    }
}

/// The longest text that may be a number: letters and digits, points, and a sign after an exponent.
fn number_token(text: &str) -> &str {
    let mut previous = '\0';
    let is_hexadecimal = text.starts_with("0x") || text.starts_with("0X");
    let end = text.find(|part: char| {
        let signed = matches!(part, '+' | '-') && matches!(previous, 'e' | 'E') && !is_hexadecimal;
        previous = part;
        !(part.is_ascii_alphanumeric() || part == '_' || part == '.' || signed)
    });
    &text[..end.unwrap_or(text.len())]
}

fn number(token: &str, negative: bool) -> Option<Data> {
    if let Some(text) = imaginary(token, negative) {
        return Some(Data::Text(text.into()));
    }
    let lower = token.to_ascii_lowercase();
    for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] {
        if let Some(digits) = lower.strip_prefix(prefix) {
            let digits = digits.strip_prefix('_').unwrap_or(digits);
            return Natural::parse(&without_separators(digits)?, radix).map(|natural| natural.into_data(negative));
        }
    }
    if lower.bytes().all(|byte| byte.is_ascii_digit() || byte == b'_') {
        let digits = without_separators(&lower)?;
        let is_decimal = !digits.starts_with('0') || digits.bytes().all(|digit| digit == b'0');
        return is_decimal.then(|| Natural::parse(&digits, 10).map(|natural| natural.into_data(negative)))?;
    }
    let value = float(&lower)?;
    Some(Data::Float(if negative { -value } else { value }))
}

/// Digits with `_` between them only.
fn without_separators(digits: &str) -> Option<String> {
    let misplaced = digits.is_empty() || digits.starts_with('_') || digits.ends_with('_') || digits.contains("__");
    (!misplaced).then(|| digits.replace('_', ""))
}

fn float(token: &str) -> Option<f64> {
    let (mantissa, exponent) = match token.split_once('e') {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (token, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, fraction),
        None => (mantissa, ""),
    };
    let part = |digits: &str| if digits.is_empty() { Some(String::new()) } else { without_separators(digits) };
    let (whole, fraction) = (part(whole)?, part(fraction)?);
    let is_digits = |digits: &str| digits.bytes().all(|digit| digit.is_ascii_digit());
    if whole.is_empty() && fraction.is_empty() || !is_digits(&whole) || !is_digits(&fraction) {
        return None;
    }
    let exponent = match exponent {
        Some(exponent) => {
            let digits = without_separators(exponent.strip_prefix(['+', '-']).unwrap_or(exponent))?;
            let sign = if exponent.starts_with('-') { "-" } else { "" };
            is_digits(&digits).then(|| format!("e{sign}{digits}"))?
        }
        None => String::new(),
    };
    format!("{whole}.{fraction}{exponent}").parse().ok()
}

/// The text into which Ansible turns an imaginary number.
fn imaginary(token: &str, negative: bool) -> Option<String> {
    let token = token.strip_suffix(['j', 'J'])?.to_ascii_lowercase();
    let magnitude = match without_separators(&token) {
        Some(digits) if digits.bytes().all(|digit| digit.is_ascii_digit()) => digits.parse().ok()?,
        _ => float(&token)?,
    };
    Some(if negative { format!("(-0-{magnitude}j)") } else { format!("{magnitude}j") })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn describe(text: &str) -> String {
        fn show(value: &Value) -> String {
            match value.data() {
                Data::Text(text) => format!("{text:?}"),
                Data::List(items) => format!("[{}]", items.iter().map(show).collect::<Vec<_>>().join(", ")),
                Data::Map(map) => {
                    let entries = map.iter().map(|(key, value)| format!("{}: {}", show(key), show(value)));
                    format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
                }
                other => format!("{other:?}"),
            }
        }
        show(&value(text, Span::NONE))
    }

    #[test]
    fn constants() {
        for (text, expected) in [
            ("1", "Integer(1)"),
            ("-5", "Integer(-5)"),
            ("1_000", "Integer(1000)"),
            ("0x1F", "Integer(31)"),
            ("0o17", "Integer(15)"),
            ("00", "Integer(0)"),
            ("1e3", "Float(1000.0)"),
            (".5", "Float(0.5)"),
            ("5.", "Float(5.0)"),
            ("True", "Bool(true)"),
            ("None", "Null"),
            ("'x' \"y\"", r#""xy""#),
            ("[1, 'a', [True],]", r#"[Integer(1), "a", [Bool(true)]]"#),
            ("{'a': 1, 'b': {}}", r#"{"a": Integer(1), "b": {}}"#),
            ("{1, 1}", "[Integer(1)]"),
            ("1, 2", "[Integer(1), Integer(2)]"),
            ("(1)", "Integer(1)"),
            ("(1,)", "[Integer(1)]"),
            ("()", "[]"),
            ("1 # note", "Integer(1)"),
            ("2j", r#""2j""#),
            ("-.5J", r#""(-0-0.5j)""#),
            ("...", r#""...""#),
        ] {
            assert_eq!(describe(text), expected, "{text}");
        }
    }

    #[test]
    fn everything_else_is_text() {
        for text in [
            "",
            "true",
            "10.0.0.1",
            "00:00:5e:00:53:01",
            "010",
            "1_",
            "0x",
            "a b",
            "'a",
            "[1",
            "1 2",
            "--5",
            "1-2",
            "{[]: 1}",
            "f'x'",
            "{{ x }}",
            "None1",
            "a # note",
            "1e",
            "[1,,2]",
            "(,)",
        ] {
            assert_eq!(describe(text), format!("{text:?}"), "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "[\\[\\](){},:'\"0-9a-fxobjre_+. #-]{0,30}|\\PC{0,20}") {
            value(&text, Span::NONE);
        }
    }
}
