//! What stands behind a port: the host that its description names.

use std::sync::Arc;

use serde::Serialize;

use crate::model::{Host, Interface, Substrate};

/// What kind of thing stands behind a port, as far as VLANs go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BehindKind {
    /// A host that takes untagged frames on each interface.
    Host,
    /// A virtual machine, whose hypervisor tags its frames.
    VirtualMachine,
    /// A hypervisor, which tags the frames of its machines.
    Hypervisor,
    /// An access point, which tags the frames of its wireless networks.
    AccessPoint,
    /// A router, which has one tagged interface a segment.
    Router,
    /// Another switch.
    Switch,
}

crate::named::named!(BehindKind, "kind of attachment":
    Host => "host",
    VirtualMachine => "virtual-machine",
    Hypervisor => "hypervisor",
    AccessPoint => "access-point",
    Router => "router",
    Switch => "switch",
);

impl BehindKind {
    /// Whether it, or what it runs on, tells segments apart by their tags.
    pub const fn takes_tags(self) -> bool {
        !matches!(self, BehindKind::Host)
    }
}

/// What stands behind a port.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[non_exhaustive]
pub struct Behind {
    /// The inventory hostname.
    pub host: Arc<str>,
    /// What kind of thing it is.
    pub kind: BehindKind,
}

/// The words of a description: runs of the characters that host and interface names are made of.
fn words(description: &str) -> impl Iterator<Item = &str> {
    description
        .split(|character: char| !(character.is_alphanumeric() || matches!(character, '-' | '_' | '.')))
        .filter(|word| !word.is_empty())
}

/// The host that a description names: the first word that is exactly a host name.
pub(crate) fn host_behind<'a>(substrate: &'a Substrate, description: &str) -> Option<&'a Host> {
    words(description).find_map(|word| substrate.hosts.get(word))
}

/// Whether a description names an interface, by its key or its purpose.
pub(crate) fn names_interface(description: &str, interface: &Interface) -> bool {
    words(description).any(|word| {
        word == &*interface.name || interface.purpose.as_ref().is_some_and(|purpose| word == &*purpose.value)
    })
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn words_keep_what_names_are_made_of() {
        let found: Vec<_> = words("uplink: core-rt02/eth0.10 (spare), hv_1").collect();
        assert_eq!(found, ["uplink", "core-rt02", "eth0.10", "spare", "hv_1"]);
        assert_eq!(words(" ,;").count(), 0);
    }
}
