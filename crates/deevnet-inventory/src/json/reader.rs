//! From JSON text to a value.

use std::sync::Arc;

use deevnet_core::declared::{Data, Map, Value};
use deevnet_core::rules;
use deevnet_core::{Finding, Span};

use super::cursor::{Cursor, Place};
use super::string;
use crate::context::FileContext;
use crate::document::Document;
use crate::duplicate;
use crate::integer::Natural;
use crate::intern::Interner;
use crate::limits::{MAX_DEPTH, MAX_VALUES};
use crate::marks;

/// The keys by which Ansible writes encrypted and literal text in JSON.
const VAULT_KEY: &str = "__ansible_vault";
const UNSAFE_KEY: &str = "__ansible_unsafe";

/// Why a text is no JSON.
#[derive(Debug)]
pub(crate) struct JsonFault {
    place: Place,
    message: &'static str,
    is_limit: bool,
}

impl JsonFault {
    /// The fault as a finding.
    pub(crate) fn finding(&self, context: FileContext<'_>) -> Finding {
        let span = context.span(self.place.line, self.place.column, 1);
        if self.is_limit {
            return context.finding(&rules::LIMIT_EXCEEDED, span, self.message).with_hint("give a smaller inventory");
        }
        context.finding(&rules::YAML_MALFORMED, span, format!("not valid JSON: {}", self.message))
    }
}

/// Reads a text that is one JSON document.
///
/// # Errors
///
/// The first fault; Ansible then tries the text as YAML.
pub(crate) fn parse(text: &str, context: FileContext<'_>, keys: &mut Interner) -> Result<Document, JsonFault> {
    let reader = Reader {
        cursor: Cursor::new(text),
        context,
        keys,
        values: Vec::new(),
        open: Vec::new(),
        count: 0,
        findings: Vec::new(),
    };
    reader.read()
}

/// A list or map whose end has not come yet.
#[derive(Debug)]
struct Container {
    is_map: bool,
    first: usize,
    span: Span,
}

#[derive(Debug)]
struct Reader<'a> {
    cursor: Cursor<'a>,
    context: FileContext<'a>,
    keys: &'a mut Interner,
    values: Vec<Value>,
    open: Vec<Container>,
    /// How many values were begun.
    count: usize,
    findings: Vec<Finding>,
}

/// What may come next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Expect {
    Value,
    /// A value or the end of the list that has just begun.
    FirstItem,
    Key,
    /// A key or the end of the map that has just begun.
    FirstKey,
    /// A comma or the end of what is open.
    Separator,
}

