//! How long another process is waited for.

use std::time::Duration;

use pyo3::PyErr;

use crate::error::Result;

/// A number of seconds that another process which is changing the inventory is waited for; `refuse` makes the exception.
pub(crate) fn patience(seconds: f64, refuse: impl FnOnce((String, String, &'static str)) -> PyErr) -> Result<Duration> {
    Duration::try_from_secs_f64(seconds).map_err(|_| {
        let message = format!("another process cannot be waited for {seconds} seconds");
        refuse((message, seconds.to_string(), "give a number of seconds that is not negative, such as 10.0")).into()
    })
}
