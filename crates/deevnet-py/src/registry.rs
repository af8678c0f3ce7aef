//! Allocating into an inventory as Python sees it.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use deevnet_core::allocate::{
    Batch, Holder, Identity, InterfaceMac, Request, Survey, allocate as allocate_batch, obstacles,
};
use deevnet_inventory::{config_for, load};
use deevnet_registry::{FileBatch, InventoryRegistry, Registry, RegistryError};
use pyo3::prelude::*;

use crate::allocate::Taken;
use crate::error::{Result, exception};
use crate::file_change::PyFileChange;
use crate::patience::patience;
use crate::substrate::options;
use crate::tuple::Tuple;

/// How those who wait for the inventory are told of it.
const COMMAND: &str = "deevnet.allocate";

/// The identity that one host is given: its VMID and the MAC address derived from it.
///
/// >>> str(Identity("dns-vm01", 200, "02:de:20:00:00:c8"))
/// 'dns-vm01: VMID 200, MAC 02:de:20:00:00:c8'
#[pyclass(name = "Identity", module = "deevnet", frozen, eq, hash, str, get_all, from_py_object)]
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct PyIdentity {
    /// The inventory hostname.
    host: String,
    /// The VMID; `None` for an interface whose address is derived from itself.
    vmid: Option<u32>,
    /// The MAC address.
    mac: String,
    /// The interface whose address it is, where it is derived from that.
    interface: Option<String>,
}

#[pymethods]
impl PyIdentity {
    #[new]
    #[pyo3(signature = (host, vmid, mac, interface = None))]
    fn new(host: String, vmid: Option<u32>, mac: String, interface: Option<String>) -> Self {
        Self { host, vmid, mac, interface }
    }

    fn __repr__(&self) -> String {
        format!("<Identity {self}>")
    }

    fn __getnewargs__(&self) -> (&str, Option<u32>, &str, Option<&str>) {
        (&self.host, self.vmid, &self.mac, self.interface.as_deref())
    }
}

impl From<&Identity> for PyIdentity {
    fn from(identity: &Identity) -> Self {
        let Identity { host, vmid, mac, .. } = identity;
        Self { host: host.to_string(), vmid: Some(vmid.get()), mac: mac.to_string(), interface: None }
    }
}

impl From<&InterfaceMac> for PyIdentity {
    fn from(found: &InterfaceMac) -> Self {
        let InterfaceMac { host, interface, mac, .. } = found;
        Self { host: host.to_string(), vmid: None, mac: mac.to_string(), interface: Some(interface.to_string()) }
    }
}

impl fmt::Display for PyIdentity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.host)?;
        self.interface.as_ref().map_or(Ok(()), |interface| write!(f, " {interface}"))?;
        match self.vmid {
            Some(vmid) => write!(f, ": VMID {vmid}, MAC {}", self.mac),
            None => write!(f, ": MAC {}", self.mac),
        }
    }
}

/// What an allocation came to.
#[pyclass(name = "Allocation", module = "deevnet", frozen, eq, hash, get_all)]
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct PyAllocation {
    /// The substrate.
    substrate: String,
    /// What is given that was not given before, hosts by name and then interfaces.
    new: Tuple<PyIdentity>,
    /// The files that it is written to.
    files: Tuple<String>,
    /// What changes in those files.
    changes: Tuple<PyFileChange>,
    /// The guests that lack a VMID and are given none, each with the reason.
    left_out: Tuple<(String, String)>,
}

#[pymethods]
impl PyAllocation {
    #[new]
    #[pyo3(signature = (substrate, new, files, left_out, changes = Tuple(Vec::new())))]
    fn new(
        substrate: String,
        new: Tuple<PyIdentity>,
        files: Tuple<String>,
        left_out: Tuple<(String, String)>,
        changes: Tuple<PyFileChange>,
    ) -> Self {
        Self { substrate, new, files, changes, left_out }
    }

    fn __repr__(&self) -> String {
        format!("<Allocation {}: {} new>", self.substrate, self.new.0.len())
    }

