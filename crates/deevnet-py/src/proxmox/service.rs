//! Several standalone nodes as one.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use deevnet_access::{AccessFile, resolve};
use deevnet_inventory::Inventory;
use deevnet_proxmox::apply::{ApplyOptions, Cancellation, Unwatched, apply};
use deevnet_proxmox::client::{Client, ClientOptions};
use deevnet_proxmox::observe::{ObserveOptions, observe};
use deevnet_registry::folder_of;
use pyo3::exceptions::PyKeyboardInterrupt;
use pyo3::prelude::*;

use super::node::PyNode;
use super::planned::PyPlan;
use super::report::PyReport;
use super::survey::PySurvey;
use super::work::run;
use crate::error::{Result, exception, unusable_node};
use crate::substrate::{PySubstrate, options as reading};
use crate::tuple::Tuple;

/// The Proxmox VE nodes of a substrate, by inventory hostname.
///
/// Every call waits for its end, lets other threads run meanwhile, and can be interrupted with Ctrl-C. Nothing is kept between
/// calls, so that a process may fork before and after. `concurrency` is how many requests are with one node at once, and
/// `timeout` how long one may take, in seconds; one that is safe to repeat is sent `attempts` times at most.
///
/// With `load`, nodes and credentials are those that the command uses. What is loaded so holds the substrate, which its plans are
/// then made for and compared with.
///
/// >>> node = Node("https://hv01.lab.example.net", token_id="deevnet@pve!plan", token_secret="...")
/// >>> Proxmox({"hv01": node})
/// <Proxmox: hv01>
#[pyclass(name = "Proxmox", module = "deevnet", frozen)]
pub(crate) struct PyProxmox {
    nodes: BTreeMap<Arc<str>, PyNode>,
    options: ClientOptions,
    substrate: Option<Py<PySubstrate>>,
}

#[pymethods]
impl PyProxmox {
    #[new]
    #[pyo3(signature = (nodes, concurrency = 8, timeout = 60.0, attempts = 4))]
    fn new(nodes: BTreeMap<String, PyNode>, concurrency: usize, timeout: f64, attempts: u32) -> Result<Self> {
        let nodes = nodes.into_iter().map(|(host, node)| (host.into(), node)).collect();
        Ok(Self { nodes, options: options(concurrency, timeout, attempts)?, substrate: None })
    }

