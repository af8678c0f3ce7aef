//! Tenants as Python sees them.

use std::fmt;

use deevnet_core::mac::Vmid;
use deevnet_core::model::Substrate;
use deevnet_core::network::VlanId;
use deevnet_core::tenant::{TenantIndex, TenantRecord, VnetRecord, Vni, WorkloadRecord, WorkloadSlot};
use pyo3::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::Result;
use crate::json::{Json, Object};
use crate::pickled::{Pickled, pickle, restore};
use crate::tuple::Tuple;

/// A tenant with everything that follows from its declaration. What does not follow is `None`.
///
/// >>> lab = {
/// ...     "deevnet_site_octet": 20,
/// ...     "deevnet_tenant_numbering": {"vrf_base": 10000, "vnet_base": 20000, "vmid_base": 10000},
/// ...     "deevnet_tenants": [{"name": "music", "index": 4, "workloads": [{"name": "api", "slot": 2}]}],
/// ... }
/// >>> tenant = Substrate.from_hostvars({"pi01": lab}, {"all": ["pi01"]}).tenants[0]
/// >>> tenant.network, tenant.subnet, tenant.vrf_vni, tenant.vnets[0].id
/// ('overlay', '10.20.132.0/24', 10004, 'music0')
/// >>> tenant.workloads[0].vmid, tenant.workloads[0].address
/// (10162, '10.20.132.12')
#[pyclass(name = "Tenant", module = "deevnet", frozen, eq, hash, str, get_all)]
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct PyTenant {
    /// Its name.
    name: String,
    /// The number that its overlay is numbered from.
    index: Option<u32>,
    /// What its workloads are for, such as `experiment`.
    workload_class: String,
    /// How much churn they tolerate: `none`, `planned`, `frequent` or `unlimited`.
    churn_tolerance: String,
    /// Where their MAC addresses come from: `deterministic`, `observed` or `hypervisor-assigned`.
    mac_policy: String,
    /// What it is on: `vlan` or `overlay`.
    network: String,
    /// Its segment and firewall zone, on a VLAN.
    segment: Option<String>,
    /// Its VLAN, on one.
    vlan_id: Option<u16>,
    /// Its subnet.
    subnet: Option<String>,
    /// The gateway of its subnet.
    gateway: Option<String>,
    /// The first and last address of its dynamic pool, on a VLAN.
    pool: Option<(String, String)>,
    /// The zone of its names.
    forward_zone: Option<String>,
    /// The zone of its addresses.
    reverse_zone: Option<String>,
    /// The VNI of its VRF, on an overlay.
    vrf_vni: Option<u32>,
    /// The number of the autonomous system that announces its routes, on an overlay.
    autonomous_system: Option<u32>,
    /// The first and last VMID of its workloads, on an overlay.
    vmids: Option<(u32, u32)>,
    /// Its VNets by number, on an overlay.
    vnets: Tuple<PyTenantVnet>,
    /// Its workloads, in order of declaration.
    workloads: Tuple<PyTenantWorkload>,
}

impl PyTenant {
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    pub(crate) fn all_of(substrate: &Substrate) -> Tuple<Self> {
        substrate.tenant_records().iter().map(Self::from).collect()
    }
}

impl From<&TenantRecord> for PyTenant {
    fn from(record: &TenantRecord) -> Self {
        let (segment, overlay) = (record.segment.as_ref(), record.overlay.as_ref());
        let pool = segment.and_then(|segment| segment.pool_start.zip(segment.pool_end));
        let vmids = overlay.and_then(|overlay| overlay.first_vmid.zip(overlay.last_vmid));
        Self {
            name: record.name.to_string(),
            index: record.index.map(TenantIndex::get),
            workload_class: record.class.to_string(),
            churn_tolerance: record.churn_tolerance.to_string(),
            mac_policy: record.mac_policy.to_string(),
            network: record.network.to_string(),
            segment: segment.map(|segment| segment.name.to_string()),
            vlan_id: segment.and_then(|segment| segment.vlan_id).map(VlanId::get),
            subnet: text(record.subnet),
            gateway: text(record.gateway),
            pool: pool.map(|(start, end)| (start.to_string(), end.to_string())),
            forward_zone: text(record.forward_zone.as_ref()),
            reverse_zone: record.reverse_zone.clone(),
            vrf_vni: overlay.and_then(|overlay| overlay.vrf_vni).map(Vni::get),
            autonomous_system: overlay.and_then(|overlay| overlay.autonomous_system),
            vmids: vmids.map(|(first, last)| (first.get(), last.get())),
            vnets: overlay.into_iter().flat_map(|overlay| &overlay.vnets).map(PyTenantVnet::from).collect(),
            workloads: record.workloads.iter().map(PyTenantWorkload::from).collect(),
        }
    }
}

