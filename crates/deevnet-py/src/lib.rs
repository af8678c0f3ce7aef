//! The compiled half of the Python package `deevnet`: it converts arguments and calls the crates, nothing else.
//!
//! What Python sees is documented for Python, with examples that its doctests run. Work that takes long is done without
//! the interpreter's lock, on threads that end with the call, so that a process may fork before and after.

mod address;
mod allocate;
mod command;
mod derive;
mod details;
mod error;
mod everything;
mod file_change;
mod finding;
mod hardware;
#[cfg(feature = "stubs")]
mod hint;
mod hostvars;
mod hypervisor;
mod json;
mod left_out;
mod mac_address;
mod mac_table;
mod packet;
mod patience;
mod pickled;
mod placement;
mod policy;
mod position;
mod proof;
mod proxmox;
mod registry;
mod router_address;
mod subject;
mod subnet_plan;
mod substrate;
mod tenant;
mod tenant_change;
mod together;
mod tuple;
mod vlan_plan;
mod vmid;

/// The compiled half of deevnet; import `deevnet` instead.
#[pyo3::pymodule]
mod _deevnet {
    #[pymodule_export]
    use super::address::subnet_for_ip;
    #[pymodule_export]
    use super::allocate::free_vmids;
    #[pymodule_export]
    use super::command::run_command;
    #[pymodule_export]
    use super::derive::{
        interface_mac_attempt, interface_to_mac, mac_to_vmid, role_to_mac, vmid_to_mac, vmid_to_mac_many,
        vmid_to_octets_many,
    };
    #[pymodule_export]
    use super::everything::PyEverything;
    #[pymodule_export]
    use super::file_change::PyFileChange;
    #[pymodule_export]
    use super::finding::{PyFinding, PyFix, PyRelated};
    #[pymodule_export]
    use super::hardware::{PyFitLine, PyHardwareProfile};
    #[pymodule_export]
    use super::hypervisor::{PyHypervisor, PyStorage};
    #[pymodule_export]
    use super::left_out::PyLeftOut;
    #[pymodule_export]
    use super::mac_address::{PyMacAddress, format_mac, parse_mac};
    #[pymodule_export]
    use super::mac_table::format_mac_table;
    #[pymodule_export]
    use super::packet::{PyPacket, PyPacketBox};
    #[pymodule_export]
    use super::placement::{PyBalance, PyMachine, PyNodePlacement, PyPlacement, PyUnplaced};
    #[pymodule_export]
    use super::policy::{PyPolicy, PyReach};
    #[pymodule_export]
    use super::position::PyPosition;
    #[pymodule_export]
    use super::proof::PyProof;
    #[pymodule_export]
    use super::proxmox::{
        PyAction, PyActionReport, PyBlocked, PyFault, PyFieldChange, PyGap, PyNode, PyPlan, PyProxmox, PyReport,
        PySurvey, plan,
    };
    #[pymodule_export]
    use super::registry::{PyAllocation, PyIdentity, allocate};
    #[pymodule_export]
    use super::router_address::vlans_needing_ip;
    #[pymodule_export]
    use super::subject::PySubject;
    #[pymodule_export]
    use super::subnet_plan::subnet_plan;
    #[pymodule_export]
    use super::substrate::PySubstrate;
    #[pymodule_export]
    use super::tenant::{PyTenant, PyTenantVnet, PyTenantWorkload};
    #[pymodule_export]
    use super::tenant_change::{PyTenantChange, add_tenant, remove_tenant};
    #[pymodule_export]
    use super::together::check_together;
    #[pymodule_export]
    use super::vlan_plan::{PyPlannedPort, PyPlannedSegment, PyRequiredVlan, PyVlanBand, PyVlanPlan};

    #[pymodule_export]
    #[expect(non_upper_case_globals, reason = "it is the name that Python gives a version")]
    const __version__: &str = env!("CARGO_PKG_VERSION");
}