    /// Reads the inventory at a path, and finds out how its hypervisors are reached as the command does.
    ///
    /// What the file `access` says of a node goes before the environment, and that before the inventory; without `access` it is
    /// the file that `DEEVNET_ACCESS` names. `vault_password_file` and `config` are those of `Substrate.load`, the other arguments
    /// those of the constructor.
    ///
    /// Raises `NodeError` where no hypervisor is declared, or one has no endpoint, no credentials or nothing to trust; `LoadError`
    /// and `ConfigError`.
    #[staticmethod]
    #[pyo3(signature = (
        path, *, access = None, vault_password_file = None, config = None, concurrency = 8, timeout = 60.0, attempts = 4
    ))]
    #[expect(clippy::too_many_arguments, reason = "Python names each of them")]
    fn load(
        py: Python<'_>,
        path: PathBuf,
        access: Option<PathBuf>,
        vault_password_file: Option<PathBuf>,
        config: Option<PathBuf>,
        concurrency: usize,
        timeout: f64,
        attempts: u32,
    ) -> Result<Self> {
        let options = options(concurrency, timeout, attempts)?;
        let substrate = PySubstrate::load(py, path.clone(), vault_password_file.clone(), config)?;
        let nodes = py.detach(|| nodes_of(&substrate, &path, access.as_deref(), vault_password_file.as_deref()))?;
        Ok(Self { nodes, options, substrate: Some(Py::new(py, substrate)?) })
    }

    /// The substrate whose nodes these are, where it was loaded with them.
    #[getter]
    fn substrate(&self, py: Python<'_>) -> Option<Py<PySubstrate>> {
        self.substrate.as_ref().map(|substrate| substrate.clone_ref(py))
    }

    /// The inventory hostnames of the nodes, sorted.
    #[getter]
    fn hosts(&self) -> Tuple<String> {
        self.nodes.keys().map(ToString::to_string).collect()
    }

    /// The inventory hostnames of the nodes whose certificates are not verified, so that anybody between can read a token.
    #[getter]
    fn unverified(&self) -> Tuple<String> {
        let unverified = self.nodes.iter().filter(|(_, node)| node.is_unverified());
        unverified.map(|(host, _)| host.to_string()).collect()
    }

    /// Reads every node, all at once; whatever is not shown is a gap of the survey.
    ///
    /// With a substrate, or a loaded one, a node that has another name than is declared is not taken for the one that is meant.
    #[pyo3(signature = (substrate = None))]
    fn observe(&self, py: Python<'_>, substrate: Option<&Bound<'_, PySubstrate>>) -> Result<PySurvey> {
        self.survey(py, self.meant(py, substrate).as_ref())
    }

    /// Reads every node and plans what would make them what a substrate declares; the other arguments are those of `plan`.
    ///
    /// Without a substrate it is the one that was loaded with the nodes. Raises `PlanError` where there is none.
    #[pyo3(signature = (substrate = None, targets = Vec::new(), adopt = Vec::new(), reboot = false))]
    fn plan(
        &self,
        py: Python<'_>,
        substrate: Option<&Bound<'_, PySubstrate>>,
        targets: Vec<String>,
        adopt: Vec<String>,
        reboot: bool,
    ) -> Result<PyPlan> {
        let Some(substrate) = self.meant(py, substrate) else {
            let hint = "give one, or make these nodes with `Proxmox.load`";
            let arguments = ("a plan needs a substrate", None::<String>, hint);
            return Err(exception::PlanError::new_err(arguments).into());
        };
        let survey = self.survey(py, Some(&substrate))?;
        let substrate = substrate.get();
        Ok(py.detach(|| PyPlan::of(substrate, &survey, targets, adopt, reboot)))
    }

    /// Reads every node and refuses a plan as `apply` does, without carrying it out.
    ///
    /// Raises `StalePlanError` and `OtherPlanError`.
    #[pyo3(signature = (plan, substrate = None))]
    fn check(
        &self,
        py: Python<'_>,
        plan: &Bound<'_, PyPlan>,
        substrate: Option<&Bound<'_, PySubstrate>>,
    ) -> Result<()> {
        let (plan, substrate) = (plan.get(), self.meant(py, substrate));
        let survey = self.survey(py, substrate.as_ref())?;
        let declared = substrate.as_ref().map(Py::get);
        py.detach(|| plan.check(declared, &survey))
    }

    /// Carries out a plan, reads back every machine that it changed, and says what became of every action.
    ///
    /// The nodes are read first: where anything on them has changed since the plan was made, nothing is done, and where a substrate
    /// is given or loaded, nothing either unless it gives this same plan for what is found. Machines are removed only with `allow_destroy`, and a plan that changes or removes an unusual share of the owned machines is carried
    /// out only with `force`.
    ///
    /// Raises `StalePlanError`, `OtherPlanError`, and `ApplyInterrupted` with the report after Ctrl-C, once the actions that had begun are done; a
    /// second Ctrl-C does not wait for them.
    #[pyo3(signature = (plan, allow_destroy = false, force = false, substrate = None))]
    fn apply(
        &self,
        py: Python<'_>,
        plan: &Bound<'_, PyPlan>,
        allow_destroy: bool,
        force: bool,
        substrate: Option<&Bound<'_, PySubstrate>>,
    ) -> Result<PyReport> {
        self.check(py, plan, substrate)?;
        let plan = &plan.get().0;
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
    /// The substrate that is given, or else the one that was loaded.
    fn meant(&self, py: Python<'_>, given: Option<&Bound<'_, PySubstrate>>) -> Option<Py<PySubstrate>> {
        given.map(|given| given.clone().unbind()).or_else(|| self.substrate(py))
    }

    fn survey(&self, py: Python<'_>, substrate: Option<&Py<PySubstrate>>) -> Result<PySurvey> {
        let options = substrate.map(|substrate| ObserveOptions::of(&substrate.get().checked().substrate));
        let (options, clients) = (options.unwrap_or_default(), self.clients()?);
        let work = || async move { observe(&clients, options).await };
        run(py, work, Some).map(PySurvey)
    }

    fn clients(&self) -> Result<BTreeMap<Arc<str>, Client>> {
        let nodes = self.nodes.iter();
        nodes.map(|(host, node)| Ok((Arc::clone(host), node.client(self.options.clone())?))).collect()
    }
}

/// How nodes are talked with.
fn options(concurrency: usize, timeout: f64, attempts: u32) -> Result<ClientOptions> {
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
    Ok(options)
}

/// How the hypervisors of the substrate at a path are reached.
fn nodes_of(
    substrate: &PySubstrate,
    path: &Path,
    access: Option<&Path>,
    vault_password_file: Option<&Path>,
) -> Result<BTreeMap<Arc<str>, PyNode>> {
    let (access, reading) = (AccessFile::find(access)?, reading(vault_password_file)?);
    let secrets = || Inventory::read(path, &reading).map(Inventory::into_secrets);
    let nodes = resolve(&substrate.checked().substrate, folder_of(path), &access, secrets)?;
    let nodes: BTreeMap<_, _> = nodes.iter().map(|(host, node)| (Arc::clone(host), PyNode::from(node))).collect();
    nodes.values().try_for_each(|node| node.client(ClientOptions::default()).map(drop))?;
    Ok(nodes)
}
