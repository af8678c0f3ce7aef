//! From events to a value.

use std::collections::HashMap;
use std::sync::Arc;

use deevnet_core::declared::{Data, Map, Value};
use deevnet_core::rules::{self, Rule};
use deevnet_core::{Finding, Span};
use saphyr_parser::{Event, Marker, Parser, ScalarStyle, Tag};

use super::line_cursor::{LineCursor, Properties, line_width, quoted_width};
use super::merge;
use super::scalar::{self, Implicit};
use super::syntax::{self, FLATTEN};
use super::tag::{self, Kind};
use crate::context::FileContext;
use crate::document::Document;
use crate::duplicate::{self, Entry};
use crate::intern::Interner;
use crate::limits::{MAX_DEPTH, MAX_VALUES};
use crate::marks;

/// How many bytes a text may have to be looked for among those that are stored once.
const LONGEST_WORD: usize = 24;

/// A fault that ends the reading of a file.
type Fault = Box<Finding>;

/// Puts the events of one file together.
///
/// Finished values wait in one stack; a list or map under construction knows where in it its own begin.
#[derive(Debug)]
pub(super) struct Builder<'a> {
    text: &'a str,
    context: FileContext<'a>,
    keys: &'a mut Interner,
    values: Vec<Value>,
    open: Vec<Container>,
    merge_keys: Vec<usize>,
    anchors: HashMap<usize, Anchored>,
    /// How many values there are when every alias stands for a copy.
    expanded: usize,
    anchor_names: HashMap<&'a str, Span>,
    unsafe_depth: usize,
    lines: LineCursor,
    documents: usize,
    findings: Vec<Finding>,
}

/// A list or map whose end has not come yet.
#[derive(Debug)]
struct Container {
    is_map: bool,
    start: Marker,
    first: usize,
    anchor: usize,
    kind: Option<Kind>,
    height: usize,
    expanded_before: usize,
}

/// A value that aliases may repeat, with what it costs to write it out.
#[derive(Debug, Clone)]
struct Anchored {
    value: Value,
    expanded: usize,
    height: usize,
}

impl<'a> Builder<'a> {
    pub(super) fn new(text: &'a str, context: FileContext<'a>, keys: &'a mut Interner) -> Self {
        Self {
            text,
            context,
            keys,
            values: Vec::new(),
            open: Vec::new(),
            merge_keys: Vec::new(),
            anchors: HashMap::new(),
            expanded: 0,
            anchor_names: HashMap::new(),
            unsafe_depth: 0,
            lines: LineCursor::default(),
            documents: 0,
            findings: Vec::new(),
        }
    }

    /// Reads the whole file.
    pub(super) fn build(mut self) -> Document {
        for event in Parser::new_from_str(self.text) {
            let taken = match event {
                Ok((event, span)) => self.take(event, span),
                Err(error) => Err(Box::new(syntax::rejected(&error, self.text, self.context))),
            };
            if let Err(fault) = taken {
                self.findings.push(*fault);
                return Document { value: None, findings: self.findings };
            }
        }
        Document { value: self.values.pop(), findings: self.findings }
    }

    fn take(&mut self, event: Event<'_>, span: saphyr_parser::Span) -> Result<(), Fault> {
        match event {
            Event::Scalar(text, style, anchor, tag) => self.scalar(&text, style, anchor, tag.as_deref(), span),
            Event::SequenceStart(anchor, tag) => self.start(false, anchor, tag.as_deref(), span.start),
            Event::MappingStart(anchor, tag) => self.start(true, anchor, tag.as_deref(), span.start),
            Event::SequenceEnd | Event::MappingEnd => self.end(span.end),
            Event::Alias(anchor) => self.alias(anchor, span),
            Event::DocumentStart(_) => self.document(span.start),
            Event::DocumentEnd | Event::StreamStart | Event::StreamEnd | Event::Nothing => Ok(()),
        }
    }

    fn document(&mut self, start: Marker) -> Result<(), Fault> {
        self.documents += 1;
        if self.documents == 1 {
            return Ok(());
        }
        let fault = self.fault(&rules::YAML_MALFORMED, self.at(start, 3), "a second document starts in the same file");
        Err(Box::new(fault.with_hint("keep one document in a file; remove the line `---`")))
    }

