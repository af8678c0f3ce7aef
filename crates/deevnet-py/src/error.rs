//! What the crates refuse, as the exceptions of `deevnet.errors`.

use deevnet_access::{AccessError, AccessFileError, NodeFault};
use deevnet_core::UnknownNameError;
use deevnet_core::allocate::{AllocateError, AllocateVmidsError};
use deevnet_core::emit::{EmitError, ParseInterfaceNameError};
use deevnet_core::mac::derive::{Attempt, BulkError};
use deevnet_core::mac::{InterfaceNamespaceError, ParseMacError, ParseNamespaceError, ParseVmidError};
use deevnet_core::model::ProxmoxValueError;
use deevnet_core::name::{ParseDomainError, ParseLabelError};
use deevnet_core::policy::{ParseProtocolError, UnknownZoneError};
use deevnet_core::tenant::{ParseTenantNameError, RemoveTenantError};
use deevnet_core::vlan_plan::BandFullError;
use deevnet_inventory::{ConfigError, LoadError, ReadVaultPasswordError};
use deevnet_proxmox::client::TokenIdError;
use deevnet_proxmox::plan::{OtherPlanError, ReadPlanError, StalePlanError};
use deevnet_proxmox::survey::{IncompleteSurveyError, ReadSurveyError};
use deevnet_proxmox::transport::TrustError;
use deevnet_registry::{InventoryError, RegistryError, TenantError};
use pyo3::PyErr;

/// The exceptions, which are written in Python.
pub(crate) mod exception {
    pyo3::import_exception!(deevnet.errors, AddressError);
    pyo3::import_exception!(deevnet.errors, AllocationError);
    pyo3::import_exception!(deevnet.errors, ApplyInterrupted);
    pyo3::import_exception!(deevnet.errors, ConfigError);
    pyo3::import_exception!(deevnet.errors, EmitError);
    pyo3::import_exception!(deevnet.errors, LabelError);
    pyo3::import_exception!(deevnet.errors, LoadError);
    pyo3::import_exception!(deevnet.errors, MacError);
    pyo3::import_exception!(deevnet.errors, NamespaceError);
    pyo3::import_exception!(deevnet.errors, NodeError);
    pyo3::import_exception!(deevnet.errors, PlanError);
    pyo3::import_exception!(deevnet.errors, OtherPlanError);
    pyo3::import_exception!(deevnet.errors, StalePlanError);
    pyo3::import_exception!(deevnet.errors, SurveyError);
    pyo3::import_exception!(deevnet.errors, TenantError);
    pyo3::import_exception!(deevnet.errors, TenantInUseError);
    pyo3::import_exception!(deevnet.errors, UnknownTenantError);
    pyo3::import_exception!(deevnet.errors, UnknownNameError);
    pyo3::import_exception!(deevnet.errors, VlanError);
    pyo3::import_exception!(deevnet.errors, VmidError);
}

/// An exception to raise; it stands between the errors of the crates and `PyErr`.
#[derive(Debug)]
pub(crate) struct Error(PyErr);

/// What a function that Python calls gives.
pub(crate) type Result<T> = std::result::Result<T, Error>;

impl From<Error> for PyErr {
    fn from(error: Error) -> PyErr {
        error.0
    }
}

impl From<PyErr> for Error {
    fn from(error: PyErr) -> Error {
        Error(error)
    }
}

/// The arguments of an exception: its message, the value that was refused, and what to do instead.
type Arguments = (String, Option<String>, Option<String>);

fn arguments(error: &dyn std::error::Error, value: &str, hint: &str) -> Arguments {
    (error.to_string(), Some(value.to_owned()), Some(hint.to_owned()))
}

/// A message that ends in the words of what caused it.
fn whole_message(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(error.source(), |cause| (*cause).source());
    causes.fold(error.to_string(), |message, cause| format!("{message}: {cause}"))
}

/// The value that an allocation stumbles over, where it is a single one.
fn refused(error: &RegistryError) -> Option<String> {
    match error {
        RegistryError::Allocate(AllocateError::SurveyIncomplete { nodes }) => Some(nodes.join(", ")),
        RegistryError::Allocate(
            AllocateError::VmidHeld { vmid, .. } | AllocateError::Differs { declared: vmid, .. },
        ) => Some(vmid.to_string()),
        RegistryError::Allocate(AllocateError::MacHeld { mac, .. }) => Some(mac.to_string()),
        RegistryError::Inventory(InventoryError::Flat { path, .. } | InventoryError::Uneditable { path, .. }) => {
            Some(path.display().to_string())
        }
        RegistryError::Inventory(InventoryError::HostName { host }) => Some(host.clone()),
        RegistryError::Inventory(InventoryError::SetElsewhere { key, .. }) => Some((*key).to_owned()),
        _ => None,
    }
}

impl From<RegistryError> for Error {
    fn from(error: RegistryError) -> Error {
        Error(exception::AllocationError::new_err((whole_message(&error), refused(&error), error.hint())))
    }
}

