//! Positions as Python sees them.

use std::fmt;

use deevnet_core::Position;
use pyo3::prelude::*;
use serde::{Deserialize, Serialize};

/// A place in a file.
///
/// >>> str(Position("hosts.yml", 3, 5))
/// 'hosts.yml:3:5'
#[pyclass(name = "Position", module = "deevnet", frozen, eq, hash, str, get_all, from_py_object)]
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct PyPosition {
    /// The path of the file, as it was named.
    path: String,
    /// The line, from 1.
    line: usize,
    /// The column in characters, from 1.
    column: usize,
    /// How many characters the value covers on that line; 0 when unknown.
    width: usize,
}

#[pymethods]
impl PyPosition {
    #[new]
    #[pyo3(signature = (path, line, column, width = 0))]
    fn new(path: String, line: usize, column: usize, width: usize) -> Self {
        Self { path, line, column, width }
    }

    fn __repr__(&self) -> String {
        format!("<Position {self}>")
    }

    fn __getnewargs__(&self) -> (&str, usize, usize, usize) {
        (&self.path, self.line, self.column, self.width)
    }
}

impl PyPosition {
    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    pub(crate) fn line(&self) -> usize {
        self.line
    }

    pub(crate) fn column(&self) -> usize {
        self.column
    }
}

impl From<&Position> for PyPosition {
    fn from(position: &Position) -> Self {
        Self { path: position.path.to_string(), line: position.line, column: position.column, width: position.width }
    }
}

impl fmt::Display for PyPosition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.path, self.line, self.column)
    }
}
