//! Placements as Python sees them.

use deevnet_core::Spanned;
use deevnet_core::model::Substrate;
use deevnet_core::placement::{Amount, Balance, Machine, NodePlacement, StorageUse, Unplaced};
use pyo3::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::Result;
use crate::pickled::{Pickled, pickle, restore};
use crate::tuple::Tuple;

/// Which machines stand on which hypervisor, and what they use of it.
///
/// >>> node = {"infrastructure": {"form": "hv", "hardware": "dell-optiplex-7050-mff"}}
/// >>> machine = {"mgmt_vm": {"hypervisor": "hv01", "cores": 2, "memory": 4096}}
/// >>> substrate = Substrate.from_hostvars({"hv01": node, "dns-vm01": machine}, {"all": ["hv01", "dns-vm01"]})
/// >>> memory = substrate.placement().hypervisors[0].memory
/// >>> memory.used // 2**30, memory.limit // 2**30, memory.left // 2**30
/// (4, 32, 28)
#[pyclass(name = "Placement", module = "deevnet", frozen, eq, hash, get_all)]
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct PyPlacement {
    /// The hypervisors, by name, each with its machines.
    hypervisors: Tuple<PyNodePlacement>,
    /// The machines that stand on no known hypervisor, by name.
    unplaced: Tuple<PyUnplaced>,
}

impl PyPlacement {
    pub(crate) fn of(substrate: &Substrate) -> Self {
        let placement = substrate.placement();
        Self {
            hypervisors: placement.nodes().iter().map(PyNodePlacement::from).collect(),
            unplaced: placement.unplaced().iter().map(PyUnplaced::from).collect(),
        }
    }
}

#[pymethods]
impl PyPlacement {
    fn __repr__(&self) -> String {
        let machines: usize = self.hypervisors.0.iter().map(|node| node.machines.0.len()).sum();
        format!("<Placement: {machines} machines on {} hypervisors>", self.hypervisors.0.len())
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> Result<Pickled<'py>> {
        pickle(slf)
    }

    #[staticmethod]
    fn _restore(text: &str) -> Result<Self> {
        restore(text)
    }
}

/// One hypervisor with the machines on it.
#[pyclass(name = "NodePlacement", module = "deevnet", frozen, eq, hash, get_all, from_py_object)]
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct PyNodePlacement {
    /// Its inventory hostname.
    name: String,
    /// The plane it serves: `management` or `tenant`.
    plane: Option<String>,
    /// Its node name in Proxmox VE.
    node: Option<String>,
    /// Its machines, by name.
    machines: Tuple<PyMachine>,
    /// Memory, in bytes.
    memory: PyBalance,
    /// Virtual processors, against threads times the overcommit ratio.
    threads: PyBalance,
    /// All local disks together, in bytes.
    storage: PyBalance,
    /// Each storage by itself, in bytes: its ID and what is used of it.
    storages: Tuple<(String, PyBalance)>,
}

#[pymethods]
impl PyNodePlacement {
    fn __repr__(&self) -> String {
        format!("<NodePlacement {}: {} machines>", self.name, self.machines.0.len())
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> Result<Pickled<'py>> {
        pickle(slf)
    }

    #[staticmethod]
    fn _restore(text: &str) -> Result<Self> {
        restore(text)
    }
}

impl From<&NodePlacement<'_>> for PyNodePlacement {
    fn from(node: &NodePlacement<'_>) -> Self {
        let storage = |storage: &StorageUse<'_>| (storage.name().to_string(), PyBalance::from(storage.balance()));
        Self {
            name: node.host().name.to_string(),
            plane: text(node.hypervisor().plane.as_ref()),
            node: text(node.hypervisor().node.as_ref()),
            machines: node.machines().iter().map(PyMachine::from).collect(),
            memory: node.memory().into(),
            threads: node.threads().into(),
            storage: node.storage().into(),
            storages: node.storages().iter().map(storage).collect(),
        }
    }
}

fn text<T: ToString>(value: Option<&Spanned<T>>) -> Option<String> {
    value.map(|value| value.value.to_string())
}