impl From<ParseMacError> for Error {
    fn from(error: ParseMacError) -> Error {
        Error(exception::MacError::new_err(arguments(&error, error.value(), error.hint())))
    }
}

impl From<ParseNamespaceError> for Error {
    fn from(error: ParseNamespaceError) -> Error {
        Error(exception::NamespaceError::new_err(arguments(&error, error.value(), error.hint())))
    }
}

impl From<InterfaceNamespaceError> for Error {
    fn from(error: InterfaceNamespaceError) -> Error {
        Error(exception::NamespaceError::new_err(arguments(&error, &error.namespace().to_string(), error.hint())))
    }
}

impl From<ParseLabelError> for Error {
    fn from(error: ParseLabelError) -> Error {
        Error(exception::LabelError::new_err(arguments(&error, error.value(), error.hint())))
    }
}

/// An attempt that a derivation from interfaces does not make.
pub(crate) fn no_attempt(number: u8) -> Error {
    let message = format!("there is no attempt {number}");
    let hint = format!("give an attempt from {} to {}", Attempt::FIRST, Attempt::LAST);
    Error(exception::MacError::new_err((message, Some(number.to_string()), Some(hint))))
}

impl From<ParseVmidError> for Error {
    fn from(error: ParseVmidError) -> Error {
        Error(exception::VmidError::new_err(arguments(&error, error.value(), error.hint())))
    }
}

impl From<BulkError> for Error {
    fn from(error: BulkError) -> Error {
        let value = match error {
            BulkError::OutOfRange { number, .. } => Some(number.to_string()),
            _ => None,
        };
        Error(exception::VmidError::new_err((error.to_string(), value, error.hint())))
    }
}

impl From<AllocateVmidsError> for Error {
    fn from(error: AllocateVmidsError) -> Error {
        Error(exception::VmidError::new_err((error.to_string(), None::<String>, error.hint())))
    }
}

impl From<BandFullError> for Error {
    fn from(error: BandFullError) -> Error {
        Error(exception::VlanError::new_err((error.to_string(), Some(error.band.to_string()), error.hint())))
    }
}

impl From<UnknownNameError> for Error {
    fn from(error: UnknownNameError) -> Error {
        Error(exception::UnknownNameError::new_err(arguments(&error, error.value(), &error.hint())))
    }
}

impl From<UnknownZoneError> for Error {
    fn from(error: UnknownZoneError) -> Error {
        Error(exception::UnknownNameError::new_err(arguments(&error, &error.value, &error.hint)))
    }
}

impl From<ParseProtocolError> for Error {
    fn from(error: ParseProtocolError) -> Error {
        Error(exception::UnknownNameError::new_err(arguments(&error, &error.value, error.hint())))
    }
}

impl From<LoadError> for Error {
    fn from(error: LoadError) -> Error {
        let value = match &error {
            LoadError::Unreachable { path, .. } | LoadError::NotAnInventory { path } => {
                Some(path.display().to_string())
            }
            _ => None,
        };
        Error(exception::LoadError::new_err((whole_message(&error), value, error.hint())))
    }
}

impl From<ReadVaultPasswordError> for Error {
    fn from(error: ReadVaultPasswordError) -> Error {
        let hint = "write the password, and nothing else, into a file that you can read";
        Error(exception::LoadError::new_err((whole_message(&error), None::<String>, hint)))
    }
}

impl From<ConfigError> for Error {
    fn from(error: ConfigError) -> Error {
        let of_fault = error.faults().iter().find_map(|fault| fault.hint());
        let hint = of_fault.or(error.hint()).map(ToOwned::to_owned);
        let value = match &error {
            ConfigError::Unreadable { path, .. } => Some(path.clone()),
            _ => None,
        };
        Error(exception::ConfigError::new_err((whole_message(&error), value, hint)))
    }
}

impl From<EmitError> for Error {
    fn from(error: EmitError) -> Error {
        let value = match &error {
            EmitError::NameServerUnknown { name, .. } => Some(name.to_string()),
            EmitError::DomainNumeric { domain, .. } => Some(domain.to_string()),
            EmitError::BlockUnread { number, .. } => Some(number.to_string()),
            EmitError::NoRouter { router, .. } => Some(router.clone()),
            EmitError::WanInside { wan, .. } => Some(wan.to_string()),
            EmitError::VlanInterface(error) => Some(error.value().to_owned()),
            EmitError::OptionUnused { option, .. } => Some(option.name().replace('-', "_")),
            _ => None,
        };
        Error(exception::EmitError::new_err((whole_message(&error), value, emit_hint(&error))))
    }
}

