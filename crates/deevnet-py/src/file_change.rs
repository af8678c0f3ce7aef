//! Changes of files as Python sees them.

use std::path::Path;

use pyo3::prelude::*;
use serde::{Deserialize, Serialize};

use crate::tuple::Tuple;

/// What a file holds before and after a change.
///
/// >>> change = FileChange("group_vars/all.yml", None, "deevnet_tenants: []\n")
/// >>> change.path, change.before
/// ('group_vars/all.yml', None)
#[pyclass(name = "FileChange", module = "deevnet", frozen, eq, hash, get_all, from_py_object)]
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct PyFileChange {
    /// Its path.
    path: String,
    /// What it holds before; `None` where there is no file yet.
    before: Option<String>,
    /// What it holds after.
    after: String,
}

#[pymethods]
impl PyFileChange {
    #[new]
    fn new(path: String, before: Option<String>, after: String) -> Self {
        Self { path, before, after }
    }

    fn __repr__(&self) -> String {
        let what = if self.before.is_none() { "new" } else { "changed" };
        format!("<FileChange {}: {what}>", self.path)
    }

    fn __getnewargs__(&self) -> (&str, Option<&str>, &str) {
        (&self.path, self.before.as_deref(), &self.after)
    }
}

impl PyFileChange {
    /// Those of several files; what changes nothing is none.
    pub(crate) fn all<'a>(changes: impl Iterator<Item = (&'a Path, Option<&'a str>, &'a str)>) -> Tuple<Self> {
        let changes = changes.filter(|(_, before, after)| *before != Some(*after));
        let change = |(path, before, after): (&Path, Option<&str>, &str)| Self {
            path: path.display().to_string(),
            before: before.map(str::to_owned),
            after: after.to_owned(),
        };
        changes.map(change).collect()
    }
}
