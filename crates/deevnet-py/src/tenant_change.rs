//! Adding and removing tenants as Python sees it.

use std::path::PathBuf;

use deevnet_core::tenant::{Requirement, TenantRequest};
use deevnet_registry::{AddedTenant, RemovedTenant, TenantInventory, TenantUser, Writing};
use pyo3::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::{Result, exception};
use crate::file_change::PyFileChange;
use crate::patience::patience;
use crate::pickled::{Pickled, pickle, restore};
use crate::position::PyPosition;
use crate::substrate::options;
use crate::tenant::PyTenant;
use crate::tuple::Tuple;

/// What the addition or removal of a tenant came to.
#[pyclass(name = "TenantChange", module = "deevnet", frozen, eq, hash, get_all)]
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct PyTenantChange {
    /// The tenant with everything that follows from its declaration.
    tenant: PyTenant,
    /// What changes in which file; empty where the tenant is declared already.
    files: Tuple<PyFileChange>,
    /// What the devices need for a tenant that is added, or has to be taken down in this order of one that is removed:
    /// each the device and what to do there.
    steps: Tuple<(String, String)>,
    /// What uses a tenant before it is added, each with its place.
    users: Tuple<(String, Option<PyPosition>)>,
}

#[pymethods]
impl PyTenantChange {
    /// Whether any file changes.
    #[getter]
    fn changed(&self) -> bool {
        !self.files.0.is_empty()
    }

    fn __repr__(&self) -> String {
        format!("<TenantChange {}: {} files>", self.tenant.name(), self.files.0.len())
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> Result<Pickled<'py>> {
        pickle(slf)
    }

    #[staticmethod]
    fn _restore(text: &str) -> Result<Self> {
        restore(text)
    }
}

impl From<AddedTenant> for PyTenantChange {
    fn from(added: AddedTenant) -> Self {
        Self {
            tenant: PyTenant::from(&added.addition.record),
            files: PyFileChange::all(added.edits.changes()),
            steps: steps(&added.addition.needs),
            users: users(&added.users),
        }
    }
}

impl From<RemovedTenant> for PyTenantChange {
    fn from(removed: RemovedTenant) -> Self {
        Self {
            tenant: PyTenant::from(&removed.removal.record),
            files: PyFileChange::all(removed.edits.changes()),
            steps: steps(&removed.teardown),
            users: Tuple(Vec::new()),
        }
    }
}

fn steps(requirements: &[Requirement]) -> Tuple<(String, String)> {
    requirements.iter().map(|step| (step.device.name().to_owned(), step.text.clone())).collect()
}

fn users(users: &[TenantUser]) -> Tuple<(String, Option<PyPosition>)> {
    users.iter().map(|user| (user.description.clone(), user.position.as_ref().map(PyPosition::from))).collect()
}

/// Adds a tenant to the inventory at a path, as `deevnet tenant add` does.
///
/// It is given the lowest free index and, on VLANs, the lowest free VLAN of the tenant band with a segment. Where it is declared
/// already as asked for, nothing changes. `workload_class` is what its workloads are for, such as `experiment`, and `mac_policy`
/// where their MAC addresses come from, such as `deterministic`. With `dry_run` nothing is written. `wait` is for how many
/// seconds another process that is changing the inventory is waited for.
///
/// Raises `TenantError` where the tenant cannot be added or its files not be edited, `UnknownNameError` for a class or policy
/// that does not exist, and `LoadError` where there is no inventory.
#[pyfunction]
#[pyo3(signature = (
    path, name, *, workload_class = None, mac_policy = None, dry_run = false, wait = 0.0, vault_password_file = None
))]
#[expect(clippy::too_many_arguments, reason = "Python names each of them")]
pub(crate) fn add_tenant(
    py: Python<'_>,
    path: PathBuf,
    name: &str,
    workload_class: Option<&str>,
    mac_policy: Option<&str>,
    dry_run: bool,
    wait: f64,
    vault_password_file: Option<PathBuf>,
) -> Result<PyTenantChange> {
    let request = TenantRequest {
        name: name.parse()?,
        class: workload_class.map(str::parse).transpose()?,
        mac_policy: mac_policy.map(str::parse).transpose()?,
    };
    let inventory = Inventory { path, wait, vault_password_file }.open("deevnet.add_tenant")?;
    py.detach(|| Ok(inventory.add(&request, writing(dry_run))?.into()))
}

/// Removes a tenant that nothing uses any more from the inventory at a path, as `deevnet tenant remove` does.
///
/// With `dry_run` nothing is written. `wait` is for how many seconds another process that is changing the inventory is waited
/// for.
///
/// Raises `UnknownTenantError` where no such tenant is declared, `TenantInUseError` where something uses it, `TenantError` where
/// its files cannot be edited, and `LoadError` where there is no inventory.
#[pyfunction]
#[pyo3(signature = (path, name, *, dry_run = false, wait = 0.0, vault_password_file = None))]
pub(crate) fn remove_tenant(
    py: Python<'_>,
    path: PathBuf,
    name: &str,
    dry_run: bool,
    wait: f64,
    vault_password_file: Option<PathBuf>,
) -> Result<PyTenantChange> {
    let inventory = Inventory { path, wait, vault_password_file }.open("deevnet.remove_tenant")?;
    py.detach(|| Ok(inventory.remove(name, writing(dry_run))?.into()))
}

/// An inventory as Python names it.
struct Inventory {
    path: PathBuf,
    wait: f64,
    vault_password_file: Option<PathBuf>,
}

impl Inventory {
    fn open(self, command: &str) -> Result<TenantInventory> {
        let patience = patience(self.wait, exception::TenantError::new_err)?;
        let options = options(self.vault_password_file.as_deref())?;
        Ok(TenantInventory::new(self.path, options).for_command(command).waiting(patience))
    }
}

fn writing(dry_run: bool) -> Writing {
    if dry_run { Writing::Planned } else { Writing::Done }
}