impl Reader<'_> {
    fn read(mut self) -> Result<Document, JsonFault> {
        let mut expect = Expect::Value;
        loop {
            self.cursor.skip_blanks();
            let Some(byte) = self.cursor.peek() else {
                return match (expect, self.open.is_empty()) {
                    (Expect::Separator, true) => Ok(Document { value: self.values.pop(), findings: self.findings }),
                    _ => Err(self.fault("it ends too early")),
                };
            };
            expect = match (expect, byte) {
                (Expect::FirstItem | Expect::Separator, b']') | (Expect::FirstKey | Expect::Separator, b'}') => {
                    self.close(byte)?
                }
                (Expect::Separator, b',') => self.comma()?,
                (Expect::Separator, _) => return Err(self.fault("a comma or the end is missing here")),
                (Expect::Key | Expect::FirstKey, b'"') => self.key()?,
                (Expect::Key | Expect::FirstKey, _) => return Err(self.fault("a key in double quotes is missing here")),
                (Expect::Value | Expect::FirstItem, _) => self.value(byte)?,
            };
        }
    }

    fn fault(&mut self, message: &'static str) -> JsonFault {
        JsonFault { place: self.cursor.place(), message, is_limit: false }
    }

    fn limit(&mut self, message: &'static str) -> JsonFault {
        JsonFault { is_limit: true, ..self.fault(message) }
    }

    fn span(&mut self, width: usize) -> Span {
        let place = self.cursor.place();
        self.context.span(place.line, place.column, width)
    }

    fn comma(&mut self) -> Result<Expect, JsonFault> {
        let Some(container) = self.open.last() else { return Err(self.fault("there is more after the end")) };
        let next = if container.is_map { Expect::Key } else { Expect::Value };
        self.cursor.advance(1);
        Ok(next)
    }

    fn key(&mut self) -> Result<Expect, JsonFault> {
        let (text, span) = self.string()?;
        let key = self.keys.intern(&text);
        self.values.push(Value::text(key, span, false));
        self.cursor.skip_blanks();
        if self.cursor.peek() != Some(b':') {
            return Err(self.fault("a colon is missing after the key"));
        }
        self.cursor.advance(1);
        Ok(Expect::Value)
    }

    fn string(&mut self) -> Result<(std::borrow::Cow<'static, str>, Span), JsonFault> {
        let rest = self.cursor.rest();
        let scanned = string::scan(rest).map_err(|message| self.fault(message))?;
        let span = self.span(rest[..scanned.length].chars().count());
        self.cursor.advance(scanned.length);
        Ok((scanned.text.into_owned().into(), span))
    }

    fn value(&mut self, byte: u8) -> Result<Expect, JsonFault> {
        self.count += 1;
        if self.count > MAX_VALUES {
            return Err(self.limit("the document holds too many values"));
        }
        match byte {
            b'{' | b'[' => return self.start(byte == b'{'),
            b'"' => {
                let (text, span) = self.string()?;
                let templated = marks::is_template(&text);
                self.values.push(Value::text(text.as_ref(), span, templated));
            }
            _ => self.literal()?,
        }
        Ok(Expect::Separator)
    }

    fn start(&mut self, is_map: bool) -> Result<Expect, JsonFault> {
        if self.open.len() >= MAX_DEPTH {
            return Err(self.limit("lists and maps nest too deep"));
        }
        let span = self.span(1);
        self.open.push(Container { is_map, first: self.values.len(), span });
        self.cursor.advance(1);
        Ok(if is_map { Expect::FirstKey } else { Expect::FirstItem })
    }

    fn close(&mut self, byte: u8) -> Result<Expect, JsonFault> {
        let Some(container) = self.open.pop_if(|container| container.is_map == (byte == b'}')) else {
            return Err(self.fault("nothing that ends here was begun"));
        };
        self.cursor.advance(1);
        let value = if container.is_map {
            self.map(&container)
        } else {
            Value::new(Data::List(self.values.drain(container.first..).collect()), container.span)
        };
        self.values.push(value);
        Ok(Expect::Separator)
    }

    fn map(&mut self, container: &Container) -> Value {
        let mut entries = Vec::with_capacity((self.values.len() - container.first) / 2);
        let mut parts = self.values.drain(container.first..);
        while let (Some(key), Some(value)) = (parts.next(), parts.next()) {
            entries.push((key, value));
        }
        drop(parts);
        let entries = duplicate::reported(entries, self.context, &mut self.findings);
        let special = |name: &str| entries.iter().find(|(key, _)| key.as_text() == Some(name)).map(|(_, value)| value);
        if let Some(Data::Text(envelope)) = special(VAULT_KEY).map(Value::data) {
            return Value::new(Data::Secret(Arc::clone(envelope)), container.span);
        }
        if let Some(Data::Text(text)) = special(UNSAFE_KEY).map(Value::data) {
            return Value::literal(Arc::clone(text), container.span);
        }
        Value::new(Data::Map(Arc::new(Map::new(entries))), container.span)
    }

    /// A number or one of the words of JSON and Python.
    fn literal(&mut self) -> Result<(), JsonFault> {
        let rest = self.cursor.rest();
        let length = rest.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(byte)).count();
        let word = &rest[..length];
        let Some(data) = literal(word) else { return Err(self.fault("a value is missing here")) };
        let span = self.span(length);
        self.values.push(Value::new(data, span));
        self.cursor.advance(length);
        Ok(())
    }
}

fn literal(word: &str) -> Option<Data> {
    Some(match word {
        "null" => Data::Null,
        "true" => Data::Bool(true),
        "false" => Data::Bool(false),
        "NaN" => Data::Float(f64::NAN),
        "Infinity" => Data::Float(f64::INFINITY),
        "-Infinity" => Data::Float(f64::NEG_INFINITY),
        _ => return number(word),
    })
}

