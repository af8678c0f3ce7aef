//! Records between processes: pickled as JSON text, which names every field.

use pyo3::PyClass;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::pyclass::boolean_struct::True;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::Result;

/// What pickle is told: the function that makes the record again, and what it is given.
pub(crate) type Pickled<'py> = (Bound<'py, PyAny>, (String,));

/// The name that every record gives to [`restore`] in Python.
const RESTORE: &str = "_restore";

/// What `__reduce__` answers for a record.
pub(crate) fn pickle<'py, T>(record: &Bound<'py, T>) -> Result<Pickled<'py>>
where
    T: PyClass<Frozen = True> + Serialize + Sync,
{
    Ok((record.as_any().get_type().getattr(RESTORE)?, (serde_json::to_string(record.get())?,)))
}

/// The record that [`pickle`] wrote.
pub(crate) fn restore<T: DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|error| PyValueError::new_err(error.to_string()).into())
}
