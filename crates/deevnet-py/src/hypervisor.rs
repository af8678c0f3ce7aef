//! Hypervisors as Python sees them.

use std::collections::BTreeMap;
use std::fmt;

use deevnet_core::Spanned;
use deevnet_core::model::{Automation, Host, Hypervisor, Storage, Substrate};
use pyo3::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::Result;
use crate::pickled::{Pickled, pickle, restore};
use crate::tuple::Tuple;

/// A hypervisor: a node that stands alone, and what it offers to machines. What is not declared is `None`.
///
/// >>> node = {"deevnet_hypervisor": {"plane": "management", "node": "pve", "bridge": "vmbr0"}}
/// >>> hypervisor = Substrate.from_hostvars({"hv01": node}, {"all": ["hv01"]}).hypervisors[0]
/// >>> hypervisor.plane, hypervisor.node, hypervisor.bridge, hypervisor.endpoint
/// ('management', 'pve', 'vmbr0', None)
#[pyclass(name = "Hypervisor", module = "deevnet", frozen, eq, hash, str, get_all)]
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct PyHypervisor {
    /// Its inventory hostname.
    name: String,
    /// The plane it serves: `management` or `tenant`.
    plane: Option<String>,
    /// Its node name in Proxmox VE.
    node: Option<String>,
    /// The URL where its API answers, with the port.
    endpoint: Option<String>,
    /// The bridge that machines are attached to.
    bridge: Option<String>,
    /// Whether the bridge keeps the VLAN tags of machines.
    vlan_aware: Option<bool>,
    /// Its storages, in order of declaration.
    storages: Tuple<PyStorage>,
    /// How the names of its templates begin.
    template_prefixes: Tuple<String>,
    /// Whether it stands alone.
    standalone: bool,
    /// The name of its operating system.
    system: Option<String>,
    /// The version of its operating system.
    system_version: Option<String>,
    /// What its operating system is built on.
    system_base: Option<String>,
    /// What does each part of its automation, by `installation`, `post_install`, `provisioning` and `templates`.
    automation: BTreeMap<String, String>,
    /// The ID of its hardware's profile, or `to-be-decided`.
    hardware: Option<String>,
}

impl PyHypervisor {
    pub(crate) fn all_of(substrate: &Substrate) -> Tuple<Self> {
        substrate.hypervisors().map(|(host, hypervisor)| Self::new(host, hypervisor)).collect()
    }

    fn new(host: &Host, hypervisor: &Hypervisor) -> Self {
        let system = &hypervisor.operating_system;
        Self {
            name: host.name.to_string(),
            plane: text(hypervisor.plane.as_ref()),
            node: text(hypervisor.node.as_ref()),
            endpoint: text(hypervisor.endpoint.as_ref()),
            bridge: text(hypervisor.bridge.as_ref()),
            vlan_aware: hypervisor.vlan_aware.map(|flag| flag.value),
            storages: hypervisor.storages.iter().map(PyStorage::from).collect(),
            template_prefixes: hypervisor.template_prefixes.iter().map(|prefix| prefix.value.to_string()).collect(),
            standalone: hypervisor.is_standalone(),
            system: text(system.name.as_ref()),
            system_version: text(system.version.as_ref()),
            system_base: text(system.base.as_ref()),
            automation: by_part(&hypervisor.automation),
            hardware: text(host.hardware.as_ref()),
        }
    }
}

fn text<T: ToString>(value: Option<&Spanned<T>>) -> Option<String> {
    value.map(|value| value.value.to_string())
}

fn by_part(automation: &Automation) -> BTreeMap<String, String> {
    let Automation { installation, post_install, provisioning, templates, .. } = automation;
    let parts = [
        ("installation", installation),
        ("post_install", post_install),
        ("provisioning", provisioning),
        ("templates", templates),
    ];
    parts.into_iter().filter_map(|(part, by)| Some((part.to_owned(), text(by.as_ref())?))).collect()
}

#[pymethods]
impl PyHypervisor {
    fn __repr__(&self) -> String {
        format!("<Hypervisor {self}>")
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> Result<Pickled<'py>> {
        pickle(slf)
    }

    #[staticmethod]
    fn _restore(text: &str) -> Result<Self> {
        restore(text)
    }
}

impl fmt::Display for PyHypervisor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

/// One storage of a hypervisor.
#[pyclass(name = "Storage", module = "deevnet", frozen, eq, hash, str, get_all)]
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct PyStorage {
    /// Its ID.
    name: String,
    /// How many bytes it holds, where that is declared.
    size: Option<u64>,
    /// What it is made of, such as `lvmthin`, where that is declared.
    kind: Option<String>,
}

#[pymethods]
impl PyStorage {
    fn __repr__(&self) -> String {
        format!("<Storage {self}>")
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> Result<Pickled<'py>> {
        pickle(slf)
    }

    #[staticmethod]
    fn _restore(text: &str) -> Result<Self> {
        restore(text)
    }
}

impl From<&Storage> for PyStorage {
    fn from(storage: &Storage) -> Self {
        Self {
            name: storage.name.value.to_string(),
            size: storage.size.map(|size| size.value.bytes()),
            kind: text(storage.kind.as_ref()),
        }
    }
}

impl fmt::Display for PyStorage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}
