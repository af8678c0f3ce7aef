//! Identities that an allocation wrote.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use super::interface::{MacState, read_mac};
use super::machine::read_vmid;
use super::reader::{Key, Reader};
use crate::declared::{Value, Variables};
use crate::mac::Vmid;
use crate::source::Spanned;

/// The variable of a host's VMID.
const VMID: &str = "deevnet_assigned_vmid";

/// The variable of the MAC address that its VMID derives.
const MAC: &str = "deevnet_assigned_mac";

/// The variable of the MAC addresses that its interfaces derive.
const MACS: &str = "deevnet_assigned_macs";

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
}

fn read_macs(reader: &mut Reader<'_>, value: &Value) -> BTreeMap<Arc<str>, Spanned<MacState>> {
    let key = Key::new(MACS);
    let Some(map) = reader.map(key, value) else { return BTreeMap::new() };
    let entries = map.text_entries();
    entries.filter_map(|(name, _, value)| Some((name.into(), read_mac(reader, key.child(name), value)?))).collect()
}
