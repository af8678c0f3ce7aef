//! Declared values as the engine sees them, and back.

use std::fmt;
use std::sync::Arc;

use deevnet_core::Span;
use deevnet_core::declared::{Data, Map, UnresolvedReason, Value as Declared};
use minijinja::value::{Enumerator, Object, ObjectRepr, ValueKind};
use minijinja::{ErrorKind, Value};

use super::engine::{Engine, undeclarable};
use super::failure::Failure;
use super::missing::Missing;
use super::python;
use super::{access, bounds};

/// A declared list or map inside the engine; its templates are resolved where they are read.
#[derive(Debug)]
pub(super) struct Node {
    engine: Arc<Engine>,
    host: usize,
    value: Declared,
    /// The variable that holds it.
    label: Option<Arc<str>>,
}

/// What `omit` stands for: a value that is to be left out.
#[derive(Debug)]
pub(super) struct Omit;

impl Object for Omit {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }
}

/// Whether a value says to be left out.
pub(super) fn is_omit(value: &Value) -> bool {
    value.downcast_object_ref::<Omit>().is_some()
}

/// A declared value inside the engine: scalars as such, lists and maps as views.
pub(super) fn present(
    engine: &Arc<Engine>,
    host: usize,
    value: &Declared,
    label: Option<&Arc<str>>,
) -> Result<Value, Failure> {
    match value.data() {
        Data::Null => Ok(Value::from(())),
        Data::Bool(truth) => Ok(Value::from(*truth)),
        Data::Integer(number) => Ok(Value::from(*number)),
        Data::LargeInteger(digits) => large_integer(digits),
        Data::Float(number) => Ok(Value::from(*number)),
        Data::Text(text) if value.is_templated() => engine.evaluate_item(host, text, label, 0),
        Data::Text(text) => Ok(Value::from(Arc::clone(text))),
        Data::List(_) | Data::Map(_) => Ok(Value::from_object(Node {
            engine: Arc::clone(engine),
            host,
            value: value.clone(),
            label: label.cloned(),
        })),
        Data::Secret(_) => {
            let name = label.map_or_else(|| "a value".to_owned(), |label| format!("`{label}`"));
            Err(Failure::new(UnresolvedReason::Secret, format!("{name} is encrypted")))
        }
        Data::Unresolved(unresolved) => Err(Failure::new(unresolved.reason, unresolved.message.clone())),
        _ => Err(Failure::failed(format!("{} cannot be used in a template", value.kind()))),
    }
}

fn large_integer(digits: &str) -> Result<Value, Failure> {
    let number = digits.parse::<i128>().map(Value::from).or_else(|_| digits.parse::<u128>().map(Value::from));
    number.map_err(|_| Failure::failed(format!("the number {digits} is too large for a template")))
}

/// A value for the engine's infallible look-ups: an obstacle becomes an invalid value, the undefined nothing.
pub(super) fn found(engine: &Engine, result: Result<Value, Failure>) -> Option<Value> {
    match result {
        Ok(value) => Some(value),
        Err(failure) if failure.reason == UnresolvedReason::Undefined => {
            engine.session().note_missing(Missing::Other(failure));
            None
        }
        Err(failure) => Some(Value::from(minijinja::Error::from(failure))),
    }
}

/// A key of a map: Ansible never resolves templates in keys.
pub(super) fn settled_key(key: &Declared) -> Declared {
    match key.data() {
        Data::Text(text) if key.is_templated() => Declared::text(Arc::clone(text), key.span(), false),
        _ => key.clone(),
    }
}

impl Node {
    fn child(&self, value: &Declared) -> Option<Value> {
        if let Err(failure) = self.engine.session().visit() {
            return Some(Value::from(minijinja::Error::from(failure)));
        }
        found(&self.engine, present(&self.engine, self.host, value, self.label.as_ref()))
    }

    fn key(&self, key: &Declared) -> Option<Value> {
        found(&self.engine, present(&self.engine, self.host, &settled_key(key), None))
    }

    /// Reports the weight of everything it holds, as written; templates weigh as much as their text.
    pub(super) fn weigh(
        &self,
        spend: &mut impl FnMut(usize) -> Result<(), minijinja::Error>,
    ) -> Result<(), minijinja::Error> {
        weigh(&self.value, spend)
    }

    /// The entries of a map with their values; a value that is undefined stays so.
    pub(super) fn entries(&self) -> Option<Vec<(Value, Value)>> {
        let map = self.value.as_map()?;
        let entries =
            map.iter().filter_map(|(key, value)| Some((self.key(key)?, self.child(value).unwrap_or_default())));
        Some(entries.collect())
    }
}