/// What machines use of one resource, and how much they may: bytes, or virtual processors.
#[pyclass(name = "Balance", module = "deevnet", frozen, eq, hash, get_all, from_py_object)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct PyBalance {
    /// How much is used, at least.
    used: u64,
    /// How much may be used, where the hardware is known.
    limit: Option<u64>,
    /// How much is left, 0 where the limit is exceeded.
    left: Option<u64>,
    /// By how much the limit is exceeded, where it is.
    excess: Option<u64>,
    /// How many users do not declare how much they use.
    undeclared: usize,
}

#[pymethods]
impl PyBalance {
    fn __repr__(&self) -> String {
        match self.limit {
            Some(limit) => format!("<Balance {} of {limit}>", self.used),
            None => format!("<Balance {}>", self.used),
        }
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> Result<Pickled<'py>> {
        pickle(slf)
    }

    #[staticmethod]
    fn _restore(text: &str) -> Result<Self> {
        restore(text)
    }
}

impl<T: Amount> From<Balance<T>> for PyBalance {
    fn from(balance: Balance<T>) -> Self {
        Self {
            used: balance.used().number(),
            limit: balance.limit().map(T::number),
            left: balance.left().map(T::number),
            excess: balance.excess().map(T::number),
            undeclared: balance.undeclared(),
        }
    }
}

/// One virtual machine on a hypervisor. What is not declared is `None`.
#[pyclass(name = "Machine", module = "deevnet", frozen, eq, hash, get_all, from_py_object)]
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct PyMachine {
    /// Its name: that of its host, or `<tenant>/<workload>`.
    name: String,
    /// The plane it belongs to: `management` or `tenant`.
    plane: String,
    /// Its VMID, allocated or numbered.
    vmid: Option<u32>,
    /// Its virtual processors.
    cores: Option<u32>,
    /// Its memory, in bytes.
    memory: Option<u64>,
    /// The disk it boots from, in bytes.
    disk: Option<u64>,
    /// Its second disk, in bytes.
    data_disk: Option<u64>,
    /// The ID of the storage of its disks.
    storage: Option<String>,
    /// How the name of the template begins that it is cloned from.
    template_prefix: Option<String>,
    /// When it starts and stops, as Proxmox VE has it.
    startup: Option<String>,
}

#[pymethods]
impl PyMachine {
    fn __repr__(&self) -> String {
        format!("<Machine {}>", self.name)
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> Result<Pickled<'py>> {
        pickle(slf)
    }

    #[staticmethod]
    fn _restore(text: &str) -> Result<Self> {
        restore(text)
    }
}

impl From<&Machine<'_>> for PyMachine {
    fn from(machine: &Machine<'_>) -> Self {
        let definition = machine.definition();
        Self {
            name: machine.name().into_owned(),
            plane: machine.plane().to_string(),
            vmid: machine.vmid().map(|vmid| vmid.value.get()),
            cores: definition.cores.map(|cores| cores.value),
            memory: definition.memory.map(|memory| memory.value.bytes()),
            disk: definition.disk.map(|disk| disk.value.bytes()),
            data_disk: definition.data_disk.as_ref().and_then(|disk| disk.size).map(|size| size.value.bytes()),
            storage: text(definition.storage.as_ref()),
            template_prefix: text(definition.template_prefix.as_ref()),
            startup: text(definition.startup.as_ref()),
        }
    }
}

/// A machine that stands on no known hypervisor, and why.
#[pyclass(name = "Unplaced", module = "deevnet", frozen, eq, hash, get_all, from_py_object)]
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct PyUnplaced {
    /// Its name: that of its host, or `<tenant>/<workload>`.
    machine: String,
    /// Why, in words.
    reason: String,
}

#[pymethods]
impl PyUnplaced {
    fn __repr__(&self) -> String {
        format!("<Unplaced {}: {}>", self.machine, self.reason)
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> Result<Pickled<'py>> {
        pickle(slf)
    }

    #[staticmethod]
    fn _restore(text: &str) -> Result<Self> {
        restore(text)
    }
}

impl From<&Unplaced> for PyUnplaced {
    fn from(unplaced: &Unplaced) -> Self {
        Self { machine: unplaced.machine.clone(), reason: unplaced.reason.to_string() }
    }
}
