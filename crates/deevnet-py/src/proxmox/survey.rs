//! Surveys as Python sees them.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use deevnet_proxmox::survey::{Gap, Survey};
use pyo3::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::Result;
use crate::json::{Json, Object};
use crate::pickled::{Pickled, pickle, restore};
use crate::tuple::Tuple;

/// What was found on every node that was asked.
///
/// A node that did not answer, or showed less than it holds, has gaps. Only a survey without gaps shows which VMIDs are free
/// and what nothing declares any more, so that nothing is made or removed by any other.
///
/// >>> survey = Survey.from_json('{"version": 1, "nodes": {"hv01": {"node": "pve1", "release": "8.4.21"}}}')
/// >>> survey.hosts, survey.is_complete
/// (('hv01',), True)
#[pyclass(name = "Survey", module = "deevnet", frozen, eq, hash)]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct PySurvey(pub(super) Survey);

impl Hash for PySurvey {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.digest().hash(state);
    }
}

#[pymethods]
impl PySurvey {
    /// Reads what `to_json` or `deevnet observe --out FILE` wrote.
    ///
    /// Raises `SurveyError`.
    #[staticmethod]
    fn from_json(py: Python<'_>, text: &str) -> Result<Self> {
        py.detach(|| Ok(Self(Survey::from_json(text)?)))
    }

    /// The survey as JSON, the same bytes for the same survey.
    fn to_json(&self, py: Python<'_>) -> Result<String> {
        py.detach(|| Ok(self.0.to_json()?))
    }

    /// Everything in the survey, as `to_json` writes it.
    fn to_dict(&self, py: Python<'_>) -> Result<Json<Object>> {
        py.detach(|| Json::new(&self.0))
    }

    /// The inventory hostnames of the nodes, sorted.
    #[getter]
    fn hosts(&self) -> Tuple<String> {
        self.0.nodes.keys().map(ToString::to_string).collect()
    }

    /// What is missing.
    #[getter]
    fn gaps(&self) -> Tuple<PyGap> {
        let nodes = self.0.nodes.iter();
        nodes.flat_map(|(host, node)| node.gaps.iter().map(|gap| PyGap::of(host, gap))).collect()
    }

    /// The VMIDs that exist on each node, of containers and templates too, as `allocate` takes them.
    ///
    /// Raises `SurveyError` where the survey has a gap: a VMID that is free on the nodes that answered may be taken on another.
    fn vmids(&self) -> Result<BTreeMap<String, Vec<u32>>> {
        let nodes: BTreeSet<Arc<str>> = self.0.nodes.keys().cloned().collect();
        let complete = self.0.complete(&nodes)?;
        let vmids = complete.nodes.iter();
        Ok(vmids.map(|(host, node)| (host.to_string(), node.guests.keys().copied().collect())).collect())
    }

    /// Whether no node has a gap.
    #[getter]
    fn is_complete(&self) -> bool {
        self.0.is_complete()
    }

    /// What tells whether the nodes are still as they were, as hexadecimal digits.
    #[getter]
    fn digest(&self, py: Python<'_>) -> String {
        py.detach(|| self.0.digest())
    }

    fn __repr__(&self) -> String {
        let guests: usize = self.0.nodes.values().map(|node| node.guests.len()).sum();
        format!("<Survey: {guests} guests on {} nodes>", self.0.nodes.len())
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> Result<Pickled<'py>> {
        pickle(slf)
    }

    #[staticmethod]
    fn _restore(text: &str) -> Result<Self> {
        restore(text)
    }
}

/// Something that a node did not show.
#[pyclass(name = "Gap", module = "deevnet", frozen, eq, hash, get_all, from_py_object)]
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct PyGap {
    /// The inventory hostname of the node.
    host: String,
    /// What was asked for.
    subject: String,
    /// Why it is missing.
    reason: String,
}

impl PyGap {
    fn of(host: &str, gap: &Gap) -> Self {
        Self { host: host.to_owned(), subject: gap.subject.clone(), reason: gap.reason.to_string() }
    }
}

#[pymethods]
impl PyGap {
    #[new]
    fn new(host: String, subject: String, reason: String) -> Self {
        Self { host, subject, reason }
    }

    fn __repr__(&self) -> String {
        format!("<Gap {}: {}: {}>", self.host, self.subject, self.reason)
    }

    fn __getnewargs__(&self) -> (&str, &str, &str) {
        (&self.host, &self.subject, &self.reason)
    }
}