fn weigh(
    value: &Declared,
    spend: &mut impl FnMut(usize) -> Result<(), minijinja::Error>,
) -> Result<(), minijinja::Error> {
    match value.data() {
        Data::Text(text) => spend(1 + text.len() / bounds::BYTES_PER_ITEM),
        Data::List(items) => {
            spend(1)?;
            items.iter().try_for_each(|item| weigh(item, spend))
        }
        Data::Map(map) => {
            spend(1)?;
            map.iter().try_for_each(|(key, value)| weigh(key, spend).and_then(|()| weigh(value, spend)))
        }
        _ => spend(1),
    }
}

impl Object for Node {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        match self.value.data() {
            Data::List(_) => ObjectRepr::Seq,
            _ => ObjectRepr::Map,
        }
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        match self.value.data() {
            Data::List(items) => self.child(items.get(key.as_usize()?)?),
            Data::Map(map) => {
                if let Some(name) = key.as_str() {
                    return self.child(map.get(name)?);
                }
                let mut entries = map.iter().filter(|(found, _)| found.as_text().is_none());
                let (_, value) = entries.find(|(found, _)| self.key(found).as_ref() == Some(key))?;
                self.child(value)
            }
            _ => None,
        }
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        self.child(self.value.get(key)?)
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        match self.value.data() {
            Data::List(items) => Enumerator::Seq(items.len()),
            Data::Map(map) => Enumerator::Values(map.iter().filter_map(|(key, _)| self.key(key)).collect()),
            _ => Enumerator::Empty,
        }
    }

    fn enumerator_len(self: &Arc<Self>) -> Option<usize> {
        match self.value.data() {
            Data::List(items) => Some(items.len()),
            Data::Map(map) => Some(map.len()),
            _ => Some(0),
        }
    }

    fn render(self: &Arc<Self>, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match python::representation(&Value::from_dyn_object(Arc::clone(self))) {
            Ok(text) => formatter.write_str(&text),
            Err(error) => {
                let failure = self.engine.failure(&error);
                self.engine.session().note_silent(failure);
                Ok(())
            }
        }
    }
}

/// A result of the engine as a declared value at a place; `None` where it says to be left out.
pub(super) fn declare(
    engine: &Arc<Engine>,
    value: &Value,
    span: Span,
    depth: usize,
) -> Result<Option<Declared>, minijinja::Error> {
    if let Some(node) = value.downcast_object_ref::<Node>() {
        return Ok(node.engine.resolve(node.host, &node.value, depth + 1).map(|value| value.at(span)));
    }
    let data = match value.kind() {
        ValueKind::Invalid => return access::valid(value.clone()).map(|_| None),
        ValueKind::Undefined => return Err(minijinja::Error::from(ErrorKind::UndefinedError)),
        ValueKind::None => Data::Null,
        ValueKind::Bool => Data::Bool(value.is_true()),
        ValueKind::Number => number(value),
        ValueKind::String => return Ok(Some(Declared::text(value.as_str().unwrap_or_default(), span, false))),
        ValueKind::Seq | ValueKind::Iterable => list(engine, value, span, depth)?,
        ValueKind::Map => map(engine, value, span, depth)?,
        ValueKind::Plain if is_omit(value) => return Ok(None),
        kind => return Err(undeclarable(&format!("a {kind}"))),
    };
    Ok(Some(Declared::new(data, span)))
}

fn number(value: &Value) -> Data {
    match (value.is_integer(), value.as_i64()) {
        (true, Some(number)) => Data::Integer(number),
        (true, None) => Data::LargeInteger(Arc::from(value.to_string())),
        (false, _) => Data::Float(f64::try_from(value.clone()).unwrap_or(f64::NAN)),
    }
}

fn list(engine: &Arc<Engine>, value: &Value, span: Span, depth: usize) -> Result<Data, minijinja::Error> {
    let mut items = Vec::new();
    for item in value.try_iter()?.checked() {
        engine.session().visit()?;
        items.extend(engine.declare(&item?, span, depth + 1)?);
    }
    Ok(Data::List(items.into()))
}

fn map(engine: &Arc<Engine>, value: &Value, span: Span, depth: usize) -> Result<Data, minijinja::Error> {
    let mut entries = Vec::new();
    for (key, value) in access::entries(value)? {
        engine.session().visit()?;
        let key = engine.declare(&key, span, depth + 1)?;
        if let (Some(key), Some(value)) = (key, engine.declare(&value, span, depth + 1)?) {
            entries.push((key, value));
        }
    }
    Ok(Data::Map(Arc::new(Map::new(entries))))
}
