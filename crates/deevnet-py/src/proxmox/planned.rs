//! Plans as Python sees them.

use std::fmt;
use std::hash::{Hash, Hasher};

use deevnet_proxmox::apply::{ApplyOptions, foresee};
use deevnet_proxmox::plan::{Plan, PlanOptions, Withheld, plan as plan_nodes};
use pyo3::prelude::*;
use serde::{Deserialize, Serialize};

use super::action::PyAction;
use super::report::PyReport;
use super::standing::{PyBlocked, PyFault};
use super::survey::PySurvey;
use crate::error::Result;
use crate::json::{Json, Object};
use crate::pickled::{Pickled, pickle, restore};
use crate::substrate::PySubstrate;
use crate::tuple::Tuple;

/// What makes the nodes what the declaration says: immutable, and without a choice left to who applies it.
///
/// As text it is what `deevnet plan` prints.
#[pyclass(name = "Plan", module = "deevnet", frozen, eq, hash, str)]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct PyPlan(pub(super) Plan);

impl Hash for PyPlan {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (&self.0.substrate, &self.0.survey, self.0.actions.len()).hash(state);
    }
}

impl fmt::Display for PyPlan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[pymethods]
impl PyPlan {
    /// Reads what `to_json` or `deevnet plan --out FILE` wrote.
    ///
    /// Raises `PlanError`.
    #[staticmethod]
    fn from_json(py: Python<'_>, text: &str) -> Result<Self> {
        py.detach(|| Ok(Self(Plan::from_json(text)?)))
    }

    /// The plan as JSON, the same bytes for the same plan.
    fn to_json(&self, py: Python<'_>) -> Result<String> {
        py.detach(|| Ok(self.0.to_json()?))
    }

    /// Everything in the plan, as `to_json` writes it.
    fn to_dict(&self, py: Python<'_>) -> Result<Json<Object>> {
        py.detach(|| Json::new(&self.0))
    }

    /// The substrate.
    #[getter]
    fn substrate(&self) -> &str {
        &self.0.substrate
    }

    /// The digest of the survey that it was made from.
    #[getter]
    fn survey(&self) -> &str {
        &self.0.survey
    }

    /// What is to be done: an action stands behind those that it needs.
    #[getter]
    fn actions(&self) -> Tuple<PyAction> {
        self.0.actions.iter().map(PyAction::from).collect()
    }

    /// Differences that no action can end.
    #[getter]
    fn blocked(&self) -> Tuple<PyBlocked> {
        self.0.blocked.iter().map(PyBlocked::from).collect()
    }

    /// What must be settled before anything is done.
    #[getter]
    fn faults(&self) -> Tuple<PyFault> {
        self.0.faults.iter().map(PyFault::from).collect()
    }

    /// Whether there is nothing to do; differences that stay and faults may be left.
    #[getter]
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether anything that makes a machine another one differs from the declaration.
    #[getter]
    fn has_identity_drift(&self) -> bool {
        self.0.has_identity_drift()
    }

    /// How many machines and networks are made, changed and removed.
    #[getter]
    fn summary(&self) -> (usize, usize, usize) {
        let summary = self.0.summary();
        (summary.add, summary.change, summary.destroy)
    }

    /// Why it is carried out only with `force`, where it changes or removes an unusual share of the owned machines.
    #[getter]
    fn gate(&self) -> Option<String> {
        self.0.gate().err().map(|error| error.to_string())
    }

    /// What an apply would come to where every action that may begin is done: what is not allowed is refused, and what stands on
    /// it is skipped.
    #[pyo3(signature = (allow_destroy = false, force = false))]
    fn foresee(&self, allow_destroy: bool, force: bool) -> PyReport {
        PyReport(foresee(&self.0, &ApplyOptions { allow_destroy, force, ..ApplyOptions::default() }))
    }

    /// How many owned machines were looked at and need nothing.
    #[getter]
    fn unchanged(&self) -> usize {
        self.0.unchanged
    }

    /// How many machines on the nodes are owned by the declaration.
    #[getter]
    fn owned(&self) -> usize {
        self.0.owned
    }

    fn __repr__(&self) -> String {
        format!("<Plan {}: {} actions>", self.0.substrate, self.0.actions.len())
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> Result<Pickled<'py>> {
        pickle(slf)
    }

    #[staticmethod]
    fn _restore(text: &str) -> Result<Self> {
        restore(text)
    }
}

/// Plans what would make the nodes of a survey what a substrate declares, without asking them.
///
/// `targets` are the hosts, workloads (`api.orchard`) and tenants that are planned, all where there is none. A machine that
/// nothing on the node marks as owned is taken over only where `adopt` names it. Running machines are stopped and started
/// again for what takes effect only then where `reboot` is true.
///
/// >>> substrate = Substrate.from_hostvars({"hv01": {"deevnet_substrate": "lab"}}, {"all": ["hv01"]})
/// >>> plan(substrate, Survey.from_json('{"version": 1, "nodes": {}}')).is_empty
/// True
#[pyfunction]
#[pyo3(signature = (substrate, survey, targets = Vec::new(), adopt = Vec::new(), reboot = false))]
pub(crate) fn plan(
    py: Python<'_>,
    substrate: &Bound<'_, PySubstrate>,
    survey: &Bound<'_, PySurvey>,
    targets: Vec<String>,
    adopt: Vec<String>,
    reboot: bool,
) -> PyPlan {
    let (substrate, survey) = (substrate.get(), survey.get());
    py.detach(|| PyPlan::of(substrate, survey, targets, adopt, reboot))
}

impl PyPlan {
    pub(super) fn of(
        substrate: &PySubstrate,
        survey: &PySurvey,
        targets: Vec<String>,
        adopt: Vec<String>,
        reboot: bool,
    ) -> Self {
        let checked = substrate.checked();
        let options = PlanOptions {
            targets: targets.into_iter().collect(),
            adopt: adopt.into_iter().collect(),
            withheld: Withheld::of(&checked.findings),
            reboot,
        };
        Self(plan_nodes(&checked.substrate, &survey.0, &options))
    }

    /// Refuses a plan that was made for nodes as they no longer are, or that is not what a substrate gives now.
    pub(super) fn check(&self, substrate: Option<&PySubstrate>, survey: &PySurvey) -> Result<()> {
        self.0.check_survey(&survey.0)?;
        let Some(substrate) = substrate else { return Ok(()) };
        let checked = substrate.checked();
        let options = PlanOptions::of(&self.0.scope, Withheld::of(&checked.findings));
        Ok(self.0.check_remade(&plan_nodes(&checked.substrate, &survey.0, &options))?)
    }
}
