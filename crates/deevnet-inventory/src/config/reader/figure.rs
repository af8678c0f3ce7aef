//! Figures of hardware profiles: a value, and where it comes from.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::fmt::Display;
use std::str::FromStr;
use std::sync::Arc;

use deevnet_core::hardware::{Figure, ParseMemorySizeError, ProcessorFeature, Source};
use deevnet_core::quantity::ParseQuantityError;
use deevnet_core::{UnknownNameError, nearest};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::super::fault::ConfigFaultKind;
use super::Reader;

/// What a figure may be written as, where it has a source of its own.
const FIGURE_KEYS: &[&str] = &["value", "source"];

/// A table of figures, where it stands in the profile, and the source of those that name none.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entries<'a> {
    pub(super) path: &'static str,
    pub(super) table: &'a DeTable<'a>,
    pub(super) source: Option<&'a Source>,
    /// Whether a figure without any source is told already.
    pub(super) is_unsourced: &'a Cell<bool>,
}

/// Reads the value of a figure, or tells its fault.
type ReadFigure<T> = fn(&mut Reader<'_>, &str, &Spanned<DeValue<'_>>) -> Option<T>;

impl Reader<'_> {
    /// Reads a figure into its place, which keeps what it has where there is none.
    pub(super) fn set<T>(
        &mut self,
        place: &mut Option<Figure<T>>,
        entries: &Entries<'_>,
        key: &str,
        read: ReadFigure<T>,
    ) {
        let Some(value) = entries.table.get(key) else { return };
        let path = if entries.path.is_empty() { key.to_owned() } else { format!("{}.{key}", entries.path) };
        let (value, own) = match value.get_ref() {
            DeValue::Table(figure) => {
                self.only_known_keys(figure, "a figure", FIGURE_KEYS);
                let own = figure.get("source").and_then(|source| self.source(source));
                let Some(value) = figure.get("value") else {
                    let hint = Some(format!("write `{key} = {{ value = ..., source = \"...\" }}`"));
                    self.fault(ConfigFaultKind::MissingValue { key: path }, value.span(), hint);
                    return;
                };
                (value, own)
            }
            _ => (value, None),
        };
        let read = read(self, &path, value);
        match own.as_ref().or(entries.source) {
            Some(source) => *place = read.map(|value| Figure::new(value, source.clone())).or(place.take()),
            // One source for the whole profile is the way out, so one fault is enough.
            None if entries.is_unsourced.replace(true) => {}
            None => {
                let hint =
                    "add `source = \"...\"` to the profile: the address of the vendor's page, or who measured it";
                self.fault(ConfigFaultKind::MissingSource { key: path }, value.span(), Some(hint.to_owned()));
            }
        }
    }

    /// A part of a profile, such as `cpu`.
    pub(super) fn part<'a>(
        &mut self,
        entries: &Entries<'a>,
        key: &'static str,
        known: &[&'static str],
    ) -> Option<Entries<'a>> {
        let value = entries.table.get(key)?;
        let DeValue::Table(table) = value.get_ref() else {
            self.wrong_type(key, "a table", value);
            return None;
        };
        self.only_known_keys(table, key, known);
        Some(Entries { path: key, table, ..*entries })
    }

    /// A list of parts, such as `storage`.
    pub(super) fn parts<T>(
        &mut self,
        entries: &Entries<'_>,
        key: &'static str,
        known: &[&'static str],
        mut read: impl FnMut(&mut Self, &Entries<'_>) -> T,
    ) -> Option<Vec<T>> {
        let value = entries.table.get(key)?;
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong_type(key, "a list of tables", value);
            return None;
        };
        let mut parts = Vec::new();
        for item in items {
            match item.get_ref() {
                DeValue::Table(table) => {
                    self.only_known_keys(table, key, known);
                    parts.push(read(self, &Entries { path: key, table, ..*entries }));
                }
                _ => self.wrong_type(key, "a list of tables", item),
            }
        }
        Some(parts)
    }

    pub(super) fn truth_of(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> bool {
        let truth = value.get_ref().as_bool();
        if truth.is_none() {
            self.wrong_type(key, "true or false", value);
        }
        truth.unwrap_or_default()
    }
}

/// Words that say something.
pub(super) fn words(reader: &mut Reader<'_>, key: &str, value: &Spanned<DeValue<'_>>) -> Option<Arc<str>> {
    let text = reader.text_of(key, value)?;
    let words = text.trim();
    if words.is_empty() {
        let hint = Some("leave the line out where it is not known".to_owned());
        reader.fault(ConfigFaultKind::BlankFigure { key: key.to_owned() }, value.span(), hint);
        return None;
    }
    Some(words.into())
}

/// Text that a type parses, such as `32 GiB`.
pub(super) fn text<T>(reader: &mut Reader<'_>, key: &str, value: &Spanned<DeValue<'_>>) -> Option<T>
where
    T: FromStr<Err: FigureError>,
{
    let Some(text) = value.get_ref().as_str() else {
        reader.wrong_type(key, "text, as an amount with its unit is", value);
        return None;
    };
    match text.trim().parse() {
        Ok(parsed) => Some(parsed),
        Err(error) => {
            let kind = ConfigFaultKind::Figure { key: key.to_owned(), message: error.to_string() };
            let hint = error.way_out();
            reader.fault(kind, value.span(), Some(hint));
            None
        }
    }
}

/// A number of things.
pub(super) fn whole(reader: &mut Reader<'_>, key: &str, value: &Spanned<DeValue<'_>>) -> Option<u16> {
    let number = value
        .get_ref()
        .as_integer()
        .and_then(|number| u16::from_str_radix(&number.as_str().replace('_', ""), number.radix()).ok());
    match value.get_ref().as_integer() {
        Some(written) if number.is_none() => {
            let message = format!("{} is outside 0 to {}", written.as_str(), u16::MAX);
            reader.fault(ConfigFaultKind::Figure { key: key.to_owned(), message }, value.span(), None);
        }
        None => reader.wrong_type(key, "a whole number", value),
        Some(_) => {}
    }
    number
}

/// The features of a processor.
pub(super) fn features(
    reader: &mut Reader<'_>,
    key: &str,
    value: &Spanned<DeValue<'_>>,
) -> Option<BTreeSet<ProcessorFeature>> {
    let DeValue::Array(items) = value.get_ref() else {
        reader.wrong_type(key, "a list such as [\"VT-x\", \"VT-d\"]", value);
        return None;
    };
    items.iter().map(|item| text(reader, key, item)).collect()
}

/// The error of a figure's text, with the way out.
pub(super) trait FigureError: Display {
    fn way_out(&self) -> String;
}

impl FigureError for ParseQuantityError {
    fn way_out(&self) -> String {
        self.hint()
    }
}

impl FigureError for ParseMemorySizeError {
    fn way_out(&self) -> String {
        self.hint()
    }
}

impl FigureError for UnknownNameError {
    fn way_out(&self) -> String {
        nearest(self.value(), self.accepted().iter().copied())
            .map_or_else(|| self.hint(), |meant| format!("did you mean `{meant}`?"))
    }
}
