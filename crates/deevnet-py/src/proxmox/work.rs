//! Work that waits for nodes: without the interpreter's lock, on a runtime that ends with it, and interruptible.

use std::future::Future;
use std::pin::pin;
use std::time::Duration;

use pyo3::prelude::*;
use tokio::runtime::Builder;
use tokio::time::{MissedTickBehavior, interval};

use crate::error::Result;

/// How often Python is asked whether a signal came.
const TICK: Duration = Duration::from_millis(100);

/// Does work and gives what it came to.
///
/// The runtime has no thread of its own that outlives the call, so that a process may fork before and after. A signal such as
/// Ctrl-C goes to `interrupted` with the exception that Python raises for it; the work ends at once where that gives it back.
pub(super) fn run<T: Send, F: Future<Output = T>>(
    py: Python<'_>,
    work: impl FnOnce() -> F + Send,
    mut interrupted: impl FnMut(PyErr) -> Option<PyErr> + Send,
) -> Result<T> {
    py.detach(|| {
        let runtime = Builder::new_current_thread().enable_all().build().map_err(PyErr::from)?;
        runtime.block_on(async {
            let mut work = pin!(work());
            let mut ticks = interval(TICK);
            ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
            loop {
                tokio::select! {
                    biased;
                    done = &mut work => return Ok(done),
                    _ = ticks.tick() => {
                        let signal = Python::attach(pending_signal);
                        if let Some(error) = signal.err().and_then(&mut interrupted) {
                            return Err(error.into());
                        }
                    }
                }
            }
        })
    })
}

/// Runs the handlers of signals that came; what one of them raises is the error.
fn pending_signal(py: Python<'_>) -> PyResult<()> {
    py.check_signals()
}
