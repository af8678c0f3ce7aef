//! What a call gives.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

/// What a call gives: data, or a refusal.
pub(crate) type Answer = Result<Reply, Refusal>;

/// Data, with what stands beside it.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Reply {
    /// The data.
    pub(crate) data: Value,
    /// What stands beside the data, such as `total`.
    pub(crate) attributes: Map<String, Value>,
}

impl Reply {
    /// No data: what most changes give.
    pub(crate) fn null() -> Answer {
        Ok(Self::default())
    }

    /// Data with a number beside it.
    pub(crate) fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.attributes.insert(name.to_owned(), value.into());
        self
    }
}

impl From<Value> for Reply {
    fn from(data: Value) -> Self {
        Self { data, attributes: Map::new() }
    }
}

impl From<Vec<Value>> for Reply {
    fn from(data: Vec<Value>) -> Self {
        Value::from(data).into()
    }
}

/// Why there is no data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    /// The status code.
    pub(crate) status: u16,
    /// The text, whose first line is the reason phrase; with the line break that most have at their end.
    pub(crate) message: String,
    /// What is wrong with which parameter.
    pub(crate) errors: BTreeMap<String, String>,
    /// What its body is.
    pub(crate) body: Body,
}

/// What the body of a refusal is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Body {
    /// What the formatter makes of text and errors.
    Formatted,
    /// The text alone.
    Plain,
    /// Nothing.
    Empty,
}

impl Refusal {
    /// A failure: status 500 with a text (given without a line break).
    pub(crate) fn failure(text: impl Into<String>) -> Self {
        Self::status(500, format!("{}\n", text.into()))
    }

    /// A status with a text as it is.
    pub(crate) fn status(status: u16, message: impl Into<String>) -> Self {
        Self { status, message: message.into(), errors: BTreeMap::new(), body: Body::Formatted }
    }

    /// A status line without a body.
    pub(crate) fn bare(status: u16, reason: impl Into<String>) -> Self {
        Self { body: Body::Empty, ..Self::status(status, reason) }
    }

    /// A status with a text alone in its body, which no formatter has seen.
    pub(crate) fn plain(status: u16, text: impl Into<String>) -> Self {
        Self { body: Body::Plain, ..Self::status(status, text) }
    }

    /// Parameters that are wrong, each with a text as it is.
    pub(crate) fn parameters(errors: BTreeMap<String, String>) -> Self {
        Self { errors, ..Self::status(400, "Parameter verification failed.\n") }
    }

    /// A parameter that is wrong.
    pub(crate) fn parameter(name: &str, text: impl Into<String>) -> Self {
        Self::parameters(BTreeMap::from([(name.to_owned(), text.into())]))
    }

    /// A right that is missing: `/vms/100, VM.Audit`; nothing where no single one would do.
    pub(crate) fn permission(what: &str) -> Self {
        let text = if what.is_empty() { String::new() } else { format!(" ({what})") };
        Self::status(403, format!("Permission check failed{text}\n"))
    }
}