fn number(word: &str) -> Option<Data> {
    let (negative, body) = word.strip_prefix('-').map_or((false, word), |body| (true, body));
    let whole = body.bytes().take_while(u8::is_ascii_digit).count();
    if whole == 0 || (whole > 1 && body.starts_with('0')) {
        return None;
    }
    if whole == body.len() {
        return Natural::parse(body, 10).map(|natural| natural.into_data(negative));
    }
    is_fraction_and_exponent(&body[whole..]).then(|| word.parse().ok().map(Data::Float))?
}

fn is_fraction_and_exponent(text: &str) -> bool {
    let is_digits = |digits: &str| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let (fraction, exponent) = match text.find(['e', 'E']) {
        Some(at) => (&text[..at], Some(&text[at + 1..])),
        None => (text, None),
    };
    let has_fraction = fraction.is_empty() || fraction.strip_prefix('.').is_some_and(is_digits);
    has_fraction && exponent.is_none_or(|digits| is_digits(digits.strip_prefix(['+', '-']).unwrap_or(digits)))
}

#[cfg(test)]
mod tests {
    use deevnet_core::Sources;
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Result<Document, String> {
        let mut sources = Sources::default();
        let file = sources.add("list.json");
        let context = FileContext::new(&sources, file);
        parse(text, context, &mut Interner::default()).map_err(|fault| {
            let finding = fault.finding(context);
            let position = finding.position.unwrap();
            format!("{}:{} {}", position.line, position.column, finding.message)
        })
    }

    #[test]
    fn places_count_characters() {
        let document = read("{\n  \"é\": \"ü\", \"b\": [1,\n -2.5e1]}").unwrap();
        let value = document.value.unwrap();
        let place = |value: &Value| (value.span().line(), value.span().column(), value.span().width());
        assert_eq!(place(value.get("é").unwrap()), (2, 8, 3));
        let list = value.get("b").unwrap();
        assert_eq!(place(list), (2, 18, 1));
        assert_eq!(place(&list.as_list().unwrap()[1]), (3, 2, 6));
    }

    #[test]
    fn ansibles_own_keys() {
        let document =
            read(r#"{"a": {"__ansible_vault": "$ANSIBLE_VAULT;1.1"}, "b": {"__ansible_unsafe": "{{ x }}"}}"#);
        let value = document.unwrap().value.unwrap();
        assert!(matches!(value.get("a").unwrap().data(), Data::Secret(_)));
        assert!(value.get("b").unwrap().is_literal());
    }

    #[test]
    fn faults_have_a_place() {
        insta::assert_snapshot!(read("{\"a\": 1,}").unwrap_err(), @"1:9 not valid JSON: a key in double quotes is missing here");
        insta::assert_snapshot!(read("[1\n 2]").unwrap_err(), @"2:2 not valid JSON: a comma or the end is missing here");
        insta::assert_snapshot!(read("{\"a\"").unwrap_err(), @"1:5 not valid JSON: a colon is missing after the key");
        insta::assert_snapshot!(read("[01]").unwrap_err(), @"1:2 not valid JSON: a value is missing here");
        insta::assert_snapshot!(read("[1]]").unwrap_err(), @"1:4 not valid JSON: nothing that ends here was begun");
        insta::assert_snapshot!(read("").unwrap_err(), @"1:1 not valid JSON: it ends too early");
    }

    #[test]
    fn a_key_that_stands_twice_is_reported() {
        let document = read(r#"{"a": 1, "a": 2}"#).unwrap();
        assert!(matches!(document.value.unwrap().get("a").unwrap().data(), Data::Integer(2)));
        assert_eq!(document.findings.len(), 1);
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "[\\[\\]{}\",:0-9a-z\\\\ .eE+-]{0,40}|\\PC{0,40}") {
            let _ = read(&text);
        }

        #[test]
        fn what_serde_reads_is_read(text in "[\\[\\]{}\",:01e. -]{0,12}") {
            if serde_json::from_str::<serde_json::Value>(&text).is_ok() {
                prop_assert!(read(&text).is_ok(), "{}", text);
            }
        }
    }
}
