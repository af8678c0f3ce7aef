//! Switch ports: what is declared, what has to be, and how the two differ.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::Serialize;

use super::behind::Behind;
use super::reason::Reason;
use crate::model::PortMode;
use crate::network::VlanId;
use crate::source::Span;

/// How a port is set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct PortSetting {
    /// Trunk or access.
    pub mode: PortMode,
    /// The VLAN of untagged frames: that of an access port, or the native one of a trunk. `None` leaves the port on the
    /// switch's default.
    pub native: Option<VlanId>,
    /// The VLANs that a trunk carries with a tag; none on an access port.
    pub tagged: BTreeSet<VlanId>,
    /// Whether the trunk selects every VLAN of the plan instead of listing them.
    pub is_all: bool,
}

impl PortSetting {
    /// Whether frames of a VLAN pass the port, tagged or not.
    pub fn carries(&self, vlan: VlanId) -> bool {
        self.is_all || self.native == Some(vlan) || self.tagged.contains(&vlan)
    }
}

/// What a port has to carry, derived from what stands behind it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct PortRequirement {
    /// What stands behind the port.
    pub behind: Behind,
    /// Trunk where more than one VLAN has to pass; access for one host on one segment.
    pub mode: PortMode,
    /// The VLAN of untagged frames: the blackhole on a trunk, the host's own on an access port.
    pub native: Option<VlanId>,
    /// The VLANs that have to pass, each with every reason.
    #[serde(serialize_with = "reasons_by_vlan")]
    pub vlans: BTreeMap<VlanId, BTreeMap<Reason, Span>>,
    /// Every VLAN that what stands behind needs, over all its ports.
    pub needed: BTreeSet<VlanId>,
    /// Whether all that stands behind is known; where it is not, no VLAN is superfluous.
    pub is_complete: bool,
}

/// As a list, because each VLAN is worth reading with its reasons.
fn reasons_by_vlan<S: serde::Serializer>(
    vlans: &BTreeMap<VlanId, BTreeMap<Reason, Span>>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    struct Entry<'a> {
        vlan: VlanId,
        reasons: Vec<&'a Reason>,
    }
    serializer.collect_seq(vlans.iter().map(|(vlan, reasons)| Entry { vlan: *vlan, reasons: reasons.keys().collect() }))
}

/// One way in which a port differs from what it has to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
#[non_exhaustive]
pub enum PortDifference {
    /// It is a trunk and has to be an access port, or the other way round.
    Mode {
        /// What is declared.
        declared: PortMode,
        /// What has to be.
        required: PortMode,
    },
    /// Untagged frames end up in another VLAN than they have to.
    Native {
        /// What is declared; `None` leaves it to the switch.
        declared: Option<VlanId>,
        /// What has to be.
        required: VlanId,
    },
    /// A VLAN is needed and not carried.
    Missing {
        /// The VLAN.
        vlan: VlanId,
    },
    /// A VLAN is carried and not needed.
    Superfluous {
        /// The VLAN.
        vlan: VlanId,
    },
}

/// One port of a switch, as it is declared and as it has to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct PlannedPort {
    /// The switch's inventory hostname.
    pub switch: Arc<str>,
    /// The port, as the switch names it.
    pub interface: Option<Arc<str>>,
    /// What the declaration says is behind it.
    pub description: Option<Arc<str>>,
    /// Where it is declared.
    #[serde(skip)]
    pub span: Span,
    /// How it is declared.
    pub declared: PortSetting,
    /// What it has to be; `None` where its description names no host.
    pub required: Option<PortRequirement>,
    /// How the two differ, in order of kind and VLAN.
    pub differences: Vec<PortDifference>,
}

impl PlannedPort {
    /// The port as messages name it: `port 1/0/3 of access-sw01`.
    pub fn label(&self) -> String {
        match &self.interface {
            Some(interface) => format!("port {interface} of {}", self.switch),
            None => format!("a port of {}", self.switch),
        }
    }

    /// The VLANs that are carried and not needed.
    pub fn superfluous(&self) -> impl Iterator<Item = VlanId> {
        self.differences.iter().filter_map(|difference| match difference {
            PortDifference::Superfluous { vlan } => Some(*vlan),
            _ => None,
        })
    }

    /// The VLANs that are needed and not carried, each with every reason and where it is said.
    pub fn missing(&self) -> impl Iterator<Item = (VlanId, &BTreeMap<Reason, Span>)> {
        let required = self.required.as_ref();
        self.differences.iter().filter_map(move |difference| match difference {
            PortDifference::Missing { vlan } => Some((*vlan, required?.vlans.get(vlan)?)),
            _ => None,
        })
    }
}