    #[expect(clippy::type_complexity, reason = "Python wants the arguments of the constructor as one tuple")]
    fn __getnewargs__(&self) -> (&str, Tuple<PyIdentity>, Tuple<String>, Tuple<(String, String)>, Tuple<PyFileChange>) {
        (&self.substrate, self.new.clone(), self.files.clone(), self.left_out.clone(), self.changes.clone())
    }
}

impl PyAllocation {
    fn of(request: &Request, batch: &Batch, changes: &FileBatch) -> Self {
        let files = changes.changes();
        let files = files.filter_map(|(path, change)| Some((path, change.before.as_deref(), change.after.as_deref()?)));
        let identities = batch.new.iter().map(PyIdentity::from);
        let unfit = request.unfit().iter();
        Self {
            substrate: request.substrate().to_string(),
            new: identities.chain(batch.interfaces.iter().map(PyIdentity::from)).collect(),
            files: changes.changes().map(|(path, _)| path.display().to_string()).collect(),
            changes: PyFileChange::all(files),
            left_out: unfit.map(|(host, unfit)| (host.to_string(), unfit.to_string())).collect(),
        }
    }
}

/// Gives VMIDs and MAC addresses to the hosts of an inventory that need them, as `deevnet alloc` does.
///
/// A host with `mgmt_vm` whose VMID is 0 or absent is given the lowest free one of `deevnet_mgmt_vmid_range`, and the
/// address derived from it, in `host_vars/<host>/identity.yml`. All files are written or none, and what a host has is
/// never changed. `taken` holds VMIDs that are taken elsewhere; `survey` those that exist on each node, and has to cover
/// every node that is declared. With `dry_run` nothing is written. `wait` is for how many seconds another process that
/// is changing the inventory is waited for.
///
/// Raises `AllocationError` where an identity cannot be given or written, and `LoadError` where there is no inventory.
#[pyfunction]
#[pyo3(signature = (path, taken = None, survey = None, *, dry_run = false, wait = 0.0, vault_password_file = None))]
pub(crate) fn allocate(
    py: Python<'_>,
    path: PathBuf,
    taken: Option<Taken>,
    survey: Option<BTreeMap<String, Taken>>,
    dry_run: bool,
    wait: f64,
    vault_password_file: Option<PathBuf>,
) -> Result<PyAllocation> {
    let patience = patience(wait, exception::AllocationError::new_err)?;
    py.detach(|| {
        let files = InventoryRegistry::new(&path, options(vault_password_file.as_deref())?);
        let mut registry = files.for_command(COMMAND).waiting(patience);
        if !dry_run {
            registry.recover()?;
        }
        let mut request = request(&path, vault_password_file.as_deref())?;
        for vmid in taken.into_iter().flat_map(Taken::into_vec) {
            request.take(vmid, Holder::List { name: "taken".into(), line: None });
        }
        if let Some(nodes) = survey {
            let mut survey = Survey::default();
            for (node, vmids) in nodes {
                survey.add(node, vmids.into_vec());
            }
            request.survey(survey);
        }
        if dry_run {
            let batch = allocate_batch(&request, &registry.ledger()?).map_err(RegistryError::from)?;
            return Ok(PyAllocation::of(&request, &batch, &registry.changes(&batch)?));
        }
        let (batch, changes) = registry.give(&request)?;
        Ok(PyAllocation::of(&request, &batch, &changes))
    })
}

/// What an inventory needs, unless errors make it unknown what is taken there.
fn request(path: &Path, vault_password_file: Option<&Path>) -> Result<Request> {
    let checked = deevnet_core::check(&load(path, &options(vault_password_file)?)?);
    let findings = config_for(path)?.apply(checked.findings);
    if let [first, more @ ..] = obstacles(&findings).as_slice() {
        let message = match more.len() {
            0 => first.message.clone(),
            count => format!("{}, and {count} more", first.message),
        };
        let arguments = (message, first.value.clone(), "put right what `deevnet check` reports");
        return Err(exception::AllocationError::new_err(arguments).into());
    }
    Ok(Request::of(&checked.substrate).map_err(RegistryError::from)?)
}
