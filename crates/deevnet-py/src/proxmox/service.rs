//! Several standalone nodes as one.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;

use deevnet_proxmox::apply::{ApplyOptions, Cancellation, Unwatched, apply};
use deevnet_proxmox::client::{Client, ClientOptions};
use deevnet_proxmox::observe::{ObserveOptions, observe};
use pyo3::exceptions::PyKeyboardInterrupt;
use pyo3::prelude::*;

use super::node::PyNode;
use super::planned::PyPlan;
use super::report::PyReport;
use super::survey::PySurvey;
use super::work::run;
use crate::error::{Result, exception, unusable_node};
use crate::substrate::PySubstrate;

/// The Proxmox VE nodes of a substrate, by inventory hostname.
///
/// Every call waits for its end, lets other threads run meanwhile, and can be interrupted with Ctrl-C. Nothing is kept between
/// calls, so that a process may fork before and after. `concurrency` is how many requests are with one node at once, and
/// `timeout` how long one may take, in seconds; one that is safe to repeat is sent `attempts` times at most.
///
/// >>> node = Node("https://hv01.lab.example.net", token_id="deevnet@pve!plan", token_secret="...")
/// >>> Proxmox({"hv01": node})
/// <Proxmox: hv01>
#[pyclass(name = "Proxmox", module = "deevnet", frozen)]
pub(crate) struct PyProxmox {
    nodes: BTreeMap<Arc<str>, PyNode>,
    options: ClientOptions,
}

#[pymethods]
impl PyProxmox {
    #[new]
    #[pyo3(signature = (nodes, concurrency = 8, timeout = 60.0, attempts = 4))]
    fn new(nodes: BTreeMap<String, PyNode>, concurrency: usize, timeout: f64, attempts: u32) -> Result<Self> {
        let mut options = ClientOptions::default();
        let Some(concurrency) = NonZeroUsize::new(concurrency) else {
            let message = "at least one request is with a node at once".to_owned();
            return Err(unusable_node(message, Some("0".to_owned()), "give 1 or more"));
        };
        options.concurrency = concurrency;
        options.attempts = attempts.max(1);
        options.call_timeout =
            Duration::try_from_secs_f64(timeout).ok().filter(|timeout| !timeout.is_zero()).ok_or_else(|| {
                let message = format!("{timeout} is not a time to wait");
                unusable_node(message, Some(timeout.to_string()), "give a number of seconds above 0")
            })?;
        let nodes = nodes.into_iter().map(|(host, node)| (host.into(), node)).collect();
        Ok(Self { nodes, options })
    }

    /// Reads every node, all at once; whatever is not shown is a gap of the survey.
    ///
    /// With a substrate, a node that has another name than is declared is not taken for the one that is meant.
    #[pyo3(signature = (substrate = None))]
    fn observe(&self, py: Python<'_>, substrate: Option<&Bound<'_, PySubstrate>>) -> Result<PySurvey> {
        let options = substrate.map(|substrate| ObserveOptions::of(&substrate.get().checked().substrate));
        self.survey(py, options.unwrap_or_default())
    }

    /// Reads every node and plans what would make them what a substrate declares; the other arguments are those of `plan`.
    #[pyo3(signature = (substrate, targets = Vec::new(), adopt = Vec::new(), reboot = false))]
    fn plan(
        &self,
        py: Python<'_>,
        substrate: &Bound<'_, PySubstrate>,
        targets: Vec<String>,
        adopt: Vec<String>,
        reboot: bool,
    ) -> Result<PyPlan> {
        let survey = self.observe(py, Some(substrate))?;
        let substrate = substrate.get();
        Ok(py.detach(|| PyPlan::of(substrate, &survey, targets, adopt, reboot)))
    }

    /// Carries out a plan, reads back every machine that it changed, and says what became of every action.
    ///
    /// The nodes are read first: where anything on them has changed since the plan was made, nothing is done. Machines are
    /// removed only with `allow_destroy`, and a plan that changes or removes an unusual share of the owned machines is carried
    /// out only with `force`.
    ///
    /// Raises `StalePlanError`, and `ApplyInterrupted` with the report after Ctrl-C, once the actions that had begun are done; a
    /// second Ctrl-C does not wait for them.
    #[pyo3(signature = (plan, allow_destroy = false, force = false))]
    fn apply(&self, py: Python<'_>, plan: &Bound<'_, PyPlan>, allow_destroy: bool, force: bool) -> Result<PyReport> {
        let plan = &plan.get().0;
        let survey = self.survey(py, ObserveOptions::default())?;
        py.detach(|| plan.check_survey(&survey.0))?;
        let cancellation = Cancellation::default();
        let options =
            ApplyOptions { allow_destroy, force, cancellation: cancellation.clone(), ..ApplyOptions::default() };
        let (clients, mut interruption) = (self.clients()?, None);
        let work = || async move { apply(plan, &clients, options, &Unwatched).await };
        let report = run(py, work, |error| {
            cancellation.cancel();
            interruption.replace(error)
        })?;
        match interruption {
            None => Ok(PyReport(report)),
            Some(error) if error.is_instance_of::<PyKeyboardInterrupt>(py) => {
                Err(exception::ApplyInterrupted::new_err((PyReport(report),)).into())
            }
            Some(error) => Err(error.into()),
        }
    }

    fn __repr__(&self) -> String {
        let hosts: Vec<&str> = self.nodes.keys().map(AsRef::as_ref).collect();
        format!("<Proxmox: {}>", hosts.join(", "))
    }
}

impl PyProxmox {
    fn survey(&self, py: Python<'_>, options: ObserveOptions) -> Result<PySurvey> {
        let clients = self.clients()?;
        let work = || async move { observe(&clients, options).await };
        run(py, work, Some).map(PySurvey)
    }

    fn clients(&self) -> Result<BTreeMap<Arc<str>, Client>> {
        let nodes = self.nodes.iter();
        nodes.map(|(host, node)| Ok((Arc::clone(host), node.client(self.options.clone())?))).collect()
    }
}
