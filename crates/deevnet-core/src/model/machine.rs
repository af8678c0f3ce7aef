//! Management virtual machines and the identities allocated to them.

use std::sync::Arc;

use serde::Serialize;

use super::interface::{MacState, read_mac};
use super::reader::{Key, Reader};
use crate::declared::{Map, Value};
use crate::mac::Vmid;
use crate::rules;
use crate::source::{Span, Spanned};

/// A virtual machine of the management plane (`mgmt_vm`), as far as identity goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ManagementMachine {
    /// Where it is declared.
    #[serde(skip)]
    pub span: Span,
    /// The inventory hostname of its hypervisor.
    pub hypervisor: Option<Spanned<Arc<str>>>,
    /// The Proxmox node name of its hypervisor.
    pub node: Option<Spanned<Arc<str>>>,
    /// Its VMID; `None` while it is not allocated (0 or absent).
    pub vmid: Option<Spanned<Vmid>>,
}

/// The identity that an allocation wrote for a host (`identity.yml`).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[non_exhaustive]
pub struct AssignedIdentity {
    /// `deevnet_assigned_vmid`.
    pub vmid: Option<Spanned<Vmid>>,
    /// `deevnet_assigned_mac`.
    pub mac: Option<Spanned<MacState>>,
}

impl AssignedIdentity {
    pub(super) fn read(reader: &mut Reader<'_>, vmid: Option<&Value>, mac: Option<&Value>) -> Self {
        Self {
            vmid: vmid.and_then(|value| read_vmid(reader, Key::new("deevnet_assigned_vmid"), value)),
            mac: mac.and_then(|value| read_mac(reader, Key::new("deevnet_assigned_mac"), value)),
        }
    }
}

impl ManagementMachine {
    pub(super) fn read(reader: &mut Reader<'_>, value: &Value) -> Option<Self> {
        let key = Key::new("mgmt_vm");
        let map: &Map = reader.map(key, value)?;
        let mut machine = Self { span: value.span(), hypervisor: None, node: None, vmid: None };
        for (name, _, value) in map.text_entries() {
            let key = key.child(name);
            match name {
                "hypervisor" => machine.hypervisor = reader.text(key, value),
                "node" => machine.node = reader.text(key, value),
                "vmid" => machine.vmid = read_vmid(reader, key, value),
                _ => {}
            }
        }
        Some(machine)
    }
}

/// Reads a VMID; 0 and absent mean that none is allocated yet.
pub(super) fn read_vmid(reader: &mut Reader<'_>, key: Key<'_>, value: &Value) -> Option<Spanned<Vmid>> {
    let number = reader.integer(key, value)?;
    if number.value == 0 {
        return None;
    }
    let parsed = u64::try_from(number.value).ok().and_then(|id| Vmid::try_from(id).ok());
    if parsed.is_none() {
        let finding = reader
            .finding(
                &rules::MAC_NOT_DERIVED,
                number.span,
                format!("`{key}` is {}, from which no MAC can be derived: a VMID here is 1 to 16777215", number.value),
            )
            .with_value(number.value.to_string());
        reader.push(finding);
    }
    parsed.map(|vmid| Spanned::new(vmid, number.span))
}
