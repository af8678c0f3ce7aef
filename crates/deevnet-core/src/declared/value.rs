//! A positioned tree of what was written.

use std::sync::Arc;

use crate::source::Span;

/// One value of a declaration with the place where it was written.
///
/// Cloning is cheap: text, lists and maps are shared.
#[derive(Debug, Clone)]
pub struct Value {
    data: Data,
    span: Span,
    templated: bool,
    literal: bool,
}

/// What a [`Value`] holds.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Data {
    /// `null`, `~` or nothing.
    Null,
    /// A truth value.
    Bool(bool),
    /// A whole number that fits 64 bits.
    Integer(i64),
    /// A whole number that does not fit 64 bits, in decimal digits.
    LargeInteger(Arc<str>),
    /// A number with a fraction or exponent.
    Float(f64),
    /// Text.
    Text(Arc<str>),
    /// A list.
    List(Arc<[Value]>),
    /// A map.
    Map(Arc<Map>),
    /// A value encrypted by Ansible Vault, as its ciphertext envelope; it was not decrypted.
    Secret(Arc<str>),
    /// A template that could not be resolved.
    Unresolved(Arc<Unresolved>),
}

/// A template that could not be resolved, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unresolved {
    /// The template as written.
    pub template: Arc<str>,
    /// What kind of obstacle there was.
    pub reason: UnresolvedReason,
    /// What was missing or wrong, in words.
    pub message: String,
}

impl Unresolved {
    /// Describes an obstacle.
    pub fn new(template: impl Into<Arc<str>>, reason: UnresolvedReason, message: impl Into<String>) -> Self {
        Self { template: template.into(), reason, message: message.into() }
    }
}

/// Why a template could not be resolved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum UnresolvedReason {
    /// It reads a variable that is nowhere defined.
    Undefined,
    /// It reads a value that is encrypted, and there is no password.
    Secret,
    /// It is or reads a value that is encrypted and that none of the given passwords opens.
    WrongPassword,
    /// It uses a filter, test or function that only Ansible has.
    UnknownFunction,
    /// It is not a valid template, or fails when it is evaluated.
    Failed,
    /// It refers to itself through other variables.
    Cycle,
    /// It exceeds a limit of the loader.
    Limit,
}

impl Value {
    /// A value at a place.
    pub fn new(data: Data, span: Span) -> Self {
        let templated = match &data {
            Data::List(items) => items.iter().any(|item| item.templated),
            Data::Map(map) => map.iter().any(|(key, value)| key.templated || value.templated),
            _ => false,
        };
        Self { data, span, templated, literal: false }
    }

    /// Text at a place; `templated` says that it is a template still to be resolved.
    pub fn text(text: impl Into<Arc<str>>, span: Span, templated: bool) -> Self {
        Self { data: Data::Text(text.into()), span, templated, literal: false }
    }

    /// Text at a place that is never a template, whatever it looks like, as `!unsafe` marks it.
    pub fn literal(text: impl Into<Arc<str>>, span: Span) -> Self {
        Self { data: Data::Text(text.into()), span, templated: false, literal: true }
    }

    /// What it holds.
    pub fn data(&self) -> &Data {
        &self.data
    }

    /// Where it was written.
    pub fn span(&self) -> Span {
        self.span
    }

    /// The same data at another place.
    #[must_use]
    pub fn at(mut self, span: Span) -> Self {
        self.span = span;
        self
    }

    /// Whether it is, or holds, a template that is still to be resolved.
    pub fn is_templated(&self) -> bool {
        self.templated
    }

    /// Whether it is text that was marked as never being a template.
    pub fn is_literal(&self) -> bool {
        self.literal
    }

    /// Whether it is null.
    pub fn is_null(&self) -> bool {
        matches!(self.data, Data::Null)
    }

    /// The text, where it is text.
    pub fn as_text(&self) -> Option<&str> {
        match &self.data {
            Data::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The map, where it is a map.
    pub fn as_map(&self) -> Option<&Map> {
        match &self.data {
            Data::Map(map) => Some(map),
            _ => None,
        }
    }

    /// The items, where it is a list.
    pub fn as_list(&self) -> Option<&[Value]> {
        match &self.data {
            Data::List(items) => Some(items),
            _ => None,
        }
    }

    /// The value of a key, where it is a map that has it.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.as_map()?.get(key)
    }

    /// What kind of value it is, in the words of an error message.
    pub fn kind(&self) -> &'static str {
        match &self.data {
            Data::Null => "null",
            Data::Bool(_) => "a boolean",
            Data::Integer(_) | Data::LargeInteger(_) | Data::Float(_) => "a number",
            Data::Text(_) => "text",
            Data::List(_) => "a list",
            Data::Map(_) => "a map",
            Data::Secret(_) => "an encrypted value",
            Data::Unresolved(_) => "an unresolved template",
        }
    }
}

/// The entries of a map in the order in which they were written; every key stands once.
#[derive(Debug, Clone, Default)]
pub struct Map {
    entries: Vec<(Value, Value)>,
}

impl Map {
    /// A map of entries whose keys differ; the loader reports and drops repeated ones.
    pub fn new(entries: Vec<(Value, Value)>) -> Self {
        Self { entries }
    }

    /// The entries, in order of writing.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&Value, &Value)> {
        self.entries.iter().map(|(key, value)| (key, value))
    }

    /// The entries whose key is text, in order of writing: the text, its place and the value.
    pub fn text_entries(&self) -> impl Iterator<Item = (&str, Span, &Value)> {
        self.entries.iter().filter_map(|(key, value)| Some((key.as_text()?, key.span(), value)))
    }

    /// The value of a text key.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.entry(key).map(|(_, value)| value)
    }

    /// The key and value of a text key.
    pub fn entry(&self, key: &str) -> Option<(&Value, &Value)> {
        self.entries.iter().find(|(found, _)| found.as_text() == Some(key)).map(|(key, value)| (key, value))
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is no entry.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_small() {
        assert!(std::mem::size_of::<Value>() <= 40);
    }

    #[test]
    fn a_map_finds_text_keys_only() {
        let map = Map::new(vec![
            (Value::new(Data::Integer(1), Span::NONE), Value::new(Data::Null, Span::NONE)),
            (Value::text("a", Span::NONE, false), Value::new(Data::Bool(true), Span::NONE)),
        ]);
        assert!(map.get("1").is_none());
        assert!(matches!(map.get("a").unwrap().data(), Data::Bool(true)));
    }

    #[test]
    fn a_container_knows_that_it_holds_a_template() {
        let template = Value::text("{{ x }}", Span::NONE, true);
        let list = Value::new(Data::List(vec![template].into()), Span::NONE);
        assert!(list.is_templated());
        assert!(!Value::new(Data::List(vec![].into()), Span::NONE).is_templated());
    }
}
