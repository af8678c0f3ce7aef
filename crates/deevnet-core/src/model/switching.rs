//! Switch ports, port profiles and port roles as they are declared.

use std::sync::Arc;

use serde::{Serialize, Serializer};

use super::reader::{Key, Reader};
use super::segment::read_vlan_id;
use crate::declared::{Data, Map, Value};
use crate::network::VlanId;
use crate::source::{Span, Spanned};

pub(super) const TRUNK_KEYS: &[&str] = &["interface", "native_vlan", "allowed_vlans", "description"];
pub(super) const ACCESS_KEYS: &[&str] = &["interface", "vlan_id", "description"];
pub(super) const PROFILE_KEYS: &[&str] = &["mode", "native_vlan", "allowed_vlans", "vlan"];

/// A VLAN named by its ID or by the segment that is on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VlanReference {
    /// By VLAN ID.
    Id(VlanId),
    /// By segment name.
    Segment(Arc<str>),
}

impl std::fmt::Display for VlanReference {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Id(id) => write!(f, "{id}"),
            Self::Segment(name) => f.write_str(name),
        }
    }
}

impl Serialize for VlanReference {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Id(id) => id.serialize(serializer),
            Self::Segment(name) => serializer.serialize_str(name),
        }
    }
}

/// The VLANs that a trunk carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VlanSelection {
    /// Every VLAN of the plan.
    All,
    /// These.
    Listed(Vec<Spanned<VlanReference>>),
}

impl Serialize for VlanSelection {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::All => serializer.serialize_str("all"),
            Self::Listed(list) => list.serialize(serializer),
        }
    }
}

/// Whether a port is a trunk or an access port.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum PortMode {
    /// Several tagged VLANs and a native one.
    Trunk,
    /// One untagged VLAN.
    Access,
}

/// A named set of port settings (`deevnet_switch_profiles`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct SwitchProfile {
    /// Its name.
    pub name: Arc<str>,
    /// Where it is declared.
    #[serde(skip)]
    pub span: Span,
    /// Trunk or access.
    pub mode: Option<PortMode>,
    /// The native VLAN of a trunk.
    pub native_vlan: Option<Spanned<VlanReference>>,
    /// The VLANs that a trunk carries.
    pub allowed_vlans: Option<VlanSelection>,
    /// The VLAN of an access port.
    pub vlan: Option<Spanned<VlanReference>>,
}

/// What a port is used for, and by which profile (`deevnet_port_roles`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct PortRole {
    /// Its name.
    pub name: Arc<str>,
    /// The profile it uses.
    pub profile: Option<Spanned<Arc<str>>>,
}

/// A trunk port of a switch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct TrunkPort {
    /// Where it is declared.
    #[serde(skip)]
    pub span: Span,
    /// The port, as the switch names it.
    pub interface: Option<Spanned<Arc<str>>>,
    /// The VLAN of untagged frames.
    pub native_vlan: Option<Spanned<VlanReference>>,
    /// The VLANs it carries; all when nothing is said.
    pub allowed_vlans: VlanSelection,
    /// What is behind it, in words.
    pub description: Option<Spanned<Arc<str>>>,
}

/// An access port of a switch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct AccessPort {
    /// Where it is declared.
    #[serde(skip)]
    pub span: Span,
    /// The port, as the switch names it.
    pub interface: Option<Spanned<Arc<str>>>,
    /// Its VLAN.
    pub vlan_id: Option<Spanned<VlanReference>>,
    /// What is behind it, in words.
    pub description: Option<Spanned<Arc<str>>>,
}

/// The ports of one switch (`switch_ports`).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[non_exhaustive]
pub struct SwitchPorts {
    /// Trunk ports, in order of declaration.
    pub trunk: Vec<TrunkPort>,
    /// Access ports, in order of declaration.
    pub access: Vec<AccessPort>,
}

impl SwitchPorts {
    pub(super) fn read(reader: &mut Reader<'_>, value: &Value) -> Option<Self> {
        let key = Key::new("switch_ports");
        let map = reader.map(key, value)?;
        let mut ports = Self::default();
        if let Some(list) = map.get("trunk") {
            let key = key.child("trunk");
            ports.trunk = reader.list(key, list).iter().filter_map(|item| read_trunk(reader, key, item)).collect();
        }
        if let Some(list) = map.get("access") {
            let key = key.child("access");
            ports.access = reader.list(key, list).iter().filter_map(|item| read_access(reader, key, item)).collect();
        }
        Some(ports)
    }
}