    fn scalar(
        &mut self,
        text: &str,
        style: ScalarStyle,
        anchor: usize,
        tag: Option<&Tag>,
        span: saphyr_parser::Span,
    ) -> Result<(), Fault> {
        let properties = self.properties(anchor, tag, span.start)?;
        let place = self.scalar_span(text, style, span, properties.width);
        let value = match tag {
            None if style == ScalarStyle::Plain => self.plain(text, place)?,
            None => self.text(text, place),
            Some(tag) => {
                let kind = self.kind(tag, properties, span.start)?;
                self.tagged(text, style, kind, place)?
            }
        };
        self.expanded += 1;
        if anchor > 0 {
            self.anchors.insert(anchor, Anchored { value: value.clone(), expanded: 1, height: 0 });
        }
        self.push(value, 0, place)
    }

    /// A scalar without quotes and without a tag.
    fn plain(&mut self, text: &str, place: Span) -> Result<Value, Fault> {
        match scalar::resolve(text) {
            Implicit::Text => Ok(self.word(text, place)),
            Implicit::Data(data) => Ok(Value::new(data, place)),
            Implicit::Timestamp(text) => Ok(Value::text(text, place, false)),
            Implicit::Merge if self.expects_key() => {
                self.merge_keys.push(self.values.len());
                Ok(Value::text(self.keys.intern("<<"), place, false))
            }
            Implicit::Merge => Err(self.refused(text, "`<<` is a key, not a value", place)),
            Implicit::Refused(reason) => Err(self.refused(text, reason, place)),
        }
    }

    fn refused(&self, text: &str, reason: &str, place: Span) -> Fault {
        let fault = self.fault(&rules::YAML_MALFORMED, place, format!("`{text}` cannot be read: {reason}"));
        Box::new(fault.with_value(text).with_hint("put quotes around it if text is meant"))
    }

    fn text(&mut self, text: &str, place: Span) -> Value {
        if self.expects_key() {
            Value::text(self.keys.intern(text), place, false)
        } else if self.unsafe_depth > 0 {
            Value::literal(text, place)
        } else {
            Value::text(text, place, marks::is_template(text))
        }
    }

    /// Text without quotes; words come again and again and are stored once.
    fn word(&mut self, text: &str, place: Span) -> Value {
        let is_word = text.len() <= LONGEST_WORD && text.starts_with(|first: char| first.is_ascii_alphabetic());
        if is_word && self.unsafe_depth == 0 && !text.contains('{') {
            Value::text(self.keys.intern(text), place, false)
        } else {
            self.text(text, place)
        }
    }

    fn tagged(&mut self, text: &str, style: ScalarStyle, kind: Kind, place: Span) -> Result<Value, Fault> {
        let data = match kind {
            Kind::Plain if style == ScalarStyle::Plain => return self.plain(text, place),
            Kind::Plain | Kind::Text => return Ok(self.text(text, place)),
            Kind::Unsafe => {
                self.unsafe_depth += 1;
                let value = self.plain(text, place);
                self.unsafe_depth -= 1;
                return value;
            }
            Kind::Timestamp => return self.plain(text, place),
            Kind::Vault => Some(Data::Secret(Arc::from(text))),
            Kind::Null => Some(Data::Null),
            Kind::Boolean => scalar::boolean(&text.to_lowercase()).map(Data::Bool),
            Kind::Integer => scalar::integer(text),
            Kind::Float => scalar::float(text).map(Data::Float),
            Kind::Map | Kind::List | Kind::Set | Kind::Pairs => None,
        };
        match data {
            Some(data) => Ok(Value::new(data, place)),
            None => Err(self.refused(text, "it is no value of its tag", place)),
        }
    }

    fn kind(&self, tag: &Tag, properties: Properties<'_>, start: Marker) -> Result<Kind, Fault> {
        tag::kind(tag).ok_or_else(|| {
            let (before, written) = properties.tag.unwrap_or_default();
            let place = self.context.span(start.line(), start.col() + 1 + before, written.chars().count());
            let message = format!("Ansible does not know the tag `{}`", tag::display(tag));
            Box::new(self.fault(&rules::YAML_MALFORMED, place, message).with_value(tag::display(tag)))
        })
    }