/// The way out of an emission's error, in Python's words.
pub(crate) fn emit_hint(error: &EmitError) -> Option<&'static str> {
    match error {
        EmitError::RouterUnknown { .. } => Some("name the router's interface, as in `interface=\"eth1\"`"),
        EmitError::WanUnknown { .. } => Some("name it, as in `wan=\"eth0\"`"),
        EmitError::WanInside { .. } => Some("name another, as in `wan=\"eth0\"`"),
        EmitError::PolicyFaulty { .. } => {
            Some("correct what `check` reports, or take the rules as they are with `force=True`")
        }
        EmitError::VlanInterface(_) => Some("name a parent of at most ten characters, as in `interface=\"eth1\"`"),
        _ => error.hint(),
    }
}

impl From<ParseInterfaceNameError> for Error {
    fn from(error: ParseInterfaceNameError) -> Error {
        Error(exception::EmitError::new_err(arguments(&error, error.value(), error.hint())))
    }
}

impl From<ParseDomainError> for Error {
    fn from(error: ParseDomainError) -> Error {
        Error(exception::EmitError::new_err(arguments(&error, error.value(), error.hint())))
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Error {
        EmitError::from(error).into()
    }
}

/// A setting of a node that cannot be used.
pub(crate) fn unusable_node(message: String, value: Option<String>, hint: &str) -> Error {
    Error(exception::NodeError::new_err((message, value, Some(hint.to_owned()))))
}

impl From<ProxmoxValueError> for Error {
    fn from(error: ProxmoxValueError) -> Error {
        let value = Some(error.value()).filter(|value| !value.is_empty()).map(ToOwned::to_owned);
        unusable_node(error.to_string(), value, error.hint())
    }
}

impl From<TokenIdError> for Error {
    fn from(error: TokenIdError) -> Error {
        unusable_node(error.to_string(), None, error.hint())
    }
}

impl From<TrustError> for Error {
    fn from(error: TrustError) -> Error {
        unusable_node(whole_message(&error), None, "name a PEM file of authorities, or pin the fingerprint of the node")
    }
}

impl From<ReadSurveyError> for Error {
    fn from(error: ReadSurveyError) -> Error {
        let hint = "give it what `Survey.to_json` or `deevnet observe --out FILE` wrote";
        Error(exception::SurveyError::new_err((error.to_string(), None::<String>, Some(hint))))
    }
}

impl From<ReadPlanError> for Error {
    fn from(error: ReadPlanError) -> Error {
        let hint = "give it what `Plan.to_json` or `deevnet plan --out FILE` wrote";
        Error(exception::PlanError::new_err((error.to_string(), None::<String>, Some(hint))))
    }
}

impl From<StalePlanError> for Error {
    fn from(error: StalePlanError) -> Error {
        let hint = "plan again, and look at it";
        Error(exception::StalePlanError::new_err((error.to_string(), Some(error.found), Some(hint))))
    }
}

impl From<OtherPlanError> for Error {
    fn from(error: OtherPlanError) -> Error {
        let hint =
            "the inventory was changed since the plan was made, or it is of another one: plan again, and look at it";
        Error(exception::OtherPlanError::new_err((error.to_string(), error.about, Some(hint))))
    }
}

impl From<IncompleteSurveyError> for Error {
    fn from(error: IncompleteSurveyError) -> Error {
        let hint = "what is not known to be free may be taken: let every node answer, to a token that sees all";
        let message = format!("the survey is incomplete: {}", error.missing().join("; "));
        Error(exception::SurveyError::new_err((message, None::<String>, Some(hint))))
    }
}

impl From<AccessError> for Error {
    fn from(error: AccessError) -> Error {
        let faults = match &error {
            AccessError::Nodes(faults) => faults.iter().map(|fault| whole_message(fault)).collect(),
            _ => vec![whole_message(&error)],
        };
        Error(exception::NodeError::new_err((faults.join("; "), None::<String>, error.hint())))
    }
}

impl From<AccessFileError> for Error {
    fn from(error: AccessFileError) -> Error {
        AccessError::from(error).into()
    }
}

impl From<NodeFault> for Error {
    fn from(fault: NodeFault) -> Error {
        AccessError::Nodes(vec![fault]).into()
    }
}

impl From<ParseTenantNameError> for Error {
    fn from(error: ParseTenantNameError) -> Error {
        Error(exception::TenantError::new_err(arguments(&error, error.value(), error.hint())))
    }
}

impl From<TenantError> for Error {
    fn from(error: TenantError) -> Error {
        let (message, hint) = (whole_message(&error), error.hint());
        match error {
            TenantError::Load(error) => error.into(),
            TenantError::InUse { name, users } => {
                let users: Vec<String> = users.into_iter().map(|user| user.description).collect();
                let arguments = (message, Some(name.to_string()), hint, users);
                Error(exception::TenantInUseError::new_err(arguments))
            }
            TenantError::Remove(RemoveTenantError::Unknown { name, .. }) => {
                Error(exception::UnknownTenantError::new_err((message, Some(name), hint)))
            }
            TenantError::Uneditable { path, .. } => {
                Error(exception::TenantError::new_err((message, Some(path.display().to_string()), hint)))
            }
            _ => Error(exception::TenantError::new_err((message, None::<String>, hint))),
        }
    }
}
