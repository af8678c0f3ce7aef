//! An entry that is to be written.

use deevnet_core::Span;
use deevnet_core::declared::{Data, Map, Value};

use crate::yaml::is_plain_text;

/// The spaces of one more level, where a file shows no other.
pub(super) const INDENT: usize = 2;

/// A value that stands on one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scalar {
    /// Text; it is quoted where it would be read as something else.
    Text(String),
    /// A whole number.
    Integer(i64),
}

/// A map of plain keys to scalars, in the order in which they are written.
///
/// ```
/// use deevnet_inventory::edit::{Entry, Scalar};
///
/// let entry = Entry::new([("name", Scalar::Text("music".into())), ("index", Scalar::Integer(4))]);
/// assert_eq!(entry.as_item(), "- name: music\n  index: 4\n");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Entry {
    fields: Vec<(String, Scalar)>,
}

impl Scalar {
    fn written(&self) -> String {
        match self {
            Self::Integer(number) => number.to_string(),
            Self::Text(text) if is_safe(text) => text.clone(),
            Self::Text(text) => format!("'{}'", text.replace('\'', "''")),
        }
    }

    fn value(&self) -> Value {
        match self {
            Self::Integer(number) => Value::new(Data::Integer(*number), Span::NONE),
            Self::Text(text) => Value::text(text.as_str(), Span::NONE, false),
        }
    }
}

/// Whether text needs no quotes, in brackets or out of them, for readers of YAML 1.1 and 1.2.
fn is_safe(text: &str) -> bool {
    let is_ordinary = |found: char| found.is_ascii_alphanumeric() || matches!(found, '-' | '_' | '.' | '/');
    text.starts_with(|first: char| first.is_ascii_alphanumeric())
        && text.chars().all(is_ordinary)
        && text.parse::<f64>().is_err()
        && is_plain_text(text)
}

impl Entry {
    /// An entry of fields.
    pub fn new<K: Into<String>>(fields: impl IntoIterator<Item = (K, Scalar)>) -> Self {
        Self { fields: fields.into_iter().map(|(key, value)| (key.into(), value)).collect() }
    }

    /// The lines of an item of a list.
    pub fn as_item(&self) -> String {
        self.item_lines(0, "- ").join("\n") + "\n"
    }

    /// The lines of an entry of a map.
    pub fn as_entry(&self, name: &str) -> String {
        self.entry_lines(name, 0, INDENT).join("\n") + "\n"
    }

    /// One line in braces, with or without spaces inside them.
    pub(super) fn in_braces(&self, is_spaced: bool) -> String {
        let fields: Vec<String> =
            self.fields.iter().map(|(key, value)| format!("{key}: {}", value.written())).collect();
        let space = if is_spaced { " " } else { "" };
        format!("{{{space}{}{space}}}", fields.join(", "))
    }

    /// The lines of an item; `lead` is the dash with the spaces behind it.
    pub(super) fn item_lines(&self, indent: usize, lead: &str) -> Vec<String> {
        let mut leads = std::iter::once(lead.to_owned()).chain(std::iter::repeat(" ".repeat(lead.len())));
        let mut line = |(key, value): &(String, Scalar)| {
            let lead = leads.next().unwrap_or_default();
            format!("{}{lead}{key}: {}", " ".repeat(indent), value.written())
        };
        self.fields.iter().map(&mut line).collect()
    }

    /// The lines of an entry of a map, its fields `step` spaces further in.
    pub(super) fn entry_lines(&self, name: &str, indent: usize, step: usize) -> Vec<String> {
        let mut lines = vec![format!("{}{name}:", " ".repeat(indent))];
        let inner = " ".repeat(indent + step);
        lines.extend(self.fields.iter().map(|(key, value)| format!("{inner}{key}: {}", value.written())));
        lines
    }

    /// The data that it says.
    pub(super) fn value(&self) -> Value {
        let fields =
            self.fields.iter().map(|(key, value)| (Value::text(key.as_str(), Span::NONE, false), value.value()));
        Value::new(Data::Map(Map::new(fields.collect()).into()), Span::NONE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_quoted_where_it_would_be_something_else() {
        let written = |text: &str| Scalar::Text(text.to_owned()).written();
        for text in ["music", "10.20.53.0/24", "10.20.53.1", "application-development", "a1"] {
            assert_eq!(written(text), text);
        }
        for text in ["yes", "no", "on", "null", "1e3", "12", "0x1f", "~", "", "a: b", "{a}", "it's", "1:20", "a\nb"] {
            assert_ne!(written(text), text);
        }
        assert_eq!(written("it's"), "'it''s'");
    }

    #[test]
    fn an_entry_is_written_in_every_style() {
        let entry = Entry::new([("vlan_id", Scalar::Integer(53)), ("name", Scalar::Text("on".into()))]);
        assert_eq!(entry.as_entry("tenant_4"), "tenant_4:\n  vlan_id: 53\n  name: 'on'\n");
        assert_eq!(entry.in_braces(true), "{ vlan_id: 53, name: 'on' }");
        assert_eq!(entry.item_lines(2, "-   "), ["  -   vlan_id: 53", "      name: 'on'"]);
    }
}