    fn start(&mut self, is_map: bool, anchor: usize, tag: Option<&Tag>, start: Marker) -> Result<(), Fault> {
        let properties = self.properties(anchor, tag, start)?;
        let place = self.at(start, 1);
        if self.expects_key() {
            return Err(self.unhashable(place));
        }
        if self.open.len() >= MAX_DEPTH {
            return Err(self.too_deep(place));
        }
        let kind = tag.map(|tag| self.kind(tag, properties, start)).transpose()?;
        if kind == Some(Kind::Unsafe) {
            self.unsafe_depth += 1;
        }
        let (first, expanded_before) = (self.values.len(), self.expanded);
        self.open.push(Container { is_map, start, first, anchor, kind, height: 0, expanded_before });
        Ok(())
    }

    fn unhashable(&self, place: Span) -> Fault {
        let fault = self.fault(&rules::YAML_MALFORMED, place, "a list or map cannot be a key");
        Box::new(fault.with_hint("put quotes around a value that starts with {{"))
    }

    fn too_deep(&self, place: Span) -> Fault {
        let fault = self.fault(&rules::LIMIT_EXCEEDED, place, format!("lists and maps nest deeper than {MAX_DEPTH}"));
        Box::new(fault.with_hint(FLATTEN))
    }

    fn end(&mut self, end: Marker) -> Result<(), Fault> {
        let Some(container) = self.open.pop() else { return Ok(()) };
        if container.kind == Some(Kind::Unsafe) {
            self.unsafe_depth -= 1;
        }
        let place = self.container_span(&container, end);
        let data = if container.is_map { self.map(&container, place)? } else { self.list(&container, place)? };
        let value = Value::new(data, place);
        self.expanded += 1;
        if container.anchor > 0 {
            let expanded = self.expanded - container.expanded_before;
            let anchored = Anchored { value: value.clone(), expanded, height: container.height };
            self.anchors.insert(container.anchor, anchored);
        }
        self.push(value, container.height, place)
    }

    fn list(&mut self, container: &Container, place: Span) -> Result<Data, Fault> {
        let items: Arc<[Value]> = self.values.drain(container.first..).collect();
        match container.kind {
            None | Some(Kind::Plain | Kind::List | Kind::Unsafe) => Ok(Data::List(items)),
            Some(Kind::Pairs) => match items.iter().map(pair).collect::<Option<Vec<_>>>() {
                Some(pairs) => Ok(Data::List(pairs.into())),
                None => Err(self.wrong_tag("a list of maps of one entry each", place)),
            },
            Some(_) => Err(self.wrong_tag("no list", place)),
        }
    }

    fn map(&mut self, container: &Container, place: Span) -> Result<Data, Fault> {
        let merged = self.take_merged(container.first)?;
        let entries = self.take_entries(container.first);
        let mut entries = duplicate::reported(entries, self.context, &mut self.findings);
        if let Some(mut merged) = merged {
            merged.append(&mut entries);
            entries = duplicate::keep_last(merged, |_, _| {});
        }
        match container.kind {
            None | Some(Kind::Plain | Kind::Map | Kind::Unsafe) => Ok(Data::Map(Arc::new(Map::new(entries)))),
            Some(Kind::Set) => Ok(Data::List(entries.into_iter().map(|(key, _)| key).collect())),
            Some(_) => Err(self.wrong_tag("no map", place)),
        }
    }

    /// The entries that the map's merge keys bring in; its own stay where they are, without the merge keys.
    fn take_merged(&mut self, first: usize) -> Result<Option<Vec<Entry>>, Fault> {
        let own = self.merge_keys.partition_point(|at| *at < first);
        if own == self.merge_keys.len() {
            return Ok(None);
        }
        let mut merged = Vec::new();
        for at in &self.merge_keys[own..] {
            match self.values.get(at + 1).map(merge::merged_entries) {
                Some(Ok(mut entries)) => merged.append(&mut entries),
                Some(Err(other)) => {
                    let message = format!("`<<` merges a map or a list of maps, not {}", other.kind());
                    return Err(Box::new(self.fault(&rules::YAML_MALFORMED, other.span(), message)));
                }
                None => {}
            }
        }
        for at in self.merge_keys.drain(own..).rev() {
            self.values.drain(at..(at + 2).min(self.values.len()));
        }
        Ok(Some(merged))
    }

    fn take_entries(&mut self, first: usize) -> Vec<Entry> {
        let mut entries = Vec::with_capacity((self.values.len() - first) / 2);
        let mut parts = self.values.drain(first..);
        while let (Some(key), Some(value)) = (parts.next(), parts.next()) {
            entries.push((key, value));
        }
        entries
    }

