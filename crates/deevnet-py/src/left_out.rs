//! What is not published, as Python sees it.

use std::fmt;

use deevnet_core::emit::LeftOut;
use pyo3::prelude::*;

use crate::subject::PySubject;

/// Something declared that is not published, and why.
///
/// >>> str(LeftOut(Subject("host", host="pi01"), "address-record", "it has no address"))
/// 'address-record of host pi01: it has no address'
#[pyclass(name = "LeftOut", module = "deevnet", frozen, eq, hash, str, get_all)]
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct PyLeftOut {
    /// What it belongs to.
    subject: PySubject,
    /// Which part of it is left out, such as `reservation` or `address-record`.
    part: String,
    /// Why.
    message: String,
    /// The code of the rule whose error touches it; `None` where no error does.
    code: Option<String>,
}

#[pymethods]
impl PyLeftOut {
    #[new]
    #[pyo3(signature = (subject, part, message, code = None))]
    fn new(subject: PySubject, part: String, message: String, code: Option<String>) -> Self {
        Self { subject, part, message, code }
    }

    fn __repr__(&self) -> String {
        format!("<LeftOut {self}>")
    }

    fn __getnewargs__(&self) -> (PySubject, &str, &str, Option<&str>) {
        (self.subject.clone(), &self.part, &self.message, self.code.as_deref())
    }
}

impl From<&LeftOut> for PyLeftOut {
    fn from(left_out: &LeftOut) -> Self {
        Self {
            subject: PySubject::from(&left_out.subject),
            part: left_out.part.to_string(),
            message: left_out.message.clone(),
            code: left_out.rule.map(|code| code.to_string()),
        }
    }
}

impl fmt::Display for PyLeftOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {}: {}", self.part, self.subject, self.message)?;
        self.code.as_ref().map_or(Ok(()), |code| write!(f, " [{code}]"))
    }
}
