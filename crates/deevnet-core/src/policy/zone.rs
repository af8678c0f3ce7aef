//! Zones: what packets come from and go to.

use std::sync::Arc;

use serde::Serialize;

use super::Addresses;
use super::space::is_any;
use crate::nearest;

/// What the segmentation standard takes a zone for, told by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ZoneKind {
    /// The management segment.
    Management,
    /// The guest segment.
    Guest,
    /// The segment of devices.
    Iot,
    /// The segment of what devices report to.
    IotBackend,
    /// The segment of devices that their vendors control.
    IotVendor,
    /// A tenant: its segment, or its overlay.
    Tenant,
    /// Any other segment.
    Internal,
    /// Everything outside the substrate.
    Internet,
    /// The firewall's own addresses.
    Firewall,
    /// The unrouted VLAN: no packet comes from it or reaches it.
    Blackhole,
    /// A name that is no zone; it is reported already.
    Unknown,
}

impl ZoneKind {
    /// Whether it is a routed network of the substrate.
    pub fn is_internal(self) -> bool {
        !matches!(self, Self::Internet | Self::Firewall | Self::Blackhole | Self::Unknown)
    }
}

/// A zone of the policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Zone {
    /// Its name: a segment's, a tenant's where it has no segment of its own, `internet` or `self`.
    pub name: Arc<str>,
    /// What the standard takes it for.
    pub kind: ZoneKind,
    /// Its addresses; `None` where they are not declared.
    ///
    /// The firewall's own are those of the declared gateways; it may have others.
    pub addresses: Option<Addresses>,
}

/// A name that is no zone of the policy.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{value}\" is no zone of the policy")]
#[non_exhaustive]
pub struct UnknownZoneError {
    /// The name.
    pub value: String,
    /// What to write instead.
    pub hint: String,
}

impl UnknownZoneError {
    pub(crate) fn new<'n>(value: &str, known: impl Iterator<Item = &'n str>) -> Self {
        let hint = match nearest(value, known) {
            Some(known) => format!("did you mean `{known}`?"),
            None if is_any(value) => "name one zone; `any` is all of them".to_owned(),
            None => "name a segment, a tenant, internet or self".to_owned(),
        };
        Self { value: value.to_owned(), hint }
    }
}