    fn wrong_tag(&self, what: &str, place: Span) -> Fault {
        Box::new(self.fault(&rules::YAML_MALFORMED, place, format!("the tag does not fit: it allows {what}")))
    }

    fn alias(&mut self, anchor: usize, span: saphyr_parser::Span) -> Result<(), Fault> {
        let place = self.at(span.start, span.len());
        let Some(anchored) = self.anchors.get(&anchor).cloned() else {
            let message = "an alias stands inside the value that it repeats";
            return Err(Box::new(self.fault(&rules::YAML_MALFORMED, place, message)));
        };
        if self.expects_key() && matches!(anchored.value.data(), Data::List(_) | Data::Map(_)) {
            return Err(self.unhashable(place));
        }
        if self.open.len() + anchored.height > MAX_DEPTH {
            return Err(self.too_deep(place));
        }
        self.expanded = self.expanded.saturating_add(anchored.expanded);
        self.push(anchored.value, anchored.height, place)
    }

    fn push(&mut self, value: Value, height: usize, place: Span) -> Result<(), Fault> {
        if self.expanded > MAX_VALUES {
            let message = format!("the file holds more than {MAX_VALUES} values, aliases written out");
            let fault = self.fault(&rules::LIMIT_EXCEEDED, place, message);
            return Err(Box::new(fault.with_hint("repeat less through aliases, or write several files")));
        }
        if let Some(container) = self.open.last_mut() {
            container.height = container.height.max(height + 1);
        }
        self.values.push(value);
        Ok(())
    }

    fn expects_key(&self) -> bool {
        self.open.last().is_some_and(|top| top.is_map && (self.values.len() - top.first).is_multiple_of(2))
    }

    fn at(&self, marker: Marker, width: usize) -> Span {
        self.context.span(marker.line(), marker.col() + 1, width)
    }

    /// What stands before a value; the name of an anchor must be new.
    fn properties(&mut self, anchor: usize, tag: Option<&Tag>, start: Marker) -> Result<Properties<'a>, Fault> {
        if anchor == 0 && tag.is_none() {
            return Ok(Properties::default());
        }
        let properties = Properties::of(self.lines.rest(self.text, start));
        if let Some(name) = properties.anchor {
            let place = self.at(start, name.chars().count() + 1);
            if let Some(first) = self.anchor_names.insert(name, place) {
                let message = format!("the anchor `&{name}` stands twice in one file");
                let fault = self.fault(&rules::YAML_MALFORMED, place, message).with_value(name);
                return Err(Box::new(fault.with_related("it stands here first", self.context.position(first))));
            }
        }
        Ok(properties)
    }

    fn scalar_span(&mut self, text: &str, style: ScalarStyle, span: saphyr_parser::Span, before: usize) -> Span {
        let (start, end) = (span.start, span.end);
        let is_block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
        let width = if style == ScalarStyle::Plain && start.line() == end.line() {
            text.chars().count()
        } else {
            let rest = self.lines.rest(self.text, start);
            let value = rest.char_indices().nth(before).map_or("", |(at, _)| &rest[at..]);
            if is_block || style == ScalarStyle::Plain { line_width(value) } else { quoted_width(value) }
        };
        self.context.span(start.line(), start.col() + 1 + before, width)
    }

    /// A block map or list is shown by its first line's key or dash, one in brackets as a whole.
    fn container_span(&self, container: &Container, end: Marker) -> Span {
        let start = self.at(container.start, 1);
        let first = self.values.get(container.first).map(Value::span);
        match first {
            Some(first) if (first.line(), first.column()) == (start.line(), start.column()) => first,
            _ if container.start.line() == end.line() => {
                self.at(container.start, end.col().saturating_sub(container.start.col()))
            }
            _ => start,
        }
    }

    fn fault(&self, rule: &'static Rule, place: Span, message: impl Into<String>) -> Finding {
        self.context.finding(rule, place, message)
    }
}

/// A map of one entry as a list of its key and value.
fn pair(item: &Value) -> Option<Value> {
    let mut entries = item.as_map()?.iter();
    let (key, value) = entries.next()?;
    let pair = Value::new(Data::List([key.clone(), value.clone()].into()), item.span());
    entries.next().is_none().then_some(pair)
}