fn read_trunk(reader: &mut Reader<'_>, key: Key<'_>, value: &Value) -> Option<TrunkPort> {
    let map = reader.map(key, value)?;
    let mut port = TrunkPort {
        span: value.span(),
        interface: None,
        native_vlan: None,
        allowed_vlans: VlanSelection::All,
        description: None,
    };
    for (name, span, value) in map.text_entries() {
        let key = key.child(name);
        match name {
            "interface" => port.interface = reader.text(key, value),
            "native_vlan" => port.native_vlan = read_reference(reader, key, value),
            "allowed_vlans" => {
                port.allowed_vlans = read_selection(reader, key, value).unwrap_or(VlanSelection::All);
            }
            "description" => port.description = reader.text(key, value),
            _ => reader.unknown_key(key, span, TRUNK_KEYS),
        }
    }
    Some(port)
}

fn read_access(reader: &mut Reader<'_>, key: Key<'_>, value: &Value) -> Option<AccessPort> {
    let map = reader.map(key, value)?;
    let mut port = AccessPort { span: value.span(), interface: None, vlan_id: None, description: None };
    for (name, span, value) in map.text_entries() {
        let key = key.child(name);
        match name {
            "interface" => port.interface = reader.text(key, value),
            "vlan_id" => port.vlan_id = read_reference(reader, key, value),
            "description" => port.description = reader.text(key, value),
            _ => reader.unknown_key(key, span, ACCESS_KEYS),
        }
    }
    Some(port)
}

pub(super) fn read_profile(
    reader: &mut Reader<'_>,
    key: Key<'_>,
    name: &str,
    span: Span,
    value: &Value,
) -> Option<SwitchProfile> {
    let map: &Map = reader.map(key, value)?;
    let mut profile =
        SwitchProfile { name: name.into(), span, mode: None, native_vlan: None, allowed_vlans: None, vlan: None };
    for (name, span, value) in map.text_entries() {
        let key = key.child(name);
        match name {
            "mode" => profile.mode = read_mode(reader, key, value),
            "native_vlan" => profile.native_vlan = read_reference(reader, key, value),
            "allowed_vlans" => profile.allowed_vlans = read_selection(reader, key, value),
            "vlan" => profile.vlan = read_reference(reader, key, value),
            _ => reader.unknown_key(key, span, PROFILE_KEYS),
        }
    }
    Some(profile)
}

pub(super) fn read_role(reader: &mut Reader<'_>, key: Key<'_>, name: &str, value: &Value) -> Option<PortRole> {
    let map = reader.map(key, value)?;
    let profile = map.get("profile").and_then(|value| reader.text(key.child("profile"), value));
    Some(PortRole { name: name.into(), profile })
}

fn read_mode(reader: &mut Reader<'_>, key: Key<'_>, value: &Value) -> Option<PortMode> {
    match value.as_text() {
        Some("trunk") => Some(PortMode::Trunk),
        Some("access") => Some(PortMode::Access),
        _ => reader.reject(key, value, "`trunk` or `access`"),
    }
}

fn read_reference(reader: &mut Reader<'_>, key: Key<'_>, value: &Value) -> Option<Spanned<VlanReference>> {
    match value.data() {
        Data::Text(text) if !text.trim().bytes().all(|byte| byte.is_ascii_digit()) => {
            Some(Spanned::new(VlanReference::Segment(Arc::clone(text)), value.span()))
        }
        _ => read_vlan_id(reader, key, value).map(|id| id.map(VlanReference::Id)),
    }
}

fn read_selection(reader: &mut Reader<'_>, key: Key<'_>, value: &Value) -> Option<VlanSelection> {
    if value.as_text() == Some("all") {
        return Some(VlanSelection::All);
    }
    if value.is_null() {
        return None;
    }
    let items = reader.list(key, value);
    Some(VlanSelection::Listed(items.iter().filter_map(|item| read_reference(reader, key, item)).collect()))
}
