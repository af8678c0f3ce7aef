//! What a plan cannot or must not do, as Python sees it.

use deevnet_proxmox::plan::{Blocked, Fault};
use pyo3::prelude::*;
use serde::{Deserialize, Serialize};

use super::action::PyFieldChange;
use crate::error::Result;
use crate::json::{Json, Object};
use crate::pickled::{Pickled, pickle, restore};
use crate::tuple::Tuple;

/// A difference that no action can end.
#[pyclass(name = "Blocked", module = "deevnet", frozen, eq, hash, get_all, from_py_object)]
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct PyBlocked {
    /// The inventory hostname of the hypervisor.
    host: String,
    /// What it is about, as people read it.
    target: String,
    /// The difference.
    change: PyFieldChange,
    /// Why it stays.
    reason: String,
    /// What a person can do.
    hint: String,
}

impl From<&Blocked> for PyBlocked {
    fn from(blocked: &Blocked) -> Self {
        Self {
            host: blocked.host.to_string(),
            target: blocked.target.to_string(),
            change: PyFieldChange::from(&blocked.change),
            reason: blocked.reason.clone(),
            hint: blocked.hint.clone(),
        }
    }
}

#[pymethods]
impl PyBlocked {
    /// The difference with everything in it.
    fn to_dict(&self) -> Result<Json<Object>> {
        Json::new(self)
    }

    fn __repr__(&self) -> String {
        format!("<Blocked {}: {}>", self.target, self.reason)
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> Result<Pickled<'py>> {
        pickle(slf)
    }

    #[staticmethod]
    fn _restore(text: &str) -> Result<Self> {
        restore(text)
    }
}

/// Something that contradicts the declaration, so that what it is about is left alone.
#[pyclass(name = "Fault", module = "deevnet", frozen, eq, hash, get_all, from_py_object)]
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct PyFault {
    /// What is left alone because of it, as people read it.
    targets: Tuple<String>,
    /// What is wrong.
    message: String,
    /// What a person can do.
    hint: String,
}

impl From<&Fault> for PyFault {
    fn from(fault: &Fault) -> Self {
        Self {
            targets: fault.targets.iter().map(ToString::to_string).collect(),
            message: fault.message.clone(),
            hint: fault.hint.clone(),
        }
    }
}

#[pymethods]
impl PyFault {
    /// The fault with everything in it.
    fn to_dict(&self) -> Result<Json<Object>> {
        Json::new(self)
    }

    fn __repr__(&self) -> String {
        format!("<Fault: {}>", self.message)
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> Result<Pickled<'py>> {
        pickle(slf)
    }

    #[staticmethod]
    fn _restore(text: &str) -> Result<Self> {
        restore(text)
    }
}
