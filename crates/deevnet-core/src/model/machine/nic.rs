//! Network interfaces of a machine, as its node creates them.

use std::sync::Arc;

use serde::Serialize;

use crate::declared::Value;
use crate::model::reader::{Key, Reader};
use crate::model::segment::read_vlan_id;
use crate::network::VlanId;
use crate::source::{Span, Spanned};

pub(in crate::model) const NIC_KEYS: &[&str] = &["interface", "segment", "vlan_tag", "bridge"];

/// A network interface of a machine (`nics`), on a segment or with a tag of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Nic {
    /// Where it is declared.
    #[serde(skip)]
    pub span: Span,
    /// The interface of the host that it is, such as `eth0`.
    pub interface: Option<Spanned<Arc<str>>>,
    /// The segment it is on.
    pub segment: Option<Spanned<Arc<str>>>,
    /// The VLAN tag that the bridge gives it.
    pub vlan_tag: Option<Spanned<VlanId>>,
    /// The bridge it is attached to; the hypervisor's where nothing is said.
    pub bridge: Option<Spanned<Arc<str>>>,
}

impl Nic {
    pub(super) fn read(reader: &mut Reader<'_>, key: Key<'_>, value: &Value) -> Option<Self> {
        let map = reader.map(key, value)?;
        let mut nic = Self { span: value.span(), interface: None, segment: None, vlan_tag: None, bridge: None };
        for (name, span, value) in map.text_entries() {
            let key = key.child(name);
            match name {
                "interface" => nic.interface = reader.text(key, value),
                "segment" => nic.segment = reader.text(key, value),
                "vlan_tag" => nic.vlan_tag = read_vlan_id(reader, key, value),
                "bridge" => nic.bridge = reader.text(key, value),
                _ => reader.unknown_key(key, span, NIC_KEYS),
            }
        }
        Some(nic)
    }
}
