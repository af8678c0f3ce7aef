//! What an apply did, as Python sees it.

use std::fmt;
use std::hash::{Hash, Hasher};

use deevnet_proxmox::apply::{ActionReport, Outcome, Report};
use pyo3::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::Result;
use crate::json::{Json, Object};
use crate::pickled::{Pickled, pickle, restore};
use crate::tuple::Tuple;

/// What an apply did: every action of the plan with its outcome.
#[pyclass(name = "Report", module = "deevnet", frozen, eq, hash, str)]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct PyReport(pub(super) Report);

impl Hash for PyReport {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (&self.0.substrate, self.0.actions.len(), self.0.interrupted).hash(state);
    }
}

impl fmt::Display for PyReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tally = self.0.tally();
        write!(f, "{} of {} actions done", tally.done, self.0.actions.len())?;
        let rest = [
            (tally.failed, "failed"),
            (tally.skipped, "skipped"),
            (tally.refused, "refused"),
            (tally.not_started, "not begun"),
        ];
        rest.into_iter().filter(|(count, _)| *count > 0).try_for_each(|(count, how)| write!(f, ", {count} {how}"))
    }
}

#[pymethods]
impl PyReport {
    /// Everything in the report.
    fn to_dict(&self, py: Python<'_>) -> Result<Json<Object>> {
        py.detach(|| Json::new(&self.0))
    }

    /// The substrate.
    #[getter]
    fn substrate(&self) -> &str {
        &self.0.substrate
    }

    /// The actions, in the order of the plan.
    #[getter]
    fn actions(&self) -> Tuple<PyActionReport> {
        self.0.actions.iter().map(PyActionReport::from).collect()
    }

    /// Whether every action was done.
    #[getter]
    fn is_complete(&self) -> bool {
        self.0.is_complete()
    }

    /// Whether somebody asked to stop before all was begun.
    #[getter]
    fn interrupted(&self) -> bool {
        self.0.interrupted
    }

    fn __repr__(&self) -> String {
        format!("<Report {}: {self}>", self.0.substrate)
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> Result<Pickled<'py>> {
        pickle(slf)
    }

    #[staticmethod]
    fn _restore(text: &str) -> Result<Self> {
        restore(text)
    }
}

/// What became of an action.
#[pyclass(name = "ActionReport", module = "deevnet", frozen, eq, hash, get_all, from_py_object)]
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct PyActionReport {
    /// Its number in the plan.
    id: u32,
    /// The inventory hostname of the hypervisor.
    host: String,
    /// What it is about, as people read it.
    target: String,
    /// What was to be done, such as `clone`.
    operation: String,
    /// How it ended: `done`, `failed`, `skipped`, `refused` or `not-started`.
    state: String,
    /// Why it was not done.
    message: Option<String>,
    /// What a person can do.
    hint: Option<String>,
    /// The last lines of the log of the task that failed.
    log: Tuple<String>,
    /// How long it took, in milliseconds.
    milliseconds: u64,
}

impl From<&ActionReport> for PyActionReport {
    fn from(action: &ActionReport) -> Self {
        let (state, message, hint, log) = match &action.outcome {
            Outcome::Done { .. } => ("done", None, None, Vec::new()),
            Outcome::Failed(failure) => {
                ("failed", Some(failure.message.clone()), failure.hint.clone(), failure.log.clone())
            }
            Outcome::Skipped { reason, .. } => ("skipped", Some(reason.clone()), None, Vec::new()),
            Outcome::Refused { reason, hint } => ("refused", Some(reason.clone()), Some(hint.clone()), Vec::new()),
            Outcome::NotStarted => ("not-started", None, None, Vec::new()),
        };
        Self {
            id: action.id.0,
            host: action.host.to_string(),
            target: action.target.to_string(),
            operation: action.operation.clone(),
            state: state.to_owned(),
            message,
            hint,
            log: Tuple(log),
            milliseconds: action.milliseconds,
        }
    }
}

#[pymethods]
impl PyActionReport {
    /// The action with everything in it.
    fn to_dict(&self) -> Result<Json<Object>> {
        Json::new(self)
    }

    fn __repr__(&self) -> String {
        format!("<ActionReport {}: {} {}: {}>", self.id, self.operation, self.target, self.state)
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> Result<Pickled<'py>> {
        pickle(slf)
    }

    #[staticmethod]
    fn _restore(text: &str) -> Result<Self> {
        restore(text)
    }
}
