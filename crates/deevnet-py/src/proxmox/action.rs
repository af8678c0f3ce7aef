//! Steps of a plan as Python sees them.

use deevnet_proxmox::plan::{Action, FieldChange, FieldClass, Risk, Target};
use pyo3::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::Result;
use crate::json::{Json, Object};
use crate::pickled::{Pickled, pickle, restore};
use crate::tuple::Tuple;

/// One step of a plan: what is done, where, why, and what it changes.
#[pyclass(name = "Action", module = "deevnet", frozen, eq, hash, get_all, from_py_object)]
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct PyAction {
    /// Its number in the plan, from 1.
    id: u32,
    /// The inventory hostname of the hypervisor.
    host: String,
    /// The node name in Proxmox VE.
    node: String,
    /// What it is about, as people read it.
    target: String,
    /// The VMID, where it is about a machine.
    vmid: Option<u32>,
    /// What is done, as the JSON of a plan names it, such as `clone`.
    operation: String,
    /// The fields that it changes.
    changes: Tuple<PyFieldChange>,
    /// Why it is done.
    reason: String,
    /// Whether the change is in force only after the machine was stopped and started.
    needs_reboot: bool,
    /// What could be lost: `none`, `disruptive` or `destructive`.
    risk: String,
    /// The numbers of the actions that come first.
    after: Tuple<u32>,
}

impl From<&Action> for PyAction {
    fn from(action: &Action) -> Self {
        Self {
            id: action.id.0,
            host: action.host.to_string(),
            node: action.node.to_string(),
            target: action.target.to_string(),
            vmid: vmid(&action.target),
            operation: action.operation.name().to_owned(),
            changes: action.changes.iter().map(PyFieldChange::from).collect(),
            reason: action.reason.clone(),
            needs_reboot: action.needs_reboot,
            risk: risk(action.risk).to_owned(),
            after: action.after.iter().map(|id| id.0).collect(),
        }
    }
}

fn vmid(target: &Target) -> Option<u32> {
    match target {
        Target::Machine { vmid, .. } => Some(*vmid),
        Target::Network { .. } | Target::Node => None,
    }
}

fn risk(risk: Risk) -> &'static str {
    match risk {
        Risk::None => "none",
        Risk::Disruptive => "disruptive",
        Risk::Destructive => "destructive",
    }
}

#[pymethods]
impl PyAction {
    /// The action with everything in it.
    fn to_dict(&self) -> Result<Json<Object>> {
        Json::new(self)
    }

    fn __repr__(&self) -> String {
        format!("<Action {}: {} {} on {}>", self.id, self.operation, self.target, self.host)
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> Result<Pickled<'py>> {
        pickle(slf)
    }

    #[staticmethod]
    fn _restore(text: &str) -> Result<Self> {
        restore(text)
    }
}

/// A field, before and after.
#[pyclass(name = "FieldChange", module = "deevnet", frozen, eq, hash, get_all, from_py_object)]
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct PyFieldChange {
    /// The field, such as `net0.mac`.
    field: String,
    /// What it is now; `None` where it is not set.
    before: Option<String>,
    /// What it becomes; `None` where it is removed.
    after: Option<String>,
    /// What the difference means: `identity`, `resource` or `cosmetic`.
    meaning: String,
}

impl From<&FieldChange> for PyFieldChange {
    fn from(change: &FieldChange) -> Self {
        let meaning = match change.class {
            FieldClass::Identity => "identity",
            FieldClass::Resource => "resource",
            FieldClass::Cosmetic => "cosmetic",
        };
        let FieldChange { field, before, after, .. } = change.clone();
        Self { field, before, after, meaning: meaning.to_owned() }
    }
}

#[pymethods]
impl PyFieldChange {
    /// The change with everything in it.
    fn to_dict(&self) -> Result<Json<Object>> {
        Json::new(self)
    }

    fn __repr__(&self) -> String {
        let shown = |value: &Option<String>| value.as_ref().map_or("None".to_owned(), |value| format!("{value:?}"));
        format!("<FieldChange {}: {} -> {}>", self.field, shown(&self.before), shown(&self.after))
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> Result<Pickled<'py>> {
        pickle(slf)
    }

    #[staticmethod]
    fn _restore(text: &str) -> Result<Self> {
        restore(text)
    }
}
