//! Which interface of the router each zone is on.

use std::collections::{BTreeMap, BTreeSet};

use crate::emit::interface_name::{InterfaceName, ParseInterfaceNameError};
use crate::emit::router::{Router, TRANSIT, is_gateway_of, is_overlay};
use crate::model::{Host, Interface, Segment, Substrate};
use crate::policy::{Addresses, Zone, ZoneIndex, ZoneKind};

/// The interface towards the internet, where nobody says which it is.
const UNNAMED_WAN: &str = "wan";

/// An interface of the router: what the ruleset calls it, and its name in the kernel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ZoneInterface {
    pub(super) variable: String,
    pub(super) name: String,
    /// The sources that tell the zone's packets from those of other zones behind the same interface.
    pub(super) sources: Option<Addresses>,
}

impl ZoneInterface {
    /// Whether a text of the ruleset refers to it.
    pub(super) fn is_named_in(&self, text: &str) -> bool {
        let continues = |found: char| found.is_ascii_alphanumeric() || found == '_';
        text.split('$')
            .skip(1)
            .any(|rest| rest.strip_prefix(self.variable.as_str()).is_some_and(|rest| !rest.starts_with(continues)))
    }
}

/// The interfaces of the zones that have one.
#[derive(Debug, Clone, Default)]
pub(super) struct Interfaces {
    by_zone: BTreeMap<ZoneIndex, ZoneInterface>,
}

impl Interfaces {
    /// The interfaces of zones. Below a parent every VLAN has its own, `eth1.30`; without one it is the interface that the
    /// router declares with the zone's gateway address, or else `vlan30`. The internet is behind the interface that is
    /// named, or else declared as `wan`.
    ///
    /// # Errors
    ///
    /// The name of a VLAN's interface below the parent is none that the kernel can have.
    pub(super) fn of(
        substrate: &Substrate,
        zones: &[Zone],
        router: &Router<'_>,
        parent: Option<&InterfaceName>,
        wan: Option<&InterfaceName>,
    ) -> Result<Self, ParseInterfaceNameError> {
        let wan = wan.cloned().or_else(|| router.wan());
        let mut interfaces = Self::default();
        let mut taken = BTreeSet::new();
        for (index, zone) in zones.iter().enumerate() {
            let name = match zone.kind {
                ZoneKind::Internet => Some(wan.as_ref().map_or(UNNAMED_WAN, InterfaceName::as_str).to_owned()),
                _ => match substrate.segments.get(&zone.name) {
                    Some(segment) => of_segment(router.host(), segment, parent)?,
                    None => None,
                },
            };
            if let Some(name) = name {
                interfaces
                    .by_zone
                    .insert(index, ZoneInterface { variable: variable(&zone.name, &mut taken), name, sources: None });
            }
        }
        interfaces.put_overlays_behind_transit(substrate, zones);
        Ok(interfaces)
    }

    fn put_overlays_behind_transit(&mut self, substrate: &Substrate, zones: &[Zone]) {
        let transit = zones.iter().position(|zone| &*zone.name == TRANSIT);
        let Some(transit) = transit.and_then(|zone| self.by_zone.get(&zone).cloned()) else { return };
        for (index, zone) in zones.iter().enumerate() {
            if is_overlay(substrate, zone) {
                let sources = zone.addresses.clone();
                self.by_zone.insert(index, ZoneInterface { sources, ..transit.clone() });
            }
        }
    }

    /// The interface of a zone.
    pub(super) fn get(&self, zone: ZoneIndex) -> Option<&ZoneInterface> {
        self.by_zone.get(&zone)
    }

    /// Every interface once, in order of zones.
    pub(super) fn all(&self) -> impl Iterator<Item = &ZoneInterface> {
        let mut seen = BTreeSet::new();
        self.by_zone.values().filter(move |interface| seen.insert(interface.variable.as_str()))
    }
}

fn of_segment(
    router: Option<&Host>,
    segment: &Segment,
    parent: Option<&InterfaceName>,
) -> Result<Option<String>, ParseInterfaceNameError> {
    let vlan = segment.vlan_id.map(|vlan| vlan.value);
    if let (Some(parent), Some(vlan)) = (parent, vlan) {
        let name: InterfaceName = format!("{parent}.{vlan}").parse()?;
        return Ok(Some(name.to_string()));
    }
    let declared = router.and_then(|host| host.interfaces.values().find(|found| is_gateway_of(found, segment)));
    Ok(declared.and_then(kernel_name).or_else(|| vlan.map(|vlan| format!("vlan{vlan}"))))
}

/// The name of an interface, where the kernel can have it.
fn kernel_name(interface: &Interface) -> Option<String> {
    interface.name.parse::<InterfaceName>().ok().map(|name| name.to_string())
}

/// A name for a zone's interface that nftables takes and that no other zone has.
fn variable(zone: &str, taken: &mut BTreeSet<String>) -> String {
    let safe: String = zone.chars().map(|found| if found.is_ascii_alphanumeric() { found } else { '_' }).collect();
    let mut name = format!("if_{safe}");
    while !taken.insert(name.clone()) {
        name.push('_');
    }
    name
}