fn text(value: Option<impl ToString>) -> Option<String> {
    value.map(|value| value.to_string())
}

#[pymethods]
impl PyTenant {
    fn __repr__(&self) -> String {
        format!("<Tenant {self}>")
    }

    /// The tenant with everything that follows from its declaration, as a dictionary.
    fn to_dict(&self) -> Result<Json<Object>> {
        Json::new(self)
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> Result<Pickled<'py>> {
        pickle(slf)
    }

    #[staticmethod]
    fn _restore(text: &str) -> Result<Self> {
        restore(text)
    }
}

impl fmt::Display for PyTenant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

/// A virtual network of a tenant's overlay.
#[pyclass(name = "TenantVnet", module = "deevnet", frozen, eq, hash, str, get_all)]
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct PyTenantVnet {
    /// Its number, from zero.
    number: u32,
    /// Its name, where one is declared.
    name: Option<String>,
    /// Its ID in Proxmox VE.
    id: String,
    /// Its VNI.
    vni: Option<u32>,
}

impl From<&VnetRecord> for PyTenantVnet {
    fn from(record: &VnetRecord) -> Self {
        Self {
            number: record.number.get(),
            name: record.name.as_ref().map(ToString::to_string),
            id: record.id.to_string(),
            vni: record.vni.map(Vni::get),
        }
    }
}

#[pymethods]
impl PyTenantVnet {
    fn __repr__(&self) -> String {
        format!("<TenantVnet {self}>")
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> Result<Pickled<'py>> {
        pickle(slf)
    }

    #[staticmethod]
    fn _restore(text: &str) -> Result<Self> {
        restore(text)
    }
}

impl fmt::Display for PyTenantVnet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.id)
    }
}

/// A workload of a tenant.
#[pyclass(name = "TenantWorkload", module = "deevnet", frozen, eq, hash, str, get_all)]
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct PyTenantWorkload {
    /// Its name.
    name: String,
    /// What it is for, such as `experiment`.
    workload_class: String,
    /// How much churn it tolerates.
    churn_tolerance: String,
    /// Where its MAC address comes from.
    mac_policy: String,
    /// Its place in its tenant's numbers.
    slot: Option<u32>,
    /// Its VMID.
    vmid: Option<u32>,
    /// Its address, on an overlay.
    address: Option<String>,
    /// Its MAC address, where that is derived.
    mac: Option<String>,
    /// Its full name in the DNS.
    fqdn: Option<String>,
}

impl From<&WorkloadRecord> for PyTenantWorkload {
    fn from(record: &WorkloadRecord) -> Self {
        Self {
            name: record.name.to_string(),
            workload_class: record.class.to_string(),
            churn_tolerance: record.churn_tolerance.to_string(),
            mac_policy: record.mac_policy.to_string(),
            slot: record.slot.map(WorkloadSlot::get),
            vmid: record.vmid.map(Vmid::get),
            address: text(record.address),
            mac: text(record.mac),
            fqdn: text(record.fqdn.as_ref()),
        }
    }
}

#[pymethods]
impl PyTenantWorkload {
    fn __repr__(&self) -> String {
        format!("<TenantWorkload {self}>")
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> Result<Pickled<'py>> {
        pickle(slf)
    }

    #[staticmethod]
    fn _restore(text: &str) -> Result<Self> {
        restore(text)
    }
}

impl fmt::Display for PyTenantWorkload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}
