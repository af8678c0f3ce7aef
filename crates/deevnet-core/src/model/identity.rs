//! Identities that an allocation wrote.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use super::interface::{MacState, read_mac};
use super::machine::read_vmid;
use super::reader::{Key, Reader};
use crate::declared::{Orphan, Value, Variables};
use crate::finding::Subject;
use crate::mac::Vmid;
use crate::source::Spanned;

/// The variable of a host's VMID.
const VMID: &str = "deevnet_assigned_vmid";

/// The variable of the MAC address that its VMID derives.
const MAC: &str = "deevnet_assigned_mac";

/// The variable of the MAC addresses that its interfaces derive.
const MACS: &str = "deevnet_assigned_macs";

/// The variable of a host's virtual machine.
const MACHINE: &str = "mgmt_vm";

/// The identity that an allocation wrote for a host (`identity.yml`).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[non_exhaustive]
pub struct AssignedIdentity {
    /// `deevnet_assigned_vmid`.
    pub vmid: Option<Spanned<Vmid>>,
    /// `deevnet_assigned_mac`, derived from the VMID.
    pub mac: Option<Spanned<MacState>>,
    /// `deevnet_assigned_macs`, derived from interfaces, by their names.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub macs: BTreeMap<Arc<str>, Spanned<MacState>>,
}

impl AssignedIdentity {
    pub(super) fn read(reader: &mut Reader<'_>, variables: &Variables) -> Self {
        Self {
            vmid: variables.get(VMID).and_then(|value| read_vmid(reader, Key::new(VMID), value)),
            mac: variables.get(MAC).and_then(|value| read_mac(reader, Key::new(MAC), value)),
            macs: variables.get(MACS).map(|value| read_macs(reader, value)).unwrap_or_default(),
        }
    }

    /// What is left of a host that no group lists; its VMID may stand in `mgmt_vm` too. Templates say nothing without a
    /// host.
    pub(super) fn left_by(reader: &mut Reader<'_>, orphan: &Orphan) -> Self {
        reader.about(Some(Subject::host(Arc::clone(&orphan.name))));
        let mut literal = Variables::default();
        for (name, value) in orphan.variables.iter().filter(|(_, value)| !value.is_templated()) {
            literal.set(name, value.clone());
        }
        let mut left = Self::read(reader, &literal);
        let declared =
            literal.get(MACHINE).and_then(|machine| machine.get("vmid")).filter(|value| !value.is_templated());
        left.vmid = left.vmid.or_else(|| read_vmid(reader, Key::new(MACHINE).child("vmid"), declared?));
        left
    }

    /// Whether it says nothing.
    pub(super) fn is_empty(&self) -> bool {
        self.vmid.is_none() && self.mac.is_none() && self.macs.is_empty()
    }
}

fn read_macs(reader: &mut Reader<'_>, value: &Value) -> BTreeMap<Arc<str>, Spanned<MacState>> {
    let key = Key::new(MACS);
    let Some(map) = reader.map(key, value) else { return BTreeMap::new() };
    let entries = map.text_entries();
    entries.filter_map(|(name, _, value)| Some((name.into(), read_mac(reader, key.child(name), value)?))).collect()
}
