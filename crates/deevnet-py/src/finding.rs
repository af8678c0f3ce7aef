//! Findings as Python sees them.

use std::fmt;

use deevnet_core::{Finding, Fix, Related};
use pyo3::prelude::*;
use serde::Serialize;

use crate::error::Result;
use crate::json::{Json, Object};
use crate::position::PyPosition;
use crate::subject::PySubject;
use crate::tuple::Tuple;

/// One thing that a check has to say: which rule, how serious, where, what and what to do.
///
/// >>> finding = Finding("DV104", "mac-duplicate", "error", "pi02 has this address too")
/// >>> str(finding)
/// 'error[DV104] mac-duplicate: pi02 has this address too'
#[pyclass(name = "Finding", module = "deevnet", frozen, eq, hash, str, get_all, from_py_object)]
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct PyFinding {
    /// The stable code of the rule, such as `DV104`.
    code: String,
    /// The name of the rule, such as `mac-duplicate`.
    #[serde(rename = "name")]
    rule: String,
    /// How serious it is: `error`, `warning` or `note`.
    severity: String,
    /// What is wrong, with the value and the rule.
    message: String,
    /// The offending value as it was read.
    value: Option<String>,
    /// The way out.
    hint: Option<String>,
    /// Where it is; `None` when it was not read from a file.
    position: Option<PyPosition>,
    /// Other places that belong to it, such as the second of two equal values.
    related: Tuple<PyRelated>,
    /// What it touches.
    subjects: Tuple<PySubject>,
    /// A rewrite that changes nothing but the spelling.
    fix: Option<PyFix>,
}

#[pymethods]
impl PyFinding {
    #[new]
    #[pyo3(signature = (
        code, rule, severity, message, value = None, hint = None, position = None, related = Tuple(Vec::new()),
        subjects = Tuple(Vec::new()), fix = None
    ))]
    #[expect(clippy::too_many_arguments, reason = "Python names them")]
    fn new(
        code: String,
        rule: String,
        severity: String,
        message: String,
        value: Option<String>,
        hint: Option<String>,
        position: Option<PyPosition>,
        related: Tuple<PyRelated>,
        subjects: Tuple<PySubject>,
        fix: Option<PyFix>,
    ) -> Self {
        Self { code, rule, severity, message, value, hint, position, related, subjects, fix }
    }

    /// The path of the file it is in, as it was named.
    #[getter]
    fn path(&self) -> Option<&str> {
        self.position.as_ref().map(PyPosition::path)
    }

    /// The line it is on, from 1.
    #[getter]
    fn line(&self) -> Option<usize> {
        self.position.as_ref().map(PyPosition::line)
    }

    /// The column it starts at, in characters from 1.
    #[getter]
    fn column(&self) -> Option<usize> {
        self.position.as_ref().map(PyPosition::column)
    }

    /// Everything in it as a dictionary, with the keys of `deevnet check --format json`.
    fn to_dict(&self) -> Result<Json<Object>> {
        Json::new(self)
    }

    fn __repr__(&self) -> String {
        format!("<Finding {self}>")
    }

    fn __getnewargs__(&self) -> Fields {
        let Self { code, rule, severity, message, value, hint, position, related, subjects, fix } = self.clone();
        (code, rule, severity, message, value, hint, position, related, subjects, fix)
    }
}

/// What a finding is made from again, in the order of its constructor.
type Fields = (
    String,
    String,
    String,
    String,
    Option<String>,
    Option<String>,
    Option<PyPosition>,
    Tuple<PyRelated>,
    Tuple<PySubject>,
    Option<PyFix>,
);

impl From<&Finding> for PyFinding {
    fn from(finding: &Finding) -> Self {
        Self {
            code: finding.rule.code.to_string(),
            rule: finding.rule.name.to_owned(),
            severity: finding.severity.to_string(),
            message: finding.message.clone(),
            value: finding.value.clone(),
            hint: finding.hint.clone(),
            position: finding.position.as_ref().map(PyPosition::from),
            related: finding.related.iter().map(PyRelated::from).collect(),
            subjects: finding.subjects.iter().map(PySubject::from).collect(),
            fix: finding.fix.as_ref().map(PyFix::from),
        }
    }
}

impl fmt::Display for PyFinding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(position) = &self.position {
            write!(f, "{position}: ")?;
        }
        write!(f, "{}[{}] {}: {}", self.severity, self.code, self.rule, self.message)
    }
}

/// Another place that a finding speaks of.
#[pyclass(name = "Related", module = "deevnet", frozen, eq, hash, str, get_all, from_py_object)]
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct PyRelated {
    /// What is there.
    message: String,
    /// Where it is; `None` when it was not read from a file.
    position: Option<PyPosition>,
}

#[pymethods]
impl PyRelated {
    #[new]
    #[pyo3(signature = (message, position = None))]
    fn new(message: String, position: Option<PyPosition>) -> Self {
        Self { message, position }
    }

    fn __repr__(&self) -> String {
        format!("<Related {self}>")
    }

    fn __getnewargs__(&self) -> (String, Option<PyPosition>) {
        (self.message.clone(), self.position.clone())
    }
}

impl From<&Related> for PyRelated {
    fn from(related: &Related) -> Self {
        Self { message: related.message.clone(), position: related.position.as_ref().map(PyPosition::from) }
    }
}

impl fmt::Display for PyRelated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(position) = &self.position {
            write!(f, "{position}: ")?;
        }
        f.write_str(&self.message)
    }
}

/// A safe rewrite of the value at a finding's position.
#[pyclass(name = "Fix", module = "deevnet", frozen, eq, hash, get_all, from_py_object)]
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct PyFix {
    /// The text that stands there.
    original: String,
    /// The text that should stand there.
    replacement: String,
}

#[pymethods]
impl PyFix {
    #[new]
    fn new(original: String, replacement: String) -> Self {
        Self { original, replacement }
    }

    fn __repr__(&self) -> String {
        format!("<Fix {:?} to {:?}>", self.original, self.replacement)
    }

    fn __getnewargs__(&self) -> (&str, &str) {
        (&self.original, &self.replacement)
    }
}

impl From<&Fix> for PyFix {
    fn from(fix: &Fix) -> Self {
        Self { original: fix.original.clone(), replacement: fix.replacement.clone() }
    }
}
