//! Guests at the start.

use std::collections::BTreeMap;

/// What runs a guest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum GuestKind {
    /// A virtual machine.
    #[default]
    VirtualMachine,
    /// A container.
    Container,
}

/// A guest. Volumes that its configuration names come to be with the size it gives.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GuestSetup {
    /// Its number.
    pub vmid: u32,
    /// What runs it.
    pub kind: GuestKind,
    /// Its configuration, as its file has it: `name`, `net0`, `scsi0`, `template` and so on.
    pub config: BTreeMap<String, String>,
    /// Whether it runs.
    pub running: bool,
}
