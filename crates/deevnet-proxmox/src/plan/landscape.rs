//! What stands on all nodes together.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::survey::{Guest, GuestKind, NodeState, Survey};

/// A guest with the node that it is on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) host: &'a Arc<str>,
    pub(super) vmid: u32,
    pub(super) guest: &'a Guest,
}

impl Place<'_> {
    /// As messages name it: `the virtual machine 210 (dns-vm01) on hv01`.
    pub(super) fn told(&self) -> String {
        let kind = match (self.guest.kind, self.guest.is_template) {
            (GuestKind::Qemu, false) => "virtual machine",
            (GuestKind::Qemu, true) => "template",
            (GuestKind::Lxc, _) => "container",
        };
        let name = self.guest.name.as_deref().map(|name| format!(" ({name})")).unwrap_or_default();
        format!("the {kind} {}{name} on {}", self.vmid, self.host)
    }
}

/// A survey with its guests by VMID and by name.
#[derive(Debug)]
pub(super) struct Landscape<'a> {
    survey: &'a Survey,
    by_vmid: HashMap<u32, Vec<Place<'a>>>,
    by_name: HashMap<&'a str, Vec<Place<'a>>>,
}

impl<'a> Landscape<'a> {
    pub(super) fn of(survey: &'a Survey) -> Self {
        let mut landscape = Self { survey, by_vmid: HashMap::new(), by_name: HashMap::new() };
        for (host, node) in &survey.nodes {
            for (vmid, guest) in &node.guests {
                let place = Place { host, vmid: *vmid, guest };
                landscape.by_vmid.entry(*vmid).or_default().push(place);
                if let Some(name) = guest.name.as_deref() {
                    landscape.by_name.entry(name).or_default().push(place);
                }
            }
        }
        landscape
    }

    pub(super) fn survey(&self) -> &'a Survey {
        self.survey
    }

    pub(super) fn nodes(&self) -> &'a BTreeMap<Arc<str>, NodeState> {
        &self.survey.nodes
    }

    /// The guests with a VMID, one a node at most, in order of the nodes.
    pub(super) fn with_vmid(&self, vmid: u32) -> &[Place<'a>] {
        self.by_vmid.get(&vmid).map(Vec::as_slice).unwrap_or_default()
    }

    /// The guests with a name, in order of the nodes and VMIDs.
    pub(super) fn with_name(&self, name: &str) -> &[Place<'a>] {
        self.by_name.get(name).map(Vec::as_slice).unwrap_or_default()
    }

    /// Every guest, in order of the nodes and VMIDs.
    pub(super) fn guests(&self) -> impl Iterator<Item = Place<'a>> + use<'a> {
        let nodes = self.survey.nodes.iter();
        nodes.flat_map(|(host, node)| node.guests.iter().map(move |(vmid, guest)| Place { host, vmid: *vmid, guest }))
    }
}
